import ArgumentParser
import Linux
import PluginModel

/// What a plugin may do beyond computing, one thing at a time.
struct SandboxOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A file or folder that plugins may read; may be repeated.", valueName: "path"))
  var allowRead: [String] = []

  @Option(help: ArgumentHelp("A folder that plugins may read and write in; may be repeated.", valueName: "dir"))
  var allowWrite: [String] = []

  @Flag(help: "Plugins may use the network.")
  var allowNetwork = false

  @Flag(help: "Plugins may start processes and programs.")
  var allowProcesses = false

  @Option(help: ArgumentHelp("A variable of the plugins' environment; may be repeated.", valueName: "name=value"))
  var env: [String] = []

  @Flag(name: .customLong("no-sandbox"), help: "Plugins may do whatever you may; limits stay.")
  var noSandbox = false

  /// So many paths of each kind, and so many variables.
  private static let mostOfEach = 64
  /// Of a variable's name and value together, in bytes.
  private static let longestVariable = 32 << 10

  func validate() throws {
    for (option, values) in [("--allow-read", allowRead), ("--allow-write", allowWrite), ("--env", env)] {
      guard values.count <= Self.mostOfEach else {
        throw ValidationError("\(option) can be given \(Self.mostOfEach) times.")
      }
    }
    try allowRead.map(Self.path).forEach { try Self.expectThere($0, option: "--allow-read") }
    for path in allowWrite.map(Self.path) {
      guard try Self.expectThere(path, option: "--allow-write").isFolder else {
        throw ValidationError("--allow-write takes a folder: \(path.line) is none.")
      }
    }
    let writable = allowWrite.map(Self.path)
    for path in allowRead.map(Self.path) + writable {
      if let folder = Self.folder(among: writable, thatIsLeftBy: path) {
        throw ValidationError(
          "\(path.line) leads out of \(folder.line), where plugins may write: a plugin may have put it there.")
      }
    }
    _ = try env.map(Self.variable)
    let policy = policy
    let allowed: [Loosening] = [.network, .processes, .read, .write]
    if noSandbox, let other = allowed.first(where: policy.allows) {
      throw ValidationError("--no-sandbox allows everything already: leave out \(other.option).")
    }
  }

  var policy: SandboxPolicy {
    var policy = SandboxPolicy()
    policy.isOn = !noSandbox
    policy.allowsNetwork = allowNetwork
    policy.allowsProcesses = allowProcesses
    policy.readable = Self.distinct(allowRead.map { Self.real(Self.path($0)) })
    policy.writable = Self.distinct(allowWrite.map { Self.real(Self.path($0)) })
    // As in a shell, of two values of a name the last one counts.
    let variables = env.compactMap { try? Self.variable($0) }
    let last = Dictionary(variables.map { ($0.name, $0) }) { $1 }
    policy.variables = Self.distinct(variables.map(\.name)).compactMap { last[$0] }
    return policy
  }

  /// Links are followed now, before any plugin has run, and never again: a plugin could lay others.
  private static func real(_ path: PluginPath) -> PluginPath { Descriptor.realPath(path) ?? path }

  /// The first of some folders in which a path lies by its name, and not by where it leads.
  private static func folder(among folders: [PluginPath], thatIsLeftBy path: PluginPath) -> PluginPath? {
    guard let place = Descriptor.realPath(path), let parent = Descriptor.realPath(path.folder) else { return nil }
    return folders.first { folder in
      guard let folder = Descriptor.realPath(folder) else { return false }
      return parent.lies(in: folder) && !place.lies(in: folder)
    }
  }

  private static func path(_ argument: String) -> PluginPath { PluginPath(ArgumentText.bytes(of: argument)) }

  @discardableResult
  private static func expectThere(_ path: PluginPath, option: String) throws -> FileStatus {
    do {
      return try FileStatus(path: path)
    } catch {
      throw ValidationError("\(option) \(path.line): \(error.reason).")
    }
  }

  /// `NAME=VALUE`; the value may be empty and any bytes, `=` among them.
  private static func variable(_ argument: String) throws -> SandboxPolicy.Variable {
    let bytes = ArgumentText.bytes(of: argument)
    let told = ForeignText(bytes.prefix { $0 != UInt8(ascii: "=") }.prefix(100)).line
    guard let sign = bytes.firstIndex(of: UInt8(ascii: "=")) else {
      throw ValidationError("--env takes NAME=VALUE; \(told) has no =.")
    }
    guard isName(bytes[..<sign]) else {
      throw ValidationError("--env takes a name of letters, digits and _, not beginning with a digit; got “\(told)”.")
    }
    guard bytes.count <= longestVariable else {
      throw ValidationError("--env \(told) is longer than \(Decimal.bytes(UInt64(longestVariable))).")
    }
    return SandboxPolicy.Variable(name: ForeignText(bytes[..<sign]), value: ForeignText(bytes[(sign + 1)...]))
  }

  /// As environ(7) and shells have it: `[A-Za-z_][A-Za-z0-9_]*`.
  private static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
    return bytes.allSatisfy { byte in
      switch Unicode.Scalar(byte) {
      case "A"..."Z", "a"..."z", "0"..."9", "_": true
      default: false
      }
    }
  }

  private static func distinct<Value: Hashable>(_ values: [Value]) -> [Value] {
    var seen: Set<Value> = []
    return values.filter { seen.insert($0).inserted }
  }
}
