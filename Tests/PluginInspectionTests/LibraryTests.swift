import Foundation
import PluginModel
import TestSupport
import Testing

@testable import PluginInspection

@Suite("C libraries")
struct CLibraryTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  @Test func withoutDebugInfo() throws {
    let inspection = inspect(try folder.compileC(goodC, ["-Wl,--build-id=0xdeadbeef0123456789"]), digest: true)
    #expect(inspection.rejection == nil)
    #expect(inspection.kind == .c)
    #expect(inspection.symbol == "MyFunction")
    #expect(inspection.isUnverified)
    #expect(inspection.nature == "C library, \(Machine.current.name)")
    #expect(inspection.buildID == "deadbeef0123456789")
    #expect(inspection.checks.map(\.id) == Check.ID.ofInspector)
    #expect(inspection.check(.format)?.summary == "ELF64 \(Machine.current.name) shared library")
    #expect(inspection.check(.function)?.summary == "MyFunction with C linkage")
    #expect(inspection.check(.signature)?.status == .unverified)
    #expect(inspection.digest?.count == 64 && inspection.digestGap == nil)
    #expect(!inspection.isSigned)
    #expect(inspection.check(.runtime)?.summary == "none that must match Airlock's")
    let summary = DebugInfo.canBeRead ? "unverified: no debug info" : "unverified: debug info is not read"
    #expect(inspection.check(.signature)?.summary == summary)
  }

  @Test func withoutBuildID() throws {
    #expect(inspect(try folder.compileC(goodC, ["-Wl,--build-id=none"])).buildID == nil)
  }

  /// What it is worth, another process finds out: here it only counts that there is something.
  @Test func besideASignature() throws {
    let path = try folder.compileC(goodC)
    try folder.write("plugin.so.sig", "anything")
    #expect(inspect(path).isSigned)
    #expect(inspect(path).provenance == nil && inspect(path).awaitsVerification)
  }

  @Test(
    arguments: [
      ["-Wl,--hash-style=sysv"], ["-Wl,--hash-style=gnu"], ["-Wl,--hash-style=both"], ["-s"],
      ["-Wl,-z,pack-relative-relocs"],
    ])
  func theLoadersTables(options: [String]) throws {
    #expect(inspect(try folder.compileC(goodC, options)).symbol == "MyFunction")
  }

  @Test func sectionHeadersAreNotTrusted() throws {
    let path = try folder.compileC(goodC)
    var bytes = try folder.read("plugin.so")
    // No section headers at all: nothing that the loader would miss.
    for index in Array(40..<48) + Array(58..<64) { bytes[index] = 0 }
    try folder.write("plugin.so", bytes)
    #expect(inspect(path).symbol == "MyFunction")
  }

  @Test func notASharedLibrary() throws {
    func expect(_ path: String, _ reason: String, at location: SourceLocation = #_sourceLocation) {
      let inspection = inspect(path)
      #expect(inspection.rejection?.failure == .notASharedLibrary, sourceLocation: location)
      #expect(inspection.rejection?.reason == reason, sourceLocation: location)
      #expect(inspection.firstFailed?.id == .architecture, sourceLocation: location)
    }
    let main = goodC + "\nint main(void) { return 0; }"
    let executable = "an executable, not a shared library"
    expect(try folder.compileC(main, ["-no-pie"], to: "fixed"), executable)
    expect(try folder.compileC(main, ["-pie", "-rdynamic"], to: "moving"), executable)
    expect(try folder.compileC(goodC, ["-c"], to: "plugin.o"), "an object file, not a shared library")
    try folder.compileC(goodC, ["-g"])
    try folder.run("/usr/bin/env", ["objcopy", "--only-keep-debug", folder("plugin.so"), folder("plugin.debug")])
    let debugInfo = inspect(folder("plugin.debug")).rejection
    #expect(debugInfo?.failure == .notASharedLibrary)
    #expect(debugInfo?.reason == "only debug info, not a shared library")
    #expect(inspect(folder("moving")).nature == "ELF64 \(Machine.current.name) executable")
  }

  @Test func aLibraryThatCanBeRunIsALibrary() throws {
    let source =
      goodC + "\nconst char interpreter[] __attribute__((section(\".interp\"))) = \"/lib64/ld-linux-x86-64.so.2\";"
    #expect(inspect(try folder.compileC(source, [])).rejection == nil)
  }

  @Test func otherMachines() throws {
    try folder.compileC(goodC)
    let library = try folder.read("plugin.so")
    func reason(_ changes: [Int: UInt8]) throws -> String? {
      var bytes = library
      for (index, byte) in changes { bytes[index] = byte }
      let inspection = inspect(try folder.write("other.so", bytes))
      #expect(inspection.rejection?.failure == .wrongArchitecture)
      return inspection.rejection?.reason
    }
    let here = Machine.current.name
    #expect(try reason([18: 243, 19: 0]) == "built for RISC-V, this machine is \(here)")
    #expect(try reason([18: 8, 19: 0]) == "built for MIPS, this machine is \(here)")
    #expect(try reason([4: 1, 18: 3]) == "built for i386 (32-bit), this machine is \(here)")
    #expect(try reason([5: 2, 18: 0, 19: 21]) == "built for PowerPC64 (big-endian), this machine is \(here)")
    #expect(try reason([7: 9]) == "built for FreeBSD, this machine runs Linux")
  }

  @Test(arguments: [
    ("int MyFunction = 3;", "MyFunction is a variable here; it must be a function."),
    ("int myFunction(void) { return 0; }", "Did you mean myFunction? Names must match to the letter."),
    ("int MyFuncton(void) { return 0; }", "Did you mean MyFuncton? Names must match to the letter."),
    (
      "__attribute__((weak)) int MyFunction(void); int f(void) { return MyFunction(); }",
      "It uses a function MyFunction of another library but has none itself."
    ),
    (
      "static int MyFunction(void) { return 0; } int zig(void) { return 0; } int zag(void) { return MyFunction(); }",
      "MyFunction is static or hidden here; leave out static, or give it default visibility."
    ),
    (
      "__attribute__((visibility(\"hidden\"))) int MyFunction(void) { return 0; } int (*f)(void) = MyFunction;",
      "MyFunction is static or hidden here; leave out static, or give it default visibility."
    ),
    ("int zig(void) { return 0; } int zag(void) { return 0; }", "It exports zag and zig."),
    ("int x;", "It exports no function at all."),
    (
      "int a(){} int b(){} int c(){} int d(){} int e(){} int f(){}  int g(){}",
      "It exports a, b, c, d, e and 2 more."
    ),
  ])
  func missingFunction(source: String, hint: String) throws {
    let inspection = inspect(try folder.compileC(source))
    #expect(inspection.rejection?.failure == .functionNotFound)
    #expect(inspection.rejection?.reason == "no exported function MyFunction")
    #expect(inspection.rejection?.hint == hint)
    #expect(inspection.symbol == nil)
    #expect(inspection.kind == nil)
  }

  /// Go and C++ make such names; the nearest is told of them as of short ones.
  @Test(arguments: [64, 65, EditDistance.longestName])
  func missingFunctionOfALongName(length: Int) throws {
    let name = String(repeating: "name_", count: length / 5) + String(repeating: "x", count: length % 5)
    let near = name.dropLast(2) + "YZ"
    let path = try folder.compileC("int \(near)(void) { return 0; } int a(void) { return 0; }")
    let shown = near.count > 80 ? near.prefix(79) + "…" : near
    #expect(inspect(path, function: name).rejection?.hint == "Did you mean \(shown)? Names must match to the letter.")
  }

  @Test func missingBecauseOfCPlusPlus() throws {
    let inspection = inspect(
      try folder.compileC(
        "int MyFunction(const char *a, long *b, char *c, unsigned long d) { return 0; }", language: "c++"))
    #expect(inspection.rejection?.failure == .functionNotFound)
    #expect(
      inspection.rejection?.hint
        == "It is a C++ function without C linkage (MyFunction(char const*, long*, char*, unsigned long)); declare it extern \"C\"."
    )
  }

  @Test func anotherName() throws {
    let source = goodC.replacingOccurrences(of: "MyFunction", with: "answer")
    #expect(inspect(try folder.compileC(source), function: "answer").symbol == "answer")
    #expect(inspect(folder("plugin.so")).rejection?.failure == .functionNotFound)
    #expect(inspect(folder("plugin.so"), function: "").rejection?.failure == .functionNotFound)
  }

  @Test func namesFromTheFileAreHarmless() throws {
    let path = try folder.compileC("int placeholder(void) { return 0; }")
    try folder.replace("placeholder", by: "My\u{1B}[31m\u{202E}X", in: "plugin.so")
    #expect(inspect(path).rejection?.hint == #"It exports My\e[31m\u{202E}X."#)
  }

  @Test func goPlugin() throws {
    let path = try folder.compileGoPlugin()
    let inspection = inspect(path)
    #expect(inspection.kind == .go)
    #expect(inspection.check(.function)?.summary == "MyFunction in package main")
    #expect(inspection.rejection == nil)
    // The name that Go looks for, not the symbol.
    #expect(inspection.symbol == "MyFunction")
    #expect(inspection.nature == "Go plugin, \(Machine.current.name)")
    #expect(inspect(path, function: "Other").rejection?.failure == .functionNotFound)
  }
}

@Suite("C signatures from debug info", .enabled(if: DebugInfo.canBeRead, "left out: built without libdw"))
struct CSignatureTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private let includes = "#include <stddef.h>\n#include <stdint.h>\n#include <stdbool.h>\n"

  @Test(arguments: [
    (
      "int32_t MyFunction(const char *i, int64_t *r, char *e, size_t c) { return 0; }",
      "int32_t MyFunction(const char *, int64_t *, char *, size_t)"
    ),
    (
      "unsigned MyFunction(const unsigned char *i, unsigned long long *const r, int8_t *restrict e, const long c) { return 0; }",
      "unsigned int MyFunction(const unsigned char *, long long unsigned int *const, int8_t *restrict, const long int)"
    ),
    (
      "typedef char *text; typedef int64_t number; int MyFunction(text i, number *r, text e, uint64_t c) { return 0; }",
      "int MyFunction(text, number *, text, uint64_t)"
    ),
  ])
  func right(source: String, found: String) throws {
    let inspection = inspect(try folder.compileC(includes + source, ["-g"]))
    #expect(inspection.rejection == nil)
    #expect(inspection.signature?.evidence == .debugInfo)
    #expect(inspection.signature?.found == found)
    #expect(inspection.check(.signature)?.status == .pass)
    #expect(inspection.check(.signature)?.hint == "proved by the debug info")
  }

  @Test(arguments: [["-g", "-O2"], ["-gdwarf-4"], ["-gdwarf-3"], ["-g", "-gz"], ["-g", "-flto", "-O2"]])
  func rightHoweverBuilt(options: [String]) throws {
    #expect(inspect(try folder.compileC(goodC, options)).signature?.evidence == .debugInfo)
  }

  @Test(arguments: [
    ("int MyFunction(const char *input) { return 0; }", "int MyFunction(const char *)"),
    ("void MyFunction(void) { }", "void MyFunction(void)"),
    ("char *MyFunction(const char *i) { return 0; }", "char *MyFunction(const char *)"),
    (
      "int64_t MyFunction(const char *i, int64_t *r, char *e, size_t c) { return 0; }",
      "int64_t MyFunction(const char *, int64_t *, char *, size_t)"
    ),
    (
      "int MyFunction(const char *i, int *r, char *e, size_t c) { return 0; }",
      "int MyFunction(const char *, int *, char *, size_t)"
    ),
    (
      "int MyFunction(const char *i, double *r, char *e, size_t c) { return 0; }",
      "int MyFunction(const char *, double *, char *, size_t)"
    ),
    (
      "int MyFunction(const char *i, int64_t *r, char *e, int c) { return 0; }",
      "int MyFunction(const char *, int64_t *, char *, int)"
    ),
    (
      "int MyFunction(const bool *i, int64_t *r, char *e, size_t c) { return 0; }",
      "int MyFunction(const _Bool *, int64_t *, char *, size_t)"
    ),
    (
      "int MyFunction(const char *i, int64_t *r, void *e, size_t c) { return 0; }",
      "int MyFunction(const char *, int64_t *, void *, size_t)"
    ),
    (
      "int MyFunction(const char *i, int64_t *r, char *e, size_t c, ...) { return 0; }",
      "int MyFunction(const char *, int64_t *, char *, size_t, ...)"
    ),
    (
      "int MyFunction(const char *i, int64_t *r, char *e, size_t c, int x) { return 0; }",
      "int MyFunction(const char *, int64_t *, char *, size_t, int)"
    ),
    (
      "enum e { A }; enum e MyFunction(const char *i, int64_t *r, char *e, size_t c) { return 0; }",
      "enum e MyFunction(const char *, int64_t *, char *, size_t)"
    ),
    (
      "struct s { long a, b, c; }; struct s MyFunction(const char **i, int (*f)(void)) { struct s s; return s; }",
      "struct s MyFunction(const char **, function *)"
    ),
    (
      "int MyFunction(int a,int b,int c,int d,int e,int f,int g,int h,int i,int j) { return 0; }",
      "int MyFunction(int, int, int, int, int, int, int, int, ...)"
    ),
  ])
  func wrong(source: String, found: String) throws {
    let inspection = inspect(try folder.compileC(includes + source, ["-g"]))
    #expect(inspection.rejection?.failure == .wrongSignature)
    #expect(inspection.signature?.expected == "int32_t MyFunction(const char *, int64_t *, char *, size_t)")
    #expect(inspection.signature?.found == found)
    #expect(inspection.symbol == nil)
    #expect(inspection.kind == .c)
    #expect(inspection.check(.signature)?.status == .fail)
  }

  @Test func aNamesakeProvesNothing() throws {
    // A static function with debug info and the right type; the exported one has another type and no debug info.
    try folder.write("exported.c", "int MyFunction(void) { return 0; }")
    try folder.run("/usr/bin/env", ["cc", "-g0", "-fPIC", "-c", "-o", folder("exported.o"), folder("exported.c")])
    let source =
      includes
      + "static int MyFunction(const char *i, int64_t *r, char *e, size_t c) { return *i; } void *keep = MyFunction;"
    let path = try folder.compileC(source, ["-g"], objects: [folder("exported.o")])
    #expect(inspect(path).isUnverified)
    #expect(inspect(path).check(.signature)?.summary == "unverified: no debug info")
    #expect(
      inspect(path).check(.signature)?.hint == "Build it with -g to have the signature proved.")
  }

  @Test func aDeclarationProvesNothing() throws {
    try folder.write("exported.c", "int MyFunction(void) { return 0; }")
    try folder.run("/usr/bin/env", ["cc", "-g0", "-fPIC", "-c", "-o", folder("exported.o"), folder("exported.c")])
    let source =
      includes
      + "int MyFunction(const char *i, int64_t *r, char *e, size_t c); int g(void) { return MyFunction(0,0,0,0); }"
    #expect(inspect(try folder.compileC(source, ["-g"], objects: [folder("exported.o")])).isUnverified)
  }

  @Test func cPlusPlus() throws {
    let source =
      includes
      + "namespace n { extern \"C\" int MyFunction(const char8_t *i, int64_t *r, char *e, size_t c) { return 0; } }"
    let right = inspect(try folder.compileC(source, ["-g", "-std=c++20"], language: "c++"))
    #expect(right.signature?.evidence == .debugInfo)
    #expect(right.rejection == nil)
    let reference = includes + "extern \"C\" int MyFunction(const char *i, int64_t &r, char *e, size_t c) { return 0; }"
    #expect(
      inspect(try folder.compileC(reference, ["-g"], language: "c++")).signature?.found
        == "int MyFunction(const char *, int64_t &, char *, size_t)")
  }

  @Test func assemblerTellsNothing() throws {
    try folder.write(
      "f.s", ".text\n.globl MyFunction\n.type MyFunction, %function\nMyFunction: ret\n.size MyFunction, 1\n")
    try folder.run("/usr/bin/env", ["cc", "-g", "-shared", "-o", folder("plugin.so"), folder("f.s")])
    #expect(inspect(folder("plugin.so")).isUnverified)
  }
}
