#include "core/sandbox/azure/instancemetadata.h"

#include "core/sandbox/world/tokenissuer.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

// Newest first in errors, oldest first in /metadata/versions.
const QStringList &knownVersions()
{
    static const QStringList versions{
        u"2017-03-01"_s, u"2017-04-02"_s, u"2017-08-01"_s, u"2017-10-01"_s, u"2017-12-01"_s, u"2018-02-01"_s,
        u"2018-04-02"_s, u"2018-10-01"_s, u"2019-02-01"_s, u"2019-03-11"_s, u"2019-04-30"_s, u"2019-06-01"_s,
        u"2019-06-04"_s, u"2019-08-01"_s, u"2019-08-15"_s, u"2019-11-01"_s, u"2020-06-01"_s, u"2020-07-15"_s,
        u"2020-09-01"_s, u"2020-10-01"_s, u"2020-12-01"_s, u"2021-01-01"_s, u"2021-02-01"_s, u"2021-03-01"_s,
        u"2021-05-01"_s, u"2021-10-01"_s, u"2021-11-01"_s, u"2021-11-15"_s, u"2021-12-13"_s, u"2023-07-01"_s,
        u"2023-11-15"_s, u"2024-03-15"_s, u"2024-07-17"_s, u"2025-04-07"_s};
    return versions;
}

ServerResponse json(int status, const QJsonObject &body)
{
    ServerResponse response;
    response.status = status;
    response.headers = {{"Content-Type", "application/json; charset=utf-8"},
                        {"Server", "IMDS/150.870.65.1854"}};
    response.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return response;
}

ServerResponse error(int status, const QString &code, const QString &description)
{
    return json(status, {{u"error"_s, code}, {u"error_description"_s, description}});
}

ServerResponse invalidRequest(const QString &description)
{
    return error(400, u"invalid_request"_s, description);
}

ServerResponse badVersion()
{
    const QStringList &versions = knownVersions();
    QJsonArray newest;
    for (qsizetype i = versions.size() - 1; i >= versions.size() - 3; --i)
        newest.append(versions[i]);
    return json(
        400,
        {{u"error"_s,
          u"Bad request. api-version is invalid or was not specified in the request. For more information "
          u"refer to aka.ms/azureimds"_s},
         {u"newest-versions"_s, newest}});
}

// Dates as text compare like dates.
bool versionFits(const ServerRequest &request, const QString &since)
{
    const QString version = request.queryValue(u"api-version").value_or(QString());
    return knownVersions().contains(version) && version >= since;
}

bool sameId(const QString &a, const QString &b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

// Entra's own words, passed through by the metadata service.
ServerResponse unknownResource(const World &world, const ManagedIdentity &identity, const QString &resource)
{
    const Tenant *tenant = world.tenant(identity.tenantId);
    const QString time =
        QDateTime::fromSecsSinceEpoch(world.clock, Qt::UTC).toString(u"yyyy-MM-dd HH:mm:ss'Z'");
    const QString trace = stableGuid(u"trace"_s + resource);
    const QString correlation = stableGuid(u"correlation"_s + resource);
    return json(
        400,
        {{u"error"_s, u"invalid_resource"_s},
         {u"error_description"_s,
          u"AADSTS500011: The resource principal named %1 was not found in the tenant named %2.\r\nTrace ID: "
          u"%3\r\nCorrelation ID: %4\r\nTimestamp: %5"_s.arg(
              resource, tenant ? tenant->name : identity.tenantId, trace, correlation, time)},
         {u"error_codes"_s, QJsonArray{500011}},
         {u"timestamp"_s, time},
         {u"trace_id"_s, trace},
         {u"correlation_id"_s, correlation},
         {u"error_uri"_s, u"https://westeurope.login.microsoft.com/error?code=500011"_s}});
}

} // namespace

InstanceMetadata::InstanceMetadata(World *world, std::function<void(const QByteArray &)> issued)
    : m_world(world)
    , m_issued(std::move(issued))
{
}

ServerResponse InstanceMetadata::answer(const ServerRequest &request)
{
    switch (m_world->metadata.behaviour) {
    case MetadataService::Behaviour::Swallows:
        return ServerResponse::silence();
    case MetadataService::Behaviour::Resets:
        return ServerResponse::reset();
    case MetadataService::Behaviour::Answers:
        break;
    }
    // Both headers are guards against request forgery: a forged request cannot set the one, and a
    // request that came through a proxy has the other.
    if (request.hasHeader("X-Forwarded-For"))
        return invalidRequest(u"Request contains forbidden header X-Forwarded-For"_s);
    if (request.method != "GET") {
        ServerResponse response = error(405, u"method_not_allowed"_s, u"Method not allowed"_s);
        response.addHeader("Allow", "GET");
        return response;
    }
    if (request.header("Metadata") != "true")
        return invalidRequest(u"Required metadata header not specified"_s);

    QStringList parts = request.segments();
    for (QString &part : parts)
        part = part.toLower();
    if (parts.isEmpty() || parts.takeFirst() != "metadata"_L1 || parts.isEmpty())
        return error(404, u"not_found"_s, u"Not found"_s);

    QSet<QString> names;
    for (const auto &[name, value] : request.query) {
        if (names.contains(name.toLower())) // wording not captured
            return invalidRequest(u"Query parameter '%1' was specified more than once"_s.arg(name));
        names.insert(name.toLower());
    }

    const QString path = parts.join(u'/');
    if (path == "versions"_L1) {
        return json(200, {{u"apiVersions"_s, QJsonArray::fromStringList(knownVersions())}});
    }
    if (parts.first() == "instance"_L1) {
        if (!versionFits(request, u"2017-04-02"_s))
            return badVersion();
        // Names below keep their case: the document is looked up by them.
        return instance(request.segments().mid(2), request);
    }
    if (path == "identity/info"_L1) {
        if (!versionFits(request, u"2018-02-01"_s))
            return badVersion();
        if (throttled())
            return tooManyRequests();
        const auto identities = m_world->identitiesOfMachine();
        if (identities.empty())
            return invalidRequest(u"Identity not found"_s);
        return json(200, {{u"tenantId"_s, identities.front()->tenantId}});
    }
    if (path == "identity/oauth2/token"_L1)
        return token(request);
    if (path == "attested/document"_L1) {
        if (!versionFits(request, u"2018-10-01"_s))
            return badVersion();
        const QJsonObject document{{u"nonce"_s, request.queryValue(u"nonce").value_or(QString())},
                                   {u"subscriptionId"_s, m_world->machine.subscriptionId},
                                   {u"vmId"_s, m_world->machine.vmId}};
        // Nobody can sign for metadata.azure.com: the document is there, its signature proves nothing.
        return json(
            200,
            {{u"encoding"_s, u"pkcs7"_s},
             {u"signature"_s,
              QString::fromLatin1(QJsonDocument(document).toJson(QJsonDocument::Compact).toBase64())}});
    }
    return error(404, u"not_found"_s, u"Not found"_s);
}

bool InstanceMetadata::throttled()
{
    const std::optional<MetadataService::Throttle> &limit = m_world->metadata.throttle;
    if (!limit)
        return false;
    if (!m_filled) {
        m_tokens = limit->burst;
        m_filled = true;
    } else {
        const auto gained = double(m_world->clock - m_filledAt) * limit->perSecond;
        m_tokens = std::min<double>(limit->burst, m_tokens + gained);
    }
    m_filledAt = m_world->clock;
    if (m_tokens < 1)
        return true;
    m_tokens -= 1;
    return false;
}

ServerResponse InstanceMetadata::tooManyRequests() const
{
    // The code is invalid_request in what was captured, whatever the specification says.
    ServerResponse response = error(429, u"invalid_request"_s, u"Temporarily throttled, too many requests"_s);
    if (m_world->metadata.throttle->retryAfter)
        response.addHeader("Retry-After", QByteArray::number(*m_world->metadata.throttle->retryAfter));
    return response;
}

ServerResponse InstanceMetadata::token(const ServerRequest &request)
{
    if (throttled())
        return tooManyRequests();
    if (!versionFits(request, u"2018-02-01"_s))
        return badVersion();
    const QString resource = request.queryValue(u"resource").value_or(QString());
    if (resource.isEmpty())
        return invalidRequest(u"Required query variable 'resource' is missing"_s);

    struct Selector {
        QStringView name;
        QString ManagedIdentity::*field;
    };
    static constexpr Selector selectors[] = {{u"client_id", &ManagedIdentity::clientId},
                                             {u"object_id", &ManagedIdentity::objectId},
                                             {u"msi_res_id", &ManagedIdentity::resourceId}};
    const auto identities = m_world->identitiesOfMachine();
    const ManagedIdentity *identity = nullptr;
    const Selector *chosen = nullptr;
    for (const Selector &selector : selectors) {
        const std::optional<QString> value = request.queryValue(selector.name);
        if (!value)
            continue;
        if (chosen) // wording not captured
            return invalidRequest(u"client_id, object_id and msi_res_id are mutually exclusive"_s);
        chosen = &selector;
        const auto found =
            std::find_if(identities.begin(), identities.end(), [&](const ManagedIdentity *candidate) {
                return sameId(candidate->*selector.field, *value);
            });
        identity = found == identities.end() ? nullptr : *found;
    }
    if (!chosen && !identities.empty()) {
        // The system-assigned identity, else the only user-assigned one; there is no way to ask for
        // the first of these explicitly.
        if (!m_world->machine.systemAssigned && identities.size() > 1)
            return invalidRequest(
                u"Multiple user assigned identities exist, please specify the clientId / resourceId of "
                u"the identity in the token request"_s);
        identity = identities.front();
    }
    if (!identity)
        return invalidRequest(u"Identity not found"_s);

    const QString audience = m_world->metadata.cachedAudience.value_or(resource);
    if (audienceOf(audience) == Audience::Unknown)
        return unknownResource(*m_world, *identity, resource);

    const QByteArray accessToken = issueToken(*m_world, *identity, audience);
    if (m_issued)
        m_issued(accessToken);
    const TokenTimes times = tokenTimes(*m_world);
    const qint64 secondsLeft = times.expiresOn - m_world->clock;
    QJsonObject body{
        {u"access_token"_s, QString::fromLatin1(accessToken)},
        {u"client_id"_s, identity->clientId},
        {u"expires_in"_s, QString::number(secondsLeft)},
        {u"expires_on"_s, m_world->metadata.expiresOn.value_or(QString::number(times.expiresOn))},
        {u"ext_expires_in"_s, QString::number(secondsLeft - 1)},
        {u"not_before"_s, QString::number(times.notBefore)},
        {u"resource"_s, audience},
        {u"token_type"_s, u"Bearer"_s},
    };
    if (chosen && chosen != &selectors[0])
        body.insert(chosen->name, identity->*chosen->field);
    return json(200, body);
}

QJsonObject InstanceMetadata::instanceDocument() const
{
    const Machine &machine = m_world->machine;
    const bool inScaleSet = machine.kind == Machine::Kind::ScaleSet;
    const QString instanceName = inScaleSet ? machine.name + u"_0"_s : machine.name;
    const QJsonObject compute{
        {u"azEnvironment"_s, machine.azEnvironment},
        {u"customData"_s, QString()},
        {u"location"_s, machine.location},
        {u"name"_s, instanceName},
        {u"offer"_s, QString()},
        {u"osProfile"_s, QJsonObject{{u"adminUsername"_s, u"builder"_s}, {u"computerName"_s, instanceName}}},
        {u"osType"_s, machine.osType},
        {u"placementGroupId"_s, QString()},
        {u"plan"_s,
         QJsonObject{{u"name"_s, QString()}, {u"product"_s, QString()}, {u"publisher"_s, QString()}}},
        {u"platformFaultDomain"_s, u"0"_s},
        {u"platformUpdateDomain"_s, u"0"_s},
        {u"provider"_s, u"Microsoft.Compute"_s},
        {u"publisher"_s, QString()},
        {u"resourceGroupName"_s, machine.resourceGroup},
        {u"resourceId"_s, inScaleSet ? machine.resourceId() + u"/virtualMachines/0"_s : machine.resourceId()},
        {u"securityProfile"_s,
         QJsonObject{{u"secureBootEnabled"_s, u"true"_s},
                     {u"securityType"_s, u"TrustedLaunch"_s},
                     {u"virtualTpmEnabled"_s, u"true"_s}}},
        {u"sku"_s, QString()},
        {u"subscriptionId"_s, machine.subscriptionId},
        {u"tags"_s, u"purpose:build"_s},
        {u"tagsList"_s, QJsonArray{QJsonObject{{u"name"_s, u"purpose"_s}, {u"value"_s, u"build"_s}}}},
        {u"version"_s, QString()},
        // Of the machine's flexible scale set; a uniform one stands in vmScaleSetName.
        {u"virtualMachineScaleSet"_s, QJsonObject{{u"id"_s, QString()}}},
        {u"vmId"_s, machine.vmId},
        {u"vmScaleSetName"_s, inScaleSet ? machine.name : QString()},
        {u"vmSize"_s, machine.vmSize},
        {u"zone"_s, QString()},
    };
    const QJsonObject address{{u"privateIpAddress"_s, u"10.0.0.4"_s}, {u"publicIpAddress"_s, QString()}};
    const QJsonObject subnet{{u"address"_s, u"10.0.0.0"_s}, {u"prefix"_s, u"24"_s}};
    const QJsonObject interface{
        {u"ipv4"_s, QJsonObject{{u"ipAddress"_s, QJsonArray{address}}, {u"subnet"_s, QJsonArray{subnet}}}},
        {u"ipv6"_s, QJsonObject{{u"ipAddress"_s, QJsonArray{}}}},
        {u"macAddress"_s, u"000D3A123456"_s}};
    return {{u"compute"_s, compute}, {u"network"_s, QJsonObject{{u"interface"_s, QJsonArray{interface}}}}};
}

ServerResponse InstanceMetadata::instance(const QStringList &parts, const ServerRequest &request) const
{
    QJsonValue value = instanceDocument();
    for (const QString &part : parts) {
        if (value.isArray()) {
            bool ok = false;
            const int index = part.toInt(&ok);
            value = ok ? value.toArray().at(index) : QJsonValue(QJsonValue::Undefined);
            continue;
        }
        const QJsonObject object = value.toObject();
        const QStringList keys = object.keys();
        const auto key = std::find_if(keys.begin(), keys.end(),
                                      [&](const QString &candidate) { return sameId(candidate, part); });
        value = key == keys.end() ? QJsonValue(QJsonValue::Undefined) : object.value(*key);
    }
    if (value.isUndefined())
        return error(404, u"not_found"_s, u"Not found"_s);

    const bool asText =
        request.queryValue(u"format").value_or(QString()).compare("text"_L1, Qt::CaseInsensitive) == 0;
    ServerResponse response = json(200, {});
    if (asText) {
        response.headers[0].second = "text/plain; charset=utf-8";
        if (value.isObject()) { // a branch as text is the list of its names
            QStringList names;
            const QJsonObject object = value.toObject();
            for (auto it = object.begin(); it != object.end(); ++it)
                names.append(it.value().isObject() || it.value().isArray() ? it.key() + u'/' : it.key());
            response.body = names.join(u'\n').toUtf8();
        } else if (value.isArray()) {
            QStringList names;
            for (qsizetype i = 0; i < value.toArray().size(); ++i)
                names.append(QString::number(i) + u'/');
            response.body = names.join(u'\n').toUtf8();
        } else {
            response.body = value.toString().toUtf8();
        }
        return response;
    }
    if (value.isString()) // wording not captured
        return json(400, {{u"error"_s, u"Bad request. A leaf value is only available with format=text"_s}});
    response.body = (value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject()))
                        .toJson(QJsonDocument::Compact);
    return response;
}

} // namespace signet::sandbox
