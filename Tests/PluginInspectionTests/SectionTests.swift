import Foundation
import PluginModel
import TestSupport
import Testing

@testable import PluginInspection

@Suite("Section headers")
struct SectionTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private let reason = "damaged: section headers show another symbol table than the loader reads"

  /// Where the header of the first section of a type stands.
  private func header(of type: UInt8, in bytes: [UInt8]) -> Int? {
    let table = (0..<8).reduce(0) { $0 | Int(bytes[40 + $1]) << (8 * $1) }
    let count = Int(bytes[60]) | Int(bytes[61]) << 8
    return (0..<count).map { table + 64 * $0 }.first { bytes[$0 + 4] == type }
  }

  @Test(arguments: [16, 24, 32])
  func anotherSymbolTable(field: Int) throws {
    try folder.compileC(goodC)
    var bytes = try folder.read("plugin.so")
    let section = try #require(header(of: 11, in: bytes))
    bytes[section + field] ^= 24
    let inspection = inspect(try folder.write("plugin.so", bytes))
    #expect(inspection.rejection?.failure == .malformed)
    #expect(inspection.rejection?.reason == reason)
  }

  @Test func anotherStringTable() throws {
    try folder.compileC(goodC)
    var bytes = try folder.read("plugin.so")
    let section = try #require(header(of: 11, in: bytes))
    bytes[section + 40] ^= 1
    #expect(inspect(try folder.write("plugin.so", bytes)).rejection?.reason == reason)
    bytes[section + 40] = 0xFF
    #expect(inspect(try folder.write("plugin.so", bytes)).rejection?.reason == reason)
  }

  /// The number of sections that the first one tells, where the header has no room for it.
  @Test(arguments: [(70_000, "more than 65536 section headers"), (60_000, "section headers lie outside the file")])
  func aNumberThatLies(count: Int, words: String) throws {
    try folder.compileC(goodC)
    var bytes = try folder.read("plugin.so")
    let table = (0..<8).reduce(0) { $0 | Int(bytes[40 + $1]) << (8 * $1) }
    (bytes[60], bytes[61]) = (0, 0)
    for index in 0..<8 { bytes[table + 32 + index] = UInt8(truncatingIfNeeded: count >> (8 * index)) }
    #expect(inspect(try folder.write("plugin.so", bytes)).rejection?.reason == "damaged: " + words)
  }

  @Test func nothingToCompare() throws {
    let stripped = try folder.compileC(goodC, ["-s"])
    #expect(inspect(stripped).rejection == nil)
    var bytes = try folder.read("plugin.so")
    let section = try #require(header(of: 11, in: bytes))
    bytes[section + 4] = 1
    #expect(inspect(try folder.write("plugin.so", bytes)).rejection == nil)
    // Headers of a size that nobody reads.
    bytes[58] = 65
    #expect(inspect(try folder.write("plugin.so", bytes)).rejection == nil)
  }

  /// Those of this system, which nobody here wrote: none of them lies.
  @Test func realLibraries() throws {
    let root = "/usr/lib/\(Machine.current.name == "x86-64" ? "x86_64" : "aarch64")-linux-gnu"
    let names = try FileManager.default.contentsOfDirectory(atPath: root).filter { $0.contains(".so") }.sorted()
    let inspector = Inspector()
    for index in stride(from: 0, to: names.count, by: max(1, names.count / 60)) {
      let path = PluginPath(root + "/" + names[index])
      let inspection = inspector.inspect(InspectionRequest(path: path, function: "MyFunction"))
      #expect(inspection.rejection?.failure != .malformed, "\(names[index])")
      #expect(inspection.rejection?.failure != .truncated, "\(names[index])")
    }
  }
}
