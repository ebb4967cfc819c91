import Demangling
import PluginModel

/// What the author may have meant where no exported function has the wanted name.
struct NearMisses {
  /// What to change, in a sentence or two.
  private(set) var hint: String?
  /// All that comes near, a line each.
  private(set) var details: [String] = []

  private static let namesAtMost = 5
  private static let linesAtMost = 20
  /// How far away a name is costs microseconds where nothing limits it.
  private static let comparedAtMost = 5000
  /// Of an exported name in a list, in characters.
  private static let longestName = 80
  private static let longestDeclaration = 200
  /// Demangling costs microseconds each.
  private static let demangledAtMost = 20_000
  /// What every linker adds: nobody's function.
  private static let linkersOwn: Set = ["_init", "_fini", "_start", "__bss_start", "_edata", "_end"]

  /// - Parameter local: functions that the library has without exporting them.
  init(_ function: String, in exports: Exports, _ local: LocalSymbols) {
    let wanted = Array(function.utf8)
    var names: [[UInt8]] = []
    var demangled = 0
    var misses: [Miss] = []
    if let symbol = exports.namesakes.first(where: \.isDefined) { misses.append(Miss(Self.namesake(symbol, function))) }
    for symbol in exports.functions {
      guard let name = exports.name(of: symbol) else { continue }
      if SwiftDemangler.isMangled(name) {
        guard SwiftName.isFunction(name), demangled < Self.demangledAtMost else { continue }
        demangled += 1
        guard let text = SwiftDemangler.text(of: name) else { continue }
        if let member = SwiftName(demangled: text, function: function), case .type(let owner) = member.owner {
          let hint = "\(function) is a member of \(Words.clipped(owner)); move it to the top level of the file."
          misses.append(Miss(hint, text))
        }
        if let base = SwiftName.baseName(ofDemangled: text) { names.append(base) }
      } else if let miss = Self.mangled(name, function) {
        misses.append(miss)
      } else if !name.starts(with: "_Z".utf8), !Self.linkersOwn.contains(String(decoding: name, as: UTF8.self)) {
        names.append(name)
      }
    }
    misses += local.functions.prefix(Self.demangledAtMost).compactMap { Self.local($0, function) }
    if misses.isEmpty, !exports.namesakes.isEmpty {
      misses.append(Miss("It uses a function \(function) of another library but has none itself."))
    }

    let near = Self.nearest(names, wanted, atMost: Self.nearBound(wanted))
    hint = misses.first?.hint ?? Self.list(names, near, exports)
    let declarations = misses.compactMap(\.declaration)
    details = declarations.prefix(Self.linesAtMost).map { Words.name($0, atMost: Self.longestDeclaration) }
    let nearest = near.isEmpty ? Self.nearest(names.prefix(Self.comparedAtMost), wanted, atMost: .max) : near
    if !nearest.isEmpty { details.append("closest exported functions:") }
    details += nearest.map { "  " + Words.name($0, atMost: Self.longestName) }
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

  /// A C++ or Rust function of that name without C linkage: `_Z10MyFunctionPKc`. See the Itanium C++ ABI, 5.1.
  private static func mangled(_ name: [UInt8], _ function: String) -> Miss? {
    let prefixes = ["_Z", "_R"].map { Array($0.utf8) }
    guard !function.isEmpty, prefixes.contains(where: { name.starts(with: $0) }),
      name.contains(Array("\(function.utf8.count)\(function)".utf8))
    else { return nil }
    let declaration = Demangler.text(of: name) ?? name
    let shown = Words.name(declaration, atMost: longestDeclaration)
    // Rust's names begin with _R, or end with a hash: 17h, sixteen digits, E.
    if name.starts(with: prefixes[1]) || name.dropLast(17).suffix(3).elementsEqual("17h".utf8) {
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

  private static func list(_ names: [[UInt8]], _ near: [[UInt8]], _ exports: Exports) -> String? {
    let shown = { (names: [[UInt8]]) in names.map { Words.name($0, atMost: longestName) } }
    if let list = Words.list(shown(near), last: "or") {
      return "Did you mean \(list)? Names must match to the letter."
    }
    let all = Set(names)
    if all.isEmpty {
      return exports.functions.isEmpty
        ? "It exports no function at all."
        : exports.hasSwift ? "It exports no function at top level." : "It exports no function with C linkage."
    }
    let rest = all.count > namesAtMost ? ["\(all.count - namesAtMost) more"] : []
    return Words.list(shown(first(all, namesAtMost)) + rest, last: "and").map { "It exports \($0)." }
  }

  private static func nearBound(_ wanted: [UInt8]) -> Int { max(2, wanted.count / 3) }

  /// The first few in order, without sorting the rest.
  private static func first(_ names: Set<[UInt8]>, _ count: Int) -> [[UInt8]] {
    var least: [[UInt8]] = []
    for name in names {
      guard least.count < count || name.lexicographicallyPrecedes(least[count - 1]) else { continue }
      least.insert(name, at: least.firstIndex { name.lexicographicallyPrecedes($0) } ?? least.count)
      if least.count > count { least.removeLast() }
    }
    return least
  }

  /// The names that are no further away than a bound, nearest first.
  private static func nearest(_ names: some Sequence<[UInt8]>, _ wanted: [UInt8], atMost bound: Int) -> [[UInt8]] {
    var best: [(name: [UInt8], distance: Int)] = []
    for name in names {
      // Only what would come among the best is worth its exact distance.
      let worst = best.count < namesAtMost ? bound : best[namesAtMost - 1].distance
      guard let distance = EditDistance.between(wanted, name, atMost: worst), !best.contains(where: { $0.name == name })
      else { continue }
      let place = best.firstIndex {
        distance != $0.distance ? distance < $0.distance : name.lexicographicallyPrecedes($0.name)
      }
      best.insert((name, distance), at: place ?? best.count)
      if best.count > namesAtMost { best.removeLast() }
    }
    return best.map(\.name)
  }
}
