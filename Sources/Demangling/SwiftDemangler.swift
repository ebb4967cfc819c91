import Glibc

/// Swift's own demangler, part of the runtime: this file alone calls it.
public enum SwiftDemangler {
  /// Of a mangled name, in bytes. A few bytes of a hostile one can stand for a text without end; this process has limits.
  public static let longestName = 1024

  private static let prefix = Array("$s".utf8)

  public static func isMangled(_ symbol: [UInt8]) -> Bool { symbol.starts(with: prefix) }

  /// The declaration that a mangled name stands for; nil if it is none or too long.
  public static func text(of mangled: [UInt8]) -> [UInt8]? {
    guard mangled.count <= longestName, isMangled(mangled), !mangled.contains(0) else { return nil }
    let name = mangled.map(CChar.init(bitPattern:))
    guard let text = demangle(name, name.count, nil, nil, 0) else { return nil }
    defer { free(text) }
    return Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
  }
}

/// `swift_demangle` of libswiftCore; the result is the caller's to free. See swift/Demangling/Demangle.h.
@_silgen_name("swift_demangle")
private func demangle(
  _ name: UnsafePointer<CChar>?, _ length: Int, _ buffer: UnsafeMutablePointer<CChar>?,
  _ bufferSize: UnsafeMutablePointer<Int>?, _ flags: UInt32
) -> UnsafeMutablePointer<CChar>?
