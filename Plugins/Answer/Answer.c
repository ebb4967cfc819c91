#include "airlock_plugin.h"
#include <string.h>

/// 42 for "hello"; for any other text, its length in bytes.
int32_t MyFunction(const char *input, int64_t *result, char *error, size_t error_capacity) {
  (void)error, (void)error_capacity;
  *result = strcmp(input, "hello") == 0 ? 42 : (int64_t)strlen(input);
  return 0;
}
