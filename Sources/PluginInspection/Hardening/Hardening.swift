/// How a library was built against misuse: what checksec(1) tells of a file.
///
/// See ld(1), `-z relro`, `-z now`, `-z execstack`, `-z text`; and gcc(1), `-fstack-protector`.
struct Hardening {
  /// A way in which the library weakens the process that loads it.
  struct Danger: Equatable {
    /// For the summary, after "with".
    let words: String
    let hint: String
  }

  let dangers: [Danger]
  private let library: SharedLibrary
  private let search: [SearchFolder]
  private let hasExecutableStack: Bool

  init(_ library: SharedLibrary, search: [SearchFolder]) {
    self.library = library
    self.search = search
    // The loader takes a library that does not say otherwise to need an executable stack.
    let stack = library.image.segments.last { $0.kind == .stack }
    hasExecutableStack = stack?.isExecutable ?? true
    var dangers: [Danger] = []
    if hasExecutableStack {
      let why =
        stack == nil ? "It does not say that its stack need not be executable" : "It asks for an executable stack"
      dangers.append(
        Danger(
          words: "an executable stack", hint: "\(why), so all stacks become so: link it with -Wl,-z,noexecstack."))
    }
    if library.dynamic.hasTextRelocations {
      dangers.append(
        Danger(words: "text relocations", hint: "The loader must write into its code: compile it with -fPIC."))
    }
    if let danger = search.lazy.compactMap(\.danger).first { dangers.append(danger) }
    self.dangers = dangers
  }

  /// "full RELRO, BIND_NOW, NX stack, stack protector, no TEXTREL".
  var line: String {
    let (dynamic, imports) = (library.dynamic, library.imports)
    let hasReadOnlyPart = library.image.segments.contains { $0.kind == .relocatedReadOnly }
    return [
      hasReadOnlyPart ? (dynamic.bindsNow ? "full RELRO" : "partial RELRO") : "no RELRO",
      dynamic.bindsNow ? "BIND_NOW" : "no BIND_NOW",
      hasExecutableStack ? "executable stack" : "NX stack",
      imports.hasStackProtector ? "stack protector" : "no stack protector",
      imports.isFortified ? "FORTIFY" : "no FORTIFY",
      dynamic.hasTextRelocations ? "TEXTREL" : "no TEXTREL",
      search.isEmpty ? nil : search.allSatisfy { $0.danger == nil } ? "safe search path" : "unsafe search path",
    ].compactMap(\.self).joined(separator: ", ")
  }

  /// "with an executable stack and text relocations"; nil if nothing is dangerous.
  var words: String? { Words.list(dangers.map(\.words), last: "and").map { "with " + $0 } }
  var hint: String? { dangers.isEmpty ? nil : dangers.map(\.hint).joined(separator: "\n") }
}
