import Display
import PluginModel
import Reports

/// A crash or a hang in three lines: the cause, the line of source, who called whom.
enum CrashBrief {
  static func lines(_ report: CrashReport, function: String, columns: Int) -> [Line] {
    let cause = Wrap.words(report.cause.words.cells, columns: columns, limit: 1).map { Line($0, .failed) }
    return cause
      + [source(report) ?? place(report, function: function), frames(report, columns: columns)]
      .compactMap(\.self)
  }

  /// "▶ 4 │ return e[i].version;"
  private static func source(_ report: CrashReport) -> Line? {
    guard let row = report.excerpt.map({ SourceText($0, around: 0) })?.rows.first else { return nil }
    return [
      Span("▶ ", .failed), Span(row.number, .strong), Span(" │ ", .border),
      Span(String(row.text.drop { $0 == " " }), .strong),
    ]
  }

  private static func place(_ report: CrashReport, function: String) -> Line? {
    let words = report.place(function: function).cells
    return words.isEmpty ? nil : Line(words, .dim)
  }

  /// "0 lookup +26 nullread.c:4:17 ‹ 1 MyFunction +48 nullread.c:8:12": those of the plugin, as many as fit.
  private static func frames(_ report: CrashReport, columns: Int) -> Line? {
    guard let thread = report.thread else { return nil }
    var spans: [Span] = []
    for (number, frame) in thread.frames.enumerated() where frame.owner == .plugin {
      let offset = frame.functionOffset.map { " +\($0)" } ?? ""
      let next =
        (spans.isEmpty ? [] : [Span(" ‹ ", .border)]) + [
          Span("\(number) ", .dim), Span(FrameText.name(of: frame), .strong), Span(offset, .dim),
          Span(" " + FrameText.place(of: frame, report.snapshot)),
        ]
      guard Line(spans + next).columns <= columns else { break }
      spans += next
    }
    return spans.isEmpty ? nil : Line(spans)
  }
}
