// What a process has besides memory and files: it is the plugin's own to spoil, and nobody else's.
#include "attack.h"

#include <dlfcn.h>
#include <fenv.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <locale.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

ATTACK(change_folder) { chdir("/"); }
ATTACK(change_locale) { setlocale(LC_ALL, "tr_TR.UTF-8") || setlocale(LC_ALL, "C"); }
ATTACK(change_rounding) { fesetround(FE_TOWARDZERO); }
ATTACK(unmask_float_traps) { feenableexcept(FE_ALL_EXCEPT); }
ATTACK(change_environment) {
  setenv("LD_PRELOAD", myself(), 1);
  setenv("PATH", "", 1);
  clearenv();
}
ATTACK(change_umask) { umask(0777); }
ATTACK(change_personality) { personality(ADDR_NO_RANDOMIZE | READ_IMPLIES_EXEC); }
ATTACK(change_priority) { nice(19); }
ATTACK(change_name) { prctl(PR_SET_NAME, "\033[2J) R 1 1\n"); }
ATTACK(lower_limits) {
  struct rlimit none = {0, 0};
  for (int resource = 0; resource < RLIM_NLIMITS; resource++)
    if (resource != RLIMIT_CPU && resource != RLIMIT_STACK) setrlimit(resource, &none);
}

static void take(int number) { _exit(11); }
ATTACK(handle_signals) {
  for (int number = 1; number < NSIG; number++) signal(number, take);
}
ATTACK(ignore_signals) {
  for (int number = 1; number < NSIG; number++) signal(number, SIG_IGN);
}
ATTACK(block_signals) {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, NULL);
}
ATTACK(move_signal_stack) {
  stack_t nowhere = {.ss_sp = (void *)4096, .ss_size = 1 << 20};
  sigaltstack(&nowhere, NULL);
}

ATTACK(open_other_library) { dlclose(dlopen("libm.so.6", RTLD_NOW | RTLD_GLOBAL)); }
ATTACK(close_itself) {
  void *self = dlopen(myself(), RTLD_NOW | RTLD_NOLOAD);
  for (int count = 0; self && count < 2; count++) dlclose(self);
}
ATTACK(run_written_code) {
  void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
#if defined(__x86_64__)
  memcpy(page, "\xc3", 1);
#else
  memcpy(page, "\xc0\x03\x5f\xd6", 4);
#endif
  __builtin___clear_cache(page, (char *)page + 4);
  ((void (*)(void))page)();
}

// What the sandbox rests on.

ESCAPE(become_undumpable) { return could(prctl(PR_SET_DUMPABLE, 0)); }
ESCAPE(outlive_the_parent) { return could(prctl(PR_SET_PDEATHSIG, 0)); }
ESCAPE(allow_new_privileges) { return could(prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0)); }
/// Its own filter would be asked as well, and could answer before the sandbox's is heard.
static struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
static struct sock_fprog filter = {1, &allow};
ESCAPE(filter_by_prctl) { return could(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter)); }
ESCAPE(filter_by_seccomp) {
  return could(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &filter));
}
ESCAPE(become_another_user) { return could(setresuid(12345, 12345, 12345)) || could(setresgid(12345, 12345, 12345)); }
ESCAPE(leave_the_session) { return could(setsid()); }
ESCAPE(leave_the_group) { return could(setpgid(0, 0)); }
