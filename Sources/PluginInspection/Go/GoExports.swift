import PluginModel

/// What a Go plugin's own package exports: the linker puts it into the dynamic symbol table as `<package path>.<name>`,
/// together with everything of every other package.
struct GoExports {
  /// `package main` under the path that the plugin has in a process; as the linker writes it.
  let package: [UInt8]
  let hashes: GoHashes
  private(set) var function: Exports.Function?
  /// A variable of the function's name.
  private(set) var variable: Exports.Function?
  /// All functions and methods of the package, without its path: "MyFunction", "(*Table).find".
  private(set) var names: [[UInt8]] = []

  private static let namesAtMost = 10_000

  init(_ library: SharedLibrary, function: String) {
    let hashes = GoHashes(in: library)
    self.hashes = hashes
    package = Self.mainPackage(of: library, hashes)
    let prefix = package + Array(".".utf8)
    let wanted = prefix + Array(function.utf8)
    var (function, variable) = (Exports.Function?.none, Exports.Function?.none)
    var names: [[UInt8]] = []
    library.symbols.forEach { symbol in
      guard symbol.isDefined, library.symbols.hasPrefix(prefix, symbol), let name = library.symbols.name(of: symbol)
      else { return }
      if name == wanted {
        if symbol.isExportedFunction {
          function = Exports.Function(name: name, symbol: symbol)
        } else {
          variable = Exports.Function(name: name, symbol: symbol)
        }
      } else if symbol.isExportedFunction, names.count < Self.namesAtMost {
        names.append(Array(name.dropFirst(prefix.count)))
      }
    }
    self.function = function
    self.variable = variable
    self.names = names
  }

  /// The path for people.
  var packageName: String { Words.name(GoSymbol.unescaped(package)) }

  /// As a sentence has it: the digits in place of a path that it does not have tell nobody anything.
  var packageWords: String { packageName.hasPrefix(GoFacts.unnamed) ? "package main" : "package \(packageName)" }

  /// Every plugin has a function `main`; another package may have one too, but hardly the shorter path to it.
  private static func mainPackage(of library: SharedLibrary, _ hashes: GoHashes) -> [UInt8] {
    var candidates: [[UInt8]] = []
    library.symbols.forEach { symbol in
      guard symbol.isExportedFunction, let name = library.symbols.name(of: symbol), name.hasSuffix(".main") else {
        return
      }
      let package = Array(name.dropLast(5))
      // The hashes are named by the path itself, functions by the path as the linker escapes it.
      if hashes.has(Words.name(GoSymbol.unescaped(package))) { candidates.append(package) }
    }
    return candidates.min { $0.count < $1.count } ?? []
  }
}
