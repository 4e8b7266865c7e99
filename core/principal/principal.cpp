#include "core/principal/principal.h"

#include <QJsonArray>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

bool isId(const QString &field)
{
    return field == "objectId"_L1 || field == "clientId"_L1 || field == "tenantId"_L1;
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

constexpr std::array<std::pair<QLatin1StringView, QString Principal::*>, 6> textFields{{
    {"objectId"_L1, &Principal::objectId},
    {"clientId"_L1, &Principal::clientId},
    {"displayName"_L1, &Principal::displayName},
    {"tenantId"_L1, &Principal::tenantId},
    {"resourceId"_L1, &Principal::resourceId},
    {"location"_L1, &Principal::location},
}};

} // namespace

QLatin1StringView toString(PrincipalKind kind)
{
    switch (kind) {
    case PrincipalKind::SystemAssigned:
        return "system-assigned"_L1;
    case PrincipalKind::UserAssigned:
        return "user-assigned"_L1;
    case PrincipalKind::Application:
        return "application"_L1;
    case PrincipalKind::Agent:
        return "agent"_L1;
    case PrincipalKind::Other:
        return "other"_L1;
    }
    Q_UNREACHABLE();
}

QLatin1StringView toString(PrincipalSource source)
{
    switch (source) {
    case PrincipalSource::MicrosoftGraph:
        return "microsoft-graph"_L1;
    case PrincipalSource::ResourceManager:
        return "resource-manager"_L1;
    case PrincipalSource::ResourceGraph:
        return "resource-graph"_L1;
    }
    Q_UNREACHABLE();
}

QLatin1StringView toString(PrincipalMatch match)
{
    switch (match) {
    case PrincipalMatch::Name:
        return "name"_L1;
    case PrincipalMatch::ObjectId:
        return "object-id"_L1;
    case PrincipalMatch::ClientId:
        return "client-id"_L1;
    case PrincipalMatch::ApplicationObjectId:
        return "application-object-id"_L1;
    case PrincipalMatch::ResourceId:
        return "resource-id"_L1;
    case PrincipalMatch::AttachedResource:
        return "attached-resource"_L1;
    }
    Q_UNREACHABLE();
}

void Principal::learn(const QString &field, const QString &value, PrincipalSource source)
{
    const auto named = std::ranges::find(textFields, field, [](const auto &entry) { return entry.first; });
    Q_ASSERT(named != textFields.end());
    QString &known = this->*(named->second);
    if (value.isEmpty() || !known.isEmpty())
        return;
    known = isId(field) ? value.toLower() : value;
    origins.insert(field, source);
}

void Principal::learnKind(PrincipalKind what, PrincipalSource source)
{
    if (what == PrincipalKind::Other || kind != PrincipalKind::Other)
        return;
    kind = what;
    origins.insert(u"kind"_s, source);
}

void Principal::learnEnabled(bool isEnabled, PrincipalSource source)
{
    enabled = isEnabled;
    origins.insert(u"enabled"_s, source);
}

void Principal::learnAttachment(const QString &resource, PrincipalSource source)
{
    if (resource.isEmpty() || attachedTo.contains(resource, Qt::CaseInsensitive))
        return;
    attachedTo.append(resource);
    if (!origins.contains(u"attachedTo"_s))
        origins.insert(u"attachedTo"_s, source);
}

void Principal::learnFrom(const Principal &other)
{
    const auto sourceOf = [&other](const QString &field) {
        return other.origins.value(field, PrincipalSource::ResourceManager);
    };
    for (const auto &[field, member] : textFields)
        learn(field, other.*member, sourceOf(field));
    learnKind(other.kind, sourceOf(u"kind"_s));
    if (other.enabled && !enabled)
        learnEnabled(*other.enabled, sourceOf(u"enabled"_s));
    for (const QString &resource : other.attachedTo)
        learnAttachment(resource, sourceOf(u"attachedTo"_s));
}

QJsonObject Principal::toJson() const
{
    QJsonObject from;
    for (auto it = origins.begin(); it != origins.end(); ++it)
        from.insert(it.key(), toString(it.value()));
    return {
        {u"objectId"_s, orNull(objectId)},
        {u"clientId"_s, orNull(clientId)},
        {u"displayName"_s, orNull(displayName)},
        {u"kind"_s, toString(kind)},
        {u"tenantId"_s, orNull(tenantId)},
        {u"resourceId"_s, orNull(resourceId)},
        {u"location"_s, orNull(location)},
        {u"enabled"_s, enabled ? QJsonValue(*enabled) : QJsonValue()},
        {u"attachedTo"_s, QJsonArray::fromStringList(attachedTo)},
        {u"match"_s, toString(match)},
        {u"from"_s, from},
    };
}

void mergeInto(QList<Principal> *known, const Principal &principal)
{
    if (principal.objectId.isEmpty())
        return;
    const auto same = std::ranges::find(*known, principal.objectId, &Principal::objectId);
    if (same == known->end()) {
        known->append(principal);
        return;
    }
    same->learnFrom(principal);
}

} // namespace signet
