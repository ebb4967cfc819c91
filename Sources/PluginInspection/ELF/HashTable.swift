import CLinux

/// The table by which the loader finds a symbol: DT_GNU_HASH, else DT_HASH.
///
/// See the System V gABI, chapter 5, "Hash Table"; for the GNU form binutils, `elf-bfd.h` and `elflink.c`.
struct HashTable {
  private enum Form {
    /// The count has as many bits as a hash: to divide by one of 64 takes the processor longer.
    case gnu(buckets: UInt64, bucketCount: UInt32, chains: UInt64)
    case systemV(buckets: UInt64, bucketCount: UInt64, chains: UInt64)
  }

  /// A Bloom filter: it says at once of most names that they are not here. It lives as long as its file is mapped.
  struct Filter {
    private let words: UnsafeRawPointer
    /// How many there are is a power of two, or the loader gives up.
    private let mask: UInt64
    private let shift: UInt32

    /// - Parameters:
    ///   - start: where the words begin in the file, all of them in it.
    ///   - count: of words of 64 bits.
    fileprivate init?(_ file: MappedFile, at start: UInt64, count: UInt64, shift: UInt32) {
      guard count > 0, start <= file.count, count <= (file.count - start) / 8, let bytes = file.bytes.baseAddress else {
        return nil
      }
      words = bytes + Int(start)
      mask = count - 1
      self.shift = shift
    }

    @inline(__always)
    func prefetch(_ name: SymbolName) { linux_prefetch(words + offset(of: name)) }

    @inline(__always)
    private func offset(of name: SymbolName) -> Int { Int(8 * (UInt64(name.gnuHash >> 6) & mask)) }

    @inline(__always)
    func admits(_ name: SymbolName) -> Bool {
      let hash = name.gnuHash
      let word = words.loadUnaligned(fromByteOffset: offset(of: name), as: UInt64.self).littleEndian
      // As the processor does it in the loader, a shift counts by its lowest bits.
      return word &>> UInt64(hash) & word &>> UInt64(hash &>> shift) & 1 != 0
    }
  }

  /// The symbols that it can lead to, by index. Below them stand those that the library needs of others.
  let symbols: Range<UInt64>
  private let form: Form
  /// Nil for DT_HASH, which has none.
  let filter: Filter?

  init?(_ image: ELFImage, _ dynamic: DynamicSection) throws(FormatError) {
    if let address = dynamic.gnuHash {
      (form, filter, symbols) = try Self.gnu(image, at: address)
    } else if let address = dynamic.hash {
      (form, symbols) = try Self.systemV(image, at: address)
      filter = nil
    } else {
      return nil
    }
  }

  /// Whether a symbol of a name's chain is the wanted one.
  ///
  /// - Parameter file: the one that the table was read from.
  @inline(__always)
  func contains(_ name: SymbolName, in file: FileBytes, where isWanted: (UInt64) -> Bool) -> Bool {
    guard filter?.admits(name) ?? true else { return false }
    switch form {
    case .gnu(let buckets, let bucketCount, let chains):
      let hash = name.gnuHash
      guard bucketCount > 0,
        var index = file.load(UInt32.self, at: buckets + 4 * UInt64(hash % bucketCount)).map(UInt64.init),
        index >= symbols.lowerBound
      else { return false }
      while index < symbols.upperBound, let link = file.load(UInt32.self, at: chains + 4 * (index - symbols.lowerBound))
      {
        if (link ^ hash) >> 1 == 0, isWanted(index) { return true }
        if link & 1 != 0 { return false }
        index += 1
      }
      return false
    case .systemV(let buckets, let bucketCount, let chains):
      guard bucketCount > 0 else { return false }
      var index = file.load(UInt32.self, at: buckets + 4 * (UInt64(name.systemVHash) % bucketCount)).map(UInt64.init)
      // A chain may be cyclic: it is followed for as many steps as there are symbols.
      for _ in symbols {
        guard let at = index, at != 0, at < symbols.upperBound else { return false }
        if isWanted(at) { return true }
        index = file.load(UInt32.self, at: chains + 4 * at).map(UInt64.init)
      }
      return false
    }
  }

  /// Lets the processor fetch where the search for a name begins.
  @inline(__always)
  func prefetch(_ name: SymbolName, in file: FileBytes) {
    filter?.prefetch(name)
    if let bucket = bucket(of: name) { file.prefetch(at: bucket) }
  }

  /// The first symbol that a search for a name comes to; nil for DT_HASH.
  @inline(__always)
  func first(_ name: SymbolName, in file: FileBytes) -> UInt64? {
    bucket(of: name).flatMap { file.load(UInt32.self, at: $0) }.map(UInt64.init)
  }

  @inline(__always)
  private func bucket(of name: SymbolName) -> UInt64? {
    guard case .gnu(let buckets, let bucketCount, _) = form, bucketCount > 0 else { return nil }
    return buckets + 4 * UInt64(name.gnuHash % bucketCount)
  }

  /// DT_HASH tells the number of symbols: `nchain`.
  private static func systemV(_ image: ELFImage, at address: UInt64) throws(FormatError) -> (Form, Range<UInt64>) {
    guard let range = image.fileRange(from: address), range.upperBound - range.lowerBound >= 8,
      let buckets = image.file.load(UInt32.self, at: range.lowerBound).map(UInt64.init),
      let chains = image.file.load(UInt32.self, at: range.lowerBound + 4).map(UInt64.init),
      8 + 4 * (buckets + chains) <= range.upperBound - range.lowerBound
    else { throw .damaged("symbol hash table lies outside the file") }
    let start = range.lowerBound + 8
    return (.systemV(buckets: start, bucketCount: buckets, chains: start + 4 * buckets), 0..<chains)
  }

  /// DT_GNU_HASH: the last symbol ends the chain that starts at the highest bucket.
  private static func gnu(_ image: ELFImage, at address: UInt64) throws(FormatError) -> (Form, Filter?, Range<UInt64>) {
    let outside = FormatError.damaged("symbol hash table lies outside the file")
    guard let range = image.fileRange(from: address), range.upperBound - range.lowerBound >= 16,
      let bucketCount = image.file.load(UInt32.self, at: range.lowerBound).map(UInt64.init),
      let firstHashed = image.file.load(UInt32.self, at: range.lowerBound + 4).map(UInt64.init),
      let filterCount = image.file.load(UInt32.self, at: range.lowerBound + 8).map(UInt64.init),
      let shift = image.file.load(UInt32.self, at: range.lowerBound + 12)
    else { throw outside }
    // Counts have 32 bits and a word 8 bytes, so these sums cannot overflow below a file's length.
    let filter = range.lowerBound + 16
    let buckets = filter + 8 * filterCount
    let chains = buckets + 4 * bucketCount
    guard chains <= range.upperBound else { throw outside }
    let bloom = Filter(image.file, at: filter, count: filterCount, shift: shift)
    let form = Form.gnu(buckets: buckets, bucketCount: bloom == nil ? 0 : UInt32(bucketCount), chains: chains)

    var last: UInt64 = 0
    for index in 0..<bucketCount {
      guard let bucket = image.file.load(UInt32.self, at: buckets + 4 * index) else { throw outside }
      last = max(last, UInt64(bucket))
    }
    // No bucket leads anywhere: there are only those that the library needs, and their number is nowhere else told.
    guard last >= firstHashed, last > 0 else { return (form, bloom, firstHashed..<firstHashed) }
    while true {
      let offset = chains + 4 * (last - firstHashed)
      guard offset < range.upperBound, range.upperBound - offset >= 4,
        let hash = image.file.load(UInt32.self, at: offset)
      else { throw outside }
      last += 1
      if hash & 1 != 0 { return (form, bloom, firstHashed..<last) }
    }
  }
}
