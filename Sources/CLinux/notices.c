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
static void put_path(struct linux_notice *notice, int path, int folder_argument) {
  char given[sizeof notice->target];
  size_t length = path >= 0 ? read_string(notice->thread, notice->arguments[path], given, sizeof given) : 0;
  if (length > 0 && given[0] == '/') {
    memcpy(notice->target, given, length + 1);
    return;
  }
  char link[64];
  int folder = folder_argument >= 0 ? (int)notice->arguments[folder_argument] : AT_FDCWD;
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
static void put_request(struct linux_notice *notice) {
  unsigned request = (unsigned)notice->arguments[1];
  // File systems: flags and versions, ext4's, XFS', btrfs'.
  static const unsigned char files[] = {'f', 'v', 'X', 0x94};
  if (memchr(files, (int)(request >> 8 & 0xFF), sizeof files)) {
    notice->asked = LINUX_ASKED_CHANGE;
    put_path(notice, -1, 0);
  } else {
    snprintf(notice->target, sizeof notice->target, "ioctl 0x%x", request);
  }
}

/// Where a message goes that is sent with its address; `struct msghdr` begins with the two.
static void put_recipient(struct linux_notice *notice) {
  struct {
    uint64_t name;
    uint32_t length;
  } header = {0};
  struct iovec here = {&header, sizeof header}, there = {(void *)notice->arguments[1], sizeof header};
  if (process_vm_readv(notice->thread, &here, 1, &there, 1, 0) == sizeof header)
    put_address(notice, header.name, header.length);
}

/// A path, and how it is to be opened, if it is.
static void describe_file(struct linux_notice *notice, const struct call *call) {
  bool opens = call->treatment == OPEN || call->treatment == OPENAT;
  int flags = opens ? (int)notice->arguments[call->treatment == OPEN ? 1 : 2] : 0;
  if (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND)) notice->asked = LINUX_ASKED_WRITE;
  // To watch for changes, or to open neither to read nor to write: Landlock does not cover these.
  notice->never = (flags & O_ACCMODE) == O_ACCMODE || call->number == SYS_inotify_add_watch;
  notice->opens = opens && (flags & O_ACCMODE) == O_RDONLY;
  notice->error = notice->asked == LINUX_ASKED_CHANGE || notice->asked == LINUX_ASKED_EXEC ? EPERM : EACCES;
  put_path(notice, call->path, call->folder);
}

static void describe_birth(struct linux_notice *notice, const struct call *call) {
  notice->error = EAGAIN;
  if (call->treatment != CLONE) return;
  uint64_t flags = notice->arguments[0];
  notice->never = flags & hiding_clone;
  if (flags & hiding_clone) notice->error = EPERM;
  if (flags & hiding_clone & ~(CLONE_UNTRACED | CLONE_PTRACE)) {
    notice->asked = LINUX_ASKED_NAMESPACE;
    snprintf(notice->target, sizeof notice->target, "clone");
  } else if (flags & CLONE_THREAD) {
    notice->asked = LINUX_ASKED_THREAD;
  }
}

static void describe_signal(struct linux_notice *notice, const struct call *call) {
  // Whom it is for stands in memory, or is known by a descriptor.
  if (call->number == SYS_pidfd_send_signal) return;
  if (call->number == SYS_fcntl && notice->arguments[1] != F_SETOWN) return;
  int place = call->number == SYS_fcntl ? 2 : call->number == SYS_tgkill || call->number == SYS_rt_tgsigqueueinfo ? 1 : 0;
  notice->never = call->number == SYS_rt_sigqueueinfo || call->number == SYS_rt_tgsigqueueinfo;
  notice->process = (pid_t)notice->arguments[place];
  snprintf(notice->target, sizeof notice->target, "%d", notice->process);
}

static void describe_memory(struct linux_notice *notice, const struct call *call) {
  const uint64_t *argument = notice->arguments;
  notice->error = ENOMEM;
  if (call->treatment == REMAP) {
    notice->bytes = argument[2] > argument[1] ? argument[2] - argument[1] : 0;
    return;
  }
  // A mapping over another one takes no more room.
  notice->bytes = argument[3] & (MAP_FIXED | MAP_FIXED_NOREPLACE) ? 0 : argument[1];
  notice->reserved = argument[2] == PROT_NONE;
}

static void describe(struct linux_notice *notice, const struct call *call) {
  const uint64_t *argument = notice->arguments;
  char *out = notice->target;
  size_t room = sizeof notice->target;
  notice->asked = call->asked;
  switch (notice->asked) {
    case LINUX_ASKED_READ:
    case LINUX_ASKED_WRITE:
    case LINUX_ASKED_MAKE:
    case LINUX_ASKED_DELETE:
    case LINUX_ASKED_CHANGE:
    case LINUX_ASKED_EXEC: describe_file(notice, call); break;
    case LINUX_ASKED_CONNECT: put_address(notice, argument[1], argument[2]); break;
    case LINUX_ASKED_LISTEN:
      if (call->number == SYS_bind) put_address(notice, argument[1], argument[2]);
      break;
    case LINUX_ASKED_SEND:
      if (call->treatment == MESSAGE)
        put_recipient(notice);
      else
        put_address(notice, argument[4], argument[5]);
      break;
    case LINUX_ASKED_SOCKET:
      if (call->treatment == OPTION)
        snprintf(out, room, "%s", call->name);
      else
        put_socket(notice);
      break;
    case LINUX_ASKED_FORK: describe_birth(notice, call); break;
    case LINUX_ASKED_KILL: describe_signal(notice, call); break;
    case LINUX_ASKED_MEMORY: describe_memory(notice, call); break;
    case LINUX_ASKED_SCHEDULE:
      notice->process = (pid_t)argument[0];
      snprintf(out, room, "%s", call->name);
      break;
    case LINUX_ASKED_NAMESPACE: {
      if (call->path >= 0) put_path(notice, call->path, call->folder);
      char path[sizeof notice->target];
      memcpy(path, out, sizeof path);
      snprintf(out, room, "%s%s%.*s", call->name, *path ? " " : "", (int)(room - 32), path);
      break;
    }
    default:
      // Runtimes that find it missing go on without it.
      if (call->number == SYS_io_uring_setup || call->number == SYS_userfaultfd || call->number == SYS_perf_event_open)
        notice->error = ENOSYS;
      if (call->number == SYS_ioctl)
        put_request(notice);
      else
        snprintf(out, room, "%s", call->name);
  }
}

static const struct call *find_call(int number) {
  static const struct call unknown = {0, DENY, LINUX_ASKED_OTHER, -1, -1, "an unknown call", LINUX_ASKED_OTHER, -1, -1};
  for (int i = 0; i < call_count; i++)
    if (calls[i].number == number) return &calls[i];
  return &unknown;
}

int linux_next_notice(int listener, struct linux_notice *notice) {
  struct seccomp_notif received;
  memset(&received, 0, sizeof received);
  if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &received) < 0) return -1;
  uint64_t arguments[6];
  memcpy(arguments, received.data.args, sizeof arguments);
  *notice = (struct linux_notice){
      .id = received.id, .thread = (pid_t)received.pid, .number = received.data.nr, .error = EPERM};
  memcpy(notice->arguments, arguments, sizeof arguments);
  describe(notice, find_call(received.data.nr));
  // It may have died meanwhile, and its number belong to another process whose memory was read.
  return ioctl(listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &notice->id) < 0 ? 0 : 1;
}

bool linux_second_notice(struct linux_notice *notice) {
  const struct call *call = find_call(notice->number);
  if (call->also_path < 0) return false;
  notice->asked = call->also_asked;
  put_path(notice, call->also_path, call->also_folder);
  return true;
}

int linux_answer_notice(int listener, const struct linux_notice *notice, bool allow) {
  struct seccomp_notif_resp response = {
      .id = notice->id,
      .error = allow ? 0 : -notice->error,
      .flags = allow ? SECCOMP_USER_NOTIF_FLAG_CONTINUE : 0,
  };
  return ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response);
}

int linux_answer_done(int listener, const struct linux_notice *notice) {
  struct seccomp_notif_resp response = {.id = notice->id};
  return ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response);
}

int linux_answer_with_file(int listener, const struct linux_notice *notice, const char *path) {
  int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) return -1;
  // Both at once, so that no descriptor is left in a process that has stopped waiting: SECCOMP_ADDFD_FLAG_SEND, Linux 5.14.
  struct seccomp_notif_addfd given = {
      .id = notice->id, .flags = 1u << 1, .srcfd = (uint32_t)file, .newfd_flags = O_CLOEXEC};
  int result = ioctl(listener, SECCOMP_IOCTL_NOTIF_ADDFD, &given);
  close(file);
  return result < 0 ? -1 : 0;
}

pid_t linux_process_of(pid_t thread) {
  char path[64], line[128];
  pid_t process = thread;
  snprintf(path, sizeof path, "/proc/%d/status", thread);
  FILE *status = fopen(path, "re");
  if (!status) return thread;
  while (fgets(line, sizeof line, status) && sscanf(line, "Tgid: %d", &process) != 1) {}
  fclose(status);
  return process;
}

/// A path of the plugin's as this process must say it: `/proc/self` is another here.
static void translate(pid_t thread, const char *path, char *out, size_t room) {
  static const struct {
    const char *prefix, *place;
  } own[] = {{"/proc/self", ""}, {"/dev/fd", "/fd"}, {"/dev/stdin", "/fd/0"}, {"/dev/stdout", "/fd/1"},
             {"/dev/stderr", "/fd/2"}};
  static const char by_thread[] = "/proc/thread-self";
  while (path[0] == '/' && path[1] == '/') path++;
  if (strncmp(path, by_thread, sizeof by_thread - 1) == 0) {
    snprintf(out, room, "/proc/%d/task/%d%s", linux_process_of(thread), thread, path + sizeof by_thread - 1);
    return;
  }
  for (unsigned i = 0; i < sizeof own / sizeof *own; i++) {
    size_t length = strlen(own[i].prefix);
    if (strncmp(path, own[i].prefix, length) != 0 || (path[length] != '/' && path[length] != 0)) continue;
    snprintf(out, room, "/proc/%d%s%s", linux_process_of(thread), own[i].place, path + length);
    return;
  }
  snprintf(out, room, "%s", path);
}

int linux_notice_place(const struct linux_notice *notice, enum linux_place place, char *out, size_t room) {
  char path[sizeof notice->target + 32];
  translate(notice->thread, notice->target, path, sizeof path);
  if (place == LINUX_PLACE_FOLDER) {
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/') path[--length] = 0;
    char *end = strrchr(path, '/');
    if (!end) {
      errno = ENOENT;
      return -1;
    }
    end[end == path] = 0;
  }
  int descriptor = open(path, O_PATH | O_CLOEXEC | (place == LINUX_PLACE_NAME ? O_NOFOLLOW : 0));
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
