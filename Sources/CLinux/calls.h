// The system calls that a plugin may not make as it likes: how the filter treats each, and what a call that is handed on
// to the monitor asks for. All others are allowed up to the newest number known here, and above it they do not exist.
#pragma once
#include "CLinux.h"

#include <sched.h>
#include <sys/syscall.h>

/// Of clone(2)'s flags: what is made with one of them is out of the monitor's sight.
enum {
  hiding_clone = CLONE_UNTRACED | CLONE_PTRACE | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET |
                 CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP,
};

/// How the filter treats a call. Those with a condition look at arguments in registers, never at memory, which another
/// thread could change in between.
enum treatment {
  ALLOW,
  /// EPERM, not told: runtimes probe them, or they are of no interest.
  REFUSE,
  /// ENOSYS, not told: the C library then takes an older call whose arguments can be read.
  ABSENT,
  /// Handed on, and denied.
  DENY,
  /// Handed on, to be told and perhaps denied: Landlock decides too.
  ASK,
  // What follows has a function in filter.c that looks at its arguments.
  OPEN,
  OPENAT,
  READ_ONLY,
  READ_ONLYAT,
  CREATE,
  CREATEAT,
  CLONE,
  FORK,
  EXECUTE,
  OWN_PROCESS,
  OWN_THREAD,
  MAP,
  REMAP,
  SOCKET,
  PAIR,
  OPTION,
  SEND,
  ADDRESS,
  MESSAGE,
  SESSION,
  LOCK,
  TRUNCATE,
  PRCTL,
  IOCTL,
  FCNTL,
  LIMIT,
  PRIORITY,
};

struct call {
  short number;
  unsigned char treatment;
  unsigned char asked;
  /// Which arguments are a path and the folder that it is relative to; -1 for none.
  signed char path, folder;
  const char *name;
  /// The same of a second path, and what is asked of that.
  unsigned char also_asked;
  signed char also_path, also_folder;
};

#define CALL(name, treatment, asked, path, folder) \
  {SYS_##name, treatment, LINUX_ASKED_##asked, path, folder, #name, LINUX_ASKED_OTHER, -1, -1}
#define NEWER(number, name, treatment, asked, path, folder) \
  {number, treatment, LINUX_ASKED_##asked, path, folder, name, LINUX_ASKED_OTHER, -1, -1}
#define MOVE(name, path, folder, also_path, also_folder) \
  {SYS_##name, ASK, LINUX_ASKED_DELETE, path, folder, #name, LINUX_ASKED_WRITE, also_path, also_folder}
#define LINK(name, from, from_folder, path, folder) \
  {SYS_##name, ASK, LINUX_ASKED_MAKE, path, folder, #name, LINUX_ASKED_READ, from, from_folder}
/// Above it a call is newer than this table.
enum { newest_call = 469 };

static const struct call calls[] = {
    // ---- files: Landlock is the guard; they are handed on so that they can be told ----
    CALL(openat, OPENAT, READ, 1, 0),
    CALL(openat2, ABSENT, READ, 1, 0),
    CALL(inotify_add_watch, DENY, READ, 1, -1),
    CALL(unlinkat, ASK, DELETE, 1, 0),
    MOVE(renameat2, 1, 0, 3, 2),
    LINK(linkat, 1, 0, 3, 2),
    CALL(mkdirat, ASK, MAKE, 1, 0),
    CALL(symlinkat, ASK, MAKE, 2, 1),
    CALL(mknodat, CREATEAT, MAKE, 1, 0),
    CALL(truncate, TRUNCATE, WRITE, 0, -1),
    // ---- what Landlock does not cover: mode, owner, times, attributes ----
    CALL(fchmod, DENY, CHANGE, -1, 0),
    CALL(fchmodat, DENY, CHANGE, 1, 0),
    NEWER(452, "fchmodat2", DENY, CHANGE, 1, 0),
    CALL(fchown, DENY, CHANGE, -1, 0),
    CALL(fchownat, DENY, CHANGE, 1, 0),
    CALL(utimensat, DENY, CHANGE, 1, 0),
    CALL(setxattr, DENY, CHANGE, 0, -1),
    CALL(lsetxattr, DENY, CHANGE, 0, -1),
    CALL(fsetxattr, DENY, CHANGE, -1, 0),
    CALL(removexattr, DENY, CHANGE, 0, -1),
    CALL(lremovexattr, DENY, CHANGE, 0, -1),
    CALL(fremovexattr, DENY, CHANGE, -1, 0),
    NEWER(463, "setxattrat", DENY, CHANGE, 1, 0),
    NEWER(466, "removexattrat", DENY, CHANGE, 1, 0),
    NEWER(469, "file_setattr", DENY, CHANGE, 1, 0),
    // ---- network ----
    CALL(socket, SOCKET, SOCKET, -1, -1),
    CALL(socketpair, PAIR, SOCKET, -1, -1),
    CALL(setsockopt, OPTION, SOCKET, -1, -1),
    CALL(connect, ADDRESS, CONNECT, -1, -1),
    CALL(sendto, SEND, SEND, -1, -1),
    CALL(bind, ADDRESS, LISTEN, -1, -1),
    CALL(listen, ADDRESS, LISTEN, -1, -1),
    // Their addresses and descriptors stand in memory.
    CALL(sendmsg, MESSAGE, SEND, -1, -1),
    CALL(sendmmsg, MESSAGE, SEND, -1, -1),
    // ---- processes ----
    CALL(clone, CLONE, FORK, -1, -1),
    CALL(clone3, ABSENT, FORK, -1, -1),
    CALL(execve, EXECUTE, EXEC, 0, -1),
    CALL(execveat, EXECUTE, EXEC, 1, 0),
    CALL(kill, OWN_PROCESS, KILL, -1, -1),
    CALL(tgkill, OWN_PROCESS, KILL, -1, -1),
    CALL(tkill, OWN_PROCESS, KILL, -1, -1),
    // Even to itself: with them a process can say that the kernel had sent the signal.
    CALL(rt_sigqueueinfo, DENY, KILL, -1, -1),
    CALL(rt_tgsigqueueinfo, DENY, KILL, -1, -1),
    CALL(pidfd_send_signal, DENY, KILL, -1, -1),
    CALL(setsid, SESSION, OTHER, -1, -1),
    CALL(setpgid, SESSION, OTHER, -1, -1),
    CALL(ptrace, DENY, TRACE, -1, -1),
    CALL(process_vm_readv, DENY, TRACE, -1, -1),
    CALL(process_vm_writev, DENY, TRACE, -1, -1),
    CALL(process_madvise, DENY, TRACE, -1, -1),
    CALL(pidfd_getfd, DENY, TRACE, -1, -1),
    CALL(kcmp, REFUSE, TRACE, -1, -1),
    CALL(sched_setaffinity, OWN_THREAD, SCHEDULE, -1, -1),
    CALL(sched_setscheduler, OWN_THREAD, SCHEDULE, -1, -1),
    CALL(sched_setparam, OWN_THREAD, SCHEDULE, -1, -1),
    CALL(sched_setattr, OWN_THREAD, SCHEDULE, -1, -1),
    CALL(setpriority, PRIORITY, OTHER, -1, -1),
    CALL(ioprio_set, REFUSE, OTHER, -1, -1),
    CALL(move_pages, REFUSE, OTHER, -1, -1),
    CALL(migrate_pages, REFUSE, OTHER, -1, -1),
    // ---- memory: large requests, so that a refusal is seen ----
    CALL(mmap, MAP, MEMORY, -1, -1),
    CALL(mremap, REMAP, MEMORY, -1, -1),
    // Memory that no limit counts.
    CALL(memfd_create, DENY, OTHER, -1, -1),
    NEWER(447, "memfd_secret", DENY, OTHER, -1, -1),
    // ---- namespaces and mounts ----
    CALL(unshare, DENY, NAMESPACE, -1, -1),
    CALL(setns, DENY, NAMESPACE, -1, -1),
    CALL(mount, DENY, NAMESPACE, 1, -1),
    CALL(umount2, DENY, NAMESPACE, 0, -1),
    CALL(pivot_root, DENY, NAMESPACE, 0, -1),
    CALL(chroot, DENY, NAMESPACE, 0, -1),
    CALL(move_mount, DENY, NAMESPACE, -1, -1),
    CALL(fsopen, DENY, NAMESPACE, -1, -1),
    CALL(fsmount, DENY, NAMESPACE, -1, -1),
    CALL(fspick, DENY, NAMESPACE, 1, 0),
    CALL(open_tree, DENY, NAMESPACE, 1, 0),
    NEWER(467, "open_tree_attr", DENY, NAMESPACE, 1, 0),
    CALL(mount_setattr, DENY, NAMESPACE, 1, 0),
    CALL(open_by_handle_at, DENY, OTHER, -1, -1),
    // ---- queues and segments outlive their process ----
    CALL(shmget, DENY, IPC, -1, -1),
    CALL(shmat, DENY, IPC, -1, -1),
    CALL(shmctl, DENY, IPC, -1, -1),
    CALL(msgget, DENY, IPC, -1, -1),
    CALL(msgsnd, DENY, IPC, -1, -1),
    CALL(msgrcv, DENY, IPC, -1, -1),
    CALL(msgctl, DENY, IPC, -1, -1),
    CALL(semget, DENY, IPC, -1, -1),
    CALL(semop, DENY, IPC, -1, -1),
    CALL(semtimedop, DENY, IPC, -1, -1),
    CALL(semctl, DENY, IPC, -1, -1),
    CALL(mq_open, DENY, IPC, -1, -1),
    CALL(mq_unlink, DENY, IPC, -1, -1),
    // ---- what all processes of the machine, or of the user, have only so much of ----
    CALL(io_setup, ABSENT, OTHER, -1, -1),
    CALL(io_submit, ABSENT, OTHER, -1, -1),
    CALL(inotify_init1, REFUSE, OTHER, -1, -1),
    CALL(sync, REFUSE, OTHER, -1, -1),
    CALL(syncfs, REFUSE, OTHER, -1, -1),
    CALL(flock, LOCK, OTHER, -1, -1),
    // ---- the kernel's administration ----
    NEWER(457, "statmount", REFUSE, OTHER, -1, -1),
    NEWER(458, "listmount", REFUSE, OTHER, -1, -1),
    NEWER(444, "landlock_create_ruleset", REFUSE, OTHER, -1, -1),
    CALL(bpf, DENY, OTHER, -1, -1),
    CALL(perf_event_open, DENY, OTHER, -1, -1),
    CALL(userfaultfd, DENY, OTHER, -1, -1),
    CALL(io_uring_setup, DENY, OTHER, -1, -1),
    CALL(io_uring_enter, DENY, OTHER, -1, -1),
    CALL(io_uring_register, DENY, OTHER, -1, -1),
    CALL(fanotify_init, DENY, OTHER, -1, -1),
    CALL(keyctl, DENY, OTHER, -1, -1),
    CALL(add_key, DENY, OTHER, -1, -1),
    CALL(request_key, DENY, OTHER, -1, -1),
    CALL(init_module, DENY, OTHER, -1, -1),
    CALL(finit_module, DENY, OTHER, -1, -1),
    CALL(delete_module, DENY, OTHER, -1, -1),
    CALL(kexec_load, DENY, OTHER, -1, -1),
    CALL(reboot, DENY, OTHER, -1, -1),
    CALL(swapon, DENY, OTHER, -1, -1),
    CALL(swapoff, DENY, OTHER, -1, -1),
    CALL(sethostname, DENY, OTHER, -1, -1),
    CALL(setdomainname, DENY, OTHER, -1, -1),
    CALL(settimeofday, DENY, OTHER, -1, -1),
    CALL(clock_settime, DENY, OTHER, -1, -1),
    CALL(adjtimex, DENY, OTHER, -1, -1),
    CALL(clock_adjtime, DENY, OTHER, -1, -1),
    CALL(acct, DENY, OTHER, -1, -1),
    CALL(quotactl, DENY, OTHER, -1, -1),
    NEWER(443, "quotactl_fd", DENY, OTHER, -1, -1),
    CALL(syslog, DENY, OTHER, -1, -1),
    CALL(vhangup, DENY, OTHER, -1, -1),
    // ---- its own limits and filters ----
    CALL(seccomp, REFUSE, OTHER, -1, -1),
    CALL(prctl, PRCTL, OTHER, -1, -1),
    CALL(ioctl, IOCTL, OTHER, -1, 0),
    CALL(fcntl, FCNTL, KILL, -1, -1),
    CALL(prlimit64, LIMIT, OTHER, -1, -1),
    CALL(setrlimit, REFUSE, OTHER, -1, -1),
#if defined(__x86_64__)
    // Older calls that AArch64 never had.
    CALL(open, OPEN, READ, 0, -1),
    CALL(creat, CREATE, WRITE, 0, -1),
    CALL(unlink, ASK, DELETE, 0, -1),
    CALL(rmdir, ASK, DELETE, 0, -1),
    MOVE(rename, 0, -1, 1, -1),
    MOVE(renameat, 1, 0, 3, 2),
    LINK(link, 0, -1, 1, -1),
    CALL(mkdir, ASK, MAKE, 0, -1),
    CALL(symlink, ASK, MAKE, 1, -1),
    CALL(mknod, CREATE, MAKE, 0, -1),
    CALL(chmod, DENY, CHANGE, 0, -1),
    CALL(chown, DENY, CHANGE, 0, -1),
    CALL(lchown, DENY, CHANGE, 0, -1),
    CALL(utime, DENY, CHANGE, 0, -1),
    CALL(utimes, DENY, CHANGE, 0, -1),
    CALL(futimesat, DENY, CHANGE, 1, 0),
    CALL(inotify_init, REFUSE, OTHER, -1, -1),
    CALL(fork, FORK, FORK, -1, -1),
    CALL(vfork, FORK, FORK, -1, -1),
    CALL(kexec_file_load, DENY, OTHER, -1, -1),
    CALL(iopl, DENY, OTHER, -1, -1),
    CALL(ioperm, DENY, OTHER, -1, -1),
    CALL(modify_ldt, REFUSE, OTHER, -1, -1),
#endif
};
enum { call_count = sizeof calls / sizeof *calls };
