/// Where a file comes from, as far as a detached signature beside it tells: `libX.so.sig` of `libX.so`, made with
/// `ssh-keygen -Y sign -n airlock`.
///
/// A signature speaks of the file's own bytes, and of none of the libraries that it needs.
public enum Provenance: Hashable, Sendable {
  /// There is no signature beside it.
  case unsigned
  /// By somebody whom the user allows. `content` is the SHA-256 of the bytes that were verified, in lower-case
  /// hexadecimal: no others are opened.
  case signed(by: String, SigningKey, content: String)
  /// The signature is sound, and the user allows nobody with that key.
  case unknownKey(SigningKey)
  /// It speaks against the file.
  case bad(SignatureFlaw)
  /// There is one, and what it is worth could not be found out.
  case unverified(VerificationGap)

  /// The namespace of the signatures that count. One that was made for something else must not let a plugin in.
  public static let namespace = "airlock"
  /// What a signature's name has after the file's.
  public static let suffix = ".sig"
  /// The file that holds keys which must not sign any more, beside the one that says who may.
  public static let revocations = "revoked_keys"

  /// The SHA-256 of the bytes that somebody allowed has signed.
  public var verifiedContent: String? {
    if case .signed(_, _, let content) = self { content } else { nil }
  }

  /// Somebody should look, whatever the settings.
  public var isDoubtful: Bool {
    switch self {
    case .unsigned, .signed, .bad: false
    case .unknownKey, .unverified: true
    }
  }

  /// What it is, in one phrase.
  public var words: String {
    switch self {
    case .unsigned: "not signed"
    case .signed(let name, let key, _): "signed by \(name) (\(key.brief))"
    case .unknownKey(let key): "signed by an unknown key (\(key.words))"
    case .bad(let flaw): flaw.words
    case .unverified(let gap): gap.words
    }
  }

  /// Why the plugin is not opened, if it is not.
  public func rejection(_ settings: Settings) -> Rejection? {
    switch self {
    case .signed: nil
    case .bad(let flaw): Rejection(.badProvenance, flaw.words, hint: flaw.hint(Self.signers(settings)))
    case .unsigned, .unknownKey, .unverified:
      settings.requireSigned ? Rejection(.unsigned, words, hint: hint(settings)) : nil
    }
  }

  /// What mends it.
  func hint(_ settings: Settings) -> String? {
    let signers = Self.signers(settings)
    return switch self {
    case .signed: nil
    case .unsigned:
      settings.requireSigned
        ? "Sign it: ssh-keygen -Y sign -n \(Self.namespace) -f KEY FILE. Without --require-signed it is opened all the same."
        : nil
    case .unknownKey: "If you know whose key that is, and that it is theirs, add it to \(signers)."
    case .bad(let flaw): flaw.hint(signers)
    case .unverified(let gap): gap.hint
    }
  }

  private static func signers(_ settings: Settings) -> String {
    settings.allowedSigners?.line ?? "a file for --allowed-signers"
  }

  /// More of it, a line each.
  var details: [String] {
    switch self {
    case .unsigned: []
    case .signed(_, let key, _): ["key       \(key.words)"]
    case .unknownKey(let key): key.line.map { ["to allow  NAME namespaces=\"\(Self.namespace)\" \($0)"] } ?? []
    case .bad(let flaw): flaw.key.map { ["key       \($0.words)"] } ?? []
    case .unverified(let gap): gap.details
    }
  }
}

extension PluginPath {
  /// Where the signature of this file is.
  public var signature: PluginPath { PluginPath(bytes + Provenance.suffix.utf8) }
}

extension Provenance: WireValue {
  public func write(to writer: inout WireWriter) {
    switch self {
    case .unsigned: writer.put(UInt8(0))
    case .signed(let name, let key, let content):
      writer.put(UInt8(1))
      writer.put(name)
      writer.put(key)
      writer.put(content)
    case .unknownKey(let key):
      writer.put(UInt8(2))
      writer.put(key)
    case .bad(let flaw):
      writer.put(UInt8(3))
      writer.put(flaw)
    case .unverified(let gap):
      writer.put(UInt8(4))
      writer.put(gap)
    }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    switch try reader.integer(UInt8.self) {
    case 0: self = .unsigned
    case 1:
      let (name, key) = (try reader.string(), try SigningKey(from: &reader))
      self = .signed(by: name, key, content: try reader.string())
    case 2: self = .unknownKey(try SigningKey(from: &reader))
    case 3: self = .bad(try SignatureFlaw(from: &reader))
    case 4: self = .unverified(try VerificationGap(from: &reader))
    case let tag: throw .unknownCase(tag)
    }
  }
}

/// What the verifier is asked.
public struct VerificationRequest: Hashable, Sendable {
  public var path: PluginPath
  /// The state that was inspected: of any other nothing is told.
  public var file: FileState
  /// Who may sign: a file as ssh-keygen(1) has it under ALLOWED SIGNERS. It need not be there.
  public var allowedSigners: PluginPath?

  public init(path: PluginPath, file: FileState, allowedSigners: PluginPath?) {
    self.path = path
    self.file = file
    self.allowedSigners = allowedSigners
  }
}

extension VerificationRequest: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(path)
    writer.put(file)
    writer.put(optional: allowedSigners) { $0.put($1) }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    path = try PluginPath(from: &reader)
    file = try FileState(from: &reader)
    allowedSigners = try reader.optional { (r) throws(WireError) in try PluginPath(from: &r) }
  }
}
