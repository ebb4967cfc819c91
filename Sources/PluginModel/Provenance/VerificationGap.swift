/// Why it could not be found out what a signature is worth.
public enum VerificationGap: Error, Hashable, Sendable {
  /// ssh-keygen(1) is not there.
  case noProgram
  /// It did not do its work, in words: "exited with status 1".
  case programFailed(String)
  /// Its time was up: "10 s".
  case programSlow(String)
  /// The file that says who may sign, or the one of revoked keys, and why it is of no use.
  case listUnusable(PluginPath, String)
  /// The plugin is longer than what is verified.
  case tooLong
  /// Each look finds another file.
  case keepsChanging
  /// The signature is right, and somebody could exchange the bytes after they were verified, in words.
  case exchangeable(by: String, SigningKey, String)
  /// The verifier ended, in words.
  case interrupted(String)

  /// Of a plugin, in bytes.
  public static let longest: Int64 = 1 << 30

  public var words: String {
    switch self {
    case .noProgram: "signed, but not verified: ssh-keygen was not found"
    case .programFailed(let cause): "signed, but not verified: ssh-keygen \(cause)"
    case .programSlow(let limit): "signed, but not verified: ssh-keygen took longer than \(limit)"
    case .listUnusable(let path, let reason): "signed, but not verified: \(path.line) \(reason)"
    case .tooLong: "signed, but not verified: longer than \(Decimal.bytes(UInt64(Self.longest)))"
    case .keepsChanging: "signed, but not verified: the file keeps changing"
    case .exchangeable(let name, let key, let reason):
      "signed by \(name) (\(key.brief)), but its bytes could be exchanged: \(reason)"
    case .interrupted(let cause): "signed, but not verified: the verifier \(cause)"
    }
  }

  public var hint: String? {
    switch self {
    case .noProgram: "Install openssh-client, or put ssh-keygen on the PATH."
    case .programFailed: "Try it by hand: ssh-keygen -Y verify; OpenSSH 8.2 or newer is needed."
    case .programSlow: "The file is long, or the machine busy: reload it, when less is going on."
    case .listUnusable: "Signatures count again when it is mended."
    case .tooLong: nil
    case .keepsChanging: "Wait until its build has finished, then reload it."
    case .exchangeable: "Copy it to a file of your own that nobody writes to, and the signature with it."
    case .interrupted: "Reload it; what had ended was started anew."
    }
  }

  var details: [String] {
    if case .exchangeable(_, let key, _) = self { ["key       \(key.words)"] } else { [] }
  }
}

extension VerificationGap: WireValue {
  public func write(to writer: inout WireWriter) {
    switch self {
    case .noProgram: writer.put(UInt8(0))
    case .programFailed(let cause):
      writer.put(UInt8(1))
      writer.put(cause)
    case .listUnusable(let path, let reason):
      writer.put(UInt8(2))
      writer.put(path)
      writer.put(reason)
    case .tooLong: writer.put(UInt8(3))
    case .keepsChanging: writer.put(UInt8(4))
    case .exchangeable(let name, let key, let reason):
      writer.put(UInt8(5))
      writer.put(name)
      writer.put(key)
      writer.put(reason)
    case .interrupted(let cause):
      writer.put(UInt8(6))
      writer.put(cause)
    case .programSlow(let limit):
      writer.put(UInt8(7))
      writer.put(limit)
    }
  }
  public init(from reader: inout WireReader) throws(WireError) {
    switch try reader.integer(UInt8.self) {
    case 0: self = .noProgram
    case 1: self = .programFailed(try reader.string())
    case 2: self = .listUnusable(try PluginPath(from: &reader), try reader.string())
    case 3: self = .tooLong
    case 4: self = .keepsChanging
    case 5:
      let (name, key) = (try reader.string(), try SigningKey(from: &reader))
      self = .exchangeable(by: name, key, try reader.string())
    case 6: self = .interrupted(try reader.string())
    case 7: self = .programSlow(try reader.string())
    case let tag: throw .unknownCase(tag)
    }
  }
}
