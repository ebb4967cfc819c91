#define _GNU_SOURCE
#include "calls.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <linux/vm_sockets.h>
#include <netinet/in.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

// What the filter hands on; see seccomp_unotify(2). Whatever is read from the plugin's memory may be another thing a moment
// later: it is told, and never relied on. What may be done, Landlock and the registers decide.

int linux_notices_setup(int listener) {
  // SECCOMP_IOCTL_NOTIF_SET_FLAGS with SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP, Linux 6.6: both sides stay on one processor.
  return ioctl(listener, _IOW('!', 4, uint64_t), 1ul);
}

/// A string, or as much of it as fits. One call, split at the page's end: a string near the end of a mapping is whole.
static size_t read_string(pid_t thread, uint64_t address, char *out, size_t capacity) {
  enum { page = 4096 };
  size_t room = capacity - 1, first = page - address % page;
  if (first > room) first = room;
  struct iovec local = {out, room};
  struct iovec remote[2] = {{(void *)address, first}, {(void *)(address + first), room - first}};
  ssize_t count = address ? process_vm_readv(thread, &local, 1, remote, room > first ? 2 : 1, 0) : 0;
  out[count > 0 ? count : 0] = 0;
  return strlen(out);
}

static void put_address(struct linux_notice *notice, uint64_t address, uint64_t length) {
  union {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
    struct sockaddr_un local;
    struct sockaddr_vm machine;
    char bytes[128];
  } u = {0};
  char host[INET6_ADDRSTRLEN] = "?";
  size_t count = length < sizeof u ? length : sizeof u;
  struct iovec here = {&u, count}, there = {(void *)address, count};
  if (!address || process_vm_readv(notice->thread, &here, 1, &there, 1, 0) < (ssize_t)sizeof u.any.sa_family) return;
  char *out = notice->target;
  size_t room = sizeof notice->target;
  switch (u.any.sa_family) {
    case AF_INET:
      inet_ntop(AF_INET, &u.four.sin_addr, host, sizeof host);
      snprintf(out, room, "%s:%d", host, ntohs(u.four.sin_port));
      break;
    case AF_INET6:
      inet_ntop(AF_INET6, &u.six.sin6_addr, host, sizeof host);
      snprintf(out, room, "[%s]:%d", host, ntohs(u.six.sin6_port));
      break;
    case AF_UNIX: {
      size_t start = offsetof(struct sockaddr_un, sun_path), rest = count > start ? count - start : 0;
      bool abstract = rest > 0 && !u.local.sun_path[0];
      snprintf(
          out, room, "unix:%s%.*s", abstract ? "@" : "", (int)(abstract ? rest - 1 : rest), u.local.sun_path + abstract);
      break;
    }
    case AF_VSOCK: snprintf(out, room, "vsock:%u:%u", u.machine.svm_cid, u.machine.svm_port); break;
    default: snprintf(out, room, "family %d", u.any.sa_family);
  }
}

static void put_socket(struct linux_notice *notice) {
  static const struct {
    int family;
    const char *name;
  } families[] = {{AF_UNIX, "unix"},       {AF_INET, "inet"},       {AF_INET6, "inet6"}, {AF_NETLINK, "netlink"},
                  {AF_PACKET, "packet"},   {AF_VSOCK, "vsock"},     {AF_ALG, "alg"},     {AF_BLUETOOTH, "bluetooth"},
                  {AF_CAN, "can"},         {AF_TIPC, "tipc"},       {AF_XDP, "xdp"}};
  char number[32];
  snprintf(number, sizeof number, "family %d", (int)notice->arguments[0]);
  const char *name = number;
  for (unsigned i = 0; i < sizeof families / sizeof *families; i++)
    if (families[i].family == (int)notice->arguments[0]) name = families[i].name;
  bool raw = ((int)notice->arguments[1] & 0xF) == SOCK_RAW;
  snprintf(notice->target, sizeof notice->target, "%s%s", name, raw ? " raw" : "");
}

/// The path as it was given, with the folder in front that it is relative to, where there is one.
static void put_path(struct linux_notice *notice, const struct call *call) {
  char given[sizeof notice->target];
  size_t length = call->path >= 0 ? read_string(notice->thread, notice->arguments[call->path], given, sizeof given) : 0;
  if (length > 0 && given[0] == '/') {
    memcpy(notice->target, given, length + 1);
    return;
  }
  char link[64];
  int folder = call->folder >= 0 ? (int)notice->arguments[call->folder] : AT_FDCWD;
  if (folder == AT_FDCWD)
    snprintf(link, sizeof link, "/proc/%d/cwd", notice->thread);
  else
    snprintf(link, sizeof link, "/proc/%d/fd/%d", notice->thread, folder);
  char *out = notice->target;
  ssize_t at = readlink(link, out, sizeof notice->target - 1);
  if (at < 0) at = 0;
  if (length > 0 && (size_t)at + length + 1 < sizeof notice->target) {
    if (at == 0 || out[at - 1] != '/') out[at++] = '/';
    memcpy(out + at, given, length);
    at += (ssize_t)length;
  }
  out[at] = 0;
}

/// What is asked of a device or a file, by the request's number: its second byte says whose it is; see ioctl(2).
static void put_request(struct linux_notice *notice, const struct call *call) {
  unsigned request = (unsigned)notice->arguments[1];
  // File systems: flags and versions, ext4's, XFS', btrfs'.
  static const unsigned char files[] = {'f', 'v', 'X', 0x94};
  if (memchr(files, (int)(request >> 8 & 0xFF), sizeof files)) {
    notice->asked = LINUX_ASKED_CHANGE;
    put_path(notice, call);
  } else {
    snprintf(notice->target, sizeof notice->target, "ioctl 0x%x", request);
  }
}

static void describe(struct linux_notice *notice, const struct call *call) {
  const uint64_t *argument = notice->arguments;
  char *out = notice->target;
  size_t room = sizeof notice->target;
  out[0] = 0;
  notice->asked = call->asked;
  notice->error = EPERM;
  switch (notice->asked) {
    case LINUX_ASKED_READ: {
      bool opens = call->treatment == OPEN || call->treatment == OPENAT;
      int flags = opens ? (int)argument[call->treatment == OPEN ? 1 : 2] : 0;
      notice->never = (flags & O_ACCMODE) == O_ACCMODE;
      if (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND)) notice->asked = LINUX_ASKED_WRITE;
      notice->error = EACCES;
      notice->never |= call->number == SYS_inotify_add_watch;  // Landlock does not cover it
      put_path(notice, call);
      break;
    }
    case LINUX_ASKED_WRITE:
    case LINUX_ASKED_DELETE:
      notice->error = EACCES;
      put_path(notice, call);
      break;
    case LINUX_ASKED_CHANGE:
    case LINUX_ASKED_EXEC: put_path(notice, call); break;
    case LINUX_ASKED_CONNECT: put_address(notice, argument[1], argument[2]); break;
    case LINUX_ASKED_LISTEN:
      if (call->number == SYS_bind) put_address(notice, argument[1], argument[2]);
      break;
    case LINUX_ASKED_SEND:
      notice->asked = LINUX_ASKED_CONNECT;
      put_address(notice, argument[4], argument[5]);
      break;
    case LINUX_ASKED_SOCKET: put_socket(notice); break;
    case LINUX_ASKED_FORK:
      if (call->treatment != CLONE) break;
      notice->never = argument[0] & hiding_clone;
      if (argument[0] & hiding_clone & ~(CLONE_UNTRACED | CLONE_PTRACE)) {
        notice->asked = LINUX_ASKED_NAMESPACE;
        snprintf(out, room, "clone");
      } else if (argument[0] & CLONE_THREAD) {
        notice->asked = LINUX_ASKED_THREAD;
      }
      break;
    case LINUX_ASKED_KILL: {
      int place = call->number == SYS_fcntl ? 2 : call->number == SYS_tgkill ? 1 : 0;
      // Whom it is for stands in memory, or is known by a descriptor.
      if (call->number == SYS_pidfd_send_signal || (place == 2 && argument[1] != F_SETOWN)) break;
      notice->process = (pid_t)argument[place];
      snprintf(out, room, "%d", notice->process);
      break;
    }
    case LINUX_ASKED_SCHEDULE:
      notice->process = (pid_t)argument[0];
      snprintf(out, room, "%s", call->name);
      break;
    case LINUX_ASKED_TRACE: snprintf(out, room, "%s", call->name); break;
    case LINUX_ASKED_NAMESPACE:
      if (call->path >= 0) {
        put_path(notice, call);
        char path[sizeof notice->target];
        memcpy(path, out, sizeof path);
        snprintf(out, room, "%s %.*s", call->name, (int)(room - 32), path);
      } else {
        snprintf(out, room, "%s", call->name);
      }
      break;
    case LINUX_ASKED_MEMORY: {
      notice->bytes = call->treatment == MAP ? argument[1] : argument[2];
      // A mapping over another one takes no more room; nor does one that shrinks.
      if (call->treatment == MAP && argument[3] & (MAP_FIXED | MAP_FIXED_NOREPLACE)) notice->bytes = 0;
      if (call->treatment == REMAP) notice->bytes = argument[2] > argument[1] ? argument[2] - argument[1] : 0;
      notice->error = ENOMEM;
      break;
    }
    default:
      if (call->number == SYS_ioctl) {
        put_request(notice, call);
        break;
      }
      // Runtimes that find it missing go on without it.
      if (call->number == SYS_io_uring_setup || call->number == SYS_userfaultfd || call->number == SYS_perf_event_open)
        notice->error = ENOSYS;
      snprintf(out, room, "%s", call->name);
  }
}

int linux_next_notice(int listener, struct linux_notice *notice) {
  struct seccomp_notif received;
  memset(&received, 0, sizeof received);
  if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &received) < 0) return -1;
  notice->id = received.id;
  notice->thread = (pid_t)received.pid;
  notice->process = 0;
  notice->never = false;
  notice->bytes = 0;
  memcpy(notice->arguments, received.data.args, sizeof notice->arguments);
  static const struct call unknown = {0, DENY, LINUX_ASKED_OTHER, -1, -1, "an unknown call"};
  const struct call *call = &unknown;
  for (int i = 0; i < call_count; i++)
    if (calls[i].number == received.data.nr) call = &calls[i];
  describe(notice, call);
  // It may have died meanwhile, and its number belong to another process whose memory was read.
  return ioctl(listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &notice->id) < 0 ? 0 : 1;
}

int linux_answer_notice(int listener, const struct linux_notice *notice, bool allow) {
  struct seccomp_notif_resp response = {
      .id = notice->id,
      .error = allow ? 0 : -notice->error,
      .flags = allow ? SECCOMP_USER_NOTIF_FLAG_CONTINUE : 0,
  };
  return ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response);
}

/// The process that a thread belongs to: `/proc/self` names that one.
static pid_t process_of(pid_t thread) {
  char path[64], line[128];
  int process = thread;
  snprintf(path, sizeof path, "/proc/%d/status", thread);
  FILE *status = fopen(path, "re");
  if (!status) return thread;
  while (fgets(line, sizeof line, status))
    if (sscanf(line, "Tgid: %d", &process) == 1) break;
  fclose(status);
  return process;
}

/// A path of the plugin's as this process must say it: `/proc/self` is another here.
static void translate(pid_t thread, const char *path, char *out, size_t room) {
  static const struct {
    const char *prefix, *place;
  } own[] = {{"/proc/self", ""}, {"/proc/thread-self", ""}, {"/dev/fd", "/fd"}, {"/dev/stdin", "/fd/0"},
             {"/dev/stdout", "/fd/1"}, {"/dev/stderr", "/fd/2"}};
  for (unsigned i = 0; i < sizeof own / sizeof *own; i++) {
    size_t length = strlen(own[i].prefix);
    if (strncmp(path, own[i].prefix, length) != 0 || (path[length] != '/' && path[length] != 0)) continue;
    snprintf(out, room, "/proc/%d%s%s", process_of(thread), own[i].place, path + length);
    return;
  }
  snprintf(out, room, "%s", path);
}

int linux_notice_place(const struct linux_notice *notice, bool folder, char *out, size_t room) {
  char path[sizeof notice->target + 32];
  translate(notice->thread, notice->target, path, sizeof path);
  if (folder) {
    char *end = strrchr(path, '/');
    if (!end) {
      errno = ENOENT;
      return -1;
    }
    end[end == path] = 0;
  }
  int descriptor = open(path, O_PATH | O_CLOEXEC);
  if (descriptor < 0) return -1;
  int result = linux_descriptor_path(descriptor, out, room);
  int error = errno;
  close(descriptor);
  errno = error;
  return result;
}

int linux_descriptor_path(int descriptor, char *out, size_t room) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t count = readlink(link, out, room - 1);
  if (count < 0) return -1;
  out[count] = 0;
  return 0;
}
