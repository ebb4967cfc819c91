import CNcurses
import CTerminal
import Display
import Glibc

/// The terminal, taken over for a full-screen program. One in a process, and for one thread.
///
/// Open the `EventLoop` first: it blocks signals that must not arrive in between. However the program ends, the terminal is
/// given back as it was found: by `close()`, at exit, and before a fatal signal. While it is taken, standard error is kept,
/// if it is the terminal, and shown afterwards.
public final class Terminal {
  public let capabilities: Capabilities
  /// What this terminal's keys send: for the `Decoder`.
  public let keys: [[UInt8]: Input.Key]

  private let palette: Palette
  private var shown: Screen?
  private var hasMouse = false

  /// Takes the terminal over. Standard input and output must be the terminal.
  public init() throws(TerminalError) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
    guard let term = getenv("TERM"), term.pointee != 0 else { throw .nameMissing }
    let name = String(cString: term)
    let isUnicode = TextEncoding.choose()
    guard ncurses_find_terminal() == 1 else { throw .unknown(name: name) }
    guard Terminfo.string("cup") != nil, Terminfo.string("clear") != nil else { throw .notCapable(name: name) }

    // In the background the modes found would be the shell's own.
    guard terminal_wait_for_foreground() != 0 else { throw .inBackground }
    keys = Terminfo.keys
    let (enter, leave) = (Self.enterSequence, Self.leaveSequence)
    let error = enter.withCharacters { enter, enterLength in
      leave.withCharacters { terminal_guard_install(enter, enterLength, $0, $1) }
    }
    guard error == 0 else { throw .system(String(cString: strerror(error))) }
    let wantsColors = getenv("NO_COLOR").map { $0.pointee == 0 } ?? true
    guard ncurses_open(wantsColors ? 1 : 0) == 0 else {
      terminal_guard_leave()
      throw .notStarted(name: name)
    }
    terminal_guard_keep_modes()
    Self.bracketedPasteOn.withCharacters(terminal_write)

    let available = Int(ncurses_colors())
    palette = Palette(colors: available)
    let colors = [256, 16, 8].first { $0 <= available } ?? 0
    capabilities = Capabilities(colors: colors, isUnicode: isUnicode)
  }

  deinit { close() }

  /// Rows and columns now; 80 by 24 if the terminal does not know.
  public var size: Size { Self.currentSize }

  static var currentSize: Size {
    var (columns, rows): (Int32, Int32) = (80, 24)
    _ = terminal_size(&columns, &rows)
    return Size(columns: Int(columns), rows: Int(rows))
  }

  /// Shows a screen: sends what differs from the one before. A screen of another size is how a resize is answered.
  public func draw(_ screen: Screen) {
    guard terminal_guard_is_inside() != 0, screen.size.columns > 0, screen.size.rows > 0 else { return }
    guard screen != shown else { return }
    Self.frameBegins.withCharacters(terminal_write)
    defer { Self.frameEnds.withCharacters(terminal_write) }
    ncurses_resize(Int32(screen.size.columns), Int32(screen.size.rows))
    let before = shown?.size == screen.size ? shown : nil
    for row in 0..<screen.size.rows where before?.row(row) != screen.row(row) {
      draw(screen.row(row), at: row)
    }
    if let cursor = screen.cursor, cursor.column < screen.size.columns, cursor.row < screen.size.rows {
      ncurses_show(Int32(cursor.column), Int32(cursor.row))
    } else {
      ncurses_show(-1, -1)
    }
    shown = screen
  }

  /// Gives the terminal to the shell and stops, as ^Z does elsewhere; comes back when continued, and paints again.
  /// The size may be another then.
  public func suspend() {
    terminal_guard_leave()
    if terminal_stop() != 0 { take() }
  }

  /// Paints everything again, after the process was stopped and continued by others, or the screen was scribbled on.
  public func repaint() {
    terminal_guard_leave()
    if terminal_wait_for_foreground() != 0 { take() }
  }

  /// Lends the terminal to a shell's command until that has ended, and paints again. The size may be another then.
  ///
  /// - Parameters:
  ///   - command: For `sh -c`; `"$@"` in it are the arguments.
  /// - Returns: Its exit status; 128 and the signal that ended it.
  public func lend(to command: String, arguments: [[UInt8]]) throws(TerminalError) -> Int32 {
    terminal_guard_leave()
    defer { if terminal_wait_for_foreground() != 0 { take() } }
    var words: [UnsafeMutablePointer<CChar>?] =
      [strdup("sh"), strdup("-c"), strdup(command), strdup("airlock")]
      + arguments.map { strdup($0.map { CChar(bitPattern: $0) } + [0]) } + [nil]
    defer { words.forEach { free($0) } }
    var status: Int32 = 0
    let error = terminal_lend("/bin/sh", &words, environ, &status)
    guard error == 0 else { throw .system(String(cString: strerror(error))) }
    return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
  }

  /// Whether clicks and the wheel are input; at first they are not, and the terminal does with them what it does elsewhere:
  /// it lets text be selected. However the program ends, and while it is stopped, they are the terminal's own again.
  public func setMouse(_ isOn: Bool) {
    hasMouse = isOn
    guard terminal_guard_is_inside() != 0 else { return }
    (isOn ? MouseReport.on : MouseReport.off).withCharacters(terminal_write)
  }

  /// Gives the terminal back for good. Again does nothing.
  public func close() { terminal_guard_leave() }

  private func take() {
    terminal_guard_enter()
    if hasMouse { setMouse(true) }
    ncurses_distrust()
    let screen = shown
    shown = nil
    // After a resize the caller draws another.
    if let screen, screen.size == size { draw(screen) }
  }

  private func draw(_ cells: ArraySlice<Cell>, at row: Int) {
    var style: Style?
    for (column, cell) in cells.enumerated() where !cell.isContinuation {
      if style != cell.style {
        style = cell.style
        let look = palette.look(of: cell.style)
        ncurses_style(UInt32(look.attributes.rawValue), look.foreground, look.background)
      }
      let next = cells.startIndex + column + 1
      let columns = next < cells.endIndex && cells[next].isContinuation ? 2 : 1
      let glyph = Glyph(cell.character, columns: columns, isUnicode: capabilities.isUnicode) {
        Int(terminal_character_width($0))
      }
      ncurses_put(Int32(column), Int32(row), glyph.scalars, Int32(glyph.scalars.count))
      if columns == 2, glyph.isReplacement {
        ncurses_put(Int32(column + 1), Int32(row), glyph.scalars, Int32(glyph.scalars.count))
      }
    }
  }

  // MARK: What is written on the way in and out

  /// xterm's private mode 2004: a paste arrives between marks. Terminals that do not have it ignore it.
  private static let bracketedPasteOn = Array("\u{1B}[?2004h".utf8)
  private static let bracketedPasteOff = Array("\u{1B}[?2004l".utf8)

  /// xterm's private mode 2026, synchronized output: what is written in between is shown at once, so that nobody sees half
  /// a screen. Terminals that do not have it ignore it.
  private static let frameBegins = Array("\u{1B}[?2026h".utf8)
  private static let frameEnds = Array("\u{1B}[?2026l".utf8)

  private static var enterSequence: [UInt8] {
    ["smcup", "smkx"].flatMap { Terminfo.string($0) ?? [] } + bracketedPasteOn
  }
  /// A frame that was begun is shown, and the mouse off, whether or not it was on: in a signal handler nobody asks.
  /// Attributes and colours off, number pad as it was, back to the screen that was there before, cursor visible.
  private static var leaveSequence: [UInt8] {
    frameEnds + MouseReport.off + bracketedPasteOff
      + ["sgr0", "op", "rmkx", "rmcup", "cnorm"].flatMap { Terminfo.string($0) ?? [] }
  }
}

extension [UInt8] {
  /// The bytes as C's `char`, and their number.
  fileprivate func withCharacters<Result>(_ body: (UnsafePointer<CChar>, Int32) -> Result) -> Result {
    map { CChar(bitPattern: $0) }.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return "".withCString { body($0, 0) } }
      return body(base, Int32(buffer.count))
    }
  }
}
