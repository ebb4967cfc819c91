import Foundation
import PluginModel
import TestSupport
import Testing

@testable import PluginInspection

@Suite("Separate debug info", .enabled(if: DebugInfo.canBeRead, "left out: built without libdw"))
struct DebugFileTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func inspectHere(_ path: String) -> Inspection {
    Inspector(debugRoots: [PluginPath(folder("debug"))]).inspect(
      InspectionRequest(path: PluginPath(path), function: "MyFunction"))
  }

  private func objcopy(_ arguments: String...) throws { try folder.run("/usr/bin/env", ["objcopy"] + arguments) }

  /// A library without debug info, and its debug info in a file beside it.
  private func split(_ options: [String] = ["-g"], source: String = goodC) throws -> (library: String, debug: String) {
    let path = try folder.compileC(source, options + ["-Wl,--build-id=0xdeadbeef0123456789"])
    try objcopy("--only-keep-debug", path, folder("made.debug"))
    try objcopy("--strip-debug", path)
    return (path, folder("made.debug"))
  }

  private func expectProof(_ path: String, in debug: String, at location: SourceLocation = #_sourceLocation) {
    let inspection = inspectHere(path)
    #expect(inspection.rejection == nil, sourceLocation: location)
    #expect(inspection.signature?.evidence == .debugInfo, sourceLocation: location)
    #expect(inspection.check(.signature)?.hint == "proved by the debug info in \(debug)", sourceLocation: location)
  }

  @Test(arguments: [["-gdwarf-4"], ["-gdwarf-5"], ["-gdwarf-5", "-gz"], ["-gdwarf-4", "-gz", "-O2"]])
  func byBuildID(options: [String]) throws {
    let (library, debug) = try split(options)
    #expect(inspectHere(library).isUnverified)
    try folder.folder("debug/.build-id/de")
    let place = folder("debug/.build-id/de/adbeef0123456789.debug")
    #expect(rename(debug, place) == 0)
    expectProof(library, in: place)

    // Another build's, under this one's name.
    try folder.compileC(goodC, ["-g", "-Wl,--build-id=0xdeadbeef0123456780"], to: "other.so")
    try objcopy("--only-keep-debug", folder("other.so"), place)
    #expect(inspectHere(library).isUnverified)
  }

  @Test func byLink() throws {
    let (library, debug) = try split()
    try objcopy("--add-gnu-debuglink=\(debug)", library)
    expectProof(library, in: debug)
    let content = try folder.read("made.debug")

    unlink(debug)
    let inspection = inspectHere(library)
    #expect(inspection.isUnverified)
    #expect(
      inspection.check(.signature)?.hint
        == "Build it with -g, or put its made.debug beside it, to have the signature proved.")

    for place in [".debug", "debug" + folder.path] {
      try folder.folder(place)
      try folder.write(place + "/made.debug", content)
      expectProof(library, in: folder(place + "/made.debug"))
      unlink(folder(place + "/made.debug"))
    }

    // One byte more: another file than the one that was linked.
    try folder.write("made.debug", content + [0])
    #expect(inspectHere(library).isUnverified)
    // Nothing waits for a writer.
    unlink(debug)
    mkfifo(debug, 0o600)
    #expect(inspectHere(library).isUnverified)
  }

  /// Such files are not opened: their names stand in the plugin and may lead anywhere.
  @Test(arguments: [["-gsplit-dwarf"], ["-gsplit-dwarf", "-gdwarf-4"]])
  func splitOff(options: [String]) throws {
    let inspection = inspectHere(try folder.compileC(goodC, ["-g"] + options))
    #expect(inspection.isUnverified)
    #expect(inspection.check(.signature)?.summary == "unverified: its debug info is in another file")
    #expect(
      inspection.check(.signature)?.hint
        == "Build it without -gsplit-dwarf, and do not run dwz on it, to have the signature proved.")
  }

  @Test func aWrongSignature() throws {
    let (library, debug) = try split(source: "int MyFunction(const char *input) { return 0; }")
    try objcopy("--add-gnu-debuglink=\(debug)", library)
    let inspection = inspectHere(library)
    #expect(inspection.rejection?.failure == .wrongSignature)
    #expect(
      inspection.check(.signature)?.details == [
        "expected int32_t MyFunction(const char *, int64_t *, char *, size_t)",
        "found    int MyFunction(const char *)",
      ])
  }

  @Test func hostileDebugFiles() throws {
    let (library, debug) = try split()
    let content = try folder.read("made.debug")
    try folder.folder("debug/.build-id/de")
    let place = "debug/.build-id/de/adbeef0123456789.debug"
    for length in stride(from: 0, to: content.count, by: max(1, content.count / 40)) {
      try folder.write(place, content.prefix(length))
      #expect(inspectHere(library).rejection == nil)
    }
    var state: UInt64 = 20_261_123
    for _ in 0..<300 {
      var bytes = content
      for _ in 0..<8 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 24)
      }
      try folder.write(place, bytes)
      #expect(inspectHere(library).checks.contains { $0.id == .signature })
    }
    _ = debug
  }

  @Test func links() throws {
    // A name that leads elsewhere is none, whatever it says.
    for name in ["../made.debug", "..", ""] {
      let path = try folder.compileC(goodC, to: "plugin.so")
      let padded = Array(name.utf8) + [UInt8](repeating: 0, count: 4 - name.utf8.count % 4) + [1, 2, 3, 4]
      try folder.write("section", padded)
      try objcopy("--add-section", ".gnu_debuglink=\(folder("section"))", path)
      #expect(inspectHere(path).check(.signature)?.hint == "Build it with -g to have the signature proved.")
    }
  }

  /// The check value of CRC-32, as every catalogue of them has it.
  @Test func checksum() throws {
    let file = try OpenFile(PluginPath(try folder.write("digits", "123456789")))
    #expect(CRC32.of(try MappedFile(file, size: 9)) == 0xCBF4_3926)
  }
}
