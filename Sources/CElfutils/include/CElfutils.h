#pragma once
#include <stdbool.h>
#include <stdint.h>

/// The only door to elfutils' libdw: plain values, nothing to free. Whether a signature is right is decided in Swift.

/// What a type is once typedefs and qualifiers are seen through.
enum __attribute__((enum_extensibility(closed))) elfutils_shape {
  ELFUTILS_SHAPE_VOID __attribute__((swift_name("void"))),
  /// A whole number or a character; neither an enumeration nor a truth value.
  ELFUTILS_SHAPE_INTEGER __attribute__((swift_name("integer"))),
  ELFUTILS_SHAPE_POINTER __attribute__((swift_name("pointer"))),
  ELFUTILS_SHAPE_OTHER __attribute__((swift_name("other"))),
};

/// How the language of a function tells its types.
enum __attribute__((enum_extensibility(closed))) elfutils_language {
  ELFUTILS_LANGUAGE_C_LIKE __attribute__((swift_name("cLike"))),
  ELFUTILS_LANGUAGE_SWIFT __attribute__((swift_name("swift"))),
  ELFUTILS_LANGUAGE_ASSEMBLER __attribute__((swift_name("assembler"))),
  ELFUTILS_LANGUAGE_GO __attribute__((swift_name("go"))),
};

struct elfutils_type {
  enum elfutils_shape shape;
  /// In bytes.
  uint64_t size;
  /// Of a pointer: what it points to, and its size in bytes.
  enum elfutils_shape pointee;
  uint64_t pointee_size;
  /// As the author wrote it, cut at the end of the buffer; always with a NUL.
  char spelling[160];
  /// Go's compiler lists a function's results among its parameters.
  bool is_result;
};

#define ELFUTILS_PARAMETERS 8

struct elfutils_signature {
  enum elfutils_language language;
  struct elfutils_type result;
  struct elfutils_type parameters[ELFUTILS_PARAMETERS];
  /// Of all parameters; only the first ELFUTILS_PARAMETERS are listed.
  uint32_t parameter_count;
  bool is_variadic;
  /// The compiler, as it calls itself: "Go cmd/compile go1.19.8; -shared". Cut at the end of the buffer.
  char producer[64];
  bool is_elsewhere;
};

/// Reads the signature of the function whose code begins at an address, from the DWARF of the open ELF file itself: no
/// other file is opened. False if there is none; `is_elsewhere` then tells whether it may be in a file that the DWARF
/// refers to: a .dwo file, or one that dwz(1) made. The work is bounded, whatever the file holds.
bool elfutils_signature_at(int descriptor, uint64_t address, struct elfutils_signature *signature);

/// The type of the variable at an address, as its author wrote it; of Go alone, whose variables stand in their unit.
bool elfutils_variable_type_at(int descriptor, uint64_t address, struct elfutils_type *type);

/// A parameter, by its index below ELFUTILS_PARAMETERS.
struct elfutils_type elfutils_parameter(const struct elfutils_signature *signature, uint32_t index);
