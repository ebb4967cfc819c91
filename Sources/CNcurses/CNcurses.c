#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#include "CNcurses.h"

#include <curses.h>
#include <stdio.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

#undef columns  // one of term.h's many

static attr_t attributes_now = A_NORMAL;
static short pair_now = 0;
static int has_color_pairs = 0;
static int cursor_shown = -1;

int ncurses_find_terminal(void) {
  int result = -1;
  return setupterm(NULL, STDOUT_FILENO, &result) == OK ? 1 : result == 1 ? 0 : result;
}

const char *ncurses_string(const char *name) {
  const char *found = tigetstr((char *)name);
  return found == (char *)-1 ? NULL : found;
}

int ncurses_open(int wants_colors) {
  // The kernel knows the size better than the description, and LINES and COLUMNS only matter without it.
  use_env(TRUE);
  use_tioctl(TRUE);
  SCREEN *screen = newterm(NULL, stdout, stdin);
  if (screen == NULL) return -1;
  set_term(screen);
  raw();
  noecho();
  nonl();
  keypad(stdscr, TRUE);
  typeahead(-1);  // input is not ncurses' business: it must not stop painting to look for some
  scrollok(stdscr, FALSE);
  has_color_pairs = wants_colors && has_colors() && start_color() == OK;
  if (has_color_pairs) use_default_colors();
  return 0;
}

int ncurses_colors(void) { return has_color_pairs ? COLORS : 0; }

void ncurses_resize(int columns, int rows) {
  if (!is_term_resized(rows, columns)) return;
  resize_term(rows, columns);  // resizeterm would also queue a KEY_RESIZE that no one reads
  clearok(curscr, TRUE);
}

void ncurses_distrust(void) {
  clearok(curscr, TRUE);
  cursor_shown = -1;
}

void ncurses_style(unsigned attributes, int foreground, int background) {
  attributes_now = ((attributes & NCURSES_BOLD) ? A_BOLD : 0) | ((attributes & NCURSES_DIM) ? A_DIM : 0) |
                   ((attributes & NCURSES_UNDERLINE) ? A_UNDERLINE : 0) |
                   ((attributes & NCURSES_REVERSE) ? A_REVERSE : 0);
  pair_now = 0;
  if (has_color_pairs && (foreground >= 0 || background >= 0)) {
    int pair = alloc_pair(foreground, background);  // reuses the pair if there is one already
    if (pair > 0) pair_now = (short)pair;
  }
}

void ncurses_put(int column, int row, const unsigned *scalars, int count) {
  wchar_t text[CCHARW_MAX + 1];
  if (count > CCHARW_MAX) count = CCHARW_MAX;
  for (int i = 0; i < count; i++) text[i] = (wchar_t)scalars[i];
  text[count] = 0;
  cchar_t cell;
  if (setcchar(&cell, text, attributes_now, pair_now, NULL) != OK) return;
  // In the last cell of a window that does not scroll this reports an error, and puts the character all the same.
  mvadd_wch(row, column, &cell);
}

void ncurses_show(int column, int row) {
  int shown = column >= 0;
  // Asked again after the screen was left: ncurses remembers what it sent, not what someone else did since.
  if (cursor_shown < 0) curs_set(!shown);
  if (cursor_shown != shown) curs_set(shown);
  cursor_shown = shown;
  if (shown) move(row, column);
  refresh();
}
