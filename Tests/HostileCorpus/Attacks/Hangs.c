#include "attack.h"

#include <pthread.h>
#include <sys/time.h>

static void for_ever(void) {
  for (;;) pause();
}
ATTACK(endless_loop) {
  for (volatile unsigned turns = 0;; turns++) {}
}
ATTACK(endless_sleep) { for_ever(); }
ATTACK(deadlock) {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&mutex);
  pthread_mutex_lock(&mutex);
}
ATTACK(read_what_never_comes) {
  int ends[2];
  char byte;
  if (pipe(ends) == 0) read(ends[0], &byte, 1);
}
ATTACK(hang_deaf) {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, NULL);
  for_ever();
}
ATTACK(hang_ignoring_signals) {
  for (int number = 1; number < NSIG; number++) signal(number, SIG_IGN);
  for_ever();
}

static void return_at_once(int number) {}
/// The handler returns to the fault, which is handled, and so on.
ATTACK(fault_for_ever) {
  signal(SIGSEGV, return_at_once);
  *(volatile int *)NULL = 1;
}
/// Stops as often as it can: each time somebody has to look.
ATTACK(stop_for_ever) {
  for (;;) raise(SIGSTOP);
}
ATTACK(alarm_for_ever) {
  struct itimerval often = {{0, 1}, {0, 1}};
  signal(SIGALRM, return_at_once);
  setitimer(ITIMER_REAL, &often, NULL);
  for_ever();
}
ATTACK(stop_once) { raise(SIGSTOP); }
ATTACK(stop_by_terminal) { raise(SIGTTOU); }
