#include "attack.h"

/// A gibibyte.
static void flood(int first, int last) {
  static char block[1 << 20];
  memset(block, 'x', sizeof block);
  for (int count = 0; count < 1024; count++) write(count % 2 ? last : first, block, sizeof block);
}
ATTACK(flood_stdout) { flood(1, 1); }
ATTACK(flood_stderr) { flood(2, 2); }
ATTACK(flood_both) { flood(1, 2); }
/// A byte at a time, for ever.
ATTACK(flood_of_bytes) {
  for (;;) write(1, "\n", 1);
}
ATTACK(output_without_newline) { printf("no end of line"); }

/// Clears the screen, leaves the alternate one, sets the title and the clipboard, resets, turns the reading direction,
/// asks the terminal for an answer, in seven bits and in eight; and what is no UTF-8.
#define EVIL                                                                                                        \
  "\033[2J\033[?1049l\033]0;owned\007\033]52;c;b3duZWQ=\007\033c\033[6n\033[31m\302\2332J\2332J\342\200\256rtl\v\b" \
  "\xff\xfe\xc0\x80\xed\xa0\x80\x7f"
ATTACK(evil_output) {
  for (int line = 0; line < 100; line++) {
    puts(EVIL);
    fputs(EVIL "\r\n", stderr);
  }
}
FUNCTION(evil_error) { return snprintf(call.error, call.capacity, "%s", EVIL); }
FUNCTION(error_without_nul) {
  memset(call.error, 'x', call.capacity);
  return 1;
}
FUNCTION(error_without_text) { return 1; }
FUNCTION(error_of_nuls) {
  memset(call.error, 0, call.capacity);
  return INT32_MIN;
}
FUNCTION(no_result) { return 0; }
FUNCTION(least_result) {
  *call.result = INT64_MIN;
  return 0;
}
FUNCTION(greatest_result) {
  *call.result = INT64_MAX;
  return 0;
}
/// Past the buffers it was given.
ATTACK(overwrite_error_buffer) { memset(call.error, 'x', call.capacity + (1 << 20)); }
ATTACK(overwrite_input) { memset((char *)call.input, 'x', strlen(call.input)); }
