import Glibc
import Linux
import PluginModel
import Terminal
import WorkerClient

/// The user's editor, by the variables that every program asks.
enum Editor {
  /// `$VISUAL` or `$EDITOR`, which may hold options; else vi, which POSIX has.
  private static var command: String {
    for name in ["VISUAL", "EDITOR"] {
      if let value = getenv(name), value.pointee != 0 { return String(cString: value) }
    }
    return "vi"
  }

  /// Opens the source that a frame names, if it is a file that a report may quote from; what went wrong, in words.
  static func open(
    _ location: CodeLocation, of plugin: PluginPath, sources: [PluginPath], on terminal: Terminal
  ) -> String? {
    guard let excerpt = SourceReader(plugin: plugin, sources: sources).excerpt(at: location) else {
      return "\(location.words.line): not at hand, or not where reports may quote from (--source DIR)"
    }
    return open([Array("+\(excerpt.line)".utf8), excerpt.path.bytes], on: terminal)
  }

  /// Runs the editor with these arguments and waits for its end; what went wrong, in words.
  static func open(_ arguments: [[UInt8]], on terminal: Terminal) -> String? {
    do {
      // As git does it: the shell splits the editor's own words, and nothing else.
      let status = try terminal.lend(to: "exec \(command) \"$@\"", arguments: arguments)
      return status == 0 ? nil : "the editor ended with status \(status)"
    } catch {
      return "the editor could not be started: \(error)"
    }
  }
}
