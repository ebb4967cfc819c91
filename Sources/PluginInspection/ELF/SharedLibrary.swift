/// A file of type ET_DYN with the tables that the loader reads, all of them inside the file.
///
/// Its tables look into the mapped file, which is there as long as the library is: they must not outlive it.
///
/// Section headers are not looked at here: the loader does not, and a hostile file can show another symbol table there.
final class SharedLibrary {
  let image: ELFImage
  let dynamic: DynamicSection
  let symbols: SymbolTable
  let versions: SymbolVersions
  /// The symbols that it does not define, by index.
  private(set) lazy var undefined = symbols.undefined
  /// What it takes of others tells of how it was compiled.
  private(set) lazy var imports = Imports(self)
  /// What of its symbols is more than is read, in words; asked for again with each plugin that needs the library.
  private(set) lazy var symbolCut: String? = SymbolBounds.cut(self)

  init(_ image: ELFImage) throws(FormatError) {
    guard !image.segments.isEmpty else { throw .damaged("no program headers") }
    self.image = image
    dynamic = try DynamicSection(image)
    symbols = try SymbolTable(image, dynamic)
    versions = SymbolVersions(image, dynamic)
  }

  /// Whether the loader finds a symbol here that others need.
  func provides(_ name: SymbolName, _ version: SymbolVersions.Wish) -> Bool {
    symbols.has(name) { versions.isSymbol($0, of: version) }
  }

  /// - Parameter version: nil if any does. It is looked for only if there is a symbol of that name.
  func provides(_ name: SymbolName, _ version: [UInt8]?) -> Bool {
    symbols.has(name) { versions.isSymbol($0, of: versions.wish(for: version)) }
  }

  /// A position-independent executable has the same type. It has DF_1_PIE; older linkers only gave it an interpreter,
  /// which a library that can be run has as well (libc.so.6), but not DT_DEBUG.
  var isExecutable: Bool {
    dynamic.isExecutable || (dynamic.hasDebugger && image.segments.contains { $0.kind == .interpreter })
  }
}
