// Loaded in front of the system's library: a folder on a file server that has gone away. Reading it never
// ends, and no signal interrupts it.

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include <string_view>

extern "C" DIR *opendir(const char *path)
{
    if (std::string_view(path).ends_with("slow-folder")) {
        const int terminal = ::open("/dev/tty", O_WRONLY);
        [[maybe_unused]] const auto written = ::write(terminal, "The folder hangs.\n", 18);
        for (;;)
            ::pause();
    }
    static const auto next = reinterpret_cast<DIR *(*)(const char *)>(::dlsym(RTLD_NEXT, "opendir"));
    return next(path);
}
