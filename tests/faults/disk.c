// A disk that forgets, fills up and dawdles, and a clock that can be put forward, to be preloaded (LD_PRELOAD) into
// the server under trial.
//
// Files under DISK_WATCH are really written as usual, so the process notices nothing. Under DISK_SHADOW lies what a
// power cut would leave: of each file only what stood in it when it was last fsynced. Truncations, renames and
// deletions reach the shadow with the next fsync of the file or of its folder, like the data.
//
// DISK_CONTROL is a file of six 32-bit numbers that the suite changes while the process runs:
//   0 writes fail with ENOSPC when not 0    1, 2 every fsync takes from … to … milliseconds
//   3 every fsync fails with EIO when not 0 4 (counted here) how many fsyncs there were
//   5 the clock is so many seconds ahead
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define FILES 256
#define FDS 65536
#define NAME 512

typedef struct { off_t from, until; } Range;
typedef struct {
	char path[NAME];
	Range *dirty;
	int count, room;
	off_t cut;     // the shortest it was truncated to since the last fsync, or -1
	int reborn;    // deleted since the last fsync of its folder: the shadow still has the old one
} File;

static File files[FILES];
static int file_count;
// For each descriptor: 0 not looked at, -1 none of ours, -2 a folder of ours, else the file's place + 1.
static int known[FDS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *watch, *shadow;
static size_t watch_length;
static volatile int *control;

static int (*real_open)(const char *, int, ...);
static int (*real_openat)(int, const char *, int, ...);
static int (*real_close)(int);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_ftruncate)(int, off_t);
static int (*real_fsync)(int);
static int (*real_rename)(const char *, const char *);
static int (*real_unlink)(const char *);
static int (*real_gettimeofday)(struct timeval *, void *);
static int (*real_clock_gettime)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void) {
	real_open = dlsym(RTLD_NEXT, "open64");
	real_openat = dlsym(RTLD_NEXT, "openat64");
	real_close = dlsym(RTLD_NEXT, "close");
	real_write = dlsym(RTLD_NEXT, "write");
	real_writev = dlsym(RTLD_NEXT, "writev");
	real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
	real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
	real_fsync = dlsym(RTLD_NEXT, "fsync");
	real_rename = dlsym(RTLD_NEXT, "rename");
	real_unlink = dlsym(RTLD_NEXT, "unlink");
	real_gettimeofday = dlsym(RTLD_NEXT, "gettimeofday");
	real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
	watch = getenv("DISK_WATCH");
	shadow = getenv("DISK_SHADOW");
	watch_length = watch ? strlen(watch) : 0;
	const char *path = getenv("DISK_CONTROL");
	int fd = path ? real_open(path, O_RDWR) : -1;
	if (fd >= 0) {
		void *map = mmap(NULL, 6 * sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
		if (map != MAP_FAILED) control = map;
		real_close(fd);
	}
}

// The file of ours behind a path; made when it is new. -shm is shared memory: no disk ever promised to keep it.
static int find(const char *path) {
	if (!watch || strncmp(path, watch, watch_length) != 0 || path[watch_length] != '/') return -1;
	size_t length = strlen(path);
	if (length >= NAME || (length > 4 && strcmp(path + length - 4, "-shm") == 0)) return -1;
	for (int at = 0; at < file_count; at++)
		if (strcmp(files[at].path, path) == 0) return at;
	if (file_count == FILES) return -1;
	strcpy(files[file_count].path, path);
	files[file_count].cut = -1;
	return file_count++;
}

static int look(int fd) {
	if (!watch || fd < 0 || fd >= FDS) return -1;
	if (known[fd] != 0) return known[fd];
	char link[64], path[NAME];
	struct stat about;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t length = readlink(link, path, sizeof path - 1);
	int place = -1;
	if (length > 0) {
		path[length] = 0;
		if (strncmp(path, watch, watch_length) == 0 && fstat(fd, &about) == 0) {
			if (S_ISDIR(about.st_mode)) place = -2;
			else if ((place = find(path)) >= 0) place++;
		}
	}
	return known[fd] = place;
}

// Sockets take the numbers of closed files, and not every close comes past here.
static int look_again(int fd) {
	if (fd >= 0 && fd < FDS && known[fd] > 0) known[fd] = 0;
	return look(fd);
}

static void dirty(File *file, off_t from, off_t until) {
	if (file->count > 0) {
		Range *last = &file->dirty[file->count - 1];
		if (from <= last->until && until >= last->from) {
			if (from < last->from) last->from = from;
			if (until > last->until) last->until = until;
			return;
		}
	}
	if (file->count == file->room) {
		file->room = file->room ? file->room * 2 : 64;
		file->dirty = realloc(file->dirty, file->room * sizeof(Range));
	}
	file->dirty[file->count++] = (Range){from, until};
}

static void shade(const char *path, char *out) {
	snprintf(out, NAME * 2, "%s%s", shadow, path + watch_length);
}

// Brings the shadow up to what stands in the file now.
static void keep(File *file, int fd) {
	static char block[1 << 16];
	char path[NAME * 2];
	if (!shadow) return;
	shade(file->path, path);
	int to = real_open(path, O_RDWR | O_CREAT, 0644);
	if (to < 0) return;
	if (file->reborn) real_ftruncate(to, 0);
	if (file->cut >= 0) real_ftruncate(to, file->cut);
	for (int at = 0; at < file->count; at++)
		for (off_t offset = file->dirty[at].from; offset < file->dirty[at].until;) {
			size_t want = file->dirty[at].until - offset;
			ssize_t got = pread64(fd, block, want < sizeof block ? want : sizeof block, offset);
			if (got <= 0) break;
			real_pwrite(to, block, got, offset);
			offset += got;
		}
	real_close(to);
	file->count = 0;
	file->cut = -1;
	file->reborn = 0;
}

static void dawdle(void) {
	if (!control || control[2] <= 0) return;
	int ms = control[1] + (control[2] > control[1] ? rand() % (control[2] - control[1] + 1) : 0);
	struct timespec rest = {ms / 1000, (long)(ms % 1000) * 1000000};
	nanosleep(&rest, NULL);
}

static int settle(int fd) {
	int place = look(fd);
	if (place == -1) return real_fsync(fd);
	if (control) __sync_fetch_and_add((int *)&control[4], 1);
	dawdle();
	if (control && control[3]) { errno = EIO; return -1; }
	pthread_mutex_lock(&lock);
	if (place == -2) {
		for (int at = 0; at < file_count; at++)
			if (files[at].reborn && shadow && access(files[at].path, F_OK) != 0) {
				char path[NAME * 2];
				shade(files[at].path, path);
				real_unlink(path);
				files[at].reborn = 0;
			}
	} else keep(&files[place - 1], fd);
	pthread_mutex_unlock(&lock);
	return 0;
}

static int full(int fd) {
	return control && control[0] && look(fd) > 0;
}

static void wrote(int fd, off_t from, ssize_t count) {
	int place = look(fd);
	if (place <= 0 || count <= 0) return;
	pthread_mutex_lock(&lock);
	dirty(&files[place - 1], from, from + count);
	pthread_mutex_unlock(&lock);
}

ssize_t pwrite64(int fd, const void *data, size_t count, off64_t offset) {
	if (full(fd)) { errno = ENOSPC; return -1; }
	ssize_t done = real_pwrite(fd, data, count, offset);
	wrote(fd, offset, done);
	return done;
}
ssize_t pwrite(int fd, const void *data, size_t count, off_t offset) { return pwrite64(fd, data, count, offset); }

ssize_t write(int fd, const void *data, size_t count) {
	if (!real_write) begin();
	if (look_again(fd) <= 0) return real_write(fd, data, count);
	if (full(fd)) { errno = ENOSPC; return -1; }
	off_t from = lseek(fd, 0, SEEK_CUR);
	ssize_t done = real_write(fd, data, count);
	wrote(fd, from, done);
	return done;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
	if (!real_writev) begin();
	if (look_again(fd) <= 0) return real_writev(fd, parts, count);
	if (full(fd)) { errno = ENOSPC; return -1; }
	off_t from = lseek(fd, 0, SEEK_CUR);
	ssize_t done = real_writev(fd, parts, count);
	wrote(fd, from, done);
	return done;
}

int ftruncate64(int fd, off64_t length) {
	int done = real_ftruncate(fd, length);
	int place = look(fd);
	if (done != 0 || place <= 0) return done;
	pthread_mutex_lock(&lock);
	File *file = &files[place - 1];
	if (file->cut < 0 || length < file->cut) file->cut = length;
	for (int at = 0; at < file->count; at++) {
		if (file->dirty[at].until > length) file->dirty[at].until = length;
		if (file->dirty[at].from > length) file->dirty[at].from = length;
	}
	pthread_mutex_unlock(&lock);
	return done;
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int fsync(int fd) { return settle(fd); }
int fdatasync(int fd) { return settle(fd); }

int unlink(const char *path) {
	int done = real_unlink(path);
	if (done != 0) return done;
	pthread_mutex_lock(&lock);
	int at = find(path);
	if (at >= 0) {
		files[at].count = 0;
		files[at].cut = -1;
		files[at].reborn = 1;
	}
	pthread_mutex_unlock(&lock);
	return done;
}

// Nothing of ours is renamed while it is watched; the shadow follows at once.
int rename(const char *from, const char *to) {
	int done = real_rename(from, to);
	if (done != 0 || !shadow) return done;
	pthread_mutex_lock(&lock);
	if (find(from) >= 0 && find(to) >= 0) {
		char old[NAME * 2], new[NAME * 2];
		shade(from, old);
		shade(to, new);
		real_rename(old, new);
	}
	pthread_mutex_unlock(&lock);
	return done;
}

static int opened(int fd) {
	if (fd >= 0 && fd < FDS) known[fd] = 0;
	return fd;
}

int open64(const char *path, int flags, ...) {
	va_list rest;
	va_start(rest, flags);
	mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
	va_end(rest);
	if (!real_open) begin();
	return opened(real_open(path, flags, mode));
}
int open(const char *path, int flags, ...) {
	va_list rest;
	va_start(rest, flags);
	mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
	va_end(rest);
	if (!real_open) begin();
	return opened(real_open(path, flags, mode));
}
int openat64(int folder, const char *path, int flags, ...) {
	va_list rest;
	va_start(rest, flags);
	mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
	va_end(rest);
	if (!real_openat) begin();
	return opened(real_openat(folder, path, flags, mode));
}
int openat(int folder, const char *path, int flags, ...) {
	va_list rest;
	va_start(rest, flags);
	mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
	va_end(rest);
	if (!real_openat) begin();
	return opened(real_openat(folder, path, flags, mode));
}

int close(int fd) {
	if (fd >= 0 && fd < FDS) known[fd] = 0;
	if (!real_close) begin();
	return real_close(fd);
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
	if (!real_gettimeofday) begin();
	int done = real_gettimeofday(now, zone);
	if (done == 0 && control) now->tv_sec += control[5];
	return done;
}

int clock_gettime(clockid_t which, struct timespec *now) {
	if (!real_clock_gettime) begin();
	int done = real_clock_gettime(which, now);
	if (done == 0 && which == CLOCK_REALTIME && control) now->tv_sec += control[5];
	return done;
}
