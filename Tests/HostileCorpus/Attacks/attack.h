// What attacks are made of. They are one library; a hostile plugin is a copy of it that is named after its attack, so a
// hundred plugins cost one compilation.
#pragma once
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

/// What MyFunction was called with.
struct call {
  const char *input;
  int64_t *result;
  char *error;
  size_t capacity;
};
extern struct call call;

struct attack {
  const char *name;
  enum moment { OPENED, CALLED, CLOSED } moment;
  bool is_escape;
  int32_t (*function)(void);
};

// Each attack leaves a pointer to itself in a section, and these pointers are the list of all.
#define REGISTER(name, moment, is_escape)                                                            \
  static int32_t name##_function(void);                                                              \
  static struct attack name##_attack = {#name, moment, is_escape, name##_function};                  \
  static struct attack *name##_entry __attribute__((used, section("attacks"))) = &name##_attack;     \
  static int32_t name##_function(void)

/// The body is MyFunction itself, and says what it returns.
#define FUNCTION(name) REGISTER(name, CALLED, false)

/// The body does something; if that lets it, the plugin returns 42 afterwards.
#define ATTACK(name) DOING(name, CALLED)
/// The same while the library is opened, or closed.
#define CONSTRUCTOR(name) DOING(name, OPENED)
#define DESTRUCTOR(name) DOING(name, CLOSED)
#define DOING(name, moment)                                     \
  static void name##_body(void);                                \
  REGISTER(name, moment, false) {                               \
    name##_body();                                              \
    *call.result = 42;                                          \
    return 0;                                                   \
  }                                                             \
  static void name##_body(void)

/// The body tries what no plugin may do, and says whether it could: the plugin returns 1 then, else 0.
#define ESCAPE(name)                    \
  static bool name##_body(void);        \
  REGISTER(name, CALLED, true) {        \
    *call.result = name##_body();       \
    return 0;                           \
  }                                     \
  static bool name##_body(void)

/// The plugin's own path.
const char *myself(void);
/// The path of a name in the plugin's own folder; the eighth call from now of this and the next two overwrites it.
const char *beside(const char *name);
/// The path of a name in the folder "outside", beside the plugin's own: what is there is no business of a plugin.
const char *outside(const char *name);
/// "/proc/PID/name" of the process that watches over this one.
const char *of_parent(const char *name);
/// Where the test listens: the name of the plugin's folder ends in this number.
uint16_t port(void);

/// Whether a file can be opened.
bool opens(const char *path, int flags);
/// A descriptor of the plugin's own file, which it may read.
int open_myself(void);
/// Whether anything could be done; the negative result of a system call says no.
static inline bool could(long result) { return result >= 0; }
/// Whether the kernel went on to look at the arguments: the attack has got past what should stop it.
static inline bool was_let_in(long result) {
  return result >= 0 || (errno != EPERM && errno != ENOSYS && errno != EACCES);
}
