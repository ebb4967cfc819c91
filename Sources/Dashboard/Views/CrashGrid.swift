import Display

/// How a crash report shares out the screen: on a large one each section has a frame, some two side by side; on a smaller
/// one all are one text in one column.
struct CrashGrid {
  let isFramed: Bool
  /// From top to bottom, from left to right.
  let bands: [[CrashSection]]
  /// Between the header and the line that says where the report was saved.
  let body: Rectangle
  /// That line; nil where there is no room for it.
  let savedRow: Int?

  private static let smallestFramed = Size(columns: 96, rows: 28)
  private static let roomForSavedRow = 12
  private static let all: [[CrashSection]] = [
    [.cause], [.source], [.frames, .registers], [.threads, .attempts], [.input, .output], [.reproduce],
  ]

  init(_ size: Size, holding present: Set<CrashSection>) {
    isFramed = size.columns >= Self.smallestFramed.columns && size.rows >= Self.smallestFramed.rows
    bands = Self.all.map { $0.filter(present.contains) }.filter { !$0.isEmpty }
    savedRow = size.rows >= Self.roomForSavedRow ? size.rows - 2 : nil
    body = Rectangle(column: 0, row: 1, columns: size.columns, rows: size.rows - (savedRow == nil ? 2 : 3))
  }

  /// For the text of a section.
  func columns(of section: CrashSection) -> Int {
    guard isFramed else { return max(1, body.columns - 2) }
    guard let band = bands.first(where: { $0.contains(section) }), band.count > 1 else { return body.columns - 4 }
    return (section == band[0] ? leftColumns : body.columns - leftColumns) - 4
  }

  private var leftColumns: Int { body.columns * 57 / 100 }

  /// The frames of the sections, given how many lines each has: what is short gets all its rows, the others share.
  func frames(lines: [CrashSection: Int]) -> [CrashSection: Rectangle] {
    let wanted = bands.map { band in 2 + (band.map { lines[$0] ?? 1 }.max() ?? 1) }
    var heights = bands.map { _ in 3 }
    var room = body.rows - heights.reduce(0, +)
    while room > 0,
      let smallest = heights.indices.filter({ heights[$0] < wanted[$0] }).min(by: { heights[$0] < heights[$1] })
    {
      heights[smallest] += 1
      room -= 1
    }
    // What nobody needs goes to the frames, or where there are none to the output.
    if room > 0,
      let band = [.frames, .output].lazy.compactMap({ section in bands.firstIndex { $0.contains(section) } }).first
    {
      heights[band] += room
    }

    var frames: [CrashSection: Rectangle] = [:]
    var row = body.row
    for (band, rows) in zip(bands, heights) {
      if band.count == 1 {
        frames[band[0]] = Rectangle(column: 0, row: row, columns: body.columns, rows: rows)
      } else {
        frames[band[0]] = Rectangle(column: 0, row: row, columns: leftColumns, rows: rows)
        frames[band[1]] = Rectangle(
          column: leftColumns, row: row, columns: body.columns - leftColumns, rows: rows)
      }
      row += rows
    }
    return frames
  }
}
