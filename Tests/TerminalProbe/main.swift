import Display
import Glibc
import Terminal

// A program for the tests of Terminal: shows what it is told and what arrives, in words that a test can wait for.

func say(_ text: String) { _ = write(STDERR_FILENO, text + "\n", text.utf8.count + 1) }

/// Bold, in colour, and with a background: something of everything in the first line.
func screen(size: Size, capabilities: Capabilities, lines: [String], cursor: Position?) -> Screen {
  var screen = Screen(size: size)
  var column = screen.put("probe", column: 0, row: 0, style: Style(.red, .bold))
  column = screen.put(" gray", column: column, row: 0, style: Style(.gray))
  column = screen.put(" ground", column: column, row: 0, style: Style(.white, on: .blue, .underline))
  column = screen.put(" reverse", column: column, row: 0, style: Style(nil, .reverse))
  screen.put(" 数え é ─│", column: column, row: 0)
  screen.put(
    "size \(size.columns)x\(size.rows), \(capabilities.colors) colors, \(capabilities.isUnicode ? "unicode" : "ascii").",
    column: 0, row: 1)
  for (index, line) in lines.suffix(max(0, size.rows - 3)).enumerated() { screen.put(line, column: 0, row: 2 + index) }
  // The last line is full: a careless program scrolls here.
  screen.put(String(repeating: "=", count: size.columns - 1) + "#", column: 0, row: size.rows - 1)
  screen.cursor = cursor
  return screen
}

func describe(_ input: Input) -> String {
  switch input {
  case .paste(let text): "paste of \(text.utf8.count) bytes, \(text.split(separator: "\n").count) lines."
  case .text(let character, let modifiers): "text \(character) \(modifiers.rawValue)."
  case .key(let key, let modifiers): "key \(key) \(modifiers.rawValue)."
  case .mouse(let mouse):
    "\(mouse.kind) at \(mouse.position.column),\(mouse.position.row) \(mouse.modifiers.rawValue)."
  }
}

func run() throws(TerminalError) -> Int32 {
  let loop = try EventLoop()
  let terminal = try Terminal()
  loop.recognize(keys: terminal.keys)
  var size = terminal.size
  var lines: [String] = []
  var wakeUps = 0
  var deadline: UInt64?
  var pipe: (reader: Int32, writer: Int32) = (0, 0)
  withUnsafeMutableBytes(of: &pipe) { _ = Glibc.pipe($0.baseAddress!.assumingMemoryBound(to: Int32.self)) }
  while true {
    let cursor = lines.last == "text c 0." ? Position(column: 3, row: 1) : nil
    terminal.draw(screen(size: size, capabilities: terminal.capabilities, lines: lines, cursor: cursor))
    wakeUps += 1
    for event in loop.next(watching: [Watch(pipe.reader)], deadline: deadline) {
      switch event {
      case .input(.text("q", [])): return 0
      case .input(.text("t", [])): fatalError("probe trap")
      case .input(.text("o", [])): overflow(0)
      case .input(.text("x", [])): exit(7)
      case .input(.text("w", [])): lines.append("\(wakeUps) wake-ups.")
      case .input(.text("p", [])): write(pipe.writer, [42], 1)
      case .input(.text("d", [])): deadline = EventLoop.now + 1_000_000
      case .input(.text("m", [])), .input(.text("n", [])):
        terminal.setMouse(event == .input(.text("m")))
        lines.append("mouse set.")
      case .input(.text("l", [])):
        let status = try terminal.lend(to: "printf lent; read line", arguments: [])
        lines.append("back, \(status).")
      case .input(.text("e", [])):
        say("scribble")
        lines.append("scribbled.")
      case .input(.control("z")), .suspendRequested:
        terminal.suspend()
        size = terminal.size
        lines.append("resumed.")
      case .input(let input): lines.append(describe(input))
      case .resized(let new): size = new
      case .terminate(let signal):
        terminal.close()
        say("ended by signal \(signal)")
        return 128 + signal
      case .continued:
        terminal.repaint()
        lines.append("continued.")
      case .deadline:
        deadline = nil
        lines.append("deadline.")
      case .ready(let descriptor):
        var byte: UInt8 = 0
        read(descriptor, &byte, 1)
        lines.append("ready \(descriptor == pipe.reader), \(byte).")
      case .inputClosed: return 3
      }
    }
  }
}

@inline(never) func overflow(_ depth: Int) {
  withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { $0[0] = UInt8(truncatingIfNeeded: depth) }
  overflow(depth + 1)
  _ = getpid()  // keeps the call above from becoming a loop
}

do {
  exit(try run())
} catch {
  say("probe: \(error)")
  exit(2)
}
