#include "core/principal/principalanswers.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr auto columns =
    " | project id, name, type, location, identity, clientId=tostring(properties.clientId),"
    " principalId=tostring(properties.principalId), ownTenantId=tostring(properties.tenantId)"
    " | order by id asc"_L1;
constexpr auto isIdentity = "type =~ 'microsoft.managedidentity/userassignedidentities'"_L1;

} // namespace

Principal principalFromGraph(const QJsonObject &json, const QString &tenantId)
{
    constexpr auto source = PrincipalSource::MicrosoftGraph;
    const auto text = [&json](QLatin1StringView key) { return json.value(key).toString(); };
    Principal principal;
    principal.learn(u"objectId"_s, text("id"_L1), source);
    principal.learn(u"clientId"_s, text("appId"_L1), source);
    principal.learn(u"displayName"_s, text("displayName"_L1), source);
    principal.learn(u"tenantId"_s, tenantId, source);
    if (json.value("accountEnabled"_L1).isBool())
        principal.learnEnabled(json.value("accountEnabled"_L1).toBool(), source);

    const QString type = text("servicePrincipalType"_L1);
    if (type == "Application"_L1)
        principal.learnKind(PrincipalKind::Application, source);
    if (type == "ServiceIdentity"_L1)
        principal.learnKind(PrincipalKind::Agent, source);
    if (type != "ManagedIdentity"_L1)
        return principal;

    const QJsonArray names = json.value("alternativeNames"_L1).toArray();
    for (const QJsonValue value : names) {
        const QString name = value.toString();
        const auto id = ResourceId::parse(name);
        if (name.compare("isExplicit=True"_L1, Qt::CaseInsensitive) == 0)
            principal.learnKind(PrincipalKind::UserAssigned, source);
        else if (name.compare("isExplicit=False"_L1, Qt::CaseInsensitive) == 0)
            principal.learnKind(PrincipalKind::SystemAssigned, source);
        if (!id)
            continue;
        principal.learn(u"resourceId"_s, name, source);
        principal.learnKind(isUserAssignedIdentity(*id) ? PrincipalKind::UserAssigned
                                                        : PrincipalKind::SystemAssigned,
                            source);
    }
    // A system-assigned identity is on its resource, and nowhere else.
    if (principal.kind == PrincipalKind::SystemAssigned)
        principal.learnAttachment(principal.resourceId, source);
    return principal;
}

Principal principalFromIdentity(const QJsonObject &json, PrincipalSource source)
{
    const QJsonObject properties = json.value("properties"_L1).toObject();
    Principal principal;
    principal.learn(u"objectId"_s, properties.value("principalId"_L1).toString(), source);
    principal.learn(u"clientId"_s, properties.value("clientId"_L1).toString(), source);
    principal.learn(u"tenantId"_s, properties.value("tenantId"_L1).toString(), source);
    principal.learn(u"displayName"_s, json.value("name"_L1).toString(), source);
    principal.learn(u"resourceId"_s, json.value("id"_L1).toString(), source);
    principal.learn(u"location"_s, json.value("location"_L1).toString(), source);
    principal.learnKind(PrincipalKind::UserAssigned, source);
    return principal;
}

std::optional<ResourceRow> resourceRow(const QJsonObject &json)
{
    const auto id = ResourceId::parse(json.value("id"_L1).toString());
    if (!id)
        return std::nullopt;
    ResourceRow row{*id, ResourceIdentity::fromJson(json.value("identity"_L1)), std::nullopt};
    if (isUserAssignedIdentity(*id)) {
        QJsonObject whole = json;
        whole.insert(u"properties"_s,
                     QJsonObject{{u"clientId"_s, json.value("clientId"_L1)},
                                 {u"principalId"_s, json.value("principalId"_L1)},
                                 {u"tenantId"_s, json.value("ownTenantId"_L1)}});
        row.principal = principalFromIdentity(whole, PrincipalSource::ResourceGraph);
    }
    return row;
}

QString queryByName(const QString &text)
{
    return u"resources | where name startswith %1 and (%2 or isnotempty(identity))"_s.arg(queryText(text),
                                                                                          isIdentity)
        + columns;
}

QString queryById(const QString &guid)
{
    const QString value = queryText(guid);
    return u"resources | where (%2 and (properties.principalId =~ %1 or properties.clientId =~ %1))"
           " or tostring(identity) contains %1"_s.arg(value, isIdentity)
        + columns;
}

QString queryAttachments(const QStringList &objectIds)
{
    QStringList conditions;
    for (const QString &id : objectIds)
        conditions.append(u"tostring(identity) contains "_s + queryText(id));
    return u"resources | where "_s + conditions.join(" or "_L1) + columns;
}

QString queryResource(const ResourceId &resource)
{
    return u"resources | where id =~ "_s + queryText(resource.toString()) + columns;
}

QString odataText(const QString &text)
{
    QString escaped = text;
    return u'\'' + escaped.replace(u'\'', "''"_L1) + u'\'';
}

QString queryText(const QString &text)
{
    QString escaped = text;
    escaped.replace(u'\\', "\\\\"_L1).replace(u'\'', "\\'"_L1);
    return u'\'' + escaped + u'\'';
}

} // namespace signet
