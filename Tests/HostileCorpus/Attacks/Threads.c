#include "attack.h"

#include <dlfcn.h>
#include <linux/sched.h>
#include <pthread.h>

static pthread_t start(void *(*body)(void *)) {
  pthread_t thread;
  return pthread_create(&thread, NULL, body, NULL) == 0 ? thread : 0;
}

static void *crash(void *unused) {
  *(volatile int *)NULL = 1;
  return NULL;
}
ATTACK(thread_crashes) { pthread_join(start(crash), NULL); }

static void *end(void *unused) { exit(6); }
ATTACK(thread_exits) { pthread_join(start(end), NULL); }

static void *spin(void *unused) {
  for (volatile unsigned turns = 0;; turns++) {}
}
static void *wait_deaf(void *unused) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, NULL);
  for (;;) pause();
}
/// Its code must stay when the library is closed, or the threads would only crash.
static void stay(void) { dlopen(myself(), RTLD_NOW | RTLD_NODELETE); }
ATTACK(thread_stays_busy) {
  stay();
  start(spin);
}
ATTACK(thread_stays_deaf) {
  stay();
  start(wait_deaf);
}

/// How many more than itself it gets.
FUNCTION(thousand_threads) {
  stay();
  *call.result = 0;
  for (int index = 0; index < 1000; index++) *call.result += start(wait_deaf) != 0;
  return 0;
}

/// A thread of its own making that asks not to be traced.
static char stack[64 << 10] __attribute__((aligned(16)));
static int end_at_once(void *unused) { return 0; }
int clone(int (*)(void *), void *, int, void *, ...);
ESCAPE(untraced_thread) {
  int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_UNTRACED;
  return could(clone(end_at_once, stack + sizeof stack, flags, NULL));
}
