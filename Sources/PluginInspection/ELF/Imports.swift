/// What the functions that a library takes from others tell of how it was compiled.
struct Imports {
  /// `__stack_chk_fail`: functions notice that their stack was overwritten. See gcc(1), `-fstack-protector`.
  private(set) var hasStackProtector = false
  /// `__memcpy_chk` and its like: the C library checks lengths. See feature_test_macros(7), `_FORTIFY_SOURCE`.
  private(set) var isFortified = false
  /// `__asan_init` and its like: the code is instrumented.
  private(set) var sanitizer: Sanitizer?

  private static let checked = Array("_chk".utf8)
  private static let stackCheck = Array("__stack_chk_fail".utf8)
  private static let start = Array("_init".utf8)

  init(_ library: SharedLibrary) {
    let symbols = library.symbols
    for index in library.undefined {
      guard let symbol = symbols.symbol(UInt64(index)),
        symbols.beginning(at: symbol.nameOffset) == SymbolTable.reserved, let name = symbols.text(of: symbol)
      else { continue }
      if name.hasSuffix(Self.checked) {
        isFortified = true
      } else if name.count == Self.stackCheck.count, name.hasSuffix(Self.stackCheck) {
        hasStackProtector = true
      } else if sanitizer == nil, name.hasSuffix(Self.start) {
        sanitizer = Sanitizer.allCases.first { name.elementsEqual($0.marker) }
      }
    }
    sanitizer = sanitizer ?? Sanitizer.allCases.first { $0.isNeeded(by: library.dynamic.needed) }
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

  /// What instrumented code calls first: `__asan_init`.
  var marker: [UInt8] { Self.markers[self] ?? [] }

  /// Whether the runtime is among the libraries that are needed.
  func isNeeded(by needed: [LibraryName]) -> Bool {
    let runtimes = Self.runtimes[self] ?? []
    return needed.contains { name in runtimes.contains { name.bytes.starts(with: $0) } }
  }

  // Every file is asked for all of them, so they are put together once.
  private static let markers = table { Array("__\($0.short)_init".utf8) }
  /// How the runtime's libraries begin, by GCC and by clang.
  private static let runtimes = table { it in ["lib\(it.short).so", "libclang_rt.\(it.short)"].map { Array($0.utf8) } }

  private static func table<Value>(_ value: (Sanitizer) -> Value) -> [Sanitizer: Value] {
    Dictionary(uniqueKeysWithValues: allCases.map { ($0, value($0)) })
  }
}
