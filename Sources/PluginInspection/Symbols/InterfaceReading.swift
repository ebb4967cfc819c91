import Demangling
import PluginModel

extension Interface {
  /// A library may export millions; beyond these they are only counted.
  private static let namesAtMost = 65_536

  /// Of the exports of a library those that come first by name.
  init(of library: SharedLibrary) {
    var names: [(text: [UInt8], size: UInt64)] = []
    var count = 0
    library.symbols.forEachExport { symbol, size in
      count += 1
      guard names.count < Self.namesAtMost, let name = library.symbols.name(of: symbol) else { return }
      names.append((name, size))
    }
    names.sort { $0.text.lexicographicallyPrecedes($1.text) }
    let exports = names.prefix(Self.exportsAtMost).map { Export(mangled: $0.text, size: $0.size) }
    self.init(
      needs: library.dynamic.needed.prefix(Self.needsAtMost).map { Words.name($0) }, exports: exports,
      omitted: UInt32(clamping: count - exports.count))
  }
}

extension Interface.Export {
  fileprivate init(mangled: [UInt8], size: UInt64) {
    let words = Demangler.text(of: mangled).map { Self.text($0) }
    self.init(name: Self.text(mangled), words: words, size: size)
  }

  private static func text(_ bytes: [UInt8]) -> String {
    Words.name(bytes.prefix(Interface.longestName), atMost: Interface.longestName / 4)
  }
}
