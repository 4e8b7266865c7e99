#include "core/diagnosis/checks/stages.h"

#include "core/diagnosis/checks/devopsevidence.h"
#include "core/net/addresses.h"
#include "core/token/tokenage.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace signet {

namespace {

struct CheckText {
    Q_DECLARE_TR_FUNCTIONS(Check)
};

QCoro::Task<Observation> observeProjects(std::shared_ptr<RunContext> context, std::stop_token stop)
{
    const auto name = context->question.organizationName();
    const auto credential = context->credential();
    if (!name || !credential)
        co_return Observation();
    const Http http = context->http.withPurpose(check::devopsProjects.toString());
    auto asking = listProjects(http, *name, *credential, context->session, stop);
    auto seen = co_await asking;
    context->projects = seen.projects;
    context->hasAllProjects = seen.isList && !seen.truncated;
    if (seen.isList && seen.projects.isEmpty() && context->question.projects.isEmpty()) {
        auto evaluating = mayCreateProjects(http, *name, *credential, context->session, stop);
        seen.mayCreate = co_await evaluating;
    }
    co_return Observation(std::move(seen));
}

bool isVisible(const ProjectsSeen &seen, const QString &wanted)
{
    return std::any_of(seen.projects.begin(), seen.projects.end(), [&wanted](const ProjectSeen &project) {
        return project.name.compare(wanted, Qt::CaseInsensitive) == 0
            || project.id.compare(wanted, Qt::CaseInsensitive) == 0;
    });
}

// A project that has to be visible and is not; empty where none was named and none is visible. Nothing where
// every one is visible, or the list was cut before its end.
std::optional<QString> refusedProject(const ProjectsSeen &seen, const QStringList &wanted)
{
    for (const QString &name : wanted) {
        if (!isVisible(seen, name))
            return seen.truncated ? std::nullopt : std::optional(name);
    }
    return seen.projects.isEmpty() ? std::optional(QString()) : std::nullopt;
}

// Whether a group of Azure DevOps, "[Fabrikam-Fiber]\Contributors", belongs to that project; to any project,
// where none is named.
bool isOfProject(const QString &group, const QString &project, const QString &organization)
{
    const QString scope = group.section(u']', 0, 0).mid(1);
    if (!project.isEmpty())
        return scope.compare(project, Qt::CaseInsensitive) == 0;
    return scope.compare(organization, Qt::CaseInsensitive) != 0 && scope != "TEAM FOUNDATION"_L1;
}

CheckVerdict devopsProjects(const Facts &facts)
{
    const auto *seen = facts.seen<ProjectsSeen>();
    if (!seen || seen->delivery == Delivery::Stopped)
        return unclear();
    QJsonObject evidence = evidenceOf(seen->error, seen->delivery);
    if (seen->delivery != Delivery::Answered)
        return unreached(seen->delivery, hostName(DevOpsHost::Core), evidence);
    evidence.insert(u"status"_s, seen->status);
    if (const auto trouble = troubleOf(seen->error, seen->status, evidence))
        return *trouble;
    if (seen->status != 200) {
        const FindingId finding = findingForCode(seen->error.code);
        if (!finding.isEmpty())
            return failed(finding, evidence);
        if (seen->status == 401)
            return failed(finding::credentialRejected, evidence);
    }
    if (!seen->isList) {
        if (isForeign(seen->error))
            return replacedByPage(hostName(DevOpsHost::Core), evidence);
        return seen->error.signInPage || seen->error.html
            ? failed(finding::htmlInsteadOfJson, evidence)
            : unexpected(seen->error, seen->status, hostName(DevOpsHost::Core), evidence);
    }
    for (const QString &wanted : facts.question().projects) {
        if (isVisible(*seen, wanted))
            continue;
        if (seen->truncated)
            return unclear();
        evidence.insert(u"project"_s, wanted);
        return failed(finding::noProjectPermission, evidence);
    }
    if (!seen->projects.isEmpty())
        return passed();
    // None was named, and an organization may have none yet: worth a warning for whoever creates the first
    // one, and for a configuration that works in no project.
    const auto *configuration = facts.seen<ConfigurationSeen>();
    if (seen->mayCreate.value_or(false) || (configuration && configuration->needsNoProject))
        return warning(finding::noProjectPermission, evidence);
    return seen->mayCreate ? failed(finding::noProjectPermission, evidence)
                           : unclear(finding::noProjectPermission, evidence);
}

CheckVerdict tokenGroups(const Facts &facts)
{
    const auto *token = facts.seen<TokenSeen>();
    if (!token || !token->claims)
        return unclear();
    // Without a list in the token, the service looks up the current groups.
    if (!listedGroups(*token->claims))
        return passed();
    const auto *projects = facts.seen<ProjectsSeen>();
    if (!projects || projects->delivery != Delivery::Answered || projects->status != 200)
        return unclear();
    const auto refused = refusedProject(*projects, facts.question().projects);
    if (!refused)
        return passed();

    const TokenAge age = ageOf(*token->claims, facts.now(), std::nullopt);
    QJsonObject evidence;
    if (!refused->isEmpty())
        evidence.insert(u"project"_s, *refused);
    if (age.age)
        evidence.insert(u"age"_s, durationWords(*age.age));
    if (age.left)
        evidence.insert(u"left"_s, durationWords(*age.left));
    const auto *member = facts.seen<MemberSeen>();
    if (!member || !member->unlistedGroups)
        return age.fromCache ? guessed(finding::tokenCacheStale, evidence) : unclear();
    const auto name = facts.question().organizationName();
    const QString organization = name ? name->toString() : QString();
    for (const EntraGroup &group : *member->unlistedGroups) {
        for (const QString &opening : group.groups) {
            if (!isOfProject(opening, *refused, organization))
                continue;
            evidence.insert(u"group"_s, group.name);
            evidence.insert(u"permission"_s, opening);
            return warning(finding::tokenCacheStale, evidence);
        }
    }
    // As far as can be seen, the groups that the token lacks would not open this project either.
    return member->unlistedGroups->isEmpty() ? passed() : unclear();
}

QString projectsSummary(const QJsonObject &seen)
{
    return CheckText::tr("%n project(s)", nullptr, int(seen["projects"_L1].toArray().size()));
}

} // namespace

std::vector<Check> permissionChecks()
{
    return {
        {.id = check::devopsProjects,
         .stage = "permissions"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The identity can see the projects"),
         .needs = {check::tokenAudience, check::terraformSignIn, check::devopsMembership},
         .asksAfter = {check::tokenAudience, check::terraformSignIn},
         .considers = {check::terraformConfiguration},
         .limit = 40s,
         .observe = observeProjects,
         .judge = devopsProjects,
         .read = readObservation<ProjectsSeen>,
         .summary = projectsSummary},
        {.id = CheckId("token.groups"_L1),
         .stage = "permissions"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The token lists every Entra group that grants access"),
         .needs = {check::identityToken, check::devopsMembership},
         .considers = {check::devopsGroups, check::devopsProjects},
         .judge = tokenGroups,
         .applies = expectsManagedIdentity,
         .weight = Weight::None},
    };
}

} // namespace signet
