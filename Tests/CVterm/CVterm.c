#define _GNU_SOURCE
#include "CVterm.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

/// Between fork and exec: other threads may have held any lock, so nothing here takes one.
static void become(
  const char *path, char *const *arguments, char *const *environment, const char *directory) {
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  close_range(3, ~0u, 0);
  if (directory != NULL && chdir(directory) != 0) _exit(126);
  execve(path, arguments, environment);
  _exit(127);
}

pid_t harness_start(
  const char *path, char *const *arguments, char *const *environment, const char *directory, int columns, int rows,
  int *terminal) {
  struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
  pid_t process = forkpty(terminal, NULL, NULL, &size);
  if (process < 0) return -errno;
  if (process == 0) become(path, arguments, environment, directory);
  fcntl(*terminal, F_SETFD, FD_CLOEXEC);
  fcntl(*terminal, F_SETFL, O_NONBLOCK);
  return process;
}

int harness_resize(int terminal, int columns, int rows) {
  struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
  return ioctl(terminal, TIOCSWINSZ, &size);
}

int harness_process_descriptor(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }

int harness_limit_files(pid_t process, size_t bytes) {
  struct rlimit limit = {.rlim_cur = bytes, .rlim_max = RLIM_INFINITY};
  return prlimit(process, RLIMIT_FSIZE, &limit, NULL);
}
