extension CrashCorpus {
  public static var cases: [Case] { (c + cpp + rust + swift).filter { builds.contains($0.build) } }

  private static let pastNull = "a field or element of a null pointer."

  private static let c: [Case] =
    [
      Case(.c, "null-read", "null_read", "Null pointer read. Address 0x30 is 48 bytes past null: \(pastNull)"),
      Case(.c, "null-write", "null_write", "Null pointer write. The address is null itself."),
      Case(.c, "unmapped-read", "unmapped_read", "Read of unmapped memory. Nothing is mapped at 0x…"),
      Case(
        .c, "constant-write", "constant_write", "Write to read-only memory. Address 0x… lies in c.so (r--)."),
      Case(
        .c, "past-the-page", "past_the_page",
        "Write of memory that nobody may use. Address 0x… lies in anonymous memory (---)."),
      Case(
        .c, "overflow", "recurse",
        "Stack overflow in recurse, about … calls deep. Estimated: 8 MiB of stack, about … bytes a call."),
      Case(
        .c, "call-null", "call_null",
        "Call through a null pointer. A function pointer was null, or the return address had been overwritten."),
      Case(.c, "call-data", "call_data", "Jump to memory that is not code. Address 0x… lies in c.so (r--)."),
      Case(.c, "abort", "give_up", "abort() was called. It said nothing on stderr."),
      Case(.c, "assert", "check", "Assertion failed: size > 0. At crashes.c:… in check."),
      Case(
        .c, "free-twice", "free_twice", "Double free. The C library says: free(): double free detected in tcache 2."),
      Case(
        .c, "smash", "smash",
        "Stack smashed: something was written past the end of a local array. The C library says: …"),
      Case(.c, "thread", "null_write", "Null pointer write. The address is null itself.", mark: "null-write"),
    ] + processorsOwn

  /// What other processors do not trap, or trap in another way.
  private static var processorsOwn: [Case] {
    #if arch(x86_64)
      [
        Case(
          .c, "wild-pointer", "wild_pointer",
          "Read at an address that no memory can have: 0x4141414141414141. The pointer was overwritten, or never set."),
        Case(.c, "divide", "divide", "Integer division by zero. Or a quotient that is too large for its type."),
        Case(.c, "illegal", "illegal", "Illegal instruction. …"),
      ]
    #else
      []
    #endif
  }

  private static let cpp: [Case] = [
    Case(.cpp, "virtual-call", "table::virtual_call", "Null pointer read. The address is null itself."),
    Case(.cpp, "template", "table::read", "Null pointer read. The address is null itself."),
    Case(
      .cpp, "uncaught", "table::out_of_range",
      "Uncaught C++ exception: std::out_of_range: vector::_M_range_check: __n (which is 99) >= this->size() (which is 3)."
    ),
    Case(.cpp, "throw", "table::fail", "Uncaught C++ exception: std::runtime_error: the table is gone."),
  ]

  private static let rust: [Case] = [Build.rust, .rustAbort].flatMap { build in
    // A panic that unwinds has left the function by the time it meets C and aborts; it told where it began.
    let isThere = build == .rustAbort
    return [
      Case(
        build, "out-of-bounds", isThere ? "crashes::out_of_bounds" : "MyFunction",
        "Rust panic: index out of bounds: the len is 3 but the index is 117. At crashes.rs:…"),
      Case(
        build, "unwrap", isThere ? "crashes::unwrap_none" : "MyFunction",
        "Rust panic: called `Option::unwrap()` on a `None` value. At crashes.rs:…"),
      Case(
        build, "null-read", "crashes::null_read", "Null pointer read. Address 0x10 is 16 bytes past null: \(pastNull)"),
      Case(
        build, "overflow", "crashes::overflow",
        "Stack overflow in crashes::overflow, about … calls deep. Estimated: 8 MiB of stack, about … bytes a call."),
    ]
  }

  private static let swift: [Case] =
    [Build.swift, .swiftO].flatMap { build in
      [
        Case(build, "fatal-error", "stop", "Swift fatal error: the table is gone. At Crashes.swift:…"),
        Case(build, "cast", "cast", "Swift failed cast: a value of type Swift.Int is not a Swift.String."),
        Case(
          build, "try", "mustNotFail",
          "Swift fatal error: 'try!' expression unexpectedly raised an error: Crashes.Failure.gone. At Crashes.swift:…"),
        Case(build, "pointer", "peek", "Null pointer read. Address 0x30 is 48 bytes past null: \(pastNull)"),
        Case(
          build, "recursion", "recurse",
          "Stack overflow in recurse, about … calls deep. Estimated: 8 MiB of stack, about … bytes a call."),
        Case(build, "overflow", "add", "Swift runtime failure: arithmetic overflow."),
      ]
    } + [
      Case(
        .swift, "out-of-range", "outOfRange", "Swift fatal error: Index out of range. At ContiguousArrayBuffer.swift:…"),
      Case(.swift, "closure", "closure #1 in closure", "Swift fatal error: Index out of range. At …"),
      Case(
        .swift, "nil", "unwrap",
        "Swift fatal error: Unexpectedly found nil while unwrapping an Optional value. At Crashes.swift:…"),
      Case(.swift, "divide", "divide", "Swift fatal error: Division by zero. At …"),
      Case(.swift, "precondition", "insist", "Swift precondition failed: no size. At Crashes.swift:…"),
      Case(.swiftO, "out-of-range", "outOfRange", "Swift runtime failure: Index out of range."),
      Case(.swiftO, "closure", "closure #1 in closure", "Swift runtime failure: Index out of range."),
      Case(
        .swiftO, "nil", "unwrap", "Swift runtime failure: Unexpectedly found nil while unwrapping an Optional value."),
      Case(.swiftO, "divide", "divide", "Swift runtime failure: Division by zero."),
      Case(.swiftO, "precondition", "insist", "Swift runtime failure: …"),
    ]
}
