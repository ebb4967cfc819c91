// What a plugin with a C interface exports: one function, in C, C++ (extern "C"), Rust, Zig or any language that can.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Gets a NUL-terminated UTF-8 text and gives an integer or an error.
///
/// Returns 0 after setting *result, or anything else after writing a NUL-terminated UTF-8 text of at most
/// error_capacity bytes to error. Input and buffers belong to the caller.
__attribute__((visibility("default")))
int32_t MyFunction(const char *input, int64_t *result, char *error, size_t error_capacity);

#ifdef __cplusplus
}
#endif
