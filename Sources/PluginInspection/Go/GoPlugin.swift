/// How a Go plugin is told from any other library: it exports a hash of each of its packages.
///
/// See cmd/link, `pkghashbytes`; the prefix is `go:link.` since Go 1.20.
enum GoPlugin {
  static let markers = ["go.link.pkghashbytes.", "go:link.pkghashbytes."].map { Array($0.utf8) }

  static func isMarker(_ symbol: MappedText) -> Bool {
    symbol.hasPrefix("go.link.pkghashbytes.") || symbol.hasPrefix("go:link.pkghashbytes.")
  }
}
