import PluginModel

/// The whole report for somebody else to read: an issue, a message.
///
/// What comes from the plugin stands in code blocks, whose fences are longer than any run of backticks inside: it can
/// neither end its block nor be taken for Markdown.
public struct CrashMarkdown {
  private var text = ""

  public static func text(of occurrence: CrashOccurrence, in surroundings: Surroundings) -> String {
    var document = CrashMarkdown()
    document.add(occurrence.report, occurrence.run, of: occurrence.plugin, occurrence.settings)
    document.block("Context", context(of: occurrence, surroundings))
    document.block("Reproduce", [occurrence.reproduction], "sh")
    return document.text
  }

  private mutating func add(_ report: CrashReport, _ run: RunReport, of plugin: Plugin, _ settings: Settings) {
    let snapshot = report.snapshot
    text += "# Airlock: a plugin \(report.isHang ? "hung" : "crashed")\n"
    let judgement = Judgement(of: plugin, report: run, settings: settings)
    block(
      nil,
      [judgement.line.line, report.cause.words.line, report.signal, report.place(function: settings.function).line]
        .compactMap(\.self))
    if let excerpt = report.excerpt {
      let location = report.location?.words.line ?? ""
      block("Source", [location] + SourceText(excerpt, around: 4).lines)
    }
    for thread in snapshot.threads {
      let name = thread.name.isEmpty ? "" : " " + thread.name.line
      let state = thread.isCrashed ? "crashed" : thread.activity?.words.line ?? "stopped"
      let title = thread.title.line
      block(
        title.prefix(1).uppercased() + title.dropFirst() + (thread.isGoroutine ? "" : ", \(state)"),
        (name.isEmpty ? [] : ["named" + name])
          + FrameText.lines(of: FoldedFrame.unfolded(thread.frames), in: thread, snapshot) + [thread.endWords.line])
    }
    if snapshot.threadsLeftOut > 0 { text += "\n\(snapshot.threadsLeftOut) more threads are not listed.\n" }
    if let note = snapshot.note { block("Note", [note.line]) }
    if !snapshot.registers.isEmpty { block("Registers", RegisterText.lines(of: snapshot)) }
    if snapshot.memory.mappings > 0 { block("Memory", [snapshot.memory.words]) }
    block("Modules", snapshot.modules.map { "\($0.buildID?.line ?? "no build ID")  \($0.path.line)" })
    block("Output", [report.output.lines])
    block("Denied", run.attempts.list.map { "\($0.words.line) (\($0.count)×, \($0.phase.rawValue))" })
  }

  private static func context(of occurrence: CrashOccurrence, _ surroundings: Surroundings) -> [String] {
    let (plugin, run, settings) = (occurrence.plugin, occurrence.run, occurrence.settings)
    let inspection = plugin.inspection
    let sandbox = occurrence.layers.map { $0.layers.joined(separator: " ") }
    let time = "\(occurrence.ended.date) \(occurrence.ended.timeOfDay)"
    let facts: [(String, String?)] = [
      ("plugin", plugin.path.line), ("sha256", inspection?.digest?.harmless),
      ("build ID", inspection?.buildID?.harmless),
      ("kind", inspection?.kind?.rawValue), ("file", inspection?.nature?.harmless),
      ("compiler", inspection?.check(.runtime)?.summary.harmless),
      ("input", plugin.runInput.map { "\($0.bytes.count) bytes: " + String($0.line.prefix(longestInput)) }),
      ("phase", run.phase.rawValue), ("time", time), ("took", Decimal.time(run.total)),
      ("limits", "\(settings.timeoutWords) a phase, \(settings.memory) MiB"),
      ("sandbox", [settings.sandbox.words, sandbox.map { "(\($0))" }].compactMap(\.self).joined(separator: " ")),
      ("kernel", surroundings.kernel.harmless), ("airlock", surroundings.version),
    ]
    return facts.compactMap { name, value in value.map { FrameText.padded(name, to: 9) + $0 } }
  }

  /// In characters.
  private static let longestInput = 200

  /// - Parameter lines: harmless. Without any there is no block.
  private mutating func block(_ title: String?, _ lines: [String], _ language: String = "text") {
    let body = lines.joined(separator: "\n")
    guard !body.isEmpty else { return }
    var (longest, run) = (2, 0)
    for character in body {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    if let title { text += "\n## \(title)\n" }
    text += "\n\(fence)\(language)\n\(body)\n\(fence)\n"
  }
}
