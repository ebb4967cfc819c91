#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

// Changes of a file that a plugin has open. Landlock has no say in them, and a descriptor's number may stand for another
// file a moment after it was looked at: so they are made here, on the file that was looked at.

int linux_notice_file(const struct linux_notice *notice) {
  bool by_descriptor = notice->number == SYS_fchmod || notice->number == SYS_fchown ||
                       (notice->number == SYS_utimensat && !notice->arguments[1] && !notice->arguments[3]);
  return by_descriptor ? linux_take_descriptor(linux_process_of(notice->thread), (int)notice->arguments[0]) : -1;
}

static int change_times(const struct linux_notice *notice, int descriptor) {
  struct timespec times[2];
  struct iovec here = {times, sizeof times}, there = {(void *)notice->arguments[2], sizeof times};
  if (!notice->arguments[2]) return futimens(descriptor, NULL);
  if (process_vm_readv(notice->thread, &here, 1, &there, 1, 0) != sizeof times) return -1;
  return futimens(descriptor, times);
}

int linux_change_file(const struct linux_notice *notice, int descriptor) {
  struct stat status;
  int flags = fcntl(descriptor, F_GETFL);
  enum { permission_bits = 0777, special_bits = 07000 };
  if (flags < 0 || fstat(descriptor, &status) < 0) return -1;
  errno = EPERM;
  if ((flags & O_PATH) || (flags & O_ACCMODE) == O_RDONLY) return -1;
  if (!S_ISREG(status.st_mode) || status.st_uid != geteuid()) return -1;
  uid_t user = (uid_t)notice->arguments[1];
  gid_t group = (gid_t)notice->arguments[2];
  switch (notice->number) {
    case SYS_fchmod:
      if (notice->arguments[1] & (uint64_t)special_bits) return -1;
      return fchmod(descriptor, (mode_t)notice->arguments[1] & (mode_t)permission_bits);
    case SYS_fchown:
      return (user == (uid_t)-1 || user == status.st_uid) && (group == (gid_t)-1 || group == status.st_gid) ? 0 : -1;
    default: return change_times(notice, descriptor);
  }
}
