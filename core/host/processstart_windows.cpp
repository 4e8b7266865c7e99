#include "core/host/processstart.h"

#include <windows.h>

#include <werapi.h>

namespace signet {

// Follows the documentation and was never run. Windows gives no file the number of a closed stream, and has
// no limit of open files worth checking.
Result<Done> prepareProcess()
{
    ::SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
    ::WerSetFlags(WER_FAULT_REPORTING_FLAG_NOHEAP);
    return Done();
}

} // namespace signet
