import PluginModel
import Testing

/// Messages between processes, one of which may be in a plugin's hands.
@Suite("Wire")
struct WireTests {
  private func expectRoundTrip<Value: WireValue & Equatable>(_ values: [Value]) throws {
    for value in values {
      let bytes = value.wireBytes
      #expect(try Value(wireBytes: bytes) == value)
      #expect(throws: WireError.trailingBytes) { try Value(wireBytes: bytes + [0]) }
    }
  }

  @Test func roundTrips() throws {
    try expectRoundTrip(Examples.requests)
    try expectRoundTrip(Examples.replies)
    try expectRoundTrip(Examples.endings)
    try expectRoundTrip(Examples.inspections)
    try expectRoundTrip(Phase.allCases)
    try expectRoundTrip(PluginKind.allCases)
    let message = try Message<Request>(wireBytes: Message(job: .max, Request.stop).wireBytes)
    #expect(message.job == .max)
    #expect(message.content == .stop)
  }

  @Test func numbersAreLittleEndian() {
    var writer = WireWriter()
    writer.put(UInt32(0x0102_0304))
    writer.put("ä")
    #expect(writer.bytes == [4, 3, 2, 1, 2, 0, 0, 0, 0xC3, 0xA4])
  }

  /// Every beginning of every message is told as one, and as nothing else.
  @Test func truncations() {
    for reply in Examples.replies {
      let bytes = reply.wireBytes
      let step = max(1, bytes.count / 500)
      for length in stride(from: 0, to: bytes.count, by: step) {
        #expect(throws: WireError.self) { try Reply(wireBytes: bytes.prefix(length)) }
      }
    }
    for request in Examples.requests {
      let bytes = request.wireBytes
      for length in bytes.indices { #expect(throws: WireError.self) { try Request(wireBytes: bytes.prefix(length)) } }
    }
  }

  /// The server hands inspections on unread; one that makes no sense costs its own file an answer and no other.
  @Test func senselessInspections() throws {
    let inspection = try #require(Examples.inspections.last)
    for reply in Examples.replies {
      if case .inspected = reply {
        #expect(Reply.isInspection(reply.wireBytes))
      } else {
        #expect(!Reply.isInspection(reply.wireBytes))
      }
    }
    let bytes = Message(job: 7, Reply.inspected(inspection)).wireBytes
    #expect(try Message(handedOn: bytes).content == .inspected(inspection))
    let cut = try Message(handedOn: Array(bytes.dropLast()))
    #expect(cut.job == 7 && cut.content == .inspected(Inspection()))
    let other = Message(job: 7, Reply.reached(.call)).wireBytes
    #expect(throws: WireError.self) { try Message<Reply>(handedOn: Array(other.dropLast())) }
    #expect(throws: WireError.self) { try Message<Reply>(handedOn: Array(other.prefix(4))) }
  }

  /// Whatever is changed, the answer is an error or a value, and that is not larger than what it was read from.
  @Test func mutations() {
    var random = SeededGenerator(state: 42)
    let messages = (Examples.replies.map(\.wireBytes) + Examples.requests.map(\.wireBytes)).filter { $0.count < 4000 }
    var decoded = 0
    for _ in 0..<5000 {
      var bytes = messages.randomElement(using: &random)!
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<max(1, bytes.count), using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0 where !bytes.isEmpty: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1 where !bytes.isEmpty: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
        case 2 where !bytes.isEmpty: bytes.remove(at: place)
        case 3: bytes.insert(UInt8.random(in: 0...255, using: &random), at: min(place, bytes.count))
        default:
          for index in place..<min(place + 4, bytes.count) { bytes[index] = 0xFF }
        }
      }
      if let value = try? Reply(wireBytes: bytes) {
        decoded += 1
        expectSound(value, from: bytes)
      }
      if let value = try? Request(wireBytes: bytes) {
        decoded += 1
        expectSound(value, from: bytes)
      }
    }
    #expect(decoded > 100)
  }

  private func expectSound<Value: WireValue & Equatable>(_ value: Value, from bytes: [UInt8]) {
    // Text that is not UTF-8 grows when it is repaired: three bytes for one.
    let again = value.wireBytes
    #expect(again.count <= 3 * bytes.count)
    #expect((try? Value(wireBytes: again)) == value)
  }

  /// What an unwinder says that a plugin may have taken over.
  @Test func snapshotsAreBounded() {
    func expectRefused(_ change: (inout ProcessSnapshot) -> Void, sourceLocation: SourceLocation = #_sourceLocation) {
      var snapshot = Examples.snapshot
      change(&snapshot)
      #expect(throws: WireError.outOfBounds, sourceLocation: sourceLocation) {
        try ProcessSnapshot(wireBytes: snapshot.wireBytes)
      }
    }
    let frame = StackFrame(offset: 0, owner: .plugin)
    let long = ForeignText(String(repeating: "x", count: Limits.nameBytes + 1))
    expectRefused { $0.threads[0].frames = Array(repeating: frame, count: Limits.frames + 1) }
    expectRefused { $0.threads = Array(repeating: $0.threads[1], count: Limits.threads + 1) }
    expectRefused { $0.modules = Array(repeating: $0.modules[0], count: Limits.modules + 1) }
    expectRefused { $0.registers = Array(repeating: $0.registers[0], count: Limits.registers + 1) }
    expectRefused { $0.threads[0].frames[0].function = long }
    expectRefused { $0.note = long }
    // An index must lead to a module.
    expectRefused { $0.threads[0].frames[0].module = 2 }
    expectRefused { $0.registers[0].place = .module(2, offset: 0) }
    expectRefused { $0.fault?.place = .module(2, offset: 0) }
    expectRefused { $0.fault?.below?.place = .module(.init(UInt32.max), offset: 0) }
  }

  @Test func lengthsAreBounded() {
    var reader = WireReader([0xFF, 0xFF, 0xFF, 0xFF, 1])
    #expect(throws: WireError.outOfBounds) { try reader.byteString() }
    reader = WireReader([0xFF, 0xFF, 0xFF, 0x7F])
    #expect(throws: WireError.outOfBounds) { try reader.list(Check.self) }
    // Within its bound, but there is not as much.
    var writer = WireWriter()
    writer.put(UInt32(WireReader.longestText))
    reader = WireReader(writer.bytes)
    #expect(throws: WireError.truncated) { try reader.byteString() }
    writer = WireWriter()
    writer.put(UInt32(WireReader.longestList))
    reader = WireReader(writer.bytes)
    #expect(throws: WireError.truncated) { try reader.list(Check.self) }
    reader = WireReader([2])
    #expect(throws: WireError.unknownCase(2)) { try reader.bool() }
  }
}

@Suite("Frames")
struct FramesTests {
  private let payloads: [[UInt8]] = [[], [1], Array(repeating: 2, count: 300), [], Array(repeating: 3, count: 70_000)]

  @Test(arguments: [1, 2, 3, 4, 5, 7, 64, 4096, 100_000])
  func anySplit(size: Int) throws {
    let stream = payloads.flatMap(Frames.frame)
    var frames = Frames()
    var received: [[UInt8]] = []
    for start in stride(from: 0, to: stream.count, by: size) {
      frames.append(stream[start..<min(start + size, stream.count)])
      while let payload = try frames.next() { received.append(payload) }
    }
    #expect(received == payloads)
  }

  @Test func randomSplits() throws {
    var random = SeededGenerator(state: 7)
    let stream = payloads.flatMap(Frames.frame)
    for _ in 0..<50 {
      var frames = Frames()
      var received: [[UInt8]] = []
      var rest = stream[...]
      while !rest.isEmpty {
        let piece = rest.prefix(Int.random(in: 1...20_000, using: &random))
        rest = rest.dropFirst(piece.count)
        frames.append(piece)
        if Bool.random(using: &random) { while let payload = try frames.next() { received.append(payload) } }
      }
      while let payload = try frames.next() { received.append(payload) }
      #expect(received == payloads)
    }
  }

  @Test func tooLong() throws {
    var frames = Frames()
    frames.append([0xFF, 0xFF, 0xFF])
    #expect(try frames.next() == nil)
    frames.append([0xFF])
    #expect(throws: WireError.outOfBounds) { try frames.next() }
    var longest = Frames()
    longest.append(withUnsafeBytes(of: UInt32(Frames.longest).littleEndian, Array.init))
    #expect(try longest.next() == nil)
  }
}
