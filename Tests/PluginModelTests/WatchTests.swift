import Foundation
import PluginModel
import TestSupport
import Testing

/// What happens in real folders, and what is told of it. Nothing here waits for a time, only for what it is about.
@Suite("Watching", .serialized)
struct WatchTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["a.so", "b.so"] { try folder.write(name, "first") }
  }

  private func watched(_ places: [String] = [], recursive: Bool = false) throws -> WatchedFolder {
    let watched = try WatchedFolder(folder, places, recursive: recursive)
    #expect(watched.added + watched.removed + watched.changed + watched.returned == [])
    return watched
  }

  private func replace(_ name: String, _ text: String) throws {
    try folder.write("new", text)
    try #require(rename(folder("new"), folder(name)) == 0)
  }

  @Test func nothingHappens() throws {
    let watched = try watched()
    try watched.settle()
    #expect(watched.present == ["a.so", "b.so"])
    #expect(watched.watch.deadline == nil, "no reason to wake up")
  }

  @Test func renamedOver() throws {
    let watched = try watched()
    try replace("a.so", "second")
    try watched.wait("the change") { $0.changed == ["a.so"] }
    try watched.settle()
    #expect(watched.changed == ["a.so"])
    #expect(watched.added + watched.removed == [])
  }

  @Test func signed() throws {
    let watched = try watched()
    try folder.write("b.so.sig", "one")
    try watched.wait("the signature") { $0.signed == ["b.so"] }
    try watched.settle()
    unlink(folder("b.so.sig"))
    try watched.wait("its end") { $0.signed == ["b.so", "b.so"] }
    try watched.settle()
    // A file that was given by itself has one too, and a signature alone is no plugin.
    let single = try WatchedFolder(folder, ["a.so"])
    try folder.write("c.so.sig", "of nothing")
    try folder.write("a.so.sig", "two")
    try single.wait("the signature") { $0.signed == ["a.so"] }
    try watched.wait("the same") { $0.signed == ["b.so", "b.so", "a.so"] }
    #expect(watched.added + watched.changed + watched.removed + single.changed == [])
  }

  /// As `ld` does it: the old file is removed before the new one is begun.
  @Test func removedAndMadeAgain() throws {
    let watched = try watched()
    for round in 1...3 {
      unlink(folder("a.so"))
      try folder.write("a.so", "round \(round)")
      try watched.wait("the change") { $0.changed.count == round }
    }
    try watched.settle()
    #expect(watched.changed == ["a.so", "a.so", "a.so"])
    #expect(watched.removed + watched.added + watched.returned == [])
  }

  /// While pieces come, none of them is told; then all of it is.
  @Test func writtenInPieces() throws {
    let watched = try watched()
    let file = try #require(FileHandle(forWritingAtPath: folder("a.so")))
    try file.truncate(atOffset: 0)
    var (pieces, last, longestPause) = (0, Date(), 0.0)
    try watched.wait("all pieces to be written") { watched in
      guard pieces < 2000, watched.changed.isEmpty else { return true }
      file.write(Data(repeating: 7, count: 10))
      pieces += 1
      longestPause = max(longestPause, -last.timeIntervalSinceNow)
      last = Date()
      return false
    }
    // A busy machine may have made a pause in which the file looks finished.
    #expect(watched.changed == [] || longestPause > 0.05)
    for _ in pieces..<2000 { file.write(Data(repeating: 7, count: 10)) }
    try file.close()
    try watched.wait("the change") { $0.sizes["a.so"]?.last == 20_000 }
    try watched.settle()
    #expect(watched.added + watched.removed == [])
  }

  @Test func newFile() throws {
    let watched = try watched()
    try folder.write("c.so", "new")
    try folder.write("c.txt", "of no interest")
    try watched.wait("the new one") { $0.added == ["c.so"] }
    #expect(watched.names == ["a.so", "b.so", "c.so"])
    try replace("c.so", "newer")
    try watched.wait("its change") { $0.changed == ["c.so"] }
  }

  /// A place in the list is given once: whatever comes back has it again.
  @Test func removedAndBack() throws {
    let watched = try watched()
    unlink(folder("a.so"))
    try watched.wait("the removal") { $0.removed == ["a.so"] }
    #expect(watched.present == ["b.so"])
    try folder.write("c.so", "new")
    try watched.wait("the new one") { $0.added == ["c.so"] }
    try folder.write("a.so", "again")
    try watched.wait("the return") { $0.returned == ["a.so"] }
    #expect(watched.names == ["a.so", "b.so", "c.so"])
    #expect(watched.gone == [])
    #expect(watched.changed == [])
  }

  @Test func renamed() throws {
    let watched = try watched()
    try #require(rename(folder("a.so"), folder("z.so")) == 0)
    try watched.wait("both") { $0.removed == ["a.so"] && $0.added == ["z.so"] }
    #expect(watched.present == ["b.so", "z.so"])
  }

  @Test func otherPermissions() throws {
    let watched = try watched()
    chmod(folder("a.so"), 0o600)
    try watched.wait("the change") { $0.changed == ["a.so"] }
  }

  @Test func newSubfolder() throws {
    let watched = try watched(recursive: true)
    try folder.folder("deep/deeper")
    try folder.write("deep/deeper/c.so", "new")
    try watched.wait("the new one") { $0.added == ["deep/deeper/c.so"] }
    try watched.settle()
    try replace("deep/deeper/c.so", "newer")
    try watched.wait("its change") { $0.changed == ["deep/deeper/c.so"] }
    try FileManager.default.removeItem(atPath: folder("deep"))
    try watched.wait("its removal") { $0.removed == ["deep/deeper/c.so"] }
  }

  @Test func subfoldersOnlyIfAskedFor() throws {
    let watched = try watched()
    try folder.folder("deep")
    try folder.write("deep/c.so", "new")
    try folder.write("d.so", "new")
    try watched.wait("the new one") { !$0.added.isEmpty }
    try watched.settle()
    #expect(watched.added == ["d.so"])
  }

  @Test func folderRemovedAndMadeAgain() throws {
    try folder.folder("plugins")
    try folder.write("plugins/c.so", "first")
    let watched = try watched(["plugins"])
    for round in 1...2 {
      try FileManager.default.removeItem(atPath: folder("plugins"))
      try watched.wait("the removal") { $0.removed.count == round }
      #expect(watched.present == [])
      #expect(watched.watch.deadline != nil, "it is looked for")
      try folder.folder("plugins")
      try folder.write("plugins/c.so", "again")
      try watched.wait("the return") { $0.returned.count == round }
      try watched.settle()
    }
    #expect(watched.names == ["plugins/c.so"])
    #expect(watched.notes.count { $0.hasSuffix("plugins is gone; it is looked for again") } == 2)
    try replace("plugins/c.so", "and changed")
    try watched.wait("its change") { $0.changed == ["plugins/c.so"] }
  }

  @Test func folderReplacedByAnother() throws {
    try folder.folder("plugins")
    try folder.folder("next")
    try folder.write("plugins/c.so", "first")
    try folder.write("next/c.so", "second")
    let watched = try watched(["plugins"])
    try #require(rename(folder("plugins"), folder("old")) == 0)
    try #require(rename(folder("next"), folder("plugins")) == 0)
    try watched.wait("the change") { $0.changed == ["plugins/c.so"] }
    try watched.settle()
    try folder.write("plugins/d.so", "new")
    try watched.wait("the new one") { $0.added == ["plugins/d.so"] }
  }

  @Test func filesGivenOneByOne() throws {
    let watched = try watched(["a.so", "missing.so"])
    try folder.write("c.so", "of no interest")
    try replace("a.so", "second")
    try watched.wait("the change") { $0.changed == ["a.so"] }
    try folder.write("missing.so", "there")
    try watched.wait("the one that was missing") { $0.changed == ["a.so", "missing.so"] }
    unlink(folder("a.so"))
    try watched.wait("the removal") { $0.removed == ["a.so"] }
    try folder.write("a.so", "third")
    try watched.wait("the return") { $0.returned == ["a.so"] }
    #expect(watched.names == ["a.so", "missing.so"])
  }

  /// Another name for a file that is known is told, and is no plugin of its own, though it come first by its name.
  @Test func linksToWhatIsKnown() throws {
    let watched = try watched()
    try FileManager.default.createSymbolicLink(atPath: folder("0.so"), withDestinationPath: "a.so")
    try watched.wait("the note") { !$0.notes.isEmpty }
    try watched.settle()
    #expect(watched.present == ["a.so", "b.so"])
    #expect(watched.added + watched.removed + watched.changed == [])
    #expect(watched.notes.count == 1, "and not with each look")
    try replace("b.so", "look again")
    try watched.wait("the change") { $0.changed == ["b.so"] }
    #expect(watched.notes.count == 1)
  }

  @Test func linkOutOfTheFolder() throws {
    let other = try TemporaryFolder()
    try other.write("target", "first")
    try FileManager.default.createSymbolicLink(atPath: folder("c.so"), withDestinationPath: other("target"))
    let watched = try watched()
    #expect(watched.present == ["a.so", "b.so", "c.so"])
    try other.write("next", "second")
    try #require(rename(other("next"), other("target")) == 0)
    try watched.wait("the change") { $0.changed == ["c.so"] }
    unlink(other("target"))
    try watched.wait("the removal") { $0.removed == ["c.so"] }
    try watched.settle()
    try other.write("target", "third")
    try watched.wait("the return") { $0.returned == ["c.so"] }
  }

  /// More than the kernel keeps: that something happened is enough.
  @Test func thousandsOfEvents() throws {
    let watched = try watched()
    for round in 0..<3 {
      for number in 0..<7000 { try #require(close(creat(folder("noise-\(number)-\(round)"), 0o600)) == 0) }
    }
    try replace("a.so", "second")
    unlink(folder("b.so"))
    try watched.wait("the changes") { $0.changed == ["a.so"] && $0.removed == ["b.so"] }
    try watched.settle()
    try folder.write("c.so", "new")
    try watched.wait("the new one") { $0.added == ["c.so"] }
  }
}
