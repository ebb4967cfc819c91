import Linux
import PluginModel
import Reports
import Storage

/// A file of people's verdicts, read and written. May wait for a disk, another process, a directory service.
struct VerdictBook: Sendable {
  let file: VerdictFile

  init(_ file: VerdictFile) { self.file = file }

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
  ///
  /// - Parameter patience: How long another process may hold the file, in nanoseconds.
  func write(_ requests: [RulingRequest], patience: UInt64 = VerdictFile.patience) -> Outcome {
    var outcome = Outcome()
    let sound = requests.filter { request in
      // Nil: it is not there any more, which is another state too.
      if (try? FileStatus(path: request.path))?.state == request.file { return true }
      outcome.refused.append("\(request.path.name.line) has changed since it was looked at: no verdict was written")
      return false
    }
    guard !sound.isEmpty else { return outcome }
    let who = User.name
    var objections: [String] = []
    do throws(JournalError) {
      let (new, contents) = try add(to: file.with(patience: patience)) { rulings in
        objections = sound.compactMap { objection(to: $0, rulings) }
        return sound.filter { objection(to: $0, rulings) == nil }.compactMap { rulings.dated($0.ruling(by: who)) }
      }
      (outcome.written, outcome.contents) = (new, contents)
      outcome.refused += objections
    } catch {
      let what = sound.count == 1 ? "the verdict on \(sound[0].path.name.line) was" : "\(sound.count) verdicts were"
      outcome.refused.append("\(what) not written: \(error)")
    }
    return outcome
  }

  /// Why a verdict would not count, in a sentence.
  private func objection(to request: RulingRequest, _ rulings: Rulings) -> String? {
    let name = request.path.name.line
    if request.decision == .withdrawn, rulings.ruling(on: request.digest) == nil {
      return "nobody has decided about \(name) as it is now: there is nothing to take back"
    }
    return rulings.dated(request.ruling(by: "")) == nil
      ? "the verdict on \(name) was not written: the last one is dated in the future; correct its date in \(place)"
      : nil
  }

  /// Takes in those of others that are not there yet.
  func merge(_ others: [Ruling]) throws(JournalError) -> (new: [Ruling], contents: Contents) {
    try add(to: file) { rulings in
      var known = Set(rulings.all)
      return others.filter { known.insert($0).inserted }
    }
  }

  /// What is new, and all that there is: it is on the disk now.
  private func add(
    to file: VerdictFile, _ make: (Rulings) -> [Ruling]
  ) throws(JournalError) -> (new: [Ruling], contents: Contents) {
    var new: [Ruling] = []
    let lines = try file.add { lines in
      new = make(contents(of: lines).rulings)
      return new.map(RulingRecord.line)
    } inOrder: {
      RulingLines.sorted($0)
    }
    return (new, contents(of: lines))
  }

  func contents(of lines: [String?]) -> Contents {
    let understood = RulingLines(lines, at: .now)
    return Contents(rulings: Rulings(understood.rulings), note: understood.note.map { "\(place): \($0)" })
  }
}
