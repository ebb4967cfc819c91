import Foundation
import Linux
import PluginModel
import TestSupport
import Testing

@testable import PluginExecution

/// What was verified is what is opened, or nothing is.
@Suite("Hold of a run")
struct RunHoldTests {
  private func request(_ path: String, content: String?) throws -> RunRequest {
    RunRequest(
      path: PluginPath(path), file: try FileStatus(path: PluginPath(path)).state, content: content, kind: .c,
      symbol: "MyFunction", input: "", goal: .load, timeout: 1000, memory: 1 << 30)
  }

  private func digest(_ path: String) throws -> String {
    let path = PluginPath(path)
    // What was open to write in this process, all that it starts may have open for a while.
    try Command.wait("nobody else to have it open") {
      HeldFile(path, in: try FileStatus(path: path).state)?.hold == .held
    }
    return try #require(HeldFile(path, in: try FileStatus(path: path).state)?.digest())
  }

  @Test func `Bytes that were exchanged without a trace are not opened`() throws {
    // Where the file system keeps no time of writes through a mapping, the file's state stays what it was.
    let path = "/dev/shm/airlock-tests-\(UUID().uuidString)"
    try Data(repeating: 7, count: 4096).write(to: URL(fileURLWithPath: path))
    defer { unlink(path) }
    let asked = try request(path, content: try digest(path))
    #expect(throws: Never.self) { try RunHold(asked) }
    let descriptor = open(path, O_RDWR | O_CLOEXEC)
    let mapping = try #require(mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0))
    close(descriptor)
    #expect(throws: RunHold.Lost.self, "somebody can write") { try RunHold(asked) }
    mapping.storeBytes(of: 8, as: UInt8.self)
    munmap(mapping, 4096)
    #expect(throws: RunHold.Lost.self, "somebody has written") { try RunHold(asked) }
    var asIsNow = try request(path, content: try digest(path))
    #expect(throws: Never.self) { try RunHold(asIsNow) }
    asIsNow.content = asked.content
    #expect(throws: RunHold.Lost.self, "in a state that nobody can tell from the one before") { try RunHold(asIsNow) }
  }

  @Test func `Who wants to write, and a path that leads elsewhere, are noticed`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("p.so", "content")
    let hold = try RunHold(try request(path, content: try digest(path)))
    let loose = try RunHold(try request(path, content: nil))
    #expect(!hold.isBroken && hold.isInPlace)
    #expect(open(path, O_WRONLY | O_NONBLOCK) < 0 && errno == EWOULDBLOCK)
    #expect(hold.isBroken && !loose.isBroken)
    try folder.write("other", "content")
    try #require(rename(folder("other"), path) == 0)
    #expect(!hold.isInPlace && !loose.isInPlace)
  }
}
