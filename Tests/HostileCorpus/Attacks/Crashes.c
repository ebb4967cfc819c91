#include "attack.h"

#include <assert.h>
#include <sys/mman.h>

ATTACK(null_read) { (void)*(volatile int *)NULL; }
ATTACK(null_write) { *(volatile int *)NULL = 1; }
ATTACK(null_call) { ((void (*)(void))NULL)(); }
ATTACK(wild_read) { (void)*(volatile int *)0xdead00000000beef; }
ATTACK(write_to_code) { *(volatile char *)&myself = 0; }
ATTACK(call_data) { ((void (*)(void))&call)(); }
ATTACK(abort_call) { abort(); }
ATTACK(failed_assertion) { assert(!"this holds"); }
ATTACK(illegal_instruction) { __builtin_trap(); }
ATTACK(free_twice) {
  void *block = malloc(24);
  free(block);
  free(block);
}
ATTACK(free_the_stack) { free(__builtin_frame_address(0)); }

ATTACK(divide_by_zero) {
  volatile int zero = 0;
  zero = 7 / zero;
}

static int descend(int depth) {
  volatile char frame[4096];
  frame[0] = (char)depth;
  return descend(depth + 1) + frame[0];
}
ATTACK(stack_overflow) { descend(0); }

/// Overwrites everything above its frame, its own return address first.
ATTACK(smashed_stack) { memset(__builtin_frame_address(0), 0x41, 512); }

/// A page past the end of its file.
ATTACK(past_the_file) {
  volatile char *page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, open_myself(), 1 << 30);
  (void)*page;
}

static void crash(int number) { *(volatile int *)NULL = number; }
ATTACK(crash_in_handler) {
  signal(SIGSEGV, crash);
  crash(0);
}

/// Not that of a fault: sent to itself.
ATTACK(raised_segv) { raise(SIGSEGV); }
ATTACK(raised_trap) { raise(SIGTRAP); }
ATTACK(raised_kill) { raise(SIGKILL); }
ATTACK(raised_real_time) { raise(SIGRTMIN + 3); }
