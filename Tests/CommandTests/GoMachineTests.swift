import Foundation
import TestSupport
import Testing

#if DEBUG_INFO
  private let readsDebugInfo = true
#else
  private let readsDebugInfo = false
#endif

/// What Go plugins need of a machine: toolchains, flags, the cache of runners, and what the sandbox makes of them. Which
/// Go built a plugin, older ones tell in their debug info alone.
@Suite(
  "Go plugins on this machine",
  .enabled(if: Toolchain.go.isThere && readsDebugInfo, "go is not there, or libdw to read what it wrote"))
struct GoMachineTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private let good = "func MyFunction(s string) (int, error) { return 42, nil }"

  private func run(
    _ arguments: String..., environment: [String: String] = [:]
  ) throws -> Command.Outcome {
    try start(
      arguments, environment: GoPlugins.environment.merging(environment) { $1 }, in: folder.path
    ).wait()
  }

  @Test func challenge() throws {
    try folder.copy(try GoPlugins.plugin(good), to: "myplugin.so")
    try folder.copy(try GoPlugins.plugin("func Other() {}"), to: "badplugin.so")
    #expect(try run("run", "./myplugin.so").stdout == "42, <nil>\n")
    #expect(
      try run("run", "./nonexistent.so").stderr
        == "Error: could not open plugin ./nonexistent.so: no such file or directory\n")
    #expect(
      try run("run", "./badplugin.so").errors.first
        == "Error: could not find function MyFunction in plugin ./badplugin.so")
  }

  /// Each of these ends a Go host, or has it say something else than what is wrong.
  @Test func notGoPlugins() throws {
    try folder.plugin("c.so", call: "*result = 1; return 0;", ["-g"])
    try folder.write("text.so", "not a library\n")
    try folder.write("cut.so", try FileManager.default.contents(atPath: GoPlugins.plugin(good))!.prefix(100_000))
    let shared = """
      package main
      // #include <stdint.h>
      // #include <stddef.h>
      import "C"
      import ("runtime"; "sync")
      //export MyFunction
      func MyFunction(input *C.char, result *C.int64_t, err *C.char, capacity C.size_t) C.int32_t {
        var group sync.WaitGroup
        for i := 0; i < 32; i++ {
          group.Add(1)
          go func() { defer group.Done(); runtime.GC(); _ = make([]byte, 1<<20) }()
        }
        group.Wait()
        *result = C.int64_t(len(C.GoString(input)))
        return 0
      }
      func main() {}
      """
    try folder.copy(try GoPlugins.build(shared, ["-buildmode=c-shared"], nil, suffix: ".so"), to: "shared.so")
    let outcome = try run("run", "./c.so", "./cut.so", "./shared.so", "./text.so")
    #expect(outcome.lines == ["./c.so: 1, <nil>", "./shared.so: 5, <nil>"])
    expect(
      outcome.errors.filter { $0.hasPrefix("Error") },
      like: [
        "Error: could not open plugin ./cut.so: cut off: 100000 of … bytes",
        "Error: could not open plugin ./text.so: not an ELF file (ASCII text)",
      ])
  }

  @Test func alreadyLoaded() throws {
    try folder.copy(try GoPlugins.plugin(good), to: "good.so")
    try folder.copy(folder("good.so"), to: "copy.so")
    symlink("good.so", folder("link.so"))
    link(folder("good.so"), folder("hard.so"))
    let outcome = try run("run", "./good.so", "./link.so", "./hard.so", "./copy.so")
    #expect(outcome.lines == ["./good.so: 42, <nil>", "./copy.so: 42, <nil>"])
    #expect(
      outcome.errors == [
        "Note: plugin ./link.so is already loaded as ./good.so",
        "Note: plugin ./hard.so is already loaded as ./good.so", "Note: plugin ./copy.so is identical to ./good.so",
        "2 plugins: 2 passed",
      ])
  }

  @Test func reportInJSON() throws {
    try folder.copy(try GoPlugins.plugin(good, ["-ldflags=-s -w"]), to: "stripped.so")
    try folder.copy(
      try GoPlugins.plugin("func MyFunction(s string) (int, error) { var m map[string]int; m[s]++; return 0, nil }"),
      to: "panic.so")
    let report = try Report(try run("run", "./panic.so", "./stripped.so", "--format", "json"))
    let (panic, stripped) = (report.plugins[0], report.plugins[1])
    #expect(stripped.object("signature")?.text("evidence") == "runtime-type")
    #expect(stripped.object("run")?.number("value") == 42)
    #expect(panic.text("kind") == "go")
    #expect(panic.text("verdict") == "crashed")
    #expect(panic.object("crash")?.text("cause") == "panic: assignment to entry in nil map")
    let thread = try #require((panic.object("crash")?["threads"] as? [[String: Any]])?.first)
    #expect(thread["crashed"] as? Bool == true)
    let frame = try #require((thread["frames"] as? [[String: Any]])?.first { $0.text("function") == "MyFunction" })
    #expect(frame.number("line") == 3)
    #expect(frame.text("file")?.hasSuffix("/plugin.go") == true)
  }

  /// A path of a module has its dots escaped, another package may have a function of the same name, and the input may be
  /// as long as inputs get, with any bytes.
  @Test func inputs() throws {
    try folder.copy(
      try GoPlugins.plugin("func MyFunction(s string) (int, error) { return len(s), nil }"), to: "length.so")
    #expect(try run("run", "./length.so", "--input", "").stdout == "0, <nil>\n")
    let input = [UInt8](repeating: 0, count: 1 << 20)
    let outcome = try start(
      ["run", "./length.so", "--input", "-"], environment: GoPlugins.environment, in: folder.path, input: input
    ).wait()
    #expect(outcome.stdout == "1048576, <nil>\n")
  }

  @Test func deniedAndTold() throws {
    try folder.copy(
      try GoPlugins.plugin(
        """
        import ("net"; "os"; "os/exec")
        func MyFunction(s string) (int, error) {
          os.WriteFile("/tmp/airlock-evil", nil, 0600)
          os.ReadFile("/etc/shadow")
          net.Dial("tcp", "10.0.0.1:443")
          return 1, exec.Command("/bin/true").Run()
        }
        """), to: "p.so")
    let report = try Report(try run("run", "./p.so", "--format", "json"))
    let attempts = try #require(report.plugins.first?["attempts"] as? [[String: Any]])
    let told = attempts.map { ($0.text("action") ?? "") + " " + ($0.text("target") ?? "") }
    for attempt in ["write /tmp/airlock-evil", "read /etc/shadow", "connect 10.0.0.1:443"] {
      #expect(told.contains(attempt), "\(told)")
    }
    #expect(told.contains { $0.hasPrefix("fork") || $0.hasPrefix("exec") }, "\(told)")
    // The runner's own start is none of the plugin's attempts.
    #expect(!told.contains { $0.contains("/airlock/go/") })
    #expect(!FileManager.default.fileExists(atPath: "/tmp/airlock-evil"))
  }

  @Test func loosened() throws {
    try folder.copy(
      try GoPlugins.plugin(
        """
        import ("os"; "os/exec")
        func MyFunction(s string) (int, error) {
          words, err := exec.Command("/bin/echo", os.Getenv("GREETING")).Output()
          return len(words), err
        }
        """), to: "p.so")
    #expect(try run("run", "./p.so", "--allow-processes", "--env", "GREETING=good day").stdout == "9, <nil>\n")
    #expect(try run("run", "./p.so", "--no-sandbox").stdout == "1, <nil>\n")
  }

  // MARK: Toolchains

  @Test func toolchainThatIsNotInstalled() throws {
    let version = try #require(GoPlugins.version)
    let plugin = try GoPlugins.plugin(good, ["-ldflags=-compressdwarf=false"])
    try folder.copy(plugin, to: "p.so")
    let other = "go1.9" + String(repeating: "9", count: version.utf8.count - 5)
    try folder.replace(version, by: other, in: "p.so")
    let outcome = try run("run", "./p.so")
    #expect(
      outcome.errors.first
        == "Error: could not open plugin ./p.so: built with Go \(other.dropFirst(2)), which is not installed")
    #expect(outcome.errors.contains { $0.hasPrefix("  There is ") && $0.contains("\(version) in ") })
    #expect(outcome.errors.contains { $0.hasPrefix("  Looked for in PATH, ") && $0.contains("/usr/lib/go-*") })
    #expect(outcome.ending == .exited(1))
  }

  @Test(.enabled(if: GoPlugins.otherRoot != nil, "no second Go toolchain (AIRLOCK_TEST_GO)"))
  func anotherToolchain() throws {
    for (name, flags) in [("plain", []), ("trimpath", ["-trimpath"]), ("tags", ["-tags=a,b_c"])] {
      try folder.copy(try GoPlugins.plugin(good, flags, root: GoPlugins.otherRoot), to: name + ".so")
    }
    try folder.copy(try GoPlugins.plugin(good), to: "usual.so")
    let outcome = try run("run", "./plain.so", "./tags.so", "./trimpath.so", "./usual.so")
    #expect(outcome.errors == ["4 plugins: 4 passed"])
    // Without it, the plugin says which one it needs.
    let alone = try run("run", "./plain.so", environment: ["AIRLOCK_GO": ""])
    #expect(alone.errors.first?.hasSuffix("which is not installed") == true)
  }

  /// Flags that no runner is built with: the packages differ, and which and by what is told before anything is opened.
  @Test func otherPackages() throws {
    try folder.copy(try GoPlugins.plugin(good, ["-gcflags=all=-l=4"]), to: "p.so")
    let outcome = try run("check", "./p.so", "--verbose")
    let words = try #require(outcome.errors.first)
    #expect(words.hasPrefix("Error: could not open plugin ./p.so: "))
    #expect(words.contains("its standard library differs from Go "))
    #expect(outcome.errors.contains { $0.trimmingCharacters(in: .whitespaces) == "packages that differ:" })
  }

  // MARK: The cache

  @Test func cacheIsVerified() throws {
    let cache = try folder.folder("cache")
    try folder.copy(try GoPlugins.plugin(good), to: "p.so")
    let environment = ["XDG_CACHE_HOME": cache]
    #expect(try run("run", "./p.so", environment: environment).stdout == "42, <nil>\n")
    let entries = try FileManager.default.contentsOfDirectory(atPath: cache + "/airlock/go").sorted()
    #expect(entries.count == 2, "\(entries)")
    let place = cache + "/airlock/go/" + (try #require(entries.first { $0.hasPrefix("go1") }))
    #expect(try FileManager.default.contentsOfDirectory(atPath: place).sorted() == ["runner", "runner.sha256"])
    let built = try #require(FileManager.default.contents(atPath: place + "/runner"))

    // Other content, somebody else's hand, no digest: it is built anew.
    for spoil in [
      { try Data("#!/bin/sh\n".utf8).write(to: URL(fileURLWithPath: place + "/runner")) },
      { chmod(place + "/runner", 0o777) }, { chmod(place, 0o777) }, { unlink(place + "/runner.sha256") },
    ] as [() throws -> Any] {
      _ = try spoil()
      #expect(try run("run", "./p.so", environment: environment).stdout == "42, <nil>\n")
      #expect(FileManager.default.contents(atPath: place + "/runner")?.count == built.count)
      #expect(try FileManager.default.contentsOfDirectory(atPath: cache + "/airlock/go").sorted() == entries)
    }
  }

  @Test func cacheThatCannotBe() throws {
    try folder.copy(try GoPlugins.plugin(good), to: "p.so")
    let nowhere = try run("run", "./p.so", environment: ["XDG_CACHE_HOME": "/dev/null/cache"])
    #expect(
      nowhere.errors == [
        "Error: could not open plugin ./p.so: no place to keep a runner for Go plugins: /dev/null/cache: not a directory",
        "  Set XDG_CACHE_HOME to a folder of your own.",
      ])
    let shared = try folder.folder("shared/airlock/go")
    chmod(shared, 0o777)
    let open = try run("run", "./p.so", environment: ["XDG_CACHE_HOME": folder("shared")])
    #expect(open.errors.first?.hasSuffix("/airlock/go belongs to somebody else, or others may write in it") == true)
  }

  @Test func twoAtOnce() throws {
    let cache = try folder.folder("cache")
    try folder.copy(try GoPlugins.plugin(good), to: "p.so")
    let both = try (0..<2).map { _ in
      try start(
        ["run", "./p.so"], environment: GoPlugins.environment.merging(["XDG_CACHE_HOME": cache]) { $1 },
        in: folder.path)
    }
    for one in both { #expect(try one.wait().stdout == "42, <nil>\n") }
    let left = try FileManager.default.contentsOfDirectory(atPath: cache + "/airlock/go")
    #expect(left.count == 2, "\(left)")
  }

  /// The end of Airlock is the end of a build, and of all that it has started.
  @Test func interruptedBuild() throws {
    try folder.copy(try GoPlugins.plugin(good), to: "p.so")
    let command = try start(
      ["run", "./p.so"], environment: GoPlugins.environment.merging(["XDG_CACHE_HOME": folder("cold")]) { $1 },
      in: folder.path)
    let process = try #require(LiveProcess(command.process))
    try Command.wait("the build") { process.descendants.count > 3 }
    let family = process.descendants
    kill(command.process, SIGTERM)
    #expect(try command.wait().ending == .signalled(SIGTERM))
    try Command.wait("the end of all") { !family.contains(where: \.isAlive) }
  }

  @Test func many() throws {
    let plugin = try GoPlugins.plugin(good)
    for number in 10..<30 { try folder.copy(plugin, to: "p\(number).so") }
    let outcome = try run("run", ".", "--jobs", "2")
    #expect(outcome.lines == (10..<30).map { "./p\($0).so: 42, <nil>" })
    #expect(outcome.errors.last == "20 plugins: 20 passed")
  }
}
