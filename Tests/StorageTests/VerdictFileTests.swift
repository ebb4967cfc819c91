import Foundation
import PluginModel
import TestSupport
import Testing

@testable import Storage

/// A file that several processes add to, and that people check in, edit and merge besides.
@Suite struct VerdictFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var file: VerdictFile { VerdictFile(PluginPath(folder("team.jsonl")), isPrivate: false, settling: 0) }
  private func content() throws -> String { String(decoding: try folder.read("team.jsonl"), as: UTF8.self) }
  private func mode(_ name: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: folder(name))[.posixPermissions] as? Int
  }
  private var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted() }

  /// Order is the alphabet; whatever is no line of ours keeps it from being made.
  @discardableResult
  private func add(_ lines: String..., to file: VerdictFile? = nil) throws -> [String?] {
    try (file ?? self.file).add({ _ in lines }) { all in
      all.allSatisfy { $0?.hasPrefix("{\"file\":") ?? false } ? all.compactMap(\.self).sorted() : nil
    }
  }

  @Test func `What is added is there and in order, and others may read it`() throws {
    let mask = umask(0o022)
    defer { umask(mask) }
    #expect(try file.read() == [])
    #expect(names == [], "to read makes nothing")
    #expect(try add(line("b")) == [line("b")])
    #expect(try add(line("c"), line("a")) == [line("a"), line("b"), line("c")])
    #expect(try content() == [line("a"), line("b"), line("c")].map { $0 + "\n" }.joined())
    #expect(names == ["team.jsonl"], "nothing else is left")
    #expect(try mode("team.jsonl") == 0o644)
    chmod(folder("team.jsonl"), 0o664)
    try add(line("0"))
    #expect(try mode("team.jsonl") == 0o664, "it keeps its mode")
  }

  @Test func `The user's own is private, and so is its folder`() throws {
    let own = VerdictFile(PluginPath(folder("state/airlock/verdicts.jsonl")), isPrivate: true)
    try add(line("b"), to: own)
    try add(line("a"), to: own)
    #expect(try mode("state/airlock") == 0o700)
    #expect(try mode("state/airlock/verdicts.jsonl") == 0o600)
  }

  @Test func `What is new is told from what is there`() throws {
    try add(line("a"))
    let lines = try file.add({ $0 == [line("a")] ? [line("b")] : [] }, inOrder: { _ in nil })
    #expect(lines == [line("a"), line("b")])
  }

  /// To be killed, or a power cut, can leave any beginning of what was to be written.
  @Test func `A last line that was cut off is dropped, at whatever byte`() throws {
    let whole = line("a") + "\n"
    for length in 1..<line("é").utf8.count {
      try folder.write("team.jsonl", Array(whole.utf8) + Array(line("é").utf8.prefix(length)))
      #expect(try file.read() == [line("a")], "\(length)")
      try add(line("b"))
      #expect(try content() == whole + line("b") + "\n", "\(length)")
    }
    try folder.write("team.jsonl", whole + line("c"))
    #expect(try file.read() == [line("a"), line("c")], "only its line break was missing")
    try add(line("b"))
    #expect(try content() == whole + line("b") + "\n" + line("c") + "\n")
  }

  /// Not every one that writes there knows of locks.
  @Test func `A line that somebody is just writing is waited for, and not cut off`() throws {
    try folder.write("team.jsonl", line("a") + "\n{\"file\":\"b")
    let hasty = VerdictFile(file.path, isPrivate: false, patience: 20_000_000, settling: 600_000_000_000)
    #expect(throws: JournalError.held(file.path)) { try add(line("c"), to: hasty) }
    #expect(try content() == line("a") + "\n{\"file\":\"b")
    let path = folder("team.jsonl")
    let writer = Thread {
      let handle = FileHandle(forWritingAtPath: path)
      _ = try? handle?.seekToEnd()
      handle?.write(Data("\"}\n".utf8))
    }
    writer.start()
    let patient = VerdictFile(file.path, isPrivate: false, settling: 600_000_000_000)
    #expect(try add(line("c"), to: patient) == [line("a"), line("b"), line("c")])
  }

  @Test func `What somebody mistyped in the last line stays, without a line break too`() throws {
    for typo in ["{\"file\":\"a}", "{\"file\":\"a\",\"note\":\"b"] {
      try folder.write("team.jsonl", typo)
      try add(line("b"))
      #expect(try content() == line("b") + "\n", "it may go on: \(typo)")
    }
    for typo in [
      "{\"file\":\"a\" \"note\":\"b\"}", "{\"file\":\"a\",note:1", "{\"file\":tru3}", "{\"file\":\"\\u12g\"}",
    ] {
      try folder.write("team.jsonl", typo)
      try add(line("b"))
      #expect(try content().hasPrefix(typo + "\n") || content().hasSuffix(typo + "\n"))
    }
  }

  @Test func `What is written and put there meanwhile is not lost`() throws {
    try add(line("b"))
    var count = 0
    // By an editor in place, which knows of no lock.
    try file.add({ _ in [line("a")] }) { [folder] all in
      count += 1
      let handle = FileHandle(forWritingAtPath: folder("team.jsonl"))
      _ = try? handle?.seekToEnd()
      handle?.write(Data((line("c") + "\n").utf8))
      return all.compactMap(\.self).sorted()
    }
    #expect(count == 1)
    #expect(try file.read() == [line("b"), line("a"), line("c")])
    // By git, in its place: what was added is added to that.
    count = 0
    try file.add({ _ in [line("0")] }) { [folder] all in
      count += 1
      if count == 1 {
        unlink(folder("team.jsonl"))
        _ = FileManager.default.createFile(atPath: folder("team.jsonl"), contents: Data((line("git") + "\n").utf8))
      }
      return all.compactMap(\.self).sorted()
    }
    #expect(count == 2)
    #expect(try file.read() == [line("0"), line("git")])
    #expect(names == ["team.jsonl"])
  }

  /// Whoever works on it together has a group for that.
  @Test(.enabled(if: geteuid() == 0)) func `It keeps its group`() throws {
    try add(line("b"))
    try #require(chown(folder("team.jsonl"), .max, 12_345) == 0)
    chmod(folder("team.jsonl"), 0o664)
    #expect(try add(line("a")) == [line("a"), line("b")])
    let group = try FileManager.default.attributesOfItem(atPath: folder("team.jsonl"))[.groupOwnerAccountID] as? Int
    #expect(try group == 12_345 && mode("team.jsonl") == 0o664)
  }

  @Test func `What is no line of ours stays where it is, the last one too`() throws {
    let others = "<<<<<<< HEAD\n" + line("b") + "\n=======\n" + line("a") + "\n>>>>>>> theirs"
    try folder.write("team.jsonl", Array(others.utf8) + [0x0A, 0xFF, 0xFE])
    #expect(try add(line("0")).count == 7)
    #expect(
      try folder.read("team.jsonl") == Array(others.utf8) + [0x0A, 0xFF, 0xFE, 0x0A] + Array((line("0") + "\n").utf8))
  }

  @Test func `A link, a pipe, a folder is left alone`() throws {
    try folder.write("target", "")
    try FileManager.default.createSymbolicLink(atPath: folder("team.jsonl"), withDestinationPath: folder("target"))
    #expect(throws: JournalError.symbolicLink(file.path)) { try file.read() }
    #expect(throws: JournalError.symbolicLink(file.path)) { try add(line("a")) }
    #expect(try folder.read("target") == [])
    unlink(folder("team.jsonl"))
    try #require(mkfifo(folder("team.jsonl"), 0o600) == 0)
    #expect(throws: JournalError.notAFile(file.path)) { try file.read() }
    #expect(throws: JournalError.notAFile(file.path)) { try add(line("a")) }
    unlink(folder("team.jsonl"))
    try folder.folder("team.jsonl")
    #expect(throws: JournalError.notAFile(file.path)) { try add(line("a")) }
    let lost = VerdictFile(PluginPath(folder("not/there.jsonl")), isPrivate: false)
    #expect(try lost.read() == [])
    #expect(throws: JournalError.self) { try add(line("a"), to: lost) }
  }

  @Test func `A file that is too long is neither read nor added to`() throws {
    try folder.write("team.jsonl", [UInt8](repeating: 0x0A, count: Journal.longestFile + 1))
    #expect(throws: JournalError.full(file.path)) { try file.read() }
    #expect(throws: JournalError.full(file.path)) { try add(line("a")) }
    try folder.write("team.jsonl", [UInt8](repeating: 0x0A, count: Journal.longestFile - 3))
    #expect(throws: JournalError.full(file.path)) { try add(line("a")) }
    #expect(try folder.read("team.jsonl").count == Journal.longestFile - 3)
  }

  /// What was left beside it by one that was killed there is taken over; what somebody else put there is not touched.
  @Test func `Whatever lies where it is written anew, nothing is lost`() throws {
    try add(line("b"))
    let beside = ".airlock-new-team.jsonl"
    try folder.write(beside, "half of what was to be")
    #expect(try add(line("a")) == [line("a"), line("b")])
    #expect(names == ["team.jsonl"])
    try folder.write("precious", "x")
    try FileManager.default.createSymbolicLink(atPath: folder(beside), withDestinationPath: folder("precious"))
    #expect(try add(line("0")) == [line("a"), line("b"), line("0")], "it is in order the next time")
    #expect(try folder.read("precious") == Array("x".utf8))
    unlink(folder(beside))
    // Another name of somebody's file.
    try FileManager.default.linkItem(atPath: folder("precious"), toPath: folder(beside))
    try add()
    #expect(try folder.read("precious") == Array("x".utf8) && folder.read(beside) == Array("x".utf8))
    unlink(folder(beside))
    #expect(try add() == [line("0"), line("a"), line("b")])
  }

  @Test func `Another that holds it is waited for, and not for ever`() throws {
    try add(line("a"))
    let holder = Process()
    let (input, output) = (Pipe(), Pipe())
    holder.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
    holder.arguments = ["--no-fork", folder("team.jsonl"), "sh", "-c", "echo held; read line"]
    (holder.standardInput, holder.standardOutput) = (input, output)
    try holder.run()
    #expect(output.fileHandleForReading.availableData == Data("held\n".utf8))
    let hasty = VerdictFile(file.path, isPrivate: false, patience: 20_000_000)
    #expect(throws: JournalError.held(file.path)) { try add(line("b"), to: hasty) }
    #expect(try file.read() == [line("a")], "to read needs no lock")
    kill(holder.processIdentifier, SIGKILL)
    holder.waitUntilExit()
    #expect(try add(line("b"), to: hasty) == [line("a"), line("b")])
  }

  /// Git puts another file in its place while one is being added to.
  @Test func `What was added to a file that has gone is added to the one that is there`() throws {
    try add(line("a"))
    var count = 0
    let lines = try file.add({ [folder] _ in
      count += 1
      if count == 1 {
        // Between the lock and the write: as bad as it can be.
        unlink(folder("team.jsonl"))
        _ = FileManager.default.createFile(
          atPath: folder("team.jsonl"), contents: Data((line("git") + "\n").utf8))
      }
      return [line("b")]
    }) { _ in nil }
    #expect(count == 2)
    #expect(lines == [line("git"), line("b")])
    #expect(try content() == line("git") + "\n" + line("b") + "\n")
  }
}

private func line(_ text: String) -> String { "{\"file\":\"\(text)\"}" }
