import CLinux
import Glibc
import PluginModel

/// Reading and writing of descriptors, whole and bounded.
public enum Descriptor {
  /// open(2), close-on-exec.
  public static func open(_ path: PluginPath, in folder: OpenFolder? = nil, _ flags: Int32) throws(SystemError) -> Int32
  {
    let descriptor = try path.withCString(in: folder) { linux_open_in($0, $1, flags | O_CLOEXEC) }
    guard descriptor >= 0 else { throw SystemError("open") }
    return descriptor
  }

  /// A descriptor that names a file or folder, and cannot be read: open(2) with O_PATH.
  public static func openPlace(_ path: PluginPath) throws(SystemError) -> Int32 {
    let descriptor = try path.withCString { linux_open_place($0) }
    guard descriptor >= 0 else { throw SystemError("open") }
    return descriptor
  }

  /// Where an open descriptor leads, links resolved; nil if the kernel does not tell. See proc(5), `/proc/PID/fd`.
  public static func path(of descriptor: Int32) -> [UInt8]? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
      guard linux_descriptor_path(descriptor, buffer.baseAddress, buffer.count) == 0 else { return nil }
      return buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    }
  }

  /// The path with its links resolved; nil if it leads nowhere.
  public static func realPath(_ path: PluginPath) -> PluginPath? {
    guard let descriptor = try? openPlace(path) else { return nil }
    defer { close(descriptor) }
    return self.path(of: descriptor).map { PluginPath($0) }
  }

  /// What is there now: empty if a non-blocking descriptor has nothing, nil at the end or when reading fails.
  public static func read(_ descriptor: Int32, upTo limit: Int) -> [UInt8]? {
    var isOver = false
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      let got = linux_read(descriptor, buffer.baseAddress, limit)
      count = max(0, got)
      isOver = got == 0 || (got < 0 && errno != EAGAIN)
    }
    return isOver ? nil : bytes
  }

  /// All that comes up to the end, or up to `limit` bytes.
  public static func readAll(_ descriptor: Int32, upTo limit: Int) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < limit {
      errno = 0
      guard let more = read(descriptor, upTo: min(limit - bytes.count, 64 << 10)) else {
        guard errno == 0 else { throw SystemError("read") }
        break
      }
      bytes += more
    }
    return bytes
  }

  /// All of it; false if the other end is gone.
  public static func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var sent = 0
      while sent < buffer.count {
        let count = linux_write(descriptor, buffer.baseAddress?.advanced(by: sent), buffer.count - sent)
        guard count > 0 else { return false }
        sent += count
      }
      return true
    }
  }
}
