import Linux
import PluginModel
import Reports
import Storage

/// A file of people's verdicts, read and written. May wait for a disk, another process, a directory service.
struct VerdictBook: Sendable {
  let file: VerdictFile
  let utcOffset: Int32

  init(_ file: VerdictFile, utcOffset: Int32) { (self.file, self.utcOffset) = (file, utcOffset) }

  /// As people write it.
  var place: String { StateFolder.shortened(file.path).line }

  struct Contents: Sendable {
    var rulings = Rulings()
    /// What could not be read, in a sentence.
    var note: String?
  }

  func read() throws(JournalError) -> Contents { contents(of: try file.read()) }

  /// What became of some verdicts.
  struct Outcome: Sendable {
    /// Those that are on the disk.
    var written: [Ruling] = []
    /// Why others are not, a sentence each.
    var refused: [String] = []
    /// All that there are now; nil if the file could not be written.
    var contents: Contents?
  }

  /// Writes down what somebody decided, unless the file is another than the one that they looked at.
  func write(_ requests: [RulingRequest]) -> Outcome {
    var outcome = Outcome()
    let sound = requests.filter { request in
      // Nil: it is not there any more, which is another state too.
      if (try? FileStatus(path: request.path))?.state == request.file { return true }
      outcome.refused.append("\(request.path.name.line) has changed since it was looked at: no verdict was written")
      return false
    }
    guard !sound.isEmpty else { return outcome }
    let who = User.name
    do throws(JournalError) {
      outcome.contents = try add { rulings in
        sound.map { rulings.dated($0.ruling(by: who)) }
      } written: {
        outcome.written = $0
      }
    } catch {
      let what = sound.count == 1 ? "the verdict on \(sound[0].path.name.line) was" : "\(sound.count) verdicts were"
      outcome.refused.append("\(what) not written: \(error)")
    }
    return outcome
  }

  /// Takes in those of others that are not there yet.
  func merge(_ others: [Ruling]) throws(JournalError) -> (new: [Ruling], contents: Contents) {
    var new: [Ruling] = []
    let contents = try add { rulings in
      var known = Set(rulings.all)
      return others.filter { known.insert($0).inserted }
    } written: {
      new = $0
    }
    return (new, contents)
  }

  private func add(_ make: (Rulings) -> [Ruling], written: ([Ruling]) -> Void) throws(JournalError) -> Contents {
    let lines = try file.add { lines in
      let new = make(contents(of: lines).rulings)
      written(new)
      return new.map(RulingRecord.line)
    } inOrder: {
      RulingLines.sorted($0)
    }
    return contents(of: lines)
  }

  func contents(of lines: [String?]) -> Contents {
    let understood = RulingLines(lines, utcOffset: utcOffset)
    return Contents(rulings: Rulings(understood.rulings), note: understood.note.map { "\(place): \($0)" })
  }
}
