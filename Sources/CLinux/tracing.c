#define _GNU_SOURCE
#include "CLinux.h"

#include <elf.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <unistd.h>

int linux_trace(pid_t pid) {
  long options = PTRACE_O_EXITKILL | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                 PTRACE_O_TRACEEXEC | PTRACE_O_TRACEEXIT;
  return ptrace(PTRACE_SEIZE, pid, NULL, (void *)options) < 0 ? -1 : 0;
}
int linux_continue(pid_t thread, int signal) {
  return ptrace(PTRACE_CONT, thread, NULL, (void *)(long)signal) < 0 ? -1 : 0;
}
void linux_kill_tracee(pid_t thread) {
  kill(thread, SIGKILL);
  // On its way out it stops, and there signals reach it no more.
  linux_continue(thread, 0);
}
bool linux_is_birth(int event) {
  return event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_VFORK || event == PTRACE_EVENT_CLONE;
}
pid_t linux_event_process(pid_t thread) {
  unsigned long message = 0;
  return ptrace(PTRACE_GETEVENTMSG, thread, NULL, &message) < 0 ? 0 : (pid_t)message;
}
bool linux_exits_with(pid_t thread, int status) {
  unsigned long message = 0;
  return ptrace(PTRACE_GETEVENTMSG, thread, NULL, &message) == 0 && message == (unsigned long)status << 8;
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
uint64_t linux_peak_memory(pid_t process) {
  char path[64], text[2048];
  snprintf(path, sizeof path, "/proc/%d/status", process);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  ssize_t count = read(file, text, sizeof text - 1);
  close(file);
  text[count > 0 ? count : 0] = 0;
  const char *line = strstr(text, "\nVmHWM:");
  return line ? strtoull(line + sizeof "\nVmHWM:" - 1, NULL, 10) * 1024 : 0;
}
bool linux_is_thread_of(pid_t thread, pid_t process) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/task/%d", process, thread);
  return access(path, F_OK) == 0;
}
