import Foundation
import PluginModel
import TestSupport
import Testing

@testable import Storage

/// Lines that several processes add to one file, whatever happens to them and to it.
@Suite struct JournalTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var journal: Journal { Journal("test", in: PluginPath(folder("state/airlock"))) }
  private var place: String { folder("state/airlock") }
  private var file: String { place + "/test.jsonl" }

  private func content() throws -> String {
    String(decoding: try folder.read("state/airlock/test.jsonl"), as: UTF8.self)
  }
  private func write(_ text: String) throws { try write(Array(text.utf8)) }
  private func write(_ bytes: [UInt8]) throws {
    try folder.folder("state/airlock")
    try folder.write("state/airlock/test.jsonl", bytes)
  }
  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }
  private var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []).sorted()
  }

  @Test func `What is added is there, in order and private`() throws {
    #expect(try journal.read() == Journal.Contents())
    #expect(names == [], "to read makes nothing")
    #expect(try journal.append([line("1"), line("2")], sync: true) == nil)
    #expect(try journal.append([line("é\\n")], sync: false) == nil)
    #expect(try journal.append([], sync: true) == nil)
    #expect(try journal.read() == Journal.Contents(lines: [line("1"), line("2"), line("é\\n")]))
    #expect(try content().hasPrefix("{\"airlock\":\"test\",\"version\":1}\n{\"a\":\"1\"}\n"))
    #expect(try mode(file) == 0o600)
    #expect(try mode(place) == 0o700)
    #expect(names == ["test.jsonl", "test.lock"])
    chmod(file, 0o644)
    try journal.append([line("3")], sync: false)
    #expect(try mode(file) == 0o600)
  }

  @Test func `Only lines of JSON are taken, and not half of a batch`() throws {
    let long = line(String(repeating: "x", count: Journal.longestLine))
    for bad in ["", "[]", "{", "{}\n{}", long] {
      #expect(throws: JournalError.notALine(bad.utf8.count)) { try journal.append([line("1"), bad], sync: false) }
    }
    #expect(try journal.read() == Journal.Contents())
    let longest = line(String(repeating: "x", count: Journal.longestLine - line("").utf8.count))
    try journal.append([longest], sync: false)
    try journal.append([line("1")], sync: false)
    #expect(try journal.read().lines == [longest, line("1")])
  }

  /// To be killed, or a full disk, or a power cut, can leave any beginning of what was to be written.
  @Test func `Wherever it was cut off, what was whole is there and more can be added`() throws {
    try journal.append([line("1"), line("22"), line("}")], sync: false)
    let whole = try folder.read("state/airlock/test.jsonl")
    for count in 0...whole.count {
      try write(Array(whole.prefix(count)))
      let text = String(decoding: whole.prefix(count), as: UTF8.self)
      var lines = text.split(separator: "\n").dropFirst().map(String.init)
      if let last = lines.last, ![line("1"), line("22"), line("}")].contains(last) { lines.removeLast() }
      #expect(try journal.read() == Journal.Contents(lines: lines), "cut off after \(count) bytes")
      #expect(try journal.append([line("next")], sync: false) == nil, "cut off after \(count) bytes")
      #expect(try journal.read() == Journal.Contents(lines: lines + [line("next")]), "cut off after \(count) bytes")
    }
    #expect(names == ["test.jsonl", "test.lock"])
  }

  /// Blocks that were given to the file and never written.
  @Test func `Zeros at the end are dropped`() throws {
    try journal.append([line("1")], sync: false)
    try write(try folder.read("state/airlock/test.jsonl") + [UInt8](repeating: 0, count: 4096))
    #expect(try journal.read().lines == [line("1")])
    try journal.append([line("2")], sync: false)
    #expect(try journal.read().lines == [line("1"), line("2")])
  }

  @Test func `What a newer version wrote is left alone`() throws {
    let text = "{\"airlock\":\"test\",\"version\":2}\n{\"b\":1}\n"
    try write(text)
    let newer = JournalError.newer(journal.path)
    #expect(throws: newer) { try journal.read() }
    #expect(throws: newer) { try journal.append([line("1")], sync: true) }
    #expect(throws: newer) { try journal.compact { $0 } }
    #expect(newer.description == "\(file) was written by a newer airlock; use that")
    #expect(try folder.read("state/airlock/test.jsonl") == Array(text.utf8))
  }

  @Test(
    arguments: [
      ("", nil), ("hello", "was not written by airlock"), ("hello\n{}\n", "was not written by airlock"),
      ("{\"airlock\":\"other\",\"version\":1}\n", "was not written by airlock"),
      ("{\"airlock\":\"test\",\"version\":0}\n", "was not written by airlock"),
      ("{ \"version\": 1, \"airlock\": \"test\" }\n{\"a\":1}\n", nil),
      ("{\"airlock\":\"test\",\"version\":1}\n\n", "is damaged in line 2"),
      ("{\"airlock\":\"test\",\"version\":1}\n{\"a\":\"\u{0}\"}\n", "is damaged in line 2"),
    ] as [(String, String?)])
  func `A file that cannot be read is set aside, and that is told`(text: String, reason: String?) throws {
    try write(text)
    let note = try journal.read().note
    if let reason {
      let told = try #require(note)
      #expect(told.hasPrefix("\(file) \(reason) and was set aside as test.broken-"))
      let kept = try #require(names.first { $0.hasPrefix("test.broken-") })
      #expect(told.hasSuffix(kept))
      #expect(try folder.read("state/airlock/" + kept) == Array(text.utf8))
      #expect(!names.contains("test.jsonl"))
    } else {
      #expect(note == nil)
    }
    try journal.append([line("new")], sync: true)
    #expect(try journal.read().lines.last == line("new"))
  }

  /// As after a block of the disk has gone bad: what was acknowledged is still there.
  @Test func `Of a damaged file all that can be read stays`() throws {
    let long = line(String(repeating: "x", count: Journal.longestLine))
    try journal.append([line("1"), line("2"), line("3")], sync: true)
    let whole = try content()
    let damaged = [
      whole.replacing(line("2"), with: "\0\0\0"), whole.replacing(line("2"), with: long), whole + long + "\n",
      whole + "\n" + line("4") + "\n",
    ]
    for (round, text) in damaged.enumerated() {
      for byAdding in [false, true] {
        try write(text)
        let first = byAdding ? try journal.append([line("new")], sync: true) : nil
        let contents = try journal.read()
        let note = try #require(first ?? contents.note)
        #expect(note.contains("; all that can be read was kept, and the file as it was set aside as test.broken-"))
        let lines = ["1", "2", "3", "4"].filter { !(round < 2 && $0 == "2") && !(round < 3 && $0 == "4") }
        #expect(contents.lines == (lines + (byAdding ? ["new"] : [])).map(line))
        #expect(try journal.read() == Journal.Contents(lines: contents.lines))
        let kept = try #require(note.split(separator: " ").last)
        let before = String(decoding: try folder.read("state/airlock/" + kept), as: UTF8.self)
        #expect(before.hasPrefix(text))
        #expect(try mode(file) == 0o600)
      }
    }
    #expect(names.count { $0.hasPrefix("test.broken-") } == 8)
  }

  @Test func `Compaction of a damaged file`() throws {
    try journal.append([line("1"), line("2"), line("3")], sync: true)
    try write(try content().replacing(line("2"), with: "?"))
    #expect(
      try journal.compact { Array($0.reversed()) }?.contains("is damaged in line 3; all that can be read") == true)
    #expect(try journal.read() == Journal.Contents(lines: [line("3"), line("1")]))
  }

  @Test func `Bytes that are no text`() throws {
    try write(Array("{\"airlock\":\"test\",\"version\":1}\n{\"a\":\"".utf8) + [0xFF] + Array("\"}\n".utf8))
    #expect(try journal.read().note?.contains("is damaged in line 2") == true)
  }

  @Test func `To add to a file that is not a journal sets it aside too`() throws {
    for round in 1...3 {
      try write("my notes \(round)\n")
      let note = try #require(try journal.append([line("\(round)")], sync: false))
      #expect(note.contains("was not written by airlock and was set aside as test.broken-"))
      #expect(try journal.read().lines == [line("\(round)")])
    }
    #expect(names.count { $0.hasPrefix("test.broken-") } == 3, "none took the place of another")
  }

  @Test func `Giants are set aside, and it never becomes one itself`() throws {
    try write([UInt8](repeating: UInt8(ascii: "x"), count: Journal.longestFile + 1))
    #expect(try journal.read().note?.contains("is too long") == true)
    let long = [line(String(repeating: "x", count: 60_000))]
    #expect(throws: JournalError.full(PluginPath(file))) {
      for _ in 0..<200 { try journal.append(long, sync: false) }
    }
    #expect(try journal.read().lines.count > 100)
    try journal.compact { $0.suffix(2) }
    #expect(try journal.read().lines == long + long)
    try journal.append([line("more")], sync: false)
  }

  @Test func `Links, pipes, folders and files of others are not touched`() throws {
    try folder.folder("state/airlock")
    let target = try folder.write("target", "precious")
    func expectRefusal(_ error: JournalError, _ comment: Comment) {
      #expect(throws: error, comment) { try journal.read() }
      #expect(throws: error, comment) { try journal.append([line("1")], sync: true) }
      #expect(throws: error, comment) { try journal.compact { $0 } }
    }
    try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: target)
    expectRefusal(.notAFile(PluginPath(file)), "link")
    unlink(file)
    try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: folder("nowhere"))
    expectRefusal(.notAFile(PluginPath(file)), "dangling link")
    unlink(file)
    try #require(mkfifo(file, 0o600) == 0)
    expectRefusal(.notAFile(PluginPath(file)), "pipe")
    unlink(file)
    try folder.folder("state/airlock/test.jsonl")
    expectRefusal(.notAFile(PluginPath(file)), "folder")
    rmdir(file)
    #expect(try folder.read("target") == Array("precious".utf8))
    #expect(!FileManager.default.fileExists(atPath: folder("nowhere")))
    if geteuid() == 0 {
      try write("{}")
      chown(file, 12_345, 12_345)
      expectRefusal(.anotherUsers(PluginPath(file)), "another user's")
    }
  }

  @Test func `The lock is not followed either`() throws {
    try folder.folder("state/airlock")
    try FileManager.default.createSymbolicLink(atPath: place + "/test.lock", withDestinationPath: folder("nowhere"))
    #expect(throws: JournalError.notAFile(PluginPath(place + "/test.lock"))) {
      try journal.append([line("1")], sync: true)
    }
    #expect(!FileManager.default.fileExists(atPath: folder("nowhere")))
  }

  @Test func `No folder can be made: that is an error, not an end`() throws {
    try folder.write("state", "a file")
    #expect(try journal.read() == Journal.Contents())
    #expect(throws: JournalError.self) { try journal.append([line("1")], sync: true) }
  }

  @Test func `Compaction keeps what it is told to`() throws {
    try journal.append((0..<100).map { line("\($0)") }, sync: false)
    try folder.write("state/airlock/.airlock-new-test", "of one that was killed")
    #expect(try journal.compact { $0.suffix(3) } == nil)
    #expect(try journal.read().lines == [line("97"), line("98"), line("99")])
    #expect(try mode(file) == 0o600)
    #expect(names == ["test.jsonl", "test.lock"])
  }

  // MARK: Together

  @Test func `Many at once: each line is there, none is torn`() async throws {
    let journal = Journal("test", in: PluginPath(folder("state/airlock")), patience: 60_000_000_000)
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          for number in 0..<50 {
            #expect(throws: Never.self) {
              try journal.append(
                [line("\(writer) \(number) a"), line("\(writer) \(number) b")], sync: number % 10 == 0)
            }
          }
        }
      }
      group.addTask {
        for _ in 0..<20 {
          #expect(throws: Never.self) {
            try journal.compact { $0 }
            let note = try journal.read().note
            #expect(note == nil)
          }
        }
      }
    }
    let lines = try journal.read().lines
    #expect(lines.count == 400)
    for writer in 0..<4 {
      let own = lines.filter { $0.hasPrefix("{\"a\":\"\(writer) ") }
      #expect(own == (0..<50).flatMap { [line("\(writer) \($0) a"), line("\(writer) \($0) b")] })
    }
  }

  /// By flock(1): whoever is not Airlock and keeps to the lock is waited for.
  @Test func `Another process that holds it is not waited for without end`() throws {
    try journal.append([line("1")], sync: false)
    let holder = Process()
    let (input, output) = (Pipe(), Pipe())
    holder.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
    holder.arguments = [place + "/test.lock", "sh", "-c", "echo held; read line; echo '{\"a\":\"2\"}' >> \(file)"]
    holder.standardInput = input
    holder.standardOutput = output
    try holder.run()
    defer { holder.terminate() }
    #expect(output.fileHandleForReading.availableData == Data("held\n".utf8))
    #expect(throws: JournalError.held(PluginPath(place + "/test.lock"))) {
      try journal.append([line("3")], sync: false)
    }
    #expect(try journal.read().lines == [line("1")], "to read needs no lock")
    input.fileHandleForWriting.write(Data("\n".utf8))
    let patient = Journal("test", in: PluginPath(place), patience: 60_000_000_000)
    try patient.append([line("3")], sync: false)
    #expect(try journal.read().lines == [line("1"), line("2"), line("3")])
  }

  /// Killed while it holds the lock, and in the middle of a line.
  @Test func `One that is killed does not leave it locked`() throws {
    try journal.append([line("1")], sync: false)
    let holder = Process()
    let output = Pipe()
    holder.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
    // flock(1) executes the shell in its own place, so that the lock dies with what is killed.
    holder.arguments = [
      "--no-fork", place + "/test.lock", "sh", "-c", "printf '{\"a\":\"2' >> \(file); echo held; read line",
    ]
    holder.standardInput = Pipe()
    holder.standardOutput = output
    try holder.run()
    #expect(output.fileHandleForReading.availableData == Data("held\n".utf8))
    kill(holder.processIdentifier, SIGKILL)
    holder.waitUntilExit()
    try journal.append([line("3")], sync: true)
    #expect(try journal.read().lines == [line("1"), line("3")])
  }
}

private func line(_ text: String) -> String { "{\"a\":\"\(text)\"}" }
