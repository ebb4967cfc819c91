import ArgumentParser
import CLinux
import Glibc
import Linux
import PluginModel
import Reports
import WorkerClient

/// `airlock compare`: two plugins side by side, as diff(1) tells of two texts, with its exit statuses.
struct Compare: PluginCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Call two plugins, and tell in what they differ.",
    discussion: """
      Checks, signature, dependencies, exported symbols and what the call comes to. The exit status is 0 if nothing
      differs, 1 if something does, 2 if one of them could not be read.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, json
  }

  @OptionGroup var options: Options

  @Flag(help: "Never open a plugin, so that no constructor of its runs.")
  var noLoad = false

  @Flag(help: "Tell also what is the same; JSON always does.")
  var all = false

  @Option(help: "The form of the report.")
  var format = Format.text

  func validate() throws {
    guard options.paths.count == 2 else { throw ValidationError("compare takes two plugins.") }
  }

  func run(_ worker: consuming WorkerProcess?) throws {
    let settings = try options.settings(noLoad: noLoad)
    let findings = PluginFinder.find(options.searchPaths, recursive: options.recursive)
    Output.stderr.write(findings.problems.map { "Error: " + $0 })
    guard findings.problems.isEmpty else { throw Self.trouble }
    var list = findings.list
    guard list.count <= 2, list.count == 2 || !findings.notes.isEmpty else {
      Output.stderr.write(["Error: compare takes two plugins; these paths name \(list.count)"])
      throw ExitCode.validationFailure
    }
    // The same file twice is listed once: it does not differ from itself.
    guard list.count == 2 else { return Output.stdout.write(["no differences: it is the same file"]) }
    do {
      try work(&list, settings, worker)
    } catch {
      Output.stderr.write(["Error: \(error)"])
      throw ExitCode(70)  // EX_SOFTWARE of sysexits.h
    }
    let missing = list.plugins.filter { $0.inspection?.file == nil }
    Output.stderr.write(missing.compactMap { Judgement(of: $0, settings: settings)?.line.line })
    guard missing.isEmpty else { throw Self.trouble }
    let comparison = SideBySide(side(list[0], settings), side(list[1], settings))
    switch format {
    case .text: Output.stdout.write(SideBySideText.lines(of: comparison, all: all))
    case .json: Output.stdout.write(SideBySideJSON.text(of: comparison, version: Airlock.version))
    }
    guard comparison.differences == 0 else { throw ExitCode.failure }
  }

  /// Of diff(1).
  private static let trouble = ExitCode(2)

  private func work(
    _ list: inout PluginList, _ settings: Settings, _ worker: consuming WorkerProcess?
  ) throws(WorkerError) {
    let session = try PluginSession(
      digests: true, extent: .interface, settings: settings, jobs: options.jobLimit, worker: worker)
    defer { session.end() }
    session.take(list)
    if settings.noLoad {
      session.inspect(list.indices)
    } else {
      for index in list.indices { session.run(index, input: settings.input) }
    }
    while !session.isIdle {
      var entry = linux_poll(reading: session.descriptor, writing: session.wantsToWrite)
      _ = linux_poll_all(&entry, 1, session.hasPending ? 0 : Headless.wait(until: session.deadline))
      let received = try session.receive()
      if let cause = received.restart { Output.stderr.write(["Note: \(cause); another was started"]) }
      for event in received.events { list.apply(event) }
    }
  }

  private func side(_ plugin: Plugin, _ settings: Settings) -> SideBySide.Side {
    let judgement = plugin.run.map { Judgement(of: plugin, report: $0, settings: settings) }
    let result = judgement.map { judgement in
      SideBySide.Result(
        input: settings.input, words: judgement.isError ? judgement.summary.line : judgement.line.line)
    }
    return SideBySide.Side(
      title: plugin.path.line, inspection: plugin.inspection, checks: plugin.checks(settings: settings),
      results: [result].compactMap(\.self))
  }
}
