/// What the screen asks of the worker. Each message carries the number of the job it speaks of.
public enum Request: Hashable, Sendable {
  /// So many processes of a kind may work at a time; of no job. One, until this is said.
  case jobs(UInt32)
  case inspect(InspectionRequest)
  case compare(Comparison)
  /// Urgent runs go before those that are not: a person waits for them.
  case run(RunRequest, urgent: Bool)
  /// Find or build a program that opens a Go plugin.
  case prepare(GoRunnerRequest)
  /// Find out what the signature beside a file is worth.
  case verify(VerificationRequest)
  /// End the job; it answers as `stopped` if it had not ended by itself.
  case stop
}

/// What the worker answers.
public enum Reply: Hashable, Sendable {
  /// The job's last: the file was read.
  case inspected(Inspection)
  /// The job's last: the files were compared; nil if they are not what they were.
  case compared(Comparison.Order?)
  /// The run has come to this phase.
  case reached(Phase)
  /// The run has crashed: the headline, at once. What there is to tell of it comes with the end.
  case crashed(Crash)
  /// The job's last: the run is over.
  case finished(RunReport)
  /// A runner is being built: how far that is, in words.
  case preparing(String)
  /// The job's last: there is a runner, or there can be none.
  case prepared(GoPreparation)
  /// The job's last: what the signature is worth; nil if the file is not in the state that was asked about.
  case verified(Provenance?)
  /// Which layers of the sandbox hold; of no job. Sent at the start, and again if a process finds that fewer do.
  case layers(SandboxLayers)

  /// Whether these are the bytes of an inspection, sound or not: most answers are, and who only hands them on need not
  /// read them.
  public static func isInspection(_ bytes: [UInt8]) -> Bool { bytes.first == 0 }

  /// Whether no other answer follows for the job.
  public var isLast: Bool {
    switch self {
    case .inspected, .compared, .finished, .prepared, .verified: true
    case .reached, .crashed, .preparing, .layers: false
    }
  }
}

/// A message with the number of its job.
public struct Message<Content: WireValue>: WireValue {
  public var job: UInt32
  public var content: Content

  public init(job: UInt32, _ content: Content) {
    self.job = job
    self.content = content
  }
  public func write(to writer: inout WireWriter) {
    writer.put(job)
    writer.put(content)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    job = try reader.integer()
    content = try Content(from: &reader)
  }
}

extension Message<Reply> {
  /// A message of the server, which hands inspections on unread. One that makes no sense becomes one that says nothing:
  /// that file is as good as not inspected, and the others' answers count.
  public init(handedOn bytes: [UInt8]) throws(WireError) {
    do {
      try self.init(wireBytes: bytes)
    } catch {
      let sealed = try Message<Sealed>(wireBytes: bytes)
      guard Reply.isInspection(sealed.content.bytes) else { throw error }
      self.init(job: sealed.job, .inspected(Inspection()))
    }
  }
}

extension Request: WireValue {
  public func write(to writer: inout WireWriter) {
    switch self {
    case .inspect(let request):
      writer.put(UInt8(0))
      writer.put(request)
    case .run(let request, let urgent):
      writer.put(UInt8(1))
      writer.put(request)
      writer.put(urgent)
    case .stop: writer.put(UInt8(2))
    case .compare(let comparison):
      writer.put(UInt8(3))
      writer.put(comparison)
    case .prepare(let request):
      writer.put(UInt8(4))
      writer.put(request)
    case .verify(let request):
      writer.put(UInt8(5))
      writer.put(request)
    case .jobs(let count):
      writer.put(UInt8(6))
      writer.put(count)
    }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    switch try reader.integer(UInt8.self) {
    case 0: self = .inspect(try InspectionRequest(from: &reader))
    case 1:
      let request = try RunRequest(from: &reader)
      self = .run(request, urgent: try reader.bool())
    case 2: self = .stop
    case 3: self = .compare(try Comparison(from: &reader))
    case 4: self = .prepare(try GoRunnerRequest(from: &reader))
    case 5: self = .verify(try VerificationRequest(from: &reader))
    case 6: self = .jobs(try reader.integer())
    case let tag: throw .unknownCase(tag)
    }
  }
}

extension Reply: WireValue {
  public func write(to writer: inout WireWriter) {
    switch self {
    case .inspected(let inspection):
      writer.put(UInt8(0))
      writer.put(inspection)
    case .reached(let phase):
      writer.put(UInt8(1))
      writer.put(phase)
    case .finished(let report):
      writer.put(UInt8(2))
      writer.put(report)
    case .layers(let layers):
      writer.put(UInt8(3))
      writer.put(layers)
    case .crashed(let crash):
      writer.put(UInt8(4))
      writer.put(crash)
    case .compared(let order):
      writer.put(UInt8(5))
      writer.put(optional: order) { $0.put($1) }
    case .preparing(let words):
      writer.put(UInt8(6))
      writer.put(words)
    case .prepared(let preparation):
      writer.put(UInt8(7))
      writer.put(preparation)
    case .verified(let provenance):
      writer.put(UInt8(8))
      writer.put(optional: provenance) { $0.put($1) }
    }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    switch try reader.integer(UInt8.self) {
    case 0: self = .inspected(try Inspection(from: &reader))
    case 1: self = .reached(try Phase(from: &reader))
    case 2: self = .finished(try RunReport(from: &reader))
    case 3: self = .layers(try SandboxLayers(from: &reader))
    case 4: self = .crashed(try Crash(from: &reader))
    case 5:
      self = .compared(try reader.optional { (r) throws(WireError) in try Comparison.Order(from: &r) })
    case 6: self = .preparing(try reader.foreign().line)
    case 7: self = .prepared(try GoPreparation(from: &reader))
    case 8: self = .verified(try reader.optional { (r) throws(WireError) in try Provenance(from: &r) })
    case let tag: throw .unknownCase(tag)
    }
  }
}
