import PluginModel
import Testing

@testable import PluginExecution

/// What Go prints as it goes down, read back.
@Suite("Go's traces")
struct GoTraceTests {
  private let panic = """
    panic: first [recovered]
    \tpanic: second

    goroutine 34 gp=0xc000007c00 m=4 mp=0xc0000a2008 [running]:
    panic({0x7f2c5c0e1040, 0xc000014070})
    \t/usr/lib/go-1.22/src/runtime/panic.go:884 +0x212
    gopkg.in/table%2ev2.(*Table).find(0x0, {0x1, 0x2})
    \t/home/u/table/table.go:31 +0x45
    plugin/unnamed-4b7f1d49179613121df47f14737f3f912286ec43.MyFunction.func1()
    \t/home/u/greeter.go:12 +0x1c
    created by plugin/unnamed-4b7f1d49179613121df47f14737f3f912286ec43.MyFunction in goroutine 1
    \t/home/u/greeter.go:9 +0x2a

    goroutine 0 [idle]:
    runtime.futex(0x55)
    \t/usr/lib/go-1.22/src/runtime/sys_linux_amd64.s:557 +0x21

    goroutine 2 [force gc (idle)]:
    runtime.gopark(...)
    \t/usr/lib/go-1.22/src/runtime/proc.go:381

    goroutine 1 [chan receive, 2 minutes]:
    plugin/unnamed-4b7f1d49179613121df47f14737f3f912286ec43.MyFunction(...)
    \t/home/u/greeter.go:10
    main.main.func2()
    \t/tmp/runner.go:60 +0x99
    ...additional frames elided...
    """

  private func output(_ text: String) -> CapturedOutput {
    var output = CapturedOutput()
    output.append(Array(text.utf8))
    output.trim()
    return output
  }

  @Test func goroutines() throws {
    let trace = try #require(GoTraceReader.trace(in: panic.utf8))
    #expect(trace.goroutines.map(\.id) == [34, 1])
    #expect(trace.goroutines.map(\.state) == ["running", "chan receive, 2 minutes"])
    #expect(
      trace.goroutines[0].frames == [
        GoFrame(function: "panic", file: "/usr/lib/go-1.22/src/runtime/panic.go", line: 884, owner: .runtime),
        GoFrame(
          function: "gopkg.in/table.v2.(*Table).find", file: "/home/u/table/table.go", line: 31, owner: .plugin),
        GoFrame(function: "MyFunction.func1", file: "/home/u/greeter.go", line: 12, owner: .plugin),
      ])
    #expect(trace.goroutines[0].creator?.function == "MyFunction")
    #expect(trace.goroutines[1].frames.last?.owner == .runner)
    #expect(trace.goroutines[1].isCut)
    #expect(trace.hint == "at gopkg.in/table.v2.(*Table).find (table.go:31)")
    #expect(
      trace.lines == [
        "goroutine 34 [running]", "  1 call of Go's runtime",
        "  gopkg.in/table.v2.(*Table).find  /home/u/table/table.go:31", "  MyFunction.func1  /home/u/greeter.go:12",
        "  created by MyFunction  /home/u/greeter.go:9", "goroutine 1 [chan receive, 2 minutes]",
        "  MyFunction  /home/u/greeter.go:10", "  …",
      ])
  }

  @Test func lastWords() throws {
    let words = try #require(GoLastWords(in: output("hello\n" + panic)))
    #expect(words.message == "panic: first")
    var report = RunReport(phase: .call, ending: .exited(2), stderr: output("hello\n" + panic))
    GoLastWords.complete(&report, recovered: nil, memory: 1 << 30)
    #expect(report.ending == .panicked("panic: first"))
    #expect(report.stderr.text == "hello\n")
    #expect(report.trace?.goroutines.count == 2)
  }

  @Test func prefaces() throws {
    let overflow = """
      runtime: goroutine stack exceeds 67108864-byte limit
      runtime: sp=0xc0200e0398 stack=[0xc0200e0000, 0xc0240e0000]
      fatal error: stack overflow

      runtime stack:
      runtime.throw({0x0, 0x0})
      \t/usr/lib/go-1.22/src/runtime/panic.go:1047 +0x5d

      goroutine 1 [running]:
      example.com/deep.rec(0x1)
      \t/home/u/deep.go:3 +0x2
      """
    let words = try #require(GoLastWords(in: output(overflow)))
    #expect(words.message == "fatal error: stack overflow")
    #expect(words.length == overflow.utf8.count)
  }

  /// Whatever a plugin writes, at most it lies about itself.
  @Test func forged() {
    let texts = [
      "", "\n", "panic: ", "panic: x\n", "goroutine 1 [running]:\n", "panic: x\ngoroutine 1 [running]:",
      "panic: x\ngoroutine 99999999999999999999 [running]:\n", "panic: x\ngoroutine 1 []]:\nf(\n\t:\n",
      "panic: x\ngoroutine 1 [x]:\n))))((((\n\t/a:99999999999\n\t/b:1\nf\n\t/c:1 +\n",
    ]
    for text in texts {
      var report = RunReport(phase: .call, ending: .exited(2), stderr: output(text))
      GoLastWords.complete(&report, recovered: nil, memory: 1 << 30)
      _ = report.trace?.lines
      // Half of a word is none.
      _ = GoTraceReader.trace(in: text.utf8.dropLast())
    }
    let many = "panic: x\n" + (1...1000).map { "goroutine \($0) [running]:\nf()\n\t/a.go:1\n\n" }.joined()
    let trace = GoTraceReader.trace(in: many.utf8)
    #expect(trace?.goroutines.count == GoTrace.goroutinesAtMost)
    #expect(trace?.leftOut == UInt32(1000 - GoTrace.goroutinesAtMost))
    let deep = "goroutine 1 [running]:\n" + String(repeating: "f()\n\t/a.go:1\n", count: 1000)
    #expect(GoTraceReader.trace(in: deep.utf8)?.goroutines.first?.frames.count == GoTrace.framesAtMost)
    #expect(GoTraceReader.trace(in: deep.utf8)?.lines == ["goroutine 1 [running]", "  f  /a.go:1  (256 times)", "  …"])
  }

  @Test func wireForm() throws {
    let trace = try #require(GoTraceReader.trace(in: panic.utf8))
    #expect(try GoTrace(wireBytes: trace.wireBytes) == trace)
    let record = PluginRecord.panicked("panic: x", trace: "goroutine 1 [running]:\n")
    #expect(try PluginRecord(wireBytes: record.wireBytes) == record)
  }
}
