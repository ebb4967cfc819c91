// Ends of the process, or of the call, that are no return.
#include "attack.h"

#include <pthread.h>
#include <setjmp.h>

ATTACK(exit_zero) { exit(0); }
ATTACK(exit_three) { exit(3); }
ATTACK(exit_at_once) { _exit(0); }
ATTACK(exit_quickly) { quick_exit(4); }
ATTACK(exit_by_number) { syscall(SYS_exit_group, 5); }
ATTACK(exit_in_handler) {
  signal(SIGSEGV, _exit);
  *(volatile int *)NULL = 1;
}
/// With its last thread the process ends, with status 0.
ATTACK(end_thread) { pthread_exit(NULL); }

static void *wait_forever(void *unused) {
  for (;;) pause();
}
ATTACK(end_main_thread_only) {
  pthread_t other;
  pthread_create(&other, NULL, wait_forever, NULL);
  pthread_exit(NULL);
}

/// Jumps out of the call to a frame that is gone: that of this constructor. What happens then is anyone's guess.
static jmp_buf gone;
__attribute__((constructor)) static void leave_a_place(void) { setjmp(gone); }
ATTACK(jump_out) { longjmp(gone, 1); }
