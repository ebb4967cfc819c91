import Display

/// Where everything is on a screen of this size: the one place where rows and columns are shared out.
struct Layout: Hashable, Sendable {
  enum Form: Hashable, Sendable {
    /// Nothing but a line that says so.
    case tooSmall
    /// One pane at a time.
    case small
    /// The list on the left, the other panes on the right.
    case wide
  }

  let size: Size
  let form: Form
  /// The pane that has the screen for itself.
  let zoomed: Pane?
  /// Of the text that the input holds.
  private let inputLines: Int

  static let smallest = Size(columns: 20, rows: 5)
  static let smallestWide = Size(columns: 80, rows: 20)

  init(_ size: Size, inputLines: Int = 1, zoomed: Pane? = nil) {
    self.size = size
    self.inputLines = inputLines
    form =
      size.columns >= Self.smallestWide.columns && size.rows >= Self.smallestWide.rows
      ? .wide : size.columns >= Self.smallest.columns && size.rows >= Self.smallest.rows ? .small : .tooSmall
    self.zoomed = form == .wide ? zoomed : nil
  }

  /// All between header and footer.
  private var body: Rectangle { Rectangle(column: 0, row: 1, columns: size.columns, rows: size.rows - 2) }
  var footerRow: Int { size.rows - 1 }

  // MARK: The list

  private var listColumns: Int {
    let more = size.columns - Self.smallestWide.columns
    return more <= 20 ? 39 + more * 5 / 20 : min(72, 44 + (more - 20) * 2 / 5)
  }
  /// With its frame, or without one on a small screen.
  var list: Rectangle {
    if zoomed == .plugins { return body }
    return form == .wide
      ? Rectangle(column: 0, row: 1, columns: listColumns, rows: body.rows)
      : Rectangle(column: 0, row: 1, columns: size.columns, rows: body.rows - stripRows)
  }
  /// Inside of the frame.
  var listInterior: Rectangle { form == .wide ? list.inset(columns: 1, rows: 1) : list }
  var hasColumnTitles: Bool { listInterior.rows >= 5 }
  /// Rows for plugins.
  var listRows: Int { max(0, listInterior.rows - (hasColumnTitles ? 1 : 0)) }
  /// On a small screen: a rule and two lines about the selected plugin.
  var stripRows: Int { form == .small && size.rows >= 9 ? 3 : 0 }

  // MARK: The other panes, with their frames

  /// A text of several lines gets more rows, up to a share of the screen.
  private var inputRows: Int {
    form == .wide || body.rows >= 7 ? 2 + max(1, min(inputLines, body.rows / 4)) : body.rows
  }
  private var checksRows: Int { min(16, (body.rows - inputRows + 1) / 2) }
  private var right: Rectangle {
    form == .wide
      ? Rectangle(column: listColumns, row: 1, columns: size.columns - listColumns, rows: body.rows) : body
  }

  func frame(of pane: Pane) -> Rectangle {
    if pane == zoomed { return body }
    var area = right
    switch (form, pane) {
    case (_, .plugins): return list
    case (.wide, .checks): area.rows = checksRows
    case (.wide, .input):
      area.row += checksRows
      area.rows = inputRows
    case (.wide, .result):
      area.row += checksRows + inputRows
      area.rows -= checksRows + inputRows
    case (_, .input): area.rows = inputRows
    case (_, .checks), (_, .result): break
    }
    return area
  }

  /// Where text goes: a space away from the frame on both sides.
  func interior(of pane: Pane) -> Rectangle { Self.interior(of: frame(of: pane)) }
  static func interior(of frame: Rectangle) -> Rectangle {
    var area = frame.inset(columns: 1, rows: 1)
    area.column += 1
    area.columns = max(0, area.columns - 2)
    return area
  }

  /// On a small screen: what is left under the input.
  var belowInput: Rectangle {
    Rectangle(column: 0, row: body.row + inputRows, columns: size.columns, rows: body.rows - inputRows)
  }

  // MARK: Over everything

  var page: Rectangle { Self.interior(of: body) }
  var pageFrame: Rectangle { body }
  var pageRows: Int { page.rows }

  /// The inside of the sandbox's overlay, as tall as it may get: the header stays in sight.
  var sandbox: Rectangle {
    var area = help
    area.row += 1
    area.rows -= 1
    return area
  }

  /// The inside of the help, as tall as it may get.
  var help: Rectangle {
    // All of a narrow screen: slivers of what lies below would only distract.
    let columns = (size.columns >= 90 ? 78 : size.columns) - 4
    return Rectangle(column: (size.columns - columns) / 2, row: 1, columns: columns, rows: size.rows - 3)
  }
}
