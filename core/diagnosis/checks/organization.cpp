#include "core/diagnosis/checks/stages.h"

#include "core/diagnosis/checks/devopsevidence.h"
#include "core/diagnosis/checks/endpointevidence.h"
#include "core/diagnosis/kindwords.h"
#include "core/net/addresses.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace signet {

namespace {

struct CheckText {
    Q_DECLARE_TR_FUNCTIONS(Check)
};

constexpr CheckId networkHostsId("network.hosts"_L1);

QCoro::Task<Observation> observeOrganization(std::shared_ptr<RunContext> context, std::stop_token stop)
{
    const auto name = context->question.organizationName();
    if (!name)
        co_return Observation();
    auto asking =
        lookUpOrganization(context->http.withPurpose(check::organizationExists.toString()), *name, stop);
    auto seen = co_await asking;
    co_return Observation(std::move(seen));
}

QCoro::Task<Observation> observeTenant(std::shared_ptr<RunContext> context, std::stop_token stop)
{
    const auto name = context->question.organizationName();
    if (!name)
        co_return Observation();
    auto asking = probeTenant(context->http.withPurpose(check::organizationTenant.toString()), *name, stop);
    auto seen = co_await asking;
    context->organizationTenant = seen.tenantId;
    co_return Observation(std::move(seen));
}

// A host that has answered some other request has nothing left to prove.
QCoro::Task<Observation> observeHosts(std::shared_ptr<RunContext> context, std::stop_token stop)
{
    const auto organization = context->question.organizationName();
    if (!organization)
        co_return Observation();
    const Http http = context->http.withPurpose(networkHostsId.toString());
    HostsSeen seen;
    std::vector<QCoro::Task<HostReachSeen>> asking;
    for (const DevOpsHost host : {DevOpsHost::Graph, DevOpsHost::Entitlements}) {
        const QString name = hostName(host);
        const auto proven = std::ranges::find(context->provenHosts, name, &HostReachSeen::host);
        if (proven != context->provenHosts.end())
            seen.hosts.append(*proven);
        else
            asking.push_back(reachHost(http, *organization, host, stop));
    }
    for (auto &task : asking) {
        auto host = co_await task;
        seen.hosts.append(std::move(host));
    }
    co_return Observation(std::move(seen));
}

CheckVerdict organizationExists(const Facts &facts)
{
    const Question &question = facts.question();
    if (question.wrongOrganization)
        return failed(question.wrongOrganization->value.findingId,
                      question.wrongOrganization->value.evidence);
    if (!question.organization)
        return unclear(finding::organizationMissing, {});
    const auto &[input, origin] = *question.organization;
    const auto *seen = facts.seen<OrganizationSeen>();
    if (!seen || seen->delivery == Delivery::Stopped)
        return unclear();
    QJsonObject evidence = evidenceOf(seen->error, seen->delivery);
    if (seen->delivery != Delivery::Answered)
        return unreached(seen->delivery, hostName(DevOpsHost::Core), evidence);

    switch (seen->exists) {
    case OrganizationSeen::Exists::No:
        evidence.insert(u"value"_s, input.text);
        return failed(finding::orgUrlWrong, evidence);
    case OrganizationSeen::Exists::Unknown:
        if (const auto trouble = troubleOf(seen->error, seen->status, evidence))
            return *trouble;
        return isForeign(seen->error) ? replacedByPage(hostName(DevOpsHost::Core), evidence) : unclear();
    case OrganizationSeen::Exists::Yes:
        break;
    }
    if (input.namesProject()) {
        const QJsonObject named{{u"project"_s, input.project}, {u"value"_s, input.text}};
        // The provider uses the variable as it is, and fails; what a person types is only read by Signet.
        return origin.isVariable() ? failed(finding::orgUrlHasProject, named)
                                   : warning(finding::orgUrlHasProject, named);
    }
    if (input.legacyHost)
        return warning(finding::orgUrlLegacyHost, {{u"value"_s, input.text}});
    return passed();
}

CheckVerdict organizationTenant(const Facts &facts)
{
    const auto *seen = facts.seen<OrganizationTenantSeen>();
    if (!seen || seen->delivery == Delivery::Stopped)
        return unclear();
    const QJsonObject evidence = evidenceOf(seen->error, seen->delivery);
    if (seen->delivery != Delivery::Answered)
        return unreached(seen->delivery, hostName(DevOpsHost::Core), evidence);
    if (seen->notEntraBacked)
        return failed(finding::orgNotEntraBacked, evidence);
    if (seen->tenantId)
        return passed();
    if (const auto trouble = troubleOf(seen->error, seen->status, evidence))
        return *trouble;
    if (isForeign(seen->error))
        return replacedByPage(hostName(DevOpsHost::Core), evidence);
    return unclear();
}

CheckVerdict tokenTenant(const Facts &facts)
{
    const std::optional<Claims> &claims = claimsOfToken(facts);
    const auto *organization = facts.seen<OrganizationTenantSeen>();
    if (!claims || claims->tenantId.isEmpty() || !organization || !organization->tenantId)
        return unclear();
    const QString tenant = organization->tenantId->toString();
    if (claims->tenantId.compare(tenant, Qt::CaseInsensitive) == 0)
        return passed();
    QJsonObject evidence{{u"organizationTenantId"_s, tenant}};
    addClaims(evidence, claims);
    return failed(finding::tenantMismatch, evidence);
}

CheckVerdict networkHosts(const Facts &facts)
{
    const auto *seen = facts.seen<HostsSeen>();
    if (!seen)
        return unclear();
    for (const HostReachSeen &host : seen->hosts) {
        if (host.delivery != Delivery::Answered)
            return refuted(unreached(host.delivery, host.host, {}));
        // An outage page of the service's own front door looks like a page of something else.
        if (!host.fromAzureDevOps && host.status >= 500)
            return failed(finding::devopsServerError, {{u"host"_s, host.host}, {u"status"_s, host.status}});
        if (!host.fromAzureDevOps)
            return failed(finding::firewallMissingHosts,
                          {{u"host"_s, host.host}, {u"status"_s, host.status}});
    }
    return passed();
}

QString tenantSummary(const QJsonObject &seen)
{
    const QString tenant = seen["tenantId"_L1].toString();
    return tenant.isEmpty() ? QString() : CheckText::tr("tenant %1").arg(shortened(tenant));
}

} // namespace

std::vector<Check> organizationChecks()
{
    return {
        {.id = check::organizationExists,
         .stage = "organization"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The organization exists"),
         .limit = 40s,
         .observe = observeOrganization,
         .judge = organizationExists,
         .read = readObservation<OrganizationSeen>,
         .weight = Weight::SettledByMembership,
         .step = CheckedStep::Organization},
        {.id = networkHostsId,
         .stage = "organization"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "All hosts of Azure DevOps can be reached"),
         .needs = {check::organizationExists},
         .yieldsTo = {check::devopsGroups},
         .limit = 40s,
         .observe = observeHosts,
         .judge = networkHosts,
         .read = readObservation<HostsSeen>},
        {.id = check::organizationTenant,
         .stage = "organization"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The organization is connected to Microsoft Entra ID"),
         .needs = {check::organizationExists},
         .limit = 40s,
         .observe = observeTenant,
         .judge = organizationTenant,
         .read = readObservation<OrganizationTenantSeen>,
         .summary = tenantSummary,
         .weight = Weight::SettledByMembership,
         .step = CheckedStep::Organization},
        {.id = check::tokenTenant,
         .stage = "organization"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "Identity and organization are in the same tenant"),
         .needs = {check::identityToken, check::terraformSignIn, check::organizationTenant},
         .judge = tokenTenant,
         .applies = expectsEntraToken,
         .weight = Weight::SettledByMembership,
         .step = CheckedStep::OrganizationHere},
    };
}

} // namespace signet
