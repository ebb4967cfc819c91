#include "attack.h"

#include <asm/sockios.h>
#include <linux/ioprio.h>
#include <linux/kcmp.h>
#include <linux/sched.h>
#include <sched.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>

extern char **environ;
/// Some file that can be executed and does nothing.
static char *const nothing[] = {"/bin/true", NULL};

static void for_ever(void) {
  for (;;) pause();
}
/// A child would stay for ever.
static bool stays(pid_t process) {
  if (process == 0) for_ever();
  return process > 0;
}

// ---- new processes --------------------------------------------------------------------------------------------------
ESCAPE(fork_child) { return stays(fork()); }
ESCAPE(fork_by_number) {
#ifdef SYS_fork
  return stays((pid_t)syscall(SYS_fork));
#else
  return stays(fork());
#endif
}
ESCAPE(vfork_child) {
  pid_t process = vfork();
  if (process == 0) _exit(0);
  return process > 0;
}
ESCAPE(clone_untraced) { return stays((pid_t)syscall(SYS_clone, CLONE_UNTRACED | SIGCHLD, 0, 0, 0, 0)); }
/// A sibling: the child of who watches, not of this process.
ESCAPE(clone_sibling) { return stays((pid_t)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0)); }
ESCAPE(clone_newly) {
  struct clone_args arguments = {.flags = CLONE_UNTRACED, .exit_signal = SIGCHLD};
  return stays((pid_t)syscall(SYS_clone3, &arguments, sizeof arguments));
}
ESCAPE(clone_namespace) { return stays((pid_t)syscall(SYS_clone, CLONE_NEWUSER | CLONE_NEWPID | SIGCHLD, 0, 0, 0, 0)); }
/// No parent, no group and no terminal leads to it, and no signal but one ends it. When this returns, it is there.
static bool start_daemon(void) {
  int ends[2];
  char byte;
  if (pipe(ends) != 0) return false;
  pid_t process = fork();
  if (process == 0) {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    setsid();
    if (fork() == 0) {
      prctl(PR_SET_NAME, "hostile-daemon");
      write(ends[1], "x", 1);
      for_ever();
    }
    _exit(0);
  }
  close(ends[1]);
  return process > 0 && read(ends[0], &byte, 1) == 1;
}
ESCAPE(daemon_and_return) { return start_daemon(); }
// For where processes are allowed.
ATTACK(daemon_and_hang) {
  start_daemon();
  for_ever();
}
ATTACK(daemon_and_end) {
  start_daemon();
  _exit(3);
}
ATTACK(daemon_and_crash) {
  start_daemon();
  abort();
}
/// Five hundred at most: even if none is refused the machine lives on.
ESCAPE(fork_bomb) {
  bool forked = false;
  for (int generation = 0; generation < 9; generation++) forked |= fork() >= 0;
  if (forked) for_ever();
  return forked;
}

// ---- other programs -------------------------------------------------------------------------------------------------
ESCAPE(spawn_program) {
  pid_t process;
  return posix_spawn(&process, nothing[0], NULL, NULL, nothing, environ) == 0;
}
ESCAPE(call_system) { return system("exit 0") == 0; }
ESCAPE(open_program) {
  FILE *program = popen("exit 0", "r");
  return program && pclose(program) == 0;
}
ESCAPE(exec_shell) { return could(execl("/bin/sh", "sh", "-c", "exit 0", NULL)); }
ESCAPE(exec_set_user_id) { return could(execl("/usr/bin/su", "su", "--version", NULL)); }
ESCAPE(exec_open_file) { return could(fexecve(open(nothing[0], O_RDONLY | O_CLOEXEC), nothing, environ)); }
ESCAPE(exec_memory) {
  int memory = (int)syscall(SYS_memfd_create, "program", 0);
  return could(memory) && could(syscall(SYS_execveat, memory, "", nothing, environ, AT_EMPTY_PATH));
}
/// By way of the loader, which may be read and is a program.
ESCAPE(exec_loader) { return could(execl("/proc/self/exe", "airlock-worker", "1", NULL)); }

// ---- signals --------------------------------------------------------------------------------------------------------
ESCAPE(kill_parent) { return could(kill(getppid(), SIGKILL)); }
ESCAPE(kill_everyone) { return could(kill(-1, SIGKILL)); }
ESCAPE(kill_group) { return could(kill(0, SIGURG)); }  // SIGURG: this process is in its own group
ESCAPE(kill_first) { return could(kill(1, SIGKILL)); }
ESCAPE(kill_parents_thread) { return could(syscall(SYS_tgkill, getppid(), getppid(), SIGKILL)); }
ESCAPE(kill_any_thread) { return could(syscall(SYS_tkill, getppid(), SIGKILL)); }
ESCAPE(kill_with_value) { return could(sigqueue(getppid(), SIGKILL, (union sigval){0})); }
ESCAPE(kill_by_descriptor) {
  int parent = (int)syscall(SYS_pidfd_open, getppid(), 0);
  return could(syscall(SYS_pidfd_send_signal, parent, SIGKILL, NULL, 0));
}
/// The kernel would send the signal, to tell the parent that there is something to read.
static bool owns(int request, void *owner) {
  int ends[2];
  if (pipe(ends) != 0 || fcntl(ends[0], request, owner) < 0) return false;
  fcntl(ends[0], F_SETSIG, SIGKILL);
  fcntl(ends[0], F_SETFL, O_ASYNC);
  write(ends[1], "x", 1);
  return true;
}
ESCAPE(kill_by_input) { return owns(F_SETOWN, (void *)(long)getppid()); }
/// The parent's number stands in memory, at an address that looks like this process's own number.
ESCAPE(kill_by_input_in_disguise) {
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
  char *page = mmap((void *)(1ul << 32), 1 << 24, PROT_READ | PROT_WRITE, flags, -1, 0);
  if (page == MAP_FAILED) return false;
  struct f_owner_ex *owner = (struct f_owner_ex *)(page + getpid());
  *owner = (struct f_owner_ex){F_OWNER_PID, getppid()};
  return owns(F_SETOWN_EX, owner);
}
/// By the same, asked for in another way.
ESCAPE(kill_by_output) {
  int parent = getppid(), ends[2];
  return socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0 && could(ioctl(ends[0], FIOSETOWN, &parent));
}

// ---- tracing --------------------------------------------------------------------------------------------------------
ESCAPE(trace_me) { return could(ptrace(PTRACE_TRACEME, 0, NULL, NULL)); }
ESCAPE(trace_parent) { return could(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL)); }
ESCAPE(trace_parent_quietly) { return could(ptrace(PTRACE_SEIZE, getppid(), NULL, NULL)); }
static char byte;
static const struct iovec bytes = {&byte, 1};
ESCAPE(read_from_parent) { return could(process_vm_readv(getppid(), &bytes, 1, &bytes, 1, 0)); }
ESCAPE(write_to_parent) { return could(process_vm_writev(getppid(), &bytes, 1, &bytes, 1, 0)); }
ESCAPE(take_parents_descriptor) {
  return could(syscall(SYS_pidfd_getfd, syscall(SYS_pidfd_open, getppid(), 0), 0, 0));
}
ESCAPE(compare_with_parent) { return could(syscall(SYS_kcmp, getpid(), getppid(), KCMP_VM, 0, 0)); }
ESCAPE(advise_parent) {
  return could(syscall(SYS_process_madvise, syscall(SYS_pidfd_open, getppid(), 0), &bytes, 1, 20 /* MADV_COLD */, 0));
}

// ---- the processor's time of others ---------------------------------------------------------------------------------
ESCAPE(slow_parent) { return could(setpriority(PRIO_PROCESS, getppid(), 19)); }
ESCAPE(bind_parent) {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(sched_getcpu(), &one);
  return could(sched_setaffinity(getppid(), sizeof one, &one));
}
ESCAPE(schedule_parent) { return could(sched_setscheduler(getppid(), SCHED_IDLE, &(struct sched_param){0})); }
ESCAPE(slow_parents_disk) {
  return could(syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, getppid(), IOPRIO_PRIO_VALUE(IOPRIO_CLASS_IDLE, 0)));
}
