import ArgumentParser
import Linux
import PluginModel
import Reports
import Storage

/// `airlock crashes`: the reports that were saved.
struct Crashes: ParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, markdown, json
  }

  static let configuration = CommandConfiguration(
    commandName: "crashes", abstract: "List the crash reports that the dashboard saved, show one, or remove them all.")

  @Argument(help: ArgumentHelp("A number from the list, or the name of a report; all without it.", valueName: "report"))
  var wanted: String?

  @Option(help: "The form in which a report is shown.")
  var format = Format.text

  @Flag(help: "Remove all reports.")
  var clear = false

  @Option(help: ArgumentHelp("The folder with the reports, if they were saved in another.", valueName: "dir"))
  var from: String?

  func validate() throws {
    guard !clear || (wanted == nil && format == .text) else {
      throw ValidationError("--clear removes all reports: it takes no other argument.")
    }
    guard format != .markdown || wanted != nil else {
      throw ValidationError("--format markdown shows one report: name it.")
    }
  }

  func run() throws {
    let named = from.map { CrashArchive(folder: PluginPath(ArgumentText.bytes(of: $0))) }
    guard let archive = named ?? .ofUser else {
      Output.stderr.write(["Error: there is no place for reports: neither XDG_STATE_HOME nor HOME is set"])
      throw ExitCode.failure
    }
    do {
      if clear {
        let count = try archive.clear()
        return Output.stdout.write(["removed \(count) crash \(count == 1 ? "report" : "reports")"])
      }
      let found = try SavedReports(archive)
      Output.stderr.write(found.skipped.map { "Note: \($0.name.harmless) was skipped: \($0.reason)" })
      if let wanted {
        try show(wanted, found)
      } else {
        list(found, archive)
      }
    } catch let error as SystemError {
      Output.stderr.write(["Error: \(archive.folder.line): \(error.reason)"])
      throw ExitCode.failure
    }
  }

  private func list(_ found: SavedReports, _ archive: CrashArchive) {
    if format == .json {
      Output.stdout.write(CrashList.json(of: found.entries))
    } else if found.entries.isEmpty {
      Output.stderr.write(["Note: no crash reports in \(StateFolder.shortened(archive.folder).line)"])
    } else {
      Output.stdout.write(CrashList.lines(of: found.entries))
    }
  }

  private func show(_ wanted: String, _ found: SavedReports) throws {
    let name = wanted.hasSuffix(".json") ? String(wanted.dropLast(".json".count)) : wanted
    let entry =
      Int(wanted).flatMap { found.entries.indices.contains($0 - 1) ? found.entries[$0 - 1] : nil }
      ?? found.all.first { $0.name == name }
    guard let entry else {
      Output.stderr.write(["Error: there is no crash report \(wanted.harmless); airlock crashes lists them"])
      throw ExitCode.failure
    }
    switch format {
    case .text: Output.stdout.write(CrashList.text(of: entry))
    case .markdown: Output.stdout.write(entry.record.markdown.lines)
    case .json:
      let json = try found.archive.read(entry.name + ".json", upTo: CrashRecord.longest)
      Output.stdout.write(CrashRecord.harmless(json: json))
    }
  }
}
