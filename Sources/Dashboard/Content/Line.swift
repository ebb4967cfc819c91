import Display

/// What a piece of text is for; the theme says how that looks.
enum Role: Sendable, CaseIterable {
  case plain, strong, dim
  case passed, look, failed
  /// What nobody may overlook: plugins are not shut in.
  case alarm
  /// What was looked for.
  case match
  /// A key in the footer or the help.
  case key
  /// The border of a pane, with the focus and without.
  case border, focusedBorder
  case title, focusedTitle
}

/// Text of one look.
struct Span: Hashable, Sendable {
  var text: String
  var role: Role

  init(_ text: String, _ role: Role = .plain) {
    self.text = text
    self.role = role
  }
}

/// One line of a pane, whatever theme draws it.
struct Line: Hashable, Sendable, ExpressibleByArrayLiteral {
  var spans: [Span]

  init(_ spans: [Span]) { self.spans = spans }
  init(arrayLiteral spans: Span...) { self.spans = spans }
  init(_ text: String, _ role: Role = .plain) { spans = [Span(text, role)] }

  static let blank = Line([])

  var text: String { spans.map(\.text).joined() }
  var columns: Int { spans.reduce(0) { $0 + TextWidth.of($1.text) } }
}

extension String {
  /// Filled with spaces on the right to so many columns, or clipped to them.
  func padded(_ columns: Int) -> String {
    let text = TextWidth.clipped(self, to: columns)
    return text + String(repeating: " ", count: max(0, columns - TextWidth.of(text)))
  }
}
