import Glibc
import PluginInspection
import PluginModel

/// What of `airlock check --no-load` is the reading of files: one inspector, in this process and without a sandbox.
enum Inspections {
  /// A number that ends the command line: one round is enough for callgrind(1).
  private static let rounds = Int(CommandLine.arguments.last ?? "") ?? 11

  static func measure() {
    unsetenv("LD_LIBRARY_PATH")  // valgrind(1) sets it, and every library would be looked for there first
    let files = SystemLibraries.files.map { PluginPath($0) }
    let times = (0..<rounds).map { _ in
      let (inspector, start) = (Inspector(), now())
      for file in files {
        let request = InspectionRequest(path: file, function: "MyFunction", extent: .findings, asked: 0)
        precondition(!inspector.inspect(request).checks.isEmpty, "\(file.line) was not inspected")
      }
      return now() - start
    }
    Sample(times).report("one inspector, \(files.count) libraries")
  }
}
