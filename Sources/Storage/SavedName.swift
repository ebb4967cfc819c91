import PluginModel

/// The name of a saved report, taken apart: `nullread-20261122-144907-2.json`. Ordered by time.
struct SavedName: Comparable {
  let text: String
  private let stamp: String
  private let number: Int

  /// Nil if it is none.
  init?(_ bytes: [UInt8]) {
    guard bytes.count <= 255, bytes.hasSuffix(".json"), bytes.allSatisfy({ (0x21..<0x7F).contains($0) }) else {
      return nil
    }
    text = String(decoding: bytes, as: UTF8.self)
    var parts = text.dropLast(".json".count).split(separator: "-", omittingEmptySubsequences: false)
    func isDigits(_ part: Substring?, _ count: ClosedRange<Int>) -> Bool {
      part.map { count.contains($0.count) && $0.allSatisfy(\.isNumber) } ?? false
    }
    if parts.count >= 4, isDigits(parts.last, 1...4), isDigits(parts[parts.count - 2], 6...6) {
      number = Int(parts.removeLast()) ?? 1
    } else {
      number = 1
    }
    guard parts.count >= 3, isDigits(parts.last, 6...6), isDigits(parts[parts.count - 2], 8...8) else { return nil }
    stamp = parts.suffix(2).joined(separator: "-")
  }

  static func < (a: SavedName, b: SavedName) -> Bool { (a.stamp, a.number, a.text) < (b.stamp, b.number, b.text) }
}
