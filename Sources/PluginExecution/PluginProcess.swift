import CLinux
import Glibc
import Linux
import PluginModel

/// The process that opens the plugin. It is forked from the monitor, seals itself, does one run, and ends; nothing that
/// it says is trusted.
struct PluginProcess {
  /// What the monitor holds ready for it.
  struct Ends {
    var stdout: Int32
    var stderr: Int32
    var record: Int32
    var control: Int32
  }

  let request: RunRequest
  /// Its file, in the state that was inspected.
  let plugin: Int32
  let librariesBefore: Int32

  /// The run, from the first instruction of the new process to its end.
  static func serve(
    _ policy: SandboxPolicy, _ layers: SandboxLayers, _ places: SystemPlaces, executes: Bool, ahead: Bool,
    ends: Ends, parent: pid_t
  ) -> Never {
    linux_reset_signals()
    linux_wipe_freed_memory(false)  // that was for what came before it
    guard linux_die_with(parent) == 0, setsid() > 0 else { _exit(1) }
    unsetenv("SWIFT_BACKTRACE")  // Airlock's own business; see WorkerProcess
    // A plugin that dies takes what it has not flushed with it; by the line, its last words survive.
    linux_flush_lines()
    do {
      var enclosure = try Enclosure(policy, layers, places)
      arrange(ends, &enclosure)
      if ahead { Rehearsal.perform() }
      hand(over: try enclosure.seal(executing: executes))
      let libraries = linux_library_count()
      let assignment = awaitAssignment()
      let request = assignment.request
      let plugin = openPlugin(request)
      try enclosure.close(around: request, plugin: plugin)
      if let runner = request.runner {
        let failure = RunnerStart(
          request: request, runner: runner, records: recordDescriptor,
          call: assignment.callFollows ? .follows(controlDescriptor) : .known(memoryDescriptor)
        ).execute()
        tell(.notEnclosed("the Go runner could not be started: \(failure)"))
        _exit(0)
      }
      close(controlDescriptor)
      close(memoryDescriptor)
      PluginProcess(request: request, plugin: plugin, librariesBefore: libraries).perform()
    } catch {
      // Before the request it is heard on the one, later on the other.
      _ = Descriptor.writeAll(controlDescriptor, Array(error.reason.utf8))
      tell(.notEnclosed(error.reason))
    }
    _exit(0)
  }

  private static let recordDescriptor: Int32 = 3
  private static let controlDescriptor: Int32 = 4
  private static let memoryDescriptor: Int32 = 5

  /// stdin is /dev/null, stdout and stderr are pipes, 3 is for records, 4 for the request, 5 is a file in memory; all else
  /// is closed.
  private static func arrange(_ ends: Ends, _ enclosure: inout Enclosure) {
    let null = linux_open("/dev/null", O_RDONLY | O_CLOEXEC)
    var sources = [null, ends.stdout, ends.stderr, ends.record, ends.control, linux_memory_file("airlock-call")]
    if enclosure.descriptor >= 0 { sources.append(enclosure.descriptor) }
    let copies = sources.map { linux_copy_descriptor($0, 16) }
    guard copies.allSatisfy({ $0 >= 0 }) else { _exit(1) }
    for (target, copy) in copies.enumerated() { guard dup2(copy, Int32(target)) >= 0 else { _exit(1) } }
    if enclosure.descriptor >= 0 { enclosure.descriptor = Int32(sources.count - 1) }
    linux_close_from(Int32(sources.count))
    // Programs that the plugin may start must not hold these open.
    for descriptor in recordDescriptor..<Int32(sources.count) { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
  }

  /// The monitor takes the filter's listener over by its number: no message could carry it past the filter.
  private static func hand(over listener: Int32) {
    let number = UInt32(bitPattern: listener)
    let bytes = [PreparedProcess.ready] + (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
    guard Descriptor.writeAll(controlDescriptor, bytes), Descriptor.read(controlDescriptor, upTo: 1) != nil else {
      _exit(1)
    }
    if listener >= 0 { close(listener) }
  }

  private static func awaitAssignment() -> Assignment {
    var control = FrameChannel(descriptor: controlDescriptor)
    // The monitor has ended, or takes this process for spare no longer.
    guard let assignment = try? control.receive(Assignment.self) else { _exit(0) }
    return assignment
  }

  /// The file that was inspected, and no other that came to its path since.
  private static func openPlugin(_ request: RunRequest) -> Int32 {
    guard let plugin = try? Descriptor.open(request.path, O_RDONLY | O_NONBLOCK | O_NOCTTY),
      (try? FileStatus(descriptor: plugin))?.state == request.file
    else {
      tell(.exchanged)
      _exit(0)
    }
    return plugin
  }

  private func perform() {
    tell(.began(.open))
    guard let library = open() else { return tell(.notLoaded(Self.loaderError(of: request.path, plugin))) }
    tell(.began(.lookup))
    tell(.mapped(UInt32(clamping: linux_library_count() - librariesBefore)))
    guard let function = dlsym(library, request.symbol) else { return tell(.functionMissing) }
    if request.goal == .call {
      tell(.began(.call))
      let answer = PluginFunction(address: function, kind: request.kind).call(request.input)
      fflush(nil)
      tell(answer)
    }
    tell(.began(.close))
    // Threads that it has left, as runtimes keep them, may be anywhere in its code: to unmap that would crash a plugin
    // that did nothing wrong. The end of the process closes it then.
    if linux_thread_count() == 1 { dlclose(library) }
    fflush(nil)
    tell(.closed)
  }

  private func tell(_ record: PluginRecord) { Self.tell(record) }

  private static func tell(_ record: PluginRecord) {
    // If the monitor is gone, this process is about to be killed: nobody is left to tell.
    _ = Descriptor.writeAll(recordDescriptor, record.wireBytes)
  }

  /// dlopen(3), which would search its folders for a path without a slash, and takes a `$` for a token of its own.
  private func open() -> UnsafeMutableRawPointer? {
    defer { close(plugin) }
    let path =
      request.path.bytes.contains(UInt8(ascii: "/")) ? request.path : PluginPath(".").appending(request.path.bytes)
    if path.bytes.contains(UInt8(ascii: "$")) || isOpenedByDescriptor {
      return dlopen("/proc/self/fd/\(plugin)", RTLD_NOW | RTLD_LOCAL)
    }
    // The file has just been opened by this path, so it holds no NUL byte.
    return try? path.withCString { dlopen($0, RTLD_NOW | RTLD_LOCAL) }
  }

  /// Signed bytes are opened by no name, to which something else could come. But a library that the plugin looks for
  /// beside itself, and that nobody signed, it finds only by its name: then what Landlock lets it read is all that holds.
  private var isOpenedByDescriptor: Bool { request.content != nil && request.libraries.isEmpty }

  /// dlerror(3) without the path that it begins with.
  private static func loaderError(of path: PluginPath, _ descriptor: Int32) -> ForeignText {
    guard let message = dlerror() else { return ForeignText("the loader gave no reason") }
    var bytes = Array(UnsafeBufferPointer(start: message, count: strlen(message)).map { UInt8(bitPattern: $0) })
    let names = [path.bytes, Array("./".utf8) + path.bytes, Array("/proc/self/fd/\(descriptor)".utf8)]
    for prefix in names where bytes.starts(with: prefix + Array(": ".utf8)) {
      bytes.removeFirst(prefix.count + 2)
      break
    }
    return ForeignText(bytes.prefix(Limits.errorBytes))
  }
}
