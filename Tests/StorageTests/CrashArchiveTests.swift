import Foundation
import PluginModel
import Reports
import TestSupport
import Testing

@testable import Storage

/// Reports on disk: whole, private, named by time, and not too many.
@Suite struct CrashArchiveTests {
  static let moment = Moment(nanoseconds: 1_795_358_947_000_000_000)
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func archive(limit: Int? = nil) -> CrashArchive {
    CrashArchive(folder: PluginPath(folder("state/airlock/crashes")), limit: limit)
  }

  private func mode(_ path: PluginPath) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path.line)
    return try #require(attributes[.posixPermissions] as? Int)
  }

  @Test func `A report is private, whole and named after plugin and time`() throws {
    let path = try archive().save("{}\n", of: PluginPath("./plugins/nullread.so"), at: Self.moment)
    #expect(path.name == "nullread-20261122-144907.json")
    #expect(try mode(path) == 0o600)
    #expect(try mode(path.folder) == 0o700)
    #expect(try mode(path.folder.folder) == 0o700)
    #expect(try archive().read(path.name.repaired, upTo: 100) == Array("{}\n".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: path.folder.line).count == 1)
  }

  @Test func `Reports of one second are counted, in order`() throws {
    for _ in 0..<12 { _ = try archive().save("{}", of: PluginPath("p.so"), at: Self.moment) }
    let later = Moment(nanoseconds: Self.moment.nanoseconds + 1_000_000_000)
    _ = try archive().save("{}", of: PluginPath("a.so"), at: later)
    let names = try archive().names()
    #expect(names.count == 13)
    #expect(names.prefix(2) == ["a-20261122-144908.json", "p-20261122-144907-12.json"])
    #expect(names.last == "p-20261122-144907.json")
  }

  @Test func `The oldest are dropped`() throws {
    for second in 0..<5 {
      let moment = Moment(nanoseconds: Self.moment.nanoseconds + Int64(second) * 1_000_000_000)
      _ = try archive(limit: 3).save("{}", of: PluginPath("p.so"), at: moment)
    }
    #expect(try archive().names().map { $0.dropFirst(11).prefix(6) } == ["144911", "144910", "144909"])
  }

  @Test(arguments: [
    ("libHello.so", "libHello"), ("数え上げ.so", "____________"), ("-rf", "rf"), ("../.x", "x"), ("a b;c.so", "a_b_c"),
    (".so", "so"), ("...", "plugin"),
  ])
  func `A name is safe to type`(plugin: String, stem: String) {
    #expect(CrashArchive.stem(of: PluginPath(plugin)) == stem)
  }

  @Test func `Files of others are left alone`() throws {
    let path = try archive().save("{}", of: PluginPath("p.so"), at: Self.moment)
    let place = path.folder.line
    for name in ["notes.txt", "p.json", "p-2026-1.json", "x-20261122-14490a.json"] {
      try "".write(toFile: place + "/" + name, atomically: false, encoding: .utf8)
    }
    try FileManager.default.createDirectory(
      atPath: place + "/d-20261122-144907.json", withIntermediateDirectories: false)
    #expect(try archive().names() == ["p-20261122-144907.json"])
    #expect(try archive().clear() == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: place).count == 5)
  }

  @Test func `Links, pipes and giants are not read`() throws {
    let path = try archive().save("{}", of: PluginPath("p.so"), at: Self.moment)
    let place = path.folder.line
    let link = place + "/l-20261122-144907.json"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/etc/passwd")
    #expect(mkfifo(place + "/f-20261122-144907.json", 0o600) == 0)
    for name in ["l-20261122-144907.json", "f-20261122-144907.json"] {
      #expect(throws: (any Error).self) { try archive().read(name, upTo: 1 << 20) }
    }
    #expect(throws: (any Error).self) { try archive().read("p-20261122-144907.json", upTo: 1) }
  }

  @Test func `No folder is no report, and a folder that cannot be made is told`() throws {
    #expect(try archive().names() == [])
    try folder.write("state", "a file")
    #expect(throws: (any Error).self) { try archive().save("{}", of: PluginPath("p.so"), at: Self.moment) }
  }
}
