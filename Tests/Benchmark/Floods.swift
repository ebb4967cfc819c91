import Foundation
import TestSupport

/// A plugin that writes a gigabyte: how long that takes, and what a key waits while others of its kind are at it.
enum Floods {
  private static let source = """
    #include <stdint.h>
    #include <stddef.h>
    #include <unistd.h>
    int32_t MyFunction(const char *input, int64_t *result, char *error, size_t capacity) {
      static char block[65536];
      for (long left = 1l << 30; left > 0; left -= sizeof block) write(1, block, sizeof block);
      *result = 42;
      return 0;
    }
    """

  static func measure() throws {
    let folder = try TemporaryFolder()
    let plugin = try folder.compileC(source, ["-g"], to: "flood000.so")
    let session = try Session(plugin)
    let times = try (0..<20).map { _ in
      try session.run { if case .limitExceeded(.output, _) = $0 { true } else { false } }
    }
    session.session.end()
    Sample(times).report("a plugin that writes 1 GiB, stopped past 16 MiB")

    for number in 1..<300 { try folder.copy(plugin, to: "flood\(1000 + number).so") }
    let terminal = PseudoTerminal("airlock", [folder.path])
    defer { terminal.end() }
    while terminal.read(patience: 1500) != nil {}
    terminal.send("a")  // runs all: for a second or two, two of them at any time
    var keys: [Double] = []
    while keys.count < 60 {
      while terminal.read(patience: 0) != nil {}
      let pressed = now()
      terminal.send("?")  // opens the help
      guard terminal.wait(for: "Help", patience: 5000) else { break }
      keys.append(now() - pressed)
      terminal.send("?")  // closes it
      usleep(30_000)
    }
    Sample(keys).report("key to paint while floods run")
  }
}
