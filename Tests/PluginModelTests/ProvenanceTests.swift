import PluginModel
import Testing

/// What a signature's finding comes to under the user's settings.
@Suite("Provenance")
struct ProvenanceTests {
  private func plugin(_ provenance: Provenance?, rejection: Rejection? = nil) -> Plugin {
    var plugin = Plugin(path: PluginPath("p.so"))
    plugin.inspection = Inspection(
      file: Examples.state, kind: .c, symbol: "MyFunction", rejection: rejection, buildID: "deadbeef0123456789",
      libraries: [PluginPath("./libfoo.so")], isSigned: provenance != .unsigned, provenance: provenance)
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
    let signed = check(plugin(.signed(by: "a@example.org", Examples.key, content: "ab")))
    #expect(signed?.summary == "signed by a@example.org (ED25519 SHA256:LKlO7XHi…) · build ID dead…6789")
    #expect(
      signed?.details == [
        "key       ED25519 SHA256:LKlO7XHiHIrRxn", "not signed with it, and mapped all the same:", "  ./libfoo.so",
        "build ID  deadbeef0123456789",
      ])
    #expect(check(plugin(.unsigned))?.summary == "not signed · build ID dead…6789")
    #expect(check(plugin(.bad(.noSignature)))?.details == ["build ID  deadbeef0123456789"])
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
