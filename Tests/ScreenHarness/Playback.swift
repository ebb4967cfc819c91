import CVterm
import Foundation

/// A recording that was played to its end into a terminal emulator, as fast as it can be: asciicast v2.
public final class Playback {
  public let header: [String: Int]
  public private(set) var columns: Int
  public private(set) var rows: Int
  /// In seconds, of each event.
  public private(set) var times: [Double] = []
  private let emulator: OpaquePointer
  private let display: OpaquePointer

  public init(_ recording: [UInt8]) throws {
    let lines = recording.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.count > 1, lines.last!.isEmpty,
      let header = try JSONSerialization.jsonObject(with: Data(lines[0])) as? [String: Int], header["version"] == 2,
      let columns = header["width"], let rows = header["height"]
    else { throw Failure("no recording: " + String(decoding: recording.prefix(200), as: UTF8.self)) }
    (self.header, self.columns, self.rows) = (header, columns, rows)
    emulator = vterm_new(Int32(rows), Int32(columns))
    vterm_set_utf8(emulator, 1)
    display = vterm_obtain_screen(emulator)
    vterm_screen_reset(display, 1)
    for line in lines.dropFirst().dropLast() {
      guard let event = try JSONSerialization.jsonObject(with: Data(line)) as? [Any], event.count == 3,
        let time = event[0] as? Double, let kind = event[1] as? String, let text = event[2] as? String,
        time >= times.last ?? 0
      else { throw Failure("no event: " + String(decoding: line, as: UTF8.self)) }
      times.append(time)
      try play(kind, text)
    }
  }

  deinit { vterm_free(emulator) }

  private func play(_ kind: String, _ text: String) throws {
    if kind == "o" {
      vterm_input_write(emulator, text, text.utf8.count)
      return
    }
    let size = text.split(separator: "x").compactMap { Int($0) }
    guard kind == "r", size.count == 2 else { throw Failure("no event of asciicast: \(kind) \(text)") }
    (columns, rows) = (size[0], size[1])
    vterm_set_size(emulator, Int32(rows), Int32(columns))
  }

  public var cursor: (column: Int, row: Int) {
    var position = VTermPos()
    vterm_state_get_cursorpos(vterm_obtain_state(emulator), &position)
    return (Int(position.col), Int(position.row))
  }

  /// What the last event left on the screen, row by row.
  public var cells: [[ScreenCell]] { ScreenCell.all(on: display, columns: columns, rows: rows) }

  /// Its text, spaces at the ends of lines left out.
  public var text: String {
    cells.map { row in
      var line = ""
      var column = 0
      while column < row.count {
        line += row[column].text
        column += row[column].width
      }
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }
}
