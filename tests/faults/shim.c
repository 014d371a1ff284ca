/* Stands between the program and the C library: locks that do not work, a clock that is set, and a sync tool that puts
   another file in the log's place at any moment. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* SHIM_SWAP=3 puts SHIM_FROM in the place of SHIM_TO at the third moment before or after a call of the program's. */
static void moment(void) {
  static int count = 0;
  const char *when = getenv("SHIM_SWAP");
  if (when && ++count == atoi(when)) {
    rename(getenv("SHIM_FROM"), getenv("SHIM_TO"));
  }
}

static int said = 0;

int open64(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = va_arg(rest, mode_t);
  va_end(rest);
  /* What is only read after all is said may be another file, for nothing more is written. */
  int counts = !said || (flags & O_ACCMODE) != O_RDONLY;
  if (counts) moment();
  int fd = REAL(open64)(path, flags, mode);
  if (counts) moment();
  return fd;
}

ssize_t write(int fd, const void *bytes, size_t count) {
  if (fd <= 2) {
    return REAL(write)(fd, bytes, count);
  }
  moment();
  ssize_t written = REAL(write)(fd, bytes, count);
  moment();
  return written;
}

int fdatasync(int fd) {
  moment();
  int done = REAL(fdatasync)(fd);
  moment();
  said = 1;
  return done;
}

int flock(int fd, int operation) {
  if (getenv("SHIM_NO_LOCKS")) {
    errno = ENOLCK;
    return -1;
  }
  return REAL(flock)(fd, operation);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  const char *at = getenv("SHIM_CLOCK");
  if (at && clock == CLOCK_REALTIME) {
    now->tv_sec = atoll(at);
    now->tv_nsec = 0;
    return 0;
  }
  return REAL(clock_gettime)(clock, now);
}
