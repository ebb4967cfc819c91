#pragma once

/// The part of ncurses that Airlock uses, as plain functions.
///
/// ncurses' own header is macros (`stdscr`, `LINES`, `COLORS`), variadics and types that change with a define; none of
/// that crosses into Swift. One screen in a process; not for more than one thread.

/// Finds the terminal's description. 1: found. 0: unknown or too general. -1: there are no descriptions.
///
/// Unlike `initscr`, never ends the process. See setupterm(3ncurses).
int ncurses_find_terminal(void);

/// A string of the description found, such as "cup" or "kcuu1"; null if the terminal has none. See terminfo(5).
const char *_Nullable ncurses_string(const char *_Nonnull name);

/// Takes the terminal over: alternate screen, raw input, no echo, no colours unless asked. 0, or -1 if it cannot.
int ncurses_open(int wants_colors);

/// How many colours there are: 0 without colours.
int ncurses_colors(void);

/// Takes note that the terminal has another size; what it shows is no longer trusted.
void ncurses_resize(int columns, int rows);

/// What the terminal shows is no longer trusted: the next `ncurses_show` paints every cell.
void ncurses_distrust(void);

enum ncurses_attribute { NCURSES_BOLD = 1, NCURSES_DIM = 2, NCURSES_UNDERLINE = 4, NCURSES_REVERSE = 8 };

/// The style of the cells put from now on. A colour of -1 is the terminal's own.
void ncurses_style(unsigned attributes, int foreground, int background);

/// Puts one character, a base and its combining marks, at most 5 in all.
void ncurses_put(int column, int row, const unsigned *_Nonnull scalars, int count);

/// Sends what has changed, and leaves the cursor there; a column of -1 hides it.
void ncurses_show(int column, int row);
