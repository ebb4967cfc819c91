import Linux
import PluginModel

/// The files that say who may sign and who must not, in one of their states: what a signature is worth belongs to it.
struct SignerLists: Equatable {
  private let states: [FileState?]

  init(_ settings: Settings) {
    let lists = settings.allowedSigners.map { [$0, $0.folder.appending(Provenance.revocations.utf8)] } ?? []
    // One that is not there, or out of reach, is in no state; the verifier says so.
    states = lists.map { (try? FileStatus(path: $0))?.state }
  }
}
