import PluginModel
import Testing

@Suite("Lists of inputs")
struct InputListTests {
  private func inputs(_ text: String) throws -> [String] { try inputs(Array(text.utf8)).map { $0.exact ?? "?" } }
  private func inputs(_ bytes: [UInt8]) throws -> [ForeignText] { try InputList(bytes).inputs }

  @Test(arguments: [
    ("a\nb\n", ["a", "b"]), ("a\nb", ["a", "b"]), ("a\r\nb\r\n", ["a", "b"]), ("\n", [""]), ("a\n\nb", ["a", "", "b"]),
    ("a\rb\n", ["a\rb"]), ("a\r", ["a\r"]), ("\u{FEFF}a\n", ["a"]), (" a \n", [" a "]), ("a\na\n", ["a", "a"]),
  ])
  func lines(text: String, expected: [String]) throws { #expect(try inputs(text) == expected) }

  @Test(arguments: [
    (#""a\nb""#, ["a\nb"]), (#""""#, [""]), (#""\u0041\ud83d\ude00\"\\\/""#, [#"A😀"\/"#]), (#""\u0000""#, ["\0"]),
    // Only what begins and ends with a quotation mark is such a string.
    (#"say "a""#, [#"say "a""#]), (#""a" she said"#, [#""a" she said"#]), (#"""#, [#"""#]),
    ("\"a\"\r\nb", ["a", "b"]),
  ])
  func stringsInLines(text: String, expected: [String]) throws { #expect(try inputs(text) == expected) }

  @Test(arguments: [
    (#"["a","b"]"#, ["a", "b"]), (" \n[\n  \"a\\tb\",\n  \"\"\n]\n", ["a\tb", ""]), ("\u{FEFF}[\"a\"]", ["a"]),
  ])
  func arrays(text: String, expected: [String]) throws { #expect(try inputs(text) == expected) }

  @Test func plainLinesMayHoldAnyBytes() throws {
    #expect(try inputs([0xFF, 0x00, 0x0A, 0x41]) == [ForeignText([0xFF, 0x00]), ForeignText("A")])
  }

  @Test(arguments: [
    ("", InputListError.empty), ("[]", .empty),
    (#""a" and "b""#, .notAString(line: 1)), ("a\n\"\\q\"", .notAString(line: 2)), (#""\ud83d""#, .notAString(line: 1)),
    (#""\u12""#, .notAString(line: 1)), ("\"a\tb\"", .notAString(line: 1)), (#""\""#, .notAString(line: 1)),
    ("[", .notAnArray(line: 1)), ("[\n1]", .notAnArray(line: 2)), (#"["a",]"#, .notAnArray(line: 1)),
    (#"["a"]"# + "\nmore", .notAnArray(line: 2)), (#"["a" "b"]"#, .notAnArray(line: 1)),
    ("[\n\n\"a", .notAString(line: 3)),
  ])
  func whatIsNone(text: String, error: InputListError) {
    #expect(throws: error) { try inputs(text) }
  }

  @Test func jsonIsUTF8() {
    #expect(throws: InputListError.notAString(line: 1)) { try inputs([0x22, 0xFF, 0x22]) }
  }

  @Test func bounds() throws {
    let longest = [UInt8](repeating: 0x61, count: Limits.inputBytes)
    #expect(try inputs([0x0A] + longest).count == 2)
    #expect(throws: InputListError.inputTooLong(line: 2)) { try inputs([0x0A] + longest + [0x61]) }
    #expect(try inputs([UInt8](repeating: 0x0A, count: Limits.inputs)).count == Limits.inputs)
    #expect(throws: InputListError.tooMany(line: Limits.inputs + 1)) {
      try inputs([UInt8](repeating: 0x0A, count: Limits.inputs + 1))
    }
    #expect(throws: InputListError.tooLong) { try inputs([UInt8](repeating: 0x0A, count: Limits.inputListBytes + 1)) }
  }

  /// Whatever the bytes are, the answer is a list or an error.
  @Test func anyBytes() {
    var random = SystemRandomNumberGenerator()
    let letters = Array("[]\",\\u0dn a\n\r\u{FEFF}".utf8) + [0xFF, 0x00]
    for _ in 0..<3000 {
      let bytes = (0..<Int.random(in: 0..<40, using: &random)).map { _ in letters.randomElement(using: &random)! }
      if let list = try? InputList(bytes) { #expect(!list.inputs.isEmpty) }
    }
  }

  @Test(arguments: [
    ("a", #""a""#), (#""a"\"#, #""\"a\"\\""#), ("a\nb", #""a\nb""#), ("12345678", #""12345678""#),
    ("123456789", #""12345678"…"#), ("1234567\"", #""1234567"…"#),
  ])
  func quoted(text: String, expected: String) { #expect(ForeignText(text).quoted(atMost: 8) == expected) }
}
