#pragma once

#include "core/diagnosis/check.h"
#include "core/diagnosis/report.h"

#include <QCoroTask>

#include <functional>
#include <span>
#include <stop_token>

namespace signet {

// Called with the report so far whenever a check begins, is late, or ends.
using ReportChanged = std::function<void(const Report &)>;

// What happens once the verdict is known. Names of groups, for one, are for people to read and decide
// nothing, so the verdict does not wait for them.
enum class Decoration {
    LeftOut,
    Follows, // is looked up afterwards; the report is then told once more
};

// Runs the checks: each as soon as what it asks after has passed, side by side, and judged when all it
// needs is judged. Returns when every observation has ended, also after a stop; then what was not judged is
// unknown and the report says that it was stopped. An exception in a check makes only that check unknown.
QCoro::Task<Report> runChecks(std::span<const Check> checks, std::shared_ptr<RunContext> context,
                              std::stop_token stop, ReportChanged changed,
                              Decoration decoration = Decoration::LeftOut);

// Which identity Terraform would use: with its configuration, or with the block that Signet would write.
// Where the question names no identity or no organization, those of the configuration are asked for.
QCoro::Task<> readTerraform(std::shared_ptr<RunContext> context, std::stop_token stop);

// Reads the configuration, warms the connections to the hosts of Azure DevOps and runs the whole check list.
// Where the question names no identity, the one that the provider would ask for is asked for. An
// administrator is asked for a credential only when the identity itself cannot see it.
QCoro::Task<Report> diagnose(Http http, Host disk, Question question, std::stop_token stop,
                             ReportChanged changed, Decoration decoration = Decoration::LeftOut,
                             std::shared_ptr<CredentialSource> administrator = nullptr);

} // namespace signet
