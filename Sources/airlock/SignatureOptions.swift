import ArgumentParser
import Glibc
import Linux
import PluginModel
import Storage

/// Whose signatures count.
struct SignatureOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Who may sign plugins, in the form of ssh-keygen. (default: allowed_signers in the configuration folder)",
      valueName: "file"))
  var allowedSigners: String?

  @Flag(help: "Refuse a plugin that none of the allowed signers has signed.")
  var requireSigned = false

  func validate() throws {
    guard let path = givenPath else { return }
    do {
      guard try FileStatus(path: path).isRegular else {
        throw ValidationError("--allowed-signers takes a file: \(path.line) is not a regular file.")
      }
      close(try Descriptor.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY))
    } catch let error as SystemError {
      throw ValidationError("--allowed-signers \(path.line): \(error.reason).")
    }
  }

  /// Nil where the user has no configuration folder either.
  var path: PluginPath? { givenPath ?? ConfigurationFolder.path?.appending("allowed_signers".utf8) }

  private var givenPath: PluginPath? { allowedSigners.map { PluginPath(ArgumentText.bytes(of: $0)) } }

  /// The first of some folders, given by their real paths, in which who writes there says who may sign.
  func folder(among folders: [PluginPath]) -> PluginPath? {
    guard let path else { return nil }
    let places = [path, path.folder.appending(Provenance.revocations.utf8)].flatMap(PathWalk.places)
    return folders.first { folder in places.contains { $0.lies(in: folder) } }
  }
}
