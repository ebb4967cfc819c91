// Finds out by the file's name which attack it is, and when its moment has come.
#include "attack.h"

#include <dlfcn.h>
#include <libgen.h>

struct call call;
extern struct attack *__start_attacks[], *__stop_attacks[];

const char *myself(void) {
  Dl_info info;
  return dladdr(&call, &info) ? info.dli_fname : "";
}

/// One of eight places for a path, in turn.
static char *room(void) {
  static char rooms[8][4096];
  static unsigned next;
  return rooms[next++ % 8];
}

const char *beside(const char *name) {
  char plugin[4096], *path = room();
  snprintf(plugin, sizeof plugin, "%s", myself());
  snprintf(path, 4096, "%s/%s", dirname(plugin), name);
  return path;
}

const char *outside(const char *name) {
  char plugin[4096], *path = room();
  snprintf(plugin, sizeof plugin, "%s", myself());
  snprintf(path, 4096, "%s/outside%s%s", dirname(dirname(plugin)), *name ? "/" : "", name);
  return path;
}

uint16_t port(void) {
  char plugin[4096];
  snprintf(plugin, sizeof plugin, "%s", myself());
  char *number = strrchr(dirname(plugin), '-');
  return number ? (uint16_t)atoi(number + 1) : 0;
}

const char *of_parent(const char *name) {
  char *path = room();
  snprintf(path, 4096, "/proc/%d/%s", getppid(), name);
  return path;
}

bool opens(const char *path, int flags) {
  int file = open(path, flags, 0600);
  if (file >= 0) close(file);
  return file >= 0;
}

int open_myself(void) { return open(myself(), O_RDONLY | O_CLOEXEC); }

static const struct attack *chosen(void) {
  char plugin[4096];
  snprintf(plugin, sizeof plugin, "%s", myself());
  char *name = basename(plugin), *end = strchr(name, '.');
  if (end) *end = '\0';
  for (struct attack **entry = __start_attacks; entry < __stop_attacks; entry++)
    if (strcmp((*entry)->name, name) == 0) return *entry;
  return NULL;
}

static void perform(enum moment moment) {
  int64_t unused;
  const struct attack *attack = chosen();
  call = (struct call){.input = "", .result = &unused};
  if (attack && attack->moment == moment) attack->function();
}
__attribute__((constructor)) static void when_opened(void) { perform(OPENED); }
__attribute__((destructor)) static void when_closed(void) { perform(CLOSED); }

int32_t MyFunction(const char *input, int64_t *result, char *error, size_t error_capacity) {
  call = (struct call){input, result, error, error_capacity};
  const struct attack *attack = chosen();
  if (!attack) return snprintf(error, error_capacity, "there is no such attack");
  if (attack->moment == CALLED) return attack->function();
  *result = 42;
  return 0;
}

/// How many of all escapes succeed, and on stdout which.
FUNCTION(every_escape) {
  int64_t *count = call.result, total = 0, success;
  call.result = &success;
  for (struct attack **entry = __start_attacks; entry < __stop_attacks; entry++) {
    if (!(*entry)->is_escape) continue;
    (*entry)->function();
    total += success;
    if (success) puts((*entry)->name);
  }
  *count = total;
  return 0;
}
