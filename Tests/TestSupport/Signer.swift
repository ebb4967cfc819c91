import Foundation

/// Somebody with a key, who signs files with ssh-keygen as the README says.
public struct Signer {
  /// Tests that need it are left out by name where it is not installed.
  public static let isPossible = program != nil
  public static let program = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { $0 + "/ssh-keygen" }.first { FileManager.default.isExecutableFile(atPath: $0) }

  public let name: String
  /// "ssh-ed25519 AAAA…".
  public let publicKey: String
  private let key: String
  private let folder: TemporaryFolder

  /// - Parameter type: "ed25519", "ecdsa", "rsa".
  public init(_ name: String = "reviewer@example.org", type: String = "ed25519", in folder: TemporaryFolder) throws {
    self.name = name
    self.folder = folder
    key = folder("key-\(UUID().uuidString)")
    try folder.run(Self.program ?? "ssh-keygen", ["-q", "-t", type, "-N", "", "-C", "", "-f", key])
    publicKey = try String(contentsOfFile: key + ".pub", encoding: .utf8).trimmingCharacters(
      in: .whitespacesAndNewlines)
  }

  /// Where the public key lies, as a list of keys takes it.
  public var publicKeyFile: String { key + ".pub" }

  /// The line of a list of allowed signers.
  ///
  /// - Parameter options: `valid-before="20200101"`.
  public func line(_ options: String = "namespaces=\"airlock\"") -> String {
    [name, options, publicKey].filter { !$0.isEmpty }.joined(separator: " ") + "\n"
  }

  /// Puts the signature of a file beside it, in one step.
  public func sign(_ path: String, namespace: String = "airlock") throws {
    let copy = try TemporaryFolder()
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    try copy.write("file", bytes)
    try copy.run(Self.program ?? "ssh-keygen", ["-q", "-Y", "sign", "-n", namespace, "-f", key, copy("file")])
    try Data(try copy.read("file.sig")).write(to: URL(fileURLWithPath: path + ".sig"), options: .atomic)
  }
}
