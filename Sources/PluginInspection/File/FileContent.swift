/// What a file that is no ELF file holds, told by its first bytes.
///
/// The numbers are those of magic(5) and of each format's own description.
enum FileContent {
  static let elfMagic: [UInt8] = [0x7F] + Array("ELF".utf8)
  /// How many bytes `words(of:)` looks at.
  static let prefixLength = 512
  private static let tarMagicOffset = 257
  /// Of Mach-O files for several machines, whose number follows, and of Java's classes, whose version does: from 45 on.
  private static let sharedMagic: [UInt8] = [0xCA, 0xFE, 0xBA, 0xBE]
  private static let oldestJava = 45

  static func words(of prefix: [UInt8]) -> String {
    if prefix.isEmpty { return "empty" }
    if let known = signatures.first(where: { prefix.starts(with: $0.magic) }) { return known.words }
    if prefix.starts(with: sharedMagic), prefix.count > 7 {
      return prefix[7] < oldestJava ? "Mach-O" : "Java class file"
    }
    if prefix.dropFirst(tarMagicOffset).starts(with: "ustar".utf8) { return "tar archive" }
    return textWords(prefix) ?? "data"
  }

  private static let signatures: [(magic: [UInt8], words: String)] = [
    ([0x1F, 0x8B], "gzip data"),
    ([0xFD] + Array("7zXZ".utf8) + [0], "xz data"),
    ([0x28, 0xB5, 0x2F, 0xFD], "zstd data"),
    (Array("BZh".utf8), "bzip2 data"),
    (Array("PK".utf8) + [3, 4], "zip archive"),
    (Array("PK".utf8) + [5, 6], "zip archive"),
    (Array("7z".utf8) + [0xBC, 0xAF, 0x27, 0x1C], "7-Zip archive"),
    ([0xED, 0xAB, 0xEE, 0xDB], "RPM package"),
    (Array("!<arch>\ndebian-binary".utf8), "Debian package"),
    (Array("!<arch>\n".utf8), "ar archive"),
    (Array("!<thin>\n".utf8), "ar archive"),
    ([0xCF, 0xFA, 0xED, 0xFE], "Mach-O"),
    ([0xCE, 0xFA, 0xED, 0xFE], "Mach-O"),
    ([0xFE, 0xED, 0xFA, 0xCF], "Mach-O"),
    ([0xFE, 0xED, 0xFA, 0xCE], "Mach-O"),
    (Array("MZ".utf8), "Windows PE"),
    ([0] + Array("asm".utf8), "WebAssembly"),
    (Array("BC".utf8) + [0xC0, 0xDE], "LLVM bitcode"),
    (Array("#!".utf8), "script"),
    (Array("/* GNU ld script".utf8), "linker script"),
    (Array("INPUT(".utf8), "linker script"),
    (Array("GROUP".utf8), "linker script"),
    (Array("version https://git-lfs.".utf8), "Git LFS pointer"),
    // What a download leaves that was answered by a page.
    (Array("<!DOCTYPE html".utf8), "HTML page"),
    (Array("<!doctype html".utf8), "HTML page"),
    (Array("<html".utf8), "HTML page"),
    (Array("%PDF-".utf8), "PDF document"),
  ]

  private static func textWords(_ prefix: [UInt8]) -> String? {
    let isControl = { (byte: UInt8) in (byte < 0x20 && !(7...13).contains(byte) && byte != 0x1B) || byte == 0x7F }
    guard !prefix.contains(where: isControl) else { return nil }
    if prefix.allSatisfy({ $0 < 0x80 }) { return "ASCII text" }
    // The prefix may end inside a character, which has four bytes at most.
    let isText = (0...3).contains { String(validating: prefix.dropLast($0), as: UTF8.self) != nil }
    return isText ? "UTF-8 text" : nil
  }
}
