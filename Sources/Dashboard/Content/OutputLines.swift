import Display
import PluginModel

/// What a plugin wrote, line by line. Counting is cheap; only the lines that are asked for are made into text.
struct OutputLines {
  private let streams: [(label: String, bytes: [UInt8], count: Int)]
  private static let newline = UInt8(ascii: "\n")

  init(_ report: RunReport) {
    streams = [("stdout", report.stdout), ("stderr", report.stderr)].map { label, output in
      var bytes = output.text.bytes
      if bytes.last == Self.newline { bytes.removeLast() }
      let count = output.isEmpty ? 0 : bytes.reduce(1) { $1 == Self.newline ? $0 + 1 : $0 }
      return (label, bytes, count)
    }
  }

  var count: Int { streams.reduce(0) { $0 + $1.count } }

  /// These lines with the names of their streams. `columns` bounds what is made of a long one.
  func lines(_ wanted: Range<Int>, columns: Int) -> [(label: String, text: String)] {
    var result: [(label: String, text: String)] = []
    var first = 0
    for stream in streams {
      let range = (wanted.lowerBound - first)..<(wanted.upperBound - first)
      result += Self.slices(of: stream.bytes, range.clamped(to: 0..<stream.count)).map {
        // Four bytes a character at most, and twice that for marks that take no column.
        (stream.label, ForeignText($0.prefix(max(64, columns) * 8)).cells)
      }
      first += stream.count
    }
    return result
  }

  private static func slices(of bytes: [UInt8], _ wanted: Range<Int>) -> [ArraySlice<UInt8>] {
    var result: [ArraySlice<UInt8>] = []
    guard !wanted.isEmpty else { return result }
    var line = 0
    var start = 0
    while line < wanted.upperBound {
      let end = bytes[start...].firstIndex(of: newline) ?? bytes.count
      if line >= wanted.lowerBound {
        let hasReturn = end > start && bytes[end - 1] == UInt8(ascii: "\r")
        result.append(bytes[start..<(hasReturn ? end - 1 : end)])
      }
      guard end < bytes.count else { break }
      line += 1
      start = end + 1
    }
    return result
  }
}
