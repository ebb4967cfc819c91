import Foundation
import TestSupport
import Testing

/// `run --inputs`: every plugin with every input.
@Suite("Many inputs")
struct MatrixTests {
  private let folder: TemporaryFolder
  private let samples = Executables.directory
  init() throws { folder = try TemporaryFolder() }

  private func run(_ plugins: String..., inputs: String, _ options: String...) throws -> Command.Outcome {
    let list = try folder.write("inputs", Array(inputs.utf8))
    return try start(["run"] + plugins + ["--inputs", list] + options, in: samples).wait()
  }

  // MARK: Text

  @Test func aPluginHasALineForEachInput() throws {
    let outcome = try run("libHello.so", inputs: "hello\ntwo words\n\nhello\n")
    #expect(
      outcome.lines == [
        #""hello": 42, <nil>"#, #""two words": 9, <nil>"#, #""": 0, <nil>"#, #""hello": 42, <nil>"#,
      ])
    #expect(outcome.stderr == "1 plugin × 4 inputs, 4 calls: 4 passed\n")
    #expect(outcome.ending == .exited(0))
  }

  @Test func pluginsComeInListOrderWhateverEndsFirst() throws {
    // The first one's calls end after one of the second: they wait for what that leaves behind.
    try folder.folder("w")
    let answer = "*result = (int64_t)strlen(input); return 0;"
    try folder.plugin("a-slow.so", call: "while (access(\"\(folder("w/go"))\", F_OK)) usleep(1000); \(answer)")
    try folder.plugin("b-quick.so", call: "close(creat(\"\(folder("w/go"))\", 0600)); \(answer)")
    let outcome = try run(folder.path, inputs: "x\nyy\n", "--jobs", "3", "--allow-write", folder("w"))
    #expect(
      outcome.lines == [
        folder("a-slow.so") + #": "x": 1, <nil>"#, folder("a-slow.so") + #": "yy": 2, <nil>"#,
        folder("b-quick.so") + #": "x": 1, <nil>"#, folder("b-quick.so") + #": "yy": 2, <nil>"#,
      ])
    #expect(outcome.errors.last == "The plugins agree on every input.")
  }

  @Test func whatGoesWrongIsToldWithItsInput() throws {
    try folder.plugin(
      call: """
        if (!strcmp(input, "crash")) abort();
        if (!strcmp(input, "exit")) _exit(3);
        if (!strcmp(input, "error")) { strcpy(error, "no"); return 1; }
        puts(input);
        *result = 1; return 0;
        """)
    let outcome = try run(folder("p.so"), inputs: "crash\nexit\nerror\nsay \"it\"\ncrash\n", "--no-report")
    #expect(outcome.lines == [#""error": 0, no"#, #""say \"it\"": 1, <nil>"#])
    let path = folder("p.so")
    #expect(
      outcome.errors == [
        #"Error: input "crash": plugin \#(path) crashed in MyFunction: SIGABRT (abort)"#,
        #"Error: input "exit": plugin \#(path) exited with status 3 in MyFunction, without returning"#,
        "  A plugin must return; exit() and _exit() end the whole process.",
        #"\#(path) "say \"it\"" | say "it""#,
        #"Error: input "crash": plugin \#(path) crashed in MyFunction: SIGABRT (abort)"#,
        "1 plugin × 5 inputs, 5 calls: 1 passed\(unverified), 1 returned an error, 2 crashed, 1 exited",
      ])
    #expect(outcome.ending == .exited(1))
  }

  /// They are compiled without debug info.
  private let unverified = " (1 unverified)"

  @Test func theSameCrashIsToldOnce() throws {
    let outcome = try run("libNullRead.so", inputs: "a\nb\n")
    #expect(
      outcome.errors.filter { $0.hasPrefix("  The same crash as on input") } == [
        #"  The same crash as on input "a"."#
      ])
    #expect(outcome.errors.count { $0.hasPrefix("  Null pointer ") } == 1)
  }

  @Test func itIsToldWhereThePluginsDiffer() throws {
    try folder.copy(samples + "/libAnswer.so", to: "a.so")
    try folder.copy(samples + "/libAnswer.so", to: "b.so")
    try folder.copy(samples + "/libHello.so", to: "c.so")
    let list = try folder.write("inputs", "hello\nä\n")
    let outcome = try airlock("run", "--inputs", list, ".", in: folder.path)
    #expect(
      outcome.errors.suffix(3) == [
        "3 plugins × 2 inputs, 6 calls: 6 passed" + (Sample.oneUnverified.isEmpty ? "" : " (4 unverified)"),
        "The plugins differ on 1 of 2 inputs:", #"  "ä": 2 (./a.so, ./b.so), 1 (./c.so)"#,
      ])
    #expect(outcome.ending == .exited(0))  // that they differ is no failure of any
  }

  @Test func aRejectedPluginIsToldOnceAndNotCalled() throws {
    let outcome = try run("libHello.so", "libNoFunction.so", inputs: "hello\nhi\n")
    #expect(outcome.lines == [#"libHello.so: "hello": 42, <nil>"#, #"libHello.so: "hi": 2, <nil>"#])
    #expect(
      outcome.errors == [
        "Error: could not find function MyFunction in plugin libNoFunction.so", "  It exports YourFunction.",
        "2 plugins × 2 inputs, 2 calls: 2 passed; 1 plugin rejected",
      ])
    #expect(outcome.ending == .exited(1))
  }

  @Test func inputsAreMadeHarmlessAndCutWhereTheyAreShown() throws {
    let long = String(repeating: "x", count: 100)
    let outcome = try run("libAnswer.so", inputs: "\u{1B}[1m\u{202E}\n\(long)\n")
    #expect(
      outcome.lines == [
        #""\e[1m\u{202E}": 7, <nil>"#, "\"\(String(repeating: "x", count: 60))\"…: 100, <nil>",
      ])
  }

  // MARK: Where the inputs come from

  @Test func standardInputIsAList() throws {
    let outcome = try airlock("run", "--inputs", "-", "libHello.so", in: samples, input: Array("hello\nhi".utf8))
    #expect(outcome.lines == [#""hello": 42, <nil>"#, #""hi": 2, <nil>"#])
  }

  @Test func aListInJSON() throws {
    let outcome = try run("libHello.so", inputs: #"["hello", "a\nb", ""]"#)
    #expect(outcome.lines == [#""hello": 42, <nil>"#, #""a\nb": 3, <nil>"#, #""": 0, <nil>"#])
  }

  @Test(arguments: [
    ("", "it holds no inputs; give one a line, or a JSON array of strings."),
    ("fine\n\"not \"quoted\"\n", "line 2: it stands in quotation marks and is no JSON string; …"),
    ("[\n\"a\",\n1]", "line 3: it begins with [ and is no JSON array of strings; …"),
    (String(repeating: "x\n", count: 10_001), "line 10001: there are more than 10000 inputs; split the file up."),
  ])
  func aListThatIsNoneIsWrongUsage(list: String, reason: String) throws {
    let outcome = try run("libHello.so", inputs: list)
    #expect(outcome.stdout == "")
    let first = try #require(outcome.errors.first)
    #expect(matches(first, "Error: The inputs in \(folder("inputs")) cannot be taken: \(reason)"), "\(first)")
    #expect(outcome.ending == .exited(64))
  }

  @Test func aFileThatCannotBeReadIsWrongUsage() throws {
    let outcome = try airlock("run", "--inputs", "/nonexistent", "libHello.so", in: samples)
    #expect(outcome.errors.first == "Error: The inputs in /nonexistent could not be read: no such file or directory.")
    #expect(outcome.ending == .exited(64))
  }

  @Test func oneInputOrMany() throws {
    let outcome = try run("libHello.so", inputs: "a\n", "--input", "b")
    #expect(outcome.errors.first == "Error: Give --input or --inputs, not both.")
    #expect(outcome.ending == .exited(64))
  }

  @Test func moreCallsThanABoundAreNotBegun() throws {
    for number in 0..<101 { try folder.write("\(number).so", "") }
    let outcome = try run(folder.path, inputs: String(repeating: "x\n", count: 10_000))
    #expect(outcome.errors.first == "Error: 101 plugins with 10000 inputs are 1010000 calls, more than 1000000.")
    #expect(outcome.stdout == "")
    #expect(outcome.ending == .exited(64))
  }

  // MARK: For machines

  @Test func json() throws {
    try folder.copy(samples + "/libHello.so", to: "a.so")
    try folder.copy(samples + "/libPicky.so", to: "b.so")
    try folder.copy(samples + "/libNoFunction.so", to: "c.so")
    let list = try folder.write("inputs", Array("hello\n".utf8) + [0xFF, 0x0A])
    let outcome = try airlock("run", "--inputs", list, "--format", "json", ".", in: folder.path)
    #expect(outcome.stdout.hasSuffix("\n}\n"))
    let report = try Report(outcome)
    #expect(report.plugins.map { $0.text("path") } == ["./a.so", "./b.so", "./c.so"])
    #expect(report.plugins.map { $0.text("verdict") } == ["passed", "returned-error", "rejected"])
    // Where the schema has one run, it is the first of the worst.
    #expect(report.plugins[1].object("run")?.text("input") == "hello")
    #expect(report.plugins[2].isNull("run") && report.plugins[2].objects("runs").isEmpty)
    let runs = report.plugins[0].objects("runs")
    #expect(runs.map { $0.text("input") } == ["hello", "\u{FFFD}"])
    #expect(runs.map { $0.text("inputBase64") } == [nil, "/w=="])
    #expect(runs.map { $0.number("value") } == [42, 1])
    #expect(runs.map { $0.text("verdict") } == ["passed", "passed"])
    #expect(report.plugins[1].objects("runs").first?.text("error") == "input is too short: 5 of 10 characters")
    let difference = try #require(report.members.objects("differences").first)
    #expect(difference.text("input") == "hello" && difference.number("index") == 0)
    #expect(difference.objects("answers").map { $0.text("answer") } == ["42", "error"])
    let summary = try #require(report.members.object("summary"))
    #expect(summary.number("total") == 3 && summary.number("rejected") == 1)
    #expect(summary.object("runs")?.number("total") == 4)
    #expect(summary.object("runs")?.number("returned-error") == 2)
    #expect(outcome.ending == .exited(1))
  }

  @Test func jUnitHasASuiteForEachPlugin() throws {
    let outcome = try run(
      "libHello.so", "libNullRead.so", "libNoFunction.so", inputs: "hello\na<b\nhello\n", "--format", "junit")
    let suites = try JUnitDocument.suites(outcome.stdoutBytes)
    #expect(suites.map(\.suite) == ["libHello.so", "libNullRead.so", "libNoFunction.so"])
    for suite in suites {
      #expect(suite.cases.map(\.name) == [#""hello" (input 1)"#, #""a<b""#, #""hello" (input 3)"#])
      #expect(suite.cases.allSatisfy { $0.classname == suite.suite })
    }
    #expect(suites[0].totals == ["tests": 3, "failures": 0, "errors": 0, "skipped": 0])
    #expect(suites[1].totals == ["tests": 3, "failures": 0, "errors": 3, "skipped": 0])
    #expect(suites[2].totals == ["tests": 3, "failures": 3, "errors": 0, "skipped": 0])
    if let problem = try JUnitTests.problem(with: outcome.stdoutBytes, in: folder) { Issue.record("\(problem)") }
  }

  // MARK: What happens meanwhile

  /// A verdict belongs to one state of a file: what the older one came to is not told beside what the newer one did.
  @Test func aPluginThatIsRebuiltMeanwhileIsCalledAnew() throws {
    let go = folder("go")
    let source = { (value: Int) in
      """
      struct stat status;
      while (stat("\(go)", &status) != 0) usleep(1000);
      *result = \(value); return 0;
      """
    }
    try folder.plugin("p.so", before: "#include <sys/stat.h>\n", call: source(1))
    try folder.plugin("new.so", before: "#include <sys/stat.h>\n", call: source(2))
    let list = try folder.write("inputs", "a\nb\nc\n")
    let command = try start(["run", "--jobs", "1", "--timeout", "60", "--inputs", list, folder("p.so")])
    _ = try command.process(asleepIn: "p.so")
    #expect(rename(folder("new.so"), folder("p.so")) == 0)
    try folder.write("go", "")
    let outcome = try command.wait()
    #expect(outcome.lines == [#""a": 2, <nil>"#, #""b": 2, <nil>"#, #""c": 2, <nil>"#])
    #expect(outcome.ending == .exited(0))
  }

  @Test func callsOutliveTheWorker() throws {
    let list = try folder.write("inputs", "a\nb\n")
    let command = try start(
      ["run", "--jobs", "1", "--timeout", "6", "--no-report", "--inputs", list, "libHello.so", "libSleepy.so"],
      in: samples)
    try command.waitUntilTold(of: command.process(asleepIn: "libSleepy.so"))
    let worker = try #require(LiveProcess(command.process)?.children.first)
    kill(worker.pid, SIGKILL)
    let outcome = try command.wait()
    #expect(outcome.lines == [#"libHello.so: "a": 1, <nil>"#, #"libHello.so: "b": 1, <nil>"#])
    expect(
      outcome.errors.filter { !$0.hasPrefix("Note: ") },
      like: [
        "Error: input …: plugin libSleepy.so was interrupted in MyFunction: the worker was ended by SIGKILL",
        "  Run it again; what had ended was started anew.",
        "Error: input …: plugin libSleepy.so did not return from MyFunction within 6 s",
        "  If it only needs longer, give it more: --timeout SECONDS.",
        "2 plugins × 2 inputs, 4 calls: 2 passed, 1 timed out, 1 interrupted",
        "The plugins differ on …", "…",
      ])
  }
}
