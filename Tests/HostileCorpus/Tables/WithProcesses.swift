/// What becomes of attacks where the user lets plugins start processes: they may, and nothing of it remains. What would
/// hide a process stays forbidden.
enum WithProcesses {
  static let all: [HostilePlugin] = [
    .init("fork_child", .returns(1)),
    .init("fork_by_number", .returns(1)),
    .init("vfork_child", .returns(1)),
    .init("clone_sibling", .returns(1)),
    .init("clone_untraced", .returns(0), tries: ["fork"]),
    .init("untraced_thread", .returns(0), tries: ["fork"]),
    .init("clone_newly", .returns(0)),
    .init("clone_namespace", .returns(0), tries: ["namespace clone"]),
    .init("fork_bomb", .hangs, tries: nil),
    .init("thousand_threads", .returns(127), tries: ["other more than 128 threads"]),

    .init("daemon_and_return", .returns(1)),
    .init("daemon_and_hang", .hangs),
    .init("daemon_and_end", .exits(3)),
    .init("daemon_and_crash", .crashes("SIGABRT")),
    .init("constructor_forks", .returns(42)),
    .init("destructor_forks", .returns(42)),
    .init("exit_handler_forks", .returns(42)),

    .init("spawn_program", .returns(1)),
    .init("call_system", .returns(1)),
    .init("open_program", .returns(1)),
    .init("exec_shell", .exits(0)),
    .init("exec_set_user_id", .exits(0)),
    .init("exec_open_file", .exits(0)),
    .init("exec_memory", .returns(0), tries: ["other memfd_create"]),

    .init("kill_parent", .returns(0), tries: ["kill {parent}"]),
    .init("kill_everyone", .returns(0), tries: ["kill -1"]),
    .init("trace_parent", .returns(0), tries: ["trace ptrace"]),
    .init("write_new", .returns(0), tries: ["write {outside}/new"]),
    .init("connect_v4", .returns(0), tries: ["connect 127.0.0.1:{port}"]),
  ]
}
