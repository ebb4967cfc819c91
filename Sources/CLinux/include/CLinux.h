// The seam to Linux: what Swift's Glibc does not show (variadic functions, fork, newer system calls, macros), as plain
// functions. They return what the system call returns, -1 and errno for a failure, and try again after EINTR.
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

// ---- time ------------------------------------------------------------------------------------------------------------
/// CLOCK_MONOTONIC in nanoseconds.
uint64_t linux_now(void);
/// CLOCK_REALTIME in nanoseconds.
uint64_t linux_wall_clock(void);

// ---- descriptors -----------------------------------------------------------------------------------------------------
/// pipe2(2), close-on-exec.
int linux_pipe(int ends[2]);
/// A connected pair of stream sockets, close-on-exec; socketpair(2).
int linux_socket_pair(int ends[2]);
/// A connected pair of packet sockets, close-on-exec. What is sent from the second end carries the time at which the
/// kernel took it; SO_TIMESTAMPNS in socket(7).
int linux_stamped_pair(int ends[2]);
/// One packet, cut to `count`, without waiting; `time` is its stamp by CLOCK_REALTIME in nanoseconds. -1 with EAGAIN if
/// there is none.
ssize_t linux_receive_stamped(int descriptor, void *buffer, size_t count, uint64_t *time);
int linux_set_nonblocking(int descriptor);
/// fcntl(F_DUPFD_CLOEXEC): a copy whose number is at least `lowest`.
int linux_copy_descriptor(int descriptor, int lowest);
/// Closes this descriptor and all above; close_range(2), or one by one where the kernel lacks it.
void linux_close_from(int lowest);
/// An anonymous file in memory, close-on-exec; memfd_create(2).
int linux_memory_file(const char *name);
/// The same with this content, that nobody can change any more; F_ADD_SEALS in fcntl(2).
int linux_sealed_file(const char *name, const void *bytes, size_t count);
/// Nobody can open the file to write as long as this holds: a read lease, "Leases" in fcntl(2). EAGAIN if somebody has it
/// open to write, or mapped; EACCES if it is another user's. Who wants to write waits, and this process gets a SIGCHLD.
int linux_hold(int descriptor);
/// Whether nobody has asked to write since.
bool linux_is_held(int descriptor);
void linux_let_go(int descriptor);
ssize_t linux_read(int descriptor, void *buffer, size_t count);
/// Never raises SIGPIPE on a socket; a pipe's is up to the caller's disposition.
ssize_t linux_write(int descriptor, const void *buffer, size_t count);
/// open(2) without a mode.
int linux_open(const char *path, int flags);
/// pread(2).
ssize_t linux_read_at(int descriptor, void *buffer, size_t count, int64_t offset);
/// openat(2).
int linux_open_in(int folder, const char *path, int flags);
/// Names a file without opening it, close-on-exec; open(2) with O_PATH.
int linux_open_place(const char *path);
/// A new file for writing, readable by all; EEXIST if there is one of that name. open(2) with O_CREAT | O_EXCL.
int linux_create(const char *path);
/// The same, readable by the user alone.
int linux_create_private(const char *path);
/// A file for reading, and writing at its end only, made if there is none, readable by the user alone. A symbolic link is
/// not followed, and a pipe is not waited for.
int linux_open_private(const char *path);
/// The same, readable by all where it is made.
int linux_open_shared(const char *path);
/// The file is this descriptor's alone until it is closed, among all that ask like this; EWOULDBLOCK if it is another's.
/// flock(2).
int linux_lock(int descriptor);
/// Gives a file another name; EEXIST if there is one of that name. renameat2(2) with RENAME_NOREPLACE.
int linux_rename_new(const char *old, const char *new);
/// Two files change their names, in one step; EINVAL where the file system cannot. renameat2(2) with RENAME_EXCHANGE.
int linux_exchange(const char *one, const char *other);
/// What was written is on the disk; fsync(2).
int linux_sync(int descriptor);
/// The same, without what is not needed to read it again; fdatasync(2).
int linux_sync_data(int descriptor);
/// The C library's stdout writes each line at once; setvbuf(3).
void linux_flush_lines(void);
/// Opens /dev/null where descriptor 0, 1 or 2 is closed, for reading only: what is opened later must not be taken for a
/// standard stream, and writing to one that is not there must fail.
void linux_fill_standard_descriptors(void);
int linux_random(void *buffer, size_t count);

struct linux_poll {
  int descriptor;
  bool want_read, want_write;
  bool readable, writable, hung_up;
};
/// poll(2); `timeout` in milliseconds, -1 for ever. A descriptor below 0 is passed over. EINTR counts as nothing ready.
int linux_poll_all(struct linux_poll *entries, int count, int timeout);

// ---- watching folders, inotify(7) -------------------------------------------------------------------------------------
/// Close-on-exec and non-blocking, to be polled for reading; inotify_init1(2).
int linux_watch_begin(void);
/// From now on whatever becomes of a folder's names, and of the files behind them, is an event; the watch's number, the
/// same again for a folder that is watched. ENOTDIR if it is none, ENOSPC if there are too many; inotify_add_watch(2).
int linux_watch_folder(int watch, const char *path);
/// inotify_rm_watch(2).
int linux_watch_forget(int watch, int folder);
/// Takes the events that have come, and says if anything has happened. Whatever was lost counts as something.
bool linux_watch_drain(int watch);

// ---- processes -------------------------------------------------------------------------------------------------------
/// fork(2): only for a process with one thread.
pid_t linux_fork(void);
/// Starts a program in a session of its own, with an empty signal mask and default dispositions; posix_spawn(3).
/// It finds `socket` at 3, `errors` at 2, /dev/null at 0 and 1, and nothing else.
pid_t linux_spawn(const char *path, char *const arguments[], char *const environment[], int socket, int errors);
/// The process is killed when the thread that made it ends; -1 if that has happened already. prctl(PR_SET_PDEATHSIG).
int linux_die_with(pid_t parent);
/// Orphans below this process become its children; prctl(PR_SET_CHILD_SUBREAPER).
int linux_become_subreaper(void);
/// Blocks SIGCHLD and returns a non-blocking signalfd(2) for it.
int linux_watch_children(void);
/// Empties a signalfd.
void linux_drain_signals(int descriptor);
/// Every signal unblocked and with its default action.
void linux_reset_signals(void);
/// SIGKILL to every child of this thread. /proc/thread-self/children.
void linux_kill_children(void);
/// Kills a child and reaps it.
void linux_end(pid_t child);
/// After a fork, all at once: pages that this process may write become its own. MADV_POPULATE_WRITE in madvise(2), Linux
/// 5.14; only to be quicker.
void linux_own_memory(void);
/// Waits until a child has ended, or for so many milliseconds; a shorter while where the kernel does not tell of ends.
/// pidfd_open(2), Linux 5.3.
void linux_await(pid_t child, int timeout);
/// Memory that is freed stays with the process: what goes back to the system comes again a page fault at a time. See
/// mallopt(3).
void linux_keep_freed_memory(void);
/// Whether memory that is freed is overwritten, so that what was there is not for others to find. M_PERTURB in mallopt(3).
void linux_wipe_freed_memory(bool on);

enum linux_change { LINUX_EXITED, LINUX_SIGNALLED, LINUX_STOPPED };
/// Of `event`: PTRACE_EVENT_EXEC, PTRACE_EVENT_EXIT.
enum { LINUX_EXECUTED = 4, LINUX_EXITING = 6 };
struct linux_wait {
  pid_t pid;
  enum linux_change change;
  /// The exit status or the signal.
  int code;
  /// PTRACE_EVENT_…, 0 for a signal's own stop.
  int event;
  /// Peak resident memory in bytes, when it ended.
  uint64_t peak_memory;
};
/// wait4(2) for any child or tracee: 1 one changed, 0 none has now, -1 there are none.
int linux_wait_any(struct linux_wait *out, bool block);

// ---- tracing, ptrace(2) ----------------------------------------------------------------------------------------------
/// PTRACE_SEIZE: the process and all that it starts are traced, and killed when the tracer ends.
int linux_trace(pid_t pid);
int linux_continue(pid_t thread, int signal);
/// At the stop before a signal is delivered: a call that waited for Airlock's answer, and that no signal breaks off where
/// nobody has to answer, is begun again after the signal's handler instead of failing with EINTR. See seccomp_unotify(2).
void linux_begin_again(pid_t thread);
/// SIGKILL, also to one that stands still.
void linux_kill_tracee(pid_t thread);
/// Whether the event is the birth of a thread or process: PTRACE_EVENT_FORK, _VFORK, _CLONE.
bool linux_is_birth(int event);
/// What an event is about: who was born, or the number that a thread had before it executed a program.
/// PTRACE_GETEVENTMSG.
pid_t linux_event_process(pid_t thread);
/// Whether a thread that has stopped on its way out, LINUX_EXITING, exits with this status. PTRACE_GETEVENTMSG.
bool linux_exits_with(pid_t thread, int status);
/// `si_code` and `si_addr` of the signal that the thread is stopped for.
int linux_signal_info(pid_t thread, int *code, uint64_t *address);
/// Whether a handler of the program's own, or its ignoring the signal, will take it.
bool linux_signal_is_handled(pid_t thread, int signal, int code);
/// PTRACE_INTERRUPT: the thread stops as soon as it can, also in a system call that waits.
int linux_interrupt(pid_t thread);
/// waitpid(2) for one child or tracee, without waiting: 1 it changed, 0 it has not, -1 there is none.
int linux_wait_for(pid_t thread, struct linux_wait *out);

#if defined(__x86_64__)
enum { LINUX_REGISTERS = 17, LINUX_STACK_POINTER = 7, LINUX_FRAME_POINTER = 6 };
#else
enum { LINUX_REGISTERS = 33, LINUX_STACK_POINTER = 31, LINUX_FRAME_POINTER = 29 };
#endif
struct linux_registers {
  /// In DWARF's order, the program counter last.
  uint64_t values[LINUX_REGISTERS];
  /// The system call in which the thread was waiting; -1 if it was not.
  int call;
};
/// PTRACE_GETREGSET of a stopped thread.
int linux_read_registers(pid_t thread, struct linux_registers *out);
/// A register by its place in DWARF's order: "rax".
const char *linux_register_name(int index);
/// A system call that can wait, by its number; NULL for others.
const char *linux_call_name(int number);
/// Where the kernel's own library lies in this process, and how long it is; vdso(7). Every process has the same.
const void *linux_vdso(size_t *count);
/// process_vm_readv(2): how many bytes could be read.
ssize_t linux_read_memory(pid_t process, uint64_t address, void *buffer, size_t count);
/// Peak resident memory in bytes of a process that has not ended; 0 if it has. `VmHWM` in proc(5).
uint64_t linux_peak_memory(pid_t process);
/// The process that a thread belongs to.
pid_t linux_process_of(pid_t thread);
/// Whether the thread belongs to the process.
bool linux_is_thread_of(pid_t thread, pid_t process);

// ---- the sandbox -----------------------------------------------------------------------------------------------------
/// The version of Landlock's interface, 0 where the kernel has none or it is off; landlock(7).
int linux_landlock_version(void);
/// A ruleset that takes away all that this version can, files, TCP, signals, abstract sockets; `network` leaves TCP.
///
/// `reading` leaves all files to be read, which then costs nothing, where a rule for the root folder would have the kernel
/// climb up to it for each. It leaves cutting too, for to open a file is to be asked about both: `linux_filter_reader` must
/// keep the process from that.
int linux_landlock_begin(int version, bool network, bool reading);
enum linux_access {
  LINUX_ACCESS_READ,
  /// To read, and to start as a program.
  LINUX_ACCESS_EXECUTE,
  /// To read and write, in a folder to make and remove names too.
  LINUX_ACCESS_WRITE,
};
/// Gives back what lies at or below a place; the descriptor may be one of O_PATH.
int linux_landlock_allow(int ruleset, int version, int descriptor, enum linux_access access);
/// From here on this process and all that it starts are held to the ruleset; landlock_restrict_self(2).
int linux_landlock_enforce(int ruleset);
/// None are gained by a set-user-ID program from here on, and none are given up; PR_SET_NO_NEW_PRIVS in prctl(2).
int linux_keep_privileges(void);
/// No set-user-ID program gives anything any more, and no capability is left, root's neither; the user stays.
int linux_drop_privileges(void);
/// For this process: no core, files that it writes at most of `bytes`, at most so many open descriptors, no priority, few
/// signals that wait; setrlimit(2). Where memory runs out, it goes first; oom_score_adj in proc(5).
int linux_limit_files(uint64_t bytes, uint64_t descriptors);
/// For another process, or 0 for this one: address space in bytes, processor time; prlimit(2).
int linux_limit_process(pid_t process, uint64_t memory, uint64_t seconds);
/// What a process has mapped, in bytes, as RLIMIT_AS counts it; 0 if it is gone.
uint64_t linux_address_space(pid_t process);

struct linux_filter {
  /// Denied calls are handed to a listener, which tells them; without one they fail with EPERM.
  bool notify;
  bool network;
  bool processes;
  /// A program may take the place of this one; which, Landlock decides.
  bool execute;
  /// There is a folder to write in.
  bool files;
  /// Landlock is too old to guard a file against being cut.
  bool cutting_unguarded;
};
/// The filter of a plugin process; its listener if there is to be one, else 0; -1 and errno. seccomp(2).
int linux_filter_plugin(struct linux_filter options);
/// The filter of a process that reads files and answers on a socket, and does nothing else. It opens none otherwise than for
/// reading, and cuts none short.
int linux_filter_reader(void);
/// Whether the kernel can filter, and hand on what it filters.
bool linux_can_filter(bool notify);
/// A copy of another process's descriptor; it must be traceable. pidfd_getfd(2).
int linux_take_descriptor(pid_t process, int descriptor);

/// What a call that was handed on asks for.
enum linux_asked {
  LINUX_ASKED_READ,
  LINUX_ASKED_WRITE,
  /// To make a name that is not there yet.
  LINUX_ASKED_MAKE,
  LINUX_ASKED_DELETE,
  LINUX_ASKED_CHANGE,
  LINUX_ASKED_CONNECT,
  LINUX_ASKED_SEND,
  LINUX_ASKED_LISTEN,
  LINUX_ASKED_SOCKET,
  LINUX_ASKED_FORK,
  LINUX_ASKED_EXEC,
  LINUX_ASKED_KILL,
  LINUX_ASKED_TRACE,
  LINUX_ASKED_NAMESPACE,
  LINUX_ASKED_IPC,
  /// Another thread of the plugin's own.
  LINUX_ASKED_THREAD,
  /// When a thread or process runs, and on which processors.
  LINUX_ASKED_SCHEDULE,
  LINUX_ASKED_MEMORY,
  LINUX_ASKED_OTHER,
};
struct linux_notice {
  uint64_t id;
  pid_t thread;
  /// The call's.
  int number;
  enum linux_asked asked;
  uint64_t arguments[6];
  /// A file is to be opened, to read only.
  bool opens;
  /// Whom it is about, of KILL and SCHEDULE.
  pid_t process;
  /// Nobody may: a process that would be untraced or in a namespace of its own, a folder watched for changes, a file
  /// opened neither to read nor to write.
  bool never;
  /// By how much the address space would grow, of MEMORY; whether it is only to be kept free, and not to be used yet.
  uint64_t bytes;
  bool reserved;
  /// The errno with which it is denied.
  int error;
  /// A path, an address, a number or the call's name; empty if there is none.
  char target[4096];
};
/// Makes the listener quick, where the kernel can.
int linux_notices_setup(int listener);
/// The next call that was handed on: 1 got one, 0 its thread has died, -1 there is none.
int linux_next_notice(int listener, struct linux_notice *notice);
/// The second path of a call that has two, with what is asked of it; false if it has none.
bool linux_second_notice(struct linux_notice *notice);
/// Opens a file for the caller, to read: the descriptor is the call's result. -1 if the kernel cannot, or nothing is there.
int linux_answer_with_file(int listener, const struct linux_notice *notice, const char *path);
/// A copy of the descriptor whose file's mode, times or owner are to be changed; -1 if it is not done by a descriptor.
int linux_notice_file(const struct linux_notice *notice);
/// Makes that change: of a regular file of this user's that is open for writing, no set-ID bits, and no other owner than
/// it has. -1 and errno.
int linux_change_file(const struct linux_notice *notice, int descriptor);
/// Tells the caller that what it asked for was done.
int linux_answer_done(int listener, const struct linux_notice *notice);
/// Lets it go on as if there were no filter, or fails it with its errno.
int linux_answer_notice(int listener, const struct linux_notice *notice, bool allow);
enum linux_place {
  /// Where the target leads, links resolved as seen by the thread.
  LINUX_PLACE_FILE,
  /// The target itself, though it be a link.
  LINUX_PLACE_NAME,
  /// The folder that the target is in.
  LINUX_PLACE_FOLDER,
};
/// A real path; -1 and errno if it leads nowhere.
int linux_notice_place(const struct linux_notice *notice, enum linux_place place, char *out, size_t room);
/// The path of an open descriptor.
int linux_descriptor_path(int descriptor, char *out, size_t room);

// ---- the processor ---------------------------------------------------------------------------------------------------
/// Takes blocks of 64 bytes into the state of a SHA-256; false if the processor has no instructions for it.
bool linux_sha256(uint32_t state[8], const uint8_t *data, size_t blocks, const uint32_t constants[64]);

// ---- the dynamic loader ----------------------------------------------------------------------------------------------
/// How many threads this process has; 1 where /proc does not tell. proc(5).
int linux_thread_count(void);

/// Calls `body` with the path and DT_SONAME ("" if it has none) of every library of this process; dl_iterate_phdr(3).
void linux_each_library(void *context, void (*body)(void *context, const char *path, const char *soname));
/// How many libraries this process has.
int linux_library_count(void);
/// The C library's version, "2.36"; gnu_get_libc_version(3).
const char *linux_libc_version(void);
/// What `$PLATFORM` stands for: AT_PLATFORM of getauxval(3).
const char *linux_platform(void);
/// The highest x86-64 microarchitecture level that this processor has, 1 to 4; 0 on other machines.
/// See the x86-64 psABI, table 3.1.
int linux_processor_level(void);

// ---- memory ----------------------------------------------------------------------------------------------------------
/// Where bytes stand first in others, or NULL: memmem(3), quicker in names.
const void *linux_find(const void *bytes, size_t count, const void *wanted, size_t wanted_count);

/// Lets the processor fetch a cache line without waiting for it.
static inline void linux_prefetch(const void *place) { __builtin_prefetch(place); }
