extension Screen {
  /// A picture of the screen: a window with a title, as a standalone SVG file.
  ///
  /// - Parameter title: What stands in the window's bar; also what a screen reader says.
  public func svg(title: String) -> String { Picture(screen: self, title: title).text }
}

/// Draws a screen as SVG.
///
/// Every word has its place and its length, so that columns align whatever font is there; frames and bars are shapes, so
/// that rows join. Only whole numbers of pixels: lines are crisp.
private struct Picture {
  /// In pixels. The fonts named are 0.6 times as wide as high, so that a cell is 9 wide.
  enum Metrics {
    static let fontSize = 15
    static let cellWidth = 9
    static let cellHeight = 20
    /// From a row's top to the feet of its letters.
    static let baseline = 15
    static let padding = 16
    static let barHeight = 36
    static let cornerRadius = 10
  }

  /// Colours for a dark background.
  enum Hue {
    static let background = "#15181e"
    static let bar = "#1e222a"
    static let edge = "#323843"
    static let title = "#9aa3b2"
    static let foreground = "#d4d9e2"
    static let buttons = ["#ec6a5e", "#f4bf4f", "#61c554"]

    static func hex(_ color: Style.Color) -> String {
      switch color {
      case .black: "#2b313c"
      case .red: "#f0717a"
      case .green: "#8ccf7e"
      case .yellow: "#e8c16c"
      case .blue: "#6cb2f7"
      case .magenta: "#c997ef"
      case .cyan: "#63c7d0"
      case .white: "#f1f4f8"
      case .gray: "#7d8798"
      }
    }
  }

  /// What a cell looks like once reverse is worked out.
  struct Look: Hashable {
    var foreground: String
    /// Nil is the window's own.
    var background: String?
    var attributes: Style.Attributes

    init(_ style: Style) {
      foreground = style.foreground.map(Hue.hex) ?? Hue.foreground
      background = style.background.map(Hue.hex)
      attributes = style.attributes
      if attributes.contains(.reverse) { (foreground, background) = (background ?? Hue.background, foreground) }
    }

    var opacity: String { attributes.contains(.dim) ? " opacity=\".6\"" : "" }
  }

  let screen: Screen
  let title: String

  var text: String {
    let width = screen.size.columns * Metrics.cellWidth + 2 * Metrics.padding
    let height = screen.size.rows * Metrics.cellHeight + 2 * Metrics.padding + Metrics.barHeight
    var parts = [
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" \
      role="img" aria-label="\(Self.escaped(title))" font-size="\(Metrics.fontSize)" \
      font-family="ui-monospace, 'JetBrains Mono', 'SF Mono', Menlo, 'DejaVu Sans Mono', Consolas, monospace">
      """
    ]
    parts += window(width: width, height: height)
    parts.append("<g transform=\"translate(\(Metrics.padding) \(Metrics.barHeight + Metrics.padding))\">")
    for row in 0..<screen.size.rows { parts += backgrounds(row) }
    parts += shapes()
    for row in 0..<screen.size.rows { parts += words(row) }
    if let cursor = screen.cursor {
      parts.append(
        Self.rectangle(cursor.column * Metrics.cellWidth, cursor.row * Metrics.cellHeight + 1, 2, 18, Hue.foreground))
    }
    parts += ["</g>", "</svg>", ""]
    return parts.joined(separator: "\n")
  }

  private func window(width: Int, height: Int) -> [String] {
    let radius = Metrics.cornerRadius
    var parts = [
      "<rect x=\".5\" y=\".5\" width=\"\(width - 1)\" height=\"\(height - 1)\" rx=\"\(radius)\" fill=\"\(Hue.background)\"/>",
      """
      <path d="M.5 \(Metrics.barHeight)V\(radius)a\(radius) \(radius) 0 0 1 \(radius) -\(radius)H\(width - radius - 1)\
      a\(radius) \(radius) 0 0 1 \(radius) \(radius)V\(Metrics.barHeight)z" fill="\(Hue.bar)"/>
      """,
      """
      <rect x=".5" y=".5" width="\(width - 1)" height="\(height - 1)" rx="\(radius)" fill="none" stroke="\(Hue.edge)"/>
      """,
    ]
    for (index, color) in Hue.buttons.enumerated() {
      parts.append("<circle cx=\"\(20 + 20 * index)\" cy=\"\(Metrics.barHeight / 2)\" r=\"6\" fill=\"\(color)\"/>")
    }
    parts.append(
      """
      <text x="\(width / 2)" y="\(Metrics.barHeight / 2 + 5)" font-size="13" text-anchor="middle" \
      fill="\(Hue.title)">\(Self.escaped(title))</text>
      """)
    return parts
  }

  // MARK: Rows

  private func backgrounds(_ row: Int) -> [String] {
    runs(row, of: { Look($0.style).background }).compactMap { run in
      run.value.map {
        Self.rectangle(
          run.columns.lowerBound * Metrics.cellWidth, row * Metrics.cellHeight, run.columns.count * Metrics.cellWidth,
          Metrics.cellHeight, $0)
      }
    }
  }

  private func words(_ row: Int) -> [String] {
    var parts: [String] = []
    for run in runs(row, of: { $0.style }) {
      let look = Look(run.value)
      let place = run.columns.lowerBound * Metrics.cellWidth
      let top = row * Metrics.cellHeight
      if look.attributes.contains(.underline) {
        let width = run.columns.count * Metrics.cellWidth
        parts.append(Self.rectangle(place, top + Metrics.baseline + 2, width, 1, look.foreground))
      }
      let words = self.words(row, in: run.columns)
      guard !words.isEmpty else { continue }
      let weight = look.attributes.contains(.bold) ? " font-weight=\"700\"" : ""
      let spans = words.map { word in
        let length = word.columns.count * Metrics.cellWidth
        return """
          <tspan x="\(word.columns.lowerBound * Metrics.cellWidth)" textLength="\(length)">\(Self.escaped(word.text))</tspan>
          """
      }
      parts.append(
        "<text y=\"\(top + Metrics.baseline)\" fill=\"\(look.foreground)\"\(weight)\(look.opacity)>"
          + spans.joined() + "</text>")
    }
    return parts
  }

  /// What is drawn as text: without spaces and shapes. Each wide character is on its own, as its font may be another.
  private func words(_ row: Int, in columns: Range<Int>) -> [(text: String, columns: Range<Int>)] {
    var words: [(text: String, columns: Range<Int>)] = []
    for column in columns {
      let cell = screen[column, row]
      guard !cell.isContinuation, cell.character != " ", BoxDrawing.shape(of: cell.character) == nil else { continue }
      let width = self.width(column, row)
      if let last = words.last, last.columns.upperBound == column, width == 1, last.columns.count == last.text.count {
        words[words.count - 1] = (last.text + String(cell.character), last.columns.lowerBound..<(column + 1))
      } else {
        words.append((String(cell.character), column..<(column + width)))
      }
    }
    return words
  }

  private func width(_ column: Int, _ row: Int) -> Int {
    column + 1 < screen.size.columns && screen[column + 1, row].isContinuation ? 2 : 1
  }

  /// Neighbouring cells that are alike in something.
  private func runs<Value: Equatable>(_ row: Int, of value: (Cell) -> Value) -> [(value: Value, columns: Range<Int>)] {
    var runs: [(value: Value, columns: Range<Int>)] = []
    for (column, cell) in screen.row(row).enumerated() {
      let value = cell.isContinuation ? runs.last?.value ?? value(cell) : value(cell)
      if let last = runs.last, last.value == value {
        runs[runs.count - 1].columns = last.columns.lowerBound..<(column + 1)
      } else {
        runs.append((value, column..<(column + 1)))
      }
    }
    return runs
  }

  // MARK: Shapes

  /// All frames of a colour in one path; neighbouring blocks in one rectangle, as seams would show.
  private func shapes() -> [String] {
    var blocks: [String] = []
    var strokes: [Stroke: String] = [:]
    var order: [Stroke] = []
    for row in 0..<screen.size.rows {
      for run in runs(row, of: { $0 }) {
        guard let shape = BoxDrawing.shape(of: run.value.character) else { continue }
        let look = Look(run.value.style)
        if case .block(let block) = shape {
          blocks += rectangles(block, row, run.columns, look)
          continue
        }
        let stroke = Stroke(color: look.foreground, opacity: look.opacity, isHeavy: shape.isHeavy)
        if strokes[stroke] == nil { order.append(stroke) }
        strokes[stroke, default: ""] += Self.path(shape, row, run.columns)
      }
    }
    return blocks
      + order.map { stroke in
        """
        <path d="\(strokes[stroke]!)" transform="translate(.5 .5)" fill="none" stroke="\(stroke.color)" \
        stroke-width="\(stroke.isHeavy ? 3 : 1)"\(stroke.opacity)/>
        """
      }
  }

  private struct Stroke: Hashable {
    var color: String
    var opacity: String
    var isHeavy: Bool
  }

  private static func path(_ shape: BoxDrawing.Shape, _ row: Int, _ columns: Range<Int>) -> String {
    let (width, height) = (Metrics.cellWidth, Metrics.cellHeight)
    let top = row * height
    let y = top + height / 2
    if case .lines([.left, .right], _) = shape {
      return "M\(columns.lowerBound * width) \(y)h\(columns.count * width)"
    }
    return columns.map { column in
      let left = column * width
      let x = left + width / 2
      switch shape {
      case .lines(let arms, _):
        let horizontal = line(arms.contains(.left) ? left : x, arms.contains(.right) ? left + width : x)
        let vertical = line(arms.contains(.up) ? top : y, arms.contains(.down) ? top + height : y)
        return horizontal.map { "M\($0) \(y)h\($1)" }.joined() + vertical.map { "M\(x) \($0)v\($1)" }.joined()
      case .corner(let arms):
        let side = arms.contains(.left) ? left : left + width
        let end = arms.contains(.up) ? top : top + height
        return "M\(side) \(y)Q\(x) \(y) \(x) \(arms.contains(.up) ? y - 5 : y + 5)V\(end)"
      case .block: return ""
      }
    }.joined()
  }

  /// Where a line begins and how long it is; nothing if there is none.
  private static func line(_ start: Int, _ end: Int) -> [(Int, Int)] { start == end ? [] : [(start, end - start)] }

  private func rectangles(_ block: BoxDrawing.Block, _ row: Int, _ columns: Range<Int>, _ look: Look) -> [String] {
    // Rounded at both edges, so that neighbouring parts meet.
    let (x, end) = (block.x * Metrics.cellWidth / 8, (block.x + block.width) * Metrics.cellWidth / 8)
    let (y, bottom) = (block.y * Metrics.cellHeight / 8, (block.y + block.height) * Metrics.cellHeight / 8)
    let opacity = block.opacity == 100 ? look.opacity : " opacity=\".\(block.opacity)\""
    let pieces = block.width == 8 ? [columns] : columns.map { $0..<($0 + 1) }
    return pieces.map { piece in
      let width = (piece.count - 1) * Metrics.cellWidth + max(1, end - x)
      return Self.rectangle(
        piece.lowerBound * Metrics.cellWidth + x, row * Metrics.cellHeight + y, width, max(1, bottom - y),
        look.foreground, opacity)
    }
  }

  private static func rectangle(
    _ x: Int, _ y: Int, _ width: Int, _ height: Int, _ color: String, _ more: String = ""
  ) -> String {
    "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\" fill=\"\(color)\"\(more)/>"
  }

  /// XML knows no control characters, not even escaped: they become U+FFFD.
  static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}

extension BoxDrawing.Shape {
  fileprivate var isHeavy: Bool {
    if case .lines(_, isHeavy: true) = self { true } else { false }
  }
}
