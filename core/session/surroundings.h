#pragma once

#include "core/host/host.h"
#include "core/net/http.h"

namespace signet {

// What a session works on: the machine it may see and the network it may reach. Chosen once, where the
// program is put together: the real ones, or a scenario's machine and its simulated Azure.
struct Surroundings {
    Host host; // that is diagnosed
    NetSettings net;
    // Where the person's own files are: a configuration to write, a report to save. The real disk, also
    // when the diagnosed machine is a scenario's.
    Host disk;
};

} // namespace signet
