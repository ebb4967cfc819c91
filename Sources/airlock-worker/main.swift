import CLinux
import Glibc
import Linux

// The fork server, started by `airlock` as `airlock-worker serve`, with the client's socket at descriptor 3.
// It has one thread, uses neither Foundation nor concurrency, and never reads a plugin: it forks those that do.

guard CommandLine.arguments.dropFirst() == ["serve"] else {
  _ = Descriptor.writeAll(2, Array("airlock-worker is started by airlock; it is of no use by itself.\n".utf8))
  exit(64)
}
// Swift's crash reporter is switched on in the environment (see WorkerProcess), which installs handlers: not here.
linux_reset_signals()
signal(SIGPIPE, SIG_IGN)  // a process at the other end may die at any time: the write says so
// The end of the client is the end of its socket. To be killed with it would leave no time to clear up.

do {
  var server = try ForkServer(client: 3)
  try server.serve()
} catch {
  _ = Descriptor.writeAll(2, Array("airlock-worker: \(error)\n".utf8))
  exit(70)
}
