/// How a Go plugin is told from any other library: it exports a hash of each of its packages.
///
/// See cmd/link, `pkghashbytes`; the prefix is `go:link.` since Go 1.22.
enum GoPlugin {
  static func isMarker(_ symbol: MappedText) -> Bool {
    symbol.hasPrefix("go.link.pkghashbytes.") || symbol.hasPrefix("go:link.pkghashbytes.")
  }
}
