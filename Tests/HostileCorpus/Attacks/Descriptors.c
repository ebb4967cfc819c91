// What a plugin can do with the descriptors that it finds: its streams and the pipe that its process reports on.
#include "attack.h"

#include <sys/socket.h>

enum { ALL = 1024 };

/// What would be taken for the process's own report, a record each: the call returned 1337, closing began, closed.
static void forge(int descriptor) {
  unsigned char returned[9] = {1, 1337 & 0xff, 1337 >> 8}, closing[2] = {0, 4}, closed[1] = {6};
  write(descriptor, returned, sizeof returned);
  write(descriptor, closing, sizeof closing);
  write(descriptor, closed, sizeof closed);
}
/// It lies about itself, and that is all it can lie about.
ATTACK(forge_and_end) {
  for (int descriptor = 0; descriptor < ALL; descriptor++) forge(descriptor);
  _exit(0);
}
ATTACK(forge_and_crash) {
  for (int descriptor = 0; descriptor < ALL; descriptor++) forge(descriptor);
  *(volatile int *)NULL = 1;
}
/// Tells of one phase after another, so that none lasts long.
ATTACK(forge_for_ever) {
  for (;;)
    for (char phase = 0; phase < 8; phase++) write(3, (char[]){0, phase}, 2);
}

ATTACK(garbage) {
  char bytes[300];
  memset(bytes, 0xEE, sizeof bytes);
  for (int descriptor = 0; descriptor < ALL; descriptor++) write(descriptor, bytes, sizeof bytes);
}
ATTACK(close_all) {
  for (int descriptor = 0; descriptor < ALL; descriptor++) close(descriptor);
}
ATTACK(close_all_and_end) {
  for (int descriptor = 0; descriptor < ALL; descriptor++) close(descriptor);
  _exit(7);
}
ATTACK(shut_all) {
  for (int descriptor = 0; descriptor < ALL; descriptor++) shutdown(descriptor, SHUT_RDWR);
}
ATTACK(stdout_everywhere) {
  for (int descriptor = 3; descriptor < 200; descriptor++) dup2(1, descriptor);
}
ATTACK(exhaust) {
  while (dup(0) >= 0) {}
}
/// Both ends are the plugin's own: fills a pipe, then turns every descriptor's waiting off.
ATTACK(never_wait) {
  for (int descriptor = 0; descriptor < ALL; descriptor++) fcntl(descriptor, F_SETFL, O_NONBLOCK);
}

/// A descriptor cannot be handed to whoever is at the other end.
ESCAPE(send_descriptor) {
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(int))];
  } control = {.header = {.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS}};
  struct iovec byte = {"x", 1};
  struct msghdr message = {
      .msg_iov = &byte, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  for (int descriptor = 3; descriptor < ALL; descriptor++)
    if (could(sendmsg(descriptor, &message, 0))) return true;
  return false;
}
