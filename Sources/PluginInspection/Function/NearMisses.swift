import PluginModel

/// What the author may have meant where no exported function has the wanted name.
enum NearMisses {
  private static let namesAtMost = 5
  /// Of an exported name in a list, in characters.
  private static let longestName = 80
  /// Demangling costs microseconds each.
  private static let demangledAtMost = 20_000
  /// What every linker adds: nobody's function.
  private static let linkersOwn: Set = ["_init", "_fini", "_start", "__bss_start", "_edata", "_end"]

  static func hint(for function: String, in exports: Exports) -> String? {
    if let symbol = exports.namesakes.first(where: \.isDefined) ?? exports.namesakes.first {
      return namesakeHint(symbol, function)
    }
    let wanted = Array(function.utf8)
    var names: [[UInt8]] = []
    var demangled = 0
    for symbol in exports.functions {
      guard let name = exports.name(of: symbol) else { continue }
      if SwiftName.isMangled(name) {
        guard SwiftName.isFunction(name), demangled < demangledAtMost else { continue }
        demangled += 1
        guard let text = SwiftDemangler.text(of: name) else { continue }
        if let member = SwiftName(demangled: text, function: function), case .type(let owner) = member.owner {
          return "\(function) is a member of \(Words.clipped(owner.harmless)); move it to the top level of the file."
        }
        if let base = SwiftName.baseName(ofDemangled: text) { names.append(base) }
      } else if let hint = mangledHint(name, function) {
        return hint
      } else if !name.starts(with: "_Z".utf8), !linkersOwn.contains(String(decoding: name, as: UTF8.self)) {
        names.append(name)
      }
    }
    return listHint(names, wanted, exports)
  }

  private static func namesakeHint(_ symbol: Symbol, _ function: String) -> String {
    if !symbol.isDefined { return "It uses a function \(function) of another library but has none itself." }
    return switch symbol.kind {
    case .object, .threadLocal: "\(function) is a variable here; it must be a function."
    case .indirectFunction: "\(function) is an indirect function (ifunc); export a plain one."
    case .function: "\(function) is hidden here; give it default visibility."
    case nil: "\(function) is not marked as a function here; give the symbol the type function."
    }
  }

  /// A C++ or Rust function of that name without C linkage: `_Z10MyFunctionPKc`. See the Itanium C++ ABI, 5.1.
  private static func mangledHint(_ name: [UInt8], _ function: String) -> String? {
    let prefixes = ["_Z", "_R"].map { Array($0.utf8) }
    guard prefixes.contains(where: { name.starts(with: $0) }) else { return nil }
    let encoded = Array("\(function.utf8.count)\(function)".utf8)
    guard contains(encoded, in: name) else { return nil }
    let shown = Words.name(name, atMost: longestName)
    // Rust's names begin with _R, or end with a hash: 17h, sixteen digits, E.
    if name.starts(with: prefixes[1]) || name.dropLast(17).suffix(3).elementsEqual("17h".utf8) {
      return "It is a Rust function without C linkage (\(shown)); declare it #[no_mangle] pub extern \"C\" fn."
    }
    return "It is a C++ function without C linkage (\(shown)); declare it extern \"C\"."
  }

  private static func listHint(_ names: [[UInt8]], _ wanted: [UInt8], _ exports: Exports) -> String? {
    let bound = max(2, wanted.count / 3)
    let near = Set(names).compactMap { name in
      EditDistance.between(wanted, name, atMost: bound).map { (name: name, distance: $0) }
    }
    let nearest = near.sorted { a, b in
      a.distance != b.distance ? a.distance < b.distance : a.name.lexicographicallyPrecedes(b.name)
    }
    let shown = { (names: ArraySlice<[UInt8]>) in names.map { Words.name($0, atMost: longestName) } }
    if let list = Words.list(shown(nearest.map(\.name).prefix(namesAtMost)), last: "or") {
      return "Did you mean \(list)? Names must match to the letter."
    }
    let all = Set(names).sorted { $0.lexicographicallyPrecedes($1) }
    if all.isEmpty {
      return exports.functions.isEmpty
        ? "It exports no function at all."
        : exports.hasSwift ? "It exports no function at top level." : "It exports no function with C linkage."
    }
    let rest = all.count > namesAtMost ? ["\(all.count - namesAtMost) more"] : []
    return Words.list(shown(all.prefix(namesAtMost)) + rest, last: "and").map { "It exports \($0)." }
  }

  private static func contains(_ part: [UInt8], in whole: [UInt8]) -> Bool {
    guard let first = part.first, part.count <= whole.count else { return false }
    return (0...(whole.count - part.count)).contains {
      whole[$0] == first && whole[$0..<($0 + part.count)].elementsEqual(part)
    }
  }
}
