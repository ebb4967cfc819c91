import PluginModel

/// One reading of a file: the checks in their order, up to the first that fails.
struct Reading {
  private(set) var inspection = Inspection()
  private let request: InspectionRequest
  private var function: String { request.function }

  private let surroundings: Surroundings

  init(_ request: InspectionRequest, in surroundings: Surroundings) {
    self.request = request
    self.surroundings = surroundings
  }

  /// - Throws: if the file cannot be mapped; all else ends up in the inspection.
  mutating func read(_ file: OpenFile, _ state: FileState) throws(FileError) {
    inspection.file = state
    let mapped = try MappedFile(file, size: state.size)
    pass(.file, Decimal.bytes(mapped.count))
    if request.digest { inspection.digest = SHA256.hexadecimal(of: mapped) }

    guard let (identity, library) = checkFormat(mapped), checkArchitecture(identity, library), let library else {
      return
    }
    let exports = Exports(library, function: function)
    inspection.nature = "\(exports.words), \(identity.machine.name)"
    guard checkDependencies(library) else { return }
    guard let found = checkFunction(exports, library), checkSignature(found, file),
      checkRuntime(found, exports, library)
    else { return }
    checkProvenance()
  }

  private mutating func checkFormat(_ file: MappedFile) -> (ELFIdentity, SharedLibrary?)? {
    do {
      let identity = try ELFIdentity(file)
      inspection.nature = identity.words
      var library: SharedLibrary?
      if identity.isNativeLayout {
        let image = try ELFImage(file, identity: identity)
        inspection.buildID = BuildID.hexadecimal(of: image)
        if identity.type == .sharedObject { library = try SharedLibrary(image) }
      }
      pass(.format, identity.words)
      return (identity, library)
    } catch {
      inspection.nature = error.nature
      fail(.format, error.rejection)
      return nil
    }
  }

  private mutating func checkArchitecture(_ identity: ELFIdentity, _ library: SharedLibrary?) -> Bool {
    do {
      try LoadingError.check(identity, library)
      pass(.architecture, "\(identity.machine.name), as this machine")
      return true
    } catch {
      if library?.isExecutable == true { inspection.nature = "ELF64 \(identity.machine.name) executable" }
      fail(.architecture, error.rejection)
      return false
    }
  }

  private mutating func checkDependencies(_ library: SharedLibrary) -> Bool {
    let graph = DependencyGraph(of: library, at: request.path, rules: surroundings.rules, files: surroundings.files)
    let dependencies = DependencyCheck(graph)
    guard take(dependencies.check, dependencies.rejection) else { return false }
    let symbols = SymbolCheck(
      SymbolResolution(of: graph, host: surroundings.host), system: surroundings.libraryVersion)
    return take(symbols.check, symbols.rejection)
  }

  /// Records a check; false if it failed.
  private mutating func take(_ check: Check, _ rejection: Rejection?) -> Bool {
    inspection.checks.append(check)
    if inspection.rejection == nil { inspection.rejection = rejection }
    return rejection == nil
  }

  private mutating func checkFunction(_ exports: Exports, _ library: SharedLibrary) -> FoundFunction? {
    guard let found = FoundFunction(function, in: exports) else {
      let hint = NearMisses.hint(for: function, in: exports).map { Words.clipped($0, atMost: 2 * Words.longestName) }
      fail(.function, Rejection(.functionNotFound, "no exported function \(function)", hint: hint))
      return nil
    }
    inspection.kind = found.kind
    if let address = found.address, !library.image.isCode(address) {
      fail(.function, FormatError.damaged("\(function) lies outside the code").rejection)
      return nil
    }
    pass(.function, found.words(function))
    return found
  }

  private mutating func checkSignature(_ found: FoundFunction, _ file: OpenFile) -> Bool {
    guard let verdict = SignatureVerdict(found, function: function, file: file) else { return true }
    inspection.signature = verdict.signature
    if let rejection = verdict.rejection {
      fail(.signature, rejection)
      return false
    }
    inspection.symbol = found.symbol
    inspection.checks.append(verdict.check)
    return true
  }

  private mutating func checkRuntime(_ found: FoundFunction, _ exports: Exports, _ library: SharedLibrary) -> Bool {
    if found.kind == .go {
      fail(.runtime, Rejection(.incompatibleRuntime, "Go plugins cannot be loaded by this version"))
      return false
    }
    guard exports.hasSwift else { return true }
    guard library.dynamic.needs("libswiftCore.so") else {
      inspection.symbol = nil
      fail(
        .runtime,
        Rejection(
          .incompatibleRuntime, "it carries its own Swift runtime; two in one process break casts",
          hint: "Link it dynamically: leave out -static-stdlib."))
      return false
    }
    pass(.runtime, "Swift runtime shared with Airlock")
    return true
  }

  private mutating func checkProvenance() {
    let parts = [
      inspection.buildID.map { "build ID " + Words.abbreviated($0) },
      inspection.digest.map { "sha256 " + Words.abbreviated($0) },
    ].compactMap(\.self)
    if !parts.isEmpty { pass(.provenance, parts.joined(separator: " · ")) }
  }

  private mutating func pass(_ check: Check.ID, _ summary: String) {
    inspection.checks.append(Check(check, .pass, Words.clipped(summary.harmless)))
  }

  private mutating func fail(_ check: Check.ID, _ rejection: Rejection) {
    var harmless = rejection
    harmless.reason = rejection.reason.harmless
    harmless.hint = rejection.hint?.harmless
    inspection.rejection = harmless
    inspection.checks.append(Check(check, .fail, harmless.reason, hint: harmless.hint))
  }
}

extension Exports {
  /// What the library is, for a title.
  fileprivate var words: String {
    if isGoPlugin { return "Go plugin" }
    if hasSwift { return "Swift library" }
    return plain == nil ? "shared library" : "C library"
  }
}
