#define _GNU_SOURCE
#include "CLinux.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

const void *linux_find(const void *bytes, size_t count, const void *wanted, size_t wanted_count) {
  return memmem(bytes, count, wanted, wanted_count);
}

void linux_own_memory(void) {
  enum { populate_write = 23, longest = 256 << 10 };
  char line[512];
  unsigned long start, end;
  FILE *maps = fopen("/proc/self/maps", "re");
  if (!maps) return;
  // Longer ones are data of which little is ever written.
  while (fgets(line, sizeof line, maps))
    if (sscanf(line, "%lx-%lx rw-p", &start, &end) == 2 && strstr(line, " rw-p ") && end - start <= longest)
      madvise((void *)start, end - start, populate_write);
  fclose(maps);
}
