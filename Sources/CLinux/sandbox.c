#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// ---- Landlock: see landlock(7). The structures and numbers are newer than some systems' headers. ----------------------
enum { create_ruleset = 444, add_rule = 445, restrict_self = 446, rule_path_beneath = 1, ask_version = 1 };
struct ruleset {
  uint64_t files, network, scopes;
};
struct path_beneath {
  uint64_t access;
  int32_t descriptor;
} __attribute__((packed));
enum {
  access_execute = 1 << 0,
  access_write_file = 1 << 1,
  access_read_file = 1 << 2,
  access_read_folder = 1 << 3,
  /// All thirteen of the first version: making and removing names too.
  access_first = (1 << 13) - 1,
  access_refer = 1 << 13,
  access_truncate = 1 << 14,
  access_device = 1 << 15,
};

static uint64_t all_access(int version) {
  return access_first | (version >= 2 ? access_refer : 0) | (version >= 3 ? access_truncate : 0) |
         (version >= 5 ? access_device : 0);
}

int linux_landlock_version(void) {
  long version = syscall(create_ruleset, NULL, 0, ask_version);
  return version < 0 ? 0 : (int)version;
}

int linux_landlock_begin(int version, bool network, bool reading) {
  const uint64_t left = reading ? access_read_file | access_read_folder | access_truncate : 0;
  struct ruleset ruleset = {
      .files = all_access(version) & ~left,
      .network = version >= 4 && !network ? 3 : 0,  // to bind and to connect by TCP
      .scopes = version >= 6 ? 3 : 0,               // abstract sockets and signals
  };
  return (int)syscall(create_ruleset, &ruleset, sizeof ruleset, 0);
}

int linux_landlock_allow(int ruleset, int version, int descriptor, enum linux_access access) {
  struct stat status;
  if (fstat(descriptor, &status) < 0) return -1;
  uint64_t granted = access_read_file | access_read_folder;
  if (access == LINUX_ACCESS_EXECUTE) granted |= access_execute;
  if (access == LINUX_ACCESS_WRITE) granted = all_access(version) & ~(uint64_t)(access_execute | access_device);
  // Of a file only what can be done to a file itself may be granted.
  if (!S_ISDIR(status.st_mode)) granted &= access_execute | access_write_file | access_read_file | access_truncate;
  struct path_beneath rule = {granted, descriptor};
  return (int)syscall(add_rule, ruleset, rule_path_beneath, &rule, 0);
}

int linux_landlock_enforce(int ruleset) { return (int)syscall(restrict_self, ruleset, 0); }

// ---- privileges ------------------------------------------------------------------------------------------------------
int linux_keep_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }
int linux_drop_privileges(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[2] = {{0, 0, 0}, {0, 0, 0}};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
  return (int)syscall(SYS_capset, &header, none);
}

// ---- limits ----------------------------------------------------------------------------------------------------------
static int set_limit(pid_t process, int resource, uint64_t value, uint64_t more) {
  struct rlimit now;
  if (prlimit(process, (__rlimit_resource_t)resource, NULL, &now) < 0) return -1;
  // Hard limits can be lowered and not raised: one that is lower already stays.
  rlim_t hard = now.rlim_max < value + more ? now.rlim_max : value + more;
  struct rlimit both = {value < hard ? value : hard, hard};
  return prlimit(process, (__rlimit_resource_t)resource, &both, NULL);
}

enum { waiting_signals = 256 };
int linux_limit_files(uint64_t bytes, uint64_t descriptors) {
  int score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (score >= 0) {
    (void)!write(score, "1000", 4);  // only a preference
    close(score);
  }
  // A core limit of 1, not 0: with 0 a piped core_pattern still starts its helper, with 1 the kernel skips it. core(5).
  return set_limit(0, RLIMIT_CORE, 1, 0) | set_limit(0, RLIMIT_FSIZE, bytes, 0) |
         set_limit(0, RLIMIT_NOFILE, descriptors, 0) | set_limit(0, RLIMIT_MEMLOCK, 0, 0) |
         set_limit(0, RLIMIT_MSGQUEUE, 0, 0) | set_limit(0, RLIMIT_SIGPENDING, waiting_signals, 0) |
         set_limit(0, RLIMIT_NICE, 0, 0) | set_limit(0, RLIMIT_RTPRIO, 0, 0);
}
int linux_limit_process(pid_t process, uint64_t memory, uint64_t seconds) {
  // SIGXCPU at the soft limit, SIGKILL a second later.
  return set_limit(process, RLIMIT_AS, memory, 0) | set_limit(process, RLIMIT_CPU, seconds, 1);
}
uint64_t linux_address_space(pid_t process) {
  char path[64];
  unsigned long long pages = 0;
  snprintf(path, sizeof path, "/proc/%d/statm", process);
  FILE *file = fopen(path, "re");
  if (!file) return 0;
  if (fscanf(file, "%llu", &pages) != 1) pages = 0;
  fclose(file);
  return pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

// ---- descriptors of another process ----------------------------------------------------------------------------------
int linux_take_descriptor(pid_t process, int descriptor) {
  int handle = (int)syscall(SYS_pidfd_open, process, 0);
  if (handle < 0) return -1;
  int copy = (int)syscall(SYS_pidfd_getfd, handle, descriptor, 0);
  int error = errno;
  close(handle);
  errno = error;
  return copy;
}
