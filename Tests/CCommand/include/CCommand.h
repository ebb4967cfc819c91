// Starting a program and waiting for it: what Swift's Glibc does not show.
#pragma once
#include <sys/types.h>

/// Starts a program (a path, or a name in PATH) with three files as its streams and no other descriptor; its stdin exists,
/// the other two are made. Returns its number, or the negative errno. See posix_spawn(3).
pid_t command_start(
    const char *program, char *const arguments[], char *const environment[], const char *directory,
    const char *const streams[3]);

/// Waits until the process has ended, at most so many milliseconds, and takes its status. Returns 1 if it has ended.
int command_wait(pid_t process, int milliseconds, int *status);
