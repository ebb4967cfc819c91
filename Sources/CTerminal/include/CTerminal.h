#pragma once

/// Terminal modes, signals and job control: what must be done in C because it happens in signal handlers.
///
/// The terminal is standard input and output. One guard in a process.

// Guard.c: the way in and, from wherever the program ends, the way out.

/// Remembers the terminal's modes and what to write on the way in and out (copied; at most 512 bytes each), makes sure
/// that `terminal_guard_leave` happens at exit and before a fatal signal ends the process, and captures standard error
/// if it is the terminal, in memory. From here on the terminal counts as taken. SIGKILL alone cannot be answered.
///
/// 0, or an errno.
int terminal_guard_install(
  const char *_Nonnull enter, int enter_length, const char *_Nonnull leave, int leave_length);

/// The modes that the terminal has now are the program's own: those that `terminal_guard_enter` comes back to.
void terminal_guard_keep_modes(void);

/// Gives the terminal back as it was found, and shows what was written to standard error meanwhile. Does nothing if that
/// has been done. Async-signal-safe.
void terminal_guard_leave(void);

/// Takes the terminal again after `terminal_guard_leave`.
void terminal_guard_enter(void);

/// Whether the terminal is taken.
int terminal_guard_is_inside(void);

/// Writes all of it to the terminal.
void terminal_write(const char *_Nonnull bytes, int length);

// Signals.c: signals as something to read, and job control.

/// Blocks the signals that a full-screen program must answer itself, and returns a descriptor to read them from; or
/// minus an errno. Must come before any thread. Children inherit the mask: spawn them with an empty one.
///
/// WINCH, TERM, HUP, INT, CONT and TSTP. See signalfd(2).
int terminal_signals_open(void);

/// Closes it and gives those signals back the effect that they had.
void terminal_signals_close(int descriptor);

/// The next signal that has arrived; 0 if there is none.
int terminal_signals_next(int descriptor);

/// Stops the whole process group, as ^Z does in a program that leaves it to the terminal. Returns when continued in the
/// foreground: 1; or when asked to end while in the background: 0.
int terminal_stop(void);

/// Stops until this process is in the terminal's foreground. Returns at once if it is, and as `terminal_stop` does.
int terminal_wait_for_foreground(void);

/// The terminal's size in cells. 0, or -1 if it does not know. See TIOCGWINSZ in ioctl_tty(2).
int terminal_size(int *_Nonnull columns, int *_Nonnull rows);

// Lending.c

/// Runs a program with the terminal until it ends, in a process group of its own, with an empty signal mask and default
/// dispositions. If it stops, so does this process, until both are continued. `status` is that of wait(2).
///
/// 0, or an errno if it could not be started.
int terminal_lend(
  const char *_Nonnull path, char *_Nullable const *_Nonnull arguments, char *_Nullable const *_Nonnull environment,
  int *_Nonnull status);

// CharacterWidth.c

/// How many columns libc gives a character; -1 if it cannot be shown in this locale. See wcwidth(3).
int terminal_character_width(unsigned scalar);
