import Demangling

/// What a library exports, in one pass over its symbols, as far as finding one function needs it.
struct Exports: ~Copyable {
  /// A library may export millions of functions; beyond these, only exact names and right Swift suffixes are kept.
  static let functionsAtMost = 50_000
  private static let candidatesAtMost = 20_000

  struct Function: Hashable {
    let name: [UInt8]
    let symbol: Symbol
  }

  /// The function with C linkage.
  private(set) var plain: Function?
  /// Symbols of exactly that name which are no exported functions.
  private(set) var namesakes: [Symbol] = []
  /// Swift functions whose type is the right one, whatever their name.
  private(set) var swiftCandidates: [Function] = []
  /// What a Go plugin's own package exports; nil for other libraries.
  private(set) var go: GoExports?
  private(set) var hasSwift = false
  /// Where the names of all exported functions stand among the library's strings, up to a bound: thousands of whole
  /// symbols would take long to put down.
  private(set) var functions: [UInt32] = []
  /// Nothing was left out that could be the function, or be taken for it.
  private(set) var isWhole = true
  private let library: SharedLibrary

  init(_ library: SharedLibrary, function: String) {
    self.library = library
    let wanted = Array(function.utf8)
    var plain = Function?.none
    var (namesakes, swiftCandidates) = ([Symbol](), [Function]())
    var (hasSwift, isGoPlugin, isWhole) = (false, false, true)
    let (symbols, initial) = (library.symbols, wanted.first)
    let room = Int(min(symbols.count.symbols, UInt64(Self.functionsAtMost)))
    functions = [UInt32](unsafeUninitializedCapacity: room) { functions, count in
      symbols.forEach { symbol in
        // Where names end is only looked for where it may count.
        let first = symbols.firstByte(of: symbol)
        if first == initial, symbols.isNamed(wanted, symbol) {
          if symbol.isExportedFunction {
            plain = plain ?? Function(name: wanted, symbol: symbol)
          } else if namesakes.count < Self.candidatesAtMost {
            namesakes.append(symbol)
          }
          return
        }
        guard symbol.isDefined else { return }
        if symbol.isExportedFunction {
          if count < room {
            functions.initializeElement(at: count, to: symbol.nameOffset)
            count += 1
          } else {
            isWhole = false
          }
        }
        guard first == UInt8(ascii: "$") || first == UInt8(ascii: "g"), let name = symbols.text(of: symbol) else {
          return
        }
        if !isGoPlugin, GoPlugin.isMarker(name) { isGoPlugin = true }
        guard symbol.isExportedFunction, SwiftName.isMangled(name) else { return }
        hasSwift = true
        if name.hasSuffix(SwiftName.rightSuffix), swiftCandidates.count < Self.candidatesAtMost {
          swiftCandidates.append(Function(name: Array(name), symbol: symbol))
        }
      }
    }
    self.plain = plain
    go = isGoPlugin ? GoExports(library, function: function) : nil
    self.namesakes = namesakes
    self.swiftCandidates = swiftCandidates
    self.hasSwift = hasSwift
    self.isWhole = isWhole && swiftCandidates.count < Self.candidatesAtMost
  }

  /// The library has no name twice: it could have that only in several versions, beside the one that is its own name.
  var areUnique: Bool { library.versions.definitions.count <= 2 }

  /// Whether a text stands anywhere among the names; quicker than to look into each.
  func hasName(containing text: [UInt8]) -> Bool { library.symbols.hasName(containing: text) }

  /// Where the names of `functions` are.
  var symbols: SymbolTable { library.symbols }
}
