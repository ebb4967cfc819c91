#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

#include "CTerminal.h"

enum { SEQUENCE_CAPACITY = 512, SIGNAL_STACK_SIZE = 64 * 1024, FIRST_SPARE_DESCRIPTOR = 10 };

struct sequence {
  char bytes[SEQUENCE_CAPACITY];
  int length;
};

static struct sequence entering, leaving;
static struct termios modes_found, modes_kept;
static int has_modes_found, has_modes_kept;
static atomic_int is_inside;
/// The terminal as standard error, and the file in memory that stands in for it; -1 if it is left alone.
static int error_terminal = -1, error_capture = -1;

static const struct {
  int number;
  const char *name;
} fatal_signals[] = {
  {SIGILL, "SIGILL"}, {SIGTRAP, "SIGTRAP"}, {SIGABRT, "SIGABRT"}, {SIGSEGV, "SIGSEGV"},
  {SIGBUS, "SIGBUS"}, {SIGFPE, "SIGFPE"},   {SIGQUIT, "SIGQUIT"}, {SIGSYS, "SIGSYS"},
};
enum { FATAL_SIGNALS = sizeof fatal_signals / sizeof *fatal_signals };

static void write_all(int descriptor, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t written = write(descriptor, bytes, length);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    length -= (size_t)written;
  }
}

void terminal_write(const char *bytes, int length) { write_all(STDOUT_FILENO, bytes, (size_t)length); }

/// The shell's own modes must not be touched while it has the terminal: that would also stop this process.
static void set_modes(const struct termios *modes) {
  pid_t foreground = tcgetpgrp(STDIN_FILENO);
  if (foreground != -1 && foreground != getpgrp()) return;
  while (tcsetattr(STDIN_FILENO, TCSANOW, modes) != 0 && errno == EINTR) {
  }
}

static void capture_error(void) {
  if (error_capture >= 0) dup2(error_capture, STDERR_FILENO);
}

static void release_error(void) {
  if (error_capture < 0) return;
  dup2(error_terminal, STDERR_FILENO);
  char buffer[4096];
  off_t offset = 0;
  ssize_t count;
  while ((count = pread(error_capture, buffer, sizeof buffer, offset)) > 0) {
    write_all(STDERR_FILENO, buffer, (size_t)count);
    offset += count;
  }
  if (ftruncate(error_capture, 0) != 0) return;
}

void terminal_guard_leave(void) {
  if (!atomic_exchange(&is_inside, 0)) return;
  int saved = errno;
  write_all(STDOUT_FILENO, leaving.bytes, (size_t)leaving.length);
  if (has_modes_found) set_modes(&modes_found);
  release_error();
  errno = saved;
}

void terminal_guard_enter(void) {
  if (atomic_exchange(&is_inside, 1)) return;
  capture_error();
  if (has_modes_kept) set_modes(&modes_kept);
  write_all(STDOUT_FILENO, entering.bytes, (size_t)entering.length);
}

int terminal_guard_is_inside(void) { return atomic_load(&is_inside); }

static void on_fatal_signal(int number) {
  signal(number, SIG_DFL);
  if (terminal_guard_is_inside()) {
    terminal_guard_leave();
    const char *name = "a signal";
    for (int i = 0; i < FATAL_SIGNALS; i++) {
      if (fatal_signals[i].number == number) name = fatal_signals[i].name;
    }
    static const char before[] = "airlock: crashed by ", after[] = "; the terminal is restored\n";
    write_all(STDERR_FILENO, before, sizeof before - 1);
    write_all(STDERR_FILENO, name, strlen(name));
    write_all(STDERR_FILENO, after, sizeof after - 1);
  }
  // The exit status must be the signal's, whoever asks.
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, number);
  raise(number);
  pthread_sigmask(SIG_UNBLOCK, &only, NULL);
}

static void catch_fatal_signals(void) {
  static char stack_memory[SIGNAL_STACK_SIZE];
  stack_t stack = {.ss_sp = stack_memory, .ss_size = sizeof stack_memory};
  sigaltstack(&stack, NULL);  // a stack overflow leaves no other place to run
  struct sigaction action = {.sa_handler = on_fatal_signal, .sa_flags = SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < FATAL_SIGNALS; i++) sigaction(fatal_signals[i].number, &action, NULL);
}

static int keep(struct sequence *sequence, const char *bytes, int length) {
  if (length < 0 || length > SEQUENCE_CAPACITY) return 0;
  memcpy(sequence->bytes, bytes, (size_t)length);
  sequence->length = length;
  return 1;
}

int terminal_guard_install(const char *enter, int enter_length, const char *leave, int leave_length) {
  if (!keep(&entering, enter, enter_length) || !keep(&leaving, leave, leave_length)) return E2BIG;
  has_modes_found = tcgetattr(STDIN_FILENO, &modes_found) == 0;
  static int is_installed;
  if (!is_installed) {
    is_installed = 1;
    catch_fatal_signals();
    atexit(terminal_guard_leave);
    if (isatty(STDERR_FILENO)) {
      error_terminal = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, FIRST_SPARE_DESCRIPTOR);
      error_capture = error_terminal < 0 ? -1 : memfd_create("standard error", MFD_CLOEXEC);
      // Appending, so that what is written after the file was emptied begins at its start.
      if (error_capture >= 0) fcntl(error_capture, F_SETFL, O_APPEND);
    }
  }
  atomic_store(&is_inside, 1);
  capture_error();
  return 0;
}

void terminal_guard_keep_modes(void) { has_modes_kept = tcgetattr(STDIN_FILENO, &modes_kept) == 0; }
