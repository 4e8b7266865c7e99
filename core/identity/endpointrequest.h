#pragma once

#include "core/host/environment.h"
#include "core/identity/identityendpoint.h"
#include "core/identity/tokenquestion.h"
#include "core/net/request.h"

#include <QUrl>
#include <QUrlQuery>

#include <optional>
#include <variant>

namespace signet {

// The address that a variable names, or why it is not used: endpoint_env_invalid if it is not an http
// address, endpoint_not_loopback when it is not on this machine, so that no secret leaves it.
std::variant<QUrl, TokenAnswer> endpointNamedBy(const QString &variable, const Environment &environment);

// The secret that a variable holds, or why it cannot be sent: header_env_missing when it is not set,
// endpoint_env_invalid when it holds what no header can.
std::variant<Secret, TokenAnswer> secretNamedBy(const QString &variable, const Environment &environment);

// Names of the query items by which an endpoint accepts a selector; null if it accepts none of that kind.
struct SelectorNames {
    const char *clientId = nullptr;
    const char *objectId = nullptr;
    const char *resourceId = nullptr;
};
// Why this endpoint cannot be asked for that identity; nothing when it can.
std::optional<TokenAnswer> unsupportedSelector(const IdentitySelector &selector, const SelectorNames &names);

// Unlike QUrlQuery, encodes "&", "+" and "%" in a value.
void addItem(QUrlQuery &query, const QString &name, const QString &value);
void addSelector(QUrlQuery &query, const IdentitySelector &selector, const SelectorNames &names);

// How long one try waits for its answer, and when it is repeated.
struct Patience {
    std::chrono::milliseconds answer;
    Repetition repetition = {};
};
// For a question about the machine, and for what must not be repeated.
Patience oneTry();
// For a token request to this endpoint.
Patience patienceFor(EndpointKind kind, TokenQuestion::Manner manner);

// A request to an identity endpoint with the limits of them all.
Request endpointRequest(const QUrl &url, const QUrlQuery &query, const Patience &patience);

// An endpoint that one variable names, and that compares a header with the secret of another.
struct SecretEndpoint {
    EndpointKind kind;
    QString endpointVariable;
    QString secretVariable;
    QByteArray secretHeader;
    QString apiVersion; // empty: none is sent
    SelectorNames selectorNames;
};
// The request for a token, or why it cannot be made: as endpointNamedBy(), secretNamedBy() and
// unsupportedSelector() say, in this order.
EndpointStep secretEndpointRequest(const SecretEndpoint &endpoint, const TokenQuestion &question,
                                   const Environment &environment);

// The read step of sources that are asked once.
EndpointStep readOnce(const TokenQuestion &question, const EndpointReply &reply, int round, const Host &host);

} // namespace signet
