import Foundation
import PluginModel
import TestSupport
import Testing

@testable import PluginInspection

/// Each class of failure that the inspector can find, with a file made for it: the words are what scripts and people see
/// after `could not open plugin PATH: `. See the contract, section 2.
@Suite("Every failure class")
struct FailureClassTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func expect(
    _ path: String, _ failure: Failure, _ reason: String, function: String = "MyFunction",
    at location: SourceLocation = #_sourceLocation
  ) {
    let inspection = inspect(path, function: function)
    #expect(inspection.rejection?.failure == failure, sourceLocation: location)
    #expect(inspection.rejection?.reason == reason, sourceLocation: location)
    #expect(inspection.firstFailed != nil, sourceLocation: location)
    // Why a file that cannot be reached has no provenance, the inspector says too.
    let last: [Check.ID] = inspection.file == nil ? [.provenance] : []
    #expect(inspection.checks.map(\.id) == Check.ID.ofInspector + last, sourceLocation: location)
    #expect(inspection.symbol == nil, sourceLocation: location)
  }

  @Test func files() throws {
    expect(folder("none.so"), .fileNotFound, "no such file or directory")
    symlink("loop.so", folder("loop.so"))
    expect(folder("loop.so"), .notReadable, "too many levels of symbolic links")
    mkfifo(folder("pipe.so"), 0o600)
    expect(folder("pipe.so"), .notAFile, "not a regular file (named pipe)")
    expect(try folder.write("packed.so", [0x1F, 0x8B, 8, 0]), .notELF, "not an ELF file (gzip data)")
  }

  /// A list of verdicts is told what is wrong as it is told to others, and nothing of what passed.
  @Test func findings() throws {
    for source in [
      goodC, "int myFunction(void) { return 0; }", goodC + "\nint gone(void); int f(void) { return gone(); }",
    ] {
      let path = PluginPath(try folder.compileC(source))
      let told = { (extent: InspectionRequest.Extent) in
        Inspector().inspect(InspectionRequest(path: path, function: "MyFunction", extent: extent))
      }
      var all = told(.checks)
      all.checks.removeAll { $0.status == .pass }
      #expect(told(.findings) == all)
    }
  }

  @Test func formats() throws {
    let path = try folder.compileC(goodC)
    let bytes = try folder.read("plugin.so")
    #expect(inspect(path).rejection == nil)
    expect(try folder.write("cut.so", bytes.prefix(4000)), .truncated, "cut off: 4000 of \(bytes.count) bytes")
    var builder = ELFBuilder()
    builder.programHeaderOffset = 1 << 40
    expect(
      try folder.write("lying.so", builder.bytes), .malformed, "damaged: program headers lie outside the file")
    builder = ELFBuilder()
    builder.machine = Machine.current.code == 183 ? 62 : 183
    let (there, here) = Machine.current.code == 183 ? ("x86-64", "AArch64") : ("AArch64", Machine.current.name)
    expect(
      try folder.write("other.so", builder.bytes), .wrongArchitecture, "built for \(there), this machine is \(here)")
    expect(
      try folder.compileC(goodC + "\nint main(void) { return 0; }", ["-pie"], to: "program"), .notASharedLibrary,
      "an executable, not a shared library")
  }

  @Test func linking() throws {
    try folder.compileC("int foo(void) { return 1; }", ["-Wl,-soname,libfoo.so.1"], to: "libfoo.so")
    let needing = try folder.compileC(
      goodC + "\nint foo(void); int bar(void) { return foo(); }", objects: [folder("libfoo.so")])
    expect(needing, .missingDependency, "needs libfoo.so.1, which was not found")
    let one = try folder.compileC(goodC + "\nint foo_v2(void); int bar(void) { return foo_v2(); }")
    expect(one, .unresolvedSymbol, "needs symbol foo_v2, which nothing provides")
  }

  @Test func functions() throws {
    expect(
      try folder.compileC("int other(void) { return 0; }"), .functionNotFound, "no exported function MyFunction")
    if DebugInfo.canBeRead {
      expect(
        try folder.compileC("int MyFunction(const char *input) { return 0; }", ["-g"]), .wrongSignature,
        "expected int32_t MyFunction(const char *, int64_t *, char *, size_t), found int MyFunction(const char *)")
    }
    let sanitized = goodC + "\nvoid __asan_init(void); void f(void) { __asan_init(); }"
    expect(
      try folder.compileC(sanitized), .incompatibleRuntime,
      "built with AddressSanitizer, whose runtime must be loaded first")
  }
}
