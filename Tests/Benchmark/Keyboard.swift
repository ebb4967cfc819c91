import Foundation
import TestSupport

/// A thousand rows: a key to its picture, wake-ups while nothing happens, memory.
enum Keyboard {
  static func measure() throws {
    let folder = try TemporaryFolder()
    let plugin = try Data(contentsOf: URL(fileURLWithPath: Executables.path("libAnswer.so")))
    for number in 0..<1000 { try folder.write("plugin\(1000 + number).so", plugin) }

    let terminal = PseudoTerminal("airlock", [folder.path])
    defer { terminal.end() }
    let start = now()
    while terminal.read(patience: 1500) != nil {}
    report("1,000 plugins inspected, opened and listed within", String(format: "%8.0f ms", now() - start - 1500))

    let keys = (0..<300).map { index in
      let pressed = now()
      terminal.send(index % 60 < 40 ? "j" : "k")
      _ = terminal.read(patience: 5000)
      let painted = now() - pressed
      while terminal.read(patience: 3) != nil {}
      return painted
    }
    Sample(keys).report("key to paint with 1,000 rows")

    let processes = [terminal.process] + terminal.children
    let before = processes.map(switches)
    Thread.sleep(forTimeInterval: 5)
    let woken = zip(processes.map(switches), before).map { $0 - $1 }
    report("wake-ups in 5 idle seconds, screen and worker", "\(woken)")
    report(
      "resident memory, screen and worker",
      processes.map { String(format: "%.1f MiB", Double(PseudoTerminal.status($0, "VmRSS")) / 1024) }
        .joined(separator: ", "))
  }

  private static func switches(_ process: pid_t) -> Int {
    PseudoTerminal.status(process, "voluntary_ctxt_switches")
      + PseudoTerminal.status(process, "nonvoluntary_ctxt_switches")
  }
}
