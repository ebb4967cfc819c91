import PluginModel

/// Where a crash happened, as far as the run does not tell.
public struct Surroundings: Sendable {
  /// Airlock's own.
  public let version: String
  /// As uname(2) has it.
  public let kernel: String
  /// The current folder.
  public let folder: PluginPath

  public init(version: String, kernel: String, folder: PluginPath) {
    self.version = version
    self.kernel = kernel
    self.folder = folder
  }
}
