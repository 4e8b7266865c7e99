#pragma once

#include "core/host/host.h"
#include "core/keychain/sessionstore.h"
#include "core/net/http.h"

#include <QString>

#include <memory>

namespace signet {

// What a session works on: the machine it may see and the network it may reach. Chosen once, where the
// program is put together: the real ones, or a scenario's machine and its simulated Azure.
struct SessionContext {
    Host host; // that is diagnosed
    NetSettings net;
    // Where the person's own files are: a configuration to write, a report to save. The real disk, also
    // when the diagnosed machine is a scenario's.
    Host disk;
    // Where sign-ins are kept: the system's keychain, or memory. That of a scenario holds the sign-in of the
    // scenario's person, and profiles are on the scenario's machine.
    std::shared_ptr<SignInStore> signIns = std::make_shared<SessionStore>();
    // The value of --sandbox where Azure is simulated: it belongs into each command that does the same.
    QString sandbox = {};
};

} // namespace signet
