import PluginModel

/// The loader's cache of libraries in the system's folders: `/etc/ld.so.cache`, written by ldconfig(8).
///
/// The format is glibc's own: `sysdeps/generic/dl-cache.h`. A cache of another format is as good as none.
struct LoaderCache {
  static let path = PluginPath("/etc/ld.so.cache")

  private var paths: [LibraryName: PluginPath] = [:]

  private static let magic = Array("glibc-ld.so.cache1.1".utf8)
  private static let headerLength: UInt64 = 48
  private static let entryLength: UInt64 = 24
  private static let entriesAtMost: UInt32 = 1 << 20
  private static let longestString = 4096
  /// `FLAG_ELF_LIBC6` and the machine's own.
  private static let flags: UInt32 = {
    #if arch(x86_64)
      0x0303
    #elseif arch(arm64)
      0x0A03
    #else
      0x1003
    #endif
  }()

  init() {}

  /// - Parameter hardware: the folders of `Loader.hardwareFolders`.
  init(_ file: MappedFile, hardware: [[UInt8]]) {
    guard let start = Self.start(in: file), let count = file.load(UInt32.self, at: start + 20),
      count <= Self.entriesAtMost
    else { return }
    let levels = Self.hardwareNames(file, start)
    var ranks: [LibraryName: Int] = [:]
    for index in 0..<UInt64(count) {
      let entry = start + Self.headerLength + index * Self.entryLength
      guard file.load(UInt32.self, at: entry) == Self.flags, let key = file.load(UInt32.self, at: entry + 4),
        let value = file.load(UInt32.self, at: entry + 8), let bits = file.load(UInt64.self, at: entry + 16),
        let rank = Self.rank(bits, levels, hardware), let name = Self.string(file, start, key).map(LibraryName.init),
        let path = Self.string(file, start, value)
      else { continue }
      if rank < ranks[name] ?? .max {
        ranks[name] = rank
        paths[name] = PluginPath(path)
      }
    }
  }

  func path(of name: LibraryName) -> PluginPath? { paths[name] }

  /// Old caches have the new format behind the old one, aligned to 8 bytes.
  private static func start(in file: MappedFile) -> UInt64? {
    if file.bytes(at: 0, upTo: magic.count) == magic { return 0 }
    guard file.bytes(at: 0, upTo: 11) == Array("ld.so-1.7.0".utf8), let count = file.load(UInt32.self, at: 12) else {
      return nil
    }
    let start = (16 + 12 * UInt64(count) + 7) / 8 * 8
    return file.bytes(at: start, upTo: magic.count) == magic ? start : nil
  }

  /// How soon an entry is chosen among those of its name: 0 first; nil if it is for another processor.
  private static func rank(_ bits: UInt64, _ levels: [[UInt8]], _ hardware: [[UInt8]]) -> Int? {
    if bits == 0 { return hardware.count }
    let isNamed = bits & 1 << 62 != 0
    guard isNamed, let name = levels.dropFirst(Int(UInt32(truncatingIfNeeded: bits))).first else { return nil }
    return hardware.firstIndex(of: name)
  }

  /// The extension that names the folders below `glibc-hwcaps`: `cache_extension_tag_glibc_hwcaps`.
  private static func hardwareNames(_ file: MappedFile, _ start: UInt64) -> [[UInt8]] {
    guard let offset = file.load(UInt32.self, at: start + 32), offset != 0 else { return [] }
    let base = start + UInt64(offset)
    guard file.load(UInt32.self, at: base) == 0xEAA4_2174, let sections = file.load(UInt32.self, at: base + 4) else {
      return []
    }
    for section in 0..<UInt64(min(sections, 16)) {
      let header = base + 8 + 16 * section
      guard file.load(UInt32.self, at: header) == 1, let place = file.load(UInt32.self, at: header + 8),
        let size = file.load(UInt32.self, at: header + 12), size <= 4096
      else { continue }
      return (0..<UInt64(size / 4)).map { index in
        file.load(UInt32.self, at: start + UInt64(place) + 4 * index).flatMap { string(file, start, $0) } ?? []
      }
    }
    return []
  }

  private static func string(_ file: MappedFile, _ start: UInt64, _ offset: UInt32) -> [UInt8]? {
    file.string(in: (start + UInt64(offset))..<max(file.count, start + UInt64(offset)), upTo: longestString)
  }
}
