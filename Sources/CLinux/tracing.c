#define _GNU_SOURCE
#include "CLinux.h"

#include <elf.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <unistd.h>

int linux_trace(pid_t pid) {
  long options = PTRACE_O_EXITKILL | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXEC;
  return ptrace(PTRACE_SEIZE, pid, NULL, (void *)options) < 0 ? -1 : 0;
}
int linux_continue(pid_t thread, int signal) {
  return ptrace(PTRACE_CONT, thread, NULL, (void *)(long)signal) < 0 ? -1 : 0;
}
bool linux_is_birth(int event) {
  return event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_VFORK || event == PTRACE_EVENT_CLONE;
}
pid_t linux_event_process(pid_t thread) {
  unsigned long message = 0;
  return ptrace(PTRACE_GETEVENTMSG, thread, NULL, &message) < 0 ? 0 : (pid_t)message;
}
int linux_signal_info(pid_t thread, int *code, uint64_t *address) {
  siginfo_t info;
  if (ptrace(PTRACE_GETSIGINFO, thread, NULL, &info) < 0) return -1;
  *code = info.si_code;
  *address = (uint64_t)info.si_addr;
  return 0;
}
bool linux_signal_is_handled(pid_t thread, int signal, int code) {
  char path[64], line[256];
  unsigned long long blocked = 0, ignored = 0, caught = 0, bit = 1ull << (signal - 1);
  snprintf(path, sizeof path, "/proc/%d/status", thread);
  FILE *status = fopen(path, "re");
  if (!status) return false;
  while (fgets(line, sizeof line, status)) {
    sscanf(line, "SigBlk: %llx", &blocked);
    sscanf(line, "SigIgn: %llx", &ignored);
    sscanf(line, "SigCgt: %llx", &caught);
  }
  fclose(status);
  // A fault of the processor's ends a process that blocks or ignores its signal; abort() has its own way round a handler.
  bool forced = code > 0 && signal != SIGABRT;
  if (caught & bit) return !(forced && (blocked & bit));
  return (ignored & bit) && !forced;
}
int linux_interrupt(pid_t thread) { return ptrace(PTRACE_INTERRUPT, thread, NULL, NULL) < 0 ? -1 : 0; }
ssize_t linux_read_memory(pid_t process, uint64_t address, void *buffer, size_t count) {
  struct iovec local = {buffer, count}, remote = {(void *)address, count};
  return process_vm_readv(process, &local, 1, &remote, 1, 0);
}
bool linux_is_thread_of(pid_t thread, pid_t process) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/task/%d", process, thread);
  return access(path, F_OK) == 0;
}
