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

  /// What was loosened, in words, in a fixed order: "network", "read ./data". Empty while the sandbox is full.
  public var loosened: [String] {
    guard isOn else { return ["everything"] }
    return (allowsNetwork ? ["network"] : []) + (allowsProcesses ? ["processes"] : [])
      + readable.map { "read \($0.line)" } + writable.map { "write \($0.line)" }
      + variables.map { "env \($0.name.line)" }
  }

  /// For the header: "sandbox full", "sandbox −network −write", "NO SANDBOX".
  public var words: String {
    guard isOn else { return "NO SANDBOX" }
    let parts =
      (allowsNetwork ? ["network"] : []) + (allowsProcesses ? ["processes"] : []) + (readable.isEmpty ? [] : ["read"])
      + (writable.isEmpty ? [] : ["write"]) + (variables.isEmpty ? [] : ["env"])
    return parts.isEmpty ? "sandbox full" : "sandbox " + parts.map { "−" + $0 }.joined(separator: " ")
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
