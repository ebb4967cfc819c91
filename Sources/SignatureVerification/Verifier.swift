import Linux
import PluginModel

/// Finds out what the signature beside a file is worth. It reads the file as data, and hands it to ssh-keygen(1) by the
/// very descriptor by which it is held still.
///
/// Nothing that the file's own bytes may have done to the inspector reaches this: of an inspection it takes the path and
/// the state.
public struct Verifier {
  private let request: VerificationRequest
  private let layers: SandboxLayers

  /// For ssh-keygen, in nanoseconds.
  public static let patience = SSHKeygen.patience
  /// Of the file that the signature is in, in bytes: a key of 16,384 bits makes one of six thousand.
  static let longestSignature = 64 << 10
  /// Of whom a key belongs to, in characters.
  private static let longestName = 200
  /// Names under which a key may be listed, and that are tried.
  private static let namesAtMost = 8

  /// What the signature is worth; nil if the file is not in the state that was asked about.
  ///
  /// - Parameter layers: of the sandbox, as far as they hold for ssh-keygen.
  public static func verify(_ request: VerificationRequest, _ layers: SandboxLayers) -> Provenance? {
    Verifier(request: request, layers: layers).verify()
  }

  private func verify() -> Provenance? {
    let signature: SSHSignature
    do throws(SignatureFlaw) {
      guard let found = try readSignature() else { return .unsigned }
      signature = found
    } catch {
      return .bad(error)
    }
    guard request.file.size <= VerificationGap.longest else { return .unverified(.tooLong) }
    guard let file = HeldFile(request.path, in: request.file) else { return nil }
    let provenance: Provenance
    do throws(VerificationGap) {
      provenance = try weighAtRest(signature, of: file)
    } catch {
      provenance = .unverified(error)
    }
    return file.isUnchanged ? provenance : nil
  }

  /// Nil if there is none any more.
  private func readSignature() throws(SignatureFlaw) -> SSHSignature? {
    let file: SmallFile
    do throws(SmallFile.Failure) {
      file = try SmallFile(request.path.signature, atMost: Self.longestSignature)
    } catch {
      guard case .absent = error else { throw .unreadable(error.words) }
      // Something stands there all the same, or somebody's signature is out of reach.
      guard (try? FileStatus(link: request.path.signature)) == nil else {
        throw .unreadable("a symbolic link that leads nowhere")
      }
      return nil
    }
    guard let signature = SSHSignature(file.bytes) else { throw .noSignature }
    guard signature.namespace.elementsEqual(Provenance.namespace.utf8) else {
      throw .otherNamespace(Self.name(signature.namespace))
    }
    guard !signature.isByCertificate else { throw .certificate(signature.key) }
    return signature
  }

  /// Of a file that is not held, each question may have found other bytes: then no answer counts against anybody.
  private func weighAtRest(_ signature: SSHSignature, of file: HeldFile) throws(VerificationGap) -> Provenance {
    guard case .loose = file.hold else { return try weigh(signature, of: file) }
    let before = file.digest()
    let provenance = try weigh(signature, of: file)
    guard before != nil, file.digest() == before else { throw .keepsChanging }
    return provenance
  }

  private func weigh(_ signature: SSHSignature, of file: HeldFile) throws(VerificationGap) -> Provenance {
    let program = try SSHKeygen(layers)
    let (signers, revoked) = try lists()
    let armored = try Document(signature.armored)
    let signerList = try Document(signers.bytes)
    let revocations = try revoked.map { (list) throws(VerificationGap) in try Document(list.bytes) }
    let entries = signers.entries(for: signature.keyText)
    // Without a list there is nobody to ask about.
    for name in signers.bytes.isEmpty ? [] : try names(armored, signerList, entries, program) {
      guard
        try program.verifies(armored, of: file.descriptor, by: name, in: signerList, revoked: revocations)
      else { continue }
      // A program that says yes to these bytes and to others has verified nothing.
      let others = try Document(Control.content)
      guard try !program.verifies(armored, of: others.descriptor, by: name, in: signerList, revoked: revocations) else {
        throw .programFailed("says yes to anything")
      }
      return try signed(by: name, signature.key, file)
    }
    guard try program.matches(armored, file.descriptor) else {
      // That it says no to this one counts only if it says yes to another.
      guard try Control.isAccepted(by: program) else { throw .programFailed("does not verify anything here") }
      return .bad(.mismatch(signature.key))
    }
    let owner = entries.first?.principals.first.map(Self.name)
    if let revoked, let revocations {
      // As if this very key were allowed: what is left to object to is that it is revoked, if the list makes sense.
      guard
        try program.verifies(
          armored, of: file.descriptor, by: Self.anybody, in: try Self.list(of: signature), revoked: revocations)
      else {
        guard try Control.isAccepted(by: program, revoked: revocations) else {
          throw .listUnusable(revoked.path, "is no list of keys that ssh-keygen can read")
        }
        return .bad(.revoked(by: owner, signature.key))
      }
    }
    guard let owner, let options = entries.first?.options else { return .unknownKey(signature.key) }
    return .bad(
      .notAccepted(by: owner, signature.key, options: options.isEmpty ? "ssh-keygen refuses its line" : options))
  }

  /// Who may sign, and which keys must not.
  private func lists() throws(VerificationGap) -> (signers: SignersList, revoked: SignersList?) {
    guard let path = request.allowedSigners else { return (SignersList.empty, nil) }
    let revoked = try SignersList(path.folder.appending(Provenance.revocations.utf8))
    return (try SignersList(path), revoked.bytes.isEmpty ? nil : revoked)
  }

  /// Under which names the key may have signed, those first that ssh-keygen found.
  private func names(
    _ signature: Document, _ signers: Document, _ entries: [SignersList.Entry], _ program: SSHKeygen
  ) throws(VerificationGap) -> [[UInt8]] {
    var names: [[UInt8]] = []
    let listed = entries.flatMap(\.principals)
    // Whatever the program says, nobody counts who does not stand in the list. A pattern that begins with an exclamation
    // mark says who has not.
    for name in try program.principals(of: signature, in: signers).filter(listed.contains) + listed
    where !name.isEmpty && name.first != UInt8(ascii: "!") && !name.contains(0) && !names.contains(name) {
      names.append(name)
    }
    return Array(names.prefix(Self.namesAtMost))
  }

  private func signed(by name: [UInt8], _ key: SigningKey, _ file: HeldFile) throws(VerificationGap) -> Provenance {
    let words = Self.name(name)
    if case .loose(let reason) = file.hold { throw .exchangeable(by: words, key, reason) }
    guard let content = file.digest() else { throw .keepsChanging }
    return .signed(by: words, key, content: content)
  }

  /// Signers of whom the key of a signature is the only one, under the name of `anybody`.
  fileprivate static func list(of signature: SSHSignature) throws(VerificationGap) -> Document {
    try Document(anybody + Array(" \(signature.keyType) ".utf8) + signature.keyText + [UInt8(ascii: "\n")])
  }
  fileprivate static let anybody = Array("*".utf8)

  private static func name(_ bytes: [UInt8]) -> String {
    String(ForeignText(bytes.prefix(4 * longestName)).line.prefix(longestName))
  }
}

/// A signature that is known to be right, by a key that nobody has any more.
private enum Control {
  static let content = Array("airlock\n".utf8)
  private static let signature = Array(
    """
    -----BEGIN SSH SIGNATURE-----
    U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgtBsd3/ZQGbVPPlAr0QSIcWL/cT
    /0ezeJmmI2MBC5CegAAAAHYWlybG9jawAAAAAAAAAGc2hhNTEyAAAAUwAAAAtzc2gtZWQy
    NTUxOQAAAEB7aSqHYz+sXxpG+H9BsERgXOKihItGmWm2BQ7JDrH9V4ubZSFTrNAIc0yYoP
    7ZMpeML8v3+bjBY89RqVAZILoE
    -----END SSH SIGNATURE-----

    """.utf8)

  /// Whether ssh-keygen says yes to it, with a list of revoked keys too: then a no is about the signature or its key.
  static func isAccepted(by program: SSHKeygen, revoked: Document? = nil) throws(VerificationGap) -> Bool {
    guard let known = SSHSignature(signature) else { return false }
    let (signature, content) = (try Document(signature), try Document(content))
    return try program.verifies(
      signature, of: content.descriptor, by: Verifier.anybody, in: try Verifier.list(of: known), revoked: revoked)
  }
}
