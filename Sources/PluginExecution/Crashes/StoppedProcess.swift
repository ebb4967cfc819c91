import CLinux
import Glibc
import Linux
import PluginModel

/// A plugin process whose threads stand still, as the monitor can see it: registers, and what opens its memory.
struct StoppedProcess {
  struct Thread {
    let tid: pid_t
    /// Counted from 1, the process's first.
    let id: UInt32
    let name: ForeignText
    let registers: linux_registers
  }

  let process: pid_t
  /// The crashed one first, or the process's own.
  let threads: [Thread]
  let threadsLeftOut: UInt32
  /// /proc/PID/maps and /proc/PID/mem, opened while they may be.
  let maps: Int32
  let memory: Int32

  /// How long threads may take to stand still, in nanoseconds; it needs a few microseconds.
  private static let patience: UInt64 = 50_000_000
  /// Between two looks, in microseconds.
  private static let pause: UInt32 = 50

  /// Stops all threads that do not stand yet. One that cannot be stopped is left out: it sits in the kernel.
  ///
  /// - Parameters:
  ///   - crashed: the thread that got the fatal signal; nil if none did.
  ///   - tracees: threads and processes that are traced. What has ended meanwhile is taken out.
  init?(_ process: pid_t, crashed: pid_t?, _ tracees: inout Set<pid_t>) {
    let all = tracees.filter { linux_is_thread_of($0, process) }.sorted {
      Self.order($0, process) < Self.order($1, process)
    }
    var standing = Set(crashed.map { [$0] } ?? [])
    let listed = all.sorted { first, second in
      (first == crashed ? 0 : 1, Self.order(first, process)) < (second == crashed ? 0 : 1, Self.order(second, process))
    }.prefix(Limits.threads)
    Self.interrupt(listed.filter { $0 != crashed }, &standing, &tracees)
    self.process = process
    threads = listed.compactMap { thread in
      var registers = linux_registers()
      guard standing.contains(thread), linux_read_registers(thread, &registers) == 0 else { return nil }
      return Thread(
        tid: thread, id: UInt32(all.firstIndex(of: thread) ?? 0) + 1, name: Self.name(of: thread, in: process),
        registers: registers)
    }
    threadsLeftOut = UInt32(all.count - threads.count)
    maps = (try? Descriptor.open(PluginPath("/proc/\(process)/maps"), O_RDONLY)) ?? -1
    memory = (try? Descriptor.open(PluginPath("/proc/\(process)/mem"), O_RDONLY)) ?? -1
    guard !threads.isEmpty, maps >= 0, memory >= 0 else {
      close()
      return nil
    }
  }

  func close() {
    for descriptor in [maps, memory] where descriptor >= 0 { Glibc.close(descriptor) }
  }

  private static func interrupt(_ threads: [pid_t], _ standing: inout Set<pid_t>, _ tracees: inout Set<pid_t>) {
    var awaited = threads.filter { linux_interrupt($0) == 0 }
    let deadline = linux_now() + patience
    var change = linux_wait()
    while true {
      awaited.removeAll { thread in
        switch linux_wait_for(thread, &change) {
        case 0: return false
        case 1 where change.change == LINUX_STOPPED: standing.insert(thread)
        default: tracees.remove(thread)
        }
        return true
      }
      guard !awaited.isEmpty, linux_now() < deadline else { return }
      usleep(pause)
    }
  }

  /// The first thread of a process has the process's number.
  private static func order(_ thread: pid_t, _ process: pid_t) -> pid_t { thread == process ? 0 : thread }

  private static func name(of thread: pid_t, in process: pid_t) -> ForeignText {
    guard let descriptor = try? Descriptor.open(PluginPath("/proc/\(process)/task/\(thread)/comm"), O_RDONLY) else {
      return ""  // it has just ended
    }
    defer { Glibc.close(descriptor) }
    let name = (Descriptor.read(descriptor, upTo: 64) ?? []).prefix { $0 != UInt8(ascii: "\n") }
    // A thread that was given none has its maker's, and in the end this program's.
    return Executable.path.name.bytes.starts(with: name) ? "" : ForeignText(name)
  }
}

extension linux_registers {
  /// In DWARF's order, the program counter last.
  var all: [UInt64] { withUnsafeBytes(of: values) { Array($0.bindMemory(to: UInt64.self)) } }
  var counter: UInt64 { all[LINUX_REGISTERS - 1] }
  var stackPointer: UInt64 { all[LINUX_STACK_POINTER] }
  var framePointer: UInt64 { all[LINUX_FRAME_POINTER] }
}
