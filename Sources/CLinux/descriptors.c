#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define RETRY(call)                              \
  ({                                             \
    __typeof__(call) result;                     \
    do result = (call);                          \
    while (result < 0 && errno == EINTR);        \
    result;                                      \
  })

static uint64_t nanoseconds(const struct timespec *time) {
  return (uint64_t)time->tv_sec * 1000000000u + (uint64_t)time->tv_nsec;
}
uint64_t linux_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return nanoseconds(&now);
}
uint64_t linux_wall_clock(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return nanoseconds(&now);
}

int linux_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }
int linux_socket_pair(int ends[2]) { return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends); }
int linux_stamped_pair(int ends[2]) {
  int on = 1;
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0) return -1;
  return setsockopt(ends[0], SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
}
ssize_t linux_receive_stamped(int descriptor, void *buffer, size_t count, uint64_t *time) {
  struct iovec area = {buffer, count};
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(struct timespec))];
  } control;
  struct msghdr message = {
      .msg_iov = &area, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  ssize_t received = RETRY(recvmsg(descriptor, &message, MSG_DONTWAIT));
  if (received < 0) return -1;
  *time = linux_wall_clock();
  for (struct cmsghdr *part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_TIMESTAMPNS) continue;
    struct timespec stamp;
    memcpy(&stamp, CMSG_DATA(part), sizeof stamp);
    *time = nanoseconds(&stamp);
  }
  return received;
}
int linux_set_nonblocking(int descriptor) {
  int flags = fcntl(descriptor, F_GETFL);
  return flags < 0 ? -1 : fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
}
int linux_copy_descriptor(int descriptor, int lowest) { return fcntl(descriptor, F_DUPFD_CLOEXEC, lowest); }
void linux_close_from(int lowest) {
  if (syscall(SYS_close_range, lowest, ~0u, 0) == 0) return;
  long last = sysconf(_SC_OPEN_MAX);
  for (int descriptor = lowest; descriptor < last; descriptor++) close(descriptor);
}
int linux_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }
int linux_sealed_file(const char *name, const void *bytes, size_t count) {
  int file = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (file < 0) return -1;
  for (size_t sent = 0; sent < count;) {
    ssize_t more = RETRY(write(file, (const char *)bytes + sent, count - sent));
    if (more <= 0) goto failed;
    sent += (size_t)more;
  }
  if (fcntl(file, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) == 0) return file;
failed:;
  int error = errno;
  close(file);
  errno = error;
  return -1;
}
int linux_hold(int descriptor) {
  // SIGIO, as it would be, ends a process that does not expect it; SIGCHLD does nothing, and wakes whoever watches for it.
  if (fcntl(descriptor, F_SETSIG, SIGCHLD) != 0) return -1;
  return fcntl(descriptor, F_SETLEASE, F_RDLCK);
}
bool linux_is_held(int descriptor) { return fcntl(descriptor, F_GETLEASE) == F_RDLCK; }
void linux_let_go(int descriptor) { fcntl(descriptor, F_SETLEASE, F_UNLCK); }
ssize_t linux_read(int descriptor, void *buffer, size_t count) { return RETRY(read(descriptor, buffer, count)); }
ssize_t linux_write(int descriptor, const void *buffer, size_t count) {
  ssize_t sent = RETRY(send(descriptor, buffer, count, MSG_NOSIGNAL));
  return sent < 0 && errno == ENOTSOCK ? RETRY(write(descriptor, buffer, count)) : sent;
}
int linux_open(const char *path, int flags) { return RETRY(open(path, flags)); }
ssize_t linux_read_at(int descriptor, void *buffer, size_t count, int64_t offset) {
  return RETRY(pread(descriptor, buffer, count, (off_t)offset));
}
int linux_open_in(int folder, const char *path, int flags) { return RETRY(openat(folder, path, flags)); }
int linux_open_place(const char *path) { return RETRY(open(path, O_PATH | O_CLOEXEC)); }
int linux_create(const char *path) {
  return RETRY(open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666));
}
int linux_create_private(const char *path) {
  return RETRY(open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
}
static int open_to_append(const char *path, mode_t mode) {
  return RETRY(open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, mode));
}
int linux_open_private(const char *path) { return open_to_append(path, 0600); }
int linux_open_shared(const char *path) { return open_to_append(path, 0666); }
int linux_lock(int descriptor) { return RETRY(flock(descriptor, LOCK_EX | LOCK_NB)); }
int linux_rename_new(const char *old, const char *new) {
  if (renameat2(AT_FDCWD, old, AT_FDCWD, new, RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return -1;
  // Few file systems lack the flag. A link does not replace either.
  return link(old, new) == 0 ? unlink(old) : -1;
}
int linux_exchange(const char *one, const char *other) {
  return renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE);
}
int linux_sync(int descriptor) { return RETRY(fsync(descriptor)); }
int linux_sync_data(int descriptor) { return RETRY(fdatasync(descriptor)); }
void linux_fill_standard_descriptors(void) {
  for (int descriptor = 0; descriptor <= 2; descriptor++) {
    // open(2) gives the lowest free number, which is this one.
    if (fcntl(descriptor, F_GETFD) < 0 && errno == EBADF) (void)!open("/dev/null", O_RDONLY);
  }
}
void linux_flush_lines(void) { setvbuf(stdout, NULL, _IOLBF, 0); }
int linux_random(void *buffer, size_t count) { return RETRY(getrandom(buffer, count, 0)) == (ssize_t)count ? 0 : -1; }

int linux_poll_all(struct linux_poll *entries, int count, int timeout) {
  enum { most = 1024 };
  struct pollfd polled[most];
  if (count > most) {
    errno = EINVAL;
    return -1;
  }
  for (int i = 0; i < count; i++) {
    polled[i].fd = entries[i].descriptor;
    polled[i].events = (short)((entries[i].want_read ? POLLIN : 0) | (entries[i].want_write ? POLLOUT : 0));
    polled[i].revents = 0;
  }
  int ready = poll(polled, (nfds_t)count, timeout);
  for (int i = 0; i < count; i++) {
    short events = ready > 0 ? polled[i].revents : 0;
    entries[i].readable = events & POLLIN;
    entries[i].writable = events & POLLOUT;
    entries[i].hung_up = events & (POLLHUP | POLLERR | POLLNVAL);
  }
  return ready < 0 && errno == EINTR ? 0 : ready;
}
