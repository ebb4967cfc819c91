import Dashboard
import Glibc
import Linux
import PluginModel
import Storage

/// What the user has written down for every start of the dashboard: options and keys, a line each.
///
/// ```
/// # as on the command line, without the dashes
/// theme = light
/// timeout = 5
/// # an action, and the keys that do it; none takes its keys away
/// key run-all = ^R a
/// ```
///
/// `run` and `check` do not read it: a script is to do the same everywhere. Nor does it loosen the sandbox: that is said
/// where it is done. A line that makes no sense is told with its number, and the others count.
struct Configuration {
  /// As the command line would have them.
  private(set) var arguments: [String] = []
  private(set) var keys = KeyMap.standard
  /// A sentence each.
  private(set) var problems: [String] = []

  private enum Option {
    case flag
    case value
  }
  private static let options: [String: Option] = [
    "input": .value, "function": .value, "timeout": .value, "memory": .value, "jobs": .value, "source": .value,
    "allowed-signers": .value, "require-signed": .flag, "verdicts": .value, "theme": .value, "recursive": .flag,
    "strict": .flag,
    "no-load": .flag, "mouse": .flag,
  ]
  static let optionNames: [String] = options.keys.sorted()
  private static let ofTheSandbox: Set<String> = [
    "allow-read", "allow-write", "allow-network", "allow-processes", "env", "no-sandbox",
  ]
  /// In bytes, and in lines.
  private static let longest = 64 << 10
  private static let mostProblems = 20

  init() {}

  /// `config` in the user's configuration folder; empty where there is none.
  static var ofUser: Configuration {
    guard let path = ConfigurationFolder.path?.appending("config".utf8) else { return Configuration() }
    var configuration = Configuration()
    do {
      let file = try Descriptor.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
      defer { close(file) }
      guard try FileStatus(descriptor: file).isRegular else {
        configuration.tell("\(path.line) is not a regular file")
        return configuration
      }
      let bytes = try Descriptor.readAll(file, upTo: longest + 1)
      guard bytes.count <= longest, let text = String(validating: bytes, as: UTF8.self) else {
        configuration.tell(
          "\(path.line) is not read: it is \(bytes.count > longest ? "longer than \(longest >> 10) KiB" : "not UTF-8")")
        return configuration
      }
      configuration.read(text)
    } catch {
      if error.number != ENOENT { configuration.tell("\(path.line) could not be read: \(error.reason)") }
    }
    return configuration
  }

  mutating func read(_ text: String) {
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let content = Self.trimmed(Self.withoutComment(line))
      guard !content.isEmpty else { continue }
      if let problem = take(content) { tell("config line \(index + 1): \(problem)") }
    }
  }

  private static func isSpace(_ character: Character) -> Bool {
    character == " " || character == "\t" || character == "\r"
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: isSpace)
    while let last = text.last, isSpace(last) { text.removeLast() }
    return text
  }

  /// What follows a number sign at the beginning of a word; the first word after the equals sign may begin with one.
  private static func withoutComment(_ line: Substring) -> Substring {
    for place in line.indices where line[place] == "#" {
      let before = line[..<place]
      if before.allSatisfy(isSpace) || before.last.map(isSpace) == true && trimmed(before).last != "=" { return before }
    }
    return line
  }

  private mutating func tell(_ problem: String) {
    if problems.count < Self.mostProblems { problems.append(problem.harmless) }
  }

  /// What is wrong with a line; nil if nothing is.
  private mutating func take(_ line: Substring) -> String? {
    guard let sign = line.firstIndex(of: "="), sign > line.startIndex else { return "it is no NAME = VALUE" }
    let names = line[..<sign].split(whereSeparator: Self.isSpace).map(String.init)
    let value = Self.trimmed(line[line.index(after: sign)...])
    if names.first == "key" {
      guard names.count == 2 else { return "a key is given as key ACTION = KEYS" }
      return keys.rebind(names[1], to: value.split(whereSeparator: Self.isSpace).map(String.init))
    }
    return takeOption(names.joined(separator: " "), String(value))
  }

  private mutating func takeOption(_ name: String, _ value: String) -> String? {
    if Self.ofTheSandbox.contains(name) { return "\(name) counts on the command line only" }
    switch Self.options[name] {
    case nil: return "there is no option \(name)"
    case .flag:
      switch value {
      case "yes", "true", "on": arguments.append("--" + name)
      case "no", "false", "off": break
      default: return "\(name) is yes or no, not \(value)"
      }
    case .value:
      let new = ["--\(name)=\(value)"]
      if let problem = Show.problem(with: new) { return problem }
      arguments += new
    }
    return nil
  }
}
