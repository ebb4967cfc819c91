import Linux
import PluginModel

/// A detached signature as ssh-keygen(1) writes it, taken apart as far as is needed to say whose it is.
///
/// It decides nothing. But what ssh-keygen is given is `armored`, made from the bytes that were read here, so that both
/// speak of the same key. The format is that of PROTOCOL.sshsig in OpenSSH's source.
struct SSHSignature {
  /// What the key is called: "ssh-ed25519".
  let keyType: String
  let publicKey: [UInt8]
  let namespace: [UInt8]
  private let blob: [UInt8]

  private static let begin = Array("-----BEGIN SSH SIGNATURE-----".utf8)
  private static let end = Array("-----END SSH SIGNATURE-----".utf8)
  private static let magic = Array("SSHSIG".utf8)
  private static let version: UInt32 = 1
  /// In bytes; none that is known comes near.
  private static let longestType = 64

  /// Nil if it is none.
  init?(_ file: [UInt8]) {
    let lines = file.split(separator: UInt8(ascii: "\n")).map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
    guard lines.first?.elementsEqual(Self.begin) == true,
      let last = lines.firstIndex(where: { $0.elementsEqual(Self.end) }),
      let blob = Base64.decode(lines[1..<last].joined())
    else { return nil }
    var reader = SSHReader(blob)
    guard reader.bytes(Self.magic.count)?.elementsEqual(Self.magic) == true, reader.number() == Self.version,
      let key = reader.string(), let namespace = reader.string(), reader.string() != nil, reader.string() != nil,
      reader.string() != nil, reader.isAtEnd
    else { return nil }
    var keyReader = SSHReader(Array(key))
    guard let type = keyReader.string(), !type.isEmpty, type.count <= Self.longestType else { return nil }
    keyType = ForeignText(type).line
    publicKey = Array(key)
    self.namespace = Array(namespace)
    self.blob = blob
  }

  /// The same signature, in its plainest form.
  var armored: [UInt8] {
    let text = Base64.encode(blob)
    var lines = Self.begin + [UInt8(ascii: "\n")]
    for start in stride(from: 0, to: text.count, by: Self.lineLength) {
      lines += text[start..<min(start + Self.lineLength, text.count)] + [UInt8(ascii: "\n")]
    }
    return lines + Self.end + [UInt8(ascii: "\n")]
  }

  private static let lineLength = 70

  /// The key in base64, as it stands in a list of keys.
  var keyText: [UInt8] { Base64.encode(publicKey) }

  /// Not with a key alone, but with what somebody else says about it.
  var isByCertificate: Bool { keyType.contains("-cert-") }

  var key: SigningKey {
    let isCertificate = isByCertificate
    var digest = SHA256()
    digest.update(publicKey)
    let fingerprint = Base64.encode(digest.finish()).prefix { $0 != UInt8(ascii: "=") }
    let kind = Self.kinds.first { keyType.hasPrefix($0.type) }?.words
    return SigningKey(
      kind: kind.map { $0 + (isCertificate ? "-CERT" : "") } ?? keyType,
      fingerprint: isCertificate ? nil : "SHA256:" + String(decoding: fingerprint, as: UTF8.self),
      line: isCertificate ? nil : keyType + " " + String(decoding: keyText, as: UTF8.self))
  }

  /// As ssh-keygen has them.
  private static let kinds: [(type: String, words: String)] = [
    ("ssh-ed25519", "ED25519"), ("ssh-rsa", "RSA"), ("ecdsa-sha2-", "ECDSA"), ("ssh-dss", "DSA"),
    ("sk-ssh-ed25519", "ED25519-SK"), ("sk-ecdsa-sha2-", "ECDSA-SK"),
  ]
}

/// Reads what RFC 4251 calls data types, section 5; every length is checked against what is left.
private struct SSHReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
    guard count <= rest.count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  mutating func number() -> UInt32? { bytes(4)?.reduce(0) { $0 << 8 | UInt32($1) } }

  mutating func string() -> ArraySlice<UInt8>? { number().flatMap { bytes(Int($0)) } }
}
