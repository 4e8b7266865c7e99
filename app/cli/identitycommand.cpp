#include "app/cli/commands.h"
#include "app/cli/origins.h"

#include "core/findings/findingtext.h"
#include "core/identity/identityendpoint.h"
#include "core/report/identitydocument.h"
#include "core/report/textlayout.h"
#include "core/session/identitysession.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
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

    sayOrigins(console, composition, Inputs::Identity);
    console.say(u"Looking at this machine and asking its identity endpoint."_s);
    const Http http(composition.surroundings.host, composition.surroundings.net);
    auto asking = askForIdentity(http, composition.question, stop);
    const IdentitySeen seen = co_await asking;
    if (stop.stop_requested())
        co_return console.fail(Problem(finding::runStopped));
    const FindingId finding = seen.problem ? seen.problem->findingId : FindingId();

    if (console.wantsJson()) {
        QJsonObject host{{u"kind"_s, toString(seen.machine.kind)}};
        if (seen.instance) {
            host.insert(u"name"_s, orNull(seen.instance->name));
            host.insert(u"resourceGroup"_s, orNull(seen.instance->resourceGroup));
            host.insert(u"subscription"_s, orNull(seen.instance->subscriptionId));
            host.insert(u"location"_s, orNull(seen.instance->location));
        }
        const std::optional<Claims> &claims = seen.claims;
        const IdentitySource source =
            answersAsIdentityEndpoint(seen) ? sourceOf(seen.endpoint) : IdentitySource::None;
        const QJsonObject json{{u"host"_s, host},
                               {u"source"_s, toString(source)},
                               {u"kind"_s, identityKindOf(seen)},
                               {u"objectId"_s, claims ? orNull(claims->objectId) : QJsonValue()},
                               {u"clientId"_s, claims ? orNull(claims->appId) : QJsonValue()},
                               {u"tenantId"_s, claims ? orNull(claims->tenantId) : QJsonValue()},
                               {u"resourceId"_s, claims ? orNull(claims->miResourceId) : QJsonValue()},
                               {u"asked"_s,
                                QJsonArray{QJsonObject{{u"source"_s, toString(sourceOf(seen.endpoint))},
                                                       {u"address"_s, orNull(endpointAddress(*seen.answer))},
                                                       {u"absence"_s, toString(seen.absence)},
                                                       {u"transport"_s, toString(seen.answer->transport)}}}},
                               {u"evidence"_s, QJsonArray::fromStringList(seen.machine.evidence)},
                               {u"contradictions"_s, contradictionsJson(seen.machine)},
                               {u"providerDifferences"_s, differencesJson(seen.differences)},
                               {u"finding"_s, orNull(finding.toString())}};
        co_return console.finish(json, exitcode::ready);
    }

    const IdentityDocument document = describe(seen);
    Rows rows(console.style().width);
    const auto addAll = [&rows](const QList<IdentityDocument::Row> &list, bool isWhole) {
        for (qsizetype i = 0; i < list.size(); ++i)
            rows.add(isWhole && i == 0 ? list[i].label : u"  "_s + list[i].label, list[i].value);
    };
    addAll(document.machine, true);
    for (const QString &one : document.contradictions)
        rows.add(u"  contradiction"_s, one);
    for (const IdentityDocument::Endpoint &one : document.endpoints) {
        const bool wasAsked = one.state != IdentityDocument::Endpoint::State::NotAsked;
        rows.add(wasAsked ? u"Asked"_s : u"Not asked"_s,
                 one.address.isEmpty() ? one.name : u"%1, %2"_s.arg(one.name, one.address));
        rows.add(u"  answer"_s, u"it "_s + one.words);
    }
    rows.add(u"Identity"_s, document.identityKind);
    addAll(document.identity, false);
    for (const QString &one : document.differences)
        rows.add(u"Terraform"_s, one);
    QString result =
        wrapped(printable(document.sentence), console.style().width).join(u'\n') + u"\n\n"_s + rows.text();
    if (seen.problem) {
        const FindingText text = console.words(*seen.problem);
        result += u'\n' + printable(text.title) + u".\n"_s;
        const QStringList lines = wrapped(printable(text.cause), console.style().width);
        for (const QString &line : lines)
            result += line + u'\n';
        result += u"  "_s + console.command(u"signet explain "_s + finding.toString()) + u'\n';
    }
    co_return console.finish(result.toUtf8(), exitcode::ready);
}

} // namespace signet
