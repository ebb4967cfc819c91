import CLinux
import Glibc
import PluginModel

/// What a process that was made ahead does with its time: it goes the way of a run once, with nothing of a plugin. A forked
/// process pays a fault for each page that it looks at or writes to first, and a run has hundreds of them.
enum Rehearsal {
  static func perform() {
    linux_own_memory()
    var request = RunRequest(
      path: PluginPath("/"), file: FileState(device: 0, inode: 0, size: 0, modified: 0, changed: 0), kind: .c,
      symbol: "MyFunction", input: "hello", goal: .call, timeout: 0, memory: 0)
    request = (try? RunRequest(wireBytes: request.wireBytes)) ?? request
    // It is there, so that nothing is read; a name that nobody has is looked for everywhere.
    if let library = dlopen("libc.so.6", RTLD_NOW | RTLD_NOLOAD) {
      _ = dlsym(library, request.symbol)
      dlclose(library)
    }
    _ = dlsym(nil, request.symbol)
    let nothing: @convention(c) () -> Int32 = { 0 }
    let function = PluginFunction(address: unsafeBitCast(nothing, to: UnsafeMutableRawPointer.self), kind: .c)
    _ = function.call(request.input).wireBytes
  }
}
