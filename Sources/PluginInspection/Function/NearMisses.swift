import Demangling
import PluginModel

/// What the author may have meant where no exported function has the wanted name.
struct NearMisses {
  /// What to change, in a sentence or two.
  private(set) var hint: String?
  /// All that comes near, a line each.
  private(set) var details: [String] = []

  private static let linesAtMost = 20
  /// Of an exported name in a list, in characters.
  private static let longestName = 80
  private static let longestDeclaration = 200
  /// Demangling costs microseconds each.
  private static let demangledAtMost = 20_000
  /// What every linker adds: nobody's function.
  private static let linkersOwn = ["_init", "_fini", "_start", "__bss_start", "_edata", "_end"].map { Array($0.utf8) }

  /// - Parameter local: functions that the library has without exporting them.
  init(_ function: String, in exports: borrowing Exports, _ local: LocalSymbols) {
    let wanted = Array(function.utf8)
    var names = NameList(wanted: wanted)
    var demangled = 0
    var misses: [Miss] = []
    let mayBeMangled = exports.hasName(containing: Self.numbered(function))
    if let symbol = exports.namesakes.first(where: \.isDefined) { misses.append(Miss(Self.namesake(symbol, function))) }
    let (symbols, areUnique) = (exports.symbols, exports.areUnique)
    for offset in exports.functions where mayBeMangled || symbols.beginning(at: offset) != SymbolTable.itanium {
      guard let name = symbols.text(at: offset) else { continue }
      // What is not as its author wrote it begins with one of two bytes.
      switch name.first {
      case UInt8(ascii: "$") where SwiftName.isMangled(name):
        guard SwiftName.isFunction(Array(name)), demangled < Self.demangledAtMost else { continue }
        demangled += 1
        guard let text = SwiftDemangler.text(of: Array(name)) else { continue }
        if let member = SwiftName(demangled: text, function: function), case .type(let owner) = member.owner {
          let hint = "\(function) is a member of \(Words.clipped(owner)); move it to the top level of the file."
          misses.append(Miss(hint, text))
        }
        if let base = SwiftName.baseName(ofDemangled: text) { names.add(base) }
      case UInt8(ascii: "_"):
        if mayBeMangled, Self.isMangled(name), let miss = Self.mangled(Array(name), function) {
          misses.append(miss)
          continue
        }
        if name.hasPrefix("_Z") || Self.linkersOwn.contains(where: name.elementsEqual) { continue }
        fallthrough
      default:
        names.add(name, isNew: areUnique)
      }
    }
    misses += local.functions.prefix(Self.demangledAtMost).compactMap { Self.local($0, function) }
    if misses.isEmpty, !exports.namesakes.isEmpty {
      misses.append(Miss("It uses a function \(function) of another library but has none itself."))
    }

    let near = names.nearest.filter { $0.distance <= Self.nearBound(wanted) }
    hint = misses.first?.hint ?? Self.list(names, near.map(\.name), exports)
    let declarations = misses.compactMap(\.declaration)
    details = declarations.prefix(Self.linesAtMost).map { Words.name($0, atMost: Self.longestDeclaration) }
    let nearest = near.isEmpty ? names.nearest : near
    if !nearest.isEmpty { details.append("closest exported functions:") }
    details += nearest.map { "  " + Words.name($0.name, atMost: Self.longestName) }
  }

  private struct Miss {
    let hint: String
    let declaration: [UInt8]?

    init(_ hint: String, _ declaration: [UInt8]? = nil) {
      self.hint = hint
      self.declaration = declaration
    }
  }

  private static func namesake(_ symbol: Symbol, _ function: String) -> String {
    switch symbol.kind {
    case .object, .threadLocal: "\(function) is a variable here; it must be a function."
    case .indirectFunction: "\(function) is an indirect function (ifunc); export a plain one."
    case .function: "\(function) is hidden here; give it default visibility."
    case nil: "\(function) is not marked as a function here; give the symbol the type function."
    }
  }

  /// As a name stands in a mangled one: `10MyFunction`.
  private static func numbered(_ function: String) -> [UInt8] { Array("\(function.utf8.count)\(function)".utf8) }

  private static func isMangled(_ name: MappedText) -> Bool { name.hasPrefix("_Z") || name.hasPrefix("_R") }

  /// A C++ or Rust function of that name without C linkage: `_Z10MyFunctionPKc`. See the Itanium C++ ABI, 5.1.
  private static func mangled(_ name: [UInt8], _ function: String) -> Miss? {
    guard !function.isEmpty, name.starts(with: "_Z".utf8) || name.starts(with: "_R".utf8),
      name.contains(numbered(function))
    else { return nil }
    let declaration = Demangler.text(of: name) ?? name
    let shown = Words.name(declaration, atMost: longestDeclaration)
    // Rust's names begin with _R, or end with a hash: 17h, sixteen digits, E.
    if name.starts(with: "_R".utf8) || name.dropLast(17).suffix(3).elementsEqual("17h".utf8) {
      let hint = "It is a Rust function without C linkage (\(shown)); declare it #[no_mangle] pub extern \"C\" fn."
      return Miss(hint, declaration)
    }
    return Miss("It is a C++ function without C linkage (\(shown)); declare it extern \"C\".", declaration)
  }

  private static func local(_ symbol: LocalSymbols.Function, _ function: String) -> Miss? {
    if symbol.name.elementsEqual(function.utf8) {
      return symbol.isHidden
        ? Miss("\(function) is hidden here; give it default visibility.")
        : Miss("\(function) is static or hidden here; leave out static, or give it default visibility.")
    }
    if SwiftDemangler.isMangled(symbol.name) {
      guard SwiftName.isFunction(symbol.name), let text = SwiftDemangler.text(of: symbol.name) else { return nil }
      let isPrivate = text.contains(Array(".(\(function) in _".utf8))
      guard isPrivate || SwiftName(demangled: text, function: function) != nil else { return nil }
      return Miss("\(function) is not public here; declare it public func \(function).", text)
    }
    return mangled(symbol.name, function)
  }

  private static func list(_ names: NameList, _ near: [[UInt8]], _ exports: borrowing Exports) -> String? {
    let shown = { (names: [[UInt8]]) in names.map { Words.name($0, atMost: longestName) } }
    if let list = Words.list(shown(near), last: "or") {
      return "Did you mean \(list)? Names must match to the letter."
    }
    let count = names.count
    if count == 0 {
      return exports.functions.isEmpty
        ? "It exports no function at all."
        : exports.hasSwift ? "It exports no function at top level." : "It exports no function with C linkage."
    }
    let rest = count - names.first.count
    return Words.list(shown(names.first) + (rest > 0 ? ["\(rest) more"] : []), last: "and").map { "It exports \($0)." }
  }

  private static func nearBound(_ wanted: [UInt8]) -> Int { max(2, wanted.count / 3) }
}
