import Display

/// The help, from the table of bindings: the keys that work where I am, the marks, and what is off now and why.
struct HelpText {
  private let state: State
  private let context: Context
  private let unicode: Bool
  /// Two columns side by side need this many.
  private static let twoColumns = 66

  init(_ state: State, unicode: Bool = true) {
    var below = state
    below.helpTop = nil
    self.state = below
    context = below.context
    self.unicode = unicode
  }

  var title: String { "Help: \(context.title)" }

  func lines(columns: Int) -> [Line] {
    var lines: [Line] = []
    if columns >= Self.twoColumns {
      let half = (columns - 2) / 2
      let left = column(of: [.move, .find, .look], half)
      let right = column(of: [.run, .loosen, .share, .editing], half)
      for index in 0..<max(left.count, right.count) {
        let start = index < left.count ? left[index] : .blank
        let end = index < right.count ? right[index] : .blank
        let gap = String(repeating: " ", count: max(0, half + 2 - start.columns))
        lines.append(Line(start.spans + [Span(gap)] + end.spans))
      }
    } else {
      lines = column(of: Binding.Group.allCases, columns)
    }
    if lines.last != .blank { lines.append(.blank) }
    lines += legend(columns)
    let off = obstacles(columns)
    lines += off
    return lines
  }

  private func column(of groups: [Binding.Group], _ columns: Int) -> [Line] {
    Array(groups.map { group($0, columns) }.filter { !$0.isEmpty }.joined(separator: [.blank]))
  }

  private func group(_ group: Binding.Group, _ columns: Int) -> [Line] {
    let holding = state.keys.bindings.filter {
      $0.group == group && !$0.keys.isEmpty
        && ($0.contexts.contains(context) || context == .input && $0.contexts.contains(.editing) && group == .editing)
    }
    guard !holding.isEmpty else { return [] }
    var rows: [(keys: String, help: String)] = []
    for binding in holding {
      // Of the many keys of the input the first is told, the shell's habit.
      let told = group == .editing ? binding.keys.prefix(1) : binding.keys[...]
      let keys = told.map { $0.name(unicode: unicode) }.joined(separator: " ")
      if let last = rows.last, last.help == binding.help, TextWidth.of(last.keys + " " + keys) <= 13 {
        rows[rows.count - 1].keys += " " + keys
      } else {
        rows.append((keys, binding.help))
      }
    }
    let width = min(max(8, (rows.map { TextWidth.of($0.keys) }.max() ?? 0) + 2), max(8, columns / 2))
    return [Line(group.rawValue, .strong)]
      + rows.map {
        [Span("  " + $0.keys.padded(width), .key), Span(TextWidth.clipped($0.help, to: columns - width - 2))]
      }
  }

  private func legend(_ columns: Int) -> [Line] {
    let words = Mark.allCases.map { "\($0.glyph) \($0.rawValue)" }.joined(separator: "   ")
    let label = "Marks   "
    let people = state.rulings.isEmpty ? [] : ["± people   + accepted   - rejected   ~ changed since"]
    let texts = [words, "LD load   SG signature   ? unverified   ! after a run: it was denied"] + people
    return texts.enumerated().flatMap { index, text in
      Wrap.phrases(text, columns: columns - label.count).enumerated().map { line, text in
        [Span(index == 0 && line == 0 ? label : "        ", .dim), Span(text)]
      }
    }
  }

  private func obstacles(_ columns: Int) -> [Line] {
    let label = "Off     "
    let told = state.keys.bindings.filter { $0.hint != nil && !$0.keys.isEmpty && $0.contexts.contains(context) }
    let texts = told.compactMap { binding in
      state.obstacle(to: binding.command).map { "\(binding.keys[0].name(unicode: unicode)): \($0)" }
    }
    return texts.enumerated().flatMap { index, text in
      Wrap.words(text, columns: columns - label.count).enumerated().map { line, text in
        [Span(index == 0 && line == 0 ? label : "        ", .dim), Span(text)]
      }
    }
  }
}

extension Wrap {
  /// Between phrases that three spaces part.
  static func phrases(_ text: String, columns: Int) -> [String] {
    var lines: [String] = []
    var rest = Substring(text)
    var phrases: [Substring] = []
    while let gap = rest.firstRange(of: "   ") {
      phrases.append(rest[..<gap.lowerBound])
      rest = rest[gap.upperBound...]
    }
    phrases.append(rest)
    for phrase in phrases {
      if let last = lines.last, TextWidth.of(last) + 3 + TextWidth.of(phrase) <= columns {
        lines[lines.count - 1] = last + "   " + phrase
      } else {
        lines += words(String(phrase), columns: columns)
      }
    }
    return lines
  }
}
