#include "attack.h"

#include <dirent.h>
#include <linux/fs.h>
#include <linux/fsverity.h>
#include <pthread.h>
#include <sys/fanotify.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>

// ---- writing --------------------------------------------------------------------------------------------------------
ESCAPE(write_new) { return opens(outside("new"), O_WRONLY | O_CREAT); }
ESCAPE(write_existing) { return opens(outside("file"), O_WRONLY); }
ESCAPE(write_appending) { return opens(outside("file"), O_WRONLY | O_APPEND); }
ESCAPE(write_and_read) { return opens(outside("file"), O_RDWR); }
ESCAPE(write_emptying) { return opens(outside("file"), O_RDONLY | O_TRUNC); }
/// A name that a terminal would obey.
ESCAPE(write_evil_name) { return opens(outside("\033[2J\033]0;owned\007\xff\342\200\256"), O_WRONLY | O_CREAT); }
ESCAPE(write_by_creat) { return could(creat(outside("new"), 0600)); }
ESCAPE(write_unnamed) { return opens(outside(""), O_WRONLY | O_TMPFILE); }
ESCAPE(write_start_file) { return opens(outside(".bashrc"), O_WRONLY | O_APPEND); }
ESCAPE(write_password_file) { return opens("/etc/passwd", O_WRONLY); }
ESCAPE(write_through_link) { return opens(beside("link"), O_WRONLY); }
ESCAPE(write_to_itself) { return opens(myself(), O_WRONLY); }
ESCAPE(write_again) { return could(truncate(outside("file"), 0)); }
ESCAPE(make_folder) { return could(mkdir(outside("new"), 0700)); }
ESCAPE(make_pipe) { return could(mkfifo(outside("new"), 0600)); }
ESCAPE(make_device) { return could(mknod(outside("new"), S_IFCHR | 0600, makedev(1, 3))); }
ESCAPE(make_symbolic_link) { return could(symlink("/etc/shadow", outside("new"))); }
ESCAPE(make_hard_link) { return could(link(outside("file"), outside("new"))); }
ESCAPE(make_shared_memory) {
  int memory = shm_open("/airlock-hostile", O_RDWR | O_CREAT, 0600);
  if (could(memory)) shm_unlink("/airlock-hostile");
  return could(memory);
}
ESCAPE(make_terminal) { return could(posix_openpt(O_RDWR | O_NOCTTY)); }

// ---- deleting -------------------------------------------------------------------------------------------------------
ESCAPE(delete_file) { return could(unlink(outside("file"))); }
ESCAPE(delete_folder) { return could(rmdir(outside("folder"))); }
ESCAPE(rename_file) { return could(rename(outside("file"), outside("new"))); }
ESCAPE(exchange_files) {
  return could(renameat2(AT_FDCWD, outside("file"), AT_FDCWD, outside("folder"), RENAME_EXCHANGE));
}

// ---- changing -------------------------------------------------------------------------------------------------------
ESCAPE(change_mode) { return could(chmod(outside("file"), 0777)); }
ESCAPE(change_owner) { return could(chown(outside("file"), getuid(), getgid())); }
ESCAPE(change_times) { return could(utimensat(AT_FDCWD, outside("file"), NULL, 0)); }
ESCAPE(change_attribute) { return could(setxattr(outside("file"), "user.airlock", "x", 1, 0)); }
ESCAPE(remove_attribute) { return errno = 0, could(removexattr(outside("file"), "user.x")) || errno == ENODATA; }

// By a descriptor that was opened for reading, of the one file that every plugin may read: its own.
ESCAPE(change_mode_of_open) { return could(fchmod(open_myself(), 0755)); }
ESCAPE(change_owner_of_open) { return could(fchown(open_myself(), getuid(), getgid())); }
ESCAPE(change_times_of_open) { return could(futimens(open_myself(), NULL)); }
ESCAPE(change_attribute_of_open) { return could(fsetxattr(open_myself(), "user.airlock", "x", 1, 0)); }
/// What chattr(1) changes.
ESCAPE(change_flags_of_open) {
  int file = open_myself();
  long flags = 0;
  if (!could(ioctl(file, FS_IOC_GETFLAGS, &flags))) return false;
  flags ^= FS_NODUMP_FL;
  return could(ioctl(file, FS_IOC_SETFLAGS, &flags));
}
/// The same with attributes that other file systems have too.
ESCAPE(change_more_flags_of_open) {
  int file = open_myself();
  struct fsxattr attributes;
  return could(ioctl(file, FS_IOC_FSGETXATTR, &attributes)) && could(ioctl(file, FS_IOC_FSSETXATTR, &attributes));
}
/// The number that NFS knows it by.
ESCAPE(change_version_of_open) {
  int file = open_myself();
  long version = 0;
  return could(ioctl(file, FS_IOC_GETVERSION, &version)) && could(ioctl(file, FS_IOC_SETVERSION, &version));
}
/// The same as ext4 alone has it.
ESCAPE(change_ext4_version) {
  long version = 0;
  return could(ioctl(open_myself(), _IOW('f', 4, long), &version));
}
/// Never to be written again, by anybody. Not every file system can; the kernel must not even be asked.
ESCAPE(make_open_immutable) {
  struct fsverity_enable_arg sealing = {.version = 1, .hash_algorithm = FS_VERITY_HASH_ALG_SHA256, .block_size = 4096};
  return was_let_in(ioctl(open_myself(), FS_IOC_ENABLE_VERITY, &sealing));
}
/// A folder that is open for reading; only btrfs has it, and asks no one but the folder's mode.
ESCAPE(make_subvolume) {
  char arguments[4096] = {0};
  strcpy(arguments + 8, "airlock-hostile");
  return was_let_in(ioctl(open("/usr/lib", O_RDONLY | O_DIRECTORY), _IOW(0x94, 14, char[4096]), arguments));
}
// The newest names of the same: fchmodat2, setxattrat, file_setattr.
ESCAPE(change_mode_newly) { return could(syscall(452, AT_FDCWD, outside("file"), 0777, 0)); }
ESCAPE(change_attribute_newly) {
  struct {
    uint64_t value;
    uint32_t size, flags;
  } attribute = {(uintptr_t) "x", 1, 0};
  return could(syscall(463, AT_FDCWD, outside("file"), 0, "user.airlock", &attribute, sizeof attribute));
}
ESCAPE(change_flags_newly) {
  struct fsxattr attributes = {.fsx_xflags = FS_XFLAG_NODUMP};
  return could(syscall(469, AT_FDCWD, outside("file"), &attributes, 24, 0));
}

// ---- reading --------------------------------------------------------------------------------------------------------
ESCAPE(read_shadow) { return opens("/etc/shadow", O_RDONLY); }
ESCAPE(read_secret) { return opens(outside("file"), O_RDONLY); }
ESCAPE(read_folder) { return opendir(outside("")) != NULL; }
static const char *neighbour(void) {
  static char path[4096];
  snprintf(path, sizeof path, "%.*s.then.so", (int)(strlen(myself()) - 3), myself());
  return path;
}
ESCAPE(read_neighbour) { return opens(neighbour(), O_RDONLY); }
ESCAPE(list_neighbours) { return opendir(beside("")) != NULL; }
/// Who the machine is connected with.
ESCAPE(read_connections) { return opens("/proc/self/net/tcp", O_RDONLY); }
ESCAPE(list_processes) { return opendir("/proc") != NULL; }
ESCAPE(read_through_link) { return opens(beside("link"), O_RDONLY); }
/// From a folder that may be read, upwards and down again.
ESCAPE(read_upwards) {
  char path[4096];
  snprintf(path, sizeof path, "../../../../..%s", outside("file"));
  return could(openat(open("/usr/lib", O_RDONLY | O_DIRECTORY), path, O_RDONLY));
}
/// As a path-only descriptor, which is then opened again by its number.
ESCAPE(read_by_number) {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", open(outside("file"), O_PATH));
  return opens(path, O_RDONLY);
}
ESCAPE(read_by_root) { return opens("/proc/self/root/etc/shadow", O_RDONLY); }
/// By the inode's number instead of a name: how root gets out of a container. It is that of the root folder.
ESCAPE(read_by_handle) {
  struct {
    struct file_handle head;
    uint32_t inode, generation;
  } root = {{8, 1}, 2, 0};
  return could(open_by_handle_at(open("/usr", O_RDONLY), &root.head, O_RDONLY));
}
ESCAPE(read_parents_environment) { return opens(of_parent("environ"), O_RDONLY); }
ESCAPE(read_parents_memory) { return opens(of_parent("mem"), O_RDONLY); }
ESCAPE(read_parents_files) { return opens(of_parent("root/etc/shadow"), O_RDONLY); }
ESCAPE(watch_folder) { return could(inotify_add_watch(inotify_init(), "/etc", IN_ALL_EVENTS)); }

/// A path that becomes another one while it is looked at: who judges sees the one, and the kernel takes the other.
static struct {
  char path[4096];
  const char *harmless, *meant;
  volatile bool is_over;
} swapped;
static void *swap_path(void *unused) {
  while (!swapped.is_over) {
    strcpy(swapped.path, swapped.meant);
    strcpy(swapped.path, swapped.harmless);
  }
  return NULL;
}
/// Whether it comes to what is meant in some of many turns.
static bool wins_race(const char *harmless, const char *meant, bool (*act)(void)) {
  pthread_t swapper;
  bool has_won = false;
  swapped.harmless = harmless;
  swapped.meant = meant;
  swapped.is_over = false;
  if (pthread_create(&swapper, NULL, swap_path, NULL) != 0) return false;
  for (int turn = 0; turn < 4000 && !has_won; turn++) has_won = act();
  swapped.is_over = true;
  pthread_join(swapper, NULL);
  return has_won;
}

static int watcher, watch_of_usr;
static bool watches(void) {
  int watch = inotify_add_watch(watcher, swapped.path, IN_ALL_EVENTS);
  return watch >= 0 && watch != watch_of_usr;
}
ESCAPE(watch_by_race) {
  watcher = inotify_init();
  watch_of_usr = inotify_add_watch(watcher, "/usr", IN_ALL_EVENTS);
  return wins_race("/usr", "/etc", watches);
}
static bool reads(void) {
  struct stat status;
  int file = open(swapped.path, O_RDONLY);
  bool is_meant = file >= 0 && fstat(file, &status) == 0 && S_ISREG(status.st_mode);
  if (file >= 0) close(file);
  return is_meant;
}
ESCAPE(read_by_race) { return wins_race("/dev/zero", outside("file"), reads); }
/// Neither for reading nor for writing: such a descriptor is for ioctl(2) alone, and Landlock has nothing to say.
static bool opens_for_nothing(void) {
  struct stat status;
  int file = open(swapped.path, O_ACCMODE);
  bool is_meant = file >= 0 && fstat(file, &status) == 0 && S_ISREG(status.st_mode);
  if (file >= 0) close(file);
  return is_meant;
}
ESCAPE(open_for_nothing) { return opens(outside("file"), O_ACCMODE); }
ESCAPE(open_for_nothing_by_race) { return wins_race("/dev/null", outside("file"), opens_for_nothing); }
ESCAPE(watch_all) { return could(fanotify_init(0, O_RDONLY)); }

/// Who wants to write to the file waits until its reader gives it up.
ESCAPE(lease_library_cache) { return could(fcntl(open("/etc/ld.so.cache", O_RDONLY), F_SETLEASE, F_RDLCK)); }

// ---- without end ----------------------------------------------------------------------------------------------------
ATTACK(try_for_ever) {
  for (unsigned turn = 0;; turn++) {
    char name[16];
    snprintf(name, sizeof name, "%u", turn);
    opens(outside(name), O_WRONLY | O_CREAT);
  }
}
static void *try_often(void *unused) {
  for (int turn = 0; turn < 200; turn++) opens("/etc/shadow", O_RDONLY);
  return NULL;
}
/// All at once, and each is waited for.
ATTACK(try_from_threads) {
  pthread_t threads[32];
  int count = 0;
  while (count < 32 && pthread_create(&threads[count], NULL, try_often, NULL) == 0) count++;
  while (count > 0) pthread_join(threads[--count], NULL);
}

// ---- the kernel's own -----------------------------------------------------------------------------------------------
/// With it, read-only pages could be written: code of its own, which it may write anyway, but also what is shared.
ESCAPE(write_own_memory) { return opens("/proc/self/mem", O_RDWR); }
ESCAPE(write_parents_memory) { return opens(of_parent("mem"), O_WRONLY); }
ESCAPE(write_core_pattern) { return opens("/proc/sys/kernel/core_pattern", O_WRONLY); }
ESCAPE(write_system_request) { return opens("/proc/sysrq-trigger", O_WRONLY); }
ESCAPE(write_out_of_memory_score) { return opens("/proc/self/oom_score_adj", O_WRONLY); }
