import Foundation
import TestSupport
import Testing

/// Paths that lead to no plugin, and files that are none: a clear line each, and nothing else is lost.
@Suite("Bad input")
struct BadInputTests {
  let folder: TemporaryFolder
  init() throws {
    folder = try TemporaryFolder()
    try folder.copy(Executables.path("libAnswer.so"), to: "first.so")
    try folder.copy(Executables.path("libHello.so"), to: "last.so")
  }

  /// Runs the path alone and between two good plugins, checks it too, and expects this line about it.
  private func expectRejection(
    _ path: any CommandArgument, _ line: String, hint: [String] = [], _ options: [String] = [],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for command in ["run", "check"] {
      let alone = try start([command] + options + [path], in: folder.path).wait()
      #expect(alone.stdout == "", sourceLocation: sourceLocation)
      expect(alone.errors.withoutDetails, like: [line] + hint, sourceLocation: sourceLocation)
      #expect(alone.ending == .exited(1), sourceLocation: sourceLocation)
    }
    let outcome = try start(["run"] + options + ["first.so", path, "last.so"], in: folder.path).wait()
    #expect(outcome.lines == ["first.so: 42, <nil>", "last.so: 42, <nil>"], sourceLocation: sourceLocation)
    expect(
      outcome.errors, like: [line] + hint + ["3 plugins: 2 passed\(Sample.oneUnverified), 1 rejected"],
      sourceLocation: sourceLocation)
    #expect(outcome.ending == .exited(1), sourceLocation: sourceLocation)
  }

  /// Runs the path between two good plugins, and expects it to be good as well.
  private func expectAnswer(
    _ path: any CommandArgument, shownAs name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let alone = try airlock("run", "--", path, in: folder.path)
    #expect(alone.stdout == "42, <nil>\n", sourceLocation: sourceLocation)
    #expect(alone.stderr == "", sourceLocation: sourceLocation)
    #expect(alone.ending == .exited(0), sourceLocation: sourceLocation)
    let outcome = try airlock("run", "--", "first.so", path, "last.so", in: folder.path)
    #expect(
      outcome.lines == ["first.so: 42, <nil>", "\(name): 42, <nil>", "last.so: 42, <nil>"],
      sourceLocation: sourceLocation)
    #expect(outcome.ending == .exited(0), sourceLocation: sourceLocation)
  }

  // MARK: Nothing there

  /// Their folder's path is short enough, and is open for the last ones: that helps none of them.
  @Test func allBesideAPathThatIsTooLong() throws {
    let folders = String(repeating: "./", count: Int(PATH_MAX) / 2 - 3)
    for name in ["other.so", "third.so"] { try folder.copy(folder("first.so"), to: name) }
    let paths = ["first.so", "other.so", "third.so", "last.so"].map { folders + $0 }
    let outcome = try start(["check", "--no-load"] + paths, in: folder.path).wait()
    #expect(outcome.errors.count { $0.hasSuffix(": file name too long") } == 4)
    #expect(outcome.errors.last == "4 plugins: 4 rejected")
    #expect(outcome.ending == .exited(1))
  }

  /// A short file that the kernel makes up as it is read is told as what cannot be mapped, and not read.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/sys/kernel/uevent_seqnum")))
  func aFileThatLiesOnNoDisk() throws {
    let outcome = try airlock("check", "--no-load", "/sys/kernel/uevent_seqnum", in: folder.path)
    #expect(outcome.errors.first == "Error: could not open plugin /sys/kernel/uevent_seqnum: no such device")
    #expect(outcome.ending == .exited(1))
  }

  @Test func nonexistent() throws {
    try expectRejection("./gone.so", "Error: could not open plugin ./gone.so: no such file or directory")
    try expectRejection(
      "fist.so", "Error: could not open plugin fist.so: no such file or directory",
      hint: ["  Did you mean first.so…?"])
    try expectRejection(
      "no/such/p.so", "Error: could not open plugin no/such/p.so: no such file or directory",
      hint: ["  The folder no/such cannot be read or does not exist."])
    try expectRejection("", "Error: could not open plugin : no such file or directory", hint: [])
  }

  @Test func folderWithoutPlugins() throws {
    try folder.folder("empty")
    try folder.write("empty/readme.txt", "nothing")
    for command in ["run", "check"] {
      let alone = try airlock(command, "./empty", in: folder.path)
      #expect(alone.stdout == "")
      #expect(alone.stderr == "Error: no plugins found in ./empty\n")
      #expect(alone.ending == .exited(1))
    }
    let outcome = try airlock("run", "first.so", "empty", "last.so", in: folder.path)
    #expect(outcome.lines == ["first.so: 42, <nil>", "last.so: 42, <nil>"])
  }

  @Test func badComponents() throws {
    try expectRejection("first.so/x.so", "Error: could not open plugin first.so/x.so: not a directory")
    let long = String(repeating: "x", count: 300)
    try expectRejection(long, "Error: could not open plugin \(long): file name too long")
  }

  // MARK: No library

  @Test func otherContent() throws {
    for (name, content, words) in [
      ("text.so", Array("hello\n".utf8), "ASCII text"), ("empty.so", [], "empty"),
      ("gzip.so", [0x1F, 0x8B, 8, 0, 0], "gzip data"), ("script.so", Array("#!/bin/sh\nexit 0\n".utf8), "script"),
      ("elf.so", Array("\u{7F}ELF".utf8), nil),
    ] as [(String, [UInt8], String?)] {
      try folder.write(name, content)
      let reason = words.map { "not an ELF file (\($0))" } ?? "cut off: 4 bytes, the ELF header alone has 64"
      try expectRejection(
        name, "Error: could not open plugin \(name): \(reason)",
        hint: words == nil ? ["  Copy or build it again: its end is missing."] : [])
    }
  }

  @Test(arguments: [100, 1000, 4000, 8000])
  func cutOff(length: Int) throws {
    try folder.write("cut.so", try folder.read("first.so").prefix(length))
    try expectRejection(
      "cut.so", "Error: could not open plugin cut.so: cut off: \(length) of … bytes",
      hint: ["  Copy or build it again: its end is missing."])
    let report = try Report(try airlock("check", "--format", "json", "cut.so", in: folder.path))
    #expect(report.plugins.first?.text("failure") == "truncated")
  }

  @Test func forAnotherMachine() throws {
    var bytes = try folder.read("first.so")
    bytes[18] = Machine.other.code  // e_machine
    try folder.write("other.so", bytes)
    try expectRejection(
      "other.so",
      "Error: could not open plugin other.so: built for \(Machine.other.name), this machine is \(Machine.name)")
  }

  @Test func program() throws {
    try folder.copy(Executables.path("airlock"), to: "program.so")
    try expectRejection(
      "program.so", "Error: could not open plugin program.so: an executable, not a shared library",
      hint: ["  Build it as a shared library: link it with -shared."])
  }

  @Test func missingLibrary() throws {
    try folder.compileC("int helper(void) { return 1; }", ["-Wl,-soname,libhelper.so.1"], to: "libhelper.so")
    try folder.compileC(
      prelude + "int helper(void); FUNCTION { *result = helper(); return 0; }", to: "needy.so",
      objects: ["-L" + folder.path, "-lhelper"])
    try expectRejection(
      "./needy.so", "Error: could not open plugin ./needy.so: needs libhelper.so.1, which was not found",
      hint: ["  needy.so needs libhelper.so.1; install it, or add its folder with -Wl,-rpath."])
  }

  @Test func missingSymbol() throws {
    try folder.plugin("needy.so", before: "int nowhere_to_be_found(void);", call: "return nowhere_to_be_found();")
    try expectRejection(
      "./needy.so",
      "Error: could not open plugin ./needy.so: needs symbol nowhere_to_be_found, which nothing provides",
      hint: ["  Link the library that defines it, or build the plugin for the one that is installed."])
  }

  /// Whether the plugin is opened or not, as many are told to be left out.
  @Test(arguments: ["--no-load", "--timeout=20"]) func manyMissingSymbols(option: String) throws {
    let names = (0..<300).map { "nowhere_\($0)" }
    try folder.plugin(
      "needy.so", before: names.map { "int \($0)(void);" }.joined(separator: "\n"),
      call: "return " + names.map { "\($0)()" }.joined(separator: " + ") + ";")
    let outcome = try airlock("check", option, "./needy.so", in: folder.path)
    #expect(outcome.stderr.hasSuffix("\n    … 280 more; --verbose shows all\n"))
  }

  // MARK: No regular file

  @Test func pipesAndDevices() throws {
    mkfifo(folder("pipe.so"), 0o600)
    try expectRejection("pipe.so", "Error: could not open plugin pipe.so: not a regular file (named pipe)")
    try expectRejection("/dev/null", "Error: could not open plugin /dev/null: not a regular file (character device)")
    // In a folder too, where nobody named it.
    let outcome = try airlock("run", ".", in: folder.path)
    #expect(outcome.lines == ["./first.so: 42, <nil>", "./last.so: 42, <nil>"])
    #expect(outcome.errors.first == "Error: could not open plugin ./pipe.so: not a regular file (named pipe)")
  }

  @Test func linkLoop() throws {
    symlink("b.so", folder("a.so"))
    symlink("a.so", folder("b.so"))
    try expectRejection("a.so", "Error: could not open plugin a.so: too many levels of symbolic links")
  }

  @Test func danglingLink() throws {
    symlink("gone", folder("link.so"))
    try expectRejection(
      "link.so", "Error: could not open plugin link.so: no such file or directory",
      hint: ["  It is a symbolic link to gone, which does not exist."])
  }

  @Test func folderLoop() throws {
    try folder.folder("a/b")
    symlink("../..", folder("a/b/up"))
    symlink(".", folder("self"))
    symlink("a", folder("folder.so"))
    let outcome = try airlock("run", "--recursive", ".", in: folder.path)
    #expect(outcome.lines == ["./first.so: 42, <nil>", "./last.so: 42, <nil>"])
    #expect(outcome.errors.first == "Error: could not open plugin ./folder.so: not a regular file (folder)")
  }

  // MARK: No permission

  /// The superuser reads everything, unless it gives that power up.
  private static let isRoot = geteuid() == 0
  private static let setpriv = "/usr/bin/setpriv"
  private static let canBeOrdinary = !isRoot || access(setpriv, X_OK) == 0

  private func asOrdinary(_ arguments: String...) throws -> Command.Outcome {
    let command = [Executables.path("airlock")] + arguments
    let dropped = [Self.setpriv, "--inh-caps=-all", "--bounding-set=-all"]
    let words = Self.isRoot ? dropped + command : command
    return try Command(words[0], Array(words.dropFirst()), directory: folder.path).wait()
  }

  @Test(.enabled(if: canBeOrdinary, "setpriv of util-linux is not there, and the superuser may read everything"))
  func unreadableFile() throws {
    try folder.copy(Executables.path("libAnswer.so"), to: "secret.so")
    chmod(folder("secret.so"), 0)
    let alone = try asOrdinary("run", "secret.so")
    #expect(alone.stdout == "")
    #expect(alone.stderr == "Error: could not open plugin secret.so: permission denied\n")
    #expect(alone.ending == .exited(1))
    let outcome = try asOrdinary("run", "first.so", "secret.so", "last.so")
    #expect(outcome.lines == ["first.so: 42, <nil>", "last.so: 42, <nil>"])
    #expect(outcome.errors.last == "3 plugins: 2 passed\(Sample.oneUnverified), 1 rejected")
    let report = try Report(try asOrdinary("check", "--format", "json", "secret.so"))
    #expect(report.plugins.first?.text("failure") == "not-readable")
  }

  @Test(.enabled(if: canBeOrdinary, "setpriv of util-linux is not there, and the superuser may read everything"))
  func unreadableFolder() throws {
    try folder.folder("closed")
    chmod(folder("closed"), 0)
    let outcome = try asOrdinary("run", "first.so", "closed", "last.so")
    #expect(outcome.lines == ["first.so: 42, <nil>", "last.so: 42, <nil>"])
    #expect(outcome.errors.contains("Error: could not read folder closed: permission denied"))
    #expect(outcome.ending == .exited(1))
    let inside = try asOrdinary("run", "closed/p.so")
    #expect(inside.errors.first == "Error: could not open plugin closed/p.so: permission denied")
  }

  // MARK: Names

  @Test(arguments: [
    ("new\nline.so", "new\\nline.so"), ("esc\u{1B}[31m.so", "esc\\e[31m.so"), ("tab\there.so", "tab\\there.so"),
    ("bidi\u{202E}os.so", "bidi\\u{202E}os.so"), ("c1\u{9B}31m.so", "c1\\u{9B}31m.so"), ("del\u{7F}.so", "del\\x7F.so"),
    ("$ORIGIN.so", "$ORIGIN.so"), ("${LIB}$PLATFORM.so", "${LIB}$PLATFORM.so"), ("-x.so", "-x.so"),
    ("--help", "--help"), ("  .so", "  .so"), ("größe 数 👩‍👩‍👧.so", "größe 数 👩‍👩‍👧.so"), ("%s%n.so", "%s%n.so"),
  ])
  func names(name: String, shown: String) throws {
    // Another size, so that no note of an identical plugin comes between.
    try folder.write("raw", try folder.read("first.so") + [0])
    try folder.copy(folder("raw"), to: name)
    try expectAnswer(name, shownAs: shown)
    try expectAnswer("./" + name, shownAs: "./" + shown)
  }

  @Test func namesThatAreNotUTF8() throws {
    let name: [UInt8] = Array("bad\u{FF}".utf8.prefix(3)) + [0xFF, 0xC3] + Array(".so".utf8)
    try folder.write("raw", try folder.read("first.so") + [0])
    try folder.copy(folder("raw"), to: name)
    try expectAnswer(name, shownAs: "bad\\xFF\\xC3.so")
    let inFolder = try airlock("run", ".", in: folder.path)
    #expect(inFolder.lines == ["./bad\\xFF\\xC3.so: 42, <nil>", "./first.so: 42, <nil>", "./last.so: 42, <nil>"])
    let missing = try airlock("run", [0x2E, 0x2F, 0xFE] as [UInt8], in: folder.path)
    #expect(missing.errors.first == "Error: could not open plugin ./\\xFE: no such file or directory")
  }

  /// A name that comes from the file, not from the user: its symbols.
  @Test func symbolsWithEscapeSequences() throws {
    try folder.compileC(
      "#include <stdint.h>\nint32_t EEEE31mevil(void) { return 0; }", to: "symbols.so")
    try folder.replace("EEEE31m", by: "\u{1B}[\u{1B}[31m", in: "symbols.so")
    let outcome = try airlock("run", "symbols.so", in: folder.path)
    #expect(outcome.errors.first == "Error: could not find function MyFunction in plugin symbols.so")
    #expect(outcome.stderr.unicodeScalars.allSatisfy { $0 == "\n" || !isHarmful($0) })
  }

  @Test func everyKindOfBadInputAtOnce() throws {
    mkfifo(folder("b-pipe.so"), 0o600)
    try folder.write("c-text.so", "hello")
    try folder.write("d-empty.so", "")
    symlink("e-loop.so", folder("e-loop.so"))
    try folder.write("f-cut.so", try folder.read("first.so").prefix(4000))
    let outcome = try airlock("run", "--jobs", "3", "gone.so", ".", "/dev/zero", in: folder.path)
    #expect(outcome.lines == ["./first.so: 42, <nil>", "./last.so: 42, <nil>"])
    expect(
      outcome.errors,
      like: [
        "Error: could not open plugin gone.so: no such file or directory",
        "Error: could not open plugin ./b-pipe.so: not a regular file (named pipe)",
        "Error: could not open plugin ./c-text.so: not an ELF file (ASCII text)",
        "Error: could not open plugin ./d-empty.so: not an ELF file (empty)",
        "Error: could not open plugin ./e-loop.so: too many levels of symbolic links",
        "Error: could not open plugin ./f-cut.so: cut off: 4000 of … bytes",
        "  Copy or build it again: its end is missing.",
        "Error: could not open plugin /dev/zero: not a regular file (character device)",
        "9 plugins: 2 passed\(Sample.oneUnverified), 7 rejected",
      ])
    #expect(outcome.ending == .exited(1))
  }
}
