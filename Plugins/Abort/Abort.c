#include "airlock_plugin.h"
#include <stdio.h>
#include <stdlib.h>

/// Gives up, as a failed assertion does.
int32_t MyFunction(const char *input, int64_t *result, char *error, size_t error_capacity) {
  (void)result, (void)error, (void)error_capacity;
  fprintf(stderr, "Abort: %s makes no sense\n", input);
  abort();
}
