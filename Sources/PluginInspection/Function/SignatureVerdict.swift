import PluginModel

/// Whether a function has the right signature, and how that is known.
struct SignatureVerdict {
  let signature: Signature
  let check: Check
  /// Nil if it is right, or nothing tells.
  let rejection: Rejection?
  /// The Go toolchain that the debug info names.
  private(set) var toolchain: String?

  /// Of a function's wrong types in a sentence; the details list more.
  private static let overloadsInSummary = 3

  init(_ found: FoundFunction, function: String, file: OpenFile, _ debugFiles: DebugFiles) {
    let function = Words.clipped(function.harmless)
    let expected = found.kind.expectedSignature(of: function)
    switch found {
    case .swift(let name, _):
      self.init(
        expected, proved: name.declaration(of: function), isRight: true, .mangledName, found.declarationHint(function))
    case .wrongSwift(let names):
      let overloads = names.map { $0.declaration(of: function) }.sorted()
      let rest = overloads.count > Self.overloadsInSummary ? ["\(overloads.count - Self.overloadsInSummary) more"] : []
      let words = Words.list(overloads.prefix(Self.overloadsInSummary) + rest, last: "and") ?? ""
      self.init(
        expected, proved: words, isRight: false, .mangledName, found.declarationHint(function), overloads: overloads)
    case .goVariable(_, let variable):
      // Go gives a pointer to it, whatever it holds.
      let type = DebugInfo.goVariable(in: file, at: variable.symbol.address).map { "*" + $0 } ?? "a variable"
      self.init(expected, proved: type, isRight: false, .debugInfo, found.declarationHint(function))
    case .go(_, let exported), .c(let exported):
      let (answer, place) = Self.answer(at: exported.symbol.address, in: file, debugFiles)
      self.init(answer, expected, function, found, place, link: debugFiles.link?.name)
    }
  }

  private init(
    _ answer: DebugInfo.Answer, _ expected: String, _ function: String, _ found: FoundFunction, _ place: PluginPath?,
    link: [UInt8]?
  ) {
    switch answer {
    case .signature(let it) where !it.isRight && it.mayBeRight:
      self.init(
        expected, unverified: "Zig's debug info leaves out unused parameters",
        hint: "Build it without optimisation to have the signature proved.", it.prototype(of: function))
    case .signature(let it) where found.kind == .c:
      self.init(
        expected, proved: it.prototype(of: function), isRight: it.isRight, .debugInfo,
        found.declarationHint(function), in: place)
    case .go(let it) where found.kind == .go:
      self.init(
        expected, proved: it.type, isRight: it.isRight, .debugInfo, found.declarationHint(function), in: place)
      toolchain = GoToolchain.version(inProducer: it.producer)
    case .absent where found.kind == .go:
      self.init(
        expected, unverified: "no debug info", hint: "Build it without -ldflags=-w to have the signature proved.")
    case .absent:
      let link = link.map { ", or put its \(Words.name($0, atMost: 80)) beside it," } ?? ""
      self.init(expected, unverified: "no debug info", hint: "Build it with -g\(link) to have the signature proved.")
    case .elsewhere:
      self.init(
        expected, unverified: "its debug info is in another file",
        hint: "Build it without -gsplit-dwarf, and do not run dwz on it, to have the signature proved.")
    case .otherLanguage(let language):
      self.init(
        expected, unverified: "debug info of \(language) does not tell",
        hint: "\(language) does not describe C types; nothing proves the signature.")
    case .signature, .go:
      self.init(
        expected, unverified: "debug info of another language than the function's",
        hint: "Nothing proves the signature.")
    case .notRead:
      self.init(
        expected, unverified: "debug info is not read",
        hint: "Install libdw-dev and build Airlock again to have the signature proved.")
    }
  }

  /// What the library's own debug info says, else what its debug file says, and the path of that.
  private static func answer(
    at address: UInt64, in file: OpenFile, _ debugFiles: DebugFiles
  ) -> (DebugInfo.Answer, PluginPath?) {
    let own = DebugInfo.signature(in: file, at: address)
    guard own == .absent || own == .elsewhere else { return (own, nil) }
    return debugFiles.first { file, path in
      let answer = DebugInfo.signature(in: file, at: address)
      return answer == .absent ? nil : (answer, path)
    } ?? (own, nil)
  }

  /// Expected and found one above the other.
  private static func aligned(_ expected: String, _ found: [String]) -> [String] {
    ["expected \(expected)"] + found.map { "found    \(Words.clipped($0.harmless))" }
  }

  private init(
    _ expected: String, proved: String, isRight: Bool, _ evidence: Signature.Evidence, _ hint: String,
    in place: PluginPath? = nil, overloads: [String]? = nil
  ) {
    let found = Words.clipped(proved.harmless)
    signature = Signature(expected: expected, found: found, evidence: evidence)
    if isRight {
      check = Check(
        .signature, .pass, found, hint: "proved by the \(evidence.words)" + (place.map { " in \($0.line)" } ?? ""))
      rejection = nil
    } else {
      let words = "expected \(expected), found \(found)"
      check = Check(
        .signature, .fail, words, hint: hint, details: Self.aligned(expected, overloads ?? [found]))
      rejection = Rejection(.wrongSignature, words, hint: hint)
    }
  }

  /// - Parameter told: the part of the signature that the debug info has.
  private init(_ expected: String, unverified why: String, hint: String, _ told: String? = nil) {
    signature = Signature(expected: expected, found: nil, evidence: .none)
    check = Check(
      .signature, .unverified, "unverified: \(why)", hint: hint,
      details: told.map { Self.aligned(expected, [$0]) } ?? [])
    rejection = nil
  }
}

extension FoundFunction {
  /// How to write it so that it can be called.
  fileprivate func declarationHint(_ function: String) -> String {
    switch kind {
    case .swift: "Declare it as public func \(function)(_ input: String) throws -> Int at top level."
    case .go: "Declare it as func \(function)(s string) (int, error)."
    case .c:
      "Declare it as int32_t \(function)(const char *input, int64_t *result, char *error, size_t error_capacity)."
    }
  }
}
