import Display

/// The rows between header and footer, given away from the top.
struct RowStack {
  private let columns: Int
  private var row = 1
  /// Rows that are left.
  private(set) var room: Int

  init(_ layout: Layout) {
    columns = layout.size.columns
    room = layout.size.rows - 2
  }

  mutating func take(_ rows: Int) -> Rectangle {
    defer {
      row += rows
      room -= rows
    }
    return Rectangle(column: 0, row: row, columns: columns, rows: rows)
  }
}
