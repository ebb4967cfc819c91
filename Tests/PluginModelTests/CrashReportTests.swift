import Foundation
import Testing

@testable import PluginModel
@testable import Reports

@Suite("Crash report")
struct CrashReportTests {
  private func cause(_ crash: Crash, _ stderr: String = "", _ snapshot: ProcessSnapshot? = nil) -> String {
    CrashCause(of: crash, snapshot: snapshot, stderr: ForeignText(stderr)).words.line
  }
  private let abort = Crash(signal: 6, code: -6)
  private let trap = Crash(signal: 4, code: 2, access: .trap)

  @Test func wordsOfRuntimes() {
    #expect(cause(trap, "a\nb/c.swift:3: Fatal error: no plan\n") == "Swift fatal error: no plan. At c.swift:3.")
    #expect(cause(trap, "c.swift:3: Fatal error\n") == "Swift fatal error. At c.swift:3.")
    #expect(cause(trap, "c.swift:3: Assertion failed: so\n") == "Swift assertion failed: so. At c.swift:3.")
    #expect(
      cause(abort, "Could not cast value of type 'A' (0x1) to 'B' (0x2).\n")
        == "Swift failed cast: a value of type A is not a B.")
    let panic = "thread 'main' (7) panicked at src/lib.rs:5:10:\nno luck\nnote: x\n"
    #expect(cause(abort, panic) == "Rust panic: no luck. At lib.rs:5:10.")
    let unwound = panic + "thread 'main' panicked at core.rs:1:1:\npanic in a function that cannot unwind\n"
    #expect(cause(abort, unwound) == "Rust panic: no luck. At lib.rs:5:10.")
    #expect(
      cause(abort, "terminate called after throwing an instance of 'E'\n  what():  it is gone\n")
        == "Uncaught C++ exception: E: it is gone.")
    #expect(cause(abort, "terminate called after throwing an instance of 'int'\n") == "Uncaught C++ exception: int.")
    #expect(
      cause(abort, "p: a/f.c:12: g: Assertion `x > 0' failed.\n") == "Assertion failed: x > 0. At f.c:12 in g.")
    #expect(cause(abort, "malloc(): corrupted top size\n").hasPrefix("Heap corrupted: "))
    #expect(cause(abort, "free(): invalid pointer\n").hasPrefix("Invalid free: "))
    #expect(cause(abort, "nothing of note\n") == "abort() was called. It last said on stderr: nothing of note.")
    #expect(cause(abort, "") == "abort() was called. It said nothing on stderr.")
    // The words of another end say nothing of this one.
    #expect(
      cause(Crash(signal: 11, code: 1, address: 0, access: .read), panic)
        == "Null pointer read. The address is null itself.")
  }

  /// The plugin's words are its own: they come through harmless, and bounded.
  @Test func wordsAreForeign() {
    let words = cause(trap, "x: Fatal error: \u{1B}[31m" + String(repeating: "z", count: 10_000))
    #expect(words.hasPrefix("Swift fatal error: \\e[31mzzz"))
    #expect(words.count < 300)
  }

  @Test func addresses() {
    #expect(
      cause(Crash(signal: 11, code: 1, address: 1, access: .write))
        == "Null pointer write. Address 0x1 is 1 byte past null: a field or element of a null pointer.")
    let heap = FaultPlace(
      address: 0x50_0010, place: .unmapped, below: .init(place: .heap, distance: 16))
    #expect(
      cause(Crash(signal: 11, code: 1, address: 0x50_0010, access: .read), "", ProcessSnapshot(fault: heap))
        == "Read of unmapped memory. Nothing is mapped at 0x500010; the heap ends 16 B before it.")
    #expect(
      cause(Crash(signal: 11, code: 1, address: 0x50_0010))
        == "Access of unmapped memory. Nothing is mapped at 0x500010.")
    let overflow = Crash(signal: 11, code: 1, address: 0x7000_0000, access: .write, isStackOverflow: true)
    #expect(overflow.words == "SIGSEGV (stack overflow at 0x70000000)")
    let frame = StackFrame(function: "f", offset: 0, owner: .plugin)
    let thread = StoppedThread(id: 1, isCrashed: true, frames: [frame], end: .cut)
    #expect(
      cause(overflow, "", ProcessSnapshot(threads: [thread], stack: StackUse(bytes: 8 << 20, bytesPerCall: 64)))
        == "Stack overflow in f, about 131,000 calls deep. Estimated: 8 MiB of stack, about 64 bytes a call.")
    #expect(cause(Crash(signal: 9)) == "Ended by SIGKILL. The plugin sent it to itself, or the system did.")
  }

  @Test(arguments: [
    ("lookup", "lookup"), ("foo.cold", "foo.cold"), ("table::find(char const*)", "table::find"),
    ("int table::read<int>(int const*)", "table::read"), ("crashes::null_read", "crashes::null_read"),
    ("Crash.MyFunction(Swift.String) throws -> Swift.Int", "MyFunction"),
    ("closure #1 (Swift.Int) -> () in Crash.f(Swift.String) throws -> Swift.Int", "closure #1 in f"),
    ("static Crash.Table.find(Swift.Int) -> Swift.Int", "static Table.find"),
    ("Crash.Table.count.getter : Swift.Int", "Table.count.getter"),
    ("generic specialization <Swift.Int> of Crash.f<A>(A) -> A", "f"),
    ("Vector::operator()(int) const", "Vector::operator()(int) const"),
  ])
  func shortNames(name: String, short: String) {
    #expect(FunctionName.short(of: ForeignText(name)).line == short)
  }

  @Test func folding() {
    func frame(_ name: String, _ owner: StackFrame.Owner = .plugin) -> StackFrame {
      StackFrame(function: ForeignText(name), offset: 1, owner: owner)
    }
    let frames =
      [frame("raise", .runtime), frame("abort", .runtime)] + Array(repeating: frame("f"), count: 10)
      + [frame("a"), frame("b"), frame("a"), frame("b"), frame("a"), frame("b"), frame("MyFunction")]
    #expect(
      FoldedFrame.fold(frames) == [
        .others(0..<2, .runtime), .frame(2, frame("f")), .repeated(3..<12, period: 1, times: 9),
        .frame(12, frame("a")), .frame(13, frame("b")), .repeated(14..<18, period: 2, times: 2),
        .frame(18, frame("MyFunction")),
      ])
    #expect(FoldedFrame.fold([]) == [])
  }

  @Test func keys() {
    func key(_ signal: Int32, _ frames: [StackFrame]) -> CrashKey? {
      let thread = StoppedThread(id: 1, isCrashed: true, frames: frames, end: .complete)
      return CrashReport(
        of: RunReport(ending: .crashed(Crash(signal: signal)), snapshot: ProcessSnapshot(threads: [thread])))?.key
    }
    let abort = StackFrame(function: "abort", offset: 9, owner: .runtime)
    func f(_ offset: UInt64) -> StackFrame { StackFrame(function: "f", offset: offset, owner: .plugin) }
    #expect(key(6, [abort, f(1)]) == key(6, [f(2)]))
    #expect(key(6, [f(1)]) != key(11, [f(1)]))
    #expect(key(6, [StackFrame(function: "g", offset: 1, owner: .plugin)]) != key(6, [f(1)]))
    #expect(CrashReport(of: RunReport(ending: .returned(1))) == nil)
  }

  @Test func roundedNumbers() {
    #expect(
      [0, 7, 999, 1000, 130_912, 37_449, 999_999].map(Decimal.rounded) == [
        "0", "7", "999", "1,000", "131,000", "37,400", "1,000,000",
      ])
  }

  /// Of a plugin that has crashed on its input.
  private func occurrence(_ plugin: Plugin, _ settings: Settings = Settings()) throws -> CrashOccurrence {
    var plugin = plugin
    plugin.run = plugin.run ?? RunReport(ending: .crashed(Crash(signal: 11)))
    return try #require(
      CrashOccurrence(of: plugin, called: true, settings: settings, layers: nil, ended: Moment(nanoseconds: 0)))
  }

  @Test func reproduction() throws {
    var plugin = Plugin(path: PluginPath("-odd name's.so"))
    plugin.runInput = "two words"
    #expect(
      try occurrence(plugin).reproduction
        == #"airlock run './-odd name'\''s.so' '--input=two words'"#)
    plugin = Plugin(path: PluginPath("./p.so"))
    plugin.runInput = ForeignText([0x41, 0x0A, 0xFF, 0x27, 0x5C])
    var settings = Settings()
    settings.timeout = 500
    settings.sandbox.allowsNetwork = true
    settings.sandbox.readable = [PluginPath("a$b")]
    #expect(
      try occurrence(plugin, settings).reproduction
        == #"airlock run ./p.so $'--input=A\n\xff\'\\' --timeout=0.5 --allow-network '--allow-read=a$b'"#)
  }

  /// Nothing of the plugin's can end its block and be taken for Markdown.
  @Test func markdown() throws {
    var plugin = Plugin(path: PluginPath("p```.so"))
    plugin.runInput = "````\n# not a title"
    var stderr = CapturedOutput()
    stderr.append(Array("``` \n# neither\n`````\n".utf8))
    plugin.run = RunReport(
      phase: .call, ending: .crashed(Crash(signal: 11, code: 1, address: 0, access: .read)), stderr: stderr,
      snapshot: Examples.snapshot)
    let text = CrashMarkdown.text(
      of: try occurrence(plugin), in: Surroundings(version: "1", kernel: "Linux 6", folder: PluginPath("/")))
    var fence: String?
    for line in text.components(separatedBy: "\n") {
      if let open = fence {
        if line == open { fence = nil }
      } else if line.hasPrefix("```") {
        fence = String(line.prefix { $0 == "`" })
      } else {
        #expect(
          line.isEmpty || line.hasSuffix("threads are not listed.")
            || line.hasPrefix("#") && !line.contains("not a title") && !line.contains("neither"))
      }
    }
    #expect(fence == nil)
    for title in ["Thread 0, crashed", "Registers", "Memory", "Modules", "Output", "Context", "Reproduce", "Note"] {
      #expect(text.contains("\n## \(title)\n"), "\(title)")
    }
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !ForeignText.isHarmful($0) })
  }
}
