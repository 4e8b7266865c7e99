#include "core/sandbox/resourcemanager.h"

#include "core/sandbox/tokenissuer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

ServerResponse json(int status, const QJsonObject &body)
{
    ServerResponse response;
    response.status = status;
    response.headers = {{"Content-Type", "application/json; charset=utf-8"}};
    response.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return response;
}

ServerResponse refused(int status, const QString &code, const QString &message)
{
    return json(status, {{u"error"_s, QJsonObject{{u"code"_s, code}, {u"message"_s, message}}}});
}

} // namespace

ServerResponse answerResourceManager(const World &world, const ServerRequest &request)
{
    const QByteArray authorization = request.header("Authorization");
    if (!authorization.startsWith("Bearer ")) {
        ServerResponse response = refused(401, u"AuthenticationFailed"_s,
                                          u"Authentication failed. The 'Authorization' header is missing."_s);
        response.addHeader(
            "WWW-Authenticate",
            "Bearer authorization_uri=\"https://login.microsoftonline.com/"
                + (world.tenants.empty() ? QByteArray("common") : world.tenants.front().id.toLatin1())
                + "\", error=\"invalid_token\"");
        return response;
    }
    const auto claims = verifiedClaims(world, authorization.mid(7).trimmed());
    if (!claims || claims->value("exp"_L1).toInteger() <= world.clock)
        return refused(401, u"InvalidAuthenticationToken"_s, u"The access token is invalid."_s);
    if (audienceOf(claims->value("aud"_L1).toString()) != Audience::ResourceManager)
        return refused(401, u"InvalidAuthenticationTokenAudience"_s,
                       u"The access token has been obtained for wrong audience or resource '%1'. It should "
                       u"exactly match "
                       u"with one of the allowed audiences 'https://management.core.windows.net/',"
                       u"'https://management.azure.com/'."_s.arg(claims->value("aud"_L1).toString()));
    if (!request.queryValue(u"api-version"))
        return refused(400, u"MissingApiVersionParameter"_s,
                       u"The api-version query parameter (?api-version=) is required for all requests."_s);
    const QStringList parts = request.segments();
    if (request.method != "GET" || parts.isEmpty()
        || parts.first().compare("subscriptions"_L1, Qt::CaseInsensitive) != 0 || parts.size() > 1)
        return refused(404, u"ResourceNotFound"_s, u"The resource was not found."_s);

    const QString id = world.machine.subscriptionId;
    const QJsonObject subscription{{u"id"_s, u"/subscriptions/"_s + id},
                                   {u"subscriptionId"_s, id},
                                   {u"tenantId"_s, claims->value("tid"_L1)},
                                   {u"displayName"_s, u"Contoso build"_s},
                                   {u"state"_s, u"Enabled"_s},
                                   {u"subscriptionPolicies"_s, QJsonObject{{u"spendingLimit"_s, u"Off"_s}}},
                                   {u"authorizationSource"_s, u"RoleBased"_s}};
    return json(200,
                {{u"value"_s, QJsonArray{subscription}},
                 {u"count"_s, QJsonObject{{u"type"_s, u"Total"_s}, {u"value"_s, 1}}}});
}

} // namespace signet::sandbox
