#pragma once

#include "core/session/membershipguide.h"

#include <QString>
#include <QStringList>

#include <functional>

namespace signet {

// What the windows know of the simulated Azure: its name, and what a person can do about it. The
// program that put the window together brings it; the windows know nothing else of it.
struct Simulation {
    QString scenario;
    QStringList scenarios; // that change() takes; empty when the simulation is somebody else's
    std::function<void(const QString &)> change;
    std::function<void()> leave;
    // Adds the identity to the simulated organization, as its administrator would; empty when the
    // simulation is somebody else's.
    std::function<void(const MembershipGuide &)> addMember;
};

} // namespace signet
