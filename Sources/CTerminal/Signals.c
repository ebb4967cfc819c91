#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "CTerminal.h"

static sigset_t mask_before;

int terminal_signals_open(void) {
  static const int answered[] = {SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGCONT, SIGTSTP};
  sigset_t mask;
  sigemptyset(&mask);
  for (unsigned i = 0; i < sizeof answered / sizeof *answered; i++) sigaddset(&mask, answered[i]);
  int error = pthread_sigmask(SIG_BLOCK, &mask, &mask_before);
  if (error != 0) return -error;
  int descriptor = signalfd(-1, &mask, SFD_NONBLOCK | SFD_CLOEXEC);
  return descriptor < 0 ? -errno : descriptor;
}

void terminal_signals_close(int descriptor) {
  close(descriptor);
  // Where a terminal goes away, its end may be read before the signal that tells of it: that has been answered then, and must
  // not end the process in its own way.
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGHUP);
  sigaddset(&ending, SIGINT);
  struct timespec at_once = {0, 0};
  while (sigtimedwait(&ending, NULL, &at_once) > 0) {
  }
  pthread_sigmask(SIG_SETMASK, &mask_before, NULL);
}

int terminal_signals_next(int descriptor) {
  struct signalfd_siginfo info;
  ssize_t count;
  do {
    count = read(descriptor, &info, sizeof info);
  } while (count < 0 && errno == EINTR);
  return count == sizeof info ? (int)info.ssi_signo : 0;
}

static int is_in_background(void) {
  pid_t foreground = tcgetpgrp(STDIN_FILENO);
  return foreground != -1 && foreground != getpgrp();
}

static int is_asked_to_end(void) {
  sigset_t pending;
  return sigpending(&pending) == 0 &&
         (sigismember(&pending, SIGTERM) || sigismember(&pending, SIGHUP) || sigismember(&pending, SIGINT));
}

/// The caller repaints: no one needs to hear of the SIGCONT again.
static void forget_continuing(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCONT);
  struct timespec at_once = {0, 0};
  while (sigtimedwait(&set, NULL, &at_once) == SIGCONT) {
  }
}

int terminal_wait_for_foreground(void) {
  // A change of modes in the background would stop the process in a call that SIGTERM cannot end, being blocked.
  while (is_in_background() && !is_asked_to_end()) raise(SIGSTOP);
  forget_continuing();
  return !is_in_background();
}

int terminal_stop(void) {
  sigset_t stop, before;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  signal(SIGTSTP, SIG_DFL);  // ncurses has a handler of its own
  kill(0, SIGTSTP);
  pthread_sigmask(SIG_UNBLOCK, &stop, &before);  // stops here
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return terminal_wait_for_foreground();
}

int terminal_size(int *columns, int *rows) {
  struct winsize size;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return -1;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return 0;
}
