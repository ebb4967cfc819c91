/// A plugin that attacks: its name, which is that of the attack in `Attacks`, and what must be told of it.
public struct HostilePlugin: Sendable, CustomStringConvertible {
  /// How its run ends.
  public enum Outcome: Hashable, Sendable {
    case returns(Int)
    /// With this text, or whatever text.
    case returnsError(String?)
    case givesNoResult
    case crashes(String)
    case hangs
    case exits(Int)
    case runsOutOfMemory
    case floods

    /// Where it ends, if nothing else is said.
    var usualPhase: String {
      switch self {
      case .returns, .returnsError, .givesNoResult: "close"
      case .crashes, .hangs, .exits, .runsOutOfMemory, .floods: "call"
      }
    }
  }

  public let name: String
  /// More than one where it is up to the machine.
  public let outcomes: [Outcome]
  private let phase: String?
  /// What it tries and is denied: "write {outside}/new". `{outside}` and the like stand for what the test has chosen, `…`
  /// for any text. Nil if that is not to be looked at.
  public let attempts: [String]?
  /// When it tries that.
  public let attemptPhase: String

  public var description: String { name }
  public var hangs: Bool { outcomes == [.hangs] }

  /// A plugin that harms itself.
  init(
    _ name: String, _ outcomes: Outcome..., in phase: String? = nil, tries attempts: [String]? = [],
    when: String = "call"
  ) {
    self.name = name
    self.outcomes = outcomes
    self.phase = phase
    self.attempts = attempts
    attemptPhase = when
  }

  /// A plugin that tries what no plugin may do, and returns how often that worked: never.
  static func escape(_ name: String, tries attempts: String..., or others: Outcome...) -> HostilePlugin {
    HostilePlugin(escape: name, or: others, tries: attempts)
  }

  /// The same by a path that changes all the time: what is told of it may be any half of it.
  static func escapeByRace(_ name: String) -> HostilePlugin { HostilePlugin(escape: name, or: [], tries: nil) }

  /// It does all that the others do that try such things.
  static let everyEscape = HostilePlugin(escape: "every_escape", or: [], tries: nil)

  private init(escape name: String, or others: [Outcome], tries attempts: [String]?) {
    self.name = name
    outcomes = [.returns(0)] + others
    phase = nil
    self.attempts = attempts
    attemptPhase = "call"
  }

  /// It tells something that a terminal would obey.
  private var isEvil: Bool { name.contains("evil") }

  /// How far it comes, if it ends so.
  public func phase(of outcome: Outcome) -> String { phase ?? outcome.usualPhase }

  static let all = Misbehaving.all + Escapes.all

  /// Those with certain names, also of those for where processes are allowed.
  public static func named(_ names: String...) -> [HostilePlugin] {
    names.compactMap { name in (all + WithProcesses.all).first { $0.name == name } }
  }
  public static let evil = all.filter(\.isEvil)
  /// They do not end by themselves, nor by any signal that can be caught or blocked.
  public static let lasting = named(
    "endless_loop", "hang_deaf", "hang_ignoring_signals", "stop_for_ever", "fault_for_ever", "swift_endless_sleep")
}
