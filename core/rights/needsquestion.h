#pragma once

#include "core/host/host.h"
#include "core/rights/neededrights.h"

#include <QCoroTask>

#include <optional>
#include <stop_token>

namespace signet {

// Which rights are asked for: of the files of a folder, or of a plan.
struct NeedsQuestion {
    QString directory;
    std::optional<QString> plan = {}; // path of its JSON; the folder then only says where things are written
    Purpose purpose = Purpose::Apply;
    std::optional<QString> alias = {}; // only the resources of that provider block
    ConfigurationOptions reading = {};
};

// Reads the disk for the machine, whose environment gives values to variables unless the question brings
// another one. Both are the same but for a simulated machine. Fails as readResourceUses() does without a
// plan, and as readPlanFile() does with one; and with provider-alias-unknown, evidence {value, known}.
Result<NeededRights> readNeededRights(const Host &machine, const Host &disk, const NeedsQuestion &question);

// The same on another thread, so that a stop is heard. Fails with run-stopped, too. The tick is called about
// ten times a second.
QCoro::Task<Result<NeededRights>> readNeededRightsAside(Host machine, Host disk, NeedsQuestion question,
                                                        std::stop_token stop,
                                                        std::function<void()> tick = {});

} // namespace signet
