/// The text of a mangled Rust name of the newer kind, `_R…`: `<alloc::vec::Vec<u8> as core::fmt::Debug>::fmt`.
///
/// See Rust's RFC 2603, "Syntax of mangled names". Hashes of crates are left out. What is rare is not read, and such a
/// name stays as it is: Punycode, constants that are neither numbers nor letters nor truth values.
struct RustDemangler {
  typealias Unreadable = RustCursor.Unreadable

  /// Back-references let a few letters stand for a text without end.
  private static let deepest = 64
  private static let stepsAtMost = 5000
  /// Of the text, in bytes.
  private static let longestText = 4096
  private static let prefix = Array("_R".utf8)

  private var cursor: RustCursor
  private var text: [UInt8] = []
  /// What is read now is not told.
  private var isSilent = false
  private var depth = 0
  private var steps = 0
  /// How many lifetimes the binders around this place have named.
  private var lifetimes: UInt64 = 0

  static func isMangled(_ name: [UInt8]) -> Bool { name.starts(with: prefix) }

  /// Nil if the name is none of these or is not read.
  static func text(of name: [UInt8]) -> [UInt8]? {
    guard isMangled(name), name.count <= SwiftDemangler.longestName else { return nil }
    var demangler = RustDemangler(cursor: RustCursor(name.dropFirst(prefix.count)))
    // Whatever is wrong with it: it stays as it is.
    guard (try? demangler.symbol()) != nil else { return nil }
    return demangler.text
  }

  private init(cursor: RustCursor) { self.cursor = cursor }

  /// `<symbol-name>`, with the crate that asked for a generic function's instance, and the linker's suffix.
  private mutating func symbol() throws(Unreadable) {
    try path(isValue: true)
    if let letter = cursor.peeked, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(letter) {
      try silently { (it) throws(Unreadable) in try it.path(isValue: false) }
    }
    guard cursor.isAtEnd || cursor.take(".") || cursor.take("$") else { throw Unreadable() }
  }

  // MARK: Paths

  /// - Parameter isValue: generic arguments then have `::` before them.
  private mutating func path(isValue: Bool) throws(Unreadable) {
    try enter()
    defer { depth -= 1 }
    switch Unicode.Scalar(try cursor.next()) {
    case "C":
      _ = try cursor.disambiguator()
      try write(try cursor.identifier())
    case "M":
      try implementation()
      try write("<")
      try type()
      try write(">")
    case "X":
      try implementation()
      try typeAsTrait()
    case "Y": try typeAsTrait()
    case "N": try nested(isValue: isValue)
    case "I":
      try path(isValue: isValue)
      try write(isValue ? "::<" : "<")
      try genericArguments()
      try write(">")
    case "B": try again { (it) throws(Unreadable) in try it.path(isValue: isValue) }
    default: throw Unreadable()
    }
  }

  /// Where an `impl` stands; it tells nothing that a reader needs.
  private mutating func implementation() throws(Unreadable) {
    _ = try cursor.disambiguator()
    try silently { (it) throws(Unreadable) in try it.path(isValue: false) }
  }

  private mutating func typeAsTrait() throws(Unreadable) {
    try write("<")
    try type()
    try write(" as ")
    try path(isValue: false)
    try write(">")
  }

  private mutating func nested(isValue: Bool) throws(Unreadable) {
    let namespace = Unicode.Scalar(try cursor.next())
    try path(isValue: isValue)
    let number = try cursor.disambiguator()
    let name = try cursor.identifier()
    switch namespace {
    case "A"..."Z":
      let kind = namespace == "C" ? "closure" : namespace == "S" ? "shim" : String(namespace)
      try write("::{" + kind)
      if !name.isEmpty {
        try write(":")
        try write(name)
      }
      try write("#\(number)}")
    case "a"..."z":
      guard !name.isEmpty else { return }
      try write("::")
      try write(name)
    default: throw Unreadable()
    }
  }

  /// Up to the E that ends them.
  private mutating func genericArguments() throws(Unreadable) {
    try list { (it) throws(Unreadable) in
      if it.cursor.take("L") {
        try it.lifetime(try it.cursor.base62())
      } else if it.cursor.take("K") {
        try it.constant()
      } else {
        try it.type()
      }
    }
  }

  // MARK: Types

  private static let basicTypes: [Unicode.Scalar: String] = [
    "a": "i8", "b": "bool", "c": "char", "d": "f64", "e": "str", "f": "f32", "h": "u8", "i": "isize", "j": "usize",
    "l": "i32", "m": "u32", "n": "i128", "o": "u128", "p": "_", "s": "i16", "t": "u16", "u": "()", "v": "...",
    "x": "i64", "y": "u64", "z": "!",
  ]

  private mutating func type() throws(Unreadable) {
    try enter()
    defer { depth -= 1 }
    let start = cursor.position
    let letter = Unicode.Scalar(try cursor.next())
    if let basic = Self.basicTypes[letter] { return try write(basic) }
    switch letter {
    case "R", "Q":
      try write("&")
      if cursor.take("L"), case let index = try cursor.base62(), index != 0 {
        try lifetime(index)
        try write(" ")
      }
      if letter == "Q" { try write("mut ") }
      try type()
    case "P", "O":
      try write(letter == "P" ? "*const " : "*mut ")
      try type()
    case "A", "S":
      try write("[")
      try type()
      if letter == "A" {
        try write("; ")
        try constant()
      }
      try write("]")
    case "T":
      try write("(")
      let count = try list { (it) throws(Unreadable) in try it.type() }
      try write(count == 1 ? ",)" : ")")
    case "F": try binding { (it) throws(Unreadable) in try it.function() }
    case "D":
      try write("dyn ")
      try binding { (it) throws(Unreadable) in
        try it.list(" + ") { (it) throws(Unreadable) in try it.traitBound() }
      }
      guard cursor.take("L") else { throw Unreadable() }
      guard case let index = try cursor.base62(), index != 0 else { return }
      try write(" + ")
      try lifetime(index)
    case "B": try again { (it) throws(Unreadable) in try it.type() }
    default:
      cursor.position = start
      try path(isValue: false)
    }
  }

  /// `<fn-sig>`, its binder read.
  private mutating func function() throws(Unreadable) {
    if cursor.take("U") { try write("unsafe ") }
    if cursor.take("K") {
      let name = cursor.take("C") ? Array("C".utf8) : try cursor.identifier().map { $0 == 0x5F ? 0x2D : $0 }
      try write("extern \"")
      try write(name)
      try write("\" ")
    }
    try write("fn(")
    try list { (it) throws(Unreadable) in try it.type() }
    try write(")")
    guard !cursor.take("u") else { return }
    try write(" -> ")
    try type()
  }

  /// `Iterator<Item = u8>`: what the trait's own types are stands among its arguments.
  private mutating func traitBound() throws(Unreadable) {
    var isOpen = try pathWithOpenArguments()
    while cursor.take("p") {
      try write(isOpen ? ", " : "<")
      isOpen = true
      try write(try cursor.identifier())
      try write(" = ")
      try type()
    }
    if isOpen { try write(">") }
  }

  /// A path whose list of arguments, if it has one, is left open; whether it has.
  private mutating func pathWithOpenArguments() throws(Unreadable) -> Bool {
    try enter()
    defer { depth -= 1 }
    if cursor.take("B") {
      var isOpen = false
      try again { (it) throws(Unreadable) in isOpen = try it.pathWithOpenArguments() }
      return isOpen
    }
    guard cursor.take("I") else {
      try path(isValue: false)
      return false
    }
    try path(isValue: false)
    try write("<")
    try genericArguments()
    return true
  }

  private mutating func constant() throws(Unreadable) {
    try enter()
    defer { depth -= 1 }
    switch Unicode.Scalar(try cursor.next()) {
    case "p": try write("_")
    case "B": try again { (it) throws(Unreadable) in try it.constant() }
    case "a", "s", "l", "x", "n", "i":
      if cursor.take("n") { try write("-") }
      try number()
    case "h", "t", "m", "y", "o", "j": try number()
    case "b":
      guard let value = UInt8(try cursor.hexadecimal()), value < 2 else { throw Unreadable() }
      try write(value == 1 ? "true" : "false")
    case "c":
      guard let scalar = UInt32(try cursor.hexadecimal(), radix: 16).flatMap(Unicode.Scalar.init) else {
        throw Unreadable()
      }
      try write("'\(scalar)'")
    default: throw Unreadable()
    }
  }

  private mutating func number() throws(Unreadable) {
    let digits = try cursor.hexadecimal()
    guard !digits.isEmpty else { throw Unreadable() }
    try write(UInt64(digits, radix: 16).map { String($0) } ?? "0x" + digits)
  }

  // MARK: Lifetimes

  /// `for<'a, 'b>`, if there is a binder, around what `body` reads.
  private mutating func binding(_ body: (inout RustDemangler) throws(Unreadable) -> Void) throws(Unreadable) {
    let outer = lifetimes
    defer { lifetimes = outer }
    if cursor.take("G") {
      let count = try cursor.base62()
      guard count < Self.deepest else { throw Unreadable() }
      try write("for<")
      for index in 0...count {
        lifetimes += 1
        if index > 0 { try write(", ") }
        try lifetime(1)
      }
      try write("> ")
    }
    try body(&self)
  }

  /// - Parameter index: counted from the innermost binder, 1 the last one that it names; 0 is a lifetime without a name.
  private mutating func lifetime(_ index: UInt64) throws(Unreadable) {
    guard index > 0 else { return try write("'_") }
    guard index <= lifetimes else { throw Unreadable() }
    let place = lifetimes - index
    try write(place < 26 ? "'\(Unicode.Scalar(UInt8(ascii: "a") + UInt8(place)))" : "'_\(place)")
  }

  // MARK: Reading

  private mutating func enter() throws(Unreadable) {
    depth += 1
    steps += 1
    guard depth <= Self.deepest, steps <= Self.stepsAtMost else { throw Unreadable() }
  }

  private mutating func write(_ part: String) throws(Unreadable) { try write(Array(part.utf8)) }

  private mutating func write(_ part: some Collection<UInt8>) throws(Unreadable) {
    guard !isSilent else { return }
    text += part
    guard text.count <= Self.longestText else { throw Unreadable() }
  }

  private mutating func silently(
    _ body: (inout RustDemangler) throws(Unreadable) -> Void
  ) throws(Unreadable) {
    let outer = isSilent
    isSilent = true
    defer { isSilent = outer }
    try body(&self)
  }

  /// How many elements there are up to the E that ends them.
  @discardableResult
  private mutating func list(
    _ separator: String = ", ", _ element: (inout RustDemangler) throws(Unreadable) -> Void
  ) throws(Unreadable) -> Int {
    var count = 0
    while !cursor.take("E") {
      if count > 0 { try write(separator) }
      try element(&self)
      count += 1
    }
    return count
  }

  /// `<backref>`, its B read: what stands at an earlier place stands here too.
  private mutating func again(_ body: (inout RustDemangler) throws(Unreadable) -> Void) throws(Unreadable) {
    let start = cursor.position - 1
    let place = try cursor.base62()
    guard place < start else { throw Unreadable() }
    let end = cursor.position
    cursor.position = Int(place)
    try body(&self)
    cursor.position = end
  }
}
