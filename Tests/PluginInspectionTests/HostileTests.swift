import Foundation
import PluginModel
import TestSupport
import Testing

@testable import PluginInspection

@Suite("Hostile files")
struct HostileTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func inspectBuilt(_ change: (inout ELFBuilder) -> Void = { _ in }) throws -> Inspection {
    var builder = ELFBuilder()
    change(&builder)
    return inspect(try folder.write("plugin.so", builder.bytes))
  }

  @Test func theBuilderBuildsALibrary() throws {
    let inspection = try inspectBuilt()
    #expect(inspection.rejection == nil)
    #expect(inspection.symbol == "MyFunction")
    let gnu = try inspectBuilt { $0.useGNUHash([1, 1, 1, 0, 0, 0, 1, 1]) }
    #expect(gnu.symbol == "MyFunction")
  }

  static let lies: [(String, @Sendable (inout ELFBuilder) -> Void)] = [
    ("program headers lie outside the file", { $0.programHeaderOffset = 0x10_0000 }),
    ("program headers lie outside the file", { $0.programHeaderOffset = .max }),
    ("program headers lie outside the file", { $0.programHeaderOffset = .max - 111 }),
    ("program headers have 32 bytes each, not 56", { $0.programHeaderLength = 32 }),
    ("no program headers", { $0.programHeaderCount = 0 }),
    ("segment 0 lies outside the file", { $0.loadOffset = .max }),
    ("segment 0 lies outside the file", { $0.loadSize = .max }),
    ("section headers lie outside the file", { $0.sectionHeaderOffset = .max }),
    ("section headers lie outside the file", { $0.sectionHeaderOffset = 1 << 60 }),
    (
      "segment 0 lies outside the file",
      {
        $0.loadSize = 0x900
        $0.sectionHeaderOffset = 0x700
        $0.sectionHeaderCount = 1
      }
    ),
    ("no dynamic section", { $0.programHeaderCount = 1 }),
    ("dynamic section lies outside the file", { $0.loadSize = 0x400 }),
    ("no dynamic string table", { $0.dynamic.removeAll { $0.tag == 5 } }),
    ("dynamic string table lies outside the file", { $0.setDynamic(5, 0x1000) }),
    ("dynamic string table lies outside the file", { $0.setDynamic(5, .max) }),
    ("dynamic string table lies outside the file", { $0.setDynamic(10, .max) }),
    ("dynamic string table lies outside the file", { $0.setDynamic(10, 0x601) }),
    ("no dynamic symbol table", { $0.dynamic.removeAll { $0.tag == 6 } }),
    ("dynamic symbol table lies outside the file", { $0.setDynamic(6, 0x800) }),
    ("dynamic symbol table lies outside the file", { $0.setDynamic(6, 0x7F0) }),
    ("dynamic symbols have 23 bytes each, not 24", { $0.setDynamic(11, 23) }),
    ("symbol hash table lies outside the file", { $0.setDynamic(4, .max - 3) }),
    ("symbol hash table lies outside the file", { $0.setDynamic(4, 0x7FC) }),
    ("symbol hash table lies outside the file", { $0.hash = [.max, .max] }),
    ("symbol hash table lies outside the file", { $0.hash = [1, 1000] }),
    ("symbol hash table lies outside the file", { $0.useGNUHash([.max, 1, 1, 0]) }),
    ("symbol hash table lies outside the file", { $0.useGNUHash([1, 1, .max, 0]) }),
    ("symbol hash table lies outside the file", { $0.useGNUHash([1, 1, 1, 0, 0, 0, .max, 1]) }),
    ("symbol hash table lies outside the file", { $0.useGNUHash([.max, .max, .max, .max]) }),
    ("dynamic symbol table lies outside the file", { $0.useGNUHash([1, .max, 0, 0, 0]) }),
    ("MyFunction lies outside the code", { $0.value = 0x1_0000 }),
    ("MyFunction lies outside the code", { $0.value = .max }),
  ]

  @Test(arguments: lies.indices)
  func tablesThatLie(index: Int) throws {
    let (reason, change) = Self.lies[index]
    let inspection = try inspectBuilt(change)
    #expect(inspection.rejection?.failure == .malformed)
    #expect(inspection.rejection?.reason == "damaged: " + reason)
    #expect(inspection.symbol == nil)
  }

  @Test func chainsInARingAreNotFollowed() throws {
    // Bucket 0 leads to symbol 1, which leads to itself.
    #expect(try inspectBuilt { $0.hash = [1, 2, 1, 0, 1] }.symbol == "MyFunction")
    // A chain of DT_GNU_HASH without an end goes on into the zeros that follow, to the end of the segment.
    let endless = try inspectBuilt { $0.useGNUHash([1, 1, 1, 0, 0, 0, 1, 0]) }
    #expect(endless.rejection?.failure == .malformed)
  }

  @Test func whatTheLoaderDoesNotFindIsNotFound() throws {
    for change: (inout ELFBuilder) -> Void in [
      { $0.info = 0x02 },  // local
      { $0.info = 0x11 },  // a variable
      { $0.info = 0x1A },  // an indirect function
      { $0.visibility = 2 },  // hidden
      { ($0.section, $0.info) = (0, 0x22) },  // another library's
      { $0.nameOffset = 2 }, { $0.nameOffset = .max }, { $0.nameOffset = 11 },
      { $0.dynamic.removeAll { $0.tag == 4 } },  // no hash table
      { $0.hash = [1, 1, 0, 0] },
      { $0.setDynamic(10, 11) },  // the name's NUL is outside
    ] {
      let inspection = try inspectBuilt(change)
      #expect(inspection.rejection?.failure == .functionNotFound)
      #expect(inspection.symbol == nil)
    }
    for change: (inout ELFBuilder) -> Void in [{ $0.visibility = 3 }, { $0.info = 0x22 }] {
      #expect(try inspectBuilt(change).symbol == "MyFunction")
    }
  }

  @Test func anotherTypeOfFile() throws {
    #expect(try inspectBuilt { $0.type = 4 }.rejection?.reason == "a core dump, not a shared library")
    #expect(try inspectBuilt { $0.type = 2 }.rejection?.reason == "an executable, not a shared library")
    #expect(try inspectBuilt { $0.type = 7 }.rejection?.reason == "a file of type 7, not a shared library")
    #expect(
      try inspectBuilt { $0.setDynamic(0x6FFF_FFFB, 0x0800_0000) }.rejection?.reason
        == "an executable, not a shared library")
  }

  @Test func longNamesAreCut() throws {
    let name = String(repeating: "x", count: 5000)
    let inspection = inspect(try folder.compileC("int \(name)(void) { return 0; }"))
    #expect(inspection.rejection?.hint?.count ?? 0 < 200)
    let long = inspect(folder("plugin.so"), function: name)
    #expect(long.check(.function)?.summary.count == Words.longestName)
    #expect(long.symbol == name)
  }

  @Test func sparseAndHuge() throws {
    // 8 TiB of nothing, and a library's first page before it: only what is named in its tables is read.
    let path = try folder.write("plugin.so", ELFBuilder().bytes)
    guard truncate(path, 8 << 40) == 0 else { return }  // Not every file system can.
    #expect(inspect(path).symbol == "MyFunction")
  }

  /// A real library, small: no debug info, no section headers to speak of, pages not padded.
  private func smallLibrary() throws -> [UInt8] {
    try folder.compileC(
      goodC + "\nint other(void) { return 1; }\nint data = 3;",
      ["-nostdlib", "-s", "-Wl,-z,noseparate-code", "-Wl,--hash-style=both"])
    return try folder.read("plugin.so")
  }

  @Test func cutOffAtEveryLength() throws {
    let whole = try smallLibrary().count
    let path = folder("plugin.so")
    #expect(inspect(path).rejection == nil)
    for length in (0..<whole).reversed() {
      #expect(truncate(path, length) == 0)
      let rejection = inspect(path).rejection
      switch length {
      case 0: #expect(rejection?.reason == "not an ELF file (empty)")
      case 1..<4: #expect(rejection?.reason == "not an ELF file (data)")
      case 4..<64: #expect(rejection?.reason == "cut off: \(length) bytes, the ELF header alone has 64")
      default: #expect(rejection?.reason == "cut off: \(length) of \(whole) bytes")
      }
      guard rejection?.failure == (length < 4 ? .notELF : .truncated) else { return }
    }
  }
}
