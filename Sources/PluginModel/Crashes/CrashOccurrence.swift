/// A crash or a hang of a plugin with all that belongs to it: what a report is made of, whatever the plugin does later.
public struct CrashOccurrence: Hashable, Sendable {
  /// As it was then: its newest report is the one of this crash.
  public let plugin: Plugin
  public let run: RunReport
  public let report: CrashReport
  /// As it was run, the sandbox included.
  public let settings: Settings
  /// Which layers of the sandbox held; nil if nothing told.
  public let layers: SandboxLayers?
  /// When the run ended.
  public let ended: Moment

  /// Nil if the newest run neither crashed nor hung.
  ///
  /// - Parameter called: whether the crash is to be looked for in the newest call, or in the newest opening.
  public init?(of plugin: Plugin, called: Bool, settings: Settings, layers: SandboxLayers?, ended: Moment) {
    guard let run = called ? plugin.run : plugin.load, let report = CrashReport(of: run) else { return nil }
    var plugin = plugin
    if !called { (plugin.run, plugin.runInput) = (nil, nil) }
    self.plugin = plugin
    self.run = run
    self.report = report
    self.settings = settings
    self.layers = layers
    self.ended = ended
  }

  /// What it counts as; nil for a hang.
  ///
  /// - Parameter folder: the current one, which a relative path begins in.
  public func group(in folder: PluginPath) -> CrashHistory.Group? {
    report.key.map { key in
      // As a file of JSON has them: what is not UTF-8 is replaced, here and there.
      let place = key.place.map { ForeignText($0.repaired) }
      return CrashHistory.Group(
        plugin: plugin.path.absolute(in: folder).text.repaired, key: CrashKey(signal: key.signal, place: place))
    }
  }
}

extension PluginPath {
  /// The path from the root on. Nothing is resolved: `.` at the beginning is dropped, all else stays.
  public func absolute(in folder: PluginPath) -> PluginPath {
    if bytes.first == UInt8(ascii: "/") { return self }
    var rest = bytes[...]
    while rest.starts(with: "./".utf8) { rest = rest.dropFirst(2).drop { $0 == UInt8(ascii: "/") } }
    return folder.appending(rest)
  }
}
