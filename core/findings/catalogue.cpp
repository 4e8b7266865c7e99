#include "core/findings/catalogue.h"

#include "core/findings/catalogue/chapters.h"

#include <QCoreApplication>
#include <QHash>

#include <iterator>

using namespace Qt::StringLiterals;

namespace signet {

std::span<const Finding> catalogue()
{
    static const std::vector<Finding> all = [] {
        std::vector<Finding> findings;
        for (const auto &make :
             {chapters::environmentFindings, chapters::endpointFindings, chapters::tokenFindings,
              chapters::organizationFindings, chapters::membershipFindings, chapters::permissionsFindings,
              chapters::terraformFindings, chapters::networkFindings, chapters::driftFindings,
              chapters::signInFindings, chapters::principalFindings, chapters::setupFindings,
              chapters::inputFindings}) {
            std::vector<Finding> chapter = make();
            std::move(chapter.begin(), chapter.end(), std::back_inserter(findings));
        }
        return findings;
    }();
    return all;
}

const Finding *findFinding(FindingId id)
{
    static const QHash<FindingId, const Finding *> byId = [] {
        QHash<FindingId, const Finding *> entries;
        for (const Finding &finding : catalogue())
            entries.insert(finding.id, &finding);
        return entries;
    }();
    return byId.value(id);
}

const Finding &findingOf(const Problem &problem)
{
    static const Finding unknown{
        .id = FindingId(),
        .chapter = {},
        .severity = Severity::Warning,
        .title = QT_TRANSLATE_NOOP("Finding", "Unknown finding: %value|no ID%"),
        .cause = QT_TRANSLATE_NOOP("Finding", "This version of Signet has no description of this finding.")};
    const Finding *known = findFinding(problem.findingId);
    return known ? *known : unknown;
}

bool asksForSignIn(const Finding &finding)
{
    return finding.signIn != SignInTrouble::None;
}

Exit exitOf(const Finding &finding)
{
    return asksForSignIn(finding) ? Exit::SignInNeeded : finding.exit;
}

std::optional<GuidedStep> curingStep(const Finding &finding)
{
    return asksForSignIn(finding) ? GuidedStep::SignIn : finding.curedBy;
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
