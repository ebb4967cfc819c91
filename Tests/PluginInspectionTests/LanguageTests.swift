import Foundation
import PluginModel
import TestSupport
import Testing

@testable import Demangling
@testable import PluginInspection

/// Libraries by the compilers of other languages, each with the function of the contract and with another.
@Suite("Other languages")
struct LanguageTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func expectProof(_ found: String, at location: SourceLocation = #_sourceLocation) {
    let inspection = inspect(folder("plugin.so"))
    #expect(inspection.rejection == nil, sourceLocation: location)
    #expect(inspection.kind == .c, sourceLocation: location)
    guard DebugInfo.canBeRead else { return }
    #expect(inspection.signature?.found == found, sourceLocation: location)
    #expect(inspection.signature?.evidence == .debugInfo, sourceLocation: location)
  }

  // MARK: Rust

  private let rustSource = """
    #[no_mangle]
    pub extern "C" fn MyFunction(
        _input: *const std::ffi::c_char, result: *mut i64, _error: *mut std::ffi::c_char, _capacity: usize) -> i32 {
        unsafe { *result = 42 };
        0
    }
    """

  private func compileRust(_ source: String, _ options: String...) throws {
    try folder.compile(
      source, as: "plugin.rs", with: .rustc,
      ["--crate-type", "cdylib", "-A", "warnings", "-o", folder("plugin.so")] + options)
  }

  @Test(.enabled(if: Toolchain.rustc.isThere, "rustc is not there"), arguments: [["-g"], ["-g", "-O"]])
  func rust(options: [String]) throws {
    try folder.compile(
      rustSource, as: "plugin.rs", with: .rustc, ["--crate-type", "cdylib", "-o", folder("plugin.so")] + options)
    expectProof("i32 MyFunction(*const i8, *mut i64, *mut i8, usize)")
    #expect(inspect(folder("plugin.so")).check(.runtime)?.status == .pass)
  }

  @Test(.enabled(if: Toolchain.rustc.isThere, "rustc is not there"))
  func rustOfAnotherType() throws {
    try compileRust("#[no_mangle] pub extern \"C\" fn MyFunction(input: &u8) -> u64 { *input as u64 }", "-g")
    guard DebugInfo.canBeRead else { return }
    #expect(inspect(folder("plugin.so")).rejection?.failure == .wrongSignature)
    #expect(inspect(folder("plugin.so")).signature?.found == "u64 MyFunction(&u8)")
  }

  /// By both ways of mangling.
  @Test(.enabled(if: Toolchain.rustc.isThere, "rustc is not there"), arguments: ["v0", "legacy"])
  func rustWithoutCLinkage(mangling: String) throws {
    try folder.compile(
      "pub fn MyFunction(input: &str) -> i64 { input.len() as i64 }", as: "plugin.rs", with: .rustc,
      [
        "--crate-type", "dylib", "-C", "prefer-dynamic", "-C", "symbol-mangling-version=" + mangling, "-A", "warnings",
        "-Z", "unstable-options", "-o", folder("plugin.so"),
      ], environment: ["RUSTC_BOOTSTRAP": "1"])
    let check = try #require(inspect(folder("plugin.so")).check(.function))
    #expect(
      check.hint
        == "It is a Rust function without C linkage (plugin::MyFunction); declare it #[no_mangle] pub extern \"C\" fn.")
    #expect(check.details.first == "plugin::MyFunction")
  }

  /// Every name that the compiler makes of a page of Rust.
  @Test(.enabled(if: Toolchain.rustc.isThere, "rustc is not there"))
  func rustNames() throws {
    let source = """
      pub struct Pair<A, B>(pub A, pub B);
      pub trait Area { fn area(&self) -> f64; }
      impl<A, B> Area for Pair<A, B> { fn area(&self) -> f64 { 1.0 } }
      pub struct Matrix<const R: usize, const N: i32, const B: bool, const C: char>;
      impl<const R: usize, const N: i32, const B: bool, const C: char> Matrix<R, N, B, C> {
          pub fn rows(&self) -> usize { R }
      }
      pub fn apply<F: Fn(i32) -> i32>(f: F) -> i32 { f(3) }
      pub fn generic<T>(_: T) -> usize { std::mem::size_of::<T>() }
      pub fn all(input: &str) -> i64 {
          let n = input.len() as i32;
          let a = apply(|x| apply(|y: i32| y * n) + x) as usize;
          extern "C" fn c(_: *const u8, _: *mut i64) {}
          let sum = a + Matrix::<3, -5, true, 'z'>.rows() + Pair(1u8, String::new()).area() as usize
              + generic::<for<'a, 'b> fn(&'a u8, &'b mut str) -> &'a u8>(|a, _| a)
              + generic::<unsafe extern "C" fn(*const u8, *mut i64)>(c)
              + generic::<Box<dyn Iterator<Item = (u8, u16)> + Send>>(Box::new(std::iter::empty()))
              + generic::<[Option<Result<i128, u128>>; 2]>([None, None]);
          sum as i64
      }
      """
    try folder.compile(
      source, as: "plugin.rs", with: .rustc,
      [
        "--crate-type", "lib", "--emit", "obj", "-C", "symbol-mangling-version=v0", "-A", "warnings", "-o",
        folder("plugin.o"),
      ])
    let names = try folder.run("/usr/bin/env", ["nm", "--format=just-symbols", folder("plugin.o")])
      .split(separator: "\n").filter { $0.hasPrefix("_R") }
    #expect(names.count > 20)
    let texts = Set(
      names.map {
        RustDemangler.text(of: Array($0.utf8)).map { String(decoding: $0, as: UTF8.self) } ?? "unread: \($0)"
      })
    #expect(texts.filter { $0.hasPrefix("unread") } == [])
    for expected in [
      "plugin::all", "plugin::apply::<plugin::all::{closure#0}>", "plugin::all::{closure#0}::{closure#0}",
      "<plugin::Matrix<3, -5, true, 'z'>>::rows", "<plugin::Pair<u8, alloc::string::String> as plugin::Area>::area",
      "plugin::generic::<for<'a, 'b> fn(&'a u8, &'b mut str) -> &'a u8>",
      "plugin::generic::<unsafe extern \"C\" fn(*const u8, *mut i64)>",
      "plugin::generic::<[core::option::Option<core::result::Result<i128, u128>>; 2]>",
    ] { #expect(texts.contains(expected), "\(expected)") }
  }

  // MARK: Zig

  private let zigSource = """
    export fn MyFunction(input: [*:0]const u8, result: *i64, err: [*]u8, capacity: usize) callconv(.c) i32 {
        _ = input;
        _ = err;
        _ = capacity;
        result.* = 42;
        return 0;
    }
    """

  private func compileZig(_ source: String, _ options: String...) throws {
    try folder.compile(
      source, as: "plugin.zig", with: .zig,
      ["build-lib", "-dynamic", "-fPIC", "-femit-bin=" + folder("plugin.so")] + options,
      environment: ["ZIG_GLOBAL_CACHE_DIR": folder("cache"), "ZIG_LOCAL_CACHE_DIR": folder("cache")])
  }

  @Test(.enabled(if: Toolchain.zig.isThere, "zig is not there"))
  func zig() throws {
    try compileZig(zigSource)
    expectProof("i32 MyFunction([*:0]const u8, *i64, [*]u8, usize)")
    // Optimised, the debug info lacks the parameters that are not used: no proof, and no reason to refuse it.
    try compileZig(zigSource, "-OReleaseFast")
    let fast = inspect(folder("plugin.so"))
    #expect(fast.rejection == nil)
    #expect(fast.isUnverified)
    if DebugInfo.canBeRead {
      #expect(fast.check(.signature)?.summary == "unverified: Zig's debug info leaves out unused parameters")
    }
    // One that is there, and of another type, is.
    try compileZig(
      "export fn MyFunction(a: u32, b: *i64) callconv(.c) i32 { b.* = a; return 0; }", "-OReleaseFast")
    if DebugInfo.canBeRead { #expect(inspect(folder("plugin.so")).rejection?.failure == .wrongSignature) }
  }

  // MARK: Go

  private func compileGo(_ source: String, _ options: String...) throws {
    try folder.compile(
      source, as: "plugin.go", with: .go, ["build", "-o", folder("plugin.so")] + options,
      environment: ["GO111MODULE": "off", "CGO_ENABLED": "1"])
  }

  private var goVersion: String? {
    get throws {
      let words = try folder.run(try #require(Toolchain.go.program), ["version"]).split(separator: " ")
      return words.first { $0.hasPrefix("go1") }.map { GoBuild.words(forVersion: String($0)) }
    }
  }

  @Test(.enabled(if: Toolchain.go.isThere, "go is not there"))
  func goAsACLibrary() throws {
    try compileGo(
      """
      package main
      // #include <stdint.h>
      // #include <stddef.h>
      import "C"
      //export MyFunction
      func MyFunction(input *C.char, result *C.int64_t, err *C.char, capacity C.size_t) C.int32_t {
        *result = 42
        return 0
      }
      func main() {}
      """, "-buildmode=c-shared")
    expectProof("int32_t MyFunction(char *, int64_t *, char *, size_t)")
    let version = try #require(try goVersion)
    #expect(inspect(folder("plugin.so")).check(.runtime)?.summary == "\(version), as a C library")
  }

  @Test(.enabled(if: Toolchain.go.isThere, "go is not there"))
  func goPlugin() throws {
    let source = """
      package main
      func MyFunction(s string) (int, error) { return len(s), nil }
      func main() {}
      """
    try compileGo(source, "-buildmode=plugin")
    let version = try #require(try goVersion)
    let right = inspect(folder("plugin.so"))
    #expect(right.kind == .go)
    #expect(right.nature == "Go plugin, \(Machine.current.name)")
    #expect(right.check(.symbols)?.status == .pass)
    #expect(right.rejection == nil)
    #expect(right.symbol == "MyFunction")
    // What could open it is found out by others.
    #expect(right.check(.runtime)?.status == .skipped)
    #expect(right.go?.hashes.has("runtime") == true)
    if DebugInfo.canBeRead {
      #expect(
        right.signature
          == Signature(
            expected: "func(string) (int, error)", found: "func(string) (int, error)", evidence: .debugInfo))
      #expect(right.check(.runtime)?.summary == "built with \(version); no runner was compared with it")
    }

    try compileGo(source, "-buildmode=plugin", "-ldflags=-s -w")
    let stripped = inspect(folder("plugin.so"))
    #expect(stripped.kind == .go)
    #expect(stripped.check(.function)?.status == .pass)
    #expect(stripped.check(.signature)?.status == .unverified)

    try compileGo(
      source.replacingOccurrences(
        of: "(s string) (int, error) { return len(s), nil }", with: "(s []byte, n ...int) { }"),
      "-buildmode=plugin")
    guard DebugInfo.canBeRead else { return }
    #expect(inspect(folder("plugin.so")).rejection?.failure == .wrongSignature)
    #expect(inspect(folder("plugin.so")).signature?.found == "func([]uint8, []int)")
  }
}
