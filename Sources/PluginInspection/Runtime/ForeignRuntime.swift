import PluginModel

/// A runtime that a library was built for and that this process is not: nothing it needs can then be looked up in earnest.
enum ForeignRuntime: Equatable {
  /// Another C library than glibc; see musl-libc.org.
  case musl
  /// Its runtime must be the first library of the process.
  case sanitizer(Sanitizer)

  init?(_ library: SharedLibrary, _ imports: Imports) {
    // musl's own soname is libc.so, glibc's libc.so.6.
    let needsMusl = library.dynamic.needed.map(\.bytes).contains { name in
      name.elementsEqual("libc.so".utf8) || name.starts(with: "libc.musl".utf8) || name.starts(with: "ld-musl".utf8)
    }
    if needsMusl || library.image.interpreterName?.starts(with: "ld-musl".utf8) ?? false {
      self = .musl
    } else if let sanitizer = imports.sanitizer {
      self = .sanitizer(sanitizer)
    } else {
      return nil
    }
  }

  var rejection: Rejection {
    switch self {
    case .musl:
      Rejection(
        .incompatibleRuntime, "built for musl, this machine has glibc",
        hint: "Build it on a system with glibc, or for one: two C libraries in one process do not get along.")
    case .sanitizer(let sanitizer):
      Rejection(
        .incompatibleRuntime, "built with \(sanitizer.name), whose runtime must be loaded first",
        hint: "Build it without -fsanitize=\(sanitizer.rawValue).")
    }
  }

  /// A check that fails for this very reason tells nothing of its own.
  func excuse(_ check: Check) -> Check {
    Check(check.id, .skipped, "left out: \(rejection.reason)", details: check.details)
  }
}

extension ELFImage {
  private static let longestInterpreter = 4096

  /// The file name of PT_INTERP: "ld-musl-x86_64.so.1".
  fileprivate var interpreterName: [UInt8]? {
    guard let segment = segments.first(where: { $0.kind == .interpreter }), let end = segment.fileEnd,
      let path = file.string(in: segment.fileOffset..<end, upTo: Self.longestInterpreter)
    else { return nil }
    return path.split(separator: UInt8(ascii: "/")).last.map(Array.init)
  }
}
