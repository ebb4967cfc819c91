/// All that people decided, and what of it counts: the newest about each content.
public struct Rulings: Hashable, Sendable {
  /// As they are in the file; of several with the same time the last counts.
  public let all: [Ruling]
  /// The newest about each content, withdrawn ones too.
  private let newest: [String: Ruling]
  /// The newest that counts about any content of a file of that name.
  private let named: [ForeignText: Ruling]
  private let sizes: Set<Int64>

  public init(_ all: [Ruling] = []) {
    self.all = all
    var newest: [String: Ruling] = [:]
    var digests: [ForeignText: Set<String>] = [:]
    for ruling in all {
      digests[ruling.file, default: []].insert(ruling.digest)
      if let other = newest[ruling.digest], ruling.when.seconds < other.when.seconds { continue }
      newest[ruling.digest] = ruling
    }
    self.newest = newest
    named = digests.compactMapValues { digests in
      digests.compactMap { newest[$0] }.filter { $0.decision != .withdrawn }
        // Two of one second have an order too, the same for everybody.
        .max { ($0.when.seconds, $0.digest) < ($1.when.seconds, $1.digest) }
    }
    sizes = Set(newest.values.lazy.filter { $0.decision != .withdrawn }.map(\.size))
  }

  /// So far may a verdict be dated ahead of the reader's clock, in seconds: clocks differ, but not by days.
  public static let farthestAhead: Int64 = 86_400

  public var isEmpty: Bool { all.isEmpty }

  /// The last word on a content; nil if nobody said one, or took it back.
  public func ruling(on digest: String) -> Ruling? {
    newest[digest].flatMap { $0.decision == .withdrawn ? nil : $0 }
  }

  /// Those that count, the newest first.
  public var counting: [Ruling] {
    newest.values.filter { $0.decision != .withdrawn }.sorted(by: Self.isNewer(_:than:))
  }

  /// All about a content, and about others of files of that name, the newest first.
  public func about(_ name: ForeignText, _ digest: String?) -> [Ruling] {
    all.filter { $0.file == name || $0.digest == digest }.sorted(by: Self.isNewer(_:than:))
  }

  /// By time; those of one second by name.
  public static func isNewer(_ one: Ruling, than other: Ruling) -> Bool {
    guard one.when.seconds == other.when.seconds else { return one.when.seconds > other.when.seconds }
    guard one.file == other.file else { return one.file.bytes.lexicographicallyPrecedes(other.file.bytes) }
    return one.digest < other.digest
  }

  /// Whether it takes the digest to know how a file of this length stands: reading it is not free, and most files are
  /// not as long as any that somebody decided about.
  private func needsDigest(ofSize size: Int64) -> Bool { sizes.contains(size) }

  /// How a plugin stands.
  ///
  /// - Parameters:
  ///   - inspection: nil if it has not been inspected yet.
  ///   - earlier: the digest of what was seen at this path before; nil if that is not known.
  public func standing(of path: PluginPath, _ inspection: Inspection?, earlier: String? = nil) -> Standing {
    guard !isEmpty, let file = inspection?.file else { return .unjudged }
    if let digest = inspection?.digest, let ruling = ruling(on: digest) {
      return ruling.decision == .accepted ? .accepted(ruling) : .rejected(ruling)
    }
    if inspection?.digest == nil, needsDigest(ofSize: file.size) { return .open }
    if let ruling = earlier.flatMap(ruling(on:)) { return .changed(since: ruling, isSeen: true) }
    return named[path.name].map { .changed(since: $0) } ?? .unjudged
  }

  /// A ruling that counts from now on: one that is dated no later than another about its content, by clocks that differ or
  /// within one second, is dated a second after it. Nil if it would then be dated so far ahead that it is not read.
  public func dated(_ ruling: Ruling) -> Ruling? {
    guard let other = newest[ruling.digest], other.when.seconds >= ruling.when.seconds else { return ruling }
    guard !other.when.isAhead(of: ruling.when, by: Self.farthestAhead - 1) else { return nil }
    var ruling = ruling
    ruling.when = Moment(
      nanoseconds: (other.when.seconds + 1) * 1_000_000_000, utcOffset: ruling.when.utcOffset)
    return ruling
  }
}
