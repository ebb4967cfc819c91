import PluginModel

/// A command line that a shell reads back to the byte, whatever the words hold.
struct ShellCommand {
  private var words: [String]

  init(_ program: String) { words = [program] }

  var text: String { words.joined(separator: " ") }

  mutating func append(_ word: String) { append(ForeignText(word)) }

  mutating func append(_ word: ForeignText) { words.append(Self.quoted(word)) }

  private static func quoted(_ word: ForeignText) -> String {
    let isPlain = !word.isEmpty && word.bytes.allSatisfy { plain.contains($0) }
    if isPlain { return word.repaired }
    // Nothing in it that a terminal would obey or an editor would change: then single quotes do.
    if word.line == word.exact, !word.bytes.contains(UInt8(ascii: "\\")) {
      return "'" + word.repaired.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        + "'"
    }
    return "$'" + word.bytes.map(escaped).joined() + "'"
  }

  /// As bash, zsh and ksh read `$'…'`.
  private static func escaped(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "\n"): "\\n"
    case UInt8(ascii: "\t"): "\\t"
    case UInt8(ascii: "'"), UInt8(ascii: "\\"): "\\" + String(Unicode.Scalar(byte))
    case 0x20..<0x7F: String(Unicode.Scalar(byte))
    default: "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
  }

  private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./,:=+@%".utf8)
}

extension CrashOccurrence {
  /// The command that runs the plugin once more as it was run: bytes that a terminal can be given, on one line.
  package var reproduction: String {
    var settings = settings
    settings.input = plugin.runInput ?? settings.input
    return plugin.reproduction(settings)
  }
}

extension Plugin {
  /// The command that runs it with these settings: bytes that a terminal can be given, on one line.
  package func reproduction(_ settings: Settings) -> String {
    let standard = Settings()
    var command = ShellCommand("airlock")
    command.append("run")
    let path = path.text
    command.append(path.bytes.first == UInt8(ascii: "-") ? "./\(path)" : path)
    // A text that begins with a dash would be taken for an option, or for standard input.
    command.append("--input=\(settings.input)" as ForeignText)
    if settings.function != standard.function { command.append("--function=\(settings.function)") }
    if settings.timeout != standard.timeout {
      command.append("--timeout=" + Decimal.trimmed(Double(settings.timeout) / 1000, places: 3))
    }
    if settings.memory != standard.memory { command.append("--memory=\(settings.memory)") }
    command.append(settings.sandbox)
    return command.text
  }
}

extension ShellCommand {
  fileprivate mutating func append(_ policy: SandboxPolicy) {
    guard policy.isOn else { return append("--no-sandbox") }
    if policy.allowsNetwork { append("--allow-network") }
    if policy.allowsProcesses { append("--allow-processes") }
    for path in policy.readable { append("--allow-read=\(path)" as ForeignText) }
    for path in policy.writable { append("--allow-write=\(path)" as ForeignText) }
    for variable in policy.variables { append("--env=\(variable.name)=\(variable.value)" as ForeignText) }
  }
}
