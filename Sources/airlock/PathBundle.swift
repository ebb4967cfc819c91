import PluginModel

/// Many paths on their way through the argument parser as one: with each value of an option it copies all that came before,
/// so that a thousand paths would take it longer than their inspection.
enum PathBundle {
  /// No argument can hold it.
  private static let separator: UInt8 = 0

  /// Of several arguments in a row that are no options, the first may be a command's name or an option's value, and the
  /// second a command's to be explained; what follows are paths.
  private static let leftAlone = 2

  static func bundled(_ arguments: [String]) -> [String] {
    let rows = arguments.split(omittingEmptySubsequences: false) { $0.hasPrefix("-") }
    let options = arguments.filter { $0.hasPrefix("-") }
    let bundled = rows.map { row in
      let rest = row.dropFirst(leftAlone)
      return row.prefix(leftAlone) + (rest.isEmpty ? [] : [rest.joined(separator: String(UnicodeScalar(separator)))])
    }
    return bundled[0] + zip(options, bundled.dropFirst()).flatMap { [$0] + $1 }
  }

  static func paths(in values: [String]) -> [PluginPath] {
    values.flatMap { value in
      ArgumentText.bytes(of: value).split(separator: separator, omittingEmptySubsequences: false).map(PluginPath.init)
    }
  }
}
