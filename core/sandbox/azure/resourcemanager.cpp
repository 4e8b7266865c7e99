#include "core/sandbox/azure/resourcemanager.h"

#include "core/sandbox/azure/resourcegraph.h"
#include "core/sandbox/server/jsonresponse.h"
#include "core/sandbox/world/directory.h"
#include "core/sandbox/world/tokenissuer.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QUrl>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

// A resource of the world. What an identity can be attached to has the two pointers; a user-assigned
// identity has itself.
struct ResourceManager::Target {
    QString id;
    QString location;
    std::optional<QString> *systemAssigned = nullptr;
    QStringList *userAssigned = nullptr;
    const ManagedIdentity *itself = nullptr;
    bool isMachine = false;

    // "/subscriptions/{1}/resourceGroups/{3}/providers/{5}/{6}/{7}[/{8}/{9}]"
    QString part(int index) const { return id.section(u'/', index + 1, index + 1); }
    QString subscriptionId() const { return part(1); }
    QString group() const { return part(3); }
    QString groupId() const { return id.section(u'/', 0, 4); }
    QString name() const { return id.section(u'/', -1); }
    QString type() const
    {
        QString type = part(5) + u'/' + part(6);
        for (int i = 8; !part(i).isEmpty(); i += 2)
            type += u'/' + part(i);
        return type;
    }
};

struct ResourceManager::Caller {
    QString tenantId;
    QString objectId;
    const Person *person = nullptr;
};

namespace {

constexpr QLatin1StringView base = "https://management.azure.com"_L1;
constexpr QLatin1StringView identityType = "Microsoft.ManagedIdentity/userAssignedIdentities"_L1;
constexpr qsizetype pageSize = 100;

ServerResponse refused(int status, const QString &code, const QString &message)
{
    return jsonResponse(status, {{u"error"_s, QJsonObject{{u"code"_s, code}, {u"message"_s, message}}}});
}

ServerResponse notFound(const QString &type, const QString &name, const QString &group)
{
    return refused(404, u"ResourceNotFound"_s,
                   u"The Resource '%1/%2' under resource group '%3' was not found. For more details please "
                   u"go to https://aka.ms/ARMResourceNotFoundFix"_s.arg(type, name, group));
}

bool isWithin(const QString &id, const QString &scope)
{
    const QString outer = scope.endsWith(u'/') ? scope.chopped(1) : scope;
    return id.startsWith(outer, Qt::CaseInsensitive)
        && (id.size() == outer.size() || id.at(outer.size()) == u'/');
}

// One page of a list, and the address of the next.
ServerResponse page(const ServerRequest &request, const QJsonArray &all)
{
    const qsizetype first =
        std::max<qsizetype>(0, request.queryValue(u"$skiptoken").value_or(QString()).toLongLong());
    QJsonArray values;
    for (qsizetype i = first; i < all.size() && values.size() < pageSize; ++i)
        values.append(all[i]);
    QJsonObject body{{u"value"_s, values}};
    if (first + values.size() < all.size()) {
        QStringList parts;
        for (const auto &[name, value] : request.query) {
            if (name != "$skiptoken"_L1)
                parts.append(name + u'=' + QString::fromLatin1(QUrl::toPercentEncoding(value)));
        }
        parts.append(u"$skiptoken=%1"_s.arg(first + values.size()));
        body.insert(u"nextLink"_s,
                    base + QString::fromLatin1(QUrl::toPercentEncoding(request.path, "/")) + u'?'
                        + parts.join(u'&'));
    }
    return jsonResponse(200, body);
}

// A type of an identity block, in any spelling: "SystemAssigned, UserAssigned", with or without the space.
struct IdentityType {
    bool system = false;
    bool user = false;

    static std::optional<IdentityType> parse(const QString &text)
    {
        IdentityType type;
        const QStringList parts = text.split(u',');
        for (const QString &part : parts) {
            if (sameName(part.trimmed(), u"SystemAssigned"))
                type.system = true;
            else if (sameName(part.trimmed(), u"UserAssigned"))
                type.user = true;
            else if (!sameName(part.trimmed(), u"None") || parts.size() > 1)
                return std::nullopt;
        }
        return type;
    }
};

} // namespace

ResourceManager::ResourceManager(World *world)
    : m_world(world)
{
}

ServerResponse ResourceManager::answer(const ServerRequest &request)
{
    ++m_requests;
    const BearerToken token = bearerToken(*m_world, request.header("Authorization"));
    ServerResponse response;
    if (token.state == BearerToken::State::Missing) {
        response = refused(401, u"AuthenticationFailed"_s,
                           u"Authentication failed. The 'Authorization' header is missing."_s);
        response.addHeader(
            "WWW-Authenticate",
            "Bearer authorization_uri=\"https://login.microsoftonline.com/"
                + (m_world->tenants.empty() ? QByteArray("common") : m_world->tenants.front().id.toLatin1())
                + "\", error=\"invalid_token\"");
    } else if (token.state == BearerToken::State::Expired) {
        response =
            refused(401, u"ExpiredAuthenticationToken"_s, u"The access token expiry time is in the past."_s);
    } else if (token.state == BearerToken::State::Invalid) {
        response = refused(401, u"InvalidAuthenticationToken"_s, u"The access token is invalid."_s);
    } else if (token.audience() != Audience::ResourceManager) {
        response = refused(
            401, u"InvalidAuthenticationTokenAudience"_s,
            u"The access token has been obtained for wrong audience or resource '%1'. It should exactly "
            u"match with one of the allowed audiences 'https://management.core.windows.net/',"
            u"'https://management.azure.com/'."_s.arg(token.claim(u"aud"_s)));
    } else if (m_world->resourceManagerRequestsLeft.value_or(1) <= 0) {
        response = refused(429, u"OperationNotAllowed"_s,
                           u"The request is being throttled as the limit of requests has been reached for "
                           u"the caller."_s);
        response.addHeader("Retry-After", "17");
        response.addHeader("x-ms-ratelimit-remaining-subscription-reads", "0");
    } else {
        Caller caller{.tenantId = token.claim(u"tid"_s), .objectId = token.claim(u"oid"_s)};
        if (token.isPerson())
            caller.person = personIn(*m_world, caller.tenantId, caller.objectId);
        if (m_world->resourceManagerRequestsLeft)
            --*m_world->resourceManagerRequestsLeft;
        response = route(caller, request);
        const bool read = request.method == "GET";
        response.addHeader(read ? "x-ms-ratelimit-remaining-subscription-reads"
                                : "x-ms-ratelimit-remaining-subscription-writes",
                           QByteArray::number(m_world->resourceManagerRequestsLeft.value_or(249)));
    }
    const QByteArray id = stableGuid(u"resource manager %1"_s.arg(m_requests)).toLatin1();
    response.addHeader("x-ms-request-id", id);
    response.addHeader("x-ms-correlation-request-id", id);
    return response;
}

ServerResponse ResourceManager::route(const Caller &caller, const ServerRequest &request)
{
    static const QRegularExpression version(u"^\\d{4}-\\d{2}-\\d{2}(-preview|-privatepreview)?$"_s);
    const auto apiVersion = request.queryValue(u"api-version");
    if (!apiVersion)
        return refused(400, u"MissingApiVersionParameter"_s,
                       u"The api-version query parameter (?api-version=) is required for all requests."_s);
    if (!version.match(*apiVersion).hasMatch())
        return refused(400, u"InvalidApiVersionParameter"_s,
                       u"The api-version '%1' is invalid."_s.arg(*apiVersion));

    const QStringList parts = request.segments();
    const auto is = [&](int at, QStringView name) { return at < parts.size() && sameName(parts[at], name); };
    const bool get = request.method == "GET";
    const qsizetype size = parts.size();
    ServerResponse noSuchRoute =
        refused(404, u"ResourceNotFound"_s, u"The resource '%1' was not found."_s.arg(request.path));

    if (size == 1 && get && is(0, u"tenants"))
        return tenants(caller);
    if (size == 1 && get && is(0, u"subscriptions"))
        return subscriptions(caller, request);
    if (size == 3 && is(0, u"providers") && is(1, u"Microsoft.ResourceGraph") && is(2, u"resources"))
        return request.method == "POST"
            ? graph(caller, request)
            : refused(405, u"MethodNotAllowed"_s, u"Only POST is allowed here."_s);
    if (size < 2 || !is(0, u"subscriptions"))
        return noSuchRoute;

    const QString &subscriptionId = parts[1];
    if (QUuid::fromString(subscriptionId).isNull())
        return refused(
            400, u"InvalidSubscriptionId"_s,
            u"The provided subscription identifier '%1' is malformed or invalid."_s.arg(subscriptionId));
    const auto known = subscription(subscriptionId);
    if (!known)
        return refused(404, u"SubscriptionNotFound"_s,
                       u"The subscription '%1' could not be found."_s.arg(subscriptionId));
    if (!sameName(known->tenantId, caller.tenantId)) {
        const QString message =
            u"The access token is from the wrong issuer 'https://sts.windows.net/%1/'. It must match one of "
            u"the tenants 'https://sts.windows.net/%2/' associated with this subscription. Please use the "
            u"authority (URL) 'https://login.windows.net/%2' to get the token."_s.arg(caller.tenantId,
                                                                                      known->tenantId);
        ServerResponse response = refused(401, u"InvalidAuthenticationTokenTenant"_s, message);
        response.addHeader(
            "WWW-Authenticate",
            "Bearer authorization_uri=\"https://login.windows.net/" + known->tenantId.toLatin1()
                + "\", error=\"invalid_token\", error_description=\"" + message.toLatin1() + '"');
        return response;
    }

    const QString scope = u"/subscriptions/"_s + subscriptionId;
    if (size == 2 && get) {
        if (!may(caller, scope, AzureRole::Level::Reader))
            return forbidden(caller, u"Microsoft.Resources/subscriptions/read"_s, scope);
        const QJsonArray visible =
            QJsonDocument::fromJson(subscriptions(caller, request).body)["value"_L1].toArray();
        for (const auto &one : visible) {
            if (sameName(one["subscriptionId"_L1].toString(), subscriptionId))
                return jsonResponse(200, one.toObject());
        }
    }
    if (get && is(2, u"resourceGroups") && size <= 4)
        return groups(caller, request, subscriptionId, size == 4 ? parts[3] : QString());
    if (get && size == 3 && is(2, u"resources"))
        return list(caller, request, scope, {});
    if (get && size == 5 && is(2, u"resourceGroups") && is(4, u"resources"))
        return list(caller, request, scope + u"/resourceGroups/"_s + parts[3], {});
    if (get && size == 5 && is(2, u"providers"))
        return list(caller, request, scope, parts[3] + u'/' + parts[4]);
    if (get && size == 7 && is(2, u"resourceGroups") && is(4, u"providers"))
        return list(caller, request, scope + u"/resourceGroups/"_s + parts[3], parts[5] + u'/' + parts[6]);
    if (get && size == 8 && is(2, u"providers") && is(4, u"locations") && is(6, u"operations"))
        return operation(request, parts[7]);
    if (size < 8 || !is(2, u"resourceGroups") || !is(4, u"providers"))
        return noSuchRoute;

    const QString path = u'/' + parts.join(u'/');
    if (get && size >= 12 && is(int(size) - 4, u"providers")
        && is(int(size) - 3, u"Microsoft.ManagedIdentity") && is(int(size) - 2, u"identities"))
        return defaultIdentity(caller, u'/' + parts.mid(0, size - 4).join(u'/'));
    if (request.method == "POST" && size == 9 && is(8, u"listAssociatedResources"))
        return associatedResources(caller, request, u'/' + parts.mid(0, 8).join(u'/'));
    return size % 2 == 0 ? resource(caller, request, path) : noSuchRoute;
}

// ---- Who sees what -------------------------------------------------------------------------------

std::vector<Subscription> ResourceManager::allSubscriptions() const
{
    std::vector<Subscription> all = m_world->subscriptions;
    const QString machines = m_world->machine.subscriptionId;
    const bool listed = std::any_of(all.begin(), all.end(), [&](const Subscription &subscription) {
        return sameName(subscription.id, machines);
    });
    if (listed || machines.isEmpty())
        return all;
    // In the tenant of the machine's identities, which can be in no other.
    const std::vector<const ManagedIdentity *> attached = m_world->identitiesOfMachine();
    Subscription own;
    own.id = machines;
    own.name = u"Contoso build"_s;
    own.tenantId = !attached.empty()   ? attached.front()->tenantId
        : !m_world->identities.empty() ? m_world->identities.front().tenantId
        : !m_world->tenants.empty()    ? m_world->tenants.front().id
                                       : QString();
    all.insert(all.begin(), own);
    return all;
}

std::optional<Subscription> ResourceManager::subscription(const QString &id) const
{
    const std::vector<Subscription> all = allSubscriptions();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Subscription &one) { return sameName(one.id, id); });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

bool ResourceManager::may(const Caller &caller, const QString &scope, AzureRole::Level level) const
{
    const auto known = subscription(scope.section(u'/', 2, 2));
    if (!known || !sameName(known->tenantId, caller.tenantId))
        return false;
    if (!m_world->azureRoles)
        return true;
    return std::any_of(m_world->azureRoles->begin(), m_world->azureRoles->end(), [&](const AzureRole &role) {
        return sameName(role.objectId, caller.objectId) && isWithin(scope, role.scope)
            && (level == AzureRole::Level::Reader || role.level == level);
    });
}

ServerResponse ResourceManager::forbidden(const Caller &caller, const QString &action,
                                          const QString &scope) const
{
    return refused(
        403, u"AuthorizationFailed"_s,
        u"The client '%1' with object id '%2' does not have authorization to perform action '%3' "
        u"over scope '%4' or the scope is invalid. If access was recently granted, please refresh "
        u"your credentials."_s.arg(caller.person ? caller.person->userPrincipalName : caller.objectId,
                                   caller.objectId, action, scope));
}

ServerResponse ResourceManager::tenants(const Caller &caller) const
{
    QJsonArray values;
    for (const Tenant &tenant : m_world->tenants) {
        const bool visible =
            caller.person ? isIn(*caller.person, tenant.id) : sameName(tenant.id, caller.tenantId);
        if (!visible)
            continue;
        const QStringList domains = domainsOf(*m_world, tenant);
        values.append(QJsonObject{{u"id"_s, u"/tenants/"_s + tenant.id},
                                  {u"tenantId"_s, tenant.id},
                                  {u"displayName"_s, tenant.name},
                                  {u"defaultDomain"_s, domains.constLast()},
                                  {u"domains"_s, QJsonArray::fromStringList(domains)},
                                  {u"tenantType"_s, u"AAD"_s},
                                  {u"tenantCategory"_s, u"Home"_s}});
    }
    return jsonResponse(200, {{u"value"_s, values}});
}

ServerResponse ResourceManager::subscriptions(const Caller &caller, const ServerRequest &) const
{
    QJsonArray values;
    for (const Subscription &subscription : allSubscriptions()) {
        const QString scope = u"/subscriptions/"_s + subscription.id;
        // A role on anything within makes it visible.
        const bool within = m_world->azureRoles && sameName(subscription.tenantId, caller.tenantId)
            && std::any_of(m_world->azureRoles->begin(), m_world->azureRoles->end(),
                           [&](const AzureRole &role) {
                               return sameName(role.objectId, caller.objectId) && isWithin(role.scope, scope);
                           });
        if (!within && !may(caller, scope, AzureRole::Level::Reader))
            continue;
        values.append(QJsonObject{{u"id"_s, scope},
                                  {u"authorizationSource"_s, u"RoleBased"_s},
                                  {u"managedByTenants"_s, QJsonArray()},
                                  {u"subscriptionId"_s, subscription.id},
                                  {u"tenantId"_s, subscription.tenantId},
                                  {u"displayName"_s, subscription.name},
                                  {u"state"_s, subscription.state},
                                  {u"subscriptionPolicies"_s,
                                   QJsonObject{{u"locationPlacementId"_s, u"Public_2014-09-01"_s},
                                               {u"quotaId"_s, u"PayAsYouGo_2014-09-01"_s},
                                               {u"spendingLimit"_s, u"Off"_s}}}});
    }
    return jsonResponse(200,
                        {{u"value"_s, values},
                         {u"count"_s, QJsonObject{{u"type"_s, u"Total"_s}, {u"value"_s, values.size()}}}});
}

ServerResponse ResourceManager::groups(const Caller &caller, const ServerRequest &request,
                                       const QString &subscriptionId, const QString &group) const
{
    QStringList seen;
    QJsonArray values;
    for (const Target &target : targets()) {
        if (!sameName(target.subscriptionId(), subscriptionId)
            || seen.contains(target.group(), Qt::CaseInsensitive))
            continue;
        seen.append(target.group());
        if (!may(caller, target.groupId(), AzureRole::Level::Reader))
            continue;
        const QJsonObject value{{u"id"_s, target.groupId()},
                                {u"name"_s, target.group()},
                                {u"type"_s, u"Microsoft.Resources/resourceGroups"_s},
                                {u"location"_s, target.location},
                                {u"properties"_s, QJsonObject{{u"provisioningState"_s, u"Succeeded"_s}}}};
        if (sameName(target.group(), group))
            return jsonResponse(200, value);
        values.append(value);
    }
    if (group.isEmpty())
        return page(request, values);
    const QString scope = u"/subscriptions/%1/resourceGroups/%2"_s.arg(subscriptionId, group);
    if (!may(caller, scope, AzureRole::Level::Reader))
        return forbidden(caller, u"Microsoft.Resources/subscriptions/resourceGroups/read"_s, scope);
    return refused(404, u"ResourceGroupNotFound"_s, u"Resource group '%1' could not be found."_s.arg(group));
}

// ---- Resources -----------------------------------------------------------------------------------

std::vector<ResourceManager::Target> ResourceManager::targets() const
{
    std::vector<Target> all;
    if (!m_world->machine.subscriptionId.isEmpty() && !m_world->machine.name.isEmpty())
        all.push_back({.id = m_world->machine.resourceId(),
                       .location = m_world->machine.location,
                       .systemAssigned = &m_world->machine.systemAssigned,
                       .userAssigned = &m_world->machine.userAssigned,
                       .isMachine = true});
    for (AzureResource &resource : m_world->resources)
        all.push_back({.id = resource.resourceId,
                       .location = resource.location,
                       .systemAssigned = &resource.systemAssigned,
                       .userAssigned = &resource.userAssigned});
    for (const ManagedIdentity &identity : m_world->identities) {
        if (identity.kind == ManagedIdentity::Kind::UserAssigned)
            all.push_back(
                {.id = identity.resourceId, .location = m_world->machine.location, .itself = &identity});
    }
    return all;
}

std::optional<ResourceManager::Target> ResourceManager::target(const QString &id) const
{
    const std::vector<Target> all = targets();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Target &one) { return sameName(one.id, id); });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

QJsonObject ResourceManager::identityBlock(const Target &target) const
{
    if (!target.userAssigned)
        return {};
    QJsonObject block;
    QStringList types;
    if (*target.systemAssigned) {
        types.append(u"SystemAssigned"_s);
        if (const ManagedIdentity *identity = m_world->identity(**target.systemAssigned)) {
            block.insert(u"principalId"_s, identity->objectId);
            block.insert(u"tenantId"_s, identity->tenantId);
        }
    }
    QJsonObject attached;
    for (const QString &objectId : std::as_const(*target.userAssigned)) {
        if (const ManagedIdentity *identity = m_world->identity(objectId))
            attached.insert(
                identity->resourceId,
                QJsonObject{{u"clientId"_s, identity->clientId}, {u"principalId"_s, identity->objectId}});
    }
    if (!attached.isEmpty()) {
        types.append(u"UserAssigned"_s);
        block.insert(u"userAssignedIdentities"_s, attached);
    }
    if (types.isEmpty())
        return {};
    // App Service writes it without the space.
    const bool web = target.part(5).compare("Microsoft.Web"_L1, Qt::CaseInsensitive) == 0;
    block.insert(u"type"_s, types.join(web ? u","_s : u", "_s));
    return block;
}

QJsonObject ResourceManager::document(const Target &target) const
{
    QJsonObject body{{u"id"_s, target.id},
                     {u"name"_s, target.name()},
                     {u"type"_s, target.type()},
                     {u"location"_s, target.location},
                     {u"tags"_s, QJsonObject()}};
    if (target.itself) {
        body.insert(u"type"_s, identityType);
        body.insert(u"properties"_s,
                    QJsonObject{{u"isolationScope"_s, u"None"_s},
                                {u"tenantId"_s, target.itself->tenantId},
                                {u"principalId"_s, target.itself->objectId},
                                {u"clientId"_s, target.itself->clientId}});
        return body;
    }
    const bool updating = std::any_of(m_operations.begin(), m_operations.end(), [&](const Operation &one) {
        return sameName(one.resourceId, target.id) && !one.asked;
    });
    QJsonObject properties{{u"provisioningState"_s, updating ? u"Updating"_s : u"Succeeded"_s}};
    if (target.isMachine) {
        properties.insert(u"vmId"_s, m_world->machine.vmId);
        properties.insert(u"hardwareProfile"_s, QJsonObject{{u"vmSize"_s, m_world->machine.vmSize}});
        properties.insert(u"storageProfile"_s,
                          QJsonObject{{u"osDisk"_s, QJsonObject{{u"osType"_s, m_world->machine.osType}}}});
    }
    body.insert(u"properties"_s, properties);
    if (const QJsonObject identity = identityBlock(target); !identity.isEmpty())
        body.insert(u"identity"_s, identity);
    return body;
}

ServerResponse ResourceManager::list(const Caller &caller, const ServerRequest &request, const QString &scope,
                                     const QString &type) const
{
    // Lists of a provider want a role on the scope; the list of everything shows what the caller may see.
    if (!type.isEmpty() && !may(caller, scope, AzureRole::Level::Reader))
        return forbidden(caller, type + u"/read"_s, scope);
    if (scope.count(u'/') == 4) {
        const std::vector<Target> all = targets();
        const bool there = std::any_of(
            all.begin(), all.end(), [&](const Target &target) { return sameName(target.groupId(), scope); });
        if (!there)
            return refused(404, u"ResourceGroupNotFound"_s,
                           u"Resource group '%1' could not be found."_s.arg(scope.section(u'/', -1)));
    }
    static const QRegularExpression ofType(u"^\\s*resourceType\\s+eq\\s+'([^']+)'\\s*$"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    const QString filter = request.queryValue(u"$filter").value_or(QString());
    const QRegularExpressionMatch match = ofType.match(filter);
    if (!filter.isEmpty() && !match.hasMatch())
        return refused(400, u"InvalidFilterInQueryString"_s,
                       u"Invalid $filter '%1' specified in the query string."_s.arg(filter));
    const QString wanted = match.hasMatch() ? match.captured(1) : type;
    QJsonArray values;
    for (const Target &target : targets()) {
        if (!isWithin(target.id, scope) || (!wanted.isEmpty() && !sameName(target.type(), wanted))
            || !may(caller, target.id, AzureRole::Level::Reader))
            continue;
        QJsonObject value = document(target);
        if (type.isEmpty())
            value.remove(u"properties"_s);
        values.append(value);
    }
    return page(request, values);
}

ServerResponse ResourceManager::resource(const Caller &caller, const ServerRequest &request,
                                         const QString &id)
{
    const Target asked{.id = id, .location = {}};
    const bool changes = request.method == "PATCH" || request.method == "PUT";
    if (!changes && request.method != "GET")
        return refused(405, u"MethodNotAllowed"_s,
                       u"The method '%1' is not simulated here."_s.arg(QString::fromLatin1(request.method)));
    const QString action = asked.type() + (changes ? u"/write"_s : u"/read"_s);
    if (!may(caller, id, changes ? AzureRole::Level::Contributor : AzureRole::Level::Reader))
        return forbidden(caller, action, id);
    const auto found = target(id);
    if (!found) {
        const std::vector<Target> all = targets();
        const bool group = std::any_of(all.begin(), all.end(), [&](const Target &one) {
            return sameName(one.groupId(), asked.groupId());
        });
        if (!group)
            return refused(404, u"ResourceGroupNotFound"_s,
                           u"Resource group '%1' could not be found."_s.arg(asked.group()));
        return notFound(asked.type(), asked.name(), asked.group());
    }
    if (!changes)
        return jsonResponse(200, document(*found));
    if (!found->userAssigned)
        return refused(405, u"MethodNotAllowed"_s, u"User-assigned identities are not changed here."_s);
    return change(caller, request, *found);
}

ServerResponse ResourceManager::change(const Caller &caller, const ServerRequest &request,
                                       const Target &target)
{
    const QJsonDocument document = QJsonDocument::fromJson(request.body);
    if (!document.isObject())
        return refused(400, u"InvalidRequestContent"_s,
                       u"The request content was invalid and could not be deserialized."_s);
    const bool replaces = request.method == "PUT";
    if (replaces && document["location"_L1].toString().isEmpty())
        return refused(400, u"LocationRequired"_s,
                       u"The location property is required for this definition."_s);

    const QJsonValue wanted = document["identity"_L1];
    if (!wanted.isUndefined()) {
        const auto type = IdentityType::parse(wanted["type"_L1].toString());
        if (!type)
            return refused(400, u"InvalidParameter"_s,
                           u"The value '%1' of parameter 'identity.type' is invalid."_s.arg(
                               wanted["type"_L1].toString()));
        const QJsonObject listed = wanted["userAssignedIdentities"_L1].toObject();
        if (!listed.isEmpty() && !type->user)
            return refused(400, u"InvalidParameter"_s,
                           u"The identity ids must be empty for the identity type '%1'."_s.arg(
                               wanted["type"_L1].toString()));
        QStringList attached = replaces || !type->user ? QStringList() : *target.userAssigned;
        for (auto it = listed.begin(); it != listed.end(); ++it) {
            const auto identity = this->target(it.key());
            if (!identity || !identity->itself)
                return refused(
                    400, u"FailedIdentityOperation"_s,
                    u"Identity operation for resource '%1' failed with error 'Failed to perform resource "
                    u"identity operation. Status: 'BadRequest'. Response: '{\"error\":{\"code\":"
                    u"\"BadRequest\",\"message\":\"Resource '%2' was not found.\"}}'."_s.arg(target.id,
                                                                                             it.key()));
            const QString objectId = identity->itself->objectId;
            if (it.value().isNull()) {
                attached.removeIf([&](const QString &one) { return sameName(one, objectId); });
                continue;
            }
            const bool isNew = !target.userAssigned->contains(objectId, Qt::CaseInsensitive);
            // To attach an identity is a right of its own: Managed Identity Operator.
            if (isNew && !may(caller, identity->id, AzureRole::Level::Contributor))
                return refused(
                    403, u"LinkedAuthorizationFailed"_s,
                    u"The client '%1' with object id '%1' has permission to perform action '%2/write' on "
                    u"scope '%3'; however, it does not have permission to perform action(s) "
                    u"'%4/assign/action'"
                    u" on the linked scope(s) '%5' (respectively) or the linked scope(s) are invalid."_s.arg(
                        caller.objectId, target.type(), target.id, identityType, identity->id));
            if (!attached.contains(objectId, Qt::CaseInsensitive))
                attached.append(objectId);
        }
        if (type->user && attached.isEmpty())
            return refused(400, u"InvalidParameter"_s,
                           u"The identity type 'UserAssigned' needs at least one identity in "
                           u"'userAssignedIdentities'."_s);

        *target.userAssigned = attached;
        if (!type->system && *target.systemAssigned) {
            const QString gone = **target.systemAssigned;
            target.systemAssigned->reset();
            std::erase_if(m_world->identities,
                          [&](const ManagedIdentity &identity) { return sameName(identity.objectId, gone); });
        } else if (type->system && !*target.systemAssigned) {
            const QString seed = target.id.toLower() + QString::number(m_requests);
            ManagedIdentity made;
            made.kind = ManagedIdentity::Kind::SystemAssigned;
            made.name = target.name();
            made.tenantId = caller.tenantId;
            made.objectId = stableGuid(u"principal of "_s + seed);
            made.clientId = stableGuid(u"client of "_s + seed);
            made.resourceId = target.id;
            m_world->identities.push_back(made);
            *target.systemAssigned = made.objectId;
        }
    }

    const QString provider = target.part(5).toLower();
    const bool machine = target.part(6).compare("virtualMachines"_L1, Qt::CaseInsensitive) == 0;
    const bool deferred = (provider == "microsoft.compute"_L1 && !machine) || provider == "microsoft.app"_L1
        || provider == "microsoft.containerinstance"_L1;
    if (!machine && !deferred)
        return jsonResponse(200, this->document(target));
    const QString operationId = stableGuid(u"operation %1"_s.arg(m_requests));
    m_operations.insert(operationId, {.resourceId = target.id});
    ServerResponse response = jsonResponse(deferred ? 202 : 200, this->document(target));
    if (deferred)
        response.body = "null";
    const QByteArray where =
        u"%1/subscriptions/%2/providers/Microsoft.Compute/locations/%3/operations/%4?api-version=%5"_s
            .arg(base, target.subscriptionId(), target.location, operationId,
                 request.queryValue(u"api-version").value_or(QString()))
            .toLatin1();
    response.addHeader("Azure-AsyncOperation", where);
    response.addHeader("Retry-After", "1");
    return response;
}

ServerResponse ResourceManager::operation(const ServerRequest &, const QString &id)
{
    const auto found = m_operations.find(id);
    if (found == m_operations.end())
        return refused(404, u"OperationNotFound"_s, u"The operation '%1' was not found."_s.arg(id));
    const bool done = found->asked;
    found->asked = true;
    ServerResponse response =
        jsonResponse(200, {{u"name"_s, id}, {u"status"_s, done ? u"Succeeded"_s : u"InProgress"_s}});
    if (!done)
        response.addHeader("Retry-After", "1");
    return response;
}

ServerResponse ResourceManager::defaultIdentity(const Caller &caller, const QString &id) const
{
    if (!may(caller, id, AzureRole::Level::Reader))
        return forbidden(caller, u"Microsoft.ManagedIdentity/identities/read"_s, id);
    const auto found = target(id);
    const Target asked{.id = id, .location = {}};
    const ManagedIdentity *identity = found && found->systemAssigned && *found->systemAssigned
        ? m_world->identity(**found->systemAssigned)
        : nullptr;
    if (!identity)
        return notFound(asked.type(), asked.name(), asked.group());
    return jsonResponse(
        200,
        {{u"id"_s, found->id + u"/providers/Microsoft.ManagedIdentity/identities/default"_s},
         {u"name"_s, u"default"_s},
         {u"type"_s, u"Microsoft.ManagedIdentity/identities"_s},
         {u"location"_s, found->location},
         {u"properties"_s,
          QJsonObject{{u"tenantId"_s, identity->tenantId},
                      {u"principalId"_s, identity->objectId},
                      {u"clientId"_s, identity->clientId},
                      {u"clientSecretUrl"_s,
                       u"https://control-%1.identity.azure.net%2/credentials?tid=%3&oid=%4&aid=%5"_s.arg(
                           found->location, found->id, identity->tenantId, identity->objectId,
                           identity->clientId)}}}});
}

ServerResponse ResourceManager::associatedResources(const Caller &caller, const ServerRequest &request,
                                                    const QString &id) const
{
    if (!may(caller, id, AzureRole::Level::Reader))
        return forbidden(caller, identityType + u"/listAssociatedResources/action"_s, id);
    const QString version = request.queryValue(u"api-version").value_or(QString());
    if (version != "2022-01-31-preview"_L1 && version != "2021-09-30-preview"_L1)
        return refused(400, u"NoRegisteredProviderFound"_s,
                       u"No registered resource provider found for location '%1' and API version '%2' for "
                       u"type 'userAssignedIdentities'."_s.arg(m_world->machine.location, version));
    const auto identity = target(id);
    if (!identity || !identity->itself)
        return notFound(identityType, id.section(u'/', -1), id.section(u'/', 4, 4));
    QJsonArray values;
    for (const Target &one : targets()) {
        if (one.userAssigned && one.userAssigned->contains(identity->itself->objectId, Qt::CaseInsensitive)
            && may(caller, one.id, AzureRole::Level::Reader))
            values.append(
                QJsonObject{{u"id"_s, one.id},
                            {u"name"_s, one.name()},
                            {u"type"_s, one.type().toLower()},
                            {u"resourceGroup"_s, one.group()},
                            {u"subscriptionId"_s, one.subscriptionId()},
                            {u"subscriptionDisplayName"_s, subscription(one.subscriptionId())->name}});
    }
    const qsizetype total = values.size();
    ServerResponse response = page(request, values);
    QJsonObject body = QJsonDocument::fromJson(response.body).object();
    body.insert(u"totalCount"_s, total);
    response.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return response;
}

// ---- Resource Graph ------------------------------------------------------------------------------

ServerResponse ResourceManager::graph(const Caller &caller, const ServerRequest &request) const
{
    const auto bad = [&](const QString &code, const QString &message) {
        return jsonResponse(
            400,
            {{u"error"_s,
              QJsonObject{
                  {u"code"_s, u"BadRequest"_s},
                  {u"message"_s,
                   u"Please provide below info when asking for support: correlationId = %1."_s.arg(
                       stableGuid(u"resource manager %1"_s.arg(m_requests)))},
                  {u"details"_s, QJsonArray{QJsonObject{{u"code"_s, code}, {u"message"_s, message}}}}}}});
    };
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    const QJsonObject options = body.value("options"_L1).toObject();
    const QString format = options.value("resultFormat"_L1).toString(u"objectArray"_s);
    if (format != "objectArray"_L1)
        return bad(u"InvalidOptions"_s, u"Only the result format 'objectArray' is simulated."_s);
    const int top = options.value("$top"_L1).toInt(1000);
    if (top < 1 || top > 1000)
        return bad(u"InvalidOptions"_s, u"$top has to be between 1 and 1000."_s);

    QStringList wanted;
    const QJsonArray named = body.value("subscriptions"_L1).toArray();
    for (const auto &id : named)
        wanted.append(id.toString());
    QList<QJsonObject> rows;
    QList<QJsonObject> containers;
    const QJsonArray visible =
        QJsonDocument::fromJson(subscriptions(caller, request).body)["value"_L1].toArray();
    bool any = false;
    for (const auto &one : visible) {
        const QString id = one["subscriptionId"_L1].toString();
        if (!wanted.isEmpty() && !wanted.contains(id, Qt::CaseInsensitive))
            continue;
        any = true;
        containers.append(QJsonObject{{u"id"_s, u"/subscriptions/"_s + id},
                                      {u"name"_s, one["displayName"_L1]},
                                      {u"type"_s, u"microsoft.resources/subscriptions"_s},
                                      {u"tenantId"_s, one["tenantId"_L1]},
                                      {u"subscriptionId"_s, id},
                                      {u"properties"_s, QJsonObject{{u"state"_s, one["state"_L1]}}}});
        for (const Target &target : targets()) {
            if (!sameName(target.subscriptionId(), id) || !may(caller, target.id, AzureRole::Level::Reader))
                continue;
            QJsonObject row = document(target);
            row.insert(u"type"_s, target.type().toLower());
            row.insert(u"resourceGroup"_s, target.group().toLower());
            row.insert(u"subscriptionId"_s, id);
            row.insert(u"tenantId"_s, one["tenantId"_L1]);
            row.insert(u"kind"_s, QString());
            row.insert(u"managedBy"_s, QString());
            rows.append(row);
        }
    }
    if (!any && !wanted.isEmpty())
        return bad(u"NoValidSubscriptionsInQueryRequest"_s,
                   u"There must be at least one subscription that is eligible to contain resources."_s);

    QString error;
    const auto found = runResourceGraphQuery(body.value("query"_L1).toString(), rows, containers, &error);
    if (!found)
        return bad(u"InvalidQuery"_s,
                   u"Query is invalid. Please refer to the documentation for the Azure "
                   u"Resource Graph service and fix the error before retrying: "_s
                       + error);
    const qsizetype first = options.contains("$skipToken"_L1)
        ? QByteArray::fromBase64(options.value("$skipToken"_L1).toString().toLatin1()).toLongLong()
        : options.value("$skip"_L1).toInt();
    QJsonArray data;
    for (qsizetype i = std::max<qsizetype>(0, first); i < found->size() && data.size() < top; ++i)
        data.append((*found)[i]);
    const bool more = first + data.size() < found->size();
    QJsonObject answer{{u"totalRecords"_s, found->size()},
                       {u"count"_s, data.size()},
                       {u"data"_s, data},
                       {u"facets"_s, QJsonArray()},
                       {u"resultTruncated"_s, u"false"_s}};
    if (more) {
        // The service finds its place again by the id of a resource; without that column the rest is lost.
        if (data.first().toObject().contains("id"_L1))
            answer.insert(u"$skipToken"_s,
                          QString::fromLatin1(QByteArray::number(first + data.size()).toBase64()));
        else
            answer.insert(u"resultTruncated"_s, u"true"_s);
    }
    ServerResponse response = jsonResponse(200, answer);
    response.addHeader("x-ms-user-quota-remaining", "14");
    response.addHeader("x-ms-user-quota-resets-after", "00:00:05");
    return response;
}

} // namespace signet::sandbox
