import PluginModel

/// What a row or a check comes to at a glance. Always a glyph and a word; colour is extra.
public enum Mark: String, Sendable, CaseIterable {
  case passed
  /// Nothing is proved wrong, but somebody should look: unverified, a warning, an error that was returned.
  case look
  case failed, pending, skipped

  public var glyph: Character {
    switch self {
    case .passed: "✓"
    case .look: "!"
    case .failed: "✗"
    case .pending: "·"
    case .skipped: "–"
    }
  }

  /// Where the terminal has ASCII alone.
  public var ascii: Character {
    switch self {
    case .passed: "+"
    case .look: "!"
    case .failed: "x"
    case .pending: "."
    case .skipped: "-"
    }
  }

  var role: Role {
    switch self {
    case .passed: .passed
    case .look: .look
    case .failed: .failed
    case .pending, .skipped: .dim
    }
  }

  init(_ status: Check.Status) {
    switch status {
    case .pass: self = .passed
    case .warn, .unverified: self = .look
    case .fail: self = .failed
    case .skipped: self = .skipped
    }
  }

  init(_ ending: Ending, unverified: Bool) {
    switch ending {
    case .loaded, .returned: self = unverified ? .look : .passed
    case .returnedError, .noResult, .stopped, .lost: self = .look
    case .notLoaded, .functionMissing, .wrongType, .crashed, .panicked, .timedOut, .exited, .limitExceeded,
      .fileChanged, .refused:
      self = .failed
    }
  }

  /// The mark of a plugin's row: its newest call, else its opening, else its checks.
  init(of plugin: Plugin, settings: Settings) {
    guard let inspection = plugin.inspection else {
      self = .pending
      return
    }
    let doubtful = inspection.isDoubtful(settings)
    if plugin.rejection(settings) != nil {
      self = .failed
    } else if let report = plugin.run ?? plugin.load {
      self = Mark(report.ending, unverified: doubtful)
    } else if settings.noLoad {
      self = doubtful ? .look : .passed
    } else {
      self = .pending
    }
  }
}

extension Standing {
  /// Green is for what Airlock has proved: that somebody accepted a plugin is said, and proves nothing.
  var role: Role {
    switch self {
    case .unjudged, .open: .dim
    case .accepted: .strong
    case .rejected: .failed
    case .changed: .look
    }
  }

  /// For a column with room for it.
  var columnWord: String {
    switch self {
    case .unjudged: "–"
    case .open: "…"
    case .accepted, .rejected, .changed: word
    }
  }
}
