import Glibc
import Linux
import PluginModel

/// What a process has mapped, as /proc/PID/maps lists it; see proc(5).
struct AddressSpace {
  struct Mapping {
    let start: UInt64
    let end: UInt64
    /// "r-x".
    let permissions: String
    /// The file's real path, or a name in brackets; nil for anonymous memory.
    let path: [UInt8]?
    /// Where the file's first mapping begins.
    let base: UInt64

    var isCode: Bool { permissions.hasSuffix("x") }
    var isFile: Bool { path.map { $0.first == UInt8(ascii: "/") || $0 == vdso } ?? false }
  }

  static let vdso = Array("[vdso]".utf8)
  /// Of the list, in bytes: the kernel allows 65,530 mappings.
  private static let longestList = 16 << 20

  /// By address.
  private(set) var mappings: [Mapping] = []

  /// - Parameter descriptor: /proc/PID/maps.
  init(maps descriptor: Int32) {
    lseek(descriptor, 0, SEEK_SET)
    let list = (try? Descriptor.readAll(descriptor, upTo: Self.longestList)) ?? []  // then nothing is known of it
    var bases: [[UInt8]: UInt64] = [:]
    for line in list.split(separator: UInt8(ascii: "\n")) {
      guard let mapping = Self.mapping(line, &bases) else { continue }
      mappings.append(mapping)
    }
  }

  func mapping(at address: UInt64) -> Mapping? { index(at: address).map { mappings[$0] } }

  /// The last mapping that ends at or below an address.
  func mapping(below address: UInt64) -> Mapping? { mappings.last { $0.end <= address } }

  /// The files that the loader has put there: what has code, from its start to its end.
  var files: [(path: [UInt8], range: Range<UInt64>)] {
    var ends: [UInt64: (path: [UInt8], end: UInt64, hasCode: Bool)] = [:]
    for mapping in mappings where mapping.isFile {
      guard let path = mapping.path else { continue }
      ends[mapping.base] = (path, mapping.end, mapping.isCode || ends[mapping.base]?.hasCode ?? false)
    }
    return ends.filter(\.value.hasCode).sorted { $0.key < $1.key }.map { ($0.value.path, $0.key..<$0.value.end) }
  }

  /// All that belongs together with the mapping there: neighbours without a gap, of the same name.
  func extent(at address: UInt64) -> Range<UInt64>? {
    guard let index = index(at: address) else { return nil }
    var (first, last) = (index, index)
    while first > 0, mappings[first - 1].end == mappings[first].start, mappings[first - 1].path == mappings[index].path,
      mappings[first - 1].permissions == mappings[index].permissions
    { first -= 1 }
    while last + 1 < mappings.count, mappings[last].end == mappings[last + 1].start,
      mappings[last + 1].path == mappings[index].path, mappings[last + 1].permissions == mappings[index].permissions
    { last += 1 }
    return mappings[first].start..<mappings[last].end
  }

  private func index(at address: UInt64) -> Int? {
    var (low, high) = (0, mappings.count)
    while low < high {
      let middle = (low + high) / 2
      if mappings[middle].end <= address { low = middle + 1 } else { high = middle }
    }
    return low < mappings.count && mappings[low].start <= address ? low : nil
  }

  /// `7f00-7f10 r-xp 00001000 fe:00 1234   /usr/lib/libc.so.6`
  private static func mapping(_ line: ArraySlice<UInt8>, _ bases: inout [[UInt8]: UInt64]) -> Mapping? {
    let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 5, omittingEmptySubsequences: false)
    guard fields.count >= 5, let dash = fields[0].firstIndex(of: UInt8(ascii: "-")),
      let start = number(fields[0][..<dash]), let end = number(fields[0][(dash + 1)...]), start < end,
      let offset = number(fields[2])
    else { return nil }
    let path = fields.count > 5 ? Array(fields[5].drop { $0 == UInt8(ascii: " ") }) : []
    if !path.isEmpty, offset == 0 || bases[path] == nil { bases[path] = start }
    return Mapping(
      start: start, end: end, permissions: String(decoding: fields[1].prefix(3), as: UTF8.self),
      path: path.isEmpty ? nil : path, base: path.isEmpty ? start : bases[path] ?? start)
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
    UInt64(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
