/// The demangler's spelling of a function's type turned into what an author writes.
enum SwiftSource {
  /// The text without `Swift.` and without the function's own module, and with today's names of ownership.
  static func text(of demangled: String, in module: String?) -> String {
    let dropped = ["Swift", module].compactMap(\.self).map { Array("\($0).".utf8) }
    let replaced = [("__owned ", "consuming "), ("__shared ", "borrowing ")].map {
      (Array($0.0.utf8), Array($0.1.utf8))
    }
    var rest = SwiftSugar.text(of: Array(demangled.utf8))[...]
    var result: [UInt8] = []
    while let next = rest.first {
      let startsWord = !(result.last.map(isPartOfPath) ?? false)
      if startsWord, let prefix = dropped.first(where: { rest.starts(with: $0) }) {
        rest = rest.dropFirst(prefix.count)
      } else if startsWord, let (old, new) = replaced.first(where: { rest.starts(with: $0.0) }) {
        rest = rest.dropFirst(old.count)
        result += new
      } else {
        result.append(next)
        rest = rest.dropFirst()
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// After such a byte, a name goes on: `My.Swift.Int` is not Swift's.
  static func isPartOfPath(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"), UInt8(ascii: "."), 0x80...:
      true
    default: false
    }
  }
}
