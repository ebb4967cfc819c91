import PluginModel

/// What is told of a plugin that did not pass, line by harmless line: its sentence, what mends it, and the details of
/// the check that failed.
struct FailureText {
  let lines: [String]

  /// Of details, where nobody asked for all of them.
  static let detailsAtMost = 20

  /// - Parameter details: whether the failed check's are told.
  init(_ judgement: Judgement, of plugin: Plugin, settings: Settings, details: Bool) {
    var lines = [judgement.line.line]
    // A crash's hint is what the plugin wrote last, and all that it wrote is told beside this.
    if let hint = judgement.hint, judgement.verdict != .crashed {
      lines += hint.lines.utf8.split(separator: UInt8(ascii: "\n")).map { "  " + String(Substring($0)) }
    }
    if details, let failed = plugin.checks(settings: settings).first(where: { $0.status == .fail }) {
      let told = Self.details(of: failed)
      lines += told.prefix(Self.detailsAtMost).map { "    " + $0 }
      if told.count > Self.detailsAtMost {
        lines.append("    … \(told.count - Self.detailsAtMost) more; --verbose shows all")
      }
    }
    self.lines = lines
  }

  /// Harmless, without the empty lines that part them on a screen: no line of a message is empty.
  static func details(of check: Check) -> [String] {
    check.details.lazy.filter { !$0.isEmpty }.map(\.harmless)
  }
}
