import CLinux
import Glibc
import Linux
import PluginModel

/// The process that looks at a stopped one and at its debug info: forked for it, sealed, and soon over. When it dies or
/// hangs, the monitor tells what it can see without any file.
struct UnwinderProcess {
  /// How long it may take, in nanoseconds; it needs milliseconds.
  private static let patience: UInt64 = 3_000_000_000
  /// Address space, in bytes.
  private static let memory: UInt64 = 512 << 20
  private static let openFiles: UInt64 = 512

  let request: RunRequest
  let layers: SandboxLayers
  let places: SystemPlaces

  /// Looks at it from a process of its own.
  func snapshot(of stopped: StoppedProcess, _ crash: Crash?) -> ProcessSnapshot {
    #if canImport(CElfutils)
      // Debug info of another state of the file would name the wrong lines.
      guard (try? FileStatus(path: request.path))?.state == request.file else {
        return bareSnapshot(of: stopped, crash, because: "the file was changed while it ran")
      }
      guard let pipe = try? DescriptorPair(.pipe) else {
        return bareSnapshot(of: stopped, crash, because: "no process for the unwinder could be had")
      }
      let monitor = getpid()
      let process = linux_fork()
      if process == 0 { serve(stopped, crash, output: pipe.second, parent: monitor) }
      close(pipe.second)
      defer { close(pipe.first) }
      guard process > 0 else {
        return bareSnapshot(of: stopped, crash, because: "no process for the unwinder could be had")
      }
      let answer = Self.receive(pipe.first)
      kill(process, SIGKILL)
      var change = linux_wait()
      while linux_wait_for(process, &change) == 0 { usleep(Self.pause) }
      guard let bytes = answer else {
        return bareSnapshot(of: stopped, crash, because: "reading its debug info took longer than 3 s")
      }
      guard let snapshot = try? ProcessSnapshot(wireBytes: bytes) else {
        return bareSnapshot(of: stopped, crash, because: "the unwinder died over its debug info")
      }
      return snapshot
    #else
      return bareSnapshot(of: stopped, crash, because: "Airlock was built without libdw")
    #endif
  }

  /// Between two looks whether it has ended, in microseconds.
  private static let pause: UInt32 = 20

  /// Addresses and modules, without names.
  private func bareSnapshot(of stopped: StoppedProcess, _ crash: Crash?, because reason: String) -> ProcessSnapshot {
    let space = AddressSpace(maps: stopped.maps)
    let walk = FramePointerWalk(
      space: space, memory: ProcessMemory(descriptor: stopped.memory),
      shortcoming: "\(reason): frames are found by frame pointers, some may be missing, and have no names")
    var maker = SnapshotMaker(stopped, space, owners, walk)
    return maker.snapshot(of: crash)
  }

  private var owners: CodeOwner {
    let own = ([request.path] + request.libraries).compactMap(Self.real)
    return CodeOwner(
      own: own.enumerated().filter { index, path in
        index == 0 || !places.always.contains { path.lies(in: $0.path) }
      }.map(\.element),
      worker: Executable.path.bytes)
  }

  private static func real(_ path: PluginPath) -> [UInt8]? {
    guard let descriptor = try? Descriptor.openPlace(path) else { return nil }
    defer { close(descriptor) }
    return Descriptor.path(of: descriptor)
  }

  /// All that it says; nil if it does not come to an end.
  private static func receive(_ descriptor: Int32) -> [UInt8]? {
    let deadline = linux_now() + patience
    var bytes: [UInt8] = []
    while bytes.count <= Limits.snapshotBytes {
      let now = linux_now()
      guard now < deadline else { return nil }
      var entry = linux_poll(
        descriptor: descriptor, want_read: true, want_write: false, readable: false, writable: false, hung_up: false)
      guard linux_poll_all(&entry, 1, Int32((deadline - now) / 1_000_000 + 1)) > 0 else { continue }
      guard let more = Descriptor.read(descriptor, upTo: 64 << 10) else { return bytes }
      bytes += more
    }
    return []  // more than it may say: no message at all
  }

  // MARK: In the process

  #if canImport(CElfutils)
    private func serve(_ stopped: StoppedProcess, _ crash: Crash?, output: Int32, parent: pid_t) -> Never {
      linux_reset_signals()
      guard linux_die_with(parent) == 0 else { _exit(1) }
      let owners = owners
      let vdso = Self.copyVDSO()
      guard seal(owners) else { _exit(1) }
      let space = AddressSpace(maps: stopped.maps)
      guard let unwinder = DebugInfoUnwinder(stopped, space, own: owners.own, vdso: vdso) else { _exit(1) }
      var maker = SnapshotMaker(stopped, space, owners, unwinder)
      _ = Descriptor.writeAll(output, maker.snapshot(of: crash).wireBytes)
      _exit(0)
    }

    /// It reads the plugin, its libraries and the system's, and what it was given, and answers on its pipe.
    private func seal(_ owners: CodeOwner) -> Bool {
      guard linux_limit_process(0, Self.memory, Self.patience / 1_000_000_000) == 0,
        linux_limit_files(UInt64(Limits.snapshotBytes), Self.openFiles) == 0, linux_drop_privileges() == 0
      else { return false }
      if layers.holding.contains(.landlock) {
        let ruleset = linux_landlock_begin(layers.landlockVersion, false, false)
        for place in places.always {
          guard linux_landlock_allow(ruleset, layers.landlockVersion, place.descriptor, LINUX_ACCESS_READ) == 0 else {
            return false
          }
        }
        // Separate debug info lies beside a file.
        for folder in Set(owners.own.map { PluginPath($0).folder }) {
          guard let descriptor = try? Descriptor.openPlace(folder) else { continue }  // then nothing is read there
          guard linux_landlock_allow(ruleset, layers.landlockVersion, descriptor, LINUX_ACCESS_READ) == 0 else {
            return false
          }
          close(descriptor)
        }
        guard ruleset >= 0, linux_landlock_enforce(ruleset) == 0 else { return false }
        close(ruleset)
      }
      return !layers.holding.contains(.seccomp) || linux_filter_reader() == 0
    }

    /// This process's own is the other one's too, and was in no plugin's hands.
    private static func copyVDSO() -> Int32 {
      var count = 0
      guard let image = linux_vdso(&count) else { return -1 }
      let copy = linux_memory_file("vdso")
      guard copy >= 0, linux_write(copy, image, count) == count else { return -1 }
      return copy
    }
  #endif
}
