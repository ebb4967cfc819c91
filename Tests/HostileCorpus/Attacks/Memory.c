#include "attack.h"

#include <sys/mman.h>
#include <sys/resource.h>

/// All that it gets, untouched: what is limited is addresses.
static void take_all(void) {
  for (size_t size = 64 << 20; size >= 4096; size /= 2)
    while (malloc(size)) {}
}
ATTACK(take_all_then_crash) {
  take_all();
  *(volatile int *)NULL = 1;
}
ATTACK(take_all_then_abort) {
  take_all();
  abort();
}
ATTACK(take_all_then_end) {
  take_all();
  _exit(1);
}
ATTACK(take_all_then_return) { take_all(); }
/// How many of them it gets.
FUNCTION(eight_gib) {
  *call.result = malloc(8ul << 30) != NULL;
  return 0;
}
ATTACK(eight_gib_unchecked) { memset(malloc(8ul << 30), 1, 1); }

ESCAPE(raise_limits) {
  static const int limits[] = {RLIMIT_AS, RLIMIT_CORE, RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_NOFILE};
  struct rlimit none = {RLIM_INFINITY, RLIM_INFINITY};
  bool raised = false;
  for (size_t index = 0; index < sizeof limits / sizeof *limits; index++)
    raised |= could(setrlimit(limits[index], &none));
  return raised;
}
ESCAPE(limits_of_parent) {
  struct rlimit one = {1, 1};
  return could(prlimit(getppid(), RLIMIT_NOFILE, &one, NULL));
}
