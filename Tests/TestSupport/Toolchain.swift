import Foundation

/// Compilers of other languages, which not every machine has: tests that need one are left out by name.
public enum Toolchain: String, Sendable {
  case rustc, go, zig

  /// Where installers put them besides the search path.
  private static let otherFolders = [NSHomeDirectory() + "/.cargo/bin", "/usr/local/go/bin"]

  /// The program's path; nil if this machine has none.
  public var program: String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return (path.split(separator: ":").map(String.init) + Self.otherFolders).map { $0 + "/" + rawValue }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  public var isThere: Bool { program != nil }
}

extension TemporaryFolder {
  /// Compiles a source with a toolchain that is there.
  public func compile(
    _ source: String, as name: String, with toolchain: Toolchain, _ arguments: [String],
    environment: [String: String] = [:]
  ) throws {
    try write(name, source)
    try run(
      "/usr/bin/env",
      environment.map { "\($0)=\($1)" } + [toolchain.program ?? toolchain.rawValue] + arguments + [self(name)])
  }
}
