/// A symbol's name where it stands in a file, with its hash: looking up thousands of names must not copy one.
struct SymbolName {
  let text: MappedText
  /// DT_GNU_HASH's.
  let gnuHash: UInt32

  init(_ text: MappedText) {
    self.text = text
    gnuHash = text.bytes.reduce(5381) { $0 &* 33 &+ UInt32($1) }
  }

  /// DT_HASH's, which few libraries go by.
  var systemVHash: UInt32 {
    text.bytes.reduce(0) { hash, byte in
      let hash = hash << 4 &+ UInt32(byte)
      let high = hash & 0xF000_0000
      return (hash ^ high >> 24) & ~high
    }
  }
}
