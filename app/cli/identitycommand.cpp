#include "app/cli/commands.h"

#include "core/diagnosis/judges.h"
#include "core/findings/catalogue.h"
#include "core/findings/findingtext.h"
#include "core/identity/absence.h"
#include "core/identity/identityendpoint.h"
#include "core/identity/imds.h"
#include "core/identity/providerdifference.h"
#include "core/report/observationwords.h"
#include "core/report/textlayout.h"

#include <QJsonArray>

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
    switch (absenceOf(answer)) {
    case Absence::None:
    case Absence::NoIdentity:
    case Absence::SeveralIdentities:
    case Absence::Updating:
    case Absence::Throttled:
        return true;
    case Absence::SomethingElse:
        return answer.transport == Transport::Answered && answer.kind != IdentityKind::NotImds
            && answer.kind != IdentityKind::RedirectRefused;
    default:
        return false;
    }
}

QString addressOf(const TokenAnswer &answer)
{
    return answer.address.isEmpty() ? QString() : QUrl(answer.address).toString(QUrl::RemovePath);
}

QJsonArray contradictionsJson(const Machine &machine)
{
    QJsonArray list;
    for (const Contradiction &one : machine.contradictions)
        list.append(QJsonObject{{u"kind"_s, toString(one.kind)},
                                {u"variables"_s, QJsonArray::fromStringList(one.variables)},
                                {u"against"_s, one.against}});
    return list;
}

QJsonArray differencesJson(const QList<ProviderDifference> &differences)
{
    QJsonArray list;
    for (const ProviderDifference &one : differences)
        list.append(QJsonObject{{u"kind"_s, toString(one.kind)},
                                {u"what"_s, one.what},
                                {u"signet"_s, one.signet},
                                {u"provider"_s, one.provider}});
    return list;
}

QString contradictionWords(const Contradiction &one)
{
    const QString variables = one.variables.join(u", "_s);
    switch (one.kind) {
    case Contradiction::Kind::EndpointLeftover:
        return u"%1 would belong to a service, but this is %2"_s.arg(variables, one.against);
    case Contradiction::Kind::EndpointIncomplete:
        return u"%1 is set without %2, so it counts for nothing"_s.arg(variables, one.against);
    case Contradiction::Kind::SeveralEndpoints:
        return u"%1 and %2 name different endpoints"_s.arg(variables, one.against);
    case Contradiction::Kind::ArcOnAzureVm:
        return u"the Azure Arc agent is on a virtual machine of Azure, which has an identity of its own"_s;
    case Contradiction::Kind::SeveralServices:
        return u"%1 and %2 are of different services"_s.arg(variables, one.against);
    }
    Q_UNREACHABLE();
}

// What the diagnosis says of that answer.
std::optional<Problem> problemOf(const Question &question, const Machine &machine, const TokenAnswer &answer,
                                 const Host &host)
{
    const Observation here(MachineSeen{machine, host.userName(), *answer.endpoint});
    TokenSeen seen;
    seen.answer = answer;
    if (answer.token)
        seen.claims = answer.token->claims;
    seen.answer.token.reset();
    const Observation asked(std::move(seen));
    return judges::identityToken(Facts(question, host.now(), {&asked, &here})).problem;
}

class Rows {
public:
    explicit Rows(int width)
        : m_width(qMax(30, width - labelWidth))
    {
    }

    // Longer values go on below themselves.
    void add(const QString &label, const QString &value)
    {
        if (value.isEmpty())
            return;
        const QStringList lines = wrapped(printable(value), m_width);
        for (qsizetype i = 0; i < lines.size(); ++i)
            m_text += padded(i == 0 ? label : QString(), labelWidth) + lines.at(i) + u'\n';
    }
    const QString &text() const { return m_text; }

private:
    static constexpr int labelWidth = 18;
    int m_width;
    QString m_text;
};

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
    InstanceAnswer instance;
    // Only where there is no other endpoint, the metadata service may be there.
    if (detectEndpoint(http.host()) == EndpointKind::Imds) {
        auto askingInstance = askForInstance(http, stop);
        instance = co_await askingInstance;
    }
    const TokenAnswer answer = co_await askingToken;
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
    const IdentitySource source = answers(answer) ? sourceOf(*answer.endpoint) : IdentitySource::None;
    const QList<ProviderDifference> differences =
        providerDifferences(composition.surroundings.host, selector);
    const QString kind = claims ? QString(toString(identityTypeOf(*claims)))
        : answer.token          ? u"unknown"_s
                                : u"none"_s;
    const std::optional<Problem> problem = problemOf(composition.question, machine, answer, http.host());
    const QString finding = problem ? problem->findingId : QString();

    if (console.wantsJson()) {
        QJsonObject host{{u"kind"_s, toString(machine.kind)}};
        if (instance.instance) {
            host.insert(u"name"_s, orNull(instance.instance->name));
            host.insert(u"resourceGroup"_s, orNull(instance.instance->resourceGroup));
            host.insert(u"subscription"_s, orNull(instance.instance->subscriptionId));
            host.insert(u"location"_s, orNull(instance.instance->location));
        }
        const QJsonObject json{{u"host"_s, host},
                               {u"source"_s, toString(source)},
                               {u"kind"_s, kind},
                               {u"objectId"_s, claims ? orNull(claims->objectId) : QJsonValue()},
                               {u"clientId"_s, claims ? orNull(claims->appId) : QJsonValue()},
                               {u"tenantId"_s, claims ? orNull(claims->tenantId) : QJsonValue()},
                               {u"resourceId"_s, claims ? orNull(claims->miResourceId) : QJsonValue()},
                               {u"asked"_s,
                                QJsonArray{QJsonObject{{u"source"_s, toString(sourceOf(*answer.endpoint))},
                                                       {u"address"_s, orNull(addressOf(answer))},
                                                       {u"absence"_s, toString(absenceOf(answer))},
                                                       {u"transport"_s, toString(answer.transport)}}}},
                               {u"evidence"_s, QJsonArray::fromStringList(machine.evidence)},
                               {u"contradictions"_s, contradictionsJson(machine)},
                               {u"providerDifferences"_s, differencesJson(differences)},
                               {u"finding"_s, orNull(finding)}};
        co_return console.finish(json, exitcode::ready);
    }

    Rows rows(console.style().width);
    rows.add(u"Machine"_s, hostKindWords(toString(machine.kind)));
    rows.add(u"  told by"_s, machine.evidence.join(u", "_s));
    rows.add(u"  firmware"_s, machine.firmware);
    if (instance.instance) {
        rows.add(u"  name"_s, instance.instance->name);
        rows.add(u"  resource group"_s, instance.instance->resourceGroup);
        rows.add(u"  subscription"_s, instance.instance->subscriptionId);
        rows.add(u"  region"_s, instance.instance->location);
    }
    for (const Contradiction &one : machine.contradictions)
        rows.add(u"  contradiction"_s, contradictionWords(one));
    const QString address = addressOf(answer);
    rows.add(u"Asked"_s, nameOf(*answer.endpoint) + (address.isEmpty() ? QString() : u", "_s + address));
    rows.add(u"  answer"_s, u"it "_s + wordsOf(absenceOf(answer)));
    rows.add(u"Identity"_s, identityKindWords(kind));
    if (claims) {
        rows.add(u"  object id"_s, claims->objectId);
        rows.add(u"  client id"_s, claims->appId);
        rows.add(u"  tenant"_s, claims->tenantId);
        rows.add(u"  resource id"_s, claims->miResourceId);
    }
    for (const ProviderDifference &one : differences)
        rows.add(u"Terraform"_s,
                 u"the provider %1 (%2); this program %3"_s.arg(one.provider, one.what, one.signet));
    QString result = rows.text();
    if (const Finding *entry = findFinding(finding)) {
        const FindingText text = describe(*entry, problem->evidence);
        result += u'\n' + printable(text.title) + u".\n"_s;
        const QStringList lines = wrapped(printable(text.cause), console.style().width);
        for (const QString &line : lines)
            result += line + u'\n';
        result += u"  signet explain "_s + finding + u'\n';
    }
    co_return console.finish(result.toUtf8(), exitcode::ready);
}

} // namespace signet
