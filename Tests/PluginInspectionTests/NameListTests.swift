import Testing

@testable import PluginInspection

@Suite("The first and the nearest of many names")
struct NameListTests {
  /// How a name comes to the list: it stands in a file, it does so and cannot have come before, or it is made.
  enum Coming: CaseIterable { case inFile, new, made }

  private static let names = ["MyFunctio", "myFunction", "YourFunction", "alpha", "Beta", "gamma", "MyFunctions", "z"]

  @Test(arguments: Coming.allCases) func firstAndNearest(_ coming: Coming) {
    let list = list(of: Self.names.map { ($0, coming) })
    #expect(list.count == 8)
    #expect(list.first == ["Beta", "MyFunctio", "MyFunctions", "YourFunction", "alpha"])
    #expect(
      list.nearest == [
        "myFunction 0", "MyFunctio 1", "MyFunctions 1", "YourFunction 4", "Beta 9",
      ])
  }

  /// What came before is not counted again and takes no place from another, whichever way each came.
  @Test(arguments: [Coming.inFile, .made], [Coming.inFile, .made])
  func eachOnce(_ coming: Coming, _ again: Coming) {
    let list = list(of: Self.names.map { ($0, coming) } + Self.names.reversed().map { ($0, again) })
    #expect(list.count == 8)
    #expect(list.first == ["Beta", "MyFunctio", "MyFunctions", "YourFunction", "alpha"])
    #expect(list.nearest.count { $0 == "MyFunctio 1" } == 1)
  }

  /// The alphabet decides between names that are equally near, in whatever order they come.
  @Test func ties() {
    let near = ["MyFunctionA", "MyFunctionB", "MyFunctionC", "MyFunctionD", "MyFunctionE", "MyFunctionF"]
    for names in [near, near.reversed(), near.shuffled()] {
      let list = list(of: names.enumerated().map { ($0.element, $0.offset.isMultiple(of: 2) ? .new : .made) })
      #expect(list.nearest == near.prefix(5).map { $0 + " 1" })
      #expect(list.first == Array(near.prefix(5)))
    }
  }

  @Test func noneWanted() {
    var list = NameList(wanted: [])
    list.add(Array("a".utf8))
    #expect(list.nearest.isEmpty)
    #expect(list.first == [Array("a".utf8)])
    #expect(list.count == 1)
  }

  private struct Told {
    let count: Int
    let first: [String]
    /// "MyFunctio 1".
    let nearest: [String]
  }

  private func list(of names: [(String, Coming)]) -> Told {
    // As the bytes of a file, these are there for as long as the list is.
    let buffers = names.map { name, _ in
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: name.utf8.count, alignment: 1)
      buffer.copyBytes(from: name.utf8)
      return UnsafeRawBufferPointer(buffer)
    }
    defer { for buffer in buffers { buffer.deallocate() } }
    var list = NameList(wanted: Array("MyFunction".utf8))
    for ((name, coming), buffer) in zip(names, buffers) {
      switch coming {
      case .inFile: list.add(MappedText(buffer))
      case .new: list.add(MappedText(buffer), isNew: true)
      case .made: list.add(Array(name.utf8))
      }
    }
    return Told(
      count: list.count, first: list.first.map(text),
      nearest: list.nearest.map { "\(text($0.name)) \($0.distance)" })
  }

  private func text(_ name: [UInt8]) -> String { String(decoding: name, as: UTF8.self) }
}
