// A disk that fails, or a program that is killed at it: preloaded into a program, it counts the calls that
// change something below one directory and lets one of them fail.
//
//   FAULTYDISK_DIRECTORY  absolute; calls elsewhere are not counted
//   FAULTYDISK_CALL       number of the call that fails, from 1; 0 or nothing: none does
//   FAULTYDISK_FAULT      number of the error; "kill": the process is killed instead of the call; "killed": after
//                         it
//   FAULTYDISK_LASTING    set: every later call of that name fails in the same way, as on a disk that stays full
//   FAULTYDISK_LOG        file that the name of each call is appended to, one a line

#define _GNU_SOURCE

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { most_files = 1024 };

static char is_below[most_files]; // of open files: /proc cannot be asked in a process that hides itself
static int calls;
static const char *failing; // the name of the call that failed

static const char *setting(const char *name)
{
    const char *value = getenv(name);
    return value ? value : "";
}

static int is_path_below(int directory, const char *path)
{
    const char *top = setting("FAULTYDISK_DIRECTORY");
    const size_t length = strlen(top);
    char whole[8192];
    if (length == 0 || !path)
        return 0;
    if (path[0] != '/') {
        if (directory != AT_FDCWD)
            return directory >= 0 && directory < most_files && is_below[directory];
        char here[4096];
        if (syscall(SYS_getcwd, here, sizeof here) < 0)
            return 0;
        snprintf(whole, sizeof whole, "%s/%s", here, path);
        path = whole;
    }
    return strncmp(path, top, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

static int is_file_below(int file)
{
    return file >= 0 && file < most_files && is_below[file];
}

// -1 and errno where the call fails; -2 where the process is killed after it; else 0.
static int fault(const char *name)
{
    ++calls;
    const char *log = setting("FAULTYDISK_LOG");
    if (*log) {
        const int file = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT, 0600);
        char line[64];
        const int length = snprintf(line, sizeof line, "%s\n", name);
        syscall(SYS_write, file, line, (size_t)length);
        syscall(SYS_close, file);
    }
    const int wanted = atoi(setting("FAULTYDISK_CALL"));
    if (calls == wanted)
        failing = name;
    const int lasts = *setting("FAULTYDISK_LASTING") && failing && strcmp(failing, name) == 0;
    if (wanted == 0 || (calls != wanted && !lasts))
        return 0;
    const char *what = setting("FAULTYDISK_FAULT");
    if (strcmp(what, "kill") == 0)
        raise(SIGKILL);
    if (strcmp(what, "killed") == 0)
        return -2;
    errno = atoi(what);
    return -1;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
// The call itself, or what is to happen in its place.
#define AROUND(type, counted, name, call)                                                                      \
    const int state = (counted) ? fault(name) : 0;                                                            \
    if (state == -1)                                                                                          \
        return -1;                                                                                            \
    const type result = (call);                                                                               \
    if (state == -2)                                                                                          \
        raise(SIGKILL);                                                                                       \
    return result

static int opened(int directory, const char *path, int flags, mode_t mode)
{
    const int below = is_path_below(directory, path);
    const int state = below && (flags & (O_CREAT | O_WRONLY | O_RDWR)) ? fault("openat") : 0;
    if (state == -1)
        return -1;
    const int file = (int)syscall(SYS_openat, directory, path, flags, mode);
    if (file >= 0 && file < most_files)
        is_below[file] = (char)below;
    if (state == -2)
        raise(SIGKILL);
    return file;
}

#define MODE(flags)                                                                                           \
    mode_t mode = 0;                                                                                          \
    if ((flags) & (O_CREAT | O_TMPFILE)) {                                                                    \
        va_list more;                                                                                         \
        va_start(more, flags);                                                                                \
        mode = va_arg(more, mode_t);                                                                          \
        va_end(more);                                                                                         \
    }

int open(const char *path, int flags, ...)
{
    MODE(flags)
    return opened(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    MODE(flags)
    return opened(AT_FDCWD, path, flags, mode);
}

int openat(int directory, const char *path, int flags, ...)
{
    MODE(flags)
    return opened(directory, path, flags, mode);
}

int openat64(int directory, const char *path, int flags, ...)
{
    MODE(flags)
    return opened(directory, path, flags, mode);
}

ssize_t write(int file, const void *bytes, size_t count)
{
    AROUND(ssize_t, is_file_below(file), "write", NEXT(write)(file, bytes, count));
}

int fsync(int file)
{
    AROUND(int, is_file_below(file), "fsync", NEXT(fsync)(file));
}

int fdatasync(int file)
{
    AROUND(int, is_file_below(file), "fdatasync", NEXT(fdatasync)(file));
}

int ftruncate(int file, off_t length)
{
    AROUND(int, is_file_below(file), "ftruncate", NEXT(ftruncate)(file, length));
}

int fchmod(int file, mode_t mode)
{
    AROUND(int, is_file_below(file), "fchmod", NEXT(fchmod)(file, mode));
}

int mkdir(const char *path, mode_t mode)
{
    AROUND(int, is_path_below(AT_FDCWD, path), "mkdir", NEXT(mkdir)(path, mode));
}

int rename(const char *from, const char *to)
{
    AROUND(int, is_path_below(AT_FDCWD, to), "rename", NEXT(rename)(from, to));
}

int renameat(int from_directory, const char *from, int directory, const char *to)
{
    AROUND(int, is_path_below(directory, to), "renameat", NEXT(renameat)(from_directory, from, directory, to));
}

int renameat2(int from_directory, const char *from, int directory, const char *to, unsigned flags)
{
    AROUND(int, is_path_below(directory, to), "renameat2",
           NEXT(renameat2)(from_directory, from, directory, to, flags));
}

int linkat(int from_directory, const char *from, int directory, const char *to, int flags)
{
    AROUND(int, is_path_below(directory, to), "linkat", NEXT(linkat)(from_directory, from, directory, to, flags));
}

int unlinkat(int directory, const char *path, int flags)
{
    AROUND(int, is_path_below(directory, path), "unlinkat", NEXT(unlinkat)(directory, path, flags));
}

int unlink(const char *path)
{
    AROUND(int, is_path_below(AT_FDCWD, path), "unlink", NEXT(unlink)(path));
}
