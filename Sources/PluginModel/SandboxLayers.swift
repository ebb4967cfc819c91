/// The layers of the sandbox that hold on this machine, and those that its kernel lacks or forbids.
public struct SandboxLayers: Hashable, Sendable {
  public enum Layer: String, Sendable, CaseIterable {
    /// Files, TCP, signals and abstract sockets, as far as the kernel's version of it goes; landlock(7).
    case landlock
    /// System calls; seccomp(2).
    case seccomp
    /// A set-user-ID program gives nothing; PR_SET_NO_NEW_PRIVS in prctl(2).
    case noNewPrivileges = "no-new-privileges"
    /// All dropped, root's too; capabilities(7).
    case capabilities
    /// Memory, processor time, file size, open files; getrlimit(2).
    case limits
    /// Signals are seen before they kill, and nothing that is started gets away; ptrace(2).
    case tracing
    /// Denied actions are told with what was asked; seccomp_unotify(2).
    case attempts
  }

  public var holding: Set<Layer>
  /// The version of Landlock's interface; 0 where there is none.
  public var landlockVersion: Int32

  public init(holding: Set<Layer> = Set(Layer.allCases), landlockVersion: Int32) {
    self.holding = holding
    self.landlockVersion = landlockVersion
  }

  /// "landlock-7", "seccomp", … in a fixed order.
  public var layers: [String] {
    Layer.allCases.filter(holding.contains).map { $0 == .landlock ? "landlock-\(landlockVersion)" : $0.rawValue }
  }

  /// By name, with what an older Landlock cannot do: "seccomp", "landlock network".
  public var missing: [String] {
    let parts = [(4 as Int32, "landlock network"), (6, "landlock scopes")]
    let lacking = holding.contains(.landlock) ? parts.filter { landlockVersion < $0.0 }.map(\.1) : []
    return Layer.allCases.filter { !holding.contains($0) }.map(\.rawValue) + lacking
  }
}

extension SandboxLayers: WireValue {
  public func write(to writer: inout WireWriter) {
    let bits = Layer.allCases.enumerated().reduce(UInt8(0)) { $0 | (holding.contains($1.element) ? 1 << $1.offset : 0) }
    writer.put(bits)
    writer.put(landlockVersion)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    let bits = try reader.integer(UInt8.self)
    holding = Set(Layer.allCases.enumerated().filter { bits & 1 << $0.offset != 0 }.map(\.element))
    landlockVersion = try reader.integer()
  }
}
