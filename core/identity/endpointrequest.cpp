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

Request endpointRequest(const QUrl &url, const QUrlQuery &query, const QList<int> &repeatedStatuses)
{
    QUrl address = url;
    if (!query.isEmpty())
        address.setQuery(query);
    Request request("GET", address, Way::IdentityEndpoint);
    request.limits.connect = 2s;
    request.limits.answer = 10s;
    request.limits.body = 1024 * 1024;
    if (!repeatedStatuses.isEmpty()) {
        request.repetition.times = 1;
        request.repetition.statuses = repeatedStatuses;
        request.repetition.pause = 1s;
        request.repetition.longest = 5s;
    }
    return request;
}

QList<int> busyStatuses()
{
    return {408, 429, 500, 503, 504};
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
    Request request = endpointRequest(std::get<QUrl>(named), query, busyStatuses());
    request.secretHeaders.append({endpoint.secretHeader, std::get<Secret>(secret)});
    return request;
}

EndpointStep readOnce(const TokenQuestion &question, const EndpointReply &reply, int, const Host &)
{
    return judgeReply(question, reply);
}

} // namespace signet
