import Foundation
import TestSupport
import Testing

/// Plugins that the challenge has in mind: built by `go build -buildmode=plugin`, run by the command.
@Suite("Go plugins", .enabled(if: Toolchain.go.isThere, "go is not there"))
struct GoTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let source: String
    var flags: [String] = []
    var stdout: [String] = []
    var stderr: [String] = []
    var options: [String] = []
    var testDescription: String { name }
  }

  static let wrong = "Error: function MyFunction in plugin ./p.so has the wrong signature: "
  static let expected = "expected func(string) (int, error), found "
  static let mend = "  Declare it as func MyFunction(s string) (int, error)."
  static func crash(_ words: String, _ place: String) -> [String] {
    ["Error: plugin ./p.so crashed in MyFunction: " + words, "  at " + place]
  }

  static let cases = [
    Case(name: "good", source: "func MyFunction(s string) (int, error) { return 42, nil }", stdout: ["42, <nil>"]),
    Case(
      name: "named results",
      source: "func MyFunction(s string) (n int, err error) { n = len(s); return }", stdout: ["5, <nil>"]),
    Case(
      name: "value and error",
      source: """
        import "errors"
        func MyFunction(s string) (int, error) { return 7, errors.New("boom") }
        """, stdout: ["7, boom"]),
    Case(
      name: "output",
      source: """
        import ("fmt"; "os")
        func MyFunction(s string) (int, error) { fmt.Println("got", s); fmt.Fprintln(os.Stderr, "hm"); return 1, nil }
        """, stdout: ["1, <nil>"], stderr: ["./p.so | got hello", "./p.so | hm"]),
    Case(
      name: "trimpath", source: "func MyFunction(s string) (int, error) { return 42, nil }", flags: ["-trimpath"],
      stdout: ["42, <nil>"]),
    Case(
      name: "not optimised", source: "func MyFunction(s string) (int, error) { return 42, nil }",
      flags: ["-gcflags=all=-N -l"], stdout: ["42, <nil>"]),
    Case(
      name: "stripped", source: "func MyFunction(s string) (int, error) { return 42, nil }", flags: ["-ldflags=-s -w"],
      stdout: ["42, <nil>"]),
    Case(
      name: "stripped and wrong", source: "func MyFunction(s string) int { return 42 }", flags: ["-ldflags=-s -w"],
      stderr: [wrong + expected + "func(string) int", mend]),
    Case(
      name: "no function", source: "func YourFunction(s string) (int, error) { return 0, nil }",
      stderr: ["Error: could not find function MyFunction in plugin ./p.so", "  It exports YourFunction."]),
    Case(
      name: "small letter", source: "func myFunction(s string) (int, error) { return 0, nil }\nvar F = myFunction",
      stderr: [
        "Error: could not find function MyFunction in plugin ./p.so",
        "  myFunction begins with a small letter, so its package keeps it to itself; write it MyFunction.",
      ]),
    Case(
      name: "method",
      source: """
        type T struct{}
        func (T) MyFunction(s string) (int, error) { return 0, nil }
        var X interface { MyFunction(string) (int, error) } = T{}
        """,
      stderr: [
        "Error: could not find function MyFunction in plugin ./p.so",
        "  MyFunction is a method of T here; declare it as a function of the package.",
      ]),
    Case(
      name: "panic", source: "var m map[string]int\nfunc MyFunction(s string) (int, error) { m[s] = 1; return 0, nil }",
      stderr: crash("panic: assignment to entry in nil map", "MyFunction (plugin.go:4)")),
    Case(
      name: "null pointer",
      source: """
        type table struct { a, b int }
        var t *table
        //go:noinline
        func (t *table) second() int { return t.b }
        func MyFunction(s string) (int, error) { return t.second(), nil }
        """,
      stderr: crash(
        "panic: runtime error: invalid memory address or nil pointer dereference",
        "(*table).second (plugin.go:6)")),
    Case(
      name: "panic in a goroutine",
      source: """
        import "time"
        func MyFunction(s string) (int, error) {
          go func() { panic("lost") }()
          time.Sleep(time.Hour)
          return 0, nil
        }
        """, stderr: crash("panic: lost", "MyFunction.func1 (plugin.go:5)")),
    Case(
      name: "concurrent map writes",
      source: """
        func MyFunction(s string) (int, error) {
          m := map[int]int{}
          for i := 0; i < 4; i++ { go func() { for j := 0; ; j++ { m[j%8] = j } }() }
          select {}
        }
        """, stderr: crash("fatal error: concurrent map writes", "MyFunction.func1 (plugin.go:5)")),
    Case(
      name: "stack overflow",
      source: """
        func deeper(n int) int { return deeper(n+1) + 1 }
        func MyFunction(s string) (int, error) { return deeper(1), nil }
        """, stderr: crash("fatal error: stack overflow", "deeper (plugin.go:3)")),
    Case(
      name: "panic in init",
      source: "func init() { panic(\"not today\") }\nfunc MyFunction(s string) (int, error) { return 0, nil }",
      stderr: ["Error: plugin ./p.so crashed while it was opened: panic: not today", "  at init.0 (plugin.go:3)"]),
    Case(
      name: "Goexit",
      source: "import \"runtime\"\nfunc MyFunction(s string) (int, error) { runtime.Goexit(); return 0, nil }",
      stderr: crash("runtime.Goexit: it ended the goroutine that called it", "MyFunction (plugin.go:4)")),
    Case(
      name: "os.Exit",
      source: "import \"os\"\nfunc MyFunction(s string) (int, error) { os.Exit(3); return 0, nil }",
      stderr: [
        "Error: plugin ./p.so exited with status 3 in MyFunction, without returning",
        "  A plugin must return; exit() and _exit() end the whole process.",
      ]),
    Case(
      name: "deadlock",
      source: "func MyFunction(s string) (int, error) { c := make(chan int); return <-c, nil }",
      stderr: [
        "Error: plugin ./p.so did not return from MyFunction within 0.5 s",
        "  goroutine 1 waits (chan receive) at MyFunction (plugin.go:3)",
      ], options: ["--timeout", "0.5"]),
    Case(
      name: "too much memory",
      source: """
        var all [][]byte
        func MyFunction(s string) (int, error) { for { all = append(all, make([]byte, 256<<20)) } }
        """,
      stderr: [
        "Error: plugin ./p.so went over its memory limit of 2048 MiB in MyFunction",
        "  An allocation was refused. If it needs that much, give it more: --memory MIB.",
      ]),
  ]

  @Test(arguments: cases) func run(_ plugin: Case) throws {
    let folder = try TemporaryFolder()
    try folder.copy(try GoPlugins.plugin(plugin.source, plugin.flags), to: "p.so")
    let options = plugin.options.isEmpty ? ["--timeout", "60"] : plugin.options
    let outcome = try start(["run", "./p.so"] + options, environment: GoPlugins.environment, in: folder.path).wait()
    expect(outcome.lines, like: plugin.stdout)
    expect(outcome.errors, like: plugin.stderr)
  }

  static let wrongTypes = [
    ("func MyFunction(s []byte, n int) (int, string) { return 0, \"\" }", "func([]uint8, int) (int, string)"),
    ("func MyFunction(s string) int { return 0 }", "func(string) int"),
    ("func MyFunction(s string) (int64, error) { return 0, nil }", "func(string) (int64, error)"),
    ("type text string\nfunc MyFunction(s text) (int, error) { return 0, nil }", "func(main.text) (int, error)"),
    ("func MyFunction() {}", "func()"),
    ("var MyFunction = func(s string) (int, error) { return 0, nil }", "*func(string) (int, error)"),
  ]

  @Test(arguments: wrongTypes.indices) func wrongSignature(_ place: Int) throws {
    let (source, found) = Self.wrongTypes[place]
    let folder = try TemporaryFolder()
    // By debug info before it is opened; without, by Go's own assertion once it is.
    for flags in [[], ["-ldflags=-s -w"]] {
      try folder.copy(try GoPlugins.plugin(source, flags), to: "p.so")
      let outcome = try airlock("run", "./p.so", environment: GoPlugins.environment, in: folder.path)
      let words = try #require(outcome.errors.first)
      #expect(words.hasPrefix(Self.wrong + Self.expected))
      // A type of the author's own has the path of its package in debug info.
      let told = words.dropFirst((Self.wrong + Self.expected).count)
      let isOfOwnType = found.contains("main.")
      #if DEBUG_INFO
        if flags.isEmpty, !isOfOwnType { #expect(told == found) }
      #endif
      if !flags.isEmpty, !found.hasPrefix("*") { #expect(told == found) }
      #expect(outcome.errors.last == Self.mend)
      #expect(outcome.lines.isEmpty)
    }
  }
}
