// Calls that few libraries have a use for. Where one must not succeed even if nothing stops it, it asks for nonsense.
#include "attack.h"

#include <linux/bpf.h>
#include <linux/io_uring.h>
#include <linux/perf_event.h>
#include <mqueue.h>
#include <sched.h>
#include <sys/ipc.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/swap.h>
#include <sys/time.h>

// ---- namespaces and mounts ------------------------------------------------------------------------------------------
ESCAPE(unshare_user) { return could(unshare(CLONE_NEWUSER)); }
ESCAPE(unshare_network) { return could(unshare(CLONE_NEWNET)); }
ESCAPE(enter_namespace) { return could(setns((int)syscall(SYS_pidfd_open, getpid(), 0), CLONE_NEWUTS)); }
ESCAPE(mount_memory) { return could(mount("tmpfs", "/mnt", "tmpfs", 0, NULL)); }
ESCAPE(mount_newly) { return could(syscall(SYS_fsopen, "tmpfs", 0)); }
ESCAPE(clone_mounts) { return could(syscall(SYS_open_tree, AT_FDCWD, "/usr", OPEN_TREE_CLONE)); }
ESCAPE(unmount) { return could(umount2("/dev/shm", MNT_DETACH)); }
ESCAPE(change_root) { return could(chroot("/usr")); }
ESCAPE(turn_root) { return was_let_in(syscall(SYS_pivot_root, "/usr", "/usr")); }

// ---- between processes ----------------------------------------------------------------------------------------------
ESCAPE(shared_memory) { return could(shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600)); }
ESCAPE(message_queue) { return could(msgget(IPC_PRIVATE, IPC_CREAT | 0600)); }
ESCAPE(semaphores) { return could(semget(IPC_PRIVATE, 1, IPC_CREAT | 0600)); }
ESCAPE(named_queue) { return could(mq_open("/airlock-hostile", O_RDWR | O_CREAT, 0600, NULL)); }
ESCAPE(add_key) { return could(syscall(SYS_add_key, "user", "airlock", "x", 1, -2 /* KEY_SPEC_PROCESS_KEYRING */)); }
ESCAPE(ask_keys) { return could(syscall(SYS_keyctl, 0 /* KEYCTL_GET_KEYRING_ID */, -3 /* the session's */, 1)); }

// ---- large and seldom audited ---------------------------------------------------------------------------------------
ESCAPE(io_ring) {
  struct io_uring_params parameters = {0};
  return could(syscall(SYS_io_uring_setup, 1, &parameters));
}
ESCAPE(load_bpf) {
  union bpf_attr map = {.map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1};
  return could(syscall(SYS_bpf, BPF_MAP_CREATE, &map, sizeof map));
}
ESCAPE(user_faults) { return could(syscall(SYS_userfaultfd, 1 /* UFFD_USER_MODE_ONLY */)); }
ESCAPE(perf_events) {
  struct perf_event_attr counter = {.type = PERF_TYPE_SOFTWARE, .size = sizeof counter, .exclude_kernel = 1};
  return could(syscall(SYS_perf_event_open, &counter, 0, -1, -1, 0));
}
ESCAPE(memory_file) { return could(syscall(SYS_memfd_create, "airlock", 0)); }
ESCAPE(secret_memory) { return could(syscall(447 /* memfd_secret */, 0)); }

// ---- the machine ----------------------------------------------------------------------------------------------------
ESCAPE(set_clock) { return was_let_in(syscall(SYS_settimeofday, &(struct timeval){0, -1}, NULL)); }
ESCAPE(set_host_name) { return could(sethostname("owned", 5)); }
ESCAPE(restart_machine) { return was_let_in(syscall(SYS_reboot, 0, 0, 0, NULL)); }
ESCAPE(load_module) { return was_let_in(syscall(SYS_init_module, "", 0, "")); }
ESCAPE(load_kernel) { return was_let_in(syscall(SYS_kexec_load, 0, 0, NULL, ~0ul)); }
ESCAPE(swap_on) { return was_let_in(swapon("/nowhere", 0)); }
ESCAPE(account) { return was_let_in(acct("/nowhere")); }
ESCAPE(set_quota) { return was_let_in(syscall(SYS_quotactl, 0, "/nowhere", 0, NULL)); }
ESCAPE(read_log) {
  char text[16];
  return could(klogctl(3, text, sizeof text));
}
ESCAPE(hang_up_terminal) { return could(vhangup()); }
/// All capabilities, as the kernel's structures have them.
ESCAPE(regain_capabilities) {
  uint32_t header[2] = {0x20080522, 0}, sets[6] = {~0u, ~0u, 0, ~0u, ~0u, 0};
  return could(syscall(SYS_capset, header, sets));
}

#if defined(__x86_64__)
#include <sys/io.h>
#include <sys/mman.h>

ESCAPE(use_ports) { return could(iopl(3)); }

// ---- other ways into the kernel -------------------------------------------------------------------------------------
/// mkdir as a 32-bit program calls it: the number means another call in a 64-bit one. Not among all escapes at once: it
/// may be the last thing that a process does.
FUNCTION(call_as_32_bit) {
  char *low = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
  long result = -1;
  snprintf(low, 4096, "%s", outside("new"));
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(39), "b"(low), "c"(0700) : "memory", "r8", "r9", "r10", "r11");
  *call.result = (int)result == 0;
  return 0;
}
/// The same with pointers of 32 bits: a bit in the call's number.
ESCAPE(call_as_x32) { return could(syscall(SYS_mkdir | 0x40000000, outside("new"), 0700)); }
#endif
