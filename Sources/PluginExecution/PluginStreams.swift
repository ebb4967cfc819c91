import CLinux
import Glibc
import Linux
import PluginModel

/// What comes from a plugin process: its output, kept within bounds, and its records.
struct PluginStreams {
  private(set) var stdout = CapturedOutput()
  private(set) var stderr = CapturedOutput()
  /// To both together, in bytes.
  private(set) var written: UInt64 = 0
  private(set) var records: RecordLog

  /// To be watched for reading; -1 once the other end is closed.
  private(set) var descriptors: (stdout: Int32, stderr: Int32, records: Int32)

  /// As long as the longest record.
  private let buffer: ReadBuffer
  /// By CLOCK_REALTIME, in nanoseconds.
  private let start: UInt64

  /// Of the buffer's length each: a flood must not keep the deadline waiting.
  private static let readsAtOnce = 16

  init(of prepared: PreparedProcess, by buffer: ReadBuffer, startingAt time: UInt64) {
    self.buffer = buffer
    start = time
    descriptors = (prepared.stdout, prepared.stderr, prepared.records)
    records = RecordLog(startingAt: time)
  }

  /// A run begins, at this time by CLOCK_REALTIME.
  mutating func beginRun(at time: UInt64) { records.beginRun(at: time) }

  var isFlood: Bool { written > Limits.floodBytes }

  /// Takes what is there now.
  mutating func read() {
    readRecords()
    // Of what has come since the last time, stderr is likely to be the older: the C library keeps stdout back.
    drain(\.descriptors.stderr, into: \.stderr)
    drain(\.descriptors.stdout, into: \.stdout)
  }

  /// Nothing more comes: the run ended at this time, by CLOCK_REALTIME.
  mutating func finish(at time: UInt64) {
    for descriptor in [descriptors.stdout, descriptors.stderr, descriptors.records] where descriptor >= 0 {
      Glibc.close(descriptor)
    }
    descriptors = (-1, -1, -1)
    stdout.trim()
    stderr.trim()
    records.finish(at: time)
  }

  /// Takes the records that are there now.
  mutating func readRecords() {
    for _ in 0..<Self.readsAtOnce {
      guard descriptors.records >= 0 else { return }
      switch buffer.receive(descriptors.records) {
      case .packet(let packet): records.append(packet)
      case .nothingNow: return
      case .ended: Self.close(&descriptors.records)
      }
    }
  }

  private mutating func drain(
    _ descriptor: WritableKeyPath<PluginStreams, Int32>, into output: WritableKeyPath<PluginStreams, CapturedOutput>
  ) {
    for _ in 0..<Self.readsAtOnce {
      guard self[keyPath: descriptor] >= 0 else { return }
      guard let bytes = buffer.read(self[keyPath: descriptor]) else { return Self.close(&self[keyPath: descriptor]) }
      guard !bytes.isEmpty else { return }
      let now = linux_wall_clock()
      self[keyPath: output].append(bytes, at: now > start ? now - start : 0)
      written += UInt64(bytes.count)
    }
  }

  private static func close(_ descriptor: inout Int32) {
    Glibc.close(descriptor)
    descriptor = -1
  }
}
