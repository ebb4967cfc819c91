import Foundation
import PluginModel
import TestSupport
import Testing

@testable import PluginInspection

@Suite("Runtimes")
struct RuntimeTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private let swift = "public func MyFunction(_ input: String) throws -> Int { 42 }"

  @discardableResult
  private func compileSwift(_ source: String, _ options: [String] = [], to name: String = "plugin.so") throws -> String
  {
    try folder.write("Hello.swift", source)
    try folder.run(
      "/usr/bin/env",
      ["swiftc", "-swift-version", "6", "-emit-library", "-module-name", "Hello", "-o", folder(name)] + options
        + [folder("Hello.swift")])
    return folder(name)
  }

  private func expectIncompatible(
    _ path: String, _ reason: String, _ hint: String?, at location: SourceLocation = #_sourceLocation
  ) {
    let inspection = inspect(path)
    #expect(inspection.rejection?.failure == .incompatibleRuntime, sourceLocation: location)
    #expect(inspection.rejection?.reason == reason, sourceLocation: location)
    #expect(inspection.rejection?.hint == hint, sourceLocation: location)
    #expect(inspection.firstFailed?.id == .runtime, sourceLocation: location)
    #expect(inspection.symbol == nil, sourceLocation: location)
  }

  @Test func swiftCompilers() throws {
    let path = try compileSwift(swift)
    let same = try #require(inspect(path).check(.runtime))
    let own = try #require(SwiftCompiler.ofRuntime())
    #expect(same.status == .pass)
    #expect(same.summary == "Swift \(SwiftCompiler.release), the same compiler as Airlock")
    #expect(same.details.count == 2)
    #expect(SwiftCompiler.release.wholeMatch(of: /[0-9]+\.[0-9]+/) != nil)

    let line = String(decoding: own.line, as: UTF8.self)
    let other = line.replacingOccurrences(of: own.words.suffix(12), with: "0123456789ab")
    try folder.replace(line, by: other, in: "plugin.so")
    let warning = try #require(inspect(path).check(.runtime))
    #expect(warning.status == .warn)
    #expect(warning.summary.hasPrefix("built by another Swift compiler than Airlock (clang "))
    #expect(warning.summary.hasSuffix(", 0123456789ab)"))
    #expect(warning.details == ["plugin  \(other)", "Airlock \(line)"])
    #expect(inspect(path).rejection == nil)

    try folder.run("/usr/bin/env", ["objcopy", "--remove-section", ".comment", path])
    #expect(inspect(path).check(.runtime)?.summary == "Swift runtime shared with Airlock")
    #expect(inspect(path).check(.runtime)?.status == .pass)
  }

  @Test func swiftWithoutItsSections() throws {
    let path = try compileSwift(swift)
    try folder.replace("swift5_", by: "other5_", in: "plugin.so")
    let check = try #require(inspect(path).check(.runtime))
    #expect(check.status == .warn)
    #expect(check.summary == "Swift without swift5_ sections: the runtime cannot find its types")
    var bytes = try folder.read("plugin.so")
    for index in Array(40..<48) + Array(58..<64) { bytes[index] = 0 }
    #expect(inspect(try folder.write("plugin.so", bytes)).check(.runtime)?.status == .pass)
  }

  @Test func swiftsOwnCopyOfTheRuntime() throws {
    try compileSwift(swift, ["-static-stdlib"])
    expectIncompatible(
      folder("plugin.so"), "it carries its own Swift runtime; two in one process break casts",
      "Link it dynamically: leave out -static-stdlib.")
  }

  @Test(arguments: ["libc.musl-x86_64.so.1", "libc.so"])
  func musl(soname: String) throws {
    // A libc that this system has not: it is there to link with, and gone when the plugin is looked at.
    try folder.compileC("int placeholder;", ["-Wl,-soname,\(soname)"], to: "libc-musl.so")
    let path = try folder.compileC(goodC, ["-nostdlib", "-Wl,--no-as-needed"], objects: [folder("libc-musl.so")])
    expectIncompatible(
      path, "built for musl, this machine has glibc",
      "Build it on a system with glibc, or for one: two C libraries in one process do not get along.")
    let dependencies = inspect(path).check(.dependencies)
    #expect(dependencies?.status == .skipped)
    #expect(dependencies?.summary == "left out: built for musl, this machine has glibc")
  }

  @Test func muslByItsInterpreter() throws {
    let source =
      goodC + "\nconst char interpreter[] __attribute__((section(\".interp\"))) = \"/lib/ld-musl-x86_64.so.1\";"
    #expect(inspect(try folder.compileC(source)).rejection?.reason == "built for musl, this machine has glibc")
  }

  @Test(arguments: [
    ("asan", "AddressSanitizer", "address"), ("tsan", "ThreadSanitizer", "thread"),
    ("msan", "MemorySanitizer", "memory"), ("hwasan", "HWAddressSanitizer", "hwaddress"),
  ])
  func sanitizers(short: String, name: String, option: String) throws {
    // As clang leaves it: a need for the runtime's first function, and no library that has it.
    let source =
      goodC + "\nvoid __\(short)_init(void);\n__attribute__((constructor)) void f(void) { __\(short)_init(); }"
    expectIncompatible(
      try folder.compileC(source), "built with \(name), whose runtime must be loaded first",
      "Build it without -fsanitize=\(option).")
    #expect(inspect(folder("plugin.so")).check(.symbols)?.status == .skipped)
    // As GCC does: a need for the library.
    try folder.compileC("int placeholder;", ["-Wl,-soname,lib\(short).so.99"], to: "runtime.so")
    let needing = try folder.compileC(goodC, ["-Wl,--no-as-needed"], objects: [folder("runtime.so")])
    expectIncompatible(
      needing, "built with \(name), whose runtime must be loaded first", "Build it without -fsanitize=\(option).")
  }

  @Test func aRealSanitizer() throws {
    guard (try? folder.compileC(goodC, ["-fsanitize=address"])) != nil else { return }  // no libasan to link with
    #expect(
      inspect(folder("plugin.so")).rejection?.reason
        == "built with AddressSanitizer, whose runtime must be loaded first")
    if (try? folder.compileC(goodC, ["-fsanitize=undefined"])) != nil {
      #expect(inspect(folder("plugin.so")).rejection == nil)
    }
  }

  /// The section that the Go linker writes, with its version inline.
  private func go(_ version: String, flags: Int = 2) -> String {
    let bytes = Array("\u{8}".utf8) + [UInt8(flags)] + [UInt8](repeating: 0, count: 16) + [UInt8(version.utf8.count)]
    let all = [0xFF] + Array(" Go buildinf:".utf8) + bytes + Array(version.utf8)
    let list = all.map(String.init).joined(separator: ",")
    return "\nconst unsigned char info[] __attribute__((section(\".go.buildinfo\"))) = {\(list)};"
  }

  @Test func goAsACLibrary() throws {
    let inspection = inspect(try folder.compileC(goodC + go("go1.22.3")))
    #expect(inspection.rejection == nil)
    #expect(inspection.check(.runtime)?.status == .pass)
    #expect(inspection.check(.runtime)?.summary == "Go 1.22.3, as a C library")
    // Before Go 1.18 the version stood elsewhere; and a length may lie.
    let unmatched = "none that must match Airlock's"
    #expect(inspect(try folder.compileC(goodC + go("go1.17", flags: 0))).check(.runtime)?.summary == unmatched)
    let long = go("go1.22.3").replacingOccurrences(of: ",8,103,111", with: ",127,103,111")
    #expect(inspect(try folder.compileC(goodC + long)).check(.runtime)?.summary == unmatched)
  }

  @Test func goPlugin() throws {
    let inspection = inspect(try folder.compileGoPlugin(before: go("go1.24 X:nocoverageredesign")))
    #expect(inspection.check(.runtime)?.status == .skipped)
    #expect(inspection.check(.runtime)?.summary == "built with Go 1.24; no runner was compared with it")
    #expect(inspection.go?.build == GoBuild(toolchain: "go1.24"))
    #expect(
      inspection.go?.hashes
        == GoHashes(["fmt": Array("12345678".utf8), "plugin/unnamed-0123": [1, 0, 0, 0, 0, 0, 0, 0]]))
    #expect(inspection.rejection == nil)
  }
}

@Suite("Near misses")
struct NearMissTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  @Test func inCPlusPlus() throws {
    let inspection = inspect(
      try folder.compileC(
        """
        namespace n { int MyFunction(const char *) { return 0; } }
        static int MyFunction(int) { return 0; }
        int (*keep)(int) = MyFunction;
        extern "C" int myFunctions(void) { return 0; }
        """, language: "c++"))
    #expect(
      inspection.rejection?.hint
        == "It is a C++ function without C linkage (n::MyFunction(char const*)); declare it extern \"C\".")
    #expect(
      inspection.check(.function)?.details == [
        "n::MyFunction(char const*)", "MyFunction(int)", "closest exported functions:", "  myFunctions",
      ])
  }

  @Test func closestNames() throws {
    let inspection = inspect(
      try folder.compileC("int a(){} int MyFuncion(){} int MyFunctions(){} int c(){} int d(){} int e(){}"))
    #expect(
      inspection.check(.function)?.details == ["closest exported functions:", "  MyFuncion", "  MyFunctions"])
    let far = inspect(try folder.compileC("int a(){} int b(){} int c(){} int d(){} int e(){} int func(){}"))
    #expect(far.check(.function)?.details.count == 6)
    #expect(far.check(.function)?.details.dropFirst().first == "  func")
  }

  @Test func inSwift() throws {
    let source = """
      func inner(_ input: String) throws -> Int { Int(input.count) }
      private func own(_ input: String) throws -> Int { Int(input.count) }
      public struct Box { public init() {}; public func member(_ input: String) throws -> Int { 42 } }
      public func calls(_ input: String) throws -> Int { try inner(input) + own(input) }
      public func many(_ input: Int) throws -> Int { 1 }
      public func many(_ input: Double) throws -> Int { 1 }
      public func many(_ input: Bool) throws -> Int { 1 }
      public func many(_ input: Character) throws -> Int { 1 }
      """
    try folder.write("Hello.swift", source)
    try folder.run(
      "/usr/bin/env",
      ["swiftc", "-emit-library", "-module-name", "Hello", "-o", folder("plugin.so"), folder("Hello.swift")])
    for function in ["inner", "own"] {
      let inspection = inspect(folder("plugin.so"), function: function)
      #expect(inspection.rejection?.failure == .functionNotFound)
      #expect(inspection.rejection?.hint == "\(function) is not public here; declare it public func \(function).")
      #expect(inspection.check(.function)?.details.first?.contains(function) == true)
    }
    let member = inspect(folder("plugin.so"), function: "member")
    #expect(member.rejection?.hint == "member is a member of Hello.Box; move it to the top level of the file.")
    #expect(
      member.check(.function)?.details.first == "Hello.Box.member(Swift.String) throws -> Swift.Int")

    let many = inspect(folder("plugin.so"), function: "many")
    #expect(
      many.signature?.found
        == "func many(Bool) throws -> Int, func many(Character) throws -> Int, func many(Double) throws -> Int and 1 more"
    )
    #expect(
      many.check(.signature)?.details == [
        "expected func many(String) throws -> Int", "found    func many(Bool) throws -> Int",
        "found    func many(Character) throws -> Int", "found    func many(Double) throws -> Int",
        "found    func many(Int) throws -> Int",
      ])
    try folder.run("/usr/bin/env", ["strip", folder("plugin.so")])
    #expect(inspect(folder("plugin.so"), function: "inner").rejection?.hint?.contains("not public") == false)
  }
}
