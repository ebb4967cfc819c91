/// Why a signature speaks against the file that it lies beside.
public enum SignatureFlaw: Error, Hashable, Sendable {
  /// It is there and cannot be read: "not a regular file".
  case unreadable(String)
  /// It holds something else.
  case noSignature
  /// It was made for something else: "file", as commits and mails have their own.
  case otherNamespace(String)
  /// It belongs to other bytes, or was changed itself.
  case mismatch(SigningKey)
  /// The key must not sign any more; whose it was, if that is still told.
  case revoked(by: String?, SigningKey)
  /// It was made with a certificate. Whether that, or who issued it, is revoked cannot be told from a list of plain keys.
  case certificate(SigningKey)
  /// The user knows the key, and not for this or not at this time: the options of its line, `valid-before="20200101"`.
  ///
  /// A signature tells no time that could be trusted: who has found an old key could sign with it today.
  case notAccepted(by: String, SigningKey, options: String)

  public var words: String {
    switch self {
    case .unreadable(let reason): "its signature cannot be read: \(reason)"
    case .noSignature: "its signature is none: the file does not hold an SSH signature"
    case .otherNamespace(let name):
      "its signature was made for “\(name)”, and not for “\(Provenance.namespace)”"
    case .mismatch: "its signature does not match: the file or the signature was changed"
    case .revoked(let name?, let key): "signed by \(name), whose key is revoked (\(key.brief))"
    case .revoked(nil, let key): "signed by a revoked key (\(key.words))"
    case .certificate(let key): "signed with a certificate (\(key.words)), which Airlock does not weigh"
    case .notAccepted(let name, let key, let options):
      "signed by \(name), whose key is not accepted (\(key.brief)): \(options)"
    }
  }

  /// - Parameter signers: where the user says who may sign.
  func hint(_ signers: String) -> String {
    switch self {
    case .unreadable, .noSignature, .otherNamespace:
      "Have it signed again: ssh-keygen -Y sign -n \(Provenance.namespace) -f KEY FILE. Or remove the signature."
    case .mismatch: "Do not trust it. If you have rebuilt it yourself, sign it again."
    case .revoked: "Do not trust it, whenever it was signed. Have it signed with another key."
    case .certificate:
      "Have it signed with the plain key: ssh-keygen -Y sign -n \(Provenance.namespace) -f KEY FILE."
    case .notAccepted(_, _, let options): Self.hint(for: options, signers)
    }
  }

  private static func hint(for options: String, _ signers: String) -> String {
    let options = options.lowercased()
    return if options.contains("valid-") {
      "A signature tells no time to trust. Have it signed with a key that is valid, or change its line in \(signers)."
    } else if options.contains("cert-authority") {
      "That line is about certificates alone: give the plain key a line of its own in \(signers)."
    } else if options.contains("namespaces") {
      "If it may sign plugins, add \(Provenance.namespace) to the namespaces in its line in \(signers)."
    } else {
      "Mend its line in \(signers); ssh-keygen(1) has the form under ALLOWED SIGNERS."
    }
  }

  var key: SigningKey? {
    switch self {
    case .unreadable, .noSignature, .otherNamespace: nil
    case .mismatch(let key), .revoked(_, let key), .certificate(let key), .notAccepted(_, let key, _): key
    }
  }
}

extension SignatureFlaw: WireValue {
  public func write(to writer: inout WireWriter) {
    switch self {
    case .unreadable(let reason):
      writer.put(UInt8(0))
      writer.put(reason)
    case .noSignature: writer.put(UInt8(1))
    case .otherNamespace(let name):
      writer.put(UInt8(2))
      writer.put(name)
    case .mismatch(let key):
      writer.put(UInt8(3))
      writer.put(key)
    case .revoked(let name, let key):
      writer.put(UInt8(4))
      writer.put(optional: name) { $0.put($1) }
      writer.put(key)
    case .notAccepted(let name, let key, let options):
      writer.put(UInt8(5))
      writer.put(name)
      writer.put(key)
      writer.put(options)
    case .certificate(let key):
      writer.put(UInt8(6))
      writer.put(key)
    }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    switch try reader.integer(UInt8.self) {
    case 0: self = .unreadable(try reader.string())
    case 1: self = .noSignature
    case 2: self = .otherNamespace(try reader.string())
    case 3: self = .mismatch(try SigningKey(from: &reader))
    case 4:
      let name = try reader.optional { (r) throws(WireError) in try r.string() }
      self = .revoked(by: name, try SigningKey(from: &reader))
    case 5:
      let (name, key) = (try reader.string(), try SigningKey(from: &reader))
      self = .notAccepted(by: name, key, options: try reader.string())
    case 6: self = .certificate(try SigningKey(from: &reader))
    case let tag: throw .unknownCase(tag)
    }
  }
}
