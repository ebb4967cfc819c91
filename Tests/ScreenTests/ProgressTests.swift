import ScreenHarness
import TestSupport
import Testing

/// What somebody sees who waits at a terminal for `run` or `check`.
@Suite struct ProgressTests {
  private let folder: TemporaryFolder

  /// Three plugins; the first and the last return once a file of their name is there.
  init() throws {
    folder = try TemporaryFolder()
    for name in ["a", "b", "c"] {
      let wait = name == "b" ? "" : "while (access(\"\(folder(name))\", F_OK)) usleep(1000);"
      try folder.compileC(
        """
        #include <stdint.h>
        #include <stddef.h>
        #include <unistd.h>
        int32_t MyFunction(const char *i, int64_t *r, char *e, size_t n) { \(wait) *r = 1; return 0; }
        """, to: name + ".so")
    }
  }

  private func start(_ redirection: String) throws -> App {
    try App(
      "/bin/sh",
      arguments: ["-c", "exec \"$0\" run --timeout 60 --jobs 3 . \(redirection)", Executables.path("airlock")],
      directory: folder.path)
  }

  @Test func `The count stands below what has been told, and is gone at the end`() throws {
    let app = try start("")
    try app.wait("the count") { app.text.hasPrefix("1/3 called\n") }
    try folder.write("a", "")
    try app.wait("two results and the count") {
      app.text.hasPrefix("./a.so: 1, <nil>\n./b.so: 1, <nil>\n2/3 called\n")
    }
    try folder.write("c", "")
    #expect(try app.waitForExit() == .exited(0))
    let lines = app.text.split(separator: "\n", omittingEmptySubsequences: false).prefix(5)
    #expect(
      lines == [
        "./a.so: 1, <nil>", "./b.so: 1, <nil>", "./c.so: 1, <nil>", "3 plugins: 3 passed (3 unverified)", "",
      ])
  }

  @Test func `It is there while the results go to a file`() throws {
    let app = try start("> results")
    try app.wait("the count") { app.text.hasPrefix("1/3 called\n") }
    try folder.write("a", "")
    try app.wait("the next count") { app.text.hasPrefix("2/3 called\n") }
    try folder.write("c", "")
    #expect(try app.waitForExit() == .exited(0))
    #expect(app.line(0) == "3 plugins: 3 passed (3 unverified)")
    let results = String(decoding: try folder.read("results"), as: UTF8.self)
    #expect(results == "./a.so: 1, <nil>\n./b.so: 1, <nil>\n./c.so: 1, <nil>\n")
  }

  @Test func `Where stderr is no terminal there is none`() throws {
    let app = try start("2> errors")
    try folder.write("a", "")
    try app.wait("two results") { app.text.hasPrefix("./a.so: 1, <nil>\n./b.so: 1, <nil>\n\n") }
    try folder.write("c", "")
    #expect(try app.waitForExit() == .exited(0))
    let errors = String(decoding: try folder.read("errors"), as: UTF8.self)
    #expect(errors == "3 plugins: 3 passed (3 unverified)\n")
  }

  @Test func `A terminal that cannot erase is left alone`() throws {
    let app = try App(
      "airlock", arguments: ["run", "--timeout", "60", "--jobs", "3", "."], directory: folder.path,
      environment: ["TERM": "dumb"])
    try folder.write("a", "")
    try app.wait("two results") { app.text.hasPrefix("./a.so: 1, <nil>\n./b.so: 1, <nil>\n\n") }
    try folder.write("c", "")
    #expect(try app.waitForExit() == .exited(0))
    #expect(!app.text.contains("called"))
  }
}
