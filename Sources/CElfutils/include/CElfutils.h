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

// ---- a stopped process -----------------------------------------------------------------------------------------------

#if defined(__x86_64__)
enum { ELFUTILS_REGISTERS = 17, ELFUTILS_STACK_POINTER = 7 };
#else
enum { ELFUTILS_REGISTERS = 33, ELFUTILS_STACK_POINTER = 31 };
#endif

struct elfutils_thread {
  int32_t id;
  /// In DWARF's order, the program counter last.
  uint64_t registers[ELFUTILS_REGISTERS];
};

/// A file that the loader has put into the process.
struct elfutils_module {
  const char *path;
  uint64_t start, end;
  /// Its separate debug info is looked for, beside it and below /usr/lib/debug; that of others takes long and tells little.
  bool is_own;
  /// The file if it is open already, else -1.
  int descriptor;
};

/// A process whose threads stand still: given by registers, modules, and /proc/PID/mem. The files of the modules and their
/// debug info may be hostile.
struct elfutils_process;

/// NULL if libdwfl makes no sense of it. The arrays and what they point to must outlive it.
struct elfutils_process *elfutils_open(
    int32_t pid, int memory, const struct elfutils_thread *threads, int thread_count,
    const struct elfutils_module *modules, int module_count);

/// Calls `body` with the program counter and the stack pointer (0 if unknown) of each frame, innermost first, until it
/// returns false. `is_exact` is false for the place to which a call returns, just behind the call.
/// Returns NULL at the end of the stack, else why it could not go on.
const char *elfutils_frames(
    struct elfutils_process *process, int32_t thread, void *context,
    bool (*body)(void *context, uint64_t counter, uint64_t stack_pointer, bool is_exact));

/// The name in the symbol table of the function around an address, and the distance from its start; NULL for none.
const char *elfutils_symbol(struct elfutils_process *process, uint64_t address, uint64_t *offset);

/// The linker's build ID of the module around an address: how many bytes.
int elfutils_build_id(struct elfutils_process *process, uint64_t address, const uint8_t **bytes);

/// What debug info says of one call around an address.
struct elfutils_call {
  /// The plain name, and the mangled one; NULL where there is none.
  const char *name, *mangled;
  /// `folder` is what a relative `file` is relative to; NULL where there is none.
  const char *folder, *file;
  /// 0 where there is none.
  int line, column;
  bool is_inlined;
};

/// The calls that the code at an address belongs to: the inlined ones, innermost first, then the function. How many; 0 if
/// debug info does not tell.
int elfutils_calls(struct elfutils_process *process, uint64_t address, struct elfutils_call *calls, int room);
