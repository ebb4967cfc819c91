#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <sys/inotify.h>
#include <unistd.h>

enum {
  BUFFER_SIZE = 16 << 10,
  /// A stream of events that is faster than its reader must not keep it here for ever.
  MOST_READS = 64,
  ASKED = IN_CREATE | IN_CLOSE_WRITE | IN_MODIFY | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB |
          IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR,
};

int linux_watch_begin(void) { return inotify_init1(IN_CLOEXEC | IN_NONBLOCK); }

int linux_watch_folder(int watch, const char *path) { return inotify_add_watch(watch, path, ASKED); }

int linux_watch_forget(int watch, int folder) { return inotify_rm_watch(watch, folder); }

bool linux_watch_drain(int watch) {
  _Alignas(struct inotify_event) char buffer[BUFFER_SIZE];
  bool happened = false;
  for (int reads = 0; reads < MOST_READS; reads++) {
    ssize_t count = linux_read(watch, buffer, sizeof buffer);
    if (count <= 0) break;
    for (ssize_t offset = 0; offset < count;) {
      const struct inotify_event *event = (const struct inotify_event *)(buffer + offset);
      // That a watch has ended tells nothing: either something else did, or it was forgotten.
      if (event->mask & ~(uint32_t)IN_IGNORED) happened = true;
      offset += (ssize_t)(sizeof *event + event->len);
    }
  }
  return happened;
}
