#include "airlock_plugin.h"

/// Right, but built without debug info: nothing in the file proves it.
int32_t MyFunction(const char *input, int64_t *result, char *error, size_t error_capacity) {
  (void)input, (void)error, (void)error_capacity;
  *result = 7;
  return 0;
}
