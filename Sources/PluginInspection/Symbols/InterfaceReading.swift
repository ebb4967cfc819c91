import CLinux
import Demangling
import PluginModel

extension Interface {
  /// Of the exports of a library those that come first by name.
  init(of library: SharedLibrary) {
    var first: [Found] = []
    var count = 0
    library.symbols.forEachExport { symbol, size in
      count += 1
      guard let name = library.symbols.name(of: symbol) else { return }
      first.append(Found(name: name, isCode: symbol.isExportedFunction, size: size))
      // A library may export millions.
      if first.count >= 4 * Self.exportsAtMost { first = Self.sorted(first) }
    }
    var demangling = Demangling()
    var room = Self.longest
    let exports = Self.sorted(first).lazy.map { $0.export(&demangling) }.prefix { export in
      room -= export.name.utf8.count + (export.words?.utf8.count ?? 0)
      return room >= 0
    }
    let told = Array(exports)
    self.init(
      needs: library.dynamic.needed.prefix(Self.needsAtMost).map { Words.name($0.bytes) }, exports: told,
      omitted: UInt32(clamping: count - told.count))
  }

  private static func sorted(_ found: [Found]) -> [Found] {
    let sorted = found.sorted { one, other in
      one.name.withUnsafeBytes { one in other.name.withUnsafeBytes { MappedText(one).precedes(MappedText($0)) } }
    }
    return Array(sorted.prefix(exportsAtMost))
  }

  private struct Found {
    let name: [UInt8]
    let isCode: Bool
    let size: UInt64

    func export(_ demangling: inout Demangling) -> Export {
      Export(name: Interface.text(name), words: demangling.text(of: name), isCode: isCode, size: size)
    }
  }

  private static func text(_ bytes: some Sequence<UInt8>) -> String {
    Words.name(bytes.prefix(longestName), atMost: longestName / 4)
  }

  /// A name can be made so that it takes milliseconds to read; thousands of them must not.
  private struct Demangling {
    private var start: UInt64?
    /// In nanoseconds.
    private static let patience: UInt64 = 500_000_000

    mutating func text(of name: [UInt8]) -> String? {
      let now = linux_now()
      guard now - (start ?? now) < Self.patience else { return nil }
      start = start ?? now
      return Demangler.text(of: name).map { Interface.text($0) }
    }
  }
}
