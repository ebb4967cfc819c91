import PluginModel
import Testing

/// What a signature's finding comes to under the user's settings.
@Suite("Provenance")
struct ProvenanceTests {
  private func plugin(
    _ provenance: Provenance?, rejection: Rejection? = nil, libraries: [PluginPath] = []
  ) -> Plugin {
    var plugin = Plugin(path: PluginPath("p.so"))
    plugin.inspection = Inspection(
      file: Examples.state, kind: .c, symbol: "MyFunction", rejection: rejection, buildID: "deadbeef0123456789",
      libraries: libraries, isSigned: provenance != .unsigned, provenance: provenance)
    return plugin
  }

  private func check(_ plugin: Plugin, _ settings: Settings = Settings()) -> Check? {
    plugin.checks(settings: settings).first { $0.id == .provenance }
  }

  @Test func `Only a signature by somebody allowed is a pass, and nothing else where one is required`() {
    var required = Settings()
    required.requireSigned = true
    for provenance in Examples.provenances {
      let (status, strict) = (check(plugin(provenance))?.status, check(plugin(provenance), required)?.status)
      let failure = plugin(provenance).rejection(Settings())?.failure
      let strictFailure = plugin(provenance).rejection(required)?.failure
      switch provenance {
      case .signed: #expect(status == .pass && strict == .pass && failure == nil && strictFailure == nil)
      case .unsigned: #expect(status == .skipped && strict == .fail && failure == nil && strictFailure == .unsigned)
      case .unknownKey, .unverified:
        #expect(status == .warn && strict == .fail && failure == nil && strictFailure == .unsigned)
      case .bad:
        #expect(status == .fail && strict == .fail && failure == .badProvenance && strictFailure == .badProvenance)
      }
      #expect(Judgement(of: plugin(provenance), settings: required)?.isError == (strictFailure == nil ? nil : true))
    }
  }

  @Test func `Facts stay, whatever the signature says`() {
    let signed = check(plugin(signed))
    #expect(signed?.summary == "signed by a@example.org (ED25519 SHA256:LKlO7XHi…) · build ID dead…6789")
    #expect(signed?.details == ["key       ED25519 SHA256:LKlO7XHiHIrRxn", "build ID  deadbeef0123456789"])
    #expect(check(plugin(.unsigned))?.summary == "not signed · build ID dead…6789")
    #expect(check(plugin(.bad(.noSignature)))?.details == ["build ID  deadbeef0123456789"])
    #expect(check(plugin(.bad(.noSignature)))?.summary.hasSuffix("SSH signature · build ID dead…6789") == true)
  }

  private let signed = Provenance.signed(by: "a@example.org", Examples.key, content: "ab")

  private func expectDoubtful(
    _ plugin: Plugin, _ settings: Settings, _ words: String, location: SourceLocation = #_sourceLocation
  ) {
    var required = settings
    required.requireSigned = true
    let told = "signed by a@example.org (ED25519 SHA256:LKlO7XHi…) · \(words)"
    #expect(check(plugin, settings)?.status == .warn, sourceLocation: location)
    #expect(check(plugin, settings)?.summary == told + " · build ID dead…6789", sourceLocation: location)
    #expect(check(plugin, required)?.status == .fail, sourceLocation: location)
    #expect(plugin.rejection(settings) == nil, sourceLocation: location)
    #expect(plugin.rejection(required)?.failure == .unsigned, sourceLocation: location)
    #expect(plugin.rejection(required)?.reason == told, sourceLocation: location)
    #expect(plugin.inspection?.isDoubtful(settings) == true, sourceLocation: location)
    #expect(plugin.inspection?.isUnproved(settings) == true, sourceLocation: location)
  }

  @Test func `Libraries beside it are not signed with it`() {
    let plugin = plugin(signed, libraries: [PluginPath("./libfoo.so")])
    expectDoubtful(plugin, Settings(), "1 library beside it is not signed")
    #expect(check(plugin)?.details.contains("  ./libfoo.so") == true)
    expectDoubtful(
      self.plugin(signed, libraries: [PluginPath("./a.so"), PluginPath("./b.so")]), Settings(),
      "2 libraries beside it are not signed")
  }

  @Test func `A Go plugin is held to its signed file only as long as it can open no other`() {
    var plugin = plugin(signed)
    plugin.inspection?.go = GoFacts(
      package: "plugin/unnamed-1", build: GoBuild(toolchain: "go1.24"), hashes: GoHashes([:]))
    let words = "Go opens it by its name, and the sandbox lets it open other files"
    #expect(check(plugin)?.status == .pass && plugin.inspection?.isDoubtful(Settings()) == false)
    for loosen: (inout SandboxPolicy) -> Void in [
      { $0.isOn = false }, { $0.readable = [PluginPath("/srv")] }, { $0.writable = [PluginPath("/srv")] },
    ] {
      var settings = Settings()
      loosen(&settings.sandbox)
      expectDoubtful(plugin, settings, words)
      #expect(check(self.plugin(signed), settings)?.status == .pass, "others are opened by no name")
    }
  }

  @Test func `The hint about a key that is not accepted tells what in its line to mend`() {
    var settings = Settings()
    settings.allowedSigners = PluginPath("./signers")
    func hint(_ options: String) -> String {
      check(plugin(.bad(.notAccepted(by: "a@example.org", Examples.key, options: options))), settings)?.hint ?? ""
    }
    #expect(hint("valid-before=\"20200101\"").hasPrefix("A signature tells no time to trust."))
    #expect(hint("namespaces=\"file\"").contains("add airlock to the namespaces"))
    #expect(hint("cert-authority").contains("certificates alone"))
    #expect(hint("bogus=1").contains("ALLOWED SIGNERS"))
    for options in ["valid-before=1", "namespaces=file", "cert-authority", "bogus"] {
      #expect(hint(options).contains("./signers"))
    }
  }

  /// It has read the file's bytes, and whatever they made of it must not speak for them.
  @Test func `What an inspector says of a signature does not count`() throws {
    var plugin = plugin(.unsigned)
    plugin.inspection?.checks = [Check(.provenance, .pass, "signed by everybody")]
    #expect(check(plugin)?.summary == "not signed · build ID dead…6789")
    plugin.inspection?.provenance = .signed(by: "a@example.org", Examples.key, content: "ab")
    let told = try #require(plugin.inspection)
    #expect(try Inspection(wireBytes: told.wireBytes).provenance == nil)
  }

  @Test func `An earlier failure is told first, and a worse finding before a requirement`() {
    let malformed = Rejection(.malformed, "damaged")
    #expect(plugin(.bad(.noSignature), rejection: malformed).rejection(Settings())?.failure == .malformed)
    #expect(check(plugin(.bad(.noSignature), rejection: malformed))?.status == .fail)
    var gone = Plugin(path: PluginPath("p.so"))
    gone.inspection = Inspection(rejection: Rejection(.fileNotFound, "no such file or directory"))
    #expect(check(gone)?.status == .skipped)
  }

  @Test func `A finding's words are one harmless line`() {
    let evil = "a\u{1B}[31m\u{202E}\n"
    let key = SigningKey(kind: evil, fingerprint: evil, line: evil)
    for provenance: Provenance in [
      .signed(by: evil, key, content: evil), .unknownKey(key), .bad(.notAccepted(by: evil, key, options: evil)),
      .unverified(.programFailed(evil)),
    ] {
      let check = check(plugin(provenance))
      for line in [check?.summary ?? ""] + (check?.details ?? []) {
        #expect(!line.unicodeScalars.contains(where: ForeignText.isHarmful))
      }
    }
  }
}
