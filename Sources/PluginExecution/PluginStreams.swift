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

  /// Of the buffer's length each: a flood must not keep the deadline waiting.
  private static let readsAtOnce = 16

  init(of prepared: PreparedProcess, by buffer: ReadBuffer, startingAt time: UInt64) {
    self.buffer = buffer
    descriptors = (prepared.stdout, prepared.stderr, prepared.records)
    records = RecordLog(startingAt: time)
  }

  /// A run begins, at this time by CLOCK_REALTIME.
  mutating func beginRun(at time: UInt64) { records.beginRun(at: time) }

  var isFlood: Bool { written > Limits.floodBytes }

  /// Takes what is there now.
  mutating func read() {
    readRecords()
    Self.drain(&descriptors.stdout, by: buffer, into: &stdout, &written)
    Self.drain(&descriptors.stderr, by: buffer, into: &stderr, &written)
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

  private static func drain(
    _ descriptor: inout Int32, by buffer: ReadBuffer, into output: inout CapturedOutput, _ count: inout UInt64
  ) {
    for _ in 0..<readsAtOnce {
      guard descriptor >= 0 else { return }
      guard let bytes = buffer.read(descriptor) else { return close(&descriptor) }
      guard !bytes.isEmpty else { return }
      output.append(bytes)
      count += UInt64(bytes.count)
    }
  }

  private static func close(_ descriptor: inout Int32) {
    Glibc.close(descriptor)
    descriptor = -1
  }
}
