import PluginModel

/// Reads the goroutines that Go prints: a header, then two lines a call. See Go's runtime/traceback.go.
///
///     goroutine 1 [running]:
///     plugin/unnamed-1f0c….MyFunction({0x7f2c5c0e1040, 0x5})
///     	/home/u/greeter.go:12 +0x45
///     created by main.main in goroutine 1
///     	/home/u/greeter.go:20 +0x1c
struct GoTraceReader {
  private var trace = GoTrace(goroutines: [])
  private var current: Goroutine?
  /// The call whose file the next line tells.
  private var pending: ArraySlice<UInt8>?
  private var files: [String] = []

  /// Nil if there is no goroutine in it.
  static func trace(in text: some Collection<UInt8>) -> GoTrace? {
    var reader = GoTraceReader()
    for line in Array(text).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      reader.take(line)
    }
    reader.finish()
    guard !reader.trace.goroutines.isEmpty else { return nil }
    return GoOwners.told(in: reader.trace)
  }

  private mutating func take(_ line: ArraySlice<UInt8>) {
    if let header = Self.header(line) {
      finish()
      // Goroutine 0 is the scheduler's own.
      current = header.id == 0 ? nil : header
    } else if line.first == UInt8(ascii: "\t") {
      if let call = pending { add(call, at: line.dropFirst()) }
      pending = nil
    } else if line.starts(with: "...".utf8) {
      current?.isCut = true
    } else if line.isEmpty {
      finish()
    } else {
      pending = line
    }
  }

  private mutating func add(_ call: ArraySlice<UInt8>, at place: ArraySlice<UInt8>) {
    guard let goroutine = current, let location = Self.location(place) else { return }
    let created = Array("created by ".utf8)
    let name = Self.name(of: call.starts(with: created) ? call.dropFirst(created.count) : call)
    let frame = GoFrame(
      function: ForeignText(name), file: ForeignText(location.file), line: location.line, owner: .plugin)
    if call.starts(with: created) {
      current?.creator = frame
      return
    }
    guard goroutine.frames.count < GoTrace.framesAtMost else {
      current?.isCut = true
      return
    }
    current?.frames.append(frame)
  }

  private mutating func finish() {
    pending = nil
    guard let goroutine = current else { return }
    current = nil
    if trace.goroutines.count < GoTrace.goroutinesAtMost {
      trace.goroutines.append(goroutine)
    } else {
      trace.leftOut += 1
    }
  }

  /// `goroutine 7 [chan receive, 2 minutes]:`, or with more between the number and the bracket.
  static func header(_ line: ArraySlice<UInt8>) -> Goroutine? {
    let word = Array("goroutine ".utf8)
    guard line.starts(with: word), line.last == UInt8(ascii: ":") else { return nil }
    let rest = line.dropFirst(word.count)
    guard let id = UInt64(String(decoding: rest.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)),
      let open = rest.firstIndex(of: UInt8(ascii: "[")), let close = rest.lastIndex(of: UInt8(ascii: "]")), open < close
    else { return nil }
    return Goroutine(id: id, state: ForeignText(rest[(open + 1)..<close].prefix(longestState)))
  }

  /// In bytes.
  private static let longestState = 200
  private static let longestName = 512
  private static let longestPath = 4096

  /// `/home/u/greeter.go:12 +0x45`.
  private static func location(_ line: ArraySlice<UInt8>) -> (file: ArraySlice<UInt8>, line: UInt32)? {
    guard let colon = line.lastIndex(of: UInt8(ascii: ":")) else { return nil }
    let digits = line[(colon + 1)...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard let number = UInt32(String(decoding: digits, as: UTF8.self)) else { return nil }
    return (line[..<colon].prefix(longestPath), number)
  }

  /// The function of `example.com/table.(*Table).find(0x0, {0x1, 0x2})` or `main.run in goroutine 1`.
  private static func name(of call: ArraySlice<UInt8>) -> [UInt8] {
    var name = Array(call)
    if let end = name.firstRange(of: Array(" in goroutine ".utf8)) {
      name.removeSubrange(end.lowerBound...)
    } else if name.last == UInt8(ascii: ")") {
      // The arguments are the last pair of brackets.
      var depth = 0
      while let last = name.popLast() {
        depth += last == UInt8(ascii: ")") ? 1 : last == UInt8(ascii: "(") ? -1 : 0
        if depth == 0 { break }
      }
    }
    return Array(GoSymbol.readable(name).prefix(longestName))
  }
}
