import Glibc
import Linux

/// The memory of a stopped process, through /proc/PID/mem.
struct ProcessMemory {
  let descriptor: Int32

  /// As many as can be read.
  func bytes(at address: UInt64, count: Int) -> [UInt8] {
    guard address <= UInt64(Int64.max) else { return [] }
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, read in
      read = max(0, pread(descriptor, buffer.baseAddress, count, off_t(address)))
    }
  }

  func word(at address: UInt64) -> UInt64? {
    let bytes = bytes(at: address, count: 8)
    return bytes.count == 8 ? bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } : nil
  }
}
