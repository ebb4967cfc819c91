// Walking the entries of debug info that may be hostile.
#pragma once
#include "CElfutils.h"

enum {
  /// Entries looked at in all: sibling links of a hostile file may form a ring.
  entries_at_most = 2000000,
  /// How deep namespaces, and typedefs of typedefs, are followed.
  depth_at_most = 32,
};

/// Functions stand in a unit, in namespaces (C++, Rust) and in types (Zig). By an entry's tag.
bool elfutils_can_hold_functions(int tag);
