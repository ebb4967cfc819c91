/// A small shared library, laid out by hand so that a test can lie about every table.
///
/// One segment maps the whole file at address 0, so addresses are offsets. Its only function is `MyFunction`.
struct ELFBuilder {
  var machine: UInt16 = {
    #if arch(x86_64)
      62
    #else
      183
    #endif
  }()
  var type: UInt16 = 3
  var programHeaderOffset: UInt64 = 64
  var programHeaderLength: UInt16 = 56
  var programHeaderCount: UInt16 = 2
  var sectionHeaderOffset: UInt64 = 0
  var sectionHeaderCount: UInt16 = 0
  var loadOffset: UInt64 = 0
  var loadSize: UInt64?
  var dynamicAddress = Layout.dynamic
  var dynamic: [(tag: UInt64, value: UInt64)] = [
    (5, Layout.strings), (10, UInt64(Layout.names.utf8.count)), (6, Layout.symbols), (11, 24), (4, Layout.hash),
  ]
  /// DT_HASH: the number of buckets and of chains, then those.
  var hash: [UInt32] = [1, 2, 1, 0, 0]
  var nameOffset: UInt32 = 1
  /// A global function.
  var info: UInt8 = 0x12
  var visibility: UInt8 = 0
  var section: UInt16 = 1
  var value: UInt64 = 64
  /// A string table of its own after the rest, if there is need for more than `Layout.names`.
  var moreNames: [UInt8] = []

  enum Layout {
    static let symbols: UInt64 = 0x100
    static let strings: UInt64 = 0x200
    static let hash: UInt64 = 0x300
    static let dynamic: UInt64 = 0x500
    static let end: UInt64 = 0x800
    static let names = "\0MyFunction\0"
  }

  /// Exchanges DT_HASH for DT_GNU_HASH with these words.
  mutating func useGNUHash(_ words: [UInt32]) {
    hash = words
    dynamic.removeAll { $0.tag == 4 }
    dynamic.append((0x6FFF_FEF5, Layout.hash))
  }

  mutating func setDynamic(_ tag: UInt64, _ value: UInt64) {
    dynamic.removeAll { $0.tag == tag }
    dynamic.append((tag, value))
  }

  /// Adds a DT_NEEDED for each name, and the path to look for them in, if there is one.
  mutating func addNeeds(_ names: [String], runPath: String? = nil) {
    moreNames = Array(Layout.names.utf8)
    func put(_ text: String, _ tag: UInt64) {
      dynamic.append((tag, UInt64(moreNames.count)))
      moreNames += Array(text.utf8) + [0]
    }
    for name in names { put(name, 1) }
    if let runPath { put(runPath, 29) }
    setDynamic(5, Layout.end)
    setDynamic(10, UInt64(moreNames.count))
    dynamicAddress = Layout.end + UInt64(moreNames.count + 15) / 16 * 16
    loadSize = dynamicAddress + 16 * UInt64(dynamic.count + 1)
  }

  var bytes: [UInt8] {
    let size = moreNames.isEmpty ? Layout.end : dynamicAddress + 16 * UInt64(dynamic.count + 1)
    var bytes = [UInt8](repeating: 0, count: Int(size))
    func put(_ value: some FixedWidthInteger, at offset: UInt64) {
      withUnsafeBytes(of: value.littleEndian) {
        bytes.replaceSubrange(Int(offset)..<(Int(offset) + $0.count), with: $0)
      }
    }
    bytes.replaceSubrange(0..<7, with: [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1])
    put(type, at: 16)
    put(machine, at: 18)
    put(UInt32(1), at: 20)
    put(programHeaderOffset, at: 32)
    put(sectionHeaderOffset, at: 40)
    put(UInt16(64), at: 52)
    put(programHeaderLength, at: 54)
    put(programHeaderCount, at: 56)
    put(UInt16(64), at: 58)
    put(sectionHeaderCount, at: 60)

    put(UInt32(1), at: 64)
    put(UInt32(5), at: 68)
    put(loadOffset, at: 72)
    put(loadSize ?? Layout.end, at: 96)
    put(loadSize ?? Layout.end, at: 104)
    put(UInt32(2), at: 120)
    put(dynamicAddress, at: 128)
    put(dynamicAddress, at: 136)
    put(UInt64(dynamic.count + 1) * 16, at: 152)

    put(nameOffset, at: Layout.symbols + 24)
    put(info, at: Layout.symbols + 28)
    put(visibility, at: Layout.symbols + 29)
    put(section, at: Layout.symbols + 30)
    put(value, at: Layout.symbols + 32)
    bytes.replaceSubrange(
      Int(Layout.strings)..<(Int(Layout.strings) + Layout.names.utf8.count), with: Layout.names.utf8)
    for (index, word) in hash.enumerated() { put(word, at: Layout.hash + 4 * UInt64(index)) }
    for (index, entry) in dynamic.enumerated() {
      put(entry.tag, at: dynamicAddress + 16 * UInt64(index))
      put(entry.value, at: dynamicAddress + 16 * UInt64(index) + 8)
    }
    bytes.replaceSubrange(Int(Layout.end)..<(Int(Layout.end) + moreNames.count), with: moreNames)
    return bytes
  }
}
