import Testing

@testable import PluginInspection

@Suite("Distance between names")
struct EditDistanceTests {
  @Test(arguments: [
    ("MyFunction", "MyFunction", 0), ("MyFunction", "myfunction", 0), ("MyFunction", "MyFuncton", 1),
    ("MyFunction", "MyFunctions", 1), ("MyFunction", "MyFunctoin", 1), ("MyFunction", "YourFunction", 4),
    ("MyFunction", "", 10), ("ab", "ba", 1), ("abc", "ca", 3), ("a", "b", 1),
  ])
  func known(from: String, to: String, expected: Int) throws {
    let distance = try #require(EditDistance(from: Array(from.utf8)))
    #expect(distance.to(Array(to.utf8), atMost: .max) == expected)
    #expect(distance.to(Array(to.utf8), atMost: expected) == expected)
    #expect(expected == 0 || distance.to(Array(to.utf8), atMost: expected - 1) == nil)
  }

  @Test func boundsOfLength() {
    #expect(EditDistance(from: []) == nil)
    #expect(EditDistance(from: Array(repeating: 0x61, count: EditDistance.longestName + 1)) == nil)
    for length in [1, 63, 64, 65, 127, EditDistance.longestName] {
      let name = [UInt8](repeating: 0x61, count: length)
      #expect(EditDistance(from: name)?.to(name + [0x62], atMost: 1) == 1)
    }
  }

  /// The words of bits say what the whole table would, under whatever bound, whatever the letters' case, and whether the
  /// names have few letters in common or many.
  @Test(arguments: [(1...12, 3000), (50...EditDistance.longestName, 60)], [0x64, 0x7A] as [UInt8])
  func asTheTableSays(kind: (lengths: ClosedRange<Int>, rounds: Int), last: UInt8) throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<kind.rounds {
      let names = (0..<2).map { _ in
        (0..<Int.random(in: kind.lengths, using: &generator)).map { _ in
          UInt8.random(in: 0x61...last, using: &generator) ^ (Bool.random(using: &generator) ? 0x20 : 0)
        }
      }
      let distance = try #require(EditDistance(from: names[0]))
      let expected = table(names[0].map { $0 | 0x20 }, names[1].map { $0 | 0x20 })
      #expect(distance.to(names[1], atMost: .max) == expected, "\(names)")
      #expect(distance.to(names[1], atMost: expected) == expected, "\(names)")
      #expect(distance.to(names[1], atMost: expected - 1) == nil, "\(names)")
    }
  }

  private func table(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var rows = Array(repeating: Array(repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in 0...a.count { rows[i][0] = i }
    for j in 0...b.count { rows[0][j] = j }
    for i in 1...a.count {
      for j in 1...b.count {
        rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
        }
      }
    }
    return rows[a.count][b.count]
  }
}
