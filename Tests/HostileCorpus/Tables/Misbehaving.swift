/// Plugins that crash, hang, end or flood, and plugins that spoil their own process: what they do harms nobody else.
enum Misbehaving {
  static let all =
    crashes + divisions + ends + stalls + threads + descriptors + memory + output + attempts + state + moments + inSwift

  #if arch(x86_64)
    private static let trap = "SIGILL"
  #else
    private static let trap = "SIGTRAP"
  #endif

  private static let crashes: [HostilePlugin] = [
    .init("null_read", .crashes("SIGSEGV")),
    .init("null_write", .crashes("SIGSEGV")),
    .init("null_call", .crashes("SIGSEGV")),
    .init("wild_read", .crashes("SIGSEGV")),
    .init("write_to_code", .crashes("SIGSEGV")),
    .init("call_data", .crashes("SIGSEGV")),
    .init("abort_call", .crashes("SIGABRT")),
    .init("failed_assertion", .crashes("SIGABRT")),
    .init("illegal_instruction", .crashes(trap)),
    .init("free_twice", .crashes("SIGABRT")),
    .init("free_the_stack", .crashes("SIGSEGV"), .crashes("SIGABRT")),
    .init("stack_overflow", .crashes("SIGSEGV")),
    .init("smashed_stack", .crashes("SIGSEGV")),
    .init("past_the_file", .crashes("SIGBUS")),
    .init("crash_in_handler", .crashes("SIGSEGV")),
    .init("raised_segv", .crashes("SIGSEGV")),
    .init("raised_trap", .crashes("SIGTRAP")),
    .init("raised_kill", .crashes("SIGKILL")),
    .init("raised_real_time", .crashes("SIGRTMIN+3")),
  ]
  #if arch(x86_64)
    private static let divisions: [HostilePlugin] = [.init("divide_by_zero", .crashes("SIGFPE"))]
  #else
    private static let divisions: [HostilePlugin] = []  // AArch64 divides by zero: it gives zero
  #endif

  private static let ends: [HostilePlugin] = [
    .init("exit_zero", .exits(0)),
    .init("exit_three", .exits(3)),
    .init("exit_at_once", .exits(0)),
    .init("exit_quickly", .exits(4)),
    .init("exit_by_number", .exits(5)),
    .init("exit_in_handler", .exits(11)),
    .init("end_thread", .exits(0)),
    .init("end_main_thread_only", .hangs),
    .init("jump_out", .crashes("SIGSEGV"), .crashes("SIGILL"), .crashes("SIGABRT")),
  ]

  private static let stalls: [HostilePlugin] = [
    .init("endless_loop", .hangs),
    .init("endless_sleep", .hangs),
    .init("deadlock", .hangs),
    .init("read_what_never_comes", .hangs),
    .init("hang_deaf", .hangs),
    .init("hang_ignoring_signals", .hangs),
    .init("fault_for_ever", .hangs),
    .init("stop_for_ever", .hangs),
    .init("alarm_for_ever", .hangs),
    .init("stop_once", .returns(42)),
    .init("stop_by_terminal", .returns(42)),
  ]

  private static let threads: [HostilePlugin] = [
    .init("thread_crashes", .crashes("SIGSEGV")),
    .init("thread_exits", .exits(6)),
    .init("thread_stays_busy", .returns(42)),
    .init("thread_stays_deaf", .returns(42)),
    .init("thousand_threads", .returns(127), tries: ["other more than 128 threads"]),
  ]

  private static let descriptors: [HostilePlugin] = [
    .init("forge_and_end", .returns(1337)),
    .init("forge_and_crash", .crashes("SIGSEGV"), in: "close"),
    .init("forge_for_ever", .hangs, in: "close"),
    .init("garbage", .exits(0)),
    .init("close_all", .exits(0)),
    .init("close_all_and_end", .exits(7)),
    .init("shut_all", .exits(0)),
    .init("stdout_everywhere", .exits(0)),
    .init("exhaust", .returns(42)),
    .init("never_wait", .returns(42)),
  ]

  private static let memory: [HostilePlugin] = [
    .init("take_all_then_crash", .runsOutOfMemory),
    .init("take_all_then_abort", .runsOutOfMemory),
    .init("take_all_then_end", .runsOutOfMemory),
    .init("take_all_then_return", .returns(42)),
    .init("eight_gib", .returns(0)),
    .init("eight_gib_unchecked", .runsOutOfMemory),
  ]

  private static let output: [HostilePlugin] = [
    .init("flood_stdout", .floods),
    .init("flood_stderr", .floods),
    .init("flood_both", .floods),
    .init("flood_of_bytes", .hangs),
    .init("output_without_newline", .returns(42)),
    .init("evil_output", .returns(42)),
    .init("evil_error", .returnsError(nil)),
    .init("error_without_nul", .returnsError(String(repeating: "x", count: 4096))),
    .init("error_without_text", .returnsError("")),
    .init("error_of_nuls", .returnsError("")),
    .init("no_result", .givesNoResult),
    .init("least_result", .returns(.min)),
    .init("greatest_result", .returns(.max)),
    .init("overwrite_error_buffer", .crashes("SIGSEGV"), .crashes("SIGABRT")),
    .init("overwrite_input", .returns(42)),
  ]

  private static let attempts: [HostilePlugin] = [
    .init("try_for_ever", .hangs, tries: nil),
    .init("try_from_threads", .returns(42), tries: ["read /etc/shadow"]),
  ]

  private static let state: [HostilePlugin] = [
    .init("change_folder", .returns(42)),
    .init("change_locale", .returns(42)),
    .init("change_rounding", .returns(42)),
    .init("unmask_float_traps", .returns(42)),
    .init("change_environment", .returns(42)),
    .init("change_umask", .returns(42)),
    .init("change_personality", .returns(42)),
    .init("change_priority", .returns(42)),
    .init("change_name", .returns(42)),
    .init("lower_limits", .returns(42)),
    .init("handle_signals", .returns(42)),
    .init("ignore_signals", .returns(42)),
    .init("block_signals", .returns(42)),
    .init("move_signal_stack", .returns(42)),
    .init("open_other_library", .returns(42)),
    .init("close_itself", .crashes("SIGSEGV"), .returns(42)),
    .init("run_written_code", .returns(42)),
    .init("socket_pair", .returns(42)),
  ]

  private static let moments: [HostilePlugin] = [
    .init("constructor_crashes", .crashes("SIGSEGV"), in: "open"),
    .init("constructor_hangs", .hangs, in: "open"),
    .init("constructor_ends", .exits(6), in: "open"),
    .init("constructor_exits", .exits(6), in: "open"),
    .init("constructor_forks", .returns(42), tries: ["fork"], when: "open"),
    .init("constructor_connects", .returns(42), tries: ["connect 127.0.0.1:80"], when: "open"),
    .init("constructor_writes", .returns(42), tries: ["write {outside}/new"], when: "open"),
    .init("destructor_crashes", .crashes("SIGSEGV"), in: "close"),
    .init("destructor_hangs", .hangs, in: "close"),
    .init("destructor_ends", .exits(6), in: "close"),
    .init("destructor_forks", .returns(42), tries: ["fork"], when: "close"),
    .init("destructor_connects", .returns(42), tries: ["connect 127.0.0.1:80"], when: "close"),
    .init("destructor_writes", .returns(42), tries: ["write {outside}/new"], when: "close"),
    .init("exit_handler_crashes", .crashes("SIGSEGV"), in: "close"),
    .init("exit_handler_hangs", .hangs, in: "close"),
    .init("exit_handler_ends", .exits(6), in: "close"),
    .init("exit_handler_forks", .returns(42), tries: ["fork"], when: "close"),
    .init("exit_handler_connects", .returns(42), tries: ["connect 127.0.0.1:80"], when: "close"),
    .init("exit_handler_writes", .returns(42), tries: ["write {outside}/new"], when: "close"),
  ]

  private static let inSwift: [HostilePlugin] = [
    .init("swift_fatal_error", .crashes(trap)),
    .init("swift_evil_fatal_error", .crashes(trap)),
    .init("swift_index_out_of_range", .crashes(trap)),
    .init("swift_nil_unwrapped", .crashes(trap)),
    .init("swift_overflow", .crashes(trap)),
    .init("swift_endless_recursion", .crashes("SIGSEGV")),
    .init("swift_exclusive_access", .crashes("SIGABRT")),
    .init("swift_endless_loop", .hangs),
    // It runs on while its library is unmapped; the runtime may still find the time to complain to the system's log.
    .init("swift_endless_task", .returns(42), .crashes("SIGSEGV"), in: "close", tries: nil),
    .init("swift_endless_sleep", .hangs),
    .init("swift_deadlock", .crashes(trap)),
    .init("swift_all_memory", .runsOutOfMemory),
    .init("swift_long_error", .returnsError(nil)),
    .init("swift_evil_error", .returnsError(nil)),
    .init("swift_empty_error", .returnsError("")),
    .init("swift_error_that_traps", .crashes(trap)),
    .init("swift_error_that_exits", .exits(5)),
    .init("swift_least_result", .returns(.min)),
    .init("swift_evil_output", .returns(42)),
    .init("swift_uncaught_exit", .exits(3)),
  ]
}
