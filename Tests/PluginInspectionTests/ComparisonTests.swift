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

  private func side(_ name: String) throws -> Comparison.Side {
    var status = stat()
    try #require(stat(folder(name), &status) == 0)
    let times = [status.st_mtim, status.st_ctim].map { Int64($0.tv_sec) * 1_000_000_000 + Int64($0.tv_nsec) }
    let state = FileState(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int64(status.st_size), modified: times[0],
      changed: times[1])
    return Comparison.Side(path: PluginPath(folder(name)), file: state)
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
}
