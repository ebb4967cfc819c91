#include "airlock_plugin.h"

/// Crashes when it is opened, before anyone has called it.
__attribute__((constructor)) static void prepare(void) { *(volatile int *)0 = 1; }

int32_t MyFunction(const char *input, int64_t *result, char *error, size_t error_capacity) {
  (void)input, (void)error, (void)error_capacity;
  *result = 42;
  return 0;
}
