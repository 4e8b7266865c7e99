#include "core/host/processstart.h"

#include <windows.h>

#include <fcntl.h>
#include <io.h>

namespace signet {

namespace {

// WerSetFlags() by its name: the header of mingw-w64 10 that declares it does not compile.
void keepHeapOutOfErrorReports()
{
    constexpr DWORD withoutHeap = 1; // WER_FAULT_REPORTING_FLAG_NOHEAP
    using SetFlags = HRESULT(WINAPI *)(DWORD);
    const HMODULE system = ::GetModuleHandleW(L"kernel32.dll");
    const FARPROC found = system ? ::GetProcAddress(system, "WerSetFlags") : nullptr;
    if (const auto setFlags = reinterpret_cast<SetFlags>(reinterpret_cast<void *>(found)))
        setFlags(withoutHeap);
}

#ifdef __MINGW32__
extern "C" int __cxa_thread_atexit(void (*destructor)(void *), void *object, void *library);

// At the end of a thread, the runtime of mingw-w64 frees the memory of its thread_local objects and calls
// their destructors in the order in which the two were first used. Qt's objects crash unless the destructors
// come first, so this is called before anything else in the program. Libraries begin before it: the windows
// use such memory in theirs, so signet-gui still crashes at the end of a thread under mingw-w64.
[[gnu::constructor(101)]] void destroyThreadLocalsBeforeTheirMemory()
{
    __cxa_thread_atexit([](void *) { }, nullptr, nullptr);
}
#endif

} // namespace

// Windows gives no file the number of a closed stream, and has no limit of open files worth checking.
Result<Done> prepareProcess()
{
    ::SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
    keepHeapOutOfErrorReports();
    // As text, each line would end in two characters and a byte 1A would end the input.
    for (const int stream : {0, 1, 2}) {
        if (::_get_osfhandle(stream) >= 0)
            ::_setmode(stream, _O_BINARY);
    }
    return Done();
}

} // namespace signet
