#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "CTerminal.h"

/// How often a lent terminal is looked after, in milliseconds: a program that stops itself tells nobody else.
enum { LOOK_INTERVAL = 100 };

static pid_t start(const char *path, char *const arguments[], char *const environment[]) {
  posix_spawnattr_t attributes;
  int error = posix_spawnattr_init(&attributes);
  if (error != 0) return -error;
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  pid_t pid = -1;
  error = posix_spawn(&pid, path, NULL, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  return error == 0 ? pid : -error;
}

/// From the background, where the terminal answers with SIGTTOU.
static void give_terminal(pid_t group) {
  sigset_t output, before;
  sigemptyset(&output);
  sigaddset(&output, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &output, &before);
  tcsetpgrp(STDIN_FILENO, group);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static int is_asked_to_end(void) {
  sigset_t pending;
  return sigpending(&pending) == 0 && (sigismember(&pending, SIGTERM) || sigismember(&pending, SIGHUP));
}

int terminal_lend(const char *path, char *const arguments[], char *const environment[], int *status) {
  pid_t pid = start(path, arguments, environment);
  if (pid < 0) return -pid;
  give_terminal(pid);
  struct pollfd ending = {.fd = pidfd_open(pid, 0), .events = POLLIN};
  for (;;) {
    pid_t changed = waitpid(pid, status, WNOHANG | WUNTRACED);
    if (changed == pid && !WIFSTOPPED(*status)) break;
    if (changed < 0 && errno != EINTR) break;
    if (changed == pid && (WSTOPSIG(*status) == SIGTTIN || WSTOPSIG(*status) == SIGTTOU)) {
      kill(-pid, SIGCONT);  // it asked for the terminal before it had it
    } else if (changed == pid) {
      // ^Z in the editor is meant for the whole job.
      give_terminal(getpgrp());
      if (terminal_stop() == 0) {
        kill(-pid, SIGHUP);
        kill(-pid, SIGCONT);
        break;
      }
      give_terminal(pid);
      kill(-pid, SIGCONT);
    }
    if (is_asked_to_end()) {
      kill(-pid, SIGHUP);
      break;
    }
    poll(&ending, 1, LOOK_INTERVAL);
  }
  if (ending.fd >= 0) close(ending.fd);
  give_terminal(getpgrp());
  return 0;
}
