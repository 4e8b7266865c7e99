#include "core/findings/catalogue.h"

#include "core/findings/catalogue/stages.h"

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

namespace signet {

std::span<const Finding> catalogue()
{
    static const std::vector<Finding> all = [] {
        std::vector<Finding> findings;
        for (const auto &stage :
             {chapters::environmentFindings, chapters::endpointFindings, chapters::tokenFindings,
              chapters::organizationFindings, chapters::membershipFindings, chapters::permissionsFindings,
              chapters::terraformFindings, chapters::networkFindings, chapters::overTimeFindings,
              chapters::signInFindings, chapters::principalFindings, chapters::setupFindings,
              chapters::inputFindings}) {
            std::vector<Finding> chapter = stage();
            std::move(chapter.begin(), chapter.end(), std::back_inserter(findings));
        }
        return findings;
    }();
    return all;
}

const Finding *findFinding(FindingId id)
{
    const auto all = catalogue();
    const auto found = std::ranges::find_if(all, [id](const Finding &finding) { return finding.id == id; });
    return found == all.end() ? nullptr : &*found;
}

QLatin1StringView toString(Severity severity)
{
    switch (severity) {
    case Severity::Blocker:
        return "blocker"_L1;
    case Severity::Warning:
        return "warning"_L1;
    case Severity::Info:
        return "info"_L1;
    }
    Q_UNREACHABLE();
}

QLatin1StringView toString(Actor actor)
{
    switch (actor) {
    case Actor::You:
        return "you"_L1;
    case Actor::OrganizationAdmin:
        return "organization-admin"_L1;
    case Actor::AzureAdmin:
        return "azure-admin"_L1;
    }
    Q_UNREACHABLE();
}

} // namespace signet
