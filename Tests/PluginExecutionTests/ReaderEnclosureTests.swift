import CLinux
import Foundation
import Linux
import PluginModel
import TestSupport
import Testing

@testable import PluginExecution

/// A process that reads files may do that, and change none, by whichever layer it is held.
struct ReaderEnclosureTests {
  private static let layers: [Set<SandboxLayers.Layer>] = [
    Set(SandboxLayers.Layer.allCases), [.landlock], [.seccomp],
  ]

  /// Whether it succeeds with a file and with a name that is free.
  private typealias Attempt = @Sendable (_ file: UnsafePointer<CChar>, _ new: UnsafePointer<CChar>) -> Bool
  private static let attempts: [(name: String, succeeds: Attempt)] = [
    ("read", { file, _ in open(file, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) >= 0 }),
    ("open for writing", { file, _ in open(file, O_WRONLY) >= 0 }),
    ("open for reading and writing", { file, _ in open(file, O_RDWR) >= 0 }),
    ("cut while opening", { file, _ in open(file, O_RDONLY | O_TRUNC) >= 0 }),
    ("cut", { file, _ in truncate(file, 0) == 0 }),
    ("make", { _, new in open(new, O_RDONLY | O_CREAT, 0o600) >= 0 }),
    ("make a folder", { _, new in mkdir(new, 0o700) == 0 }),
    ("rename", { file, new in rename(file, new) == 0 }),
    ("remove", { file, _ in unlink(file) == 0 }),
  ]

  @Test(arguments: layers) func readsAndDoesNothingElse(_ holding: Set<SandboxLayers.Layer>) throws {
    let here = Kernel.sandboxLayers()
    // What this kernel lacks cannot hold.
    guard holding.isSubset(of: here.holding) || holding.count > 1 else { return }
    let layers = SandboxLayers(holding: holding.intersection(here.holding), landlockVersion: here.landlockVersion)
    let folder = try TemporaryFolder()
    let (file, new) = (try folder.write("plugin.so", "what it was"), folder.path + "/new")
    let succeeded = file.withCString { file in new.withCString { new in Self.succeeded(file, new, layers) } }
    #expect(succeeded == ["read"])
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "what it was")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["plugin.so"])
  }

  /// The names of the attempts that succeed in a process that is held so.
  private static func succeeded(
    _ file: UnsafePointer<CChar>, _ new: UnsafePointer<CChar>, _ layers: SandboxLayers
  ) -> [String] {
    var ends: [Int32] = [0, 0]
    precondition(pipe(&ends) == 0)
    let process = linux_fork()
    precondition(process >= 0)
    if process == 0 {
      guard linux_drop_privileges() == 0, ReaderEnclosure.enter(layers) else { _exit(1) }
      for index in attempts.indices where attempts[index].succeeds(file, new) {
        var number = UInt8(index)
        write(ends[1], &number, 1)
      }
      _exit(0)
    }
    close(ends[1])
    defer { close(ends[0]) }
    var names: [String] = []
    var number: UInt8 = 0
    while read(ends[0], &number, 1) == 1 { names.append(attempts[Int(number)].name) }
    var status: Int32 = 0
    waitpid(process, &status, 0)
    #expect(status == 0)
    return names
  }
}
