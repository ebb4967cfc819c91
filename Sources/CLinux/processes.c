#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

pid_t linux_fork(void) { return fork(); }

pid_t linux_spawn(const char *path, char *const arguments[], char *const environment[], int socket, int errors) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  if (posix_spawn_file_actions_init(&actions) != 0) return -1;
  if (posix_spawnattr_init(&attributes) != 0) {
    posix_spawn_file_actions_destroy(&actions);
    return -1;
  }
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  // The two descriptors come from above 10, so that no copy below overwrites one that is still needed.
  int high_socket = fcntl(socket, F_DUPFD_CLOEXEC, 10), high_errors = fcntl(errors, F_DUPFD_CLOEXEC, 10);
  pid_t pid = -1;
  int error = high_socket < 0 || high_errors < 0 ? errno : 0;
  if (!error) error = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  if (!error) error = posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  if (!error) error = posix_spawn_file_actions_adddup2(&actions, high_errors, 2);
  if (!error) error = posix_spawn_file_actions_adddup2(&actions, high_socket, 3);
  if (!error) error = posix_spawn_file_actions_addclosefrom_np(&actions, 4);
  if (!error) error = posix_spawnattr_setsigmask(&attributes, &none);
  if (!error) error = posix_spawnattr_setsigdefault(&attributes, &all);
  if (!error)
    error = posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
  if (!error) error = posix_spawn(&pid, path, &actions, &attributes, arguments, environment);
  if (high_socket >= 0) close(high_socket);
  if (high_errors >= 0) close(high_errors);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (error) {
    errno = error;
    return -1;
  }
  return pid;
}

int linux_die_with(pid_t parent) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return -1;
  return getppid() == parent ? 0 : -1;
}
int linux_become_subreaper(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1); }

int linux_watch_children(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  if (sigprocmask(SIG_BLOCK, &set, NULL) != 0) return -1;
  return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}
void linux_drain_signals(int descriptor) {
  struct signalfd_siginfo infos[8];
  while (read(descriptor, infos, sizeof infos) == sizeof infos) {}
}
void linux_reset_signals(void) {
  struct sigaction standard = {.sa_handler = SIG_DFL};
  for (int number = 1; number < NSIG; number++) sigaction(number, &standard, NULL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

void linux_kill_children(void) {
  FILE *list = fopen("/proc/thread-self/children", "re");
  if (!list) return;
  int pid;
  while (fscanf(list, "%d", &pid) == 1) kill(pid, SIGKILL);
  fclose(list);
}
void linux_keep_freed_memory(void) {
  mallopt(M_MMAP_THRESHOLD, 32 << 20);  // the most that it takes
  mallopt(M_TRIM_THRESHOLD, INT_MAX);
  mallopt(M_TOP_PAD, 1 << 20);
  // What comes stands in large pages, for one fault in place of 512; where there are none, small ones do. The heap up to
  // the first is left out. (Volatile: or the compiler would leave out all of it.)
  const uintptr_t large = 2 << 20;
  void *volatile room = malloc(5 * large);
  uintptr_t start = ((uintptr_t)room + large - 1) & -large;
  uintptr_t end = (uintptr_t)sbrk(0) & -large;
  size_t gap = start - (uintptr_t)room;
  free(room);
  if (room == NULL || start >= end || madvise((void *)start, end - start, MADV_HUGEPAGE) != 0) return;
  room = malloc(gap);
}
void linux_wipe_freed_memory(bool on) { mallopt(M_PERTURB, on ? 0x5A : 0); }

static int wait_for(pid_t which, struct linux_wait *out, bool block) {
  int status;
  struct rusage usage;
  pid_t pid;
  do pid = wait4(which, &status, (block ? 0 : WNOHANG) | __WALL, &usage);
  while (pid < 0 && errno == EINTR);
  if (pid <= 0) return pid;
  out->pid = pid;
  out->event = status >> 16;
  out->change = WIFEXITED(status) ? LINUX_EXITED : WIFSIGNALED(status) ? LINUX_SIGNALLED : LINUX_STOPPED;
  out->code = WIFEXITED(status) ? WEXITSTATUS(status) : WIFSIGNALED(status) ? WTERMSIG(status) : WSTOPSIG(status);
  out->peak_memory = (uint64_t)usage.ru_maxrss * 1024;
  return 1;
}
int linux_wait_any(struct linux_wait *out, bool block) { return wait_for(-1, out, block); }
void linux_end(pid_t child) {
  struct linux_wait change;
  do linux_kill_tracee(child);
  while (wait_for(child, &change, true) == 1 && change.change == LINUX_STOPPED);
}
void linux_await(pid_t child, int timeout) {
  int handle = (int)syscall(SYS_pidfd_open, child, 0);
  struct pollfd ended = {handle, POLLIN, 0};
  poll(&ended, 1, handle < 0 && timeout > 1 ? 1 : timeout);
  if (handle >= 0) close(handle);
}
int linux_wait_for(pid_t thread, struct linux_wait *out) { return wait_for(thread, out, false); }

int linux_thread_count(void) {
  struct stat tasks;
  // A link for itself, one for its parent, one for each thread's folder.
  return stat("/proc/self/task", &tasks) == 0 ? (int)tasks.st_nlink - 2 : 1;
}
