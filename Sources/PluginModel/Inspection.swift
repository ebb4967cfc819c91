/// What a file says about itself, read by the inspector without running a byte of it.
public struct Inspection: Hashable, Sendable {
  /// The state that was read; nil if the file could not be reached.
  public var file: FileState?
  /// In one phrase, for a title: "Swift library, x86-64".
  public var nature: String?
  public var kind: PluginKind?
  /// In order.
  public var checks: [Check]
  public var signature: Signature?
  /// The exported symbol to call; nil unless the signature is right or unverified.
  public var symbol: String?
  /// The first failed check; nil if the file may be loaded.
  public var rejection: Rejection?
  /// SHA-256 of the content in lower-case hexadecimal, if it was asked for.
  public var digest: String?
  /// Why there is none though it was asked for.
  public var digestGap: String?
  /// The linker's build ID in lower-case hexadecimal.
  public var buildID: String?
  /// The files of the libraries that it needs and that do not lie in the system's folders.
  public var libraries: [PluginPath]
  /// What a Go plugin tells beyond that.
  public var go: GoFacts?
  /// There is a signature beside it, to be verified by another process.
  public var isSigned: Bool
  /// What came of that; nil as long as it was not. It comes from the verifier, and never with an inspection.
  public var provenance: Provenance?
  /// What it exports and needs, if it was asked for and is a library that can be read.
  public var interface: Interface?

  public init(
    file: FileState? = nil, nature: String? = nil, kind: PluginKind? = nil, checks: [Check] = [],
    signature: Signature? = nil, symbol: String? = nil, rejection: Rejection? = nil, digest: String? = nil,
    buildID: String? = nil, libraries: [PluginPath] = [], go: GoFacts? = nil, isSigned: Bool = false,
    provenance: Provenance? = nil, interface: Interface? = nil
  ) {
    self.file = file
    self.nature = nature
    self.kind = kind
    self.checks = checks
    self.signature = signature
    self.symbol = symbol
    self.rejection = rejection
    self.digest = digest
    self.buildID = buildID
    self.libraries = libraries
    self.go = go
    self.isSigned = isSigned
    self.provenance = provenance
    self.interface = interface
  }

  /// The first failed check, with what the settings refuse beyond that.
  public func rejection(_ settings: Settings) -> Rejection? {
    if let rejection { return rejection }
    if settings.strict, isUnverified {
      let check = check(.signature)
      return Rejection(
        .unverifiedSignature, unverifiedReason,
        hint: [check?.hint, "Without --strict it is called all the same."].compactMap(\.self).joined(separator: "\n"))
    }
    return provenance?.rejection(settings) ?? coverageRejection(settings)
  }

  /// Whether it still has to be found out what its signature is worth.
  public var awaitsVerification: Bool { isSigned && provenance == nil && file != nil }

  /// No proof that the signature is right, and none that it is wrong.
  public var isUnverified: Bool { rejection == nil && signature?.evidence == Signature.Evidence.none }

  /// Something that decides whether it can be loaded and called could not be found out.
  public var hasUnverifiedCheck: Bool { isUnverified || checks.contains { $0.status == .unverified } }

  /// The same, with who made it: what a summary counts as unverified.
  public func isUnproved(_ settings: Settings) -> Bool { hasUnverifiedCheck || provenanceDoubt(settings) != nil }

  /// Nothing is proved wrong, but somebody should look.
  public func isDoubtful(_ settings: Settings) -> Bool {
    isUnproved(settings) || checks.contains { $0.status == .warn }
  }

  /// Every check that the inspector makes; one that is not there was not come to, which is no reason to leave it out.
  public var allChecks: [Check] {
    guard let rejection else { return checks }
    let reason = rejection.failure == .inspectionFailed ? "the inspector did not finish" : "an earlier check failed"
    return Check.ID.allCases.filter { $0 != .load }.map { check($0) ?? .notMade($0, because: reason) }
  }

  /// Why nothing proves the signature: "no debug info".
  public var unverifiedReason: String {
    let summary = check(.signature)?.summary ?? ""
    let prefix = "unverified: "
    return summary.hasPrefix(prefix) ? String(summary.dropFirst(prefix.count)) : Signature.Evidence.none.words
  }

  public func check(_ id: Check.ID) -> Check? { checks.first { $0.id == id } }

  /// Takes what is only read on request from another reading of the same state of the file: its interface, and the digest
  /// or why there is none. Nothing else of it, and nothing that is known here.
  public mutating func takeDetails(of other: Inspection) {
    guard file != nil, file == other.file else { return }
    interface = interface ?? other.interface
    guard digest == nil else { return }
    (digest, digestGap) = (other.digest, other.digestGap)
  }
}

extension Inspection: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(optional: file) { $0.put($1) }
    writer.put(optional: nature) { $0.put($1) }
    writer.put(optional: kind) { $0.put($1.rawValue) }
    writer.put(checks)
    writer.put(optional: signature) { $0.put($1) }
    writer.put(optional: symbol) { $0.put($1) }
    writer.put(optional: rejection) { $0.put($1) }
    writer.put(optional: digest) { $0.put($1) }
    writer.put(optional: digestGap) { $0.put($1) }
    writer.put(optional: buildID) { $0.put($1) }
    writer.put(libraries)
    writer.put(optional: go) { $0.put($1) }
    writer.put(isSigned)
    writer.put(optional: interface) { $0.put($1) }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    file = try reader.optional { (r) throws(WireError) in try FileState(from: &r) }
    nature = try reader.optional { (r) throws(WireError) in try r.string() }
    kind = try reader.optional { (r) throws(WireError) in try r.named() }
    checks = try reader.list()
    signature = try reader.optional { (r) throws(WireError) in try Signature(from: &r) }
    symbol = try reader.optional { (r) throws(WireError) in try r.string() }
    rejection = try reader.optional { (r) throws(WireError) in try Rejection(from: &r) }
    digest = try reader.optional { (r) throws(WireError) in try r.string() }
    digestGap = try reader.optional { (r) throws(WireError) in try r.string() }
    buildID = try reader.optional { (r) throws(WireError) in try r.string() }
    libraries = try reader.list()
    go = try reader.optional { (r) throws(WireError) in try GoFacts(from: &r) }
    isSigned = try reader.bool()
    interface = try reader.optional { (r) throws(WireError) in try Interface(from: &r) }
  }
}

/// What the inspector is asked.
public struct InspectionRequest: Hashable, Sendable {
  public var path: PluginPath
  /// The function's name, `MyFunction` unless the user set another.
  public var function: String
  /// Also compute the SHA-256 of the content.
  public var digest: Bool
  public var extent: Extent
  /// What was seen since then of other files, the libraries that it needs, need not be looked at again. By the monotonic
  /// clock, in nanoseconds.
  public var asked: UInt64

  /// How much is told.
  public enum Extent: UInt8, Sendable, Comparable {
    /// The checks that did not pass, which is all that a list of verdicts needs.
    case findings
    /// All checks, with the details of those that failed.
    case checks
    /// Also the details of what passes, as the tree of dependencies.
    case details
    /// Also what it exports and needs.
    case interface

    public static func < (a: Extent, b: Extent) -> Bool { a.rawValue < b.rawValue }
  }

  public init(
    path: PluginPath, function: String, digest: Bool = false, extent: Extent = .details, asked: UInt64 = .max
  ) {
    self.path = path
    self.function = function
    self.digest = digest
    self.extent = extent
    self.asked = asked
  }
}

extension InspectionRequest: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(path)
    writer.put(function)
    writer.put(digest)
    writer.put(extent.rawValue)
    writer.put(asked)
  }
  public init(from reader: inout WireReader) throws(WireError) {
    path = try PluginPath(from: &reader)
    function = try reader.string()
    digest = try reader.bool()
    let tag = try reader.integer(UInt8.self)
    guard let extent = Extent(rawValue: tag) else { throw .unknownCase(tag) }
    self.extent = extent
    asked = try reader.integer()
  }
}
