/// What the sandbox lets a plugin do: nothing beyond computing, unless the user loosened it, one thing at a time.
public struct SandboxPolicy: Hashable, Sendable {
  /// A variable that a plugin process gets in addition: `--env NAME=VALUE`.
  public struct Variable: Hashable, Sendable {
    public var name: ForeignText
    public var value: ForeignText

    public init(name: ForeignText, value: ForeignText) {
      self.name = name
      self.value = value
    }
  }

  /// With the sandbox off a plugin may do whatever the user may; its limits stay.
  public var isOn = true
  public var allowsNetwork = false
  public var allowsProcesses = false
  /// Files and folders that it may read, beyond what a library needs.
  public var readable: [PluginPath] = []
  /// Folders that it may read, write and make files in.
  public var writable: [PluginPath] = []
  public var variables: [Variable] = []

  public init() {}

  /// Whether it is loosened in this way.
  public func allows(_ loosening: Loosening) -> Bool {
    switch loosening {
    case .network: allowsNetwork
    case .processes: allowsProcesses
    case .read: !readable.isEmpty
    case .write: !writable.isEmpty
    case .env: !variables.isEmpty
    case .everything: !isOn
    }
  }

  /// Loosens it in this way, or takes that back; paths and variables are those of another policy, the one that was given.
  public mutating func set(_ loosening: Loosening, _ isAllowed: Bool, asIn given: SandboxPolicy) {
    switch loosening {
    case .network: allowsNetwork = isAllowed
    case .processes: allowsProcesses = isAllowed
    case .read: readable = isAllowed ? given.readable : []
    case .write: writable = isAllowed ? given.writable : []
    case .env: variables = isAllowed ? given.variables : []
    case .everything: isOn = !isAllowed
    }
  }

  /// The paths or names that a loosening speaks of, harmless. A variable's value may be a secret: it is not among them.
  public func names(in loosening: Loosening) -> [String] {
    switch loosening {
    case .read: readable.map(\.line)
    case .write: writable.map(\.line)
    case .env: variables.map(\.name.line)
    case .network, .processes, .everything: []
    }
  }

  /// Landlock lets a plugin open its own file, and no other that somebody could have put in its place.
  public var holdsToOneFile: Bool { isOn && readable.isEmpty && writable.isEmpty }

  /// In which ways it is loosened; by everything alone while it is off.
  public var loosenings: [Loosening] { isOn ? Loosening.allCases.filter(allows) : [.everything] }

  /// What was loosened, in words, in a fixed order: "network", "read ./data". Empty while the sandbox is full.
  public var loosened: [String] {
    loosenings.flatMap { loosening in
      let names = names(in: loosening)
      return names.isEmpty ? [loosening.rawValue] : names.map { "\(loosening.rawValue) \($0)" }
    }
  }

  /// For the header: "sandbox full", "sandbox −network −write", "NO SANDBOX".
  public var words: String { isOn ? "sandbox \(brief)" : "NO SANDBOX" }

  /// The same where it is said what it is about: "full", "−network −write", "off".
  public var brief: String {
    guard isOn else { return "off" }
    return loosenings.isEmpty ? "full" : loosenings.map { "−" + $0.rawValue }.joined(separator: " ")
  }
}

extension SandboxPolicy: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(isOn)
    writer.put(allowsNetwork)
    writer.put(allowsProcesses)
    writer.put(readable)
    writer.put(writable)
    writer.put(variables)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    isOn = try reader.bool()
    allowsNetwork = try reader.bool()
    allowsProcesses = try reader.bool()
    readable = try reader.list()
    writable = try reader.list()
    variables = try reader.list()
  }
}

extension SandboxPolicy.Variable: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(name)
    writer.put(value)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    name = try reader.foreign()
    value = try reader.foreign()
  }
}
