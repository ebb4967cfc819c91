import Foundation
import TestSupport

/// Short and long lists on ordinary and large screens: a key to its picture, wake-ups while nothing happens, memory.
enum Keyboard {
  static func measure() throws {
    for count in [10, 10_000] {
      let folder = try TemporaryFolder()
      let plugin = try Data(contentsOf: URL(fileURLWithPath: Executables.path("libAnswer.so")))
      for number in 0..<count { try folder.write("plugin\(10_000 + number).so", plugin) }
      for (columns, rows) in [(100, 30), (200, 60)] { measure(folder.path, count, columns, rows) }
    }
    measureHtop()
  }

  private static func measure(_ folder: String, _ count: Int, _ columns: Int, _ rows: Int) {
    let place = "\(count) rows at \(columns)x\(rows)"
    let terminal = PseudoTerminal("airlock", [folder], columns: columns, rows: rows)
    defer { terminal.end() }
    let start = now()
    // The keys are pressed while files are still being inspected, too.
    if count > 1000 {
      while now() - start < 300 { _ = terminal.read(patience: 50) }
      Sample(press(terminal, 200, pause: 20)).report("key to paint while \(place) are inspected")
    }
    while terminal.read(patience: 1500) != nil {}
    report("\(place) inspected, opened and listed within", String(format: "%8.0f ms", now() - start - 1500))
    Sample(press(terminal, 300, pause: 3)).report("key to paint with \(place)")

    let processes = [terminal.process] + terminal.children
    let before = processes.map(switches)
    Thread.sleep(forTimeInterval: 5)
    report("wake-ups in 5 idle seconds, screen and worker", "\(zip(processes.map(switches), before).map { $0 - $1 })")
    report("resident memory, screen and worker", processes.map(memory).joined(separator: ", "))
  }

  /// In milliseconds, from each key to what it changes on the screen.
  private static func press(_ terminal: PseudoTerminal, _ count: Int, pause: Int32) -> [Double] {
    (0..<count).map { index in
      let pressed = now()
      // Down and up by turns in steps of five: each key moves the cursor, in a short list too.
      terminal.send(index % 10 < 5 ? "j" : "k")
      _ = terminal.read(patience: 5000)
      let painted = now() - pressed
      let rest = now() + Double(pause)
      while now() < rest { _ = terminal.read(patience: max(1, Int32(rest - now()))) }
      return painted
    }
  }

  /// The same of the program that people compare with, where it is there.
  private static func measureHtop() {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/htop") else { return }
    let paints = (0..<20).map { _ in
      let start = now()
      let terminal = PseudoTerminal("/usr/bin/htop")
      defer { terminal.end() }
      precondition(terminal.wait(for: "PID"), "htop painted nothing")
      return now() - start
    }
    Sample(paints).report("first paint of htop")
    let terminal = PseudoTerminal("/usr/bin/htop")
    defer { terminal.end() }
    while terminal.read(patience: 500) != nil {}
    report("resident memory of htop", memory(terminal.process))
  }

  private static func memory(_ process: pid_t) -> String {
    String(format: "%.1f MiB", Double(PseudoTerminal.status(process, "VmRSS")) / 1024)
  }

  private static func switches(_ process: pid_t) -> Int {
    PseudoTerminal.status(process, "voluntary_ctxt_switches")
      + PseudoTerminal.status(process, "nonvoluntary_ctxt_switches")
  }
}
