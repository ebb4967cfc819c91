import PluginModel

/// Whether the language runtime that a plugin brings or needs is one that can be here.
struct RuntimeCheck {
  let check: Check
  let rejection: Rejection?

  init(
    _ exports: borrowing Exports, _ library: SharedLibrary, _ sections: SectionTable, foreign: ForeignRuntime?,
    go facts: GoFacts?, own compiler: @autoclosure () -> SwiftCompiler?
  ) {
    if let foreign {
      self.init(foreign.rejection)
    } else if let facts {
      self.init(Inspection.openCheck(of: facts))
    } else if exports.hasSwift {
      self = Self.swift(library, sections, compiler())
    } else if let version = GoToolchain.version(in: sections) {
      self.init(Check(.runtime, .pass, "\(GoBuild.words(forVersion: version)), as a C library"))
    } else {
      self.init(Check(.runtime, .pass, "none that must match Airlock's"))
    }
  }

  private static func swift(
    _ library: SharedLibrary, _ sections: SectionTable, _ own: SwiftCompiler?
  ) -> RuntimeCheck {
    guard library.dynamic.needs("libswiftCore.so") else {
      return RuntimeCheck(
        Rejection(
          .incompatibleRuntime, "it carries its own Swift runtime; two in one process break casts",
          hint: "Link it dynamically: leave out -static-stdlib."))
    }
    // A file without section headers does not tell.
    if !sections.sections.isEmpty, !sections.hasSection(namePrefix: "swift5_") {
      return RuntimeCheck(
        Check(
          .runtime, .warn, "Swift without swift5_ sections: the runtime cannot find its types",
          hint: "Link it with swiftc, which adds what the runtime looks for."))
    }
    let compilers = SwiftCompiler.all(in: sections)
    guard let own, let other = compilers.first else {
      return RuntimeCheck(Check(.runtime, .pass, "Swift runtime shared with Airlock"))
    }
    let details = ["plugin  \(Words.name(other.line))", "Airlock \(Words.name(own.line))"]
    guard compilers.contains(own) else {
      return RuntimeCheck(
        Check(
          .runtime, .warn, "built by another Swift compiler than Airlock (\(other.words))",
          hint: "Airlock's is \(own.words); build both with one where anything but the function's own types is shared.",
          details: details))
    }
    return RuntimeCheck(
      Check(.runtime, .pass, "Swift \(SwiftCompiler.release), the same compiler as Airlock", details: details))
  }

  private init(check: Check, rejection: Rejection?) {
    self.check = check
    self.rejection = rejection
  }

  private init(_ check: Check) { self.init(check: check, rejection: nil) }

  private init(_ rejection: Rejection) {
    self.init(check: Check(.runtime, .fail, rejection.reason, hint: rejection.hint), rejection: rejection)
  }
}
