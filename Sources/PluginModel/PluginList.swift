/// The plugins of a session, in list order. The screen and the commands keep the same list.
public struct PluginList: Hashable, Sendable {
  public private(set) var plugins: [Plugin]

  public init(_ plugins: [Plugin] = []) { self.plugins = plugins }

  public var count: Int { plugins.count }
  public var indices: Range<Int> { plugins.indices }
  public subscript(index: Int) -> Plugin { plugins[index] }

  /// Takes what happened to one plugin.
  public mutating func apply(_ event: PluginEvent) {
    switch event {
    case .inspected(let index, let inspection):
      // Another state of the file, another plugin: what the old one did says nothing of this one.
      if plugins[index].inspection?.file != inspection.file {
        plugins[index].load = nil
        plugins[index].run = nil
      }
      plugins[index].inspection = inspection
      noteIdentical(index)
    case .reached: break
    case .loaded(let index, let report):
      plugins[index].load = report
    case .ran(let index, let report, let input):
      plugins[index].load = report
      plugins[index].run = report
      plugins[index].runInput = input
    }
  }

  private mutating func noteIdentical(_ index: Int) {
    guard let digest = plugins[index].inspection?.digest else { return }
    let same = plugins.indices.filter { plugins[$0].inspection?.digest == digest }
    for other in same { plugins[other].identicalTo = other == same[0] ? nil : plugins[same[0]].path }
  }
}

/// What happened to the plugin with this place in the list.
public enum PluginEvent: Hashable, Sendable {
  case inspected(Int, Inspection)
  /// A process that opens or calls it has come to this phase.
  case reached(Int, Phase)
  /// It was opened without a call.
  case loaded(Int, RunReport)
  /// It was called with this input.
  case ran(Int, RunReport, input: ForeignText)
}
