import PluginModel

/// The lines of a file of verdicts, understood.
public struct RulingLines: Sendable {
  public private(set) var rulings: [Ruling] = []
  /// Lines that are none, by their number from 1; they stay where they are.
  public private(set) var faults: [(line: Int, fault: RulingRecord.Fault)] = []

  /// - Parameters:
  ///   - lines: nil for one that is no text. Empty ones say nothing.
  ///   - now: by the reader's clock.
  public init(_ lines: [String?], at now: Moment) {
    for (index, line) in lines.enumerated() where line?.isEmpty != true {
      do throws(RulingRecord.Fault) {
        let ruling = try RulingRecord.ruling(line, utcOffset: now.utcOffset)
        // It would count for ever, whatever anybody says after it.
        guard !ruling.when.isAhead(of: now, by: Rulings.farthestAhead) else { throw .future }
        rulings.append(ruling)
      } catch {
        faults.append((index + 1, error))
      }
    }
  }

  /// "line 3 is a conflict that git left: …", and how many more there are; nil if every line is a verdict.
  public var note: String? {
    guard let first = faults.first else { return nil }
    let more = faults.count == 1 ? "" : "; so \(faults.count == 2 ? "is 1 more" : "are \(faults.count - 1) more")"
    return "line \(first.line) is \(first.fault.words)\(more)"
  }

  /// The same lines in order, by file, content and time, each once. Nil if that would move what cannot be read: it may
  /// stand there for a reason.
  public static func sorted(_ lines: [String?]) -> [String]? {
    var keyed: [(key: Key, line: String)] = []
    var known: Set<Ruling> = []
    for line in lines where line?.isEmpty != true {
      guard let line, let ruling = try? RulingRecord.ruling(line, utcOffset: 0) else { return nil }  // told by `note`
      if known.insert(ruling).inserted { keyed.append((Key(ruling), line)) }
    }
    return keyed.sorted { ($0.key, $0.line) < ($1.key, $1.line) }.map(\.line)
  }

  private struct Key: Comparable {
    let file: [UInt8]
    let digest: String
    let seconds: Int64

    init(_ ruling: Ruling) { (file, digest, seconds) = (ruling.file.bytes, ruling.digest, ruling.when.seconds) }

    static func < (one: Key, other: Key) -> Bool {
      one.file == other.file
        ? (one.digest, one.seconds) < (other.digest, other.seconds)
        : one.file.lexicographicallyPrecedes(other.file)
    }
  }
}
