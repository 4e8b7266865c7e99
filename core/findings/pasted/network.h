#pragma once

#include "core/findings/pasted/statement.h"

#include <QString>

#include <optional>

namespace signet {

// That a connection could not be made, in the words of any system, and with whom.
struct NetworkTrouble {
    enum class Event { Refused, TimedOut, Unreachable, Reset, UnknownHost };
    enum class Target { Imds, ArcAgent, AppService, Entra, AzureDevOps, Proxy, Unnamed };

    Event event;
    Target target;
    QString words; // that tell the event
    QString host; // that tells the target, or empty
    qsizetype at = 0;
};

// The first one in the statement whose target is one of Signet's, else one without a target, else none. One
// that names another host is none.
std::optional<NetworkTrouble> networkTroubleIn(const Statement &statement);

} // namespace signet
