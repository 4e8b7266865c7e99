#include "core/sandbox/entra.h"

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

ServerResponse refused(int status, const QString &code, int number, const QString &text)
{
    return json(status,
                {{u"error"_s, code},
                 {u"error_description"_s, u"AADSTS%1: %2"_s.arg(number).arg(text)},
                 {u"error_codes"_s, QJsonArray{number}},
                 {u"error_uri"_s, u"https://login.microsoftonline.com/error?code=%1"_s.arg(number)}});
}

} // namespace

ServerResponse answerEntra(const World &world, const ServerRequest &request)
{
    const QStringList parts = request.segments();
    const QString path = parts.mid(1).join(u'/').toLower();
    const bool second = path == "v2.0/.well-known/openid-configuration"_L1;
    if (request.method != "GET" || (!second && path != ".well-known/openid-configuration"_L1))
        return refused(404, u"invalid_request"_s, 90014,
                       u"This address is not part of the simulated Entra."_s);
    const Tenant *tenant = world.tenant(parts.first());
    if (!tenant)
        return refused(
            400, u"invalid_tenant"_s, 90002,
            u"Tenant '%1' not found. Check to make sure you have the correct tenant ID and are signing into "
            u"the correct cloud."_s.arg(parts.first()));
    const QString base = u"https://login.microsoftonline.com/"_s + tenant->id;
    return json(200,
                {{u"issuer"_s, second ? base + u"/v2.0"_s : u"https://sts.windows.net/%1/"_s.arg(tenant->id)},
                 {u"authorization_endpoint"_s,
                  base + (second ? u"/oauth2/v2.0/authorize"_s : u"/oauth2/authorize"_s)},
                 {u"token_endpoint"_s, base + (second ? u"/oauth2/v2.0/token"_s : u"/oauth2/token"_s)},
                 {u"jwks_uri"_s, base + (second ? u"/discovery/v2.0/keys"_s : u"/discovery/keys"_s)},
                 {u"tenant_region_scope"_s, u"EU"_s},
                 {u"cloud_instance_name"_s, u"microsoftonline.com"_s}});
}

} // namespace signet::sandbox
