import PluginModel

/// What the author of a Go plugin may have meant where its package exports no function of the wanted name.
struct GoNearMisses {
  private(set) var hint: String?
  private(set) var details: [String] = []

  private static let namesAtMost = 5
  private static let comparedAtMost = 5000

  init(_ function: String, in exports: GoExports) {
    let wanted = Array(function.utf8)
    let distance = EditDistance(from: wanted)
    let own = exports.names.filter { !Self.isMadeUp($0) }
    let plain = own.filter { !$0.contains(UInt8(ascii: ".")) && !$0.contains(UInt8(ascii: "[")) }
    if let other = plain.first(where: { distance?.to($0, atMost: 0) != nil }) {
      let name = Words.name(other)
      hint =
        name.first?.isLowercase ?? false
        ? "\(name) begins with a small letter, so its package keeps it to itself; write it \(function)."
        : "Did you mean \(name)? Names must match to the letter."
    } else if let method = own.first(where: { $0.hasSuffix(".\(function)") }) {
      let owner = Words.name(method.dropLast(wanted.count + 1)).filter { !"(*)".contains($0) }
      hint = "\(function) is a method of \(owner) here; declare it as a function of the package."
    } else if own.contains(where: { $0.starts(with: wanted + [UInt8(ascii: "[")]) }) {
      hint = "\(function) is generic here; a plugin can only export functions of one type."
    } else {
      let exported = plain.filter { Words.name($0).first?.isUppercase ?? false }
      let near = exported.prefix(Self.comparedAtMost).filter {
        distance?.to($0, atMost: max(2, wanted.count / 3)) != nil
      }.sorted { $0.lexicographicallyPrecedes($1) }.map { Words.name($0) }
      if let list = Words.list(Array(near.prefix(Self.namesAtMost)), last: "or") {
        hint = "Did you mean \(list)? Names must match to the letter."
      } else {
        let all = exported.map { Words.name($0) }.sorted()
        let rest = all.count > Self.namesAtMost ? ["\(all.count - Self.namesAtMost) more"] : []
        hint =
          Words.list(all.prefix(Self.namesAtMost) + rest, last: "and").map { "It exports \($0)." }
          ?? "Its package exports no function; declare func \(function)(s string) (int, error) in it."
      }
    }
    details = own.prefix(4 * Self.namesAtMost).map { "  " + Words.name($0) }
    if !details.isEmpty { details.insert("functions of its \(Words.clipped(exports.packageWords)):", at: 0) }
  }

  /// What the compiler adds: closures, initialisers, and the `main` that a plugin must have and nobody calls.
  private static func isMadeUp(_ name: [UInt8]) -> Bool {
    ["main", "init"].contains { name.elementsEqual($0.utf8) }
      || ["init.", "glob.", ".", "func", "main.", "type:", "map."].contains { name.starts(with: $0.utf8) }
      || name.firstRange(of: Array(".func".utf8)) != nil
  }
}
