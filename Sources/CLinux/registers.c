#define _GNU_SOURCE
#include "CLinux.h"

#include <elf.h>
#include <errno.h>
#include <link.h>
#include <stddef.h>
#include <sys/auxv.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>

/// What a system call returns when it is to be begun again, or was broken off: the kernel's ERESTARTSYS to
/// ERESTART_RESTARTBLOCK, which only a tracer sees.
static bool was_waiting(int64_t result) {
  return result == -EINTR || result == -512 || result == -513 || result == -514 || result == -516;
}

int linux_read_registers(pid_t thread, struct linux_registers *out) {
  struct user_regs_struct r;
  struct iovec area = {&r, sizeof r};
  if (ptrace(PTRACE_GETREGSET, thread, (void *)NT_PRSTATUS, &area) < 0) return -1;
#if defined(__x86_64__)
  *out = (struct linux_registers){
      {r.rax, r.rdx, r.rcx, r.rbx, r.rsi, r.rdi, r.rbp, r.rsp, r.r8, r.r9, r.r10, r.r11, r.r12, r.r13, r.r14, r.r15, r.rip},
      (int64_t)r.orig_rax >= 0 && was_waiting((int64_t)r.rax) ? (int)r.orig_rax : -1};
#elif defined(__aarch64__)
  for (int i = 0; i < 31; i++) out->values[i] = r.regs[i];
  out->values[31] = r.sp;
  out->values[32] = r.pc;
  int call = -1;
  struct iovec number = {&call, sizeof call};
  if (ptrace(PTRACE_GETREGSET, thread, (void *)NT_ARM_SYSTEM_CALL, &number) < 0) call = -1;
  out->call = call >= 0 && was_waiting((int64_t)r.regs[0]) ? call : -1;
#else
#error "Airlock knows the registers of x86-64 and AArch64."
#endif
  return 0;
}

void linux_begin_again(pid_t thread) {
#if defined(__x86_64__)
  enum { restart_if_wished = -512, restart_always = -513 };  // the kernel's ERESTARTSYS and ERESTARTNOINTR
  errno = 0;
  int64_t result = ptrace(PTRACE_PEEKUSER, thread, (void *)offsetof(struct user_regs_struct, rax), NULL);
  if (errno != 0 || result != restart_if_wished) return;
  switch (ptrace(PTRACE_PEEKUSER, thread, (void *)offsetof(struct user_regs_struct, orig_rax), NULL)) {
    case SYS_clone: case SYS_fork: case SYS_vfork: case SYS_execve: case SYS_mmap: case SYS_mremap: case SYS_open:
    case SYS_openat:
      ptrace(PTRACE_POKEUSER, thread, (void *)offsetof(struct user_regs_struct, rax), (void *)restart_always);
  }
#else
  (void)thread;  // AArch64 has set up the restart before a tracer can see it
#endif
}

const char *linux_register_name(int index) {
#if defined(__x86_64__)
  static const char *const names[] = {"rax", "rdx", "rcx", "rbx", "rsi", "rdi", "rbp", "rsp", "r8",
                                      "r9",  "r10", "r11", "r12", "r13", "r14", "r15", "rip"};
#else
  static const char *const names[] = {"x0",  "x1",  "x2",  "x3",  "x4",  "x5",  "x6",  "x7",  "x8",  "x9",  "x10",
                                      "x11", "x12", "x13", "x14", "x15", "x16", "x17", "x18", "x19", "x20", "x21",
                                      "x22", "x23", "x24", "x25", "x26", "x27", "x28", "x29", "x30", "sp",  "pc"};
#endif
  return index >= 0 && index < LINUX_REGISTERS ? names[index] : "";
}

const char *linux_call_name(int number) {
  switch (number) {
#define NAME(call) \
  case SYS_##call: return #call;
    NAME(read) NAME(write) NAME(pread64) NAME(pwrite64) NAME(readv) NAME(writev) NAME(openat) NAME(futex)
    NAME(nanosleep) NAME(clock_nanosleep) NAME(ppoll) NAME(pselect6) NAME(epoll_pwait) NAME(wait4) NAME(waitid)
    NAME(accept) NAME(accept4) NAME(connect) NAME(recvfrom) NAME(recvmsg) NAME(sendto) NAME(sendmsg) NAME(flock)
    NAME(fcntl) NAME(ioctl) NAME(msgrcv) NAME(msgsnd) NAME(semtimedop) NAME(rt_sigsuspend) NAME(rt_sigtimedwait)
    NAME(fsync) NAME(splice) NAME(sendfile) NAME(getrandom)
#if defined(__x86_64__)
    NAME(open) NAME(poll) NAME(select) NAME(epoll_wait) NAME(pause)
#endif
#undef NAME
    default: return NULL;
  }
}

const void *linux_vdso(size_t *count) {
  const ElfW(Ehdr) *image = (const void *)getauxval(AT_SYSINFO_EHDR);
  if (image == NULL) return NULL;
  // It ends with its section headers.
  *count = image->e_shoff + (size_t)image->e_shnum * image->e_shentsize;
  return image;
}
