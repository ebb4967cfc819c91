// The least that a program with ncurses can do: the measure for Airlock's first paint.
#include <locale.h>
#include <ncurses.h>

int main(void) {
  setlocale(LC_ALL, "");
  initscr();
  raw();
  noecho();
  mvaddstr(0, 0, "hello, ncurses");
  refresh();
  getch();
  endwin();
}
