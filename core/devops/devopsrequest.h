#pragma once

#include "core/net/addresses.h"
#include "core/net/http.h"
#include "core/result/organization.h"

#include <QCoroTask>
#include <QJsonDocument>
#include <QUuid>

#include <stop_token>

namespace signet {

// A request as every client of Azure DevOps should send it: JSON wanted, and the redirect to the
// sign-in page suppressed, so that a rejected token is a 401 and no page. A null session is left out;
// else it is one id for a whole run, and support finds all requests of the run by it.
Request devOpsRequest(const QByteArray &method, DevOpsHost host, const OrganizationName &organization,
                      const QString &path, const QUrlQuery &query, QUuid session);

// The same for an address that somebody else made up.
Request devOpsRequest(const QByteArray &method, const QUrl &url, QUuid session);

// One step of a path, encoded, whatever it holds: a separator in it would lead to another address.
QString pathSegment(const QString &text);

// Gives the request a body and says what it is.
void setJsonBody(Request *request, const QJsonDocument &body,
                 const QByteArray &contentType = QByteArrayLiteral("application/json"));

// connectionData is a preview interface for ever: no plain version exists, and no specification.
Request connectionDataRequest(const QByteArray &method, DevOpsHost host, const OrganizationName &organization,
                              QUuid session);

// Sends the request, and again after 429, 502, or 503: after the Retry-After time, after one second without
// it, and not at all if the service requests more than five. A 503 with TF24668 (the organization was
// deactivated) is final.
QCoro::Task<Reply> sendToDevOps(Http http, Request request, std::stop_token stop);

} // namespace signet
