#define _GNU_SOURCE
#include <wchar.h>

#include "CTerminal.h"

int terminal_character_width(unsigned scalar) { return wcwidth((wchar_t)scalar); }
