import Foundation
import Linux
import PluginModel
import TestSupport
import Testing

@testable import SignatureVerification

@Suite("Parts of signatures", .enabled(if: Signer.isPossible, "ssh-keygen is not there: install openssh-client"))
struct SignaturePartTests {
  let folder: TemporaryFolder
  let signer: Signer
  init() throws {
    folder = try TemporaryFolder()
    signer = try Signer(in: folder)
    try folder.write("file", "content")
    try signer.sign(folder("file"))
    // What was open to write in this process, all that it starts may have open for a while.
    let path = PluginPath(folder("file"))
    try Command.wait("nobody else to have it open") {
      HeldFile(path, in: try FileStatus(path: path).state)?.hold == .held
    }
  }

  private func signature() throws -> SSHSignature { try #require(SSHSignature(try folder.read("file.sig"))) }

  @Test func `A signature tells its key as ssh-keygen does`() throws {
    let signature = try signature()
    let words = try folder.run(Signer.program ?? "", ["-l", "-f", signer.publicKeyFile]).split(separator: " ")
    #expect(signature.key.fingerprint == String(words[1]))
    #expect(signature.key.kind == "ED25519")
    #expect(signature.key.line == signer.publicKey)
    #expect(signature.namespace == Array("airlock".utf8))
    #expect(signature.armored == (try folder.read("file.sig")))
  }

  @Test func `A signature that is cut or changed anywhere is none, or another, and nothing worse`() throws {
    let whole = try folder.read("file.sig")
    for length in 0..<(whole.count - 30) { #expect(SSHSignature(Array(whole.prefix(length))) == nil) }
    let lines = String(decoding: whole, as: UTF8.self).split(separator: "\n")
    let blob = try #require(Base64.decode(lines.dropFirst().dropLast().joined().utf8))
    func armored(_ blob: [UInt8]) -> [UInt8] {
      Array("\(lines[0])\n".utf8) + Base64.encode(blob) + Array("\n\(lines[lines.count - 1])\n".utf8)
    }
    #expect(SSHSignature(armored(blob)) != nil)
    #expect(SSHSignature(armored(blob + [0])) == nil)
    for length in blob.indices { #expect(SSHSignature(armored(Array(blob.prefix(length)))) == nil) }
    // Each length in it, as large as can be.
    for place in 0..<(blob.count - 4) {
      var changed = blob
      changed.replaceSubrange(place..<(place + 4), with: [0xFF, 0xFF, 0xFF, 0xFF])
      _ = SSHSignature(armored(changed))?.key.words
    }
  }

  @Test func `Base64 is that of others`() {
    for count in 0..<40 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
      #expect(Base64.encode(bytes) == Array(Data(bytes).base64EncodedString().utf8))
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }
    for text in ["A", "AA", "AAA", "A===", "AA=A", "AAAA=", "AA A", "AAA-"] { #expect(Base64.decode(text.utf8) == nil) }
  }

  @Test func `A list tells what the user has written about a key`() throws {
    try folder.write(
      "signers",
      """
      # a@example.org \(signer.publicKey)
      a@example.org,"b c@example.org" namespaces="airlock, file",valid-before="20200101" \(signer.publicKey) her laptop
      \(signer.publicKey)
      d@example.org ssh-ed25519 AAAA
      """)
    let list = try SignersList(PluginPath(folder("signers")))
    let entries = list.entries(for: try signature().keyText)
    #expect(
      entries == [
        .init(
          principals: [Array("a@example.org".utf8), Array("b c@example.org".utf8)],
          options: "namespaces=\"airlock, file\",valid-before=\"20200101\""), .init(principals: [], options: ""),
      ])
    #expect(try SignersList(PluginPath(folder("none"))).bytes.isEmpty)
  }

  @Test func `A file is held as long as nobody can write to it`() throws {
    let path = PluginPath(folder("file"))
    let state = try FileStatus(path: path).state
    let held = try #require(HeldFile(path, in: state))
    #expect(held.hold == .held && held.isUnchanged)
    // printf content | sha256sum
    #expect(held.digest() == "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73")
    // To ask is enough; this one does not wait.
    #expect(open(folder("file"), O_WRONLY | O_NONBLOCK) < 0 && errno == EWOULDBLOCK)
    #expect(!held.isUnchanged)
  }

  @Test func `A file that is open to write, or another one by now, is not held`() throws {
    let path = PluginPath(folder("file"))
    let state = try FileStatus(path: path).state
    let writer = open(folder("file"), O_WRONLY | O_CLOEXEC)
    #expect(HeldFile(path, in: state)?.hold == .loose("somebody has it open to write"))
    close(writer)
    try folder.write("other", "content")
    try #require(rename(folder("other"), folder("file")) == 0)
    #expect(HeldFile(path, in: state) == nil)
  }

  /// Root may hold any file.
  @Test(.enabled(if: getuid() != 0, "root is not to be tested"))
  func `A file of the system's is not taken for held because of its owner`() throws {
    let path = PluginPath("/etc/passwd")
    #expect(
      HeldFile(path, in: try FileStatus(path: path).state)?.hold == .loose("it belongs to another user"))
  }

  @Test func `A program that does not come back is ended, with what it started`() throws {
    try folder.folder("bin")
    try folder.write("bin/ssh-keygen", "#!/bin/sh\nsleep 1000 &\necho $! > \(folder("pid"))\nsleep 1000\n")
    try #require(chmod(folder("bin/ssh-keygen"), 0o755) == 0)
    // Without Landlock, for the script writes.
    var layers = SandboxLayers(landlockVersion: 0)
    layers.holding.remove(.landlock)
    let program = try SSHKeygen(layers, searchPath: folder("bin"), patience: 300_000_000)
    let (signature, content) = (try Document([]), try Document([]))
    #expect(throws: VerificationGap.programSlow("0.3 s")) {
      try program.matches(signature, content.descriptor)
    }
    guard
      let pid = Int32(
        String(decoding: (try? folder.read("pid")) ?? [], as: UTF8.self).split(separator: "\n").first ?? "")
    else { return }
    try Command.wait("the end of what it started") { kill(pid, 0) != 0 || Self.isZombie(pid) }
  }

  private static func isZombie(_ pid: pid_t) -> Bool {
    (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8))?.contains(") Z ") ?? true
  }
}
