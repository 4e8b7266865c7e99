#include "app/cli/commands.h"

#include "core/findings/catalogue.h"
#include "core/findings/findingmap.h"
#include "core/findings/findingtext.h"
#include "core/identity/identityendpoint.h"
#include "core/identity/imds.h"
#include "core/report/observationwords.h"
#include "core/report/textlayout.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

// Whether something answered that is an identity endpoint, with a token or a refusal.
bool answers(const TokenAnswer &answer)
{
    switch (answer.kind) {
    case IdentityKind::NotImds:
    case IdentityKind::CaptivePortal:
    case IdentityKind::ProxyInPath:
    case IdentityKind::DockerDesktopProxy:
    case IdentityKind::RedirectRefused:
        return false;
    default:
        return answer.transport == Transport::Answered;
    }
}

} // namespace

QCoro::Task<int> runIdentity(IdentityOptions options, std::stop_token stop)
{
    const Console console(options.common);
    auto composing = compose(wishesFrom(options.common, options.subject), stop);
    auto composed = co_await composing;
    if (!composed)
        co_return console.fail(composed.problem());
    const Composition &composition = *composed;

    console.say(u"Looking at this machine and asking its identity endpoint."_s);
    Machine machine = detectMachine(composition.surroundings.host);
    const IdentitySelector selector = selectorOf(composition.question);
    const Http http(composition.surroundings.host, composition.surroundings.net);
    auto askingToken = askForToken(http, TokenQuestion(selector), stop);
    auto askingInstance = askForInstance(http, stop);
    const TokenAnswer answer = co_await askingToken;
    const InstanceAnswer instance = co_await askingInstance;
    if (stop.stop_requested()) {
        console.fail(Problem(u"run-stopped"_s));
        co_return exitcode::stopped;
    }

    const std::optional<Claims> claims = answer.token ? answer.token->claims : std::nullopt;
    if (claims)
        machine = refinedBy(machine, machineResourceId(*claims));
    if (instance.instance) {
        machine = refinedBy(machine, instance.instance->resourceId);
        if (!instance.instance->scaleSetName.isEmpty() && machine.kind == HostKind::AzureVm)
            machine.kind = HostKind::AzureVmss;
    }
    const QString source = answers(answer) ? u"imds"_s : u"none"_s;
    const QString kind = claims ? QString(toString(identityTypeOf(*claims)))
        : answer.token          ? u"unknown"_s
                                : u"none"_s;
    const QString finding = answer.token ? QString() : QString(findingForKind(toString(answer.kind)));

    if (console.wantsJson()) {
        QJsonObject host{{u"kind"_s, toString(machine.kind)}};
        if (instance.instance) {
            host.insert(u"name"_s, orNull(instance.instance->name));
            host.insert(u"resourceGroup"_s, orNull(instance.instance->resourceGroup));
            host.insert(u"subscription"_s, orNull(instance.instance->subscriptionId));
            host.insert(u"location"_s, orNull(instance.instance->location));
        }
        const QJsonObject json{{u"host"_s, host},
                               {u"source"_s, source},
                               {u"kind"_s, kind},
                               {u"objectId"_s, claims ? orNull(claims->objectId) : QJsonValue()},
                               {u"clientId"_s, claims ? orNull(claims->appId) : QJsonValue()},
                               {u"tenantId"_s, claims ? orNull(claims->tenantId) : QJsonValue()},
                               {u"resourceId"_s, claims ? orNull(claims->miResourceId) : QJsonValue()},
                               {u"finding"_s, orNull(finding)}};
        co_return console.finish(json, exitcode::ready);
    }

    QString result;
    const auto row = [&result](const QString &label, const QString &value) {
        if (!value.isEmpty())
            result += padded(label, 18) + printable(value) + u'\n';
    };
    row(u"Machine"_s, hostKindWords(toString(machine.kind)));
    if (instance.instance) {
        row(u"  name"_s, instance.instance->name);
        row(u"  resource group"_s, instance.instance->resourceGroup);
        row(u"  subscription"_s, instance.instance->subscriptionId);
        row(u"  region"_s, instance.instance->location);
    }
    row(u"Endpoint"_s,
        source == "imds"_L1 ? u"instance metadata service, 169.254.169.254"_s : u"none answers"_s);
    row(u"Identity"_s, identityKindWords(kind));
    if (claims) {
        row(u"  object id"_s, claims->objectId);
        row(u"  client id"_s, claims->appId);
        row(u"  tenant"_s, claims->tenantId);
        row(u"  resource id"_s, claims->miResourceId);
    }
    if (const Finding *entry = findFinding(finding)) {
        result += u'\n' + printable(describe(*entry, {}).title) + u".\n"_s;
        result += u"  signet explain "_s + finding + u'\n';
    }
    co_return console.finish(result.toUtf8(), exitcode::ready);
}

} // namespace signet
