#pragma once

#include "core/net/http.h"
#include "core/signin/entrareply.h"

#include <QString>

#include <QCoroTask>

#include <stop_token>
#include <utility>

namespace signet {

// The app registration that a person signs in with, and where. None is built in: a company can allow,
// watch and block its own, and borrowing that of another program would say something untrue in its log.
struct EntraClient {
    QString clientId; // of a public client
    QString tenant; // id, domain, or "organizations" for the account's own

    // tenantId and clientId, as evidence.
    QJsonObject evidence() const;
};

// Fails with sign-in-client-missing (no client id), input-not-a-guid (it is none), or tenant-id-wrong
// (neither a GUID nor a domain). An empty tenant becomes "organizations".
Result<EntraClient> entraClient(const QString &clientId, const QString &tenant);
// An id or a domain: letters, digits, dots, and hyphens, so that it is safe in a path and in an argument.
bool isTenant(const QString &text);

// "499b84ac-.../.default offline_access openid profile": everything the registration is allowed to do there,
// a refresh token, and the person's name. One resource for each token.
QString scopeFor(Resource resource);

// POST of a form to /{tenant}/oauth2/v2.0/{endpoint}. Secret fields come last and are never recorded.
using FormFields = QList<std::pair<QString, QString>>;
using SecretFields = QList<std::pair<QByteArray, Secret>>;
QCoro::Task<Reply> postToEntra(Http http, QString tenant, QString endpoint, FormFields fields,
                               SecretFields secrets, std::stop_token stop);
QUrl entraEndpoint(const QString &tenant, const QString &endpoint);

// POST to the token endpoint, with client_id added. Fails as readTokens() does.
QCoro::Task<Result<EntraTokens>> redeem(Http http, EntraClient client, FormFields fields,
                                        SecretFields secrets, std::stop_token stop);

} // namespace signet
