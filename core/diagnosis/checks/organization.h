#pragma once

#include "core/devops/hostreach.h"

#include <QList>

namespace signet {

struct HostsSeen {
    QList<HostReachSeen> hosts;
};

} // namespace signet
