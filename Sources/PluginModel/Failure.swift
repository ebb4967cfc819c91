/// Why a plugin did not pass: the class that scripts match on.
public enum Failure: String, Sendable, CaseIterable {
  case fileNotFound = "file-not-found"
  case notReadable = "not-readable"
  case notAFile = "not-a-file"
  case notELF = "not-elf"
  case truncated
  case malformed
  case wrongArchitecture = "wrong-architecture"
  case notASharedLibrary = "not-a-shared-library"
  case missingDependency = "missing-dependency"
  case unresolvedSymbol = "unresolved-symbol"
  case functionNotFound = "function-not-found"
  case wrongSignature = "wrong-signature"
  case unverifiedSignature = "unverified-signature"
  case incompatibleRuntime = "incompatible-runtime"
  case badProvenance = "bad-provenance"
  case unsigned
  case loadFailed = "load-failed"
  case inspectionFailed = "inspection-failed"
  case returnedError = "returned-error"
  case noResult = "no-result"
  case crashed
  case timedOut = "timed-out"
  case exited
  case memoryLimit = "memory-limit"
  case outputLimit = "output-limit"
  case workerLost = "worker-lost"
}

/// A failed check, in words: what `could not open plugin PATH: …` goes on with, and how to mend it.
public struct Rejection: Hashable, Sendable {
  public var failure: Failure
  public var reason: String
  public var hint: String?

  public init(_ failure: Failure, _ reason: String, hint: String? = nil) {
    self.failure = failure
    self.reason = reason
    self.hint = hint
  }
}

extension Rejection: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(name: failure)
    writer.put(reason)
    writer.put(optional: hint) { $0.put($1) }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    failure = try reader.named()
    reason = try reader.string()
    hint = try reader.optional { (r) throws(WireError) in try r.string() }
  }
}
