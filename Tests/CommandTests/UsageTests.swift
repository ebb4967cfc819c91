import TestSupport
import Testing

/// Wrong usage ends with 64 and says why; help and version are asked for, so they go to stdout and end with 0.
@Suite("Usage")
struct UsageTests {
  @Test(arguments: [
    ["run", "--bogus"], ["run", "--timeout", "0", "x.so"], ["run", "--timeout", "-1", "x.so"],
    ["run", "--timeout", "nan", "x.so"], ["run", "--timeout", "inf", "x.so"], ["run", "--timeout", "1e300", "x.so"],
    ["run", "--timeout", "soon", "x.so"], ["run", "--timeout"], ["run", "--memory", "1", "x.so"],
    ["run", "--memory", "99999999999999999999", "x.so"], ["run", "--jobs", "0", "x.so"],
    ["run", "--jobs", "100000", "x.so"], ["run", "--function", "", "x.so"], ["run", "--format", "yaml", "x.so"],
    ["check", "--input"], ["run", "--no-load", "x.so"], ["check", "--function", String(repeating: "x", count: 257)],
    ["--bogus"], ["--record", "session.cast", "x.so"],
  ])
  func wrong(arguments: [String]) throws {
    let outcome = try start(arguments).wait()
    #expect(outcome.ending == .exited(64))
    #expect(outcome.stdout == "")
    #expect(outcome.stderr.hasPrefix("Error: "))
    #expect(outcome.stderr.contains("Usage: airlock"))
  }

  /// One import of all of Foundation brings its tables of the world's languages along, and doubles the time to the first
  /// paint.
  @Test(arguments: ["airlock", "airlock-worker"]) func whatTakesLongToLoadIsNotLinked(program: String) throws {
    let needs = try Command("/usr/bin/readelf", ["--dynamic", "--wide", Executables.path(program)]).wait().stdout
    #expect(needs.contains("[libc.so.6]"))
    #expect(!needs.contains("[libFoundation.so]") && !needs.contains("Internationalization"))
  }

  @Test func version() throws {
    let outcome = try airlock("--version")
    #expect(outcome.stdout == "0.1.0\n")
    #expect(outcome.stderr == "")
    #expect(outcome.ending == .exited(0))
  }

  @Test(arguments: [["--help"], ["run", "--help"], ["check", "-h"], ["help", "run"]])
  func help(arguments: [String]) throws {
    let outcome = try start(arguments).wait()
    #expect(outcome.stdout.contains("USAGE: airlock"))
    #expect(outcome.stderr == "")
    #expect(outcome.ending == .exited(0))
  }

  /// What the user typed may have come from elsewhere, and an error repeats it.
  @Test func echoesAreHarmless() throws {
    let arguments: [[UInt8]] = [
      Array("--\u{1B}]0;owned\u{7}\u{202E}\u{9B}31m".utf8) + [0xFF], Array("--timeout=\u{1B}[2J".utf8),
      Array("--format=\u{1B}[2J\u{85}".utf8),
    ]
    for argument in arguments {
      let outcome = try airlock("run", argument)
      #expect(outcome.ending == .exited(64))
      #expect(outcome.stderr.contains("\\e"))
      #expect(outcome.stderr.unicodeScalars.allSatisfy { $0 == "\n" || !isHarmful($0) })
    }
  }
}

/// Not the product's own list: what a terminal obeys, by Unicode's.
func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
  scalar.properties.generalCategory == .control || scalar.properties.isBidiControl
    || scalar.properties.generalCategory == .lineSeparator || scalar.properties.generalCategory == .paragraphSeparator
}
