import Glibc
import Linux
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
  mutating func read(_ file: OpenFile, _ status: FileStatus) throws(FileError) {
    inspection.file = status.state
    let mapped = try surroundings.files.content(of: file, status.state)
    let owner = surroundings.name(ofUser: status.owner)
    add(FileSafety.check(request.path, status, owner: owner, now: Int64(time(nil))))
    if request.digest { inspection.digest = SHA256.hexadecimal(of: mapped) }

    // Facts, whatever comes of the other checks.
    defer { checkProvenance() }
    guard let (identity, library) = checkFormat(mapped), checkArchitecture(identity, library), let library else {
      return
    }
    let exports = Exports(library, function: function)
    inspection.nature = "\(exports.words), \(identity.machine.name)"
    let sections = SectionTable(mapped)
    let foreign = ForeignRuntime(library, library.imports)
    guard checkDependencies(library, foreign) else { return }
    guard let found = checkFunction(exports, library, sections), checkSignature(found, file, sections),
      checkRuntime(found, exports, library, sections, foreign)
    else { return }
  }

  private mutating func checkFormat(_ file: MappedFile) -> (ELFIdentity, SharedLibrary?)? {
    do {
      let identity = try ELFIdentity(file)
      inspection.nature = identity.words
      var (library, hardening) = (SharedLibrary?.none, Hardening?.none)
      if identity.isNativeLayout {
        let image = try ELFImage(file, identity: identity)
        inspection.buildID = BuildID.hexadecimal(of: image)
        if identity.type == .sharedObject {
          let read = try tables(of: image)
          try SectionAgreement.check(read, SectionTable(file))
          let search = SearchFolder.all(of: read.dynamic, origin: request.path.folder, rules: surroundings.rules)
          (library, hardening) = (read, Hardening(read, read.imports, search: search))
        }
      }
      add(
        Check(
          .format, hardening?.words == nil ? .pass : .warn,
          [identity.words, hardening?.words].compactMap(\.self).joined(separator: ", "), hint: hardening?.hint,
          details: hardening.map { [$0.line] } ?? []))
      return (identity, library)
    } catch {
      inspection.nature = error.nature
      fail(.format, error.rejection)
      return nil
    }
  }

  private func tables(of image: ELFImage) throws(FormatError) -> SharedLibrary {
    guard let state = inspection.file, image.identity.machine == .current else { return try SharedLibrary(image) }
    return try surroundings.files.plugin(image, state)
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

  private mutating func checkDependencies(_ library: SharedLibrary, _ foreign: ForeignRuntime?) -> Bool {
    let graph = DependencyGraph(of: library, at: request.path, rules: surroundings.rules, files: surroundings.files)
    let dependencies = DependencyCheck(graph, details: request.details)
    guard take(dependencies.check, dependencies.rejection, excuse: foreign) else { return false }
    let symbols = SymbolCheck(
      SymbolResolution(of: graph, host: surroundings.host, bindings: surroundings.files.bindings),
      system: surroundings.libraryVersion)
    return take(symbols.check, symbols.rejection, excuse: foreign)
  }

  /// Records a check; false if it failed.
  ///
  /// - Parameter foreign: what explains a failure better; it is told by a later check.
  private mutating func take(_ check: Check, _ rejection: Rejection?, excuse foreign: ForeignRuntime?) -> Bool {
    if rejection != nil, let foreign {
      add(foreign.excuse(check))
      return true
    }
    add(check)
    if inspection.rejection == nil { inspection.rejection = rejection }
    return rejection == nil
  }

  private mutating func checkFunction(
    _ exports: Exports, _ library: SharedLibrary, _ sections: SectionTable
  ) -> FoundFunction? {
    guard let found = FoundFunction(function, in: exports) else {
      let misses = NearMisses(function, in: exports, LocalSymbols(library.image.file, sections, containing: function))
      let hint = misses.hint.map { Words.clipped($0, atMost: 2 * Words.longestName) }
      fail(.function, Rejection(.functionNotFound, "no exported function \(function)", hint: hint), misses.details)
      return nil
    }
    inspection.kind = found.kind
    if let address = found.address, !library.image.isCode(address) {
      fail(.function, FormatError.damaged("\(function) lies outside the code").rejection)
      return nil
    }
    if found.hasUnspeakableName {
      fail(.function, FormatError.damaged("the name of \(function) is not UTF-8").rejection)
      return nil
    }
    pass(.function, found.words(function))
    return found
  }

  private mutating func checkSignature(
    _ found: FoundFunction, _ file: OpenFile, _ sections: SectionTable
  ) -> Bool {
    let debugFiles = DebugFiles(
      of: request.path, buildID: inspection.buildID, sections, roots: surroundings.debugRoots)
    guard let verdict = SignatureVerdict(found, function: function, file: file, debugFiles) else { return true }
    inspection.signature = verdict.signature
    if let rejection = verdict.rejection {
      fail(.signature, rejection, verdict.check.details)
      return false
    }
    inspection.symbol = found.symbol
    inspection.checks.append(verdict.check)
    return true
  }

  private mutating func checkRuntime(
    _ found: FoundFunction, _ exports: Exports, _ library: SharedLibrary, _ sections: SectionTable,
    _ foreign: ForeignRuntime?
  ) -> Bool {
    let runtime = RuntimeCheck(
      kind: found.kind, hasSwift: exports.hasSwift, library, sections, foreign: foreign,
      own: surroundings.swiftCompiler)
    if let rejection = runtime.rejection {
      inspection.symbol = nil
      fail(.runtime, rejection)
      return false
    }
    if let check = runtime.check { add(check) }
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
    add(Check(check, .pass, Words.clipped(summary.harmless)))
  }

  private mutating func add(_ check: Check) { inspection.checks.append(check) }

  private mutating func fail(_ check: Check.ID, _ rejection: Rejection, _ details: [String] = []) {
    var harmless = rejection
    harmless.reason = rejection.reason.harmless
    harmless.hint = rejection.hint?.harmless
    inspection.rejection = harmless
    add(Check(check, .fail, harmless.reason, hint: harmless.hint, details: details.map(\.harmless)))
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
