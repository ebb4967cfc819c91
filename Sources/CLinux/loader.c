#define _GNU_SOURCE
#include "CLinux.h"

#include <elf.h>
#include <gnu/libc-version.h>
#include <link.h>
#include <stddef.h>
#include <sys/auxv.h>

struct visit {
  void *context;
  void (*body)(void *, const char *, const char *);
};

static int visit_library(struct dl_phdr_info *info, size_t size, void *argument) {
  (void)size;
  struct visit *visit = argument;
  const char *soname = "";
  for (int i = 0; i < info->dlpi_phnum; i++) {
    if (info->dlpi_phdr[i].p_type != PT_DYNAMIC) continue;
    const char *strings = NULL;
    ElfW(Xword) offset = 0;
    for (const ElfW(Dyn) *entry = (const void *)(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
         entry->d_tag != DT_NULL; entry++) {
      // The loader has written the address over the file's offset, except where the segment is read-only.
      if (entry->d_tag == DT_STRTAB)
        strings = (const char *)(entry->d_un.d_ptr < info->dlpi_addr ? info->dlpi_addr + entry->d_un.d_ptr
                                                                     : entry->d_un.d_ptr);
      if (entry->d_tag == DT_SONAME) offset = entry->d_un.d_val;
    }
    if (strings && offset) soname = strings + offset;
  }
  visit->body(visit->context, info->dlpi_name, soname);
  return 0;
}

void linux_each_library(void *context, void (*body)(void *context, const char *path, const char *soname)) {
  struct visit visit = {context, body};
  dl_iterate_phdr(visit_library, &visit);
}

static int count_library(struct dl_phdr_info *info, size_t size, void *count) {
  (void)info, (void)size;
  ++*(int *)count;
  return 0;
}
int linux_library_count(void) {
  int count = 0;
  dl_iterate_phdr(count_library, &count);
  return count;
}

const char *linux_libc_version(void) { return gnu_get_libc_version(); }
const char *linux_platform(void) {
  const char *platform = (const char *)getauxval(AT_PLATFORM);
  return platform ? platform : "";
}

int linux_processor_level(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("x86-64-v4")) return 4;
  if (__builtin_cpu_supports("x86-64-v3")) return 3;
  if (__builtin_cpu_supports("x86-64-v2")) return 2;
  return 1;
#else
  return 0;
#endif
}
