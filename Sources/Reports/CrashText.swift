import PluginModel

/// A crash or a hang in a dozen lines, for a terminal: the cause, the source, the frames. All of them are harmless, and
/// indented as what belongs to the line above.
package struct CrashText {
  /// Empty if the run neither crashed nor hung.
  package let lines: [String]

  package init(of report: RunReport, settings: Settings) {
    guard let report = CrashReport(of: report) else {
      lines = []
      return
    }
    var lines = [report.cause.words.line]
    if report.thread != nil { lines.append(Self.place(report, function: settings.function)) }
    lines += report.excerpt.map { SourceText($0, around: 1).lines } ?? []
    lines += Self.frames(report)
    lines += Self.otherThreads(report)
    if let note = report.snapshot.note { lines.append("Note: \(note.line)") }
    self.lines = lines.map { "  " + $0 }
  }

  /// "At p.so+0x11d0 in lookup, through rax, while MyFunction was called. SEGV_MAPERR: nothing is mapped there."
  private static func place(_ report: CrashReport, function: String) -> String {
    let place = report.place(function: function).line
    let code = report.crash?.codeName.map { name in name + (report.crash?.codeWords.map { ": \($0)" } ?? "") }
    return place.prefix(1).uppercased() + place.dropFirst() + "." + (code.map { " \($0)." } ?? "")
  }

  // MARK: Frames

  private static let framesAtMost = 7

  private static func frames(_ report: CrashReport) -> [String] {
    guard let thread = report.thread else { return [] }
    let folded = FoldedFrame.fold(thread.frames)
    var lines = FrameText.lines(of: Array(folded.prefix(framesAtMost)), in: thread, report.snapshot)
    if folded.count > framesAtMost { lines.append("… \(folded.count - framesAtMost) more; --format json has them all") }
    if thread.end != .complete { lines.append("… \(thread.endWords.line)") }
    return lines
  }

  // MARK: Threads

  private static let threadsAtMost = 4

  /// After a crash only how many; after a hang where each of them stood.
  private static func otherThreads(_ report: CrashReport) -> [String] {
    let others = report.snapshot.threads.dropFirst()
    let count = others.count + Int(report.snapshot.threadsLeftOut)
    guard count > 0 else { return [] }
    let kind = report.thread?.isGoroutine == true ? "goroutine" : "thread"
    guard report.isHang else { return ["… and \(count) other \(kind)\(count == 1 ? "" : "s")"] }
    let lines = others.prefix(threadsAtMost).map { thread in
      let frame = thread.frames.first { $0.owner == .plugin } ?? thread.frames.first
      if thread.isGoroutine {
        return thread.title.line
          + (frame.map { ": in \(FrameText.name(of: $0)) at \(FrameText.place(of: $0, report.snapshot))" } ?? "")
      }
      let place = frame.map { ", in \(FrameText.name(of: $0)) at \(FrameText.place(of: $0, report.snapshot))" } ?? ""
      return
        "thread \(thread.id)\(thread.name.isEmpty ? "" : " " + thread.name.line): \(thread.activity?.words.line ?? "stopped")\(place)"
    }
    return lines + (count > lines.count ? ["… and \(count - lines.count) more \(kind)s"] : [])
  }
}
