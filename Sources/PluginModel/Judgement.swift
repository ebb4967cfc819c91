/// What it comes to for one plugin.
public enum Verdict: String, Sendable, CaseIterable {
  case passed
  case returnedError = "returned-error"
  case rejected
  case crashed
  case timedOut = "timed-out"
  case exited
  case limitExceeded = "limit-exceeded"
  case interrupted

  /// As the summary counts it: "2 returned an error".
  public var words: String {
    switch self {
    case .passed: "passed"
    case .returnedError: "returned an error"
    case .rejected: "rejected"
    case .crashed: "crashed"
    case .timedOut: "timed out"
    case .exited: "exited"
    case .limitExceeded: "went over a limit"
    case .interrupted: "interrupted"
    }
  }
}

extension Plugin {
  /// That of its `Judgement`, which takes more time: it is in words.
  public func verdict(_ settings: Settings, called: Bool = true) -> Verdict? {
    if rejection(settings) != nil { return .rejected }
    if let ending = called ? run?.ending : load?.ending { return Answer(ending).verdict }
    return inspection != nil && !called && settings.noLoad ? .passed : nil
  }
}

/// A verdict with its class and its sentence: the one place where what happened becomes words.
public struct Judgement: Hashable, Sendable {
  public var verdict: Verdict
  public var failure: Failure?
  /// The whole line as `airlock run` prints it: `42, <nil>` or `Error: …`. It quotes the plugin.
  public var line: ForeignText
  /// The core of it, without plugin and path, for a pane's line: "SIGSEGV (null pointer read at 0x0)".
  public var summary: ForeignText
  /// What to do about it; one line or several.
  public var hint: ForeignText?

  /// It goes to stderr, not to stdout.
  public var isError: Bool { verdict != .passed && verdict != .returnedError }

  /// The judgement of the plugin's newest call, or with `called` false of its checks alone; nil while neither a failed
  /// check nor the end of what was asked tells.
  public init?(of plugin: Plugin, settings: Settings, called: Bool = true) {
    if let rejection = plugin.rejection(settings) {
      self.init(of: plugin, rejection: rejection, settings: settings)
    } else if let report = called ? plugin.run : plugin.load {
      self.init(of: plugin, report: report, settings: settings)
    } else if plugin.inspection != nil, !called, settings.noLoad {
      self.init(.passed, nil, line: "passed", summary: "passed")
    } else {
      return nil
    }
  }

  /// The judgement of a failed check.
  public init(of plugin: Plugin, rejection: Rejection, settings: Settings) {
    let path = plugin.path
    let line: ForeignText =
      switch rejection.failure {
      case .functionNotFound: "could not find function \(settings.function) in plugin \(path)"
      case .wrongSignature:
        """
        function \(settings.function) in plugin \(path) has the wrong signature: \
        expected \(plugin.inspection?.signature?.expected ?? "?"), \
        found \(plugin.inspection?.signature?.found ?? rejection.reason)
        """
      case .unverifiedSignature:
        "function \(settings.function) in plugin \(path) has an unverified signature: \(rejection.reason)"
      default: "could not open plugin \(path): \(rejection.reason)"
      }
    self.init(
      .rejected, rejection.failure, error: line, summary: ForeignText(rejection.reason),
      hint: rejection.hint.map { ForeignText($0) })
  }

  /// The judgement of one run.
  public init(of plugin: Plugin, report: RunReport, settings: Settings) {
    let path = plugin.path
    let function = settings.function
    let place = report.phase.words(function: function)
    switch report.ending {
    case .loaded:
      self.init(.passed, nil, line: "opened", summary: "opened")
    case .returned(let value):
      self.init(.passed, nil, line: "\(value), <nil>", summary: "\(value)")
    case .returnedError(let text, let value):
      let words = text.isEmpty ? "an error without text" : text
      self.init(.returnedError, .returnedError, line: "\(value), \(words)", summary: words)
    case .noResult:
      let words: ForeignText = "\(function) returned success but set no result"
      self.init(
        .returnedError, .noResult, line: "0, \(words)", summary: words,
        hint: "Write the value through the result pointer before returning 0.")
    case .notLoaded(let reason):
      self.init(
        .rejected, .loadFailed, error: "could not open plugin \(path): \(reason)", summary: reason)
    case .functionMissing:
      self.init(
        .rejected, .functionNotFound, error: "could not find function \(function) in plugin \(path)",
        summary: "the loader does not find \(function)")
    case .wrongType(let found):
      let words: ForeignText = "expected \(PluginKind.go.expectedSignature(of: function)), found \(found)"
      self.init(
        .rejected, .wrongSignature, error: "function \(function) in plugin \(path) has the wrong signature: \(words)",
        summary: words, hint: "Declare it as func \(function)(s string) (int, error).")
    case .panicked(let message):
      self.init(
        .crashed, .crashed, error: "plugin \(path) crashed \(place): \(message)", summary: message,
        hint: report.trace?.hint)
    case .crashed(let crash):
      self.init(
        .crashed, .crashed, error: "plugin \(path) crashed \(place): \(crash.words)", summary: ForeignText(crash.words),
        hint: Self.lastWords(report))
    case .timedOut:
      let words: ForeignText =
        switch report.phase {
        case .inspect, .open: "did not finish opening within \(settings.timeoutWords)"
        case .lookup: "did not finish looking up its function within \(settings.timeoutWords)"
        case .call: "did not return from \(function) within \(settings.timeoutWords)"
        case .close: "did not finish closing within \(settings.timeoutWords)"
        }
      self.init(
        .timedOut, .timedOut, error: "plugin \(path) \(words)", summary: words,
        hint: report.trace?.hint ?? "If it only needs longer, give it more: --timeout SECONDS.")
    case .exited(let status):
      let words: ForeignText = "exited with status \(status) \(place), without returning"
      self.init(
        .exited, .exited, error: "plugin \(path) \(words)", summary: words,
        hint: "A plugin must return; exit() and _exit() end the whole process.")
    case .limitExceeded(let limit, let crash):
      let words: ForeignText = "went over its \(limit.words) \(place)"
      self.init(
        .limitExceeded, limit.failure, error: "plugin \(path) \(words)", summary: words,
        hint: Self.hint(for: limit, crash))
    case .stopped:
      self.init(.interrupted, nil, error: "plugin \(path) was stopped \(place)", summary: "stopped \(place)")
    case .fileChanged:
      self.init(
        .rejected, .loadFailed, error: "could not open plugin \(path): the file keeps changing",
        summary: "the file keeps changing", hint: "Wait until its build has finished, then reload it.")
    case .refused(let reason):
      self.init(
        .rejected, nil, error: "could not call \(function) in plugin \(path): \(reason)",
        summary: ForeignText(reason))
    case .lost(let reason):
      self.init(
        .interrupted, .workerLost, error: "plugin \(path) was interrupted \(place): \(reason)",
        summary: ForeignText(reason),
        hint: "Run it again; what had ended was started anew.")
    }
  }

  private static func hint(for limit: ResourceLimit, _ crash: Crash?) -> ForeignText {
    switch limit {
    case .memory:
      let end = crash.map { ", and it crashed: \($0.words)" } ?? ""
      return ForeignText("An allocation was refused\(end). If it needs that much, give it more: --memory MIB.")
    case .output: return "It was stopped; the head and the tail of what it wrote are kept."
    }
  }

  /// The last line that a crashed plugin wrote to stderr, or the one on which the Swift runtime says why it trapped.
  private static func lastWords(_ report: RunReport) -> ForeignText? {
    let lines = report.stderr.text.bytes.split(separator: UInt8(ascii: "\n"))
    let reason = lines.last { String(decoding: $0, as: UTF8.self).contains("Fatal error: ") }
    return (reason ?? lines.last).map { ForeignText($0.prefix(longestQuote)) }
  }

  /// In bytes.
  private static let longestQuote = 400

  private init(
    _ verdict: Verdict, _ failure: Failure?, line: ForeignText, summary: ForeignText, hint: ForeignText? = nil
  ) {
    self.verdict = verdict
    self.failure = failure
    self.line = line
    self.summary = summary
    self.hint = hint
  }

  private init(
    _ verdict: Verdict, _ failure: Failure?, error: ForeignText, summary: ForeignText, hint: ForeignText? = nil
  ) {
    self.init(verdict, failure, line: "Error: \(error)", summary: summary, hint: hint)
  }
}
