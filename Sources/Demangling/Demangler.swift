import Glibc

/// Symbols in the words of their source language: Swift by its own runtime, C++ and older Rust by the C++ runtime's
/// `__cxa_demangle`; see the Itanium C++ ABI, 5.1. Newer Rust names (`_R…`) are read here.
public enum Demangler {
  /// The declaration's text, or nil for a name that is not mangled.
  public static func text(of name: [UInt8]) -> [UInt8]? {
    if SwiftDemangler.isMangled(name) { return SwiftDemangler.text(of: name) }
    if RustDemangler.isMangled(name) { return RustDemangler.text(of: name) }
    guard name.starts(with: "_Z".utf8), name.count <= SwiftDemangler.longestName, let demangle = itanium else {
      return nil
    }
    var status: Int32 = 0
    guard let text = demangle(name.map(CChar.init(bitPattern:)) + [0], nil, nil, &status) else { return nil }
    defer { free(text) }
    let bytes = Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
    return withoutRustHash(bytes)
  }

  private typealias Function =
    @convention(c) (
      UnsafePointer<CChar>?, UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<Int>?, UnsafeMutablePointer<Int32>?
    ) -> UnsafeMutablePointer<CChar>?

  /// Part of the C++ runtime, which the Swift runtime brings along.
  private static let itanium: Function? = dlsym(nil, "__cxa_demangle").map { unsafeBitCast($0, to: Function.self) }

  /// `core::fmt::write::h0123456789abcdef` without its last part.
  private static func withoutRustHash(_ text: [UInt8]) -> [UInt8] {
    let tail = text.suffix(19)
    let isHash =
      tail.starts(with: "::h".utf8)
      && tail.dropFirst(3).allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    return tail.count == 19 && isHash ? text.dropLast(19) : text
  }
}
