/// What the functions that a library takes from others tell of how it was compiled.
struct Imports {
  /// `__stack_chk_fail`: functions notice that their stack was overwritten. See gcc(1), `-fstack-protector`.
  private(set) var hasStackProtector = false
  /// `__memcpy_chk` and its like: the C library checks lengths. See feature_test_macros(7), `_FORTIFY_SOURCE`.
  private(set) var isFortified = false
  /// `__asan_init` and its like: the code is instrumented.
  private(set) var sanitizer: Sanitizer?

  private static let prefix = Array("__".utf8)

  init(_ library: SharedLibrary) {
    var names: [[UInt8]] = []
    library.symbols.forEach { symbol in
      guard !symbol.isDefined, library.symbols.hasPrefix(Self.prefix, symbol),
        let name = library.symbols.name(of: symbol)
      else { return }
      if name.hasSuffix("_chk") || name.elementsEqual("__stack_chk_fail".utf8) || name.hasSuffix("_init") {
        names.append(name)
      }
    }
    for name in names {
      if name.elementsEqual("__stack_chk_fail".utf8) { hasStackProtector = true }
      if name.hasSuffix("_chk") { isFortified = true }
      sanitizer = sanitizer ?? Sanitizer.allCases.first { name.elementsEqual($0.marker.utf8) }
    }
    sanitizer =
      sanitizer
      ?? Sanitizer.allCases.first { it in
        library.dynamic.needed.contains { name in it.libraries.contains { name.starts(with: $0.utf8) } }
      }
  }
}

/// A compiler's instrumentation whose runtime must be the first library of a process.
///
/// UndefinedBehaviorSanitizer is none: its runtime may come at any time. See clang's documentation of each.
enum Sanitizer: String, CaseIterable {
  case address, thread, memory, hwaddress

  var name: String {
    switch self {
    case .address: "AddressSanitizer"
    case .thread: "ThreadSanitizer"
    case .memory: "MemorySanitizer"
    case .hwaddress: "HWAddressSanitizer"
    }
  }

  private var short: String {
    switch self {
    case .address: "asan"
    case .thread: "tsan"
    case .memory: "msan"
    case .hwaddress: "hwasan"
    }
  }

  /// What instrumented code calls first.
  var marker: String { "__\(short)_init" }

  /// How the runtime's libraries are called, by GCC and by clang.
  var libraries: [String] { ["lib\(short).so", "libclang_rt.\(short)"] }
}
