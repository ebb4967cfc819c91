import PluginModel

extension GoHashes {
  /// Of a hash, in bytes.
  private static let length = 8

  /// Those that a Go program or plugin exports.
  init(in library: SharedLibrary) {
    var values: [String: [UInt8]] = [:]
    library.symbols.forEach { symbol in
      guard symbol.isDefined, let marker = GoPlugin.markers.first(where: { library.symbols.hasPrefix($0, symbol) }),
        let name = library.symbols.name(of: symbol), values.count < Self.packagesAtMost,
        let range = library.image.fileRange(from: symbol.address)
      else { return }
      let limit = Int(min(UInt64(Self.length), range.upperBound - range.lowerBound))
      values[Words.name(name.dropFirst(marker.count))] = library.image.file.bytes(at: range.lowerBound, upTo: limit)
    }
    self.init(values)
  }
}
