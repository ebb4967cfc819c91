import Glibc
import Linux
import PluginModel
import Storage
import Terminal

/// Text for the input from outside: of a file, or written in the user's editor.
enum InputFile {
  /// What a file holds; a pipe or a device would let the keys wait.
  static func read(_ given: PluginPath) -> Result<ForeignText, Problem> {
    let path = StateFolder.expanded(given)
    do {
      let file = try Descriptor.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
      defer { close(file) }
      guard try FileStatus(descriptor: file).isRegular else {
        return .failure(Problem("\(path.line) is not a regular file"))
      }
      return bounded(try Descriptor.readAll(file, upTo: Limits.inputBytes + 1), path.line)
    } catch {
      return .failure(Problem("\(path.line) could not be read: \(error.reason)"))
    }
  }

  /// What a file holds that is to become the list of inputs, as it is typed.
  static func readList(_ path: PluginPath) -> Result<String, Problem> {
    read(path).flatMap { text in
      text.exact.map { .success($0) }
        ?? .failure(Problem("\(path.line) is not UTF-8: airlock run --inputs takes it, or write it as JSON strings"))
    }
  }

  /// Lets the user change a text in `$VISUAL` or `$EDITOR`, in a file that only they may read.
  static func edit(_ text: ForeignText, on terminal: Terminal) -> Result<ForeignText, Problem> {
    do {
      let folder = PluginPath(getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp")
      let name = try PrivateFile.write(text.bytes, stem: "airlock-input-\(getpid())", ending: "txt", in: folder)
      let path = folder.appending(name.utf8)
      if let problem = Editor.open([path.bytes], on: terminal) {
        return .failure(Problem("\(problem); what you wrote is in \(path.line)"))
      }
      switch read(path) {
      // What somebody wrote is not thrown away because it does not fit.
      case .failure(let problem): return .failure(Problem("\(problem.words); it stays there"))
      case .success(let edited):
        // A copy that cannot be removed is the user's own text, in a file of their own.
        _ = try? PrivateFile.remove(path)
        // An editor ends the last line; nobody typed that.
        let isEnded = edited.bytes.last == UInt8(ascii: "\n") && text.bytes.last != UInt8(ascii: "\n")
        return .success(isEnded ? ForeignText(edited.bytes.dropLast()) : edited)
      }
    } catch {
      return .failure(Problem("no file to edit: \(error.reason)"))
    }
  }

  private static func bounded(_ bytes: [UInt8], _ name: String) -> Result<ForeignText, Problem> {
    guard bytes.count <= Limits.inputBytes else {
      return .failure(Problem("\(name) is longer than \(Decimal.bytes(UInt64(Limits.inputBytes)))"))
    }
    return .success(ForeignText(bytes))
  }

  /// A sentence for the status line.
  struct Problem: Error {
    let words: String
    init(_ words: String) { self.words = words }
  }
}
