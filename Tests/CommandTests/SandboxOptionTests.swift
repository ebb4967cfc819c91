import Foundation
import TestSupport
import Testing

/// The options that loosen the sandbox: what they take, what they refuse, and that the reports tell of them.
@Suite("Sandbox options")
struct SandboxOptionTests {
  let folder: TemporaryFolder
  private let samples = Executables.directory
  init() throws { folder = try TemporaryFolder() }

  private func loosened(_ options: [any CommandArgument], _ command: String = "run") throws -> [String] {
    let arguments: [any CommandArgument] = [command, "--format", "json", "libHello.so"]
    let outcome = try start(arguments + options, in: samples).wait()
    #expect(outcome.ending == .exited(0))
    let sandbox = try Report(outcome).members.object("sandbox")
    return try #require(sandbox?["loosened"] as? [String])
  }

  @Test func eachIsTold() throws {
    #expect(try loosened([]) == [])
    #expect(try loosened(["--allow-network"]) == ["network"])
    #expect(try loosened(["--allow-processes"], "check") == ["processes"])
    try folder.folder("a")
    try folder.write("file", Data())
    let a = folder("a")
    let file = folder("file")
    #expect(
      try loosened([
        "--allow-read", file, "--allow-read", a, "--allow-read", file, "--allow-write", a, "--env", "A=1=2", "--env",
        "_b9=", "--env", "A=", "--allow-network",
      ]) == ["network", "read \(file)", "read \(a)", "write \(a)", "env A", "env _b9"])
    #expect(try loosened(["--no-sandbox"]) == ["everything"])
    #expect(try loosened(["--no-sandbox", "--env", "A=1"]) == ["everything"])
  }

  /// The dashboard's command takes them too, and where no terminal is so does what stands in for it.
  @Test func withoutACommand() throws {
    let outcome = try airlock("--allow-network", "libHello.so", in: samples)
    #expect(outcome.stdout == "42, <nil>\n")
    #expect(outcome.ending == .exited(0))
  }

  @Test func oneNoteOnStderr() throws {
    let loose = try airlock("run", "--allow-network", "--allow-read", "/tmp", "libHello.so", "libPicky.so", in: samples)
    let notes = loose.errors.filter { $0.hasPrefix("Note: the sandbox was ") }
    #expect(notes.count == 1)
    #expect(notes.first?.hasPrefix("Note: the sandbox was loosened: network, read /tmp") == true)
    // The summary stays the end of it.
    #expect(loose.errors.last?.hasPrefix("2 plugins: ") == true)
    let off = try airlock("check", "--no-sandbox", "libHello.so", in: samples)
    #expect(off.errors == ["Note: there was no sandbox: a plugin could do whatever you may"])
  }

  @Test(arguments: [
    (["--allow-read", "./gone"], "--allow-read ./gone: no such file or directory."),
    (["--allow-write", "./gone/deeper"], "--allow-write ./gone/deeper: no such file or directory."),
    (["--allow-write", "/etc/passwd"], "--allow-write takes a folder: /etc/passwd is none."),
    (["--allow-read", ""], "--allow-read : no such file or directory."),
    (["--env", "A"], "--env takes NAME=VALUE; A has no =."),
    (["--env", "=x"], "--env takes a name of letters, digits and _, not beginning with a digit; got “”."),
    (["--env", "9A=x"], "--env takes a name of letters, digits and _, not beginning with a digit; got “9A”."),
    (["--env", "A-B=x"], "--env takes a name of letters, digits and _, not beginning with a digit; got “A-B”."),
    (["--env", "ä=x"], "--env takes a name of letters, digits and _, not beginning with a digit; got “ä”."),
    (["--env", "A=" + String(repeating: "x", count: 40_000)], "--env A is longer than 32 KiB."),
    (["--no-sandbox", "--allow-network"], "--no-sandbox allows everything already: leave out --allow-network."),
    (["--no-sandbox", "--allow-processes"], "--no-sandbox allows everything already: leave out --allow-processes."),
    (["--no-sandbox", "--allow-read", "/tmp"], "--no-sandbox allows everything already: leave out --allow-read PATH."),
    (
      ["--allow-write", "/tmp", "--no-sandbox"], "--no-sandbox allows everything already: leave out --allow-write DIR."
    ),
    (Array(repeating: ["--env", "A=1"], count: 65).flatMap(\.self), "--env can be given 64 times."),
  ])
  func wrong(options: [String], message: String) throws {
    for command in ["run", "check"] {
      let outcome = try start([command, "libHello.so"] + options, in: samples).wait()
      #expect(outcome.ending == .exited(64))
      #expect(outcome.stdout == "")
      #expect(outcome.errors.first == "Error: " + message)
    }
  }

  /// A folder's name need not be text.
  @Test func namesAreBytes() throws {
    let name: [UInt8] = Array("d\u{1B}]52;c;aGk=\u{7}\n".utf8) + [0xFF, 0x9B]
    let path = Array(folder.path.utf8) + [UInt8(ascii: "/")] + name
    #expect((path + [0]).map(CChar.init(bitPattern:)).withUnsafeBufferPointer { mkdir($0.baseAddress!, 0o700) } == 0)
    let outcome = try airlock("run", "--allow-read", path, "--allow-write", path, "libHello.so", in: samples)
    #expect(outcome.ending == .exited(0))
    let told = #"/d\e]52;c;aGk=\x07\n\xFF\x9B"#
    #expect(outcome.errors.contains { $0.contains("read \(folder.path)\(told), write \(folder.path)\(told)") })
    #expect(outcome.stderr.unicodeScalars.allSatisfy { $0 == "\n" || !isHarmful($0) })
    // What is wrong with one is one line.
    let gone = try airlock("run", "--allow-read", path + [UInt8(ascii: "x")], "libHello.so", in: samples)
    #expect(gone.errors.first == "Error: --allow-read \(folder.path)\(told)x: no such file or directory.")
  }

  @Test func echoesOfVariablesAreHarmless() throws {
    for argument: [UInt8] in [
      Array("\u{1B}]52;;\u{7}\u{202E}=x".utf8), [0xFF, 0x9B, 0x3D], Array("A\nError: forged=".utf8), [0x7F],
      [UInt8](repeating: 0x1B, count: 50_000),
    ] {
      let outcome = try airlock("run", "--env", argument, "libHello.so", in: samples)
      #expect(outcome.ending == .exited(64))
      #expect(outcome.stderr.unicodeScalars.allSatisfy { $0 == "\n" || !isHarmful($0) })
      #expect(outcome.errors.filter { $0.hasPrefix("Error: ") }.count == 1)
      #expect(outcome.stderr.utf8.count < 2000)
    }
  }

  /// What one may read and write is there for it; what a plugin has put in the place of it is not.
  @Test func whatIsAllowedIsThePlaceThatWasNamed() throws {
    let outer = try folder.folder("outer")
    let inner = try folder.folder("outer/inner")
    let secret = try folder.folder("secret")
    let write = """
      int file = open("\(inner)/file", O_RDWR | O_CREAT, 0600);
      if (file < 0) return errno;
      *result = 42;
      return 0;
      """
    let first = try folder.plugin("first.so", call: write)
    let second = try folder.plugin(
      "second.so",
      call: """
        *result = 42;
        return rename("\(inner)", "\(outer)/moved") || symlink("\(secret)", "\(inner)");
        """)
    let third = try folder.plugin("third.so", before: "// another file than the first", call: write, ["-O1"])
    let outcome = try airlock(
      "run", "--jobs", "1", "--allow-write", outer, "--allow-write", inner, first, second, third)
    #expect(outcome.lines == ["\(first): 42, <nil>", "\(second): 42, <nil>", "\(third): 0, an error without text"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: secret) == [])
  }

  @Test func helpTellsThem() throws {
    let outcome = try airlock("help", "run")
    for option in [
      "--allow-read <path>", "--allow-write <dir>", "--allow-network", "--allow-processes", "--env <name=value>",
      "--no-sandbox",
    ] {
      #expect(outcome.stdout.contains("  " + option))
    }
  }
}
