import CLinux
import Glibc
import Linux
import PluginModel

/// The program that verifies signatures, ssh-keygen(1): what it says, its exit status says. It gets next to no
/// environment, may write nowhere, and is ended when its time is up.
struct SSHKeygen {
  private let program: PluginPath
  private let layers: SandboxLayers
  private let patience: UInt64
  /// When everything that it is asked must be answered, by the monotonic clock.
  private let deadline: UInt64

  /// For all questions about one signature, in nanoseconds; each takes a few milliseconds.
  static let patience: UInt64 = 10_000_000_000
  private static let name = Array("ssh-keygen".utf8)
  /// In bytes, of what it says.
  private static let longestWords: UInt64 = 64 << 10
  private static let memory: UInt64 = 1 << 30
  /// In seconds: a backstop.
  private static let processorTime: UInt64 = 20
  private static let openFiles: UInt64 = 64

  /// The first one on the search path.
  init(
    _ layers: SandboxLayers, searchPath: String? = getenv("PATH").map { String(cString: $0) },
    patience: UInt64 = Self.patience
  ) throws(VerificationGap) {
    let places = (searchPath ?? "/usr/bin:/bin").split(separator: ":").filter { $0.hasPrefix("/") }.map {
      PluginPath(String($0)).appending(Self.name)
    }
    let found = places.first { place in
      // A path that cannot be asked about is no program.
      (try? place.withCString { access($0, X_OK) == 0 }) == true && (try? FileStatus(path: place))?.isRegular == true
    }
    guard let found else { throw .noProgram }
    program = found
    (self.layers, self.patience) = (layers, patience)
    deadline = linux_now() + patience
  }

  /// The principals to whom a list gives the key of a signature.
  func principals(of signature: Document, in signers: Document) throws(VerificationGap) -> [[UInt8]] {
    let answer = try ask(["-Y", "find-principals"], signature: signature, list: signers)
    return answer.isYes ? answer.words.split(separator: UInt8(ascii: "\n")).map(Array.init) : []
  }

  /// Whether a principal of a list has signed what is read from a descriptor, and not with a revoked key.
  func verifies(
    _ signature: Document, of content: Int32, by principal: [UInt8], in signers: Document, revoked: Document?
  ) throws(VerificationGap) -> Bool {
    // In one word, for a name may begin with a dash.
    try ask(
      ["-Y", "verify"], ["-n" + Provenance.namespace, "-I"], principal, signature: signature, list: signers,
      revoked: revoked, content: content
    ).isYes
  }

  /// Whether a signature belongs to what is read from a descriptor, whoever made it.
  func matches(_ signature: Document, _ content: Int32) throws(VerificationGap) -> Bool {
    try ask(["-Y", "check-novalidate"], ["-n" + Provenance.namespace], signature: signature, content: content).isYes
  }

  // MARK: A process

  private struct Answer {
    let isYes: Bool
    /// What it said on stdout.
    let words: [UInt8]
  }

  private func ask(
    _ mode: [String], _ options: [String] = [], _ last: [UInt8] = [], signature: Document, list: Document? = nil,
    revoked: Document? = nil, content: Int32? = nil
  ) throws(VerificationGap) -> Answer {
    var arguments = (mode + options).map { Array($0.utf8) }
    if !last.isEmpty { arguments[arguments.count - 1] += last }
    // Their numbers in the new process: those after the standard streams.
    var files: [Int32] = []
    for (option, document) in [("-s", signature), ("-f", list), ("-r", revoked)] {
      guard let document else { continue }
      files.append(document.descriptor)
      arguments += [Array(option.utf8), Array("/proc/self/fd/\(2 + files.count)".utf8)]
    }
    let (stdout, stderr) = (linux_memory_file("ssh-keygen-says"), linux_memory_file("ssh-keygen-warns"))
    defer { for file in [stdout, stderr] where file >= 0 { close(file) } }
    if let content { lseek(content, 0, SEEK_SET) }  // a pipe, where it would fail, is never given
    let input = content ?? linux_open("/dev/null", O_RDONLY | O_CLOEXEC)
    defer { if content == nil, input >= 0 { close(input) } }
    let status = try run(arguments, [input, stdout, stderr] + files)
    guard status == 0 || status == Self.no else {
      throw .programFailed(
        "exited with status \(status)" + (Self.lastLine(of: stderr).map { " (\($0))" } ?? ""))
    }
    lseek(stdout, 0, SEEK_SET)
    return Answer(isYes: status == 0, words: Descriptor.read(stdout, upTo: Int(Self.longestWords)) ?? [])
  }

  /// Of fatal(3) in OpenSSH.
  private static let no: Int32 = 255

  /// Its exit status.
  private func run(_ arguments: [[UInt8]], _ descriptors: [Int32]) throws(VerificationGap) -> Int32 {
    let parent = getpid()
    let process = linux_fork()
    guard process >= 0 else { throw .programFailed("could not be started: \(SystemError("fork").reason)") }
    if process == 0 { become(arguments, descriptors, parent) }
    var change = linux_wait()
    while linux_wait_for(process, &change) == 0 {
      let now = linux_now()
      guard now < deadline else {
        kill(-process, SIGKILL)
        linux_end(process)
        throw .programSlow("\(Decimal.trimmed(Double(patience) / 1e9, places: 3)) s")
      }
      linux_await(process, Int32(clamping: (deadline - now) / 1_000_000 + 1))
    }
    guard change.change == LINUX_EXITED else {
      throw .programFailed("was ended by \(SignalName.of(change.code))")
    }
    return change.code
  }

  private func become(_ arguments: [[UInt8]], _ descriptors: [Int32], _ parent: pid_t) -> Never {
    linux_reset_signals()
    // A session of its own: what it starts can be ended with it.
    guard setsid() > 0, linux_die_with(parent) == 0 else { _exit(Self.notStarted) }
    let copies = descriptors.map { linux_copy_descriptor($0, 16) }
    guard copies.allSatisfy({ $0 >= 0 }) else { _exit(Self.notStarted) }
    for (target, copy) in copies.enumerated() { guard dup2(copy, Int32(target)) >= 0 else { _exit(Self.notStarted) } }
    linux_close_from(Int32(copies.count))
    guard seal() else { _exit(Self.notStarted) }
    let argv = ([Self.name] + arguments).map(Self.cString) + [nil]
    // A time without a zone, in a list of signers, is one of the user's own.
    let zone = getenv("TZ").map { [Self.cString(Array("TZ=".utf8) + String(cString: $0).utf8)] } ?? []
    let envp = [Self.cString(Array("LANG=C".utf8))] + zone + [nil]
    _ = try? program.withCString { execve($0, argv, envp) }
    _exit(Self.notStarted)
  }

  private static let notStarted: Int32 = 127

  /// It reads the signature, which may be made to harm it: whatever becomes of it, it can write nowhere.
  private func seal() -> Bool {
    guard linux_limit_process(0, Self.memory, Self.processorTime) == 0,
      linux_limit_files(Self.longestWords, Self.openFiles) == 0, linux_drop_privileges() == 0
    else { return false }
    return ReadingOnly.enforce(layers)
  }

  private static func cString(_ bytes: [UInt8]) -> UnsafeMutablePointer<CChar>? {
    strdup(bytes.map { CChar(bitPattern: $0) } + [0])
  }

  private static func lastLine(of file: Int32) -> String? {
    lseek(file, 0, SEEK_SET)
    let text = Descriptor.read(file, upTo: Int(longestWords)) ?? []
    return text.split(separator: UInt8(ascii: "\n")).last.map { ForeignText($0.prefix(200)).line }
  }
}

/// Bytes that ssh-keygen reads by a name, and that are the same whenever it does.
final class Document {
  let descriptor: Int32

  init(_ bytes: [UInt8]) throws(VerificationGap) {
    descriptor = linux_sealed_file("airlock-signature", bytes, bytes.count)
    guard descriptor >= 0 else { throw .programFailed("could not be asked: \(SystemError("memfd_create").reason)") }
  }

  deinit { close(descriptor) }
}
