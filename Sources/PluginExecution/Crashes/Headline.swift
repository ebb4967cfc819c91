import CLinux
import Glibc
import PluginModel

extension Crash {
  /// What the kernel and the registers tell of a thread that is about to get a fatal signal.
  ///
  /// - Parameter address: `si_addr`, which is something else for most signals.
  init(signal: Int32, code: Int32, address: UInt64, stoppedThread thread: Int32) {
    self.init(signal: signal, code: code)
    if code > 0, signal == SIGSEGV || signal == SIGBUS, !addressIsHidden { self.address = address }
    var registers = linux_registers()
    guard linux_read_registers(thread, &registers) == 0 else { return }
    access = Self.access(of: thread, at: registers.counter, address: self.address, isHidden: addressIsHidden)
    if signal == SIGSEGV, let address = self.address, access != .execute {
      let stackPointer = registers.stackPointer
      let distance = address > stackPointer ? address - stackPointer : stackPointer - address
      isStackOverflow = distance < Self.stackNeighbourhood && address >= MemoryPlace.nullRegion
    }
  }

  /// A frame larger than this skips the guard pages anyway, in bytes.
  private static let stackNeighbourhood: UInt64 = 64 << 10

  private static func access(of thread: Int32, at counter: UInt64, address: UInt64?, isHidden: Bool) -> Access? {
    if counter == address { return .execute }
    #if arch(x86_64)
      var bytes = [UInt8](repeating: 0, count: FaultingInstruction.longest)
      let count = linux_read_memory(thread, counter, &bytes, bytes.count)
      guard let instruction = FaultingInstruction(Array(bytes.prefix(max(0, count)))) else { return nil }
      let isJump = instruction.isReturn || instruction.jumpRegister != nil
      return isHidden && isJump ? .execute : instruction.access
    #else
      return nil
    #endif
  }
}
