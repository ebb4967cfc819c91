/// What the user asked for, the same for every plugin of a session.
public struct Settings: Hashable, Sendable {
  public var function = "MyFunction"
  public var input = ForeignText("hello")
  /// For each phase, in milliseconds.
  public var timeout: UInt32 = 10_000
  /// Address space of a plugin process, in MiB.
  public var memory: UInt64 = 2048
  /// An unverified signature is refused.
  public var strict = false
  /// Who may sign plugins: a file as ssh-keygen(1) has it under ALLOWED SIGNERS.
  public var allowedSigners: PluginPath?
  /// A plugin that nobody allowed has signed is refused.
  public var requireSigned = false
  public var sandbox = SandboxPolicy()
  /// Never open a plugin: no constructor runs.
  public var noLoad = false
  /// Folders of source files, beside the plugin's own and the current one.
  public var sources: [PluginPath] = []

  public init() {}

  /// "10 s", "0.5 s".
  public var timeoutWords: String { Decimal.trimmed(Double(timeout) / 1000, places: 3) + " s" }
}
