import ArgumentParser
import CLinux
import Linux
import PluginModel
import Reports
import WorkerClient

extension Verdicts {
  struct Accept: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "accept", abstract: "Accept plugins, in the state in which they are now.")

    @OptionGroup var decision: DecisionOptions

    func run() throws { try decision.write(.accepted) }
  }

  struct Reject: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "reject", abstract: "Reject plugins, in the state in which they are now.")

    @OptionGroup var decision: DecisionOptions

    func run() throws { try decision.write(.rejected) }
  }

  struct Withdraw: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "withdraw",
      abstract: "Take back what was decided about plugins, in the state in which they are now.")

    @OptionGroup var decision: DecisionOptions

    func run() throws { try decision.write(.withdrawn) }
  }

  struct VerdictCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract:
        "Tell how plugins stand with people; the exit status is 0 if every one of them is accepted as it is now.")

    @Argument(help: ArgumentHelp("A plugin file, or a folder of *.so files.", valueName: "path"))
    var paths: [String]

    @Flag(help: "Look into the folders of a folder too.")
    var recursive = false

    @OptionGroup var options: VerdictOptions

    func run() throws {
      // A line that cannot be read may be the one that rejects it.
      let (_, rulings, isWhole) = try options.readWhole()
      let plugins = try DigestedPlugins(paths, recursive: recursive)
      var isAccepted = isWhole && plugins.unreadable.isEmpty
      let now = Moment.now
      for plugin in plugins.readable {
        let standing = rulings.standing(of: plugin.path, plugin.inspection)
        let line = "\(plugin.path.line): \(standing.words(at: now) ?? "nobody has decided about it")"
        if case .accepted = standing {
          Output.stdout.write([line])
        } else {
          isAccepted = false
          Output.stderr.write(["Error: " + line])
        }
      }
      if !isAccepted { throw ExitCode.failure }
    }
  }
}

/// Which plugins, and why.
struct DecisionOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("A plugin file, or a folder of *.so files.", valueName: "path"))
  var paths: [String]

  @Option(help: ArgumentHelp("Why; one line, at most 1,000 bytes.", valueName: "text"))
  var note = ""

  @Flag(help: "Look into the folders of a folder too.")
  var recursive = false

  @OptionGroup var options: VerdictOptions

  func validate() throws {
    guard ArgumentText.bytes(of: note).count <= Ruling.longestNote else {
      throw ValidationError("--note takes at most 1,000 bytes.")
    }
  }

  /// Each is told when it is on the disk, and not before.
  func write(_ decision: Ruling.Decision) throws {
    let book = try options.required()
    let plugins = try DigestedPlugins(paths, recursive: recursive)
    // To reject anything is safe.
    let subjects = plugins.readable.filter { decision != .accepted || $0.isLibrary }
    let others = plugins.readable.filter { decision == .accepted && !$0.isLibrary }
    Output.stderr.write(others.map(DigestedPlugins.reason))
    let requests = subjects.compactMap { plugin in
      plugin.inspection.flatMap { inspection in
        inspection.file.flatMap { file in
          inspection.digest.map {
            RulingRequest(
              path: plugin.path, file: file, digest: $0, decision: decision,
              note: String(decoding: ArgumentText.bytes(of: note), as: UTF8.self), when: .now)
          }
        }
      }
    }
    let outcome = book.write(requests)
    Output.stdout.write(
      outcome.written.map { "\($0.decision) \($0.file.line) (\($0.shortDigest)): written to \(book.place)" })
    Output.stderr.write([outcome.contents?.note].compactMap { $0.map { "Note: \($0)" } })
    Output.stderr.write(outcome.refused.map { "Error: \($0)" })
    if !requests.isEmpty, outcome.contents == nil, outcome.written.isEmpty { throw ExitCode(70) }  // EX_SOFTWARE
    if !outcome.refused.isEmpty || !plugins.unreadable.isEmpty || !others.isEmpty { throw ExitCode.failure }
  }
}

/// Plugins with the SHA-256 of their content, as an inspector read it: nothing of them is opened here.
struct DigestedPlugins {
  private(set) var readable: [Plugin] = []
  /// Those without one, told already.
  private(set) var unreadable: [Plugin] = []

  init(_ paths: [String], recursive: Bool) throws {
    let findings = PluginFinder.find(PathBundle.paths(in: paths), recursive: recursive)
    Output.stderr.write(findings.problems.map { "Error: " + $0 })
    guard findings.list.count > 0 else {
      Output.stderr.write([
        "Error: no plugins found in \(PathBundle.paths(in: paths).map(\.line).joined(separator: ", "))"
      ])
      throw ExitCode.failure
    }
    Output.stderr.write(findings.notes.map { "Note: " + $0 })
    do {
      for plugin in try Self.inspected(findings.list).plugins {
        if plugin.inspection?.digest != nil { readable.append(plugin) } else { unreadable.append(plugin) }
      }
    } catch {
      Output.stderr.write(["Error: \(error)"])
      throw ExitCode(70)  // EX_SOFTWARE of sysexits.h
    }
    Output.stderr.write(unreadable.map(Self.reason))
  }

  private static func inspected(_ list: PluginList) throws(WorkerError) -> PluginList {
    var list = list
    let session = try PluginSession(digests: true, extent: .findings, settings: Settings(), jobs: 1)
    defer { session.end() }
    session.take(list)
    session.inspect(list.indices)
    while !session.isIdle {
      var entry = linux_poll(reading: session.descriptor, writing: session.wantsToWrite)
      let wait = session.deadline.map { Int32(clamping: ($0 - min($0, linux_now())) / 1_000_000 + 1) }
      _ = linux_poll_all(&entry, 1, session.hasPending ? 0 : wait ?? -1)
      for event in try session.receive().events { list.apply(event) }
    }
    return list
  }

  /// Why there is nothing to be decided about it.
  static func reason(_ plugin: Plugin) -> String {
    let rejection = plugin.rejection(Settings())
    return rejection.map { Judgement(of: plugin, rejection: $0, settings: Settings()).line.line }
      ?? "Error: plugin \(plugin.path.line): its SHA-256 could not be had"
  }
}

extension Plugin {
  /// Whether it is what plugins are, though it may have been rejected for another reason.
  fileprivate var isLibrary: Bool {
    switch inspection?.rejection?.failure {
    case .notELF, .notASharedLibrary: false
    default: true
    }
  }
}
