#include "core/report/identitylayout.h"

#include "core/report/screen.h"
#include "core/report/textlayout.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int identityLabelWidth = 18;

QJsonValue textOrNull(const QString &text)
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
        list.append(QJsonObject{
            {u"kind"_s, toString(one.kind)}, {u"what"_s, one.what}, {u"sentence"_s, differenceWords(one)}});
    return list;
}

} // namespace

QString identityToText(const IdentityDocument &document, const std::optional<FindingText> &explanation,
                       const QString &explainCommand, const TextStyle &style)
{
    Screen screen(style);
    screen.paragraph({}, document.sentence);
    screen.line();
    const auto add = [&screen](const QString &label, const QString &value) {
        screen.row(label, value, identityLabelWidth);
    };
    for (const DocumentRow &row : document.machine)
        add(&row == &document.machine.first() ? row.label : u"  "_s + row.label, row.value);
    for (const QString &one : document.contradictions)
        add(u"  "_s + document.contradictionLabel, one);
    for (const IdentityDocument::Endpoint &one : document.endpoints) {
        add(one.label, one.address.isEmpty() ? one.name : u"%1, %2"_s.arg(one.name, one.address));
        add(u"  "_s + document.answerLabel, one.words);
    }
    add(document.identityLabel, document.identityKind);
    for (const DocumentRow &row : document.identity)
        add(u"  "_s + row.label, row.value);
    for (const QString &one : document.differences)
        add(document.differenceLabel, one);
    if (explanation) {
        screen.line();
        screen.paragraph({}, explanation->title + u'.');
        screen.paragraph({}, explanation->cause);
        screen.line(u"  "_s + explainCommand);
    }
    return screen.text();
}

QJsonObject identityToJson(const IdentitySeen &seen)
{
    QJsonObject host{{u"kind"_s, toString(seen.machine.kind)}};
    if (seen.instance) {
        host.insert(u"name"_s, textOrNull(seen.instance->name));
        host.insert(u"resourceGroup"_s, textOrNull(seen.instance->resourceGroup));
        host.insert(u"subscription"_s, textOrNull(seen.instance->subscriptionId));
        host.insert(u"location"_s, textOrNull(seen.instance->location));
    }
    const std::optional<Claims> &claims = seen.claims;
    const IdentitySource source =
        answersAsIdentityEndpoint(seen) ? sourceOf(seen.endpoint) : IdentitySource::None;
    QJsonObject asked{{u"source"_s, toString(sourceOf(seen.endpoint))},
                      {u"absence"_s, toString(seen.absence)}};
    if (seen.answer) {
        asked.insert(u"address"_s, textOrNull(endpointAddress(*seen.answer)));
        asked.insert(u"transport"_s, toString(seen.answer->delivery));
    }
    return {{u"host"_s, host},
            {u"source"_s, toString(source)},
            {u"kind"_s, identityKindOf(seen)},
            {u"objectId"_s, claims ? textOrNull(claims->objectId) : QJsonValue()},
            {u"clientId"_s, claims ? textOrNull(claims->appId) : QJsonValue()},
            {u"tenantId"_s, claims ? textOrNull(claims->tenantId) : QJsonValue()},
            {u"resourceId"_s, claims ? textOrNull(claims->miResourceId) : QJsonValue()},
            {u"asked"_s, QJsonArray{asked}},
            {u"evidence"_s, QJsonArray::fromStringList(seen.machine.evidence)},
            {u"contradictions"_s, contradictionsJson(seen.machine)},
            {u"providerDifferences"_s, differencesJson(seen.differences)},
            {u"finding"_s, seen.problem ? QJsonValue(seen.problem->findingId.toString()) : QJsonValue()}};
}

} // namespace signet
