import Demangling
import PluginModel

/// What a Swift symbol declares, read from its demangled name.
///
/// See swift/docs/ABI/Mangling.rst. The mangled name itself is not searched: word substitution hides names in it.
struct SwiftName: Hashable {
  /// Of every top-level `(String) throws -> Int`.
  static let rightSuffix = Array("ySiSSKF".utf8)

  enum Owner: Hashable {
    /// At the top level of a module.
    case module(String)
    /// A member of a type or an extension: "Hello.Plugin".
    case type(String)
  }

  let owner: Owner
  /// From the parameters on, with modules written out: `(Swift.String) throws -> Swift.Int`.
  let type: String

  static func isMangled(_ symbol: MappedText) -> Bool { symbol.hasPrefix("$s") }

  /// Whether a mangled name is a function's and not a type's, a thunk's or an accessor's.
  static func isFunction(_ mangled: [UInt8]) -> Bool { mangled.hasSuffix("F") || mangled.hasSuffix("FZ") }

  /// The declaration behind a mangled name, if it is one of a function of this name.
  init?(mangled: [UInt8], function: String) {
    guard let bytes = SwiftDemangler.text(of: mangled) else { return nil }
    self.init(demangled: bytes, function: function)
  }

  init?(demangled: [UInt8], function: String) {
    guard let start = Self.place(of: Array((".\(function)").utf8), in: demangled) else { return nil }
    var owner = demangled[..<start.lowerBound]
    for modifier in ["static ", "class "] where owner.starts(with: modifier.utf8) {
      owner = owner.dropFirst(modifier.utf8.count)
    }
    if owner.starts(with: "(extension in ".utf8), let colon = owner.firstIndex(of: UInt8(ascii: ":")) {
      owner = owner[(colon + 1)...]
      self.owner = .type(String(decoding: owner, as: UTF8.self))
    } else if owner.contains(UInt8(ascii: ".")) || owner.count < start.lowerBound {
      self.owner = .type(String(decoding: owner, as: UTF8.self))
    } else {
      self.owner = .module(String(decoding: owner, as: UTF8.self))
    }
    guard !owner.isEmpty, !owner.contains(where: { " (<".utf8.contains($0) }) else { return nil }
    type = String(decoding: demangled[start.upperBound...], as: UTF8.self)
  }

  var module: String? {
    if case .module(let name) = owner { name } else { nil }
  }

  /// Whether this is a top-level function of exactly the type that can be called.
  var isRight: Bool { module != nil && type == "(Swift.String) throws -> Swift.Int" }

  /// The declaration as its author could have written it: `func MyFunction(input: Int) throws -> Int`.
  func declaration(of function: String) -> String {
    "func \(function)" + SwiftSource.text(of: type, in: module)
  }

  /// Where `.name` stands with its parameters right behind it.
  private static func place(of dotted: [UInt8], in text: [UInt8]) -> Range<Int>? {
    var start = 0
    while start + dotted.count < text.count {
      let end = start + dotted.count
      if text[start] == dotted[0], text[start..<end].elementsEqual(dotted), "(<".utf8.contains(text[end]) {
        return start..<end
      }
      start += 1
    }
    return nil
  }
}

/// The first function's base name in a demangled text, for lists of what a library has: "run" of `Hello.run(Swift.Int)`.
extension SwiftName {
  static func baseName(ofDemangled text: [UInt8]) -> [UInt8]? {
    guard let end = text.firstIndex(where: { "(<".utf8.contains($0) }), end > 0 else { return nil }
    let path = text[..<end].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard path.count == 2, let name = path.last, !name.isEmpty, !name.contains(UInt8(ascii: " ")) else { return nil }
    return Array(name)
  }
}
