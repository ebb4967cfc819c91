/// The letters of a mangled Rust name, read from left to right. See Rust's RFC 2603, "Syntax of mangled names".
struct RustCursor {
  /// The name is none, or holds what is not read here.
  struct Unreadable: Error {}

  private let bytes: [UInt8]
  /// Back-references count from here: behind `_R`.
  var position = 0

  init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  var isAtEnd: Bool { position == bytes.count }
  var peeked: UInt8? { isAtEnd ? nil : bytes[position] }

  mutating func next() throws(Unreadable) -> UInt8 {
    guard let byte = peeked else { throw Unreadable() }
    position += 1
    return byte
  }

  /// Takes a letter if it is the next one.
  mutating func take(_ letter: Unicode.Scalar) -> Bool {
    guard peeked == UInt8(ascii: letter) else { return false }
    position += 1
    return true
  }

  /// `<base-62-number>`: "_" is 0, "0_" is 1. A crate's is a hash of 64 bits.
  mutating func base62() throws(Unreadable) -> UInt64 {
    if take("_") { return 0 }
    var value: UInt64 = 0
    while !take("_") {
      guard let digit = Self.digit(try next()) else { throw Unreadable() }
      let (product, overflow) = value.multipliedReportingOverflow(by: 62)
      let (sum, overflowToo) = product.addingReportingOverflow(UInt64(digit))
      guard !overflow, !overflowToo else { throw Unreadable() }
      value = sum
    }
    return try Self.successor(of: value)
  }

  private static func successor(of number: UInt64) throws(Unreadable) -> UInt64 {
    guard number < .max else { throw Unreadable() }
    return number + 1
  }

  private static func digit(_ byte: UInt8) -> Int? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte - UInt8(ascii: "A")) + 36
    default: nil
    }
  }

  /// `<disambiguator>`, which is 0 where it is left out.
  mutating func disambiguator() throws(Unreadable) -> UInt64 { take("s") ? try Self.successor(of: base62()) : 0 }

  /// `<undisambiguated-identifier>`. One that is not ASCII is in Punycode, and not read.
  mutating func identifier() throws(Unreadable) -> ArraySlice<UInt8> {
    guard let first = peeked, let digit = Self.digit(first), digit < 10 else { throw Unreadable() }
    var length = 0
    while let byte = peeked, let digit = Self.digit(byte), digit < 10 {
      position += 1
      length = 10 * length + digit
      guard length <= bytes.count else { throw Unreadable() }
      if length == 0 { break }  // a zero stands alone
    }
    _ = take("_")
    guard length <= bytes.count - position else { throw Unreadable() }
    defer { position += length }
    return bytes[position..<(position + length)]
  }

  /// The hexadecimal digits of a constant, up to the "_" that ends them.
  mutating func hexadecimal() throws(Unreadable) -> String {
    var digits = ""
    while !take("_") {
      let byte = try next()
      guard let digit = Self.digit(byte), digit < 16 else { throw Unreadable() }
      digits.unicodeScalars.append(Unicode.Scalar(byte))
    }
    return digits
  }
}
