/// From the start of the program to its first picture on the terminal.
enum FirstPaint {
  static func measure() throws {
    var airlock: [Double] = []
    var hello: [Double] = []
    for _ in 0..<60 {  // in turn, so that the machine's moods meet both
      airlock.append(time("airlock", until: "Plugins"))
      hello.append(time("NcursesHello", until: "hello"))
    }
    Sample(airlock).report("first paint, the samples at 100x30")
    Sample(hello).report("first paint of a minimal C ncurses program")
  }

  private static func time(_ program: String, until text: String) -> Double {
    let start = now()
    let terminal = PseudoTerminal(program)
    precondition(terminal.wait(for: text), "\(program) painted nothing")
    defer { terminal.end() }
    return now() - start
  }
}
