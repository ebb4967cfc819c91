#define _GNU_SOURCE
#include "calls.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/netlink.h>
#include <linux/seccomp.h>
#include <linux/sockios.h>
#include <sched.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

// The filter of seccomp(2): a program that the kernel runs on each system call, in the words of classic BPF.
//
// It is laid out as a binary tree over the calls' numbers: the kernel emulates a new filter once for every number, so a
// chain of comparisons would cost ten times as much to install.

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "Airlock knows the system calls of x86-64 and AArch64."
#endif

// Newer than the headers of some systems.
#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif

enum {
  longest_program = 1024,
  /// A request for more memory is handed on. The C library asks for no less once its heap can grow no further.
  large_map = 1 << 20,
};

struct program {
  struct sock_filter code[longest_program];
  unsigned count;
  struct linux_filter options;
  uint32_t own_process;
  unsigned char treatments[newest_call + 1];
};

static void emit(struct program *p, uint16_t code, uint8_t yes, uint8_t no, uint32_t k) {
  if (p->count < longest_program) p->code[p->count] = (struct sock_filter){code, yes, no, k};
  p->count++;
}
/// Loads the low or the high half of an argument; both machines are little-endian.
static void load(struct program *p, unsigned argument, bool high) {
  emit(p, BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, args) + 8 * argument + (high ? 4 : 0));
}
static void answer(struct program *p, uint32_t action) { emit(p, BPF_RET | BPF_K, 0, 0, action); }
static void refuse(struct program *p, int error) { answer(p, SECCOMP_RET_ERRNO | error); }
static void allow(struct program *p) { answer(p, SECCOMP_RET_ALLOW); }
/// Hands the call on, to be denied.
static void deny(struct program *p) { answer(p, p->options.notify ? SECCOMP_RET_USER_NOTIF : SECCOMP_RET_ERRNO | EPERM); }
/// Hands the call on, to be told and perhaps allowed; without a listener, other layers decide.
static void ask(struct program *p) { answer(p, p->options.notify ? SECCOMP_RET_USER_NOTIF : SECCOMP_RET_ALLOW); }

/// Passes over the next `count` instructions unless the loaded word equals `k`, or has a bit of it.
static void unless_equal(struct program *p, uint32_t k, uint8_t count) { emit(p, BPF_JMP | BPF_JEQ | BPF_K, 0, count, k); }
static void unless_bit(struct program *p, uint32_t k, uint8_t count) { emit(p, BPF_JMP | BPF_JSET | BPF_K, 0, count, k); }

/// Refuses what is listed; the word is loaded already.
static void refuse_equal(struct program *p, const uint32_t *refused, unsigned count) {
  for (unsigned i = 0; i < count; i++) {
    unless_equal(p, refused[i], 1);
    refuse(p, EPERM);
  }
}
/// A program that takes on its owner's rights may be made nowhere, not even where the plugin may write.
static void create_mode(struct program *p, unsigned argument) {
  load(p, argument, false);
  unless_bit(p, S_ISUID | S_ISGID, 1);
  refuse(p, EPERM);
  ask(p);
}
/// The mode follows the flags, and means something only where a file may be made.
static void open_flags(struct program *p, unsigned argument) {
  load(p, argument, false);
  unless_bit(p, O_PATH, 1);  // such a descriptor cannot be read
  allow(p);
  // Neither reading nor writing, only requests to a device: Landlock would not look at it.
  emit(p, BPF_ALU | BPF_AND | BPF_K, 0, 0, O_ACCMODE);
  unless_equal(p, O_ACCMODE, 1);
  deny(p);
  if (p->options.cutting_unguarded) {  // a reader may cut a file too
    load(p, argument, false);
    emit(p, BPF_ALU | BPF_AND | BPF_K, 0, 0, O_TRUNC | O_ACCMODE);
    unless_equal(p, O_TRUNC, 1);
    deny(p);
  }
  load(p, argument, false);
  emit(p, BPF_JMP | BPF_JSET | BPF_K, 1, 0, O_CREAT | (O_TMPFILE & ~O_DIRECTORY));
  ask(p);
  create_mode(p, argument + 1);
}
/// Nothing is made, changed or cut.
static void reading_flags(struct program *p, unsigned argument) {
  load(p, argument, false);
  unless_bit(p, O_ACCMODE | O_CREAT | O_TRUNC | (O_TMPFILE & ~O_DIRECTORY), 1);
  refuse(p, EPERM);
  allow(p);
}
static void clone_flags(struct program *p) {
  load(p, 0, false);
  unless_bit(p, hiding_clone, 1);
  deny(p);
  if (p->options.processes) {
    ask(p);
    return;
  }
  unless_bit(p, CLONE_THREAD, 1);
  ask(p);
  deny(p);
}
/// Zero in both halves.
static void when_null(struct program *p, unsigned argument, void (*null)(struct program *), void (*other)(struct program *)) {
  load(p, argument, false);
  unless_equal(p, 0, 3);
  load(p, argument, true);
  unless_equal(p, 0, 1);
  null(p);
  other(p);
}
static void refuse_permission(struct program *p) { refuse(p, EPERM); }
static void larger_than(struct program *p, unsigned argument) {
  load(p, argument, true);
  unless_equal(p, 0, 3);
  load(p, argument, false);
  emit(p, BPF_JMP | BPF_JGE | BPF_K, 1, 0, large_map);
  allow(p);
  ask(p);
}
/// Memory to write in, where there is none yet. A library's text, and address space that is only set apart, as Go's runtime
/// and the C library do by the gigabyte, is refused by the limit just the same, and asks nobody.
static void mapping(struct program *p) {
  load(p, 2, false);
  emit(p, BPF_JMP | BPF_JSET | BPF_K, 1, 0, PROT_WRITE);
  allow(p);
  load(p, 3, false);
  unless_bit(p, MAP_FIXED, 1);
  allow(p);
  larger_than(p, 1);
}
/// Denies the call unless the loaded word is one of these.
static void one_of(struct program *p, const uint32_t *values, uint8_t count) {
  for (uint8_t i = 0; i < count; i++) emit(p, BPF_JMP | BPF_JEQ | BPF_K, (uint8_t)(count - i), 0, values[i]);
  deny(p);
}
/// A socket may be made, so that the address shows when it is used; a network that is allowed reaches no local server.
static void socket_kind(struct program *p) {
  static const uint32_t local[] = {AF_INET, AF_INET6, AF_UNIX}, far[] = {AF_INET, AF_INET6};
  static const uint32_t kinds[] = {SOCK_STREAM, SOCK_DGRAM};
  // For another protocol than theirs the kernel might load a module.
  static const uint32_t protocols[] = {0, IPPROTO_TCP, IPPROTO_UDP};
  load(p, 0, false);
  if (p->options.network) {
    // The C library looks for a name server of this machine by the one, asks the kernel for its addresses by the other.
    unless_equal(p, AF_UNIX, 1);
    refuse(p, EPERM);
    unless_equal(p, AF_NETLINK, 4);
    load(p, 2, false);
    unless_equal(p, NETLINK_ROUTE, 1);
    allow(p);
    deny(p);
    one_of(p, far, sizeof far / sizeof *far);
  } else {
    one_of(p, local, sizeof local / sizeof *local);
  }
  load(p, 1, false);
  emit(p, BPF_ALU | BPF_AND | BPF_K, 0, 0, 0xF);
  one_of(p, kinds, sizeof kinds / sizeof *kinds);
  load(p, 2, false);
  one_of(p, protocols, sizeof protocols / sizeof *protocols);
  allow(p);
}
/// Requests that tell of a descriptor itself, and with the network those that tell of its interfaces. All others reach
/// drivers and file systems, which Landlock leaves alone.
static void device_request(struct program *p) {
  static const uint32_t allowed[] = {TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIOCLEX, FIONCLEX};
  load(p, 1, false);
  for (unsigned i = 0; i < sizeof allowed / sizeof *allowed; i++) {
    unless_equal(p, allowed[i], 1);
    allow(p);
  }
  if (p->options.network) {
    emit(p, BPF_JMP | BPF_JGE | BPF_K, 0, 2, SIOCGIFNAME);
    emit(p, BPF_JMP | BPF_JGT | BPF_K, 1, 0, SIOCGIFINDEX);
    allow(p);
  }
  deny(p);
}
/// One end of a pair of datagram sockets could be connected anew, to a server.
static void pair_kind(struct program *p) {
  if (!p->options.network) {
    allow(p);
    return;
  }
  load(p, 1, false);
  emit(p, BPF_ALU | BPF_AND | BPF_K, 0, 0, 0xF);
  unless_equal(p, SOCK_DGRAM, 1);
  refuse(p, EPERM);
  allow(p);
}
/// Signals to whoever it likes; who, for one of the two commands, stands in memory. Others would wait for its leave.
static void descriptor_command(struct program *p) {
  load(p, 1, false);
  unless_equal(p, F_SETOWN, 1);
  deny(p);
  unless_equal(p, F_SETOWN_EX, 1);
  deny(p);
  static const uint32_t refused[] = {F_SETLEASE, F_NOTIFY, F_SETPIPE_SZ};
  static const uint32_t locks[] = {F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW};
  refuse_equal(p, refused, sizeof refused / sizeof *refused);
  // Locks are memory that no limit counts, and others may wait for them.
  if (!p->options.files) refuse_equal(p, locks, sizeof locks / sizeof *locks);
  allow(p);
}


/// Of a socket itself and of TCP. Others speak to the network by themselves: who joins a group tells the routers.
static void socket_option(struct program *p) {
  if (p->options.network) {
    allow(p);
    return;
  }
  load(p, 1, false);
  unless_equal(p, SOL_SOCKET, 1);
  allow(p);
  unless_equal(p, IPPROTO_TCP, 1);
  allow(p);
  deny(p);
}

/// A thread's own is left as it is, and that is no error: Dispatch raises its threads', and when it may not it complains in
/// the system's log.
static void own_priority(struct program *p) {
  load(p, 0, false);
  unless_equal(p, PRIO_PROCESS, 3);
  load(p, 1, false);
  unless_equal(p, 0, 1);
  refuse(p, 0);
  refuse(p, EPERM);
}

static void emit_treatment(struct program *p, enum treatment treatment) {
  // Not SECCOMP, whose newer filters would outrank this one; not DUMPABLE, which hides from the monitor; not PDEATHSIG.
  static const uint32_t controls[] = {PR_SET_SECCOMP, PR_SET_DUMPABLE, PR_SET_PDEATHSIG};
  switch (treatment) {
    case ALLOW: allow(p); break;
    case REFUSE: refuse(p, EPERM); break;
    case ABSENT: refuse(p, ENOSYS); break;
    case DENY: deny(p); break;
    case ASK: ask(p); break;
    case OPEN: open_flags(p, 1); break;
    case OPENAT: open_flags(p, 2); break;
    case READ_ONLY: reading_flags(p, 1); break;
    case READ_ONLYAT: reading_flags(p, 2); break;
    case CREATE: create_mode(p, 1); break;
    case CREATEAT: create_mode(p, 2); break;
    case CLONE: clone_flags(p); break;
    case FORK: p->options.processes ? ask(p) : deny(p); break;
    case EXECUTE: p->options.execute ? allow(p) : p->options.processes ? ask(p) : deny(p); break;
    case OWN_PROCESS:
      load(p, 0, false);
      unless_equal(p, p->own_process, 1);
      allow(p);
      deny(p);
      break;
    case OWN_THREAD: when_null(p, 0, allow, deny); break;
    case MAP: mapping(p); break;
    case REMAP: larger_than(p, 2); break;
    case SOCKET: socket_kind(p); break;
    case PAIR: pair_kind(p); break;
    case OPTION: socket_option(p); break;
    case SEND: p->options.network ? allow(p) : when_null(p, 4, allow, deny); break;
    case ADDRESS: p->options.network ? allow(p) : deny(p); break;
    case MESSAGE: p->options.network ? allow(p) : deny(p); break;
    case LOCK: p->options.files ? allow(p) : refuse(p, EPERM); break;
    case TRUNCATE: p->options.cutting_unguarded ? deny(p) : ask(p); break;
    case SESSION: p->options.processes ? allow(p) : refuse(p, EPERM); break;
    case PRCTL:
      load(p, 0, false);
      refuse_equal(p, controls, sizeof controls / sizeof *controls);
      allow(p);
      break;
    case IOCTL: device_request(p); break;
    case FCNTL: descriptor_command(p); break;
    case PRIORITY: own_priority(p); break;
    case LIMIT: when_null(p, 2, allow, refuse_permission); break;
  }
}

/// The part of the tree for `count` runs of numbers with one treatment each; `first[i]` is where run i begins.
static void emit_tree(struct program *p, const short *first, int count) {
  if (count == 1) {
    emit_treatment(p, p->treatments[first[0]]);
    return;
  }
  unsigned at = p->count;
  int half = count / 2;
  // A conditional jump reaches 255 instructions; a farther one needs one that is not.
  emit(p, BPF_JMP | BPF_JGE | BPF_K, 0, 1, first[half]);
  emit(p, BPF_JMP | BPF_JA, 0, 0, 0);
  emit_tree(p, first, half);
  if (at + 1 < longest_program) p->code[at + 1].k = p->count - at - 2;
  emit_tree(p, first + half, count - half);
}

/// Above `newest_call`, and for the x32 calls, which have a bit of their own there, the call does not exist.
static int install(struct program *p, unsigned flags) {
  p->count = 0;
  emit(p, BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, arch));
  unless_equal(p, ARCHITECTURE, 1);
  emit(p, BPF_JMP | BPF_JA, 0, 0, 1);
  answer(p, SECCOMP_RET_KILL_PROCESS);
  emit(p, BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, nr));
  emit(p, BPF_JMP | BPF_JGT | BPF_K, 0, 1, newest_call);
  refuse(p, ENOSYS);
  short first[newest_call + 1];
  int runs = 0;
  for (short number = 0; number <= newest_call; number++)
    if (number == 0 || p->treatments[number] != p->treatments[number - 1]) first[runs++] = number;
  emit_tree(p, first, runs);
  if (p->count > longest_program) {
    errno = E2BIG;
    return -1;
  }
  struct sock_fprog program = {(unsigned short)p->count, p->code};
  return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
}

int linux_filter_plugin(struct linux_filter options) {
  struct program p = {.options = options, .own_process = (uint32_t)getpid()};
  memset(p.treatments, ALLOW, sizeof p.treatments);
  for (int i = 0; i < call_count; i++) p.treatments[calls[i].number] = calls[i].treatment;
  if (!options.notify) return install(&p, 0);
  int listener = install(&p, SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV);
  // Linux before 5.19 has no such flag.
  return listener < 0 && errno == EINVAL ? install(&p, SECCOMP_FILTER_FLAG_NEW_LISTENER) : listener;
}

int linux_filter_reader(void) {
  static const short allowed[] = {
      SYS_read, SYS_pread64, SYS_readv, SYS_write, SYS_writev, SYS_close, SYS_fstat, SYS_newfstatat, SYS_statx, SYS_lseek,
      SYS_mmap, SYS_munmap, SYS_mremap, SYS_mprotect, SYS_madvise, SYS_brk, SYS_readlinkat, SYS_faccessat, SYS_faccessat2,
      SYS_getdents64, SYS_fcntl, SYS_dup, SYS_getpid, SYS_gettid, SYS_getuid, SYS_geteuid, SYS_getrandom,
      SYS_futex, SYS_clock_gettime, SYS_gettimeofday, SYS_rt_sigprocmask, SYS_rt_sigaction, SYS_rt_sigreturn, SYS_sysinfo,
      SYS_sched_getaffinity, SYS_getcwd, SYS_uname, SYS_exit, SYS_exit_group, SYS_sendto, SYS_recvfrom, SYS_ppoll,
      SYS_restart_syscall,
#if defined(__x86_64__)
      SYS_stat, SYS_lstat, SYS_readlink, SYS_access, SYS_poll, SYS_arch_prctl,
#endif
  };
  struct program p = {.own_process = (uint32_t)getpid()};
  memset(p.treatments, REFUSE, sizeof p.treatments);
  for (unsigned i = 0; i < sizeof allowed / sizeof *allowed; i++) p.treatments[allowed[i]] = ALLOW;
  p.treatments[SYS_clone3] = ABSENT;
  p.treatments[SYS_openat] = READ_ONLYAT;
#if defined(__x86_64__)
  p.treatments[SYS_open] = READ_ONLY;
#endif
  // abort(3) and raise(3) send themselves a signal; limits may be asked and not set; a packet has no address.
  p.treatments[SYS_tgkill] = OWN_PROCESS;
  p.treatments[SYS_prlimit64] = LIMIT;
  p.treatments[SYS_sendto] = SEND;
  return install(&p, 0);
}

bool linux_can_filter(bool notify) {
  uint32_t action = notify ? SECCOMP_RET_USER_NOTIF : SECCOMP_RET_ERRNO;
  return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}
