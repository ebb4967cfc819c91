import HostileCorpus
import TestSupport

extension HostileFolder {
  /// What a report tells wrongly of the plugins in it, in words.
  func mistakes(in report: Report) -> [String] {
    let rows = Dictionary(report.plugins.map { (String($0.text("path")?.split(separator: "/").last ?? ""), $0) }) {
      a, _ in
      a
    }
    return plugins.flatMap { plugin -> [String] in
      let good = rows[Self.goodName(after: plugin) + ".so"]
      let isGood = good?.object("run")?.number("value") == 42 && good?.objects("attempts").isEmpty == true
      return plugin.mistakes(in: rows["\(plugin).so"], of: self)
        + (isGood ? [] : ["after \(plugin) a good plugin: \(good?.text("message") ?? "\(good ?? [:])")"])
    } + (rows.count == 2 * plugins.count ? [] : ["\(rows.count) rows for \(2 * plugins.count) plugins"])
  }
}

extension HostilePlugin {
  /// What its row in a report tells wrongly, in words.
  fileprivate func mistakes(in row: [String: Any]?, of folder: HostileFolder) -> [String] {
    guard let row, let run = row.object("run") else { return ["\(self): no row, or no run: \(row ?? [:])"] }
    let told = "\(row.text("verdict") ?? "?"), \(row.text("failure") ?? "no failure"), \(words(for: run))"
    guard let outcome = outcomes.first(where: { $0.isTold(by: row, run) }) else {
      return ["\(self): expected \(outcomes), told: \(told)"]
    }
    var mistakes: [String] = []
    if run.text("phase") != phase(of: outcome) {
      mistakes.append("\(self): expected in phase \(phase(of: outcome)), told: \(told)")
    }
    return mistakes + attemptMistakes(row.objects("attempts"), folder)
  }

  private func attemptMistakes(_ told: [[String: Any]], _ folder: HostileFolder) -> [String] {
    guard let attempts else { return [] }
    var unexpected = told.map { attempt in
      (
        words: [attempt.text("action"), attempt.text("target")].compactMap(\.self).joined(separator: " "),
        phase: attempt.text("phase")
      )
    }
    var mistakes: [String] = []
    for attempt in attempts.map({ folder.filledIn($0, of: self) }) {
      if let place = unexpected.firstIndex(where: { matches($0.words, attempt) }) {
        let phase = unexpected.remove(at: place).phase
        if phase != attemptPhase { mistakes.append("\(self): \(attempt) in \(phase ?? "?"), not \(attemptPhase)") }
      } else {
        mistakes.append("\(self): not among the attempts: \(attempt)")
      }
    }
    return mistakes + unexpected.map { "\(self): unexpected attempt: \($0.words)" }
  }

  private func words(for run: [String: Any]) -> String {
    ["phase", "value", "error", "signal", "exitStatus", "stdout"].compactMap { name in
      let text = run.isNull(name) ? "" : String(describing: run[name] ?? "?").prefix(200)
      return text.isEmpty ? nil : "\(name) \(text)"
    }.joined(separator: ", ")
  }
}

extension HostilePlugin.Outcome {
  fileprivate func isTold(by row: [String: Any], _ run: [String: Any]) -> Bool {
    func says(_ verdict: String, _ failure: String?) -> Bool {
      row.text("verdict") == verdict && row.text("failure") == failure
    }
    switch self {
    case .returns(let value): return says("passed", nil) && run.number("value") == value
    case .returnsError(let text):
      return says("returned-error", "returned-error") && (text == nil || run.text("error") == text)
    case .givesNoResult: return says("returned-error", "no-result")
    case .crashes(let signal): return says("crashed", "crashed") && run.text("signal") == signal
    case .hangs: return says("timed-out", "timed-out")
    case .exits(let status): return says("exited", "exited") && run.number("exitStatus") == status
    case .runsOutOfMemory: return says("limit-exceeded", "memory-limit")
    case .floods: return says("limit-exceeded", "output-limit")
    }
  }
}
