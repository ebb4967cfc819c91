import CVterm
import Glibc
import TestSupport

/// A program on a pseudo-terminal, and someone at its keyboard. What it writes is interpreted by a terminal emulator,
/// libvterm. For one thread; ends the program when no longer used.
///
/// ```swift
/// let app = try App("airlock", "Plugins", columns: 100, rows: 30)
/// app.press("j", .enter)
/// try app.wait(for: "returned")
/// ```
public final class App {
  /// How long a wait lasts before it fails, in seconds. Generous: a slow machine is not an error, and no test waits for it
  /// to pass.
  public static let patience = 20

  public let process: pid_t
  public private(set) var columns: Int
  public private(set) var rows: Int
  /// How the program ended, as wait(2) tells; nil while it runs.
  public private(set) var status: ExitStatus?
  /// All that it has written.
  public private(set) var written: [UInt8] = []
  public var bytesWritten: Int { written.count }
  /// Whether the screen is half drawn: the program has begun a frame (xterm's private mode 2026) and not ended it.
  public private(set) var isDrawing = false

  private var terminal: Int32
  private let ending: Int32
  private let emulator: OpaquePointer
  private let display: OpaquePointer
  private let callbacks = UnsafeMutablePointer<VTermScreenCallbacks>.allocate(capacity: 1)
  private let link = UnsafeMutablePointer<Link>.allocate(capacity: 1)
  private var isTerminalOpen = true

  /// What the emulator tells.
  private struct Link {
    var isAlternate = false
    var isCursorVisible = true
    var hasMouse = false
    var title: String?
    /// What was typed, and the emulator's answers to the program's questions.
    var unsent: [CChar] = []
  }

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - program: A path, or the name of an executable that was built with the tests.
  ///   - changes: All the environment that it gets besides TERM, LANG and PATH; nil takes one of these away. In a locale
  ///     that is not UTF-8 use TERM=screen-256color: for xterm's, ncurses then repeats characters with REP, which libvterm
  ///     0.1.4 gets wrong at the end of a line.
  public convenience init(
    _ program: String, _ arguments: String..., columns: Int = 100, rows: Int = 30, directory: String? = nil,
    environment changes: [String: String?] = [:]
  ) throws {
    try self.init(
      program, arguments: arguments, columns: columns, rows: rows, directory: directory, environment: changes)
  }

  public init(
    _ program: String, arguments: [String], columns: Int = 100, rows: Int = 30, directory: String? = nil,
    environment changes: [String: String?] = [:]
  ) throws {
    (self.columns, self.rows) = (columns, rows)
    var environment: [String: String?] = ["TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"]
    environment.merge(changes) { $1 }
    let path = program.contains("/") ? program : Executables.path(program)

    var arguments: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] =
      environment.compactMap { name, value in value.map { strdup("\(name)=\($0)") } } + [nil]
    defer { (arguments + variables).forEach { free($0) } }
    var terminal: Int32 = -1
    process = harness_start(path, &arguments, &variables, directory, Int32(columns), Int32(rows), &terminal)
    guard process > 0 else { throw Failure("could not start \(path): \(String(cString: strerror(-process)))") }
    self.terminal = terminal
    ending = harness_process_descriptor(process)

    emulator = vterm_new(Int32(rows), Int32(columns))
    vterm_set_utf8(emulator, 1)
    display = vterm_obtain_screen(emulator)
    vterm_screen_enable_altscreen(display, 1)
    link.initialize(to: Link())
    callbacks.initialize(to: VTermScreenCallbacks())
    callbacks.pointee.settermprop = { property, value, link in
      guard let value, let link = link?.assumingMemoryBound(to: Link.self) else { return 1 }
      if property == VTERM_PROP_ALTSCREEN { link.pointee.isAlternate = value.pointee.boolean != 0 }
      if property == VTERM_PROP_CURSORVISIBLE { link.pointee.isCursorVisible = value.pointee.boolean != 0 }
      if property == VTERM_PROP_MOUSE { link.pointee.hasMouse = value.pointee.number != 0 }
      if property == VTERM_PROP_TITLE { link.pointee.title = value.pointee.string.map { String(cString: $0) } }
      return 1
    }
    vterm_screen_set_callbacks(display, callbacks, link)
    vterm_output_set_callback(
      emulator,
      { bytes, count, link in
        link?.assumingMemoryBound(to: Link.self).pointee.unsent += UnsafeBufferPointer(start: bytes, count: count)
      }, link)
    vterm_screen_reset(display, 1)
  }

  deinit {
    if status == nil {
      // The shell's job too, if the program is a shell.
      let foreground = tcgetpgrp(terminal)
      if foreground > 0 { kill(-foreground, SIGKILL) }
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    if terminal >= 0 { close(terminal) }
    if ending >= 0 { close(ending) }
    vterm_free(emulator)
    callbacks.deallocate()
    link.deinitialize(count: 1)
    link.deallocate()
  }

  // MARK: At the keyboard

  public func press(_ keys: Keystroke...) {
    for key in keys { key.press(on: emulator) }
  }

  /// Pastes a text in one piece, if the program has asked for that; otherwise as if typed.
  public func paste(_ text: String) {
    vterm_keyboard_start_paste(emulator)
    send(text.utf8)
    vterm_keyboard_end_paste(emulator)
  }

  /// Clicks, with the left button unless told otherwise; 4 is the wheel turned up, 5 down. Nothing comes of it unless the
  /// program has asked for the mouse.
  public func click(column: Int, row: Int, button: Int = 1) {
    guard hasMouse else { return }  // libvterm 0.1.4 sends all the same
    vterm_mouse_move(emulator, Int32(row), Int32(column), VTERM_MOD_NONE)
    vterm_mouse_button(emulator, Int32(button), true, VTERM_MOD_NONE)
    vterm_mouse_button(emulator, Int32(button), false, VTERM_MOD_NONE)
  }

  /// Sends bytes as they are.
  public func send(_ bytes: some Sequence<UInt8>) {
    link.pointee.unsent += bytes.map { CChar(bitPattern: $0) }
  }

  public func resize(columns: Int, rows: Int) {
    (self.columns, self.rows) = (columns, rows)
    vterm_set_size(emulator, Int32(rows), Int32(columns))
    _ = harness_resize(terminal, Int32(columns), Int32(rows))
  }

  /// Closes the terminal's window.
  public func hangUp() {
    isTerminalOpen = false
    close(terminal)
    terminal = -1
  }

  /// Sends a signal to the program itself.
  public func signal(_ number: Int32) { kill(process, number) }

  /// The disk is full: no file that the program writes gets longer than so many bytes. Unless it was started with SIGXFSZ
  /// ignored, that ends it.
  public func limitFiles(to bytes: Int) { _ = harness_limit_files(process, bytes) }

  // MARK: Before the screen

  /// Waits until the screen shows a text. Not for the beginning of a text that is still on its way.
  public func wait(for text: String) throws {
    try wait("“\(text)”") { self.text.contains(text) }
  }

  /// Waits until a shell asks for its next command: what is pressed before, it may find in another form than its own.
  public func waitForShell() throws {
    try wait("the shell") { !isOnAlternateScreen && isCooked && line(cursor.row) == "ready>" }
  }

  /// Waits until a condition holds on the screen, between two frames: one that is half drawn is nothing to look at.
  ///
  /// - Parameter patience: In seconds; more where much is to be done.
  public func wait(_ what: String, patience: Int = patience, until holds: () -> Bool) throws {
    let end = seconds() + Double(patience)
    while isDrawing && status == nil || !holds() {
      guard seconds() < end, status == nil || isTerminalOpen else { throw failure(what) }
      exchange(until: end)
    }
  }

  /// Waits until a condition holds outside of the screen, of which nothing here tells: a process, a file.
  public func waitOutside(_ what: String, until holds: () -> Bool) throws {
    let end = seconds() + Double(Self.patience)
    while !holds() {
      guard seconds() < end else { throw failure(what) }
      let next = min(end, seconds() + Self.outsideInterval)
      if status == nil || isTerminalOpen { exchange(until: next) } else { usleep(UInt32(Self.outsideInterval * 1e6)) }
    }
  }

  /// In seconds.
  private static let outsideInterval = 0.01

  private func failure(_ what: String) -> Failure {
    let state = status.map { "the program has ended: \($0)" } ?? "the program still runs"
    return Failure("waited in vain for \(what); \(state)\n\(framed)")
  }

  /// Waits until the program has ended and all that it wrote is on the screen.
  @discardableResult public func waitForExit() throws -> ExitStatus {
    try wait("the end of the program") { status != nil }
    return status!
  }

  /// The text of the screen, spaces at the ends of lines left out.
  public var text: String { (0..<rows).map(line).joined(separator: "\n") }

  public func line(_ row: Int) -> String {
    var line = ""
    var column = 0
    while column < columns {
      let cell = self[column, row]
      line += cell.text
      column += cell.width
    }
    while line.last == " " { line.removeLast() }
    return line
  }

  public subscript(column: Int, row: Int) -> ScreenCell {
    var cell = VTermScreenCell()
    vterm_screen_get_cell(display, VTermPos(row: Int32(row), col: Int32(column)), &cell)
    return ScreenCell(cell)
  }

  /// All of the screen, row by row.
  public var cells: [[ScreenCell]] { ScreenCell.all(on: display, columns: columns, rows: rows) }

  public var cursor: (column: Int, row: Int) {
    var position = VTermPos()
    vterm_state_get_cursorpos(vterm_obtain_state(emulator), &position)
    return (Int(position.col), Int(position.row))
  }

  public var isCursorVisible: Bool { link.pointee.isCursorVisible }
  /// Whether the program has asked for the mouse.
  public var hasMouse: Bool { link.pointee.hasMouse }
  /// What the program has made the window's title; nil if it left it alone.
  public var title: String? { link.pointee.title }
  /// Whether the program has the screen for itself, and the shell's is kept behind it.
  public var isOnAlternateScreen: Bool { link.pointee.isAlternate }
  /// Whether the terminal has the modes that a shell expects: lines, echo, and signals from keys.
  public var isCooked: Bool {
    var settings = termios()
    guard tcgetattr(terminal, &settings) == 0 else { return false }
    let wanted = tcflag_t(ICANON | ECHO | ISIG)
    return settings.c_lflag & wanted == wanted
  }

  // MARK: The line between them

  /// Waits for something to read, room to write, or the program's end, and does what can be done.
  private func exchange(until end: Double) {
    let interest = Int16(POLLIN) | (link.pointee.unsent.isEmpty ? 0 : Int16(POLLOUT))
    var descriptors = [
      pollfd(fd: isTerminalOpen ? terminal : -1, events: interest, revents: 0),
      pollfd(fd: status == nil ? ending : -1, events: Int16(POLLIN), revents: 0),
    ]
    let milliseconds = Int32(max(1, (end - seconds()) * 1000))
    guard poll(&descriptors, nfds_t(descriptors.count), milliseconds) > 0 else { return }
    if descriptors[0].revents & Int16(POLLIN) != 0 { receive() }
    if descriptors[0].revents & Int16(POLLOUT) != 0 { transmit() }
    if descriptors[0].revents & Int16(POLLIN | POLLHUP) == Int16(POLLHUP) {
      // The kernel looks for input first, for the end next: what came between them is not told, but is there.
      receiveAll()
      isTerminalOpen = false
    }
    if descriptors[1].revents != 0 {
      var raw: Int32 = 0
      receiveAll()  // what it wrote last
      if waitpid(process, &raw, 0) == process { status = ExitStatus(raw) }
      isTerminalOpen = false
    }
  }

  private func receiveAll() {
    while isTerminalOpen, receive() {}
  }

  @discardableResult private func receive() -> Bool {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64 * 1024) { buffer in
      let count = read(terminal, buffer.baseAddress, buffer.count)
      guard count > 0 else { return false }
      let unread = max(0, written.count - Self.frameBegins.count + 1)
      written += buffer[..<count].map { UInt8(bitPattern: $0) }
      followFrames(from: unread)
      vterm_input_write(emulator, buffer.baseAddress, count)
      return true
    }
  }

  private static let frameBegins = Array("\u{1B}[?2026h".utf8)

  /// Looks through what was written last for the begin or the end of a frame; both marks differ in the last byte alone.
  private func followFrames(from start: Int) {
    let mark = Self.frameBegins.dropLast()
    var at = written.count - Self.frameBegins.count
    while at >= start {
      if written[at..<(at + mark.count)] == mark {
        isDrawing = written[at + mark.count] == Self.frameBegins.last
        return
      }
      at -= 1
    }
  }

  private func transmit() {
    let count = write(terminal, link.pointee.unsent, link.pointee.unsent.count)
    if count > 0 { link.pointee.unsent.removeFirst(count) }
  }

  private var framed: String {
    let bar = String(repeating: "─", count: columns)
    return "┌\(bar)\n" + (0..<rows).map { "│" + line($0) }.joined(separator: "\n") + "\n└\(bar)"
  }

  private func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
