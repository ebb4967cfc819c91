import Foundation
import Linux
import PluginModel
import TestSupport
import Testing

@testable import PluginInspection

/// One library with a function for each case: the function's name is part of what is asked.
private let source = """
  public struct Refused: Error {}
  public func right(_ input: String) throws -> Int { 42 }
  public func label(input: String) throws -> Int { 42 }
  public func takesInt(_ input: Int) throws -> Int { 42 }
  public func doesNotThrow(_ input: String) -> Int { 42 }
  public func returnsText(_ input: String) throws -> String { "" }
  public func narrow(_ input: String) throws -> Int32 { 42 }
  public func typed(_ input: String) throws(Refused) -> Int { 42 }
  public func waits(_ input: String) async throws -> Int { 42 }
  public func maybe(_ input: String?) throws -> Int { 42 }
  public func consumes(_ input: consuming String) throws -> Int { 42 }
  public func own(_ input: Refused) throws -> Int { 42 }
  public func generic<T: Equatable>(_ input: T) throws -> Int { 42 }
  public func overloaded(_ input: Int) throws -> Int { 42 }
  public func overloaded(_ input: String) throws -> Int { 42 }
  public func twoWrong(_ input: Int) throws -> Int { 42 }
  public func twoWrong(_ input: Double) throws -> Int { 42 }
  public enum Plugin { public static func member(_ input: String) throws -> Int { 42 } }
  extension String { public func extended(_ input: String) throws -> Int { 42 } }
  public let variable = 3
  @c public func asC(
    _ i: UnsafePointer<CChar>?, _ r: UnsafeMutablePointer<Int64>?, _ e: UnsafeMutablePointer<CChar>?, _ c: Int
  ) -> Int32 { 0 }
  public func FunctionKit(_ input: String) throws -> Int { 42 }
  public func fixture(_ input: String) throws -> Int { 42 }
  """

@Suite("Swift libraries")
struct SwiftLibraryTests {
  @Test func everyVariant() throws {
    let folder = try TemporaryFolder()
    try folder.write("Kit.swift", source)
    try folder.run(
      "/usr/bin/env",
      [
        "swiftc", "-g", "-swift-version", "6", "-emit-library", "-module-name", "FunctionKit", "-o",
        folder("plugin.so"),
        folder("Kit.swift"),
      ])
    let path = folder("plugin.so")

    for function in ["right", "overloaded", "FunctionKit", "fixture"] {
      let inspection = inspect(path, function: function)
      let declaration = "func \(function)(String) throws -> Int"
      #expect(inspection.rejection == nil)
      #expect(inspection.kind == .swift)
      #expect(inspection.nature == "Swift library, \(Machine.current.name)")
      #expect(
        inspection.symbol?.hasPrefix("$s11FunctionKit") == true && inspection.symbol?.hasSuffix("ySiSSKF") == true)
      #expect(inspection.signature == Signature(expected: declaration, found: declaration, evidence: .mangledName))
      #expect(inspection.check(.function)?.summary == "\(function) in module FunctionKit")
      #expect(inspection.check(.signature)?.summary == declaration)
      #expect(inspection.check(.signature)?.hint == "proved by the mangled name")
      #expect(inspection.check(.runtime)?.status == .pass)
    }

    let wrong = [
      "label": "func label(input: String) throws -> Int",
      "takesInt": "func takesInt(Int) throws -> Int",
      "doesNotThrow": "func doesNotThrow(String) -> Int",
      "returnsText": "func returnsText(String) throws -> String",
      "narrow": "func narrow(String) throws -> Int32",
      "typed": "func typed(String) throws(Refused) -> Int",
      "waits": "func waits(String) async throws -> Int",
      "maybe": "func maybe(String?) throws -> Int",
      "consumes": "func consumes(consuming String) throws -> Int",
      "own": "func own(Refused) throws -> Int",
      "generic": "func generic<A>(A) throws -> Int where A: Equatable",
      "twoWrong": "func twoWrong(Double) throws -> Int and func twoWrong(Int) throws -> Int",
    ]
    for (function, found) in wrong {
      let inspection = inspect(path, function: function)
      #expect(inspection.rejection?.failure == .wrongSignature)
      #expect(inspection.signature?.expected == "func \(function)(String) throws -> Int")
      #expect(inspection.signature?.found == found)
      #expect(inspection.signature?.evidence == .mangledName)
      #expect(inspection.kind == .swift)
      #expect(inspection.symbol == nil)
      #expect(inspection.check(.runtime)?.status == .pass)
    }

    let missing = [
      "member": "member is a member of FunctionKit.Plugin; move it to the top level of the file.",
      "extended": "extended is a member of Swift.String; move it to the top level of the file.",
      "Right": "Did you mean right? Names must match to the letter.",
      "genric": "Did you mean generic? Names must match to the letter.",
    ]
    for (function, hint) in missing {
      let inspection = inspect(path, function: function)
      #expect(inspection.rejection?.failure == .functionNotFound)
      #expect(inspection.rejection?.hint == hint)
    }
    #expect(inspect(path, function: "variable").rejection?.failure == .functionNotFound)

    let asC = inspect(path, function: "asC")
    #expect(asC.kind == .c)
    #expect(asC.rejection == nil)
    #expect(asC.isUnverified)
    if DebugInfo.canBeRead {
      #expect(asC.check(.signature)?.summary == "unverified: debug info of Swift does not tell")
    }

    // The same symbols without a need for the shared runtime: what it needs has another name, by which it is found.
    let runtime = Loader.libraries().first { $0.soname == Array("libswiftCore.so".utf8) }
    symlink(try #require(runtime).path.line, folder("xibswiftCore.so"))
    try folder.run(
      "/usr/bin/env",
      [
        "swiftc", "-swift-version", "6", "-emit-library", "-module-name", "FunctionKit", "-Xlinker", "-rpath",
        "-Xlinker", folder.path, "-o", folder("plugin.so"), folder("Kit.swift"),
      ])
    let bytes = try folder.read("plugin.so")
    let name = Array("libswiftCore.so\0".utf8)
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: name) })
    var changed = bytes
    changed[place] = UInt8(ascii: "x")
    let alone = inspect(try folder.write("static.so", changed), function: "right")
    #expect(alone.rejection?.failure == .incompatibleRuntime)
    #expect(alone.rejection?.reason == "it carries its own Swift runtime; two in one process break casts")
    #expect(alone.rejection?.hint == "Link it dynamically: leave out -static-stdlib.")
    #expect(alone.symbol == nil)
    #expect(alone.firstFailed?.id == .runtime)
  }

  @Test(arguments: [
    ("Hello.MyFunction(Swift.String) throws -> Swift.Int", true),
    ("Hello.Plugin.MyFunction(Swift.String) throws -> Swift.Int", false),
    ("static Hello.Plugin.MyFunction(Swift.String) throws -> Swift.Int", false),
    ("(extension in Hello):Swift.String.MyFunction(Swift.String) throws -> Swift.Int", false),
    ("Hello.MyFunction(Swift.String) throws -> Swift.Int32", false),
    ("Hello.MyFunction(Swift.String) throws -> Swift.Int.Other", false),
  ])
  func demangledNames(text: String, isRight: Bool) {
    #expect(SwiftName(demangled: Array(text.utf8), function: "MyFunction")?.isRight == isRight)
  }

  @Test(arguments: [
    ("(Swift.Optional<Swift.String>) throws -> Swift.Int", "(String?) throws -> Int"),
    ("(Swift.Optional<Swift.Optional<Swift.Int>>) -> ()", "(Int??) -> ()"),
    ("(Swift.Array<Swift.Optional<Hello.P>>) -> Swift.Int", "([P?]) -> Int"),
    (
      "(Swift.String) -> Swift.Dictionary<Swift.String, Swift.Array<(Swift.Int, Swift.Int)>>",
      "(String) -> [String: [(Int, Int)]]"
    ),
    ("(Swift.Optional<(Swift.Int) throws -> ()>) -> Swift.Int", "(((Int) throws -> ())?) -> Int"),
    ("(Swift.Dictionary<Swift.Int, (Swift.Int) -> Swift.Set<Swift.Int>>)", "([Int: (Int) -> Set<Int>])"),
    ("(My.Swift.Optional<Swift.Int>) -> ()", "(My.Swift.Optional<Int>) -> ()"),
    ("<A, B where A: Hello.P, B == Swift.Array<A>>(A, y: B) -> ()", "<A, B>(A, y: B) -> () where A: P, B == [A]"),
    ("(Swift.Optional<Swift.Int) -> ()", "(Optional<Int) -> ()"), ("(Swift.Array<>)", "([])"), ("<", "<"),
  ])
  func words(type: String, source: String) { #expect(SwiftSource.text(of: type, in: "Hello") == source) }

  @Test(arguments: [
    "Hello.other(Hello.MyFunction<Swift.Int>) -> ()", "MyFunction(Swift.String) throws -> Swift.Int",
    "closure #1 () in Hello.MyFunction(Swift.String) throws -> Swift.Int", ".MyFunction(", "Hello.MyFunction", "",
  ])
  func otherDemangledNames(text: String) {
    #expect(SwiftName(demangled: Array(text.utf8), function: "MyFunction") == nil)
  }
}
