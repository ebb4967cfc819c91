import CTerminal
import Display
import Glibc

/// Waits, in one place and on one thread, for whatever happens next.
///
/// Nothing wakes it while nothing happens. Make it before any other thread and before the `Terminal`: it blocks the signals
/// that it reads. Processes started later inherit that mask, so start them with an empty one.
public final class EventLoop {
  /// Nanoseconds of the monotonic clock, the unit of deadlines. See CLOCK_MONOTONIC in clock_gettime(2).
  public static var now: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// In bytes: a long paste takes few reads.
  private static let readCapacity = 64 * 1024

  private let signals: Int32
  private var decoder = Decoder()
  private var escapeDeadline: UInt64?
  private var isInputOpen = true
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: EventLoop.readCapacity, alignment: 1)

  public init() throws(TerminalError) {
    signals = terminal_signals_open()
    guard signals >= 0 else { throw .system(String(cString: strerror(-signals))) }
  }

  deinit {
    if signals >= 0 { terminal_signals_close(signals) }
    buffer.deallocate()
  }

  /// What the terminal's keys send: `Terminal.keys`.
  public func recognize(keys: [[UInt8]: Input.Key]) { decoder = Decoder(knownKeys: keys) }

  /// What has happened, at least one event: waits for it if need be.
  ///
  /// - Parameters:
  ///   - watches: Descriptors to report as `.ready`.
  ///   - deadline: When to report `.deadline`, in nanoseconds of the monotonic clock.
  public func next(watching watches: [Watch] = [], deadline: UInt64? = nil) -> [Event] {
    var events: [Event] = []
    while events.isEmpty {
      let polled = poll(watches, until: [deadline, escapeDeadline].compactMap(\.self).min())
      readSignals(if: polled[1], into: &events)
      readInput(if: polled[0], into: &events)
      for (watch, result) in zip(watches, polled[2...]) where result.revents != 0 {
        events.append(.ready(watch.descriptor))
      }
      if let deadline, Self.now >= deadline { events.append(.deadline) }
    }
    return events
  }

  /// Input, signals, then the watches. The one place where a wait may be interrupted. See poll(2).
  private func poll(_ watches: [Watch], until end: UInt64?) -> [pollfd] {
    var descriptors = [
      pollfd(fd: isInputOpen ? STDIN_FILENO : -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
    ]
    for watch in watches {
      let events =
        (watch.interest.contains(.read) ? POLLIN : 0) | (watch.interest.contains(.write) ? POLLOUT : 0)
      descriptors.append(pollfd(fd: watch.descriptor, events: Int16(events), revents: 0))
    }
    while true {
      let now = Self.now
      // Rounded up to milliseconds: waking early would mean waiting again.
      let left = end.map { $0 > now ? ($0 - now + 999_999) / 1_000_000 : 0 }
      let timeout = left.map { Int32(clamping: $0) } ?? -1
      if Glibc.poll(&descriptors, nfds_t(descriptors.count), timeout) >= 0 { return descriptors }
      precondition(errno == EINTR, "poll: \(String(cString: strerror(errno)))")
    }
  }

  private func readInput(if result: pollfd, into events: inout [Event]) {
    guard result.revents != 0 else {
      if let end = escapeDeadline, Self.now >= end {
        escapeDeadline = nil
        events += decoder.timeout().map(Event.input)
      }
      return
    }
    // Not O_NONBLOCK: the shell has the same open terminal. After POLLIN a read does not wait.
    let count = read(STDIN_FILENO, buffer.baseAddress, buffer.count)
    if count > 0 {
      events += decoder.feed(buffer[..<count]).map(Event.input)
      escapeDeadline = decoder.isPending ? Self.now + Decoder.escapeDelay : nil
    } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
      isInputOpen = false
      escapeDeadline = nil
      events.append(.inputClosed)
    }
  }

  private func readSignals(if result: pollfd, into events: inout [Event]) {
    guard result.revents != 0 else { return }
    while true {
      switch terminal_signals_next(signals) {
      case 0: return
      case SIGWINCH: events.append(.resized(Terminal.currentSize))
      case SIGTSTP: events.append(.suspendRequested)
      case SIGCONT:
        // A process in the background is not told about sizes.
        events += [.continued, .resized(Terminal.currentSize)]
      case let signal: events.append(.terminate(signal))
      }
    }
  }
}
