#define _GNU_SOURCE
#include "CLinux.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

// Names consist of small letters for the most part, so few places hold the other byte that is looked for: memchr(3)
// passes the rest at many bytes a step, where memmem(3) takes them one by one. Bytes that were made to hold it everywhere
// are left to that.
const void *linux_find(const void *bytes, size_t count, const void *wanted, size_t wanted_count) {
  const unsigned char *key = wanted, *place = bytes;
  size_t rare = 0;
  while (rare + 1 < wanted_count && (key[rare] < 'A' || key[rare] > 'Z')) rare++;
  if (wanted_count == 0 || wanted_count > count) return wanted_count == 0 ? bytes : NULL;
  const unsigned char *first = place, *last = place + (count - wanted_count);
  for (size_t misses = 0; place <= last; misses++) {
    if (misses > 64 + (size_t)(place - first) / 16) return memmem(place, (size_t)(last - place) + wanted_count, key, wanted_count);
    const unsigned char *hit = memchr(place + rare, key[rare], (size_t)(last - place) + 1);
    if (!hit) return NULL;
    place = hit - rare;
    if (memcmp(place, key, wanted_count) == 0) return place;
    place++;
  }
  return NULL;
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
