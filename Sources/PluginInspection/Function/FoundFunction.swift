import Demangling
import PluginModel

/// The function in a library: in which language it can be called, and what is known of its type.
enum FoundFunction {
  case swift(SwiftName, Exports.Function)
  /// Swift functions of that name, none of which can be called.
  case wrongSwift([SwiftName])
  case go(GoExports, Exports.Function)
  /// A variable of that name, which may well hold a function: Go gives a pointer to it.
  case goVariable(GoExports, Exports.Function)
  case c(Exports.Function)

  var kind: PluginKind {
    switch self {
    case .swift, .wrongSwift: .swift
    case .go, .goVariable: .go
    case .c: .c
    }
  }

  /// The exported symbol to call, if there is one that can be.
  var symbol: String? {
    switch self {
    case .swift(_, let function), .go(_, let function), .c(let function):
      String(validating: function.name, as: UTF8.self)
    case .wrongSwift, .goVariable: nil
    }
  }

  /// It can be called, but its symbol is no text: no compiler writes such a name.
  var hasUnspeakableName: Bool { address != nil && symbol == nil }

  /// Where its code begins.
  var address: UInt64? {
    switch self {
    case .swift(_, let function), .go(_, let function), .c(let function): function.symbol.address
    case .wrongSwift, .goVariable: nil
    }
  }

  /// "MyFunction in module Hello".
  func words(_ function: String) -> String {
    switch self {
    case .swift(let name, _): "\(function) in module \(name.module ?? "")"
    case .wrongSwift(let names): "\(function) in module \(names.first?.module ?? "")"
    case .go(let exports, _): "\(function) in \(exports.packageWords)"
    case .goVariable(let exports, _): "\(function), a variable in \(exports.packageWords)"
    case .c: "\(function) with C linkage"
    }
  }

  private static let demangledAtMost = 20_000
  private static let overloadsAtMost = 50

  /// Looked for in the order swift, go, c. A Swift function of the wrong type gives way to a right one of another
  /// kind: Swift's `@c` functions export both.
  init?(_ function: String, in exports: borrowing Exports) {
    for candidate in exports.swiftCandidates {
      if let name = SwiftName(mangled: candidate.name, function: function), name.isRight {
        self = .swift(name, candidate)
        return
      }
    }
    if let go = exports.go, let function = go.function {
      self = .go(go, function)
      return
    }
    if let plain = exports.plain {
      self = .c(plain)
      return
    }
    if let go = exports.go, let variable = go.variable {
      self = .goVariable(go, variable)
      return
    }
    let overloads = Self.overloads(function, in: exports)
    guard !overloads.isEmpty else { return nil }
    self = .wrongSwift(overloads)
  }

  private static func overloads(_ function: String, in exports: borrowing Exports) -> [SwiftName] {
    guard exports.hasSwift else { return [] }
    var found: [SwiftName] = []
    var demangled = 0
    for offset in exports.functions where found.count < overloadsAtMost && demangled < demangledAtMost {
      guard let mangled = exports.symbols.text(at: offset), SwiftName.isMangled(mangled),
        mangled.last == UInt8(ascii: "F")
      else { continue }
      demangled += 1
      if let name = SwiftName(mangled: Array(mangled), function: function), name.module != nil { found.append(name) }
    }
    return found
  }
}
