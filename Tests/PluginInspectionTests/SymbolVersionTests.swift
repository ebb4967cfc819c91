import Foundation
import PluginModel
import TestSupport
import Testing

@testable import PluginInspection

/// Versions of symbols that the installed library does not have, in the contract's words.
@Suite("Versions of symbols")
struct SymbolVersionTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private let mend = "Build the plugin for the library that is installed, or install a newer one."

  /// A plugin linked with a library that has these versions.
  private func plugin(_ source: String, map: String, soname: String = "libv.so", _ options: [String] = []) throws
    -> String
  {
    try library(map, soname: soname)
    return try folder.compileC(
      goodC + source, ["-Wl,-rpath,$ORIGIN"] + options, to: "p.so", objects: [folder("libv.so")])
  }
  private func library(_ map: String, soname: String = "libv.so") throws {
    try folder.write("map", map)
    try folder.compileC(
      "int foo(void) { return 1; } int bar(void) { return 2; }",
      ["-nostdlib", "-Wl,--version-script=" + folder("map"), "-Wl,-soname," + soname], to: "libv.so")
  }

  private let both = "V_1 { global: foo; local: *; }; V_2 { global: bar; } V_1;"
  private let first = "V_1 { global: foo; local: *; };"

  @Test func aMissingVersion() throws {
    let path = try plugin(
      "\nint foo(void); int bar(void); int f(void) { return foo() + bar(); }", map: both)
    #expect(inspect(path).check(.symbols)?.status == .pass)
    try library(first)
    let inspection = inspect(path)
    #expect(inspection.rejection?.failure == .unresolvedSymbol)
    #expect(inspection.rejection?.reason == "needs symbol bar@V_2, which nothing provides")
    #expect(inspection.rejection?.hint == "V_2 not found in libv.so.\n\(mend)")
    #expect(inspection.check(.symbols)?.details == ["bar@V_2"])
    // What can be judged without it is.
    #expect(inspection.check(.function)?.status == .pass)
    #expect(inspection.check(.signature)?.status == .unverified)
    #expect(inspection.symbol == nil)
  }

  /// The loader refuses a library whose version is missing, though another one has a symbol of that name.
  @Test func aSymbolElsewhereDoesNotHelp() throws {
    try folder.compileC("int bar(void) { return 3; }", ["-nostdlib"], to: "libother.so")
    try library(both)
    let path = try folder.compileC(
      goodC + "\nint bar(void); int f(void) { return bar(); }", ["-Wl,-rpath,$ORIGIN,--no-as-needed"], to: "p.so",
      objects: ["-L" + folder.path, "-lv", "-lother"])
    #expect(inspect(path).check(.symbols)?.status == .pass)
    try library(first)
    #expect(inspect(path).rejection?.reason == "needs symbol bar@V_2, which nothing provides")
  }

  @Test func noSymbolThatCannotBeDoneWithout() throws {
    let path = try plugin(
      "\nint bar(void) __attribute__((weak)); int f(void) { return bar ? bar() : 0; }", map: both,
      ["-Wl,--no-as-needed"])
    try library(first)
    #expect(inspect(path).rejection?.reason == "needs symbol *@V_2, which nothing provides")
    #expect(inspect(path).rejection?.hint == "V_2 not found in libv.so.\n\(mend)")
  }

  /// A plugin from a newer system.
  @Test func aNewerLibraryOfTheSystem() throws {
    let path = try plugin(
      "\nint foo(void); int bar(void); int f(void) { return foo() + bar(); }",
      map: "GLIBC_2.98 { global: foo; }; GLIBC_2.99 { global: bar; local: *; };", soname: "libc.so.6", ["-nostdlib"])
    let inspection = inspect(path)
    #expect(inspection.rejection?.reason == "needs symbol bar@GLIBC_2.99, which nothing provides (and 1 more)")
    let here = try folder.run("/usr/bin/env", ["getconf", "GNU_LIBC_VERSION"]).split(separator: " ")[1]
      .trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(
      inspection.rejection?.hint == """
        GLIBC_2.98 not found; this machine has \(here).
        GLIBC_2.99 not found; this machine has \(here).
        \(mend)
        Also missing: foo@GLIBC_2.98.
        """)
  }
}
