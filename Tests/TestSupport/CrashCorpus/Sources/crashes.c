// A way to crash for each input. A comment at the end of a line tells which input stops there.
#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
#define SEPARATE __attribute__((noinline))

typedef struct {
  int version, size;
  char name[40];
  int flags;
} entry_t;

static volatile int sink;
static const char text[] = "constant";
static entry_t *volatile no_entry;
static void (*volatile no_function)(void);

static SEPARATE void null_read(void) {
  sink = no_entry->flags;  // null-read
}
static SEPARATE void null_write(void) {
  no_entry->version = 7;  // null-write
}
static SEPARATE void unmapped_read(void) {
  volatile int *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  munmap((void *)memory, 4096);
  sink = *memory;  // unmapped-read
}
static SEPARATE void constant_write(void) {
  *(volatile char *)text = 'C';  // constant-write
}
static SEPARATE void past_the_page(void) {
  volatile char *memory = mmap(NULL, 8192, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  mprotect((void *)memory, 4096, PROT_READ | PROT_WRITE);
  for (int i = 0; i < 8192; i++) memory[i] = 1;  // past-the-page
}
// On one line, for the stack may end at any instruction of it.
static SEPARATE int recurse(int depth) { volatile char a[200]; return a[0] = 1, recurse(depth + 1) + a[0]; }  // overflow
static SEPARATE void call_null(void) {
  no_function();  // call-null
  sink = 1;
}
static SEPARATE void call_data(void) {
  no_function = (void (*)(void))(uintptr_t)text;
  no_function();  // call-data
  sink = 1;
}
static SEPARATE void wild_pointer(void) {
  volatile int *pointer = (int *)0x4141414141414141;
  sink = *pointer;  // wild-pointer
}
static SEPARATE void divide(void) {
  volatile int zero = 0;
  sink = 42 / zero;  // divide
}
static SEPARATE void illegal(void) {
#if defined(__x86_64__)
  __asm__ volatile(".byte 0x0f, 0xff");  // illegal
#else
  __asm__ volatile(".word 0");
#endif
}
static SEPARATE void give_up(void) {
  abort();  // abort
}
static SEPARATE void check(int size) {
  assert(size > 0);  // assert
}
static SEPARATE void free_twice(void) {
  char *volatile block = malloc(100);
  free(block);
  free(block);  // free-twice
}
static SEPARATE __attribute__((optimize("stack-protector-all"))) void smash(const char *words) {
  char buffer[8];
  strcpy(buffer, words);
  sink = buffer[0];
}  // smash
static void *in_thread(void *argument) {
  null_write();
  return argument;
}
static SEPARATE void thread(void) {
  pthread_t other;
  pthread_create(&other, NULL, in_thread, NULL);
  pthread_join(other, NULL);
}
static SEPARATE void spin(void) {
  for (;;) sink++;  // spin
}
static SEPARATE void wait_for_ever(void) {
  for (;;) pause();  // block
}

EXPORT int32_t MyFunction(const char *input, int64_t *result, char *error, size_t capacity) {
  (void)error, (void)capacity;
  static const struct {
    const char *name;
    void (*function)(void);
  } ways[] = {
      {"null-read", null_read}, {"null-write", null_write}, {"unmapped-read", unmapped_read},
      {"constant-write", constant_write}, {"past-the-page", past_the_page}, {"call-null", call_null},
      {"call-data", call_data}, {"wild-pointer", wild_pointer}, {"divide", divide}, {"illegal", illegal},
      {"abort", give_up}, {"free-twice", free_twice}, {"thread", thread}, {"spin", spin}, {"block", wait_for_ever},
  };
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
    if (strcmp(input, ways[i].name) == 0) ways[i].function();
  if (strcmp(input, "overflow") == 0) recurse(0);
  if (strcmp(input, "assert") == 0) check(0);
  if (strcmp(input, "smash") == 0) smash("far too many words for so small a buffer, and then some more");
  *result = 42;
  return 0;
}
