#include "airlock_plugin.h"
#include <stdlib.h>

/// Ends the whole process in place of returning.
int32_t MyFunction(const char *input, int64_t *result, char *error, size_t error_capacity) {
  (void)input, (void)result, (void)error, (void)error_capacity;
  exit(3);
}
