import Foundation
import Linux
import PluginModel
import TestSupport
import Testing

@testable import PluginInspection

@Suite("Digest")
struct DigestTests {
  /// FIPS 180-4's examples.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func vectors(text: String, digest: String) {
    var whole = SHA256()
    whole.update(Array(text.utf8))
    #expect(whole.finishHexadecimal() == digest)
    var pieces = SHA256()
    for byte in text.utf8 { pieces.update([byte]) }
    #expect(pieces.finishHexadecimal() == digest)
  }

  @Test func ofAFile() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("plugin.so", (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    let expected = try folder.run("/usr/bin/env", ["sha256sum", path]).prefix(64)
    #expect(inspect(path, digest: true).digest == String(expected))
    #expect(inspect(path).digest == nil)
  }

  /// It is told that there is none and why; the file is judged as any other.
  @Test func ofAVeryLongFile() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("plugin.so", ELFBuilder().bytes)
    guard truncate(path, 5 << 30) == 0 else { return }  // Not every file system can.
    let inspection = inspect(path, digest: true)
    #expect(inspection.digest == nil)
    #expect(inspection.rejection == nil)
    #expect(inspection.symbol == "MyFunction")
    #expect(inspection.digestGap == "longer than 4 GiB")
  }

  @Test func onASlowDisk() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("plugin.so", "x")
    let file = try MappedFile(try OpenFile(PluginPath(path)), size: 1)
    #expect(FileDigest(of: file, within: 0) == .leftOut("it would take longer than 0 s"))
  }
}
