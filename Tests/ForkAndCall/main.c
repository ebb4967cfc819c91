// The floor under a run: a C program that forks, opens a C plugin, calls it and waits, with no care for what it does.
// ForkAndCall PLUGIN COUNT prints nanoseconds, a line each.
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000ll + time.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 3) return 64;
  for (int left = atoi(argv[2]); left > 0; left--) {
    long long start = now();
    pid_t pid = fork();
    if (pid == 0) {
      void *library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
      int32_t (*call)(const char *, int64_t *, char *, size_t) = library ? dlsym(library, "MyFunction") : NULL;
      int64_t result = 0;
      char error[4096];
      _exit(call && call("hello", &result, error, sizeof error) == 0 && result == 42 ? 0 : 1);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    if (status != 0) return 1;
    printf("%lld\n", now() - start);
  }
}
