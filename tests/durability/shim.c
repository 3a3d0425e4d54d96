// Preloaded into a command under test: counts what it does to the files below TMIS_SHIM_FOLDER, and at the k-th such
// call kills it or lets the call fail. What is done to which data is the test's: disk.py reads the log.
//   TMIS_SHIM_LOG=FILE   each call is appended: "op offset length name\n", then `length` bytes
//   TMIS_SHIM_KILL=K     SIGKILL at the K-th call, after TMIS_SHIM_PART bytes of it where it writes
//   TMIS_SHIM_FAIL=K     the K-th call fails with errno TMIS_SHIM_ERRNO, with TMIS_SHIM_FROM=1 all from there on
// Calls: write, pwrite, writev, fwrite, ftruncate, fsync, fdatasync, fclose of what was written, open with O_CREAT or
// O_TRUNC, rename, link, unlink. -shm files aren't counted: no promise rests on them. What the C library calls from
// inside itself can't be seen: bytes of stdio count when they are handed over, mkostemps when its file is written to.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { kErrorSeen = 0x20 };  // glibc's _IO_ERR_SEEN: what ferror() reads

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static size_t folder_length;
static int log_fd = -1;
static long count, kill_at, fail_at, part, fail_errno, fail_from;
static char log_name[PATH_MAX];

#define REAL(name) ((__typeof__(&name))next(#name))

static void *next(const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  if (found == NULL) abort();
  return found;
}

static long number(const char *name) {
  const char *text = getenv(name);
  return text == NULL ? 0 : atol(text);
}

__attribute__((constructor)) static void begin(void) {
  const char *where = getenv("TMIS_SHIM_FOLDER");
  if (where == NULL || realpath(where, folder) == NULL) return;
  folder_length = strlen(folder);
  kill_at = number("TMIS_SHIM_KILL");
  part = number("TMIS_SHIM_PART");
  fail_at = number("TMIS_SHIM_FAIL");
  fail_errno = number("TMIS_SHIM_ERRNO");
  fail_from = number("TMIS_SHIM_FROM");
  const char *log = getenv("TMIS_SHIM_LOG");
  if (log != NULL) snprintf(log_name, sizeof log_name, "%s", log);
  // No child of the command is meant.
  unsetenv("TMIS_SHIM_FOLDER");
}

static int is_watched(const char *path) {
  if (folder_length == 0 || strncmp(path, folder, folder_length) != 0 || path[folder_length] != '/') return 0;
  const size_t length = strlen(path);
  return length < 4 || strcmp(path + length - 4, "-shm") != 0;
}

static int path_of_fd(int fd, char *out) {
  if (folder_length == 0 || fd < 0) return 0;
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t n = readlink(link, out, PATH_MAX - 1);
  if (n <= 0) return 0;
  out[n] = 0;
  // What has no name any more (it reads "NAME (deleted)") is nothing that stays.
  if (strstr(out, " (deleted)") != NULL) return 0;
  return is_watched(out) || strcmp(out, folder) == 0;
}

// The file may not exist: its folder is resolved, its name kept.
static int path_of(int at, const char *name, char *out) {
  if (folder_length == 0 || (at != AT_FDCWD && name[0] != '/')) return 0;
  char copy[PATH_MAX], base[PATH_MAX];
  snprintf(copy, sizeof copy, "%s", name);
  char *slash = strrchr(copy, '/');
  if (slash == NULL) {
    if (realpath(".", base) == NULL) return 0;
  } else {
    *slash = 0;
    if (realpath(copy[0] == 0 ? "/" : copy, base) == NULL) return 0;
  }
  if (snprintf(out, PATH_MAX, "%s/%s", base, slash == NULL ? copy : slash + 1) >= PATH_MAX) return 0;
  return is_watched(out);
}

static void append(const void *bytes, size_t n) {
  const char *at = bytes;
  while (n > 0) {
    const ssize_t done = syscall(SYS_write, log_fd, at, n);
    if (done <= 0) return;
    at += done;
    n -= (size_t)done;
  }
}

static void note(const char *op, off_t offset, const void *data, size_t n, const char *name, const char *second) {
  if (log_name[0] == 0) return;
  const int how = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC;
  if (log_fd < 0) log_fd = (int)syscall(SYS_openat, AT_FDCWD, log_name, how, 0600);
  const char *from = strcmp(name, folder) == 0 ? "." : name + folder_length + 1;
  if (second != NULL) second += folder_length + 1;
  char head[2 * PATH_MAX + 64];
  const int length = snprintf(head, sizeof head, "%s %lld %zu %s%s%s\n", op, (long long)offset, n, from,
                              second == NULL ? "" : "\t", second == NULL ? "" : second);
  append(head, (size_t)length);
  if (data != NULL) append(data, n);
}

// What becomes of this call: 0 it goes on, 1 it fails with `errno`, 2 it is the one to die in.
static int turn(void) {
  ++count;
  if (kill_at != 0 && count == kill_at) return 2;
  if (fail_at == 0 || (fail_from ? count < fail_at : count != fail_at)) return 0;
  errno = (int)fail_errno;
  return 1;
}

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

// One call that writes no bytes: dies before it, fails, or is done and noted if it went well.
#define CALL(type, failed, op, offset, name, second, does) \
  pthread_mutex_lock(&lock);                               \
  const int fate = turn();                                 \
  if (fate == 2) die();                                    \
  type result = failed;                                    \
  if (fate == 0) result = does;                            \
  if (fate == 1) note("error", 0, NULL, 0, name, NULL);    \
  const int error = errno;                                 \
  if (fate == 0) note(result == failed ? "failed" : op, offset, NULL, 0, name, second); \
  pthread_mutex_unlock(&lock);                             \
  errno = error;                                           \
  return result

static ssize_t write_at(int fd, const void *bytes, size_t n, off_t offset, const char *name) {
  const off_t at = offset >= 0 ? offset : lseek(fd, 0, SEEK_CUR);
  pthread_mutex_lock(&lock);
  const int fate = turn();
  if (fate == 2 && (size_t)part < n) n = (size_t)part;
  ssize_t done = -1;
  if (fate != 1) done = offset >= 0 ? syscall(SYS_pwrite64, fd, bytes, n, offset) : syscall(SYS_write, fd, bytes, n);
  if (fate == 2) die();
  const int error = errno;
  if (fate == 1) note("error", at, NULL, 0, name, NULL);
  if (fate == 0) note(done < 0 ? "failed" : "write", at, bytes, done < 0 ? 0 : (size_t)done, name, NULL);
  pthread_mutex_unlock(&lock);
  errno = error;
  return done;
}

ssize_t write(int fd, const void *bytes, size_t n) {
  char name[PATH_MAX];
  return path_of_fd(fd, name) ? write_at(fd, bytes, n, -1, name) : REAL(write)(fd, bytes, n);
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t offset) {
  char name[PATH_MAX];
  return path_of_fd(fd, name) ? write_at(fd, bytes, n, offset, name) : REAL(pwrite)(fd, bytes, n, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t offset) { return pwrite(fd, bytes, n, (off_t)offset); }

// As many writes as there are pieces: the caller has to go on after a short one anyway.
ssize_t writev(int fd, const struct iovec *pieces, int n) {
  char name[PATH_MAX];
  if (!path_of_fd(fd, name)) return REAL(writev)(fd, pieces, n);
  ssize_t all = 0;
  for (int i = 0; i < n; ++i) {
    const ssize_t done = write_at(fd, pieces[i].iov_base, pieces[i].iov_len, -1, name);
    if (done < 0) return all > 0 ? all : done;
    all += done;
    if ((size_t)done < pieces[i].iov_len) break;
  }
  return all;
}

static int is_written(FILE *file, char *name) {
  const int fd = fileno(file);
  return path_of_fd(fd, name) && (fcntl(fd, F_GETFL) & O_ACCMODE) != O_RDONLY;
}

// Its bytes may reach the file much later: fclose notes them.
size_t fwrite(const void *bytes, size_t size, size_t n, FILE *file) {
  char name[PATH_MAX];
  if (!is_written(file, name)) return REAL(fwrite)(bytes, size, n, file);
  pthread_mutex_lock(&lock);
  const int fate = turn();
  if (fate == 2) die();
  note(fate == 1 ? "error" : "stdio", 0, NULL, 0, name, NULL);
  pthread_mutex_unlock(&lock);
  if (fate == 0) return REAL(fwrite)(bytes, size, n, file);
  file->_flags |= kErrorSeen;
  errno = (int)fail_errno;
  return 0;
}

// After it the file is noted whole, as if written at once.
int fclose(FILE *file) {
  char name[PATH_MAX];
  if (!is_written(file, name)) return REAL(fclose)(file);
  pthread_mutex_lock(&lock);
  const int fate = turn();
  if (fate == 2) die();
  if (fate == 1) note("error", 0, NULL, 0, name, NULL);
  const int result = REAL(fclose)(file);
  const int fd = fate == 0 && log_name[0] != 0 ? (int)syscall(SYS_openat, AT_FDCWD, name, O_RDONLY) : -1;
  if (fd >= 0) {
    static char bytes[1 << 16];
    off_t at = 0;
    ssize_t n;
    while ((n = pread(fd, bytes, sizeof bytes, at)) > 0) {
      note("write", at, bytes, (size_t)n, name, NULL);
      at += n;
    }
    close(fd);
  }
  pthread_mutex_unlock(&lock);
  if (fate == 0) return result;
  errno = (int)fail_errno;
  return EOF;
}

int ftruncate(int fd, off_t length) {
  char name[PATH_MAX];
  if (!path_of_fd(fd, name)) return REAL(ftruncate)(fd, length);
  CALL(int, -1, "truncate", length, name, NULL, REAL(ftruncate)(fd, length));
}

int ftruncate64(int fd, off64_t length) { return ftruncate(fd, (off_t)length); }

int fsync(int fd) {
  char name[PATH_MAX];
  if (!path_of_fd(fd, name)) return REAL(fsync)(fd);
  // The disk under a test is thrown away: what would have been synced stands in the log.
  CALL(int, -1, "sync", 0, name, NULL, 0);
}

int fdatasync(int fd) { return fsync(fd); }

static int open_at(int at, const char *path, int flags, mode_t mode) {
  char name[PATH_MAX];
  __typeof__(&openat) real = REAL(openat);
  if ((flags & (O_CREAT | O_TRUNC)) == 0 || (flags & O_ACCMODE) == O_RDONLY || !path_of(at, path, name))
    return real(at, path, flags, mode);
  CALL(int, -1, flags & O_TRUNC ? "empty" : "create", 0, name, NULL, real(at, path, flags, mode));
}

#define MODE(flags)                                   \
  mode_t mode = 0;                                    \
  if (((flags) & (O_CREAT | __O_TMPFILE)) != 0) {     \
    va_list rest;                                     \
    va_start(rest, flags);                            \
    mode = (mode_t)va_arg(rest, unsigned);            \
    va_end(rest);                                     \
  }

int open(const char *path, int flags, ...) {
  MODE(flags)
  return open_at(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  MODE(flags)
  return open_at(AT_FDCWD, path, flags | O_LARGEFILE, mode);
}

int openat(int at, const char *path, int flags, ...) {
  MODE(flags)
  return open_at(at, path, flags, mode);
}

static int rename_watched(const char *from, const char *to, int link_too) {
  char name[PATH_MAX], second[PATH_MAX];
  if (!path_of(AT_FDCWD, from, name) || !path_of(AT_FDCWD, to, second))
    return link_too ? REAL(link)(from, to) : REAL(rename)(from, to);
  CALL(int, -1, link_too ? "link" : "rename", 0, name, second,
       link_too ? REAL(link)(from, to) : REAL(rename)(from, to));
}

int rename(const char *from, const char *to) { return rename_watched(from, to, 0); }
int link(const char *from, const char *to) { return rename_watched(from, to, 1); }

int unlink(const char *path) {
  char name[PATH_MAX];
  if (!path_of(AT_FDCWD, path, name)) return REAL(unlink)(path);
  CALL(int, -1, "unlink", 0, name, NULL, REAL(unlink)(path));
}

int remove(const char *path) {
  char name[PATH_MAX];
  return path_of(AT_FDCWD, path, name) ? unlink(path) : REAL(remove)(path);
}
