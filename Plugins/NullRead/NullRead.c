#include "airlock_plugin.h"
#include <stdio.h>

typedef struct { int32_t version; const char *name; } entry;

static int32_t version_of(const entry *table, size_t index) { return table[index].version; }

/// Reads a field of a table that was never there.
int32_t MyFunction(const char *input, int64_t *result, char *error, size_t error_capacity) {
  (void)input, (void)error, (void)error_capacity;
  fprintf(stderr, "NullRead: opening the table\n");
  *result = version_of(NULL, 3);
  return 0;
}
