#include "airlock_plugin.h"
#include <stdio.h>

/// Returns an error text.
int32_t MyFunction(const char *input, int64_t *result, char *error, size_t error_capacity) {
  (void)input, (void)result;
  snprintf(error, error_capacity, "file is empty");
  return 1;
}
