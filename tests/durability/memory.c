// Preloaded into a command under test: from main() on counts what it asks the heap for, and lets the k-th such call fail.
// Everything in the process is meant: operator new, SQLite, the other libraries. Not for a sanitizer's heap.
//   TMIS_SHIM_LOG=FILE   how many there were, when main() has returned
//   TMIS_SHIM_FAIL=K     the K-th fails, with TMIS_SHIM_FROM=1 all from there on
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

// glibc's own: dlsym() would ask for memory itself.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

typedef int (*Main)(int, char **, char **);

static atomic_long count;
static atomic_int running;
static long fail_at, fail_from;
static Main real_main;

static int fails(void) {
  if (!atomic_load(&running)) return 0;
  const long now = atomic_fetch_add(&count, 1) + 1;
  if (fail_at == 0 || (fail_from ? now < fail_at : now != fail_at)) return 0;
  errno = ENOMEM;
  return 1;
}

void *malloc(size_t n) { return fails() ? NULL : __libc_malloc(n); }
void *calloc(size_t n, size_t size) { return fails() ? NULL : __libc_calloc(n, size); }
void *realloc(void *old, size_t n) { return fails() ? NULL : __libc_realloc(old, n); }
void *memalign(size_t to, size_t n) { return fails() ? NULL : __libc_memalign(to, n); }
void *aligned_alloc(size_t to, size_t n) { return memalign(to, n); }

int posix_memalign(void **out, size_t to, size_t n) {
  *out = memalign(to, n);
  return *out == NULL ? ENOMEM : 0;
}

static long number(const char *name) {
  const char *text = getenv(name);
  return text == NULL ? 0 : atol(text);
}

static int counted(int argc, char **argv, char **env) {
  atomic_store(&running, 1);
  const int result = real_main(argc, argv, env);
  atomic_store(&running, 0);
  const char *log = getenv("TMIS_SHIM_LOG");
  const int fd = log == NULL ? -1 : open(log, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (fd >= 0) {
    dprintf(fd, "%ld\n", atomic_load(&count));
    close(fd);
  }
  return result;
}

// What runs before main() is the libraries' own.
int __libc_start_main(Main inner, int argc, char **argv, void (*init)(void), void (*fini)(void), void (*rtld)(void),
                      void *stack) {
  __typeof__(&__libc_start_main) next = (__typeof__(&__libc_start_main))dlsym(RTLD_NEXT, "__libc_start_main");
  fail_at = number("TMIS_SHIM_FAIL");
  fail_from = number("TMIS_SHIM_FROM");
  real_main = inner;
  return next(counted, argc, argv, init, fini, rtld, stack);
}
