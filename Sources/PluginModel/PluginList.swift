/// The plugins of a session, in list order. The screen and the commands keep the same list.
public struct PluginList: Hashable, Sendable {
  public private(set) var plugins: [Plugin]
  /// By the number of a content that several have, their places in order; and the other way round.
  private var twins: [Int: [Int]] = [:]
  private var contents: [Int: Int] = [:]

  public init(_ plugins: [Plugin] = []) { self.plugins = plugins }

  public var count: Int { plugins.count }
  public var indices: Range<Int> { plugins.indices }
  public subscript(index: Int) -> Plugin { plugins[index] }

  /// More plugins, at the places after the last. None ever loses its place.
  public mutating func append(_ more: [Plugin]) { plugins += more }

  /// Its file is gone: no other plugin is the same as it any more. It keeps its place, and what is known of it.
  public mutating func forget(_ index: Int) { regroup(index, to: nil) }

  /// Takes what happened to one plugin.
  public mutating func apply(_ event: PluginEvent) {
    switch event {
    case .inspected(let index, let inspection):
      // Another state of the file, another plugin: what the old one did says nothing of this one.
      if plugins[index].inspection?.file != inspection.file {
        plugins[index].load = nil
        plugins[index].run = nil
        plugins[index].runInput = nil
        regroup(index, to: nil)
      }
      var inspection = inspection
      if let earlier = plugins[index].inspection { inspection.takeDetails(of: earlier) }
      plugins[index].inspection = inspection
    case .digested(let index, let inspection): plugins[index].inspection?.takeDetails(of: inspection)
    case .matched(let index, let content): regroup(index, to: content)
    case .reached, .crashed, .preparing, .calling, .called, .recalled: break
    case .loaded(let index, let report):
      plugins[index].inspection?.learn(from: report)
      plugins[index].load = report
    case .ran(let index, let report, let input):
      plugins[index].inspection?.learn(from: report)
      if report.ending.tellsOfLoading { plugins[index].load = report }
      plugins[index].run = report
      plugins[index].runInput = input
    }
  }

  private mutating func regroup(_ index: Int, to new: Int?) {
    let old = contents[index]
    guard old != new else { return }
    contents[index] = new
    if let old, let place = twins[old]?.firstIndex(of: index) {
      twins[old]?.remove(at: place)
      if place == 0 { tellTwins(old) }
    }
    plugins[index].identicalTo = nil
    guard let new else { return }
    // There may be thousands, and most come in list order: all are told only when the first is another.
    var place = twins[new]?.count ?? 0
    while place > 0, let earlier = twins[new]?[place - 1], earlier > index { place -= 1 }
    twins[new, default: []].insert(index, at: place)
    if place == 0 {
      tellTwins(new)
    } else {
      plugins[index].identicalTo = twins[new]?.first.map { plugins[$0].path }
    }
  }

  private mutating func tellTwins(_ content: Int) {
    guard let places = twins[content], let first = places.first else { return }
    for place in places { plugins[place].identicalTo = place == first ? nil : plugins[first].path }
  }
}

/// What happened to the plugin with this place in the list.
public enum PluginEvent: Hashable, Sendable {
  case inspected(Int, Inspection)
  /// It was read once more for the digest of its content, and for nothing else.
  case digested(Int, Inspection)
  /// Its content, by this number, is that of others with the same number too.
  case matched(Int, content: Int)
  /// A process that opens or calls it has come to this phase.
  case reached(Int, Phase)
  /// Before it can be opened, a program that does so is being built: how far that is, in words.
  case preparing(Int, String)
  /// It has crashed: the headline, ahead of the report.
  case crashed(Int, Crash)
  /// It was opened without a call.
  case loaded(Int, RunReport)
  /// It was called with this input.
  case ran(Int, RunReport, input: ForeignText)
  /// One of many calls of it has begun: that with the input in this column.
  case calling(Int, column: Int)
  /// That call has ended.
  case called(Int, column: Int, RunReport)
  /// Its file has changed: what those calls came to is void, and all of them are made again.
  case recalled(Int)

  /// The place of the plugin that it happened to.
  public var index: Int {
    switch self {
    case .inspected(let index, _), .digested(let index, _), .matched(let index, _), .reached(let index, _),
      .crashed(let index, _), .preparing(let index, _),
      .loaded(let index, _), .ran(let index, _, _), .calling(let index, _), .called(let index, _, _),
      .recalled(let index):
      index
    }
  }

  /// It tells of one of many calls, and of nothing that belongs to the plugin itself.
  public var isOfManyCalls: Bool {
    switch self {
    case .calling, .called, .recalled: true
    case .inspected, .digested, .matched, .reached, .crashed, .preparing, .loaded, .ran: false
    }
  }
}
