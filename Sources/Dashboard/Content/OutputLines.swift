import Display
import PluginModel

/// What a plugin wrote, line by line, in the order in which it came. Finding the lines is cheap; only those that are
/// asked for are made into text.
struct OutputLines {
  private struct Stream {
    let label: String
    let bytes: [UInt8]
    let output: CapturedOutput
  }
  private struct Place {
    let stream: Int
    let range: Range<Int>
    /// After the run began, in nanoseconds; nil if nothing tells.
    let time: UInt64?
  }

  private let streams: [Stream]
  private let places: [Place]
  private static let newline = UInt8(ascii: "\n")

  init(_ report: RunReport) {
    let streams = [("stdout", report.stdout), ("stderr", report.stderr)].map { label, output in
      Stream(label: label, bytes: output.text.bytes, output: output)
    }
    self.streams = streams
    places = Self.merged(Self.lines(of: streams, 0), Self.lines(of: streams, 1))
  }

  var count: Int { places.count }

  /// These lines with the names of their streams. `columns` bounds what is made of a long one.
  func lines(_ wanted: Range<Int>, columns: Int) -> [(label: String, time: UInt64?, text: String)] {
    places[wanted.clamped(to: 0..<count)].map { place in
      let bytes = streams[place.stream].bytes[place.range]
      // Four bytes a character at most, and twice that for marks that take no column.
      return (streams[place.stream].label, place.time, ForeignText(bytes.prefix(max(64, columns) * 8)).cells)
    }
  }

  private static func lines(of streams: [Stream], _ stream: Int) -> [Place] {
    let bytes = streams[stream].bytes
    let end = bytes.last == newline ? bytes.count - 1 : bytes.count
    guard !bytes.isEmpty else { return [] }
    var places: [Place] = []
    var start = 0
    while start <= end {
      let next = bytes[start..<end].firstIndex(of: newline) ?? end
      let hasReturn = next > start && bytes[next - 1] == UInt8(ascii: "\r")
      places.append(
        Place(
          stream: stream, range: start..<(hasReturn ? next - 1 : next), time: streams[stream].output.time(of: start)))
      start = next + 1
    }
    return places
  }

  /// What came earlier first; a stream's own lines stay in their order.
  private static func merged(_ first: [Place], _ second: [Place]) -> [Place] {
    guard !first.isEmpty, !second.isEmpty else { return first + second }
    var result: [Place] = []
    result.reserveCapacity(first.count + second.count)
    var rest = second[...]
    for place in first {
      while let other = rest.first, let time = other.time, let own = place.time, time < own {
        result.append(rest.removeFirst())
      }
      result.append(place)
    }
    return result + rest
  }
}
