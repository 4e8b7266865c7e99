#include "core/identity/endpointrequest.h"

#include "core/identity/endpointreply.h"
#include "core/net/addresses.h"
#include "core/result/reason.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace signet {

namespace {

TokenAnswer refusedVariable(IdentityFault kind, const QString &variable, const QString &reason)
{
    return refusedToSend(kind, {{u"variable"_s, variable}, {u"reason"_s, reason}});
}

} // namespace

std::variant<QUrl, TokenAnswer> endpointNamedBy(const QString &variable, const Environment &environment)
{
    const QString value = environment.value(variable).trimmed();
    if (value.isEmpty())
        return refusedVariable(IdentityFault::EndpointEnvInvalid, variable,
                               reasonText(reasons::notSet, variable));
    QUrl url(value, QUrl::StrictMode);
    const bool isHttp = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
    if (!url.isValid() || !isHttp || url.host().isEmpty() || !url.userInfo().isEmpty() || url.hasQuery()
        || url.hasFragment())
        return refusedVariable(IdentityFault::EndpointEnvInvalid, variable,
                               reasonText(reasons::noAddress, variable));
    if (!isIdentityEndpointAddress(url))
        return refusedVariable(IdentityFault::EndpointNotLoopback, variable,
                               reasonText(reasons::otherMachine, variable, url.host()));
    return url;
}

std::variant<Secret, TokenAnswer> secretNamedBy(const QString &variable, const Environment &environment)
{
    const QString value = environment.value(variable);
    if (value.trimmed().isEmpty())
        return refusedVariable(IdentityFault::HeaderEnvMissing, variable,
                               reasonText(reasons::notSet, variable));
    for (const QChar c : value) {
        // A line end in a header would begin another one.
        if (c.unicode() < 0x20 || c.unicode() > 0x7e)
            return refusedVariable(IdentityFault::EndpointEnvInvalid, variable,
                                   reasonText(reasons::notForHeader, variable));
    }
    return Secret(value.toLatin1());
}

std::optional<TokenAnswer> unsupportedSelector(const IdentitySelector &selector, const SelectorNames &names)
{
    const auto refuse = [](const QString &reason) {
        return refusedToSend(IdentityFault::SelectorUnsupported, {{u"reason"_s, reason}});
    };
    if (selector.clientId() && !names.clientId)
        return refuse(reasonText(QT_TRANSLATE_NOOP("Reason", "it does not accept a client id")));
    if (selector.objectId() && !names.objectId)
        return refuse(reasonText(QT_TRANSLATE_NOOP("Reason", "it does not accept an object id")));
    if (selector.resourceId() && !names.resourceId)
        return refuse(reasonText(QT_TRANSLATE_NOOP("Reason", "it does not accept a resource id")));
    return std::nullopt;
}

void addItem(QUrlQuery &query, const QString &name, const QString &value)
{
    query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value, "/:")));
}

void addSelector(QUrlQuery &query, const IdentitySelector &selector, const SelectorNames &names)
{
    if (selector.isNone())
        return;
    const char *const name = selector.clientId() ? names.clientId
        : selector.objectId()                    ? names.objectId
                                                 : names.resourceId;
    Q_ASSERT(name);
    addItem(query, QString::fromLatin1(name), selector.text());
}

Patience oneTry()
{
    return {10s};
}

// The provider's numbers are those of azidentity 1.10.1 (managed_identity_client.go) and of the retry policy
// of azcore 1.18.1 beneath it, without its random factor of 0.8 to 1.3. It sets no limit for one try at the
// endpoints on loopback; the one of the metadata service is taken for all.
Patience patienceFor(EndpointKind kind, TokenQuestion::Manner manner)
{
    const bool isImds = kind == EndpointKind::Imds;
    if (manner == TokenQuestion::Manner::Own) {
        Patience own = oneTry();
        own.repetition.times = 1;
        // 404 is permanent on loopback, and means an update at the metadata service.
        own.repetition.statuses =
            isImds ? QList<int>{404, 410, 429, 500, 503} : QList<int>{408, 429, 500, 503, 504};
        own.repetition.pause = 1s;
        own.repetition.longest = 5s;
        return own;
    }
    Patience provider{60s};
    provider.repetition.growth = Repetition::Growth::AsProvider;
    provider.repetition.longest = 60s;
    if (isImds) {
        provider.repetition.times = 5;
        provider.repetition.statuses = {404, 410, 429, 500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511};
        provider.repetition.pause = 2s;
    } else {
        provider.repetition.times = 3;
        provider.repetition.statuses = {408, 429, 500, 502, 503, 504};
        provider.repetition.pause = 800ms;
    }
    return provider;
}

Request endpointRequest(const QUrl &url, const QUrlQuery &query, const Patience &patience)
{
    QUrl address = url;
    if (!query.isEmpty())
        address.setQuery(query);
    Request request("GET", address, Way::IdentityEndpoint);
    request.limits.connect = 2s;
    request.limits.answer = patience.answer;
    request.limits.body = 1024 * 1024;
    request.repetition = patience.repetition;
    return request;
}

EndpointStep secretEndpointRequest(const SecretEndpoint &endpoint, const TokenQuestion &question,
                                   const Environment &environment)
{
    auto named = endpointNamedBy(endpoint.endpointVariable, environment);
    if (auto *refusal = std::get_if<TokenAnswer>(&named))
        return std::move(*refusal);
    auto secret = secretNamedBy(endpoint.secretVariable, environment);
    if (auto *refusal = std::get_if<TokenAnswer>(&secret))
        return std::move(*refusal);
    if (auto refusal = unsupportedSelector(question.selector, endpoint.selectorNames))
        return *std::move(refusal);

    QUrlQuery query;
    if (!endpoint.apiVersion.isEmpty())
        addItem(query, u"api-version"_s, endpoint.apiVersion);
    addItem(query, u"resource"_s, question.resource);
    addSelector(query, effectiveSelector(question, endpoint.kind, environment), endpoint.selectorNames);
    Request request =
        endpointRequest(std::get<QUrl>(named), query, patienceFor(endpoint.kind, question.manner));
    request.secretHeaders.append({endpoint.secretHeader, std::get<Secret>(secret)});
    return request;
}

EndpointStep readOnce(const TokenQuestion &question, const EndpointReply &reply, int, const Host &)
{
    return judgeReply(question, reply);
}

} // namespace signet
