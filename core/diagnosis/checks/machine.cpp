#include "core/diagnosis/checks/stages.h"

#include "core/diagnosis/checks/endpointevidence.h"
#include "core/diagnosis/kindwords.h"
#include "core/identity/identityendpoint.h"
#include "core/identity/imds.h"
#include "core/net/addresses.h"

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

// Variables that were copied from another machine, as far as can be seen: nothing else of their service is
// here, or they belong to two services. One alone of a pair does not name an endpoint to ask.
bool isFromElsewhere(const Contradiction &one)
{
    switch (one.kind) {
    case Contradiction::Kind::EndpointLeftover:
    case Contradiction::Kind::SeveralEndpoints:
    case Contradiction::Kind::SeveralServices:
        return true;
    case Contradiction::Kind::EndpointIncomplete: // the check of the token reports what is missing
    case Contradiction::Kind::ArcOnAzureVm: // two identities that both may be meant
        return false;
    }
    Q_UNREACHABLE();
}

// Which of them do not belong here. A service needs its own variables, so there it is the other one.
QStringList strayVariables(const Contradiction &one, const Machine &machine)
{
    if (one.kind == Contradiction::Kind::EndpointLeftover)
        return one.variables;
    const bool isService = machine.kind != MachineKind::Arc
        && std::ranges::any_of(endpoints(), [&machine](const EndpointFacts &endpoint) {
                               return endpoint.isOn(machine.kind);
                           });
    return isService ? QStringList{one.against} : one.variables + QStringList{one.against};
}

QCoro::Task<Observation> observeHost(std::shared_ptr<RunContext> context, std::stop_token)
{
    MachineSeen seen{context->machine, context->host.userName(), detectEndpoint(context->host)};
    seen.hasArcVariables = context->host.environment().has(u"IDENTITY_ENDPOINT"_s)
        && context->host.environment().has(u"IMDS_ENDPOINT"_s);
    seen.differences = providerDifferences(context->host, providerSelector(context->question));
    co_return Observation(std::move(seen));
}

// What Terraform would do with the token request, not what we do: ours never goes through a proxy.
QCoro::Task<Observation> observeProxy(std::shared_ptr<RunContext> context, std::stop_token)
{
    const ProxySettings proxy(context->host.environment());
    ProxySeen seen;
    QUrl endpoint = imdsUrl(u"/metadata/identity/oauth2/token"_s, {});
    if (detectEndpoint(context->host) != EndpointKind::Imds) {
        const Environment &environment = context->host.environment();
        endpoint = QUrl(environment.value(environment.firstSet({u"IDENTITY_ENDPOINT"_s, u"MSI_ENDPOINT"_s})));
        // An Azure Arc agent that was found by its program.
        if (!endpoint.isValid() || endpoint.host().isEmpty())
            endpoint = QUrl(endpointFacts(EndpointKind::Arc).address);
    }
    for (const QUrl &url : {endpoint, devOpsUrl(DevOpsHost::Core, {}, {}, {})}) {
        if (const auto refusal = proxy.refusalFor(url); refusal && seen.refusedVariable.isEmpty()) {
            seen.refusedVariable = refusal->variable;
            seen.refusalReason = refusal->reason;
        }
    }
    seen.host = endpoint.host();
    seen.variable = proxy.variableFor(endpoint);
    const QUrl address = proxy.proxyFor(endpoint);
    if (address.isValid())
        seen.proxy = address.port() > 0 ? u"%1:%2"_s.arg(address.host()).arg(address.port()) : address.host();
    co_return Observation(std::move(seen));
}

QCoro::Task<Observation> observeInstance(std::shared_ptr<RunContext> context, std::stop_token stop)
{
    const Http http = context->http.withPurpose(check::machineInstance.toString());
    // Services with an endpoint of their own, and machines outside Azure, have no metadata service.
    const EndpointKind endpoint = detectEndpoint(context->host);
    if (endpoint != EndpointKind::Imds) {
        InstanceSeen elsewhere;
        elsewhere.answer.endpoint = endpoint;
        elsewhere.answer.delivery = Delivery::NotSent;
        co_return Observation(std::move(elsewhere));
    }
    auto asking = askForInstance(http, context->machine, stop);
    auto askingTenant = askForTenant(http, context->machine, stop);
    InstanceSeen seen;
    auto answer = co_await asking;
    const auto tenant = co_await askingTenant;
    seen.answer = std::move(answer.answer);
    seen.instance = std::move(answer.instance);
    if (tenant.tenant)
        seen.tenantId = tenant.tenant->toString();
    co_return Observation(std::move(seen));
}

CheckVerdict machineHost(const Facts &facts)
{
    const auto *seen = facts.seen<MachineSeen>();
    if (!seen)
        return unclear();
    for (const Contradiction &one : seen->machine.contradictions) {
        // An obstacle only when the endpoint does not answer, which its own check finds out.
        if (isFromElsewhere(one)) {
            const QStringList variables = strayVariables(one, seen->machine);
            return warning(finding::identityEndpointLeftover,
                           {{u"variable"_s, variables.join(u", "_s)},
                            {u"variables"_s, QJsonArray::fromStringList(variables)},
                            {u"hostKind"_s, toString(seen->machine.kind)}});
        }
    }
    if (seen->machine.kind == MachineKind::Arc && !seen->hasArcVariables)
        return warning(finding::arcEnvNotLoaded, {{u"path"_s, seen->machine.himds}});
    return passed();
}

CheckVerdict machineProxy(const Facts &facts)
{
    const auto *seen = facts.seen<ProxySeen>();
    if (!seen)
        return unclear();
    if (!seen->refusedVariable.isEmpty())
        return failed(finding::proxyValueRefused,
                      {{u"variable"_s, seen->refusedVariable}, {u"reason"_s, seen->refusalReason}});
    if (seen->variable.isEmpty())
        return passed();
    return failed(finding::proxyEatsImds,
                  {{u"variable"_s, seen->variable}, {u"proxy"_s, seen->proxy}, {u"host"_s, seen->host}});
}

CheckVerdict machineInstance(const Facts &facts)
{
    const auto *seen = facts.seen<InstanceSeen>();
    const auto *host = facts.seen<MachineSeen>();
    if (!seen || !host || seen->answer.delivery == Delivery::Stopped)
        return unclear();
    const TokenAnswer &answer = seen->answer;
    if (answer.delivery == Delivery::NotSent && endpointOf(answer) != EndpointKind::Imds)
        return passed();
    if (seen->instance) {
        if (!seen->instance->devOpsServicesAvailable.value_or(true))
            return failed(finding::sovereignCloud, {{u"value"_s, seen->instance->cloud}});
        return passed();
    }
    // These facts are good to know; whether an identity answers is another check.
    return unclear();
}

QString hostSummary(const QJsonObject &seen)
{
    return hostKindWords(seen["hostKind"_L1].toString());
}

QString instanceSummary(const QJsonObject &seen)
{
    const QString name = seen["name"_L1].toString();
    return name.isEmpty() ? QString()
                          : CheckText::tr("%1 in %2").arg(name, seen["resourceGroup"_L1].toString());
}

} // namespace

std::vector<Check> machineChecks()
{
    return {
        {.id = check::machineHost,
         .stage = "machine"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The machine type is known"),
         .observe = observeHost,
         .judge = machineHost,
         .read = readObservation<MachineSeen>,
         .applies = expectsManagedIdentity,
         .summary = hostSummary},
        {.id = CheckId("machine.proxy"_L1),
         .stage = "machine"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "Terraform's token request bypasses the proxy"),
         .needs = {check::machineHost},
         .observe = observeProxy,
         .judge = machineProxy,
         .read = readObservation<ProxySeen>,
         .applies = expectsManagedIdentity},
        {.id = check::machineInstance,
         .stage = "machine"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The metadata service describes the machine"),
         .needs = {check::machineHost},
         .asksAfter = {check::machineHost},
         .limit = 12s,
         .observe = observeInstance,
         .judge = machineInstance,
         .read = readObservation<InstanceSeen>,
         .judgeSilence = silentEndpoint,
         .applies = expectsManagedIdentity,
         .summary = instanceSummary,
         .weight = Weight::None},
    };
}

} // namespace signet
