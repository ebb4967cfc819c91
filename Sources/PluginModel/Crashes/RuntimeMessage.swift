/// What a language's runtime or the C library said on stderr before it ended the process. It is the plugin's word: it
/// names a cause, it proves none.
enum RuntimeMessage {
  /// The last that can be read, or the one that the compiler left in an inlined frame's name.
  ///
  /// - Parameter failure: "arithmetic overflow", from a frame that is named "Swift runtime failure: …".
  static func cause(stderr: ForeignText, failure: ForeignText?, signal: Int32) -> CrashCause? {
    let lines = stderr.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Array($0) }
    let fromOutput: CrashCause?
    switch signal {
    case abort: fromOutput = panic(lines) ?? exception(lines) ?? libraryMessage(lines) ?? cast(lines) ?? swift(lines)
    case illegalInstruction, trap: fromOutput = swift(lines)
    default: return nil
    }
    return fromOutput ?? failure.map { CrashCause("Swift runtime failure: \($0)") }
  }

  private static let illegalInstruction: Int32 = 4
  private static let trap: Int32 = 5
  private static let abort: Int32 = 6

  // MARK: Swift

  /// `Crash/Crash.swift:3: Fatal error: Index out of range`
  private static func swift(_ lines: [[UInt8]]) -> CrashCause? {
    for line in lines.reversed() {
      for (word, kind) in swiftWords {
        guard let found = line.range(of: word) else { continue }
        let place = Array(line[..<found.lowerBound]).withoutEnd(": ")
        let text = Array(line[found.upperBound...].drop { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: " ") })
        let title: ForeignText = text.isEmpty ? "Swift \(kind)" : "Swift \(kind): \(quote(text))"
        return CrashCause(title, place.isEmpty ? nil : "At \(name(place)).")
      }
    }
    return nil
  }

  private static let swiftWords = [
    ("Fatal error", "fatal error"), ("Assertion failed", "assertion failed"),
    ("Precondition failed", "precondition failed"),
  ]

  /// `Could not cast value of type 'Swift.Int' (0x7f…) to 'Swift.String' (0x7f…).`
  private static func cast(_ lines: [[UInt8]]) -> CrashCause? {
    guard let line = lines.last(where: { $0.starts(with: "Could not cast value of type ".utf8) }) else { return nil }
    let types = line.separated(by: "'")
    guard types.count >= 4 else { return CrashCause("Swift failed cast", "\(quote(line))") }
    return CrashCause("Swift failed cast: a value of type \(quote(types[1])) is not a \(quote(types[3]))")
  }

  // MARK: Rust and C++

  /// `thread '<unnamed>' panicked at src/lib.rs:5:10:`, the message on the next line.
  private static func panic(_ lines: [[UInt8]]) -> CrashCause? {
    for (index, line) in lines.enumerated().reversed() {
      guard line.starts(with: "thread '".utf8),
        let found = line.range(of: "' panicked at ") ?? line.range(of: ") panicked at "),
        index + 1 < lines.count
      else { continue }
      let message = lines[index + 1]
      // That the panic could not leave a C function is not what caused it.
      guard !message.contains("panic in a function that cannot unwind") else { continue }
      let place = Array(line[found.upperBound...]).withoutEnd(":")
      return CrashCause("Rust panic: \(quote(message))", "At \(name(place)).", at: location(place))
    }
    return nil
  }

  private static func exception(_ lines: [[UInt8]]) -> CrashCause? {
    for (index, line) in lines.enumerated().reversed() {
      if let found = line.range(of: "terminate called after throwing an instance of '") {
        let type = Array(line[found.upperBound...]).withoutEnd("'")
        let next = index + 1 < lines.count ? lines[index + 1] : []
        guard let what = next.range(of: "what():  ") else {
          return CrashCause("Uncaught C++ exception: \(quote(type))")
        }
        return CrashCause("Uncaught C++ exception: \(quote(type)): \(quote(Array(next[what.upperBound...])))")
      }
      if let found = line.range(of: "uncaught exception of type ") {  // libc++
        return CrashCause("Uncaught C++ exception: \(quote(Array(line[found.upperBound...])))")
      }
      for words in ["terminate called without an active exception", "pure virtual method called"]
      where line.starts(with: words.utf8) { return CrashCause("C++: \(words)") }
    }
    return nil
  }

  // MARK: The C library

  private static func libraryMessage(_ lines: [[UInt8]]) -> CrashCause? {
    for line in lines.reversed() {
      if let found = line.range(of: "Assertion `"), let end = line.range(of: "' failed", from: found.upperBound) {
        // `program: file.c:12: function: Assertion …`
        let place = Array(line[..<found.lowerBound]).separated(by: ": ").filter { !$0.isEmpty }
        let text = Array(line[found.upperBound..<end.lowerBound])
        let at: ForeignText? = place.count == 3 ? "At \(name(place[1])) in \(quote(place[2]))." : nil
        return CrashCause("Assertion failed: \(quote(text))", at)
      }
      guard let known = libraryMessages.first(where: { line.starts(with: $0.beginning.utf8) }) else { continue }
      let title = line.contains("double free") ? "Double free" : known.title
      return CrashCause(ForeignText(title), "The C library says: \(quote(line))")
    }
    return nil
  }

  private static let libraryMessages: [(beginning: String, title: String)] = [
    ("double free", "Double free"),
    ("free(): ", "Invalid free: not a block that was allocated, or one that was written over"),
    ("munmap_chunk(): ", "Invalid free: not a block that was allocated, or one that was written over"),
    ("malloc", "Heap corrupted: something was written outside its block"),
    ("realloc(): ", "Heap corrupted: something was written outside its block"),
    ("corrupted ", "Heap corrupted: something was written outside its block"),
    ("*** stack smashing detected ***", "Stack smashed: something was written past the end of a local array"),
    ("*** buffer overflow detected ***", "Buffer overflow, caught by the C library"),
  ]

  private static func quote(_ text: [UInt8]) -> ForeignText { ForeignText(text.prefix(longestQuote)) }
  /// `src/lib.rs:5:10`
  private static func location(_ place: [UInt8]) -> CodeLocation? {
    let parts = place.split(separator: UInt8(ascii: ":"))
    guard parts.count == 3, let line = UInt32(String(decoding: parts[1], as: UTF8.self)),
      parts[0].count <= Limits.pathBytes
    else { return nil }
    return CodeLocation(
      file: ForeignText(parts[0]), line: line, column: UInt32(String(decoding: parts[2], as: UTF8.self)))
  }

  /// "file.c:12" of a whole path.
  private static func name(_ place: [UInt8]) -> ForeignText {
    quote(place.split(separator: UInt8(ascii: "/")).last.map { Array($0) } ?? place)
  }
  /// In bytes.
  private static let longestQuote = 200
}

extension [UInt8] {
  fileprivate func withoutEnd(_ end: String) -> [UInt8] { hasSuffix(end) ? Array(dropLast(end.utf8.count)) : self }
}
