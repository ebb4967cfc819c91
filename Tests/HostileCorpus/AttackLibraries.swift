import Foundation
import TestSupport

/// The two libraries that all hostile plugins are copies of. They are built beside the tests, and again only when an
/// attack has changed.
public enum AttackLibraries {
  /// Whether there is a C compiler. Attacks that do not compile are no reason to leave tests out.
  public static let canBeBuilt = (try? Command("cc", ["--version"]).wait())?.ending == .exited(0)

  /// The path of the library that has an attack.
  static func path(of attack: String) throws -> String {
    let (c, swift) = try built.get()
    return attack.hasPrefix("swift_") ? swift : c
  }

  private static let built = Result {
    let folder = Executables.path("HostileCorpus")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return (
      c: try build(folder + "/c", from: ["h", "c"]) { sources, target in
        // Without optimisation and protection of the stack, so that what is undefined does what it looks like.
        ["cc", "-shared", "-fPIC", "-O0", "-fno-stack-protector", "-U_FORTIFY_SOURCE", "-pthread", "-w", "-o", target]
          + sources.filter { $0.hasSuffix(".c") } + ["-lm"]
      },
      swift: try build(folder + "/swift", from: ["swift"]) { sources, target in
        ["swiftc", "-swift-version", "5", "-emit-library", "-module-name", "Hostile", "-o", target] + sources
      }
    )
  }

  private static func build(
    _ path: String, from types: Set<String>, _ command: (_ sources: [String], _ target: String) -> [String]
  ) throws -> String {
    let sources = try FileManager.default.contentsOfDirectory(at: sources, includingPropertiesForKeys: nil)
      .filter { types.contains($0.pathExtension) }.map(\.path).sorted()
    func date(_ path: String) -> Date? {
      try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    }
    if let built = date(path), sources.allSatisfy({ date($0).map { $0 < built } ?? false }) { return path }
    let folder = try TemporaryFolder()
    try folder.run("/usr/bin/env", command(sources, folder("library.so")))
    // Another test may do the same: each sees a whole file.
    let new = "\(path).\(getpid())"
    try FileManager.default.copyItem(atPath: folder("library.so"), toPath: new)
    guard rename(new, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    return path
  }

  private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Attacks")
}
