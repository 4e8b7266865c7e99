#include "core/setup/planlook.h"

#include "core/principal/principalsearch.h"
#include "core/setup/groupscope.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Whether the credential still reaches the organization of the plan.
QCoro::Task<Result<Done>> checkOrganization(SetupContext context, Plan plan, std::stop_token stop)
{
    auto seen = co_await connectAsAdministrator(context, plan.organization, stop);
    if (!seen)
        co_return seen.problem();
    if (seen->organizationId.compare(plan.organizationId, Qt::CaseInsensitive) != 0) {
        const QJsonObject evidence{{u"organization"_s, plan.organization.toString()},
                                   {u"user"_s, context.administratorName}};
        co_return Problem(finding::planOtherOrganization, evidence);
    }
    co_return Done();
}

Problem about(FindingId finding, const Plan &plan, const QString &realName = {})
{
    QJsonObject evidence{{u"principal"_s, plan.principalName()},
                         {u"objectId"_s, plan.principal.objectId.toString()},
                         {u"organization"_s, plan.organization.toString()}};
    if (!realName.isEmpty())
        evidence.insert(u"value"_s, realName);
    return Problem(finding, evidence);
}

// The name that the organization has. A renamed identity keeps its old one there for a while.
QString nameInOrganization(const MemberState &state)
{
    if (state.entitlement && !state.entitlement->displayName.isEmpty())
        return state.entitlement->displayName;
    return state.identity ? state.identity->displayName : QString();
}

// What is to be said about the name; nothing where it is the right one, or where there is only the object id.
QCoro::Task<Result<std::optional<Problem>>> checkName(SetupContext context, Plan plan, QString known,
                                                      std::stop_token stop)
{
    const QString &claimed = plan.principal.name;
    if (claimed.isEmpty() || claimed == known)
        co_return std::optional<Problem>();
    PrincipalHints hints;
    hints.text = PrincipalText::ObjectId;
    hints.attachments = PrincipalHints::Attachments::Leave;
    auto finding =
        findPrincipal(context.http, context.administrator, plan.principal.objectId.toString(), hints, stop);
    const PrincipalsFound found = co_await finding;
    if (stop.stop_requested())
        co_return Problem(finding::runStopped);
    for (const Principal &candidate : found.candidates) {
        if (candidate.displayName.isEmpty())
            continue;
        if (candidate.displayName != claimed)
            co_return about(finding::planPrincipalDiffers, plan, candidate.displayName);
        const bool sameClient = candidate.clientId.isEmpty() || plan.principal.clientId.isEmpty()
            || candidate.clientId.compare(plan.principal.clientId, Qt::CaseInsensitive) == 0;
        if (!sameClient)
            co_return about(finding::planPrincipalDiffers, plan, candidate.clientId);
        co_return std::optional<Problem>();
    }
    if (!known.isEmpty())
        co_return about(finding::planPrincipalDiffers, plan, known);
    // Resource Manager knows only what the account may read; Microsoft Graph knows everybody.
    const bool graphAnswered = std::ranges::any_of(found.asked, [](const PrincipalQuestion &question) {
        return question.service == PrincipalSource::MicrosoftGraph && !question.problem;
    });
    if (graphAnswered && found.problem)
        co_return *found.problem;
    co_return std::optional(about(finding::planPrincipalUnchecked, plan));
}

} // namespace

QCoro::Task<Result<PlanLook>> lookAtPlan(SetupContext context, Plan plan, QList<PlanStep> objectSteps,
                                         std::stop_token stop)
{
    auto same = co_await checkOrganization(context, plan, stop);
    if (!same)
        co_return same.problem();
    auto state = co_await readMemberState(context, plan.organization, plan.tenantId, plan.principal.objectId,
                                          objectSteps, stop);
    if (!state)
        co_return state.problem();
    const QString known = nameInOrganization(*state);
    auto note = co_await checkName(context, plan, known, stop);
    if (!note)
        co_return note.problem();
    PlanLook look{std::move(*state), std::move(*note)};
    co_return look;
}

} // namespace signet
