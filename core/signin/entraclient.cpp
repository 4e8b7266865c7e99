#include "core/signin/entraclient.h"

#include "core/net/addresses.h"
#include "core/result/identifiers.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace signet {

QJsonObject EntraClient::evidence() const
{
    QJsonObject evidence{{u"clientId"_s, clientId}, {u"as"_s, u"administrator"_s}};
    // "organizations" is not a tenant to show to a person.
    if (tenant != "organizations"_L1) {
        evidence.insert(u"tenantId"_s, tenant);
        evidence.insert(u"organizationTenantId"_s, tenant);
    }
    return evidence;
}

bool isTenant(const QString &text)
{
    static const QRegularExpression pattern(
        u"^[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\\.)*[A-Za-z0-9-]{0,62}[A-Za-z0-9]\\z"_s);
    return text.size() <= 253 && pattern.match(text).hasMatch()
        && (text.contains(u'.') || isGuid(text) || text == "organizations"_L1);
}

Result<EntraClient> entraClient(const QString &clientId, const QString &tenant)
{
    if (clientId.isEmpty())
        return Problem(finding::signInClientMissing);
    const auto id = ClientId::parse(clientId);
    if (!id) {
        Problem problem = id.problem();
        problem.evidence.insert(u"variable"_s, u"--sign-in-client-id"_s);
        return problem;
    }
    if (!tenant.isEmpty() && !isTenant(tenant))
        return Problem(finding::tenantIdWrong,
                       {{u"value"_s, tenant}, {u"tenantId"_s, tenant}, {u"as"_s, u"administrator"_s}});
    return EntraClient{id->toString(), tenant.isEmpty() ? u"organizations"_s : tenant};
}

QString scopeFor(Resource resource)
{
    QString name = resourceOf(resource);
    // A version 2 scope is the resource, one slash and the permission.
    if (name.endsWith(u'/'))
        name.chop(1);
    return name + u"/.default offline_access openid profile"_s;
}

QUrl entraEndpoint(const QString &tenant, const QString &endpoint)
{
    return entraUrl(tenant, u"oauth2/v2.0/"_s + endpoint);
}

QCoro::Task<Reply> postToEntra(Http http, QString tenant, QString endpoint, FormFields fields,
                               SecretFields secrets, std::stop_token stop)
{
    Request request("POST", entraEndpoint(tenant, endpoint), Way::Internet);
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
    for (const auto &[name, value] : std::as_const(fields)) {
        request.body += request.body.isEmpty() ? "" : "&";
        request.body += name.toUtf8() + '=' + value.toUtf8().toPercentEncoding();
    }
    request.secretFormFields = std::move(secrets);
    request.repetition.times = 2;
    request.repetition.statuses = {429, 500, 502, 503, 504};
    auto sending = http.send(std::move(request), stop);
    co_return co_await sending;
}

QCoro::Task<Result<EntraTokens>> redeem(Http http, EntraClient client, FormFields fields,
                                        SecretFields secrets, std::stop_token stop)
{
    fields.prepend({u"client_id"_s, client.clientId});
    const QString token = u"token"_s;
    auto posting = postToEntra(http, client.tenant, token, fields, std::move(secrets), stop);
    const Reply reply = co_await posting;
    co_return readTokens(reply, entraEndpoint(client.tenant, token), client.evidence());
}

} // namespace signet
