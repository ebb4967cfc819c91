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

  /// A layer, or a part of one, that does not hold, and what follows from that.
  public struct Lack: Hashable, Sendable {
    public let name: String
    public let consequence: String
  }

  public var holding: Set<Layer>
  /// The version of Landlock's interface; 0 where there is none.
  public var landlockVersion: Int32

  public init(holding: Set<Layer> = Set(Layer.allCases), landlockVersion: Int32) {
    self.holding = holding
    self.landlockVersion = landlockVersion
  }

  /// Those that hold for a run: with the sandbox off they are not put up, but for the limits and the tracing.
  public func under(_ policy: SandboxPolicy) -> SandboxLayers {
    var layers = self
    if !policy.isOn { layers.holding.formIntersection([.limits, .tracing]) }
    return layers
  }

  /// A plugin can open its own file, and no other that somebody could have put in its place.
  public func holdsToOneFile(_ policy: SandboxPolicy) -> Bool { policy.holdsToOneFile && holding.contains(.landlock) }

  /// "landlock-7", "seccomp", … in a fixed order.
  public var layers: [String] {
    Layer.allCases.filter(holding.contains).map { $0 == .landlock ? "landlock-\(landlockVersion)" : $0.rawValue }
  }

  /// What does not hold, with what an older Landlock cannot do.
  public var lacks: [Lack] {
    let parts = [
      (4 as Int32, Lack(name: "landlock network", consequence: "TCP is left to seccomp")),
      (6, Lack(name: "landlock scopes", consequence: "signals and abstract sockets are left to seccomp")),
    ]
    return Layer.allCases.filter { !holding.contains($0) }.map { Lack(name: $0.rawValue, consequence: $0.consequence) }
      + parts.filter { holding.contains(.landlock) && landlockVersion < $0.0 }.map(\.1)
  }

  /// By name: "seccomp", "landlock network".
  public var missing: [String] { lacks.map(\.name) }

  /// What a layer that holds shuts off, or does.
  public func purpose(of layer: Layer) -> String {
    switch layer {
    case .landlock: "files" + (landlockVersion >= 4 ? ", TCP" : "") + (landlockVersion >= 6 ? ", signals" : "")
    case .seccomp: "sockets, programs, tracing, mounts"
    case .noNewPrivileges: "a set-user-ID program gives nothing"
    case .capabilities: "all dropped, root's too"
    case .limits: "memory, processor time, files"
    case .tracing: "nothing that is started gets away"
    case .attempts: "what is denied is told"
    }
  }
}

extension SandboxLayers.Layer {
  /// What follows where it is missing.
  var consequence: String {
    switch self {
    case .landlock: "a plugin may reach every file that you can"
    case .seccomp: "a plugin may use the network and start programs"
    case .noNewPrivileges: "a set-user-ID program keeps its powers"
    case .capabilities: "root's powers stay"
    case .limits: "memory, processor time and files are not bounded"
    case .tracing: "what a plugin starts may outlive its run"
    case .attempts: "what a plugin is denied is not told"
    }
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
