import ArgumentParser
import Glibc
import Linux
import PluginModel
import WorkerClient

/// The options that every command takes.
struct Options: ParsableArguments {
  @Argument(help: ArgumentHelp("A plugin file, or a folder of *.so files.", valueName: "path"))
  var paths: [String] = []

  @Option(
    help: ArgumentHelp(
      "The text to call the function with; - reads standard input. (default: hello)", valueName: "text"))
  var input: String?

  @Option(help: ArgumentHelp("The function's name.", valueName: "name"))
  var function = "MyFunction"

  @Option(help: ArgumentHelp("The time limit of each phase: open, lookup, call, close.", valueName: "seconds"))
  var timeout = 10.0

  @Option(help: ArgumentHelp("The address space of a plugin process.", valueName: "mib"))
  var memory: UInt64 = 2048

  @Option(help: ArgumentHelp("How many plugins run at once. (default: one a core)", valueName: "n"))
  var jobs: Int?

  @Option(
    help: ArgumentHelp("A folder with the plugin's source, for crash reports; may be given again.", valueName: "dir"))
  var source: [String] = []

  @Flag(help: "Look into the folders of a folder too.")
  var recursive = false

  @Flag(help: "Refuse a plugin whose signature nothing proves.")
  var strict = false

  @OptionGroup(title: "Signatures") var signatures: SignatureOptions

  @OptionGroup(title: "Sandbox") var sandbox: SandboxOptions

  func validate() throws {
    guard (0.001...1_000_000).contains(timeout) else {
      throw ValidationError("--timeout takes from 0.001 to 1000000 seconds.")
    }
    guard (16...(1 << 24)).contains(memory) else { throw ValidationError("--memory takes from 16 to 16777216 MiB.") }
    guard jobs.map((1...Self.mostJobs).contains) ?? true else {
      throw ValidationError("--jobs takes from 1 to \(Self.mostJobs).")
    }
    guard !function.isEmpty, function.utf8.count <= 256 else {
      throw ValidationError("--function takes a name of at most 256 bytes.")
    }
    if let folder = signatures.folder(among: sandbox.policy.writable) {
      throw ValidationError(
        """
        --allow-write \(folder.line): the list of allowed signers lies there, and plugins could write themselves into it. \
        Allow a narrower folder, or move the list with --allowed-signers.
        """
      )
    }
  }

  private static let mostJobs = 256

  var jobLimit: Int { jobs ?? max(1, min(Self.mostJobs, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))) }

  func settings(noLoad: Bool = false) throws -> Settings {
    var settings = Settings()
    settings.function = String(decoding: ArgumentText.bytes(of: function), as: UTF8.self)
    settings.input = try inputText()
    settings.timeout = UInt32(timeout * 1000)
    settings.memory = memory
    settings.strict = strict
    settings.allowedSigners = signatures.path
    settings.requireSigned = signatures.requireSigned
    settings.sandbox = sandbox.policy
    settings.noLoad = noLoad
    settings.sources = source.map { PluginPath(ArgumentText.bytes(of: $0)) }
    return settings
  }

  /// The plugins that the paths name, or the samples beside the executable.
  var finder: PluginFinder { PluginFinder(searchPaths, recursive: recursive) }

  /// What was searched, for the title and for "no plugins found in …".
  var searchPaths: [PluginPath] {
    paths.isEmpty ? [Executable.folder.relativeToCurrentFolder] : PathBundle.paths(in: paths)
  }

  private func inputText() throws -> ForeignText {
    guard let input else { return Settings().input }
    guard input == "-" else { return try bounded(ArgumentText.bytes(of: input)) }
    do {
      return try bounded(Descriptor.readAll(0, upTo: Limits.inputBytes + 1))
    } catch let error as SystemError {
      throw ValidationError("Standard input cannot be read: \(error.reason).")
    }
  }

  private func bounded(_ bytes: [UInt8]) throws -> ForeignText {
    guard bytes.count <= Limits.inputBytes else {
      throw ValidationError("The input is longer than \(Decimal.bytes(UInt64(Limits.inputBytes))).")
    }
    return ForeignText(bytes)
  }
}
