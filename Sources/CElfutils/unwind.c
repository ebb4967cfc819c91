#include "entries.h"

#include <dwarf.h>
#include <elfutils/libdwfl.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Inlined calls at one place.
enum { calls_at_most = 32 };

// libdwfl over a process that is somebody else's tracee: it gets registers and memory from us, so no ptrace(2) is needed.

struct elfutils_process {
  Dwfl *dwfl;
  int memory;
  const struct elfutils_thread *threads;
  int count;
};

static const struct elfutils_module *ours(void **data) { return *data; }

static int find_elf(Dwfl_Module *module, void **data, const char *name, Dwarf_Addr base, char **file, Elf **elf) {
  (void)module, (void)name, (void)base, (void)elf;
  int descriptor = ours(data)->descriptor;
  if (descriptor < 0) descriptor = open(ours(data)->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor >= 0) *file = strdup(ours(data)->path);
  return descriptor;
}
static int find_debug_info(
    Dwfl_Module *module, void **data, const char *name, Dwarf_Addr base, const char *file, const char *link,
    GElf_Word checksum, char **found) {
  if (!ours(data)->is_own) return -1;
  return dwfl_standard_find_debuginfo(module, data, name, base, file, link, checksum, found);
}
static char *debug_info_path = NULL;  // the usual places
static const Dwfl_Callbacks callbacks = {
    .find_elf = find_elf, .find_debuginfo = find_debug_info, .debuginfo_path = &debug_info_path};

// ---- threads and memory ----------------------------------------------------------------------------------------------
static pid_t next_thread(Dwfl *dwfl, void *argument, void **thread) {
  (void)dwfl;
  struct elfutils_process *process = argument;
  const struct elfutils_thread *next = *thread == NULL ? process->threads : (struct elfutils_thread *)*thread + 1;
  if (next >= process->threads + process->count) return 0;
  *thread = (void *)next;
  return next->id;
}
static bool get_thread(Dwfl *dwfl, pid_t id, void *argument, void **thread) {
  (void)dwfl;
  struct elfutils_process *process = argument;
  for (int i = 0; i < process->count; i++) {
    if (process->threads[i].id != id) continue;
    *thread = (void *)&process->threads[i];
    return true;
  }
  return false;
}
static bool read_memory(Dwfl *dwfl, Dwarf_Addr address, Dwarf_Word *word, void *argument) {
  (void)dwfl;
  struct elfutils_process *process = argument;
  return pread(process->memory, word, sizeof *word, (off_t)address) == sizeof *word;
}
static bool set_registers(Dwfl_Thread *thread, void *argument) {
  const struct elfutils_thread *ours = argument;
#if !defined(__x86_64__)
  dwfl_thread_state_register_pc(thread, ours->registers[ELFUTILS_REGISTERS - 1]);
  return dwfl_thread_state_registers(thread, 0, ELFUTILS_REGISTERS - 1, ours->registers);
#else
  return dwfl_thread_state_registers(thread, 0, ELFUTILS_REGISTERS, ours->registers);
#endif
}
static const Dwfl_Thread_Callbacks thread_callbacks = {
    .next_thread = next_thread, .get_thread = get_thread, .memory_read = read_memory, .set_initial_registers = set_registers};

struct elfutils_process *elfutils_open(
    int32_t pid, int memory, const struct elfutils_thread *threads, int thread_count,
    const struct elfutils_module *modules, int module_count) {
  struct elfutils_process *process = calloc(1, sizeof *process);
  Dwfl *dwfl = dwfl_begin(&callbacks);
  if (process == NULL || dwfl == NULL) return NULL;
  *process = (struct elfutils_process){dwfl, memory, threads, thread_count};
  // Not dwfl_linux_proc_maps_report: a program may map its own file once more, to read it, and that would pass for code.
  for (int i = 0; i < module_count; i++) {
    Dwfl_Module *module = dwfl_report_module(dwfl, modules[i].path, modules[i].start, modules[i].end);
    void **data;
    if (module == NULL) continue;
    dwfl_module_info(module, &data, NULL, NULL, NULL, NULL, NULL, NULL);
    *data = (void *)&modules[i];
  }
  if (dwfl_report_end(dwfl, NULL, NULL) != 0 || !dwfl_attach_state(dwfl, NULL, pid, &thread_callbacks, process)) {
    free(process);
    return NULL;
  }
  return process;
}

// ---- frames ----------------------------------------------------------------------------------------------------------
struct walk {
  void *context;
  bool (*body)(void *context, uint64_t counter, uint64_t stack_pointer, bool is_exact);
};
static int on_frame(Dwfl_Frame *frame, void *argument) {
  struct walk *walk = argument;
  Dwarf_Addr counter;
  Dwarf_Word stack_pointer = 0;
  bool is_exact;
  if (!dwfl_frame_pc(frame, &counter, &is_exact)) return -1;
  if (dwfl_frame_reg(frame, ELFUTILS_STACK_POINTER, &stack_pointer) != 0) stack_pointer = 0;
  return walk->body(walk->context, counter, stack_pointer, is_exact) ? DWARF_CB_OK : DWARF_CB_ABORT;
}
const char *elfutils_frames(
    struct elfutils_process *process, int32_t thread, void *context,
    bool (*body)(void *context, uint64_t counter, uint64_t stack_pointer, bool is_exact)) {
  struct walk walk = {context, body};
  if (dwfl_getthread_frames(process->dwfl, thread, on_frame, &walk) >= 0) return NULL;
  const char *reason = dwfl_errmsg(-1);
  return reason != NULL ? reason : "the unwinder could not go on";
}

// ---- symbols ---------------------------------------------------------------------------------------------------------
const char *elfutils_symbol(struct elfutils_process *process, uint64_t address, uint64_t *offset) {
  Dwfl_Module *module = dwfl_addrmodule(process->dwfl, address);
  GElf_Sym symbol;
  return module == NULL ? NULL : dwfl_module_addrinfo(module, address, offset, &symbol, NULL, NULL, NULL);
}
int elfutils_build_id(struct elfutils_process *process, uint64_t address, const uint8_t **bytes) {
  Dwfl_Module *module = dwfl_addrmodule(process->dwfl, address);
  GElf_Addr bias, note;
  if (module == NULL || dwfl_module_getelf(module, &bias) == NULL) return 0;
  int count = dwfl_module_build_id(module, bytes, &note);
  return count < 0 ? 0 : count;
}

// ---- debug info ------------------------------------------------------------------------------------------------------
// The unit around an address. Only GCC writes the table that finds it at once; else the units are asked in turn.
static Dwarf_Die *unit_at(Dwfl_Module *module, Dwarf_Addr address, Dwarf_Addr *bias) {
  Dwarf_Die *unit = dwfl_module_addrdie(module, address, bias);
  if (unit != NULL) return unit;
  while ((unit = dwfl_module_nextcu(module, unit, bias)) != NULL)
    if (dwarf_haspc(unit, address - *bias) == 1) return unit;
  return NULL;
}

static const char *string(Dwarf_Die *die, unsigned name) {
  Dwarf_Attribute attribute;
  return dwarf_attr_integrate(die, name, &attribute) == NULL ? NULL : dwarf_formstring(&attribute);
}
static int small_number(Dwarf_Die *die, unsigned name) {
  Dwarf_Attribute attribute;
  Dwarf_Word value;
  if (dwarf_attr(die, name, &attribute) == NULL || dwarf_formudata(&attribute, &value) != 0) return 0;
  return value > INT32_MAX ? 0 : (int)value;
}
static void name(Dwarf_Die *function, struct elfutils_call *call) {
  call->name = dwarf_diename(function);
  call->mangled = string(function, DW_AT_linkage_name);
  if (call->mangled == NULL) call->mangled = string(function, DW_AT_MIPS_linkage_name);
}

// The functions around an address, outermost first: one that has code of its own, and those that were inlined into it.
// `budget` bounds the entries looked at: a hostile file's may form a ring.
static int functions_at(Dwarf_Die *parent, Dwarf_Addr address, Dwarf_Die *found, int count, int depth, int *budget) {
  Dwarf_Die child;
  if (depth > depth_at_most || dwarf_child(parent, &child) != 0) return count;
  do {
    int tag = dwarf_tag(&child);
    bool is_function = tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine;
    if (is_function || tag == DW_TAG_lexical_block) {
      if (dwarf_haspc(&child, address) != 1) continue;
      if (is_function && count < calls_at_most) found[count++] = child;
      return functions_at(&child, address, found, count, depth + 1, budget);
    }
    if (elfutils_can_hold_functions(tag)) {
      int with = functions_at(&child, address, found, count, depth + 1, budget);
      if (with > count) return with;
    }
  } while (--*budget > 0 && dwarf_siblingof(&child, &child) == 0);
  return count;
}

int elfutils_calls(struct elfutils_process *process, uint64_t address, struct elfutils_call *calls, int room) {
  Dwfl_Module *module = dwfl_addrmodule(process->dwfl, address);
  Dwarf_Addr bias = 0;
  Dwarf_Die *unit = module == NULL ? NULL : unit_at(module, address, &bias);
  if (unit == NULL || room < 1) return 0;
  struct elfutils_call place = {.folder = string(unit, DW_AT_comp_dir)};
  Dwarf_Line *line = dwarf_getsrc_die(unit, address - bias);
  if (line != NULL) {
    place.file = dwarf_linesrc(line, NULL, NULL);
    if (dwarf_lineno(line, &place.line) != 0) place.line = 0;
    if (dwarf_linecol(line, &place.column) != 0) place.column = 0;
  }
  Dwarf_Files *files = NULL;
  size_t file_count = 0;
  if (dwarf_getsrcfiles(unit, &files, &file_count) != 0) file_count = 0;
  Dwarf_Die functions[calls_at_most];
  int budget = entries_at_most, found = 0;
  for (int i = functions_at(unit, address - bias, functions, 0, 0, &budget) - 1; i >= 0 && found < room; i--) {
    name(&functions[i], &place);
    place.is_inlined = dwarf_tag(&functions[i]) == DW_TAG_inlined_subroutine;
    calls[found++] = place;
    if (!place.is_inlined) break;
    size_t file = (size_t)small_number(&functions[i], DW_AT_call_file);
    place.file = file < file_count ? dwarf_filesrc(files, file, NULL, NULL) : NULL;
    place.line = small_number(&functions[i], DW_AT_call_line);
    place.column = small_number(&functions[i], DW_AT_call_column);
  }
  if (found == 0 && line != NULL) {
    place.is_inlined = false;
    calls[found++] = place;  // a line, and a function that only the symbol table knows
  }
  return found;
}
