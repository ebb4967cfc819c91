import Foundation
import ScreenHarness
import TestSupport
import Testing

/// Signatures that come and go while the dashboard is up.
@Suite(.enabled(if: Signer.isPossible, "ssh-keygen is not there: install openssh-client"))
struct SignatureTests {
  private let folder: TemporaryFolder
  private let signer: Signer

  init() throws {
    folder = try TemporaryFolder()
    signer = try Signer(in: folder)
    try folder.folder("plugins")
    // By another process: what is open to write in this one, all that it starts may have open too for a while.
    try folder.run("/bin/cp", [Executables.path("libAnswer.so"), folder("plugins/libAnswer.so")])
    try folder.write("signers", signer.line())
  }

  private var plugin: String { folder("plugins/libAnswer.so") }

  @Test func `A signature that comes is verified, and one that goes is missed`() throws {
    try withAirlock("--allowed-signers", folder("signers"), folder("plugins")) { app in
      try app.waitForVerdicts(passed: 1)
      try app.see("– provenance", "not signed")
      try app.run("libAnswer", "42, <nil>")
      try signer.sign(plugin)
      try app.see("✓ provenance", "signed by reviewer@example.org")
      // The file is what it was, and so is what it came to.
      try app.see("libAnswer", mark: "✓", last: "42")
      try Signer("other@example.org", in: folder).sign(plugin)
      try app.see("! provenance", "signed by an unknown key")
      try FileManager.default.removeItem(atPath: plugin + ".sig")
      try app.see("– provenance", "not signed")
      try app.see("libAnswer", mark: "✓", last: "42")
    }
  }

  @Test func `Where a signature is required, a plugin is refused until it is signed`() throws {
    try withAirlock("--require-signed", "--allowed-signers", folder("signers"), folder("plugins")) { app in
      try app.waitForVerdicts(passed: 0, failed: 1)
      try app.see("✗ provenance", "not signed")
      try signer.sign(plugin)
      try app.waitForVerdicts(passed: 1)
      try app.run("libAnswer", "42, <nil>")
    }
  }

  @Test func `Who is struck off the list since is asked about again before the next call`() throws {
    try signer.sign(plugin)
    try withAirlock("--require-signed", "--allowed-signers", folder("signers"), folder("plugins")) { app in
      try app.waitForVerdicts(passed: 1)
      try app.run("libAnswer", "42, <nil>")
      try folder.write("signers", "")
      app.press(.enter)
      try app.see("✗ provenance", "signed by an unknown key")
      try folder.write("signers", signer.line())
      app.press(.enter)
      try app.see("✓ provenance", "signed by reviewer@example.org")
      try folder.write("revoked_keys", signer.publicKey + "\n")
      app.press(.enter)
      try app.see("✗ provenance", "whose key is revoked")
    }
  }

  @Test func `A result of what an unknown key has signed is not green`() throws {
    try Signer("other@example.org", in: folder).sign(plugin)
    try withAirlock("--allowed-signers", folder("signers"), folder("plugins")) { app in
      try app.see("! provenance", "signed by an unknown key")
      try app.select("libAnswer")
      app.press(.enter)
      try app.see("! returned, unverified")
      try app.see("libAnswer", mark: "!", last: "42")
    }
  }
}
