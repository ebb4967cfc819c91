/// A plugin and what its calls with several inputs came to: a row of a matrix, to be told.
public struct PluginCalls: Sendable {
  public struct Call: Sendable {
    /// From 0, among the inputs.
    public let column: Int
    public let input: ForeignText
    public let report: RunReport

    public init(column: Int, input: ForeignText, report: RunReport) {
      self.column = column
      self.input = input
      self.report = report
    }
  }

  /// As it was inspected.
  public let plugin: Plugin
  /// In the order of the inputs; none if a check failed.
  public let calls: [Call]

  /// - Parameter plugin: What it was opened or run for otherwise is not told: that is none of these calls.
  public init(_ plugin: Plugin, _ calls: [Call]) {
    var inspected = plugin
    inspected.load = nil
    inspected.run = nil
    inspected.runInput = nil
    self.plugin = inspected
    self.calls = calls
  }

  /// The first of the calls that came to the worst.
  public var worst: Call? {
    calls.enumerated().max {
      let (one, other) = (Answer($0.element.report.ending).verdict, Answer($1.element.report.ending).verdict)
      return one == other ? $0.offset > $1.offset : other.isWorse(than: one)
    }?.element
  }
}

extension Plugin {
  /// As it is known after this call and no other.
  public func after(_ call: PluginCalls.Call) -> Plugin {
    var plugin = self
    plugin.run = call.report
    plugin.runInput = call.input
    plugin.inspection?.learn(from: call.report)
    if call.report.ending.tellsOfLoading { plugin.load = call.report }
    return plugin
  }

  /// As it is told where one call must stand for all: after that which came to the worst.
  public init(worstOf calls: PluginCalls) {
    self = calls.worst.map(calls.plugin.after) ?? calls.plugin
  }
}

extension Verdict {
  /// What a person would look at first.
  public func isWorse(than other: Verdict) -> Bool { badness > other.badness }

  private var badness: Int {
    switch self {
    case .passed: 0
    case .interrupted: 1
    case .returnedError: 2
    case .rejected: 3
    case .exited: 4
    case .timedOut: 5
    case .limitExceeded: 6
    case .crashed: 7
    }
  }
}

extension RunReport {
  /// Of what is kept beside a few fixed fields, in bytes; an estimate.
  public var keptBytes: Int {
    let frames = snapshot?.threads.reduce(0) { $0 + $1.frames.count } ?? 0
    return stdout.keptBytes + stderr.keptBytes + frames * 300 + (snapshot == nil ? 0 : 20_000)
  }

  /// What is kept of it where there are too many to keep them in full: how it ended, and the heads of its outputs.
  public var shortened: RunReport {
    var report = self
    report.stdout.shorten(to: Self.shortBytes)
    report.stderr.shorten(to: Self.shortBytes)
    if case .returnedError(let text, let value) = ending, text.bytes.count > Self.shortBytes {
      report.ending = .returnedError(ForeignText(text.bytes.prefix(Self.shortBytes) + "…".utf8), value: value)
    }
    report.snapshot = nil
    report.excerpt = nil
    report.trace = nil
    return report
  }

  private static let shortBytes = 400
}
