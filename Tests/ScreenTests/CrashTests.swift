import Foundation
import ScreenHarness
import TestSupport
import Testing

/// A plugin that goes down, its source beside it, and a folder for what the dashboard keeps.
private final class Crashing {
  let folder: TemporaryFolder
  var plugin: String { folder("null.so") }
  var environment: [String: String?] { ["XDG_STATE_HOME": folder("state"), "EDITOR": folder("editor")] }
  var reports: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder("state/airlock/crashes"))) ?? []).sorted()
  }

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      "null.c",
      """
      #include <stdint.h>
      #include <stddef.h>
      #include <stdio.h>
      struct entry { int32_t version; const char *name; };
      static int32_t version_of(const struct entry *entry) { return entry->version; }
      int32_t MyFunction(const char *input, int64_t *result, char *error, size_t capacity) {
        fprintf(stderr, "opening the table\\n");
        *result = version_of((struct entry *)48);
        return 0;
      }

      """)
    try folder.run("/usr/bin/env", ["cc", "-g", "-shared", "-fPIC", "-o", plugin, folder("null.c")])
    try folder.write("editor", "#!/bin/sh\nprintf '%s\\n' \"$@\" > '\(folder("arguments"))'\ntest -t 0 && test -t 1\n")
    chmod(folder("editor"), 0o700)
  }

  /// Starts the dashboard, runs the plugin, and opens its report.
  func withReport(
    columns: Int = 100, rows: Int = 30, environment changes: [String: String?] = [:], _ body: (App) throws -> Void
  ) throws {
    let environment = environment.merging(changes) { $1 }
    try withAirlock(plugin, columns: columns, rows: rows, directory: folder.path, environment: environment) { app in
      try app.wait(for: "1/1")
      app.press("r")
      try app.wait(for: "SIGSEGV")
      try app.wait("the report") {
        app.press("c")
        return app.text.contains("─ Cause ─")
      }
      try body(app)
    }
  }
}

extension App {
  /// What it asked the terminal to take into the clipboard, decoded.
  fileprivate var copied: [String] {
    let text = String(decoding: written, as: UTF8.self)
    return text.components(separatedBy: "\u{1B}]52;c;").dropFirst().compactMap { rest in
      rest.firstIndex(of: "\u{7}").flatMap { Data(base64Encoded: String(rest[..<$0])) }
        .map { String(decoding: $0, as: UTF8.self) }
    }
  }
}

/// The crash report at the keyboard: opened, copied, exported, edited, kept.
@Suite struct CrashTests {
  @Test func `c shows why it crashed and where, Escape leads back`() throws {
    try Crashing().withReport { app in
      try app.see("Null pointer", "0x30 is 48 bytes past null", "SIGSEGV (11)", "opening the table", "--input=hello")
      #expect(app.header.contains("✗ null.so › MyFunction   SIGSEGV after "))
      app.press(.escape)
      try app.see("1 Plugins", "4 Result", "c report")
    }
  }

  @Test func `y copies the report, Y the command, and says so`() throws {
    try Crashing().withReport { app in
      app.press("y")
      try app.waitForNotice("copied the report as Markdown")
      app.press("Y")
      try app.waitForNotice("copied the command")
      let copied = app.copied
      try #require(copied.count == 2)
      #expect(copied[0].hasPrefix("# Airlock: a plugin crashed") && copied[0].contains("## Reproduce"))
      #expect(copied[1].hasPrefix("airlock run ") && !copied[1].contains("\n"))
      #expect(copied.joined().unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
    }
  }

  @Test func `Where the terminal has no clipboard, a file is written`() throws {
    let crashing = try Crashing()
    try crashing.withReport(environment: ["TERM": "linux", "LANG": "C.UTF-8"]) { app in
      app.press("Y")
      try app.waitForNotice("no clipboard for that: saved null-")
      #expect(app.copied.isEmpty)
      let files = try FileManager.default.contentsOfDirectory(atPath: crashing.folder.path)
      #expect(files.contains { $0.hasPrefix("null-") && $0.hasSuffix(".sh") })
    }
  }

  @Test func `o and O export, and replace nothing`() throws {
    let crashing = try Crashing()
    try crashing.withReport { app in
      for ending in ["md", "-2.md"] {
        app.press("o")
        try app.wait("saved …\(ending)") { app.footer.contains("saved null-") && app.footer.hasSuffix(ending) }
      }
      app.press("O")
      try app.wait("saved ….json") { app.footer.contains("saved null-") && app.footer.hasSuffix(".json") }
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: crashing.folder.path)
    #expect(files.count { $0.hasPrefix("null-") } == 3)
    let json = try #require(files.first { $0.hasPrefix("null-") && $0.hasSuffix(".json") })
    #expect(try JSONSerialization.jsonObject(with: Data(crashing.folder.read(json))) is [String: Any])
  }

  @Test func `e opens the source at its line, and the dashboard comes back`() throws {
    let crashing = try Crashing()
    try crashing.withReport { app in
      guard app.text.contains("null.c:5") else { return }  // built without libdw
      app.press("e")
      try app.waitOutside("the editor") { (try? crashing.folder.read("arguments").isEmpty) == false }
      let arguments = String(decoding: try crashing.folder.read("arguments"), as: UTF8.self)
      let path = try #require(realpath(crashing.folder("null.c"), nil))
      defer { free(path) }
      #expect(arguments == "+5\n\(String(cString: path))\n")
      try app.wait("the report") { app.isOnAlternateScreen && !app.isCooked && app.text.contains("─ Cause ─") }
      #expect(!app.footer.contains("status"))
      app.press(.escape)
      try app.see("1 Plugins")
    }
  }

  @Test func `An editor that fails is told`() throws {
    try Crashing().withReport(environment: ["EDITOR": nil, "VISUAL": "false --wait"]) { app in
      guard app.text.contains("null.c:5") else { return }
      app.press("e")
      try app.waitForNotice("the editor ended with status 1")
    }
  }

  /// An editor that says that it is there and waits.
  private static let waiting = "#!/bin/sh\necho the editor is here\n"

  @Test func `^Z in the editor stops both, and fg continues both`() throws {
    let crashing = try Crashing()
    try crashing.folder.write("editor", Self.waiting + "kill -TSTP 0\necho back > '\(crashing.folder("arguments"))'\n")
    var environment = crashing.environment
    environment["PS1"] = "ready> "
    let app = try App("/bin/sh", "-i", directory: crashing.folder.path, environment: environment)
    try app.wait(for: "ready>")
    app.press(.text(Executables.path("airlock") + " null.so"), .enter)
    try app.wait(for: "1/1")
    let family = app.family
    app.press("r")
    try app.wait(for: "SIGSEGV")
    try app.wait("the report") {
      app.press("c")
      return app.text.contains("─ Cause ─")
    }
    if app.text.contains("null.c:5") {
      app.press("e")
      try app.waitForShell()
      #expect(app.text.contains("Stopped"))
      app.press("fg", .enter)
      try app.waitOutside("the editor's end") { (try? crashing.folder.read("arguments").isEmpty) == false }
      try app.wait("the report") { app.isOnAlternateScreen && app.text.contains("─ Cause ─") }
    }
    app.press("q", "q")
    try app.waitForShell()
    try app.waitForEnd(of: family)
    app.press("exit", .enter)
    try app.waitForExit()
  }

  @Test func `Asked to end while the editor runs, both do`() throws {
    let crashing = try Crashing()
    try crashing.folder.write("editor", Self.waiting + "sleep 300\n")
    try crashing.withReport { app in
      guard app.text.contains("null.c:5") else { return }
      app.press("e")
      try app.wait(for: "the editor is here")
      try app.end(with: .exited(128 + SIGTERM)) { app.signal(SIGTERM) }
    }
  }

  @Test func `A report is saved, private, and counted in the next session`() throws {
    let crashing = try Crashing()
    try crashing.withReport { app in
      try app.see("Saved to ")
      #expect(!app.text.contains("seen "))
    }
    let name = try #require(crashing.reports.first)
    #expect(crashing.reports.count == 1 && name.hasPrefix("null-") && name.hasSuffix(".json"))
    let attributes = try FileManager.default.attributesOfItem(atPath: crashing.folder("state/airlock/crashes/\(name)"))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    try crashing.withReport { app in
      try app.see("seen 2 times, first ")
      app.press("r")
      try app.see("seen 3 times, first ")
      try app.waitOutside("three reports") { crashing.reports.count == 3 }
    }
  }

  @Test func `A folder that cannot be made is a notice, not an end`() throws {
    let crashing = try Crashing()
    try crashing.folder.write("state", "a file")
    try crashing.withReport { app in
      try app.see("Not saved: ")
      app.press("r")
      app.press(.escape)
      try app.see("1 Plugins")
    }
  }

  @Test(arguments: [[60, 15], [80, 24]]) func `It fits a small screen`(size: [Int]) throws {
    try Crashing().withReport(columns: size[0], rows: size[1]) { app in
      app.press("G")
      try app.see("─ Reproduce ─", "Esc back")
      app.press("g")
      try app.see("─ Cause ─")
    }
  }
}
