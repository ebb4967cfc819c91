// The same acts before the call and after it.
#include "attack.h"

#include <arpa/inet.h>
#include <sys/socket.h>

static void crash(void) { *(volatile int *)NULL = 1; }
static void hang(void) {
  for (;;) pause();
}
static void end(void) { _exit(6); }
/// In an exit handler exit() would be undefined; it is the same call otherwise.
static void leave(void) { exit(6); }
static void make_process(void) {
  if (fork() == 0) hang();
}
static void reach_out(void) {
  struct sockaddr_in address = {AF_INET, htons(80), {htonl(INADDR_LOOPBACK)}};
  connect(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&address, sizeof address);
}
static void write_file(void) { opens(outside("new"), O_WRONLY | O_CREAT); }

CONSTRUCTOR(constructor_crashes) { crash(); }
CONSTRUCTOR(constructor_hangs) { hang(); }
CONSTRUCTOR(constructor_ends) { end(); }
CONSTRUCTOR(constructor_exits) { leave(); }
CONSTRUCTOR(constructor_forks) { make_process(); }
CONSTRUCTOR(constructor_connects) { reach_out(); }
CONSTRUCTOR(constructor_writes) { write_file(); }

DESTRUCTOR(destructor_crashes) { crash(); }
DESTRUCTOR(destructor_hangs) { hang(); }
DESTRUCTOR(destructor_ends) { end(); }
DESTRUCTOR(destructor_forks) { make_process(); }
DESTRUCTOR(destructor_connects) { reach_out(); }
DESTRUCTOR(destructor_writes) { write_file(); }

// A library's exit handlers are called when it is closed.
ATTACK(exit_handler_crashes) { atexit(crash); }
ATTACK(exit_handler_hangs) { atexit(hang); }
ATTACK(exit_handler_ends) { atexit(end); }
ATTACK(exit_handler_forks) { atexit(make_process); }
ATTACK(exit_handler_connects) { atexit(reach_out); }
ATTACK(exit_handler_writes) { atexit(write_file); }
