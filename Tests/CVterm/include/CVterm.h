#pragma once
#include <sys/types.h>
#include <vterm.h>

/// The header of libvterm, and what the test harness needs that cannot be done from Swift.

/// Starts a program on a pseudo-terminal of its own, as the leader of a session, with no signal blocked or ignored and
/// nothing but the terminal open. Its process ID, or minus an errno.
pid_t harness_start(
  const char *_Nonnull path, char *_Nullable const *_Nonnull arguments, char *_Nullable const *_Nonnull environment,
  const char *_Nullable directory, int columns, int rows, int *_Nonnull terminal);

/// Gives the terminal another size; its foreground processes get SIGWINCH. 0, or -1.
int harness_resize(int terminal, int columns, int rows);

/// A descriptor that can be read when the process has ended. See pidfd_open(2).
int harness_process_descriptor(pid_t process);

/// No file that the process writes gets longer than so many bytes: as good as a full disk. 0, or -1. See prlimit(2).
int harness_limit_files(pid_t process, size_t bytes);
