/// The public key that made a signature.
public struct SigningKey: Hashable, Sendable {
  /// "ED25519", as ssh-keygen(1) has it.
  public var kind: String
  /// "SHA256:…" and 43 characters of base64; nil for a certificate, which is not told by its own.
  public var fingerprint: String?
  /// As it stands in a line of a file of allowed signers: `ssh-ed25519 AAAA…`; nil for a certificate.
  public var line: String?

  public init(kind: String, fingerprint: String?, line: String?) {
    self.kind = kind
    self.fingerprint = fingerprint
    self.line = line
  }

  /// "ED25519 SHA256:LKlO7XHiHIrR…": whole, so that two can be compared.
  public var words: String { [kind, fingerprint].compactMap(\.self).joined(separator: " ") }

  /// "ED25519 SHA256:LKlO7XHi…": where it is known whose it is.
  public var brief: String {
    guard let fingerprint, fingerprint.count > Self.briefLength else { return words }
    return "\(kind) \(fingerprint.prefix(Self.briefLength))…"
  }

  /// In characters: "SHA256:" and eight more.
  private static let briefLength = 15
}

extension SigningKey: WireValue {
  public func write(to writer: inout WireWriter) {
    writer.put(kind)
    writer.put(optional: fingerprint) { $0.put($1) }
    writer.put(optional: line) { $0.put($1) }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    kind = try reader.string()
    fingerprint = try reader.optional { (r) throws(WireError) in try r.string() }
    line = try reader.optional { (r) throws(WireError) in try r.string() }
  }
}
