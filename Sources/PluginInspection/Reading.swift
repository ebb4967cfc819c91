import Glibc
import Linux
import PluginModel

/// One reading of a file: the checks in their order. One that fails does not hide a later one that can be made without it.
struct Reading {
  private let request: InspectionRequest
  private let surroundings: Surroundings
  private var record: CheckRecord
  private var function: String { request.function }

  var inspection: Inspection { record.inspection }

  init(_ request: InspectionRequest, in surroundings: Surroundings) {
    self.request = request
    self.surroundings = surroundings
    record = CheckRecord(request.extent)
  }

  /// - Throws: if the file cannot be mapped; all else ends up in the inspection.
  mutating func read(_ file: OpenFile) throws(FileError) {
    let status = file.opened
    record.inspection.file = status.state
    let mapped = try surroundings.files.content(of: file, status.state)
    let safety = FileSafety(request.path, status, in: surroundings.files.folder(at: request.path.folder))
    let facts = { [surroundings] in
      safety.facts(owner: surroundings.name(ofUser: status.owner), now: Int64(time(nil)))
    }
    if let danger = safety.danger {
      record.add(Check(.file, .warn, "\(facts()), \(danger.words)", hint: danger.hint))
    } else {
      record.pass(Check(.file, .pass, facts()))
    }
    let digest = request.digest ? FileDigest(of: mapped) : nil
    readFormat(file, mapped)
    // Facts, whatever comes of the other checks.
    switch digest {
    case .computed(let text): record.inspection.digest = text
    case .leftOut(let reason): record.inspection.digestGap = reason
    case nil: break
    }
    record.inspection.isSigned = isSigned(file)
  }

  /// Whether anything stands where a signature would: what it is, the verifier finds out.
  private func isSigned(_ file: OpenFile) -> Bool {
    do {
      _ = try FileStatus(link: file.path.signature, in: file.folder)
      return true
    } catch {
      return ![ENOENT, ENOTDIR, ENAMETOOLONG].contains(error.number)
    }
  }

  private mutating func readFormat(_ file: OpenFile, _ mapped: MappedFile) {
    let needALibrary: [Check.ID] = [.dependencies, .symbols, .function, .signature, .runtime]
    let (identity, library, sections): (ELFIdentity, SharedLibrary?, SectionTable?)
    do {
      (identity, library, sections) = try checkFormat(mapped)
    } catch {
      record.inspection.nature = error.nature
      record.fail(.format, error.rejection)
      return record.skip([.architecture] + needALibrary, because: error.obstacle)
    }
    do {
      try LoadingError.check(identity, library)
      record.pass(.architecture, "\(identity.machine.name), as this machine")
    } catch {
      if library?.isExecutable == true { record.inspection.nature = "ELF64 \(identity.machine.name) executable" }
      record.fail(.architecture, error.rejection)
      return record.skip(needALibrary, because: error.obstacle)
    }
    if let library, let sections { read(library, file, identity, sections) }
  }

  private mutating func checkFormat(
    _ file: MappedFile
  ) throws(FormatError) -> (ELFIdentity, SharedLibrary?, SectionTable?) {
    let identity = try ELFIdentity(file)
    record.inspection.nature = identity.words
    var (library, sections, hardening) = (SharedLibrary?.none, SectionTable?.none, Hardening?.none)
    if identity.isNativeLayout {
      let image = try ELFImage(file, identity: identity)
      record.inspection.buildID = BuildID.hexadecimal(of: image)
      if identity.type == .sharedObject {
        let read = try tables(of: image)
        let table = SectionTable(file)
        try SectionAgreement.check(read, table)
        let search = SearchFolder.all(of: read.dynamic, origin: request.path.folder, rules: surroundings.rules)
        (library, sections) = (read, table)
        hardening = Hardening(read, search: search)
      }
    }
    if let hardening, let danger = hardening.words {
      record.add(
        Check(.format, .warn, "\(identity.words), \(danger)", hint: hardening.hint, details: [hardening.line]))
    } else {
      record.pass(Check(.format, .pass, identity.words, details: hardening.map { [$0.line] } ?? []))
    }
    return (identity, library, sections)
  }

  private func tables(of image: ELFImage) throws(FormatError) -> SharedLibrary {
    guard let state = inspection.file, image.identity.machine == .current else { return try SharedLibrary(image) }
    return try surroundings.files.plugin(image, state)
  }

  private mutating func read(
    _ library: SharedLibrary, _ file: OpenFile, _ identity: ELFIdentity, _ sections: SectionTable
  ) {
    if request.extent >= .interface { record.inspection.interface = Interface(of: library) }
    let exports = Exports(library, function: function)
    record.inspection.nature = "\(exports.words), \(identity.machine.name)"
    let foreign = ForeignRuntime(library, library.imports)
    checkDependencies(library, foreign)
    let found = checkFunction(exports, library, sections)
    let toolchain = checkSignature(found, file, sections)
    let go = exports.go.map { GoFacts($0, library, sections, toolchain: toolchain) }
    record.inspection.go = go
    let runtime = RuntimeCheck(
      exports, library, sections, foreign: foreign, go: go, own: surroundings.swiftCompiler)
    record.add(runtime.check, runtime.rejection)
    guard inspection.rejection == nil else { return }
    // Go finds a function by the name that its author gave it.
    record.inspection.symbol = found?.kind == .go ? function : found?.symbol
  }

  private mutating func checkDependencies(_ library: SharedLibrary, _ foreign: ForeignRuntime?) {
    let graph = DependencyGraph(
      of: library, at: request.path, inspection.file?.identity, rules: surroundings.rules, files: surroundings.files)
    record.inspection.libraries = graph.filesOutsideTheSystem
    let dependencies = DependencyCheck(graph, details: request.extent >= .details)
    take(dependencies.check, dependencies.rejection, excuse: foreign)
    // What a library that is not there would have provided cannot be told from what nothing provides.
    if foreign == nil, !graph.missing.isEmpty { return record.skip([.symbols], because: "a library is missing") }
    if !graph.cuts.isEmpty { return record.skip([.symbols], because: "not all libraries were looked for") }
    let isBrief = request.extent == .findings
    let resolution = SymbolResolution(
      of: graph, host: { [surroundings] in surroundings.host }, bindings: surroundings.files.bindings,
      listedAtMost: isBrief ? Check.detailsInFindings : SymbolResolution.listedAtMost)
    let symbols = SymbolCheck(
      resolution, system: surroundings.libraryVersion, cut: graph.symbolCut, isBrief: isBrief)
    take(symbols.check, symbols.rejection, excuse: foreign)
  }

  /// - Parameter foreign: what explains a failure better; it is told by a later check.
  private mutating func take(_ check: Check, _ rejection: Rejection?, excuse foreign: ForeignRuntime?) {
    guard rejection != nil, let foreign else { return record.add(check, rejection) }
    record.add(foreign.excuse(check))
  }

  /// Nil if there is none that can be called.
  private mutating func checkFunction(
    _ exports: borrowing Exports, _ library: SharedLibrary, _ sections: SectionTable
  ) -> FoundFunction? {
    guard let found = FoundFunction(function, in: exports) else {
      let (near, details) = nearMisses(exports, library, sections)
      let hint = [
        near.map { Words.clipped($0, atMost: 2 * Words.longestName) },
        exports.isWhole || exports.go != nil
          ? nil : "Only the first \(Exports.functionsAtMost) of its functions were compared.",
      ].compactMap(\.self)
      record.fail(
        .function,
        Rejection(
          .functionNotFound, "no exported function \(function)", hint: hint.isEmpty ? nil : hint.joined(separator: "\n")
        ), details)
      return nil
    }
    record.inspection.kind = found.kind
    if let address = found.address, !library.image.isCode(address) {
      record.fail(.function, FormatError.damaged("\(function) lies outside the code").rejection)
      return nil
    }
    if found.hasUnspeakableName {
      record.fail(.function, FormatError.damaged("the name of \(function) is not UTF-8").rejection)
      return nil
    }
    let words = found.words(function)
    record.pass(.function, words)
    return found
  }

  private func nearMisses(
    _ exports: borrowing Exports, _ library: SharedLibrary, _ sections: SectionTable
  ) -> (hint: String?, details: [String]) {
    if let go = exports.go {
      let misses = GoNearMisses(function, in: go)
      return (misses.hint, misses.details)
    }
    let local = LocalSymbols(library.image.file, sections, containing: function)
    let misses = NearMisses(function, in: exports, local)
    return (misses.hint, misses.details)
  }

  /// What the debug info tells of the Go toolchain, if anything.
  private mutating func checkSignature(
    _ found: FoundFunction?, _ file: OpenFile, _ sections: SectionTable
  ) -> String? {
    guard let found else {
      record.skip([.signature], because: "there is no function to call")
      return nil
    }
    let debugFiles = DebugFiles(
      of: request.path, buildID: inspection.buildID, sections, roots: surroundings.debugRoots)
    let verdict = SignatureVerdict(found, function: function, file: file, debugFiles)
    record.inspection.signature = verdict.signature
    record.add(verdict.check, verdict.rejection)
    return verdict.toolchain
  }
}

extension Exports {
  /// What the library is, for a title.
  fileprivate var words: String {
    if go != nil { return "Go plugin" }
    if hasSwift { return "Swift library" }
    return plain == nil ? "shared library" : "C library"
  }
}
