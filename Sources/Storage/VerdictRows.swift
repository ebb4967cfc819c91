/// What a file of verdicts holds, and where the next line goes.
struct VerdictRows: Equatable {
  /// Nil for one that is not UTF-8.
  let lines: [String?]
  /// Of the file, in bytes.
  let size: Int
  /// What of it stays; after that is a line that was cut off.
  let length: Int
  /// What is to be written between that and the next line.
  let separator: String

  /// With what is added to it, in bytes.
  func size(with new: [String]) -> Int { length + bytes(of: new).count }

  /// What is to be written to add lines.
  func bytes(of new: [String]) -> [UInt8] { Array((separator + new.map { $0 + "\n" }.joined()).utf8) }

  var endsInTheMiddle: Bool { length < size }

  /// What every line of Airlock's begins with.
  private static let beginning = Array("{\"file\":".utf8)

  init(_ bytes: [UInt8]) {
    var rows = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let rest = rows.popLast() ?? []
    size = bytes.count
    if rest.isEmpty || Self.isCutOff(rest) {
      (length, separator) = (bytes.count - rest.count, "")
    } else {
      rows.append(rest)  // whoever wrote it left out the line break
      (length, separator) = (bytes.count, "\n")
    }
    lines = rows.map { String(validating: $0, as: UTF8.self) }
  }

  /// Whether it is how far the writing of a line had come: another may be in the middle of it, or was killed there. What
  /// somebody has mistyped is another matter, and stays.
  private static func isCutOff(_ row: ArraySlice<UInt8>) -> Bool {
    (row.starts(with: beginning) || beginning.starts(with: row)) && JSONSyntax.isBeginningOfObject(row)
  }
}
