import CLinux

extension linux_poll {
  /// An entry for `linux_poll_all` that waits until something can be read, and if wanted until something can be written.
  public init(reading descriptor: Int32, writing: Bool = false) {
    self.init(
      descriptor: descriptor, want_read: true, want_write: writing, readable: false, writable: false, hung_up: false)
  }
}
