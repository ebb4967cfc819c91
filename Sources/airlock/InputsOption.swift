import ArgumentParser
import Glibc
import Linux
import PluginModel

/// The option of the commands that call a function with many inputs.
struct InputsOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      A file of inputs to call each function with: one a line, as it stands or as a JSON string, or a JSON array of \
      strings; - reads standard input.
      """, valueName: "file"))
  var inputs: String?

  /// Nil if none were given.
  func list() throws -> [ForeignText]? {
    guard let inputs else { return nil }
    let path = PluginPath(ArgumentText.bytes(of: inputs))
    let name = inputs == "-" ? "standard input" : path.line
    do {
      let bytes = try inputs == "-" ? Self.read(STDIN_FILENO) : Self.read(path)
      return try InputList(bytes).inputs
    } catch let error as SystemError {
      throw ValidationError("The inputs in \(name) could not be read: \(error.reason).")
    } catch let error as InputListError {
      throw ValidationError("The inputs in \(name) cannot be taken: \(error).")
    }
  }

  /// As it is typed in the dashboard; nil if none were given.
  func text() throws -> String? {
    guard let list = try list() else { return nil }
    let lines = list.compactMap(InputList.line)
    let text = lines.joined(separator: "\n")
    guard lines.count == list.count, text.utf8.count <= Limits.inputBytes else {
      throw ValidationError(
        "The dashboard takes inputs in UTF-8 of \(Decimal.bytes(UInt64(Limits.inputBytes))) at most; airlock run takes these."
      )
    }
    return text
  }

  private static func read(_ path: PluginPath) throws(SystemError) -> [UInt8] {
    let file = try Descriptor.open(path, O_RDONLY | O_NOCTTY)
    defer { close(file) }
    return try read(file)
  }

  private static func read(_ file: Int32) throws(SystemError) -> [UInt8] {
    try Descriptor.readAll(file, upTo: Limits.inputListBytes + 1)
  }
}
