import Foundation
import PluginInspection
import PluginModel
import TestSupport
import Testing

@Suite("Contents of files")
struct ComparisonTests {
  private let folder: TemporaryFolder
  private let inspector = Inspector()

  init() throws { folder = try TemporaryFolder() }

  private func side(_ name: String) throws -> Comparison.Side { try side(at: folder(name)) }

  private func side(at path: String) throws -> Comparison.Side {
    var status = stat()
    try #require(stat(path, &status) == 0)
    let times = [status.st_mtim, status.st_ctim].map { Int64($0.tv_sec) * 1_000_000_000 + Int64($0.tv_nsec) }
    let state = FileState(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int64(status.st_size), modified: times[0],
      changed: times[1])
    return Comparison.Side(path: PluginPath(path), file: state)
  }

  private func order(_ one: Comparison.Side, _ other: Comparison.Side) -> Reply? {
    var answer: Reply?
    inspector.answer([.compare(Comparison(one, with: other))]) {
      answer = $0
      return true
    }
    return answer
  }

  @Test func contents() throws {
    let long = Data(repeating: 0x61, count: 200_000)
    for (name, content) in [("a", long + [0x61]), ("b", long + [0x61]), ("c", long + [0xFF])] {
      try folder.write(name, content)
    }
    let (a, b, c) = (try side("a"), try side("b"), try side("c"))
    #expect(order(a, b) == .compared(.same))
    #expect(order(a, c) == .compared(.before))
    #expect(order(c, b) == .compared(.after))

    try folder.write("b", long + [0x62])
    #expect(order(a, b) == .compared(nil))
    #expect(order(b, a) == .compared(nil))
    #expect(order(a, try side("b")) == .compared(.before))
    try FileManager.default.removeItem(atPath: folder("b"))
    #expect(order(a, b) == .compared(nil))
  }

  /// Files are compared piece by piece: a difference counts wherever it stands, at the edge of a piece too.
  @Test(arguments: [0, 1, (64 << 10) - 1, 64 << 10, (64 << 10) + 1, 3 * (64 << 10) - 1])
  func differences(at place: Int) throws {
    var content = Data(repeating: 0x61, count: 3 * (64 << 10))
    try folder.write("one", content)
    try folder.write("same", content)
    content[place] = 0x62
    try folder.write("other", content)
    #expect(order(try side("one"), try side("same")) == .compared(.same))
    #expect(order(try side("one"), try side("other")) == .compared(.before))
    #expect(order(try side("other"), try side("one")) == .compared(.after))
  }

  @Test func lengths() throws {
    for (name, length) in [("empty", 0), ("none", 0), ("piece", 64 << 10), ("longer", (64 << 10) + 1)] {
      try folder.write(name, Data(repeating: 0x61, count: length))
    }
    #expect(order(try side("empty"), try side("none")) == .compared(.same))
    #expect(order(try side("empty"), try side("piece")) == .compared(.before))
    #expect(order(try side("longer"), try side("piece")) == .compared(.after))
    #expect(order(try side("piece"), try side("piece")) == .compared(.same))
  }

  @Test func withoutBlocks() throws {
    for name in ["one", "other"] {
      try folder.write(name, "")
      try #require(truncate(folder(name), 100_000) == 0)
    }
    #expect(order(try side("one"), try side("other")) == .compared(.same))
  }

  /// What the kernel makes up as it is read is not read.
  @Test(.enabled(if: access("/sys/devices/system/cpu/online", R_OK) == 0)) func madeUp() throws {
    let made = try ["online", "possible"].map { try side(at: "/sys/devices/system/cpu/" + $0) }
    #expect(order(made[0], made[1]) == .compared(nil))
  }
}
