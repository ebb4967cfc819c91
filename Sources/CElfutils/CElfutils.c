#include "entries.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwelf.h>
#include <stdio.h>
#include <string.h>

static bool type_of(Dwarf_Die *die, Dwarf_Die *type) {
  Dwarf_Attribute attribute;
  return dwarf_attr_integrate(die, DW_AT_type, &attribute) != NULL && dwarf_formref_die(&attribute, type) != NULL;
}

static uint64_t number(Dwarf_Die *die, unsigned name) {
  Dwarf_Attribute attribute;
  Dwarf_Word value = 0;
  if (dwarf_attr_integrate(die, name, &attribute) == NULL || dwarf_formudata(&attribute, &value) != 0) return 0;
  return value;
}

static bool is_transparent(int tag) {
  return tag == DW_TAG_typedef || tag == DW_TAG_const_type || tag == DW_TAG_volatile_type ||
         tag == DW_TAG_restrict_type || tag == DW_TAG_atomic_type;
}

static bool flag(Dwarf_Die *die, unsigned name) {
  Dwarf_Attribute attribute;
  bool value = false;
  return dwarf_attr_integrate(die, name, &attribute) != NULL && dwarf_formflag(&attribute, &value) == 0 && value;
}

// Follows typedefs and qualifiers. False if they lead to void.
static bool see_through(Dwarf_Die *type) {
  for (int depth = 0; is_transparent(dwarf_tag(type)); depth++) {
    Dwarf_Die next;
    if (depth == depth_at_most || !type_of(type, &next)) return false;
    *type = next;
  }
  return true;
}

static enum elfutils_shape shape_of(Dwarf_Die *type, uint64_t *size) {
  *size = number(type, DW_AT_byte_size);
  switch (dwarf_tag(type)) {
    case DW_TAG_pointer_type: return ELFUTILS_SHAPE_POINTER;
    case DW_TAG_base_type: break;
    default: return ELFUTILS_SHAPE_OTHER;
  }
  switch (number(type, DW_AT_encoding)) {
    case DW_ATE_signed:
    case DW_ATE_unsigned:
    case DW_ATE_signed_char:
    case DW_ATE_unsigned_char:
    case DW_ATE_UTF: return ELFUTILS_SHAPE_INTEGER;
    default: return ELFUTILS_SHAPE_OTHER;
  }
}

// Only C asks for the keyword where a type is used.
static const char *keyword(Dwarf_Die *type) {
  Dwarf_Die unit;
  if (dwarf_diecu(type, &unit, NULL, NULL) == NULL) return "";
  switch (dwarf_srclang(&unit)) {
    case DW_LANG_C:
    case DW_LANG_C89:
    case DW_LANG_C99:
    case DW_LANG_C11: break;
    default: return "";
  }
  switch (dwarf_tag(type)) {
    case DW_TAG_structure_type: return "struct ";
    case DW_TAG_union_type: return "union ";
    case DW_TAG_enumeration_type: return "enum ";
    default: return "";
  }
}

// Writes a type as C does. `type` is NULL for void.
static void spell(Dwarf_Die *type, char *out, size_t size, int depth) {
  char inner[sizeof(((struct elfutils_type *)0)->spelling)];
  Dwarf_Die next;
  if (type == NULL || depth > depth_at_most) {
    snprintf(out, size, "%s", type == NULL ? "void" : "…");
    return;
  }
  int tag = dwarf_tag(type);
  const char *name = dwarf_diename(type);
  const char *suffix = NULL;
  const char *qualifier = NULL;
  switch (tag) {
    case DW_TAG_pointer_type: suffix = "*"; break;
    case DW_TAG_reference_type: suffix = "&"; break;
    case DW_TAG_rvalue_reference_type: suffix = "&&"; break;
    case DW_TAG_const_type: qualifier = "const"; break;
    case DW_TAG_volatile_type: qualifier = "volatile"; break;
    case DW_TAG_restrict_type: qualifier = "restrict"; break;
    case DW_TAG_atomic_type: qualifier = "_Atomic"; break;
    case DW_TAG_subroutine_type: name = "function"; break;
    default: break;
  }
  // Rust and Zig name their pointers; C does not.
  if (name != NULL || (suffix == NULL && qualifier == NULL)) {
    snprintf(out, size, "%s%s", keyword(type), name != NULL ? name : "(unnamed)");
    return;
  }
  bool has_inner = type_of(type, &next);
  spell(has_inner ? &next : NULL, inner, sizeof inner, depth + 1);
  size_t length = strlen(inner);
  bool ends_with_star = length > 0 && (inner[length - 1] == '*' || inner[length - 1] == '&');
  if (suffix != NULL) {
    snprintf(out, size, "%s%s%s", inner, ends_with_star ? "" : " ", suffix);
  } else if (ends_with_star) {
    snprintf(out, size, "%s%s", inner, qualifier);
  } else {
    snprintf(out, size, "%s %s", qualifier, inner);
  }
}

// The type of a function's result or of a parameter.
static void describe(Dwarf_Die *die, struct elfutils_type *out) {
  memset(out, 0, sizeof *out);
  Dwarf_Die type;
  bool has_type = type_of(die, &type);
  spell(has_type ? &type : NULL, out->spelling, sizeof out->spelling, 0);
  if (!has_type || !see_through(&type)) {
    out->shape = ELFUTILS_SHAPE_VOID;
    return;
  }
  out->shape = shape_of(&type, &out->size);
  Dwarf_Die pointee;
  if (out->shape != ELFUTILS_SHAPE_POINTER || !type_of(&type, &pointee) || !see_through(&pointee)) return;
  out->pointee = shape_of(&pointee, &out->pointee_size);
}

static enum elfutils_language language_of(Dwarf_Die *unit) {
  switch (dwarf_srclang(unit)) {
    case DW_LANG_Swift: return ELFUTILS_LANGUAGE_SWIFT;
    case DW_LANG_Mips_Assembler: return ELFUTILS_LANGUAGE_ASSEMBLER;
    case DW_LANG_Go: return ELFUTILS_LANGUAGE_GO;
    default: return ELFUTILS_LANGUAGE_C_LIKE;
  }
}

static void name_producer(Dwarf_Die *unit, char *out, size_t size) {
  Dwarf_Attribute attribute;
  const char *name = NULL;
  if (dwarf_attr(unit, DW_AT_producer, &attribute) != NULL) name = dwarf_formstring(&attribute);
  snprintf(out, size, "%s", name != NULL ? name : "");
}

// What is left in the library of a unit whose rest is in a .dwo file; before DWARF 5 an attribute alone tells.
static bool is_split(uint8_t unit_type, Dwarf_Die *unit) {
  return unit_type == DW_UT_skeleton || dwarf_hasattr(unit, DW_AT_GNU_dwo_name);
}

static bool begins_at(Dwarf_Die *function, Dwarf_Addr address) {
  Dwarf_Addr entry, base, begin, end;
  if (dwarf_entrypc(function, &entry) == 0) return entry == address;
  // Split into a hot and a cold part: the first range is where it begins.
  return dwarf_ranges(function, 0, &base, &begin, &end) > 0 && begin == address;
}

static void read_signature(Dwarf_Die *function, struct elfutils_signature *out, int *budget) {
  describe(function, &out->result);
  Dwarf_Die child;
  if (dwarf_child(function, &child) != 0) return;
  do {
    int tag = dwarf_tag(&child);
    if (tag == DW_TAG_unspecified_parameters) out->is_variadic = true;
    if (tag != DW_TAG_formal_parameter) continue;
    if (out->parameter_count < ELFUTILS_PARAMETERS) {
      struct elfutils_type *parameter = &out->parameters[out->parameter_count];
      describe(&child, parameter);
      parameter->is_result = flag(&child, DW_AT_variable_parameter);
    }
    out->parameter_count++;
  } while (--*budget > 0 && dwarf_siblingof(&child, &child) == 0);
}

bool elfutils_can_hold_functions(int tag) {
  return tag == DW_TAG_namespace || tag == DW_TAG_module || tag == DW_TAG_structure_type ||
         tag == DW_TAG_class_type || tag == DW_TAG_union_type;
}

static bool search(Dwarf_Die *parent, Dwarf_Addr address, struct elfutils_signature *out, int depth, int *budget) {
  Dwarf_Die child;
  if (depth > depth_at_most || dwarf_child(parent, &child) != 0) return false;
  do {
    int tag = dwarf_tag(&child);
    if (tag == DW_TAG_subprogram && begins_at(&child, address)) {
      read_signature(&child, out, budget);
      return true;
    }
    if (elfutils_can_hold_functions(tag) && search(&child, address, out, depth + 1, budget)) return true;
  } while (--*budget > 0 && dwarf_siblingof(&child, &child) == 0);
  return false;
}

bool elfutils_signature_at(int descriptor, uint64_t address, struct elfutils_signature *signature) {
  memset(signature, 0, sizeof *signature);
  Dwarf *dwarf = dwarf_begin(descriptor, DWARF_C_READ);
  if (dwarf == NULL) return false;

  const char *name;
  const void *build_id;
  bool found = false;
  int budget = entries_at_most;
  Dwarf_CU *unit = NULL;
  Dwarf_Die die;
  uint8_t unit_type;
  // Parts in a second file (dwz) or in .dwo files would make libdw open what the file names: leave those alone.
  bool is_whole = dwelf_dwarf_gnu_debugaltlink(dwarf, &name, &build_id) <= 0;
  signature->is_elsewhere = !is_whole;
  while (is_whole && !found && --budget > 0 &&
         dwarf_get_units(dwarf, unit, &unit, NULL, &unit_type, &die, NULL) == 0) {
    if (is_split(unit_type, &die)) signature->is_elsewhere = true;
    if (unit_type != DW_UT_compile || dwarf_haspc(&die, address) != 1) continue;
    signature->language = language_of(&die);
    name_producer(&die, signature->producer, sizeof signature->producer);
    found = search(&die, address, signature, 0, &budget);
  }
  dwarf_end(dwarf);
  return found;
}

static bool lies_at(Dwarf_Die *variable, Dwarf_Addr address) {
  Dwarf_Attribute attribute;
  Dwarf_Block block;
  uint64_t place;
  // Go writes the expression as a block, which dwarf_getlocation(3) does not take in DWARF 4.
  if (dwarf_attr(variable, DW_AT_location, &attribute) == NULL || dwarf_formblock(&attribute, &block) != 0) return false;
  if (block.length != 1 + sizeof place || block.data[0] != DW_OP_addr) return false;
  memcpy(&place, block.data + 1, sizeof place);
  return place == address;
}

bool elfutils_variable_type_at(int descriptor, uint64_t address, struct elfutils_type *type) {
  Dwarf *dwarf = dwarf_begin(descriptor, DWARF_C_READ);
  if (dwarf == NULL) return false;
  bool found = false;
  int budget = entries_at_most;
  Dwarf_CU *unit = NULL;
  Dwarf_Die die, child;
  uint8_t unit_type;
  while (!found && budget > 0 && dwarf_get_units(dwarf, unit, &unit, NULL, &unit_type, &die, NULL) == 0) {
    if (unit_type != DW_UT_compile || dwarf_srclang(&die) != DW_LANG_Go || dwarf_child(&die, &child) != 0) continue;
    do {
      if (dwarf_tag(&child) != DW_TAG_variable || !lies_at(&child, address)) continue;
      describe(&child, type);
      found = true;
    } while (!found && --budget > 0 && dwarf_siblingof(&child, &child) == 0);
  }
  dwarf_end(dwarf);
  return found;
}

struct elfutils_type elfutils_parameter(const struct elfutils_signature *signature, uint32_t index) {
  return signature->parameters[index < ELFUTILS_PARAMETERS ? index : ELFUTILS_PARAMETERS - 1];
}
