import ArgumentParser
import PluginModel
import Storage

/// Where people's verdicts are.
struct VerdictOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The file with people's verdicts, as a team checks it in; else your own in the state folder.", valueName: "file"))
  var verdicts: String?

  /// Nil where there is no place for one.
  var book: VerdictBook? {
    (verdicts.map { VerdictFile(PluginPath(ArgumentText.bytes(of: $0)), isPrivate: false) } ?? .ofUser)
      .map { VerdictBook($0) }
  }

  func validate() throws {
    guard verdicts?.isEmpty != true else { throw ValidationError("--verdicts takes the path of a file.") }
  }

  static let nowhere = "there is no place for verdicts: neither XDG_STATE_HOME nor HOME is set; --verdicts names a file"
}
