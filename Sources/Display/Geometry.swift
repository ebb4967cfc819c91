/// Rows and columns of a terminal.
public struct Size: Hashable, Sendable {
  public var columns: Int
  public var rows: Int

  public init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

/// A cell's place: column and row, from 0 at the top left.
public struct Position: Hashable, Sendable {
  public var column: Int
  public var row: Int

  public init(column: Int, row: Int) {
    self.column = column
    self.row = row
  }
}

/// A part of the screen.
public struct Rectangle: Hashable, Sendable {
  public var column: Int
  public var row: Int
  public var columns: Int
  public var rows: Int

  public init(column: Int, row: Int, columns: Int, rows: Int) {
    self.column = column
    self.row = row
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }

  public init(_ size: Size) { self.init(column: 0, row: 0, columns: size.columns, rows: size.rows) }

  public func contains(_ position: Position) -> Bool {
    (column..<(column + columns)).contains(position.column) && (row..<(row + rows)).contains(position.row)
  }

  /// What is left inside after so many cells are taken from each side.
  public func inset(columns inset: Int, rows insetRows: Int) -> Rectangle {
    Rectangle(column: column + inset, row: row + insetRows, columns: columns - 2 * inset, rows: rows - 2 * insetRows)
  }
}
