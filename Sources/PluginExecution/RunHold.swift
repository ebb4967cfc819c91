import Linux
import PluginModel

/// What keeps the file of a run what it was when it was inspected, and tells if it did not.
struct RunHold {
  /// The bytes that were verified, held still; nil if nobody has signed them.
  private let file: HeldFile?
  private let request: RunRequest

  /// The file is not the one that was verified, or not still.
  struct Lost: Error {}

  init(_ request: RunRequest) throws(Lost) {
    self.request = request
    guard let content = request.content else {
      file = nil
      return
    }
    // The lease first: what is read then stays as it is.
    guard let file = HeldFile(request.path, in: request.file), file.hold == .held, file.digest() == content else {
      throw Lost()
    }
    self.file = file
  }

  /// Somebody wants to write to the file, and waits until it is let go.
  var isBroken: Bool { file?.isUnchanged == false }

  /// Whether the path still leads to the file that was inspected.
  var isInPlace: Bool { (try? FileStatus(path: request.path))?.state == request.file }
}
