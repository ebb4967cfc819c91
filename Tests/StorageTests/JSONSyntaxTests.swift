import Foundation
import Testing

@testable import Storage

@Suite struct JSONSyntaxTests {
  private func isObject(_ text: String) -> Bool { JSONSyntax.isObject(Array(text.utf8)[...]) }

  @Test(arguments: [
    "{}", "{ }", "{\"a\":1}", "{\"a\":-0.5e+10,\"b\":[1,2,{}],\"c\":\"\\u00e9\\n\\\"\"}",
    "{\"a\":true,\"b\":null,\"c\":false}",
    "{\"é\": \"数\"}", "{\"a\" : [ ] }", "{\"a\":0}",
  ])
  func `An object`(text: String) {
    #expect(isObject(text))
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
  }

  @Test(arguments: [
    "", "{", "}", "[]", "1", "\"a\"", "{a:1}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "{\"a\":01}", "{\"a\":1.}",
    "{\"a\":.5}", "{\"a\":1e}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12g4\"}", "{\"a\":\"\\u12", "{\"a\":\"\t\"}",
    "{\"a\":tru}",
    "{\"a\":nul", "{} ", " {}", "{}{}", "{\"a\":[1 2]}", "{\"a\":'b'}", "{\"a\":1]", "{\"a\":\"", "{\"a\":-}",
  ])
  func `None`(text: String) { #expect(!isObject(text)) }

  @Test func `Depth is bounded`() {
    func nested(_ depth: Int) -> String {
      "{\"a\":" + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
    }
    #expect(isObject(nested(50)))
    #expect(!isObject(nested(100_000)))
  }

  @Test func `No beginning of an object is one`() {
    let bytes = Array("{\"a\":[1,{\"b\":\"\\u0041}\"}],\"c\":{\"d\":-1.5}}".utf8)
    for count in 0..<bytes.count { #expect(!JSONSyntax.isObject(bytes.prefix(count))) }
    #expect(JSONSyntax.isObject(bytes[...]))
  }
}
