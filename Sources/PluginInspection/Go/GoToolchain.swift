import PluginModel

/// The Go toolchain that built a file.
enum GoToolchain {
  /// "go1.22.3"; nil if the file is none of Go's, or does not tell.
  static func version(in sections: SectionTable) -> String? { GoBuildInfo(in: sections)?.version }

  /// "go1.19.8" of "Go cmd/compile go1.19.8; -shared", as debug info names the compiler; nil if it is another.
  static func version(inProducer producer: String) -> String? {
    let words = producer.prefix { $0 != ";" }.split(separator: " ")
    guard words.starts(with: ["Go", "cmd/compile"]), words.count == 3 else { return nil }
    return String(words[2])
  }
}
