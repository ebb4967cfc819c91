import Display

/// Which way round a matrix is shown: lines go down the screen, places across. Plugins are the lines, or when it is turned
/// the inputs.
struct MatrixAxes {
  let isTurned: Bool
  let lines: Int
  let places: Int
  let cursorLine: Int
  let cursorPlace: Int

  init(_ run: MatrixRun) {
    let (rows, columns) = (run.matrix.members.count, run.matrix.inputs.count)
    isTurned = run.isTurned
    (lines, places) = isTurned ? (columns, rows) : (rows, columns)
    (cursorLine, cursorPlace) =
      isTurned ? (run.cursor.column, run.cursor.row) : (run.cursor.row, run.cursor.column)
  }

  func cell(line: Int, place: Int) -> MatrixRun.Cell {
    isTurned ? MatrixRun.Cell(row: place, column: line) : MatrixRun.Cell(row: line, column: place)
  }
}

/// Where the matrix has what: lines of progress, the cells in a frame, what is under the cursor.
struct MatrixLayout {
  let head: Rectangle
  let frame: Rectangle
  let selectedFrame: Rectangle
  /// The names of what the lines stand for.
  let labels: Rectangle
  /// The names of what the places stand for: one row.
  let titles: Rectangle
  let top: Int
  let left: Int
  /// Lines and places that are seen.
  let rows: Int
  let places: Int

  var selected: Rectangle { Layout.interior(of: selectedFrame) }

  /// Of a cell with the gap before it.
  let pitch: Int
  var cellColumns: Int { pitch - 1 }

  /// A cell tells an answer in a word; where there is room, the inputs above them want more.
  private static let pitches = 12...24

  private static let headRows = 3
  private static let selectedRows = 5
  private static let leastCells = 7
  private static let labelColumns = 10...32

  init(_ layout: Layout, _ axes: MatrixAxes) {
    var stack = RowStack(layout)
    head = stack.take(min(stack.room >= 12 ? Self.headRows : 2, stack.room))
    let below = stack.room - Self.selectedRows >= Self.leastCells ? Self.selectedRows : min(1, max(0, stack.room - 4))
    frame = stack.take(max(0, stack.room - below))
    selectedFrame = stack.take(below)
    let inside = Layout.interior(of: frame)
    let wanted = Self.labelWidth(inside.columns)
    titles = Rectangle(
      column: inside.column + wanted, row: inside.row, columns: max(0, inside.columns - wanted),
      rows: min(1, inside.rows))
    labels = Rectangle(
      column: inside.column, row: inside.row + 1, columns: wanted, rows: max(0, inside.rows - 1))
    rows = labels.rows
    pitch = max(Self.pitches.lowerBound, min(Self.pitches.upperBound, titles.columns / max(1, axes.places)))
    places = max(1, titles.columns / pitch)
    top = max(0, min(axes.cursorLine - rows / 2, axes.lines - rows))
    left = max(0, min(axes.cursorPlace - places / 2, axes.places - places))
  }

  /// The cell there; nil if there is none.
  func cell(at position: Position, _ axes: MatrixAxes) -> MatrixRun.Cell? {
    let (line, column) = (position.row - labels.row, position.column - titles.column)
    guard (0..<rows).contains(line), column >= 0 else { return nil }
    let place = column / pitch
    guard place < places, top + line < axes.lines, left + place < axes.places else { return nil }
    return axes.cell(line: top + line, place: left + place)
  }

  private static func labelWidth(_ columns: Int) -> Int {
    max(labelColumns.lowerBound, min(labelColumns.upperBound, columns / 4))
  }

  /// Whether more is seen of it with the inputs going down.
  static func turns(members: Int, inputs: Int, _ layout: Layout) -> Bool {
    let rows = max(1, layout.size.rows - 12)
    let across = max(1, (layout.size.columns - labelWidth(layout.size.columns)) / pitches.lowerBound)
    return min(inputs, rows) * min(members, across) > min(members, rows) * min(inputs, across)
  }
}
