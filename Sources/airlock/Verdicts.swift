import ArgumentParser
import Display
import PluginModel
import Reports
import Storage

/// `airlock verdicts`: what people decided about plugins.
struct Verdicts: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verdicts",
    abstract: "List what people decided about plugins, decide, and bring the verdicts of several people together.",
    discussion: """
      A verdict is about one content of a file, by its SHA-256: a plugin that is built again has none. The newest about \
      a content counts. They are lines of JSON, in your own state folder or in a file that a team checks in.
      """,
    subcommands: [
      List.self, Accept.self, Reject.self, Withdraw.self, VerdictCheck.self, Export.self, Merge.self,
    ],
    defaultSubcommand: List.self)

  struct List: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
      case text, json
    }

    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the verdicts that count, the newest first.")

    @OptionGroup var options: VerdictOptions

    @Option(help: "The form of the list.")
    var format = Format.text

    @Flag(help: "List those too that count no longer.")
    var all = false

    func run() throws {
      let (book, rulings) = try options.read()
      let listed = all ? rulings.all.sorted(by: Rulings.isNewer(_:than:)) : rulings.counting
      if format == .json {
        Output.stdout.write(RulingList.json(of: listed))
      } else if listed.isEmpty {
        Output.stderr.write(["Note: no verdicts in \(book.place)"])
      } else {
        Output.stdout.write(RulingList.lines(of: listed, width: TextWidth.of))
      }
    }
  }

  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "export", abstract: "Print all verdicts as lines of JSON, in order: for a file that a team checks in.")

    @OptionGroup var options: VerdictOptions

    func run() throws {
      let (_, rulings, isWhole) = try options.readWhole()
      let lines = rulings.all.map(RulingRecord.line)
      Output.stdout.write(RulingLines.sorted(lines) ?? lines)
      if !isWhole { throw ExitCode.failure }
    }
  }

  struct Merge: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "merge",
      abstract: "Take in the verdicts of other files, and bring all into order; none is taken in twice.")

    @Argument(help: ArgumentHelp("A file with verdicts.", valueName: "file"))
    var files: [String]

    @OptionGroup var options: VerdictOptions

    func run() throws {
      let book = try options.required()
      var others: [Ruling] = []
      var isComplete = true
      for path in PathBundle.paths(in: files) {
        let other = VerdictBook(VerdictFile(path, isPrivate: false))
        let lines = try VerdictOptions.orFail { () throws(JournalError) in try other.file.readExisting() }
        let contents = other.contents(of: lines)
        others += contents.rulings.all
        if let note = contents.note {
          isComplete = false
          Output.stderr.write(["Error: \(note)"])
        }
      }
      let merged = try VerdictOptions.orFail { () throws(JournalError) in try book.merge(others) }
      Output.stderr.write([merged.contents.note].compactMap { $0.map { "Note: \($0)" } })
      Output.stdout.write(RulingList.lines(of: merged.new.sorted(by: Rulings.isNewer(_:than:)), width: TextWidth.of))
      let count = merged.new.count
      Output.stderr.write(["\(count) new \(count == 1 ? "verdict" : "verdicts") in \(book.place)"])
      if !isComplete { throw ExitCode.failure }
    }
  }
}

extension VerdictOptions {
  func required() throws -> VerdictBook {
    guard let book else {
      Output.stderr.write(["Error: \(Self.nowhere)"])
      throw ExitCode.failure
    }
    return book
  }

  /// What is written down; what of it cannot be read is told.
  func read() throws -> (book: VerdictBook, rulings: Rulings) {
    let (book, contents) = try contents()
    Output.stderr.write([contents.note].compactMap { $0.map { "Note: \($0)" } })
    return (book, contents.rulings)
  }

  /// The same for whoever needs all of it, and fails without.
  func readWhole() throws -> (book: VerdictBook, rulings: Rulings, isWhole: Bool) {
    let (book, contents) = try contents()
    Output.stderr.write([contents.note].compactMap { $0.map { "Error: \($0)" } })
    return (book, contents.rulings, contents.note == nil)
  }

  /// A file that is named is there, or its name is a mistake; one's own may not have been made yet.
  private func contents() throws -> (VerdictBook, VerdictBook.Contents) {
    let book = try required()
    return try Self.orFail { () throws(JournalError) in
      (book, book.contents(of: verdicts == nil ? try book.file.read() : try book.file.readExisting()))
    }
  }

  /// Ends the command with a sentence, if it cannot be done.
  static func orFail<Result>(_ body: () throws(JournalError) -> Result) throws -> Result {
    do throws(JournalError) {
      return try body()
    } catch {
      Output.stderr.write(["Error: \(error)"])
      throw ExitCode(70)  // EX_SOFTWARE of sysexits.h
    }
  }
}
