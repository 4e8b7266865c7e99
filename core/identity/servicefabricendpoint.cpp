#include "core/identity/servicefabricendpoint.h"

#include "core/identity/endpointreply.h"
#include "core/identity/endpointrequest.h"
#include "core/net/addresses.h"
#include "core/result/reason.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

const QString endpointVariable = u"IDENTITY_ENDPOINT"_s;
const QString headerVariable = u"IDENTITY_HEADER"_s;
const QString thumbprintVariable = u"IDENTITY_SERVER_THUMBPRINT"_s;

bool isHere(const Host &host)
{
    const Environment &environment = host.environment();
    return environment.has(endpointVariable) && environment.has(headerVariable)
        && environment.has(thumbprintVariable);
}

EndpointStep firstRequest(const TokenQuestion &question, const Host &host)
{
    const Environment &environment = host.environment();
    auto named = endpointNamedBy(endpointVariable, environment);
    if (auto *refusal = std::get_if<TokenAnswer>(&named))
        return std::move(*refusal);
    const QUrl &url = std::get<QUrl>(named);
    if (url.scheme() != "https"_L1)
        return refusedToSend(IdentityFault::EndpointEnvInvalid,
                             {{u"variable"_s, endpointVariable},
                              {u"reason"_s, reasonText(reasons::notHttps, endpointVariable)}});
    auto secret = secretNamedBy(headerVariable, environment);
    if (auto *refusal = std::get_if<TokenAnswer>(&secret))
        return std::move(*refusal);
    const QByteArray thumbprint = parseThumbprint(environment.value(thumbprintVariable));
    if (thumbprint.isEmpty())
        return refusedToSend(IdentityFault::SfThumbprintInvalid,
                             {{u"variable"_s, thumbprintVariable},
                              {u"reason"_s, reasonText(reasons::notThumbprint, thumbprintVariable)}});
    if (auto refusal = unsupportedSelector(question.selector, {}))
        return *std::move(refusal);

    QUrlQuery query;
    addItem(query, u"api-version"_s, u"2019-07-01-preview"_s);
    addItem(query, u"resource"_s, question.resource);
    Request request = endpointRequest(url, query, patienceFor(EndpointKind::ServiceFabric, question.manner));
    request.pinnedThumbprint = thumbprint;
    request.secretHeaders.append({QByteArray("Secret"), std::get<Secret>(secret)});
    return request;
}

QList<ProviderDifference> differences(const Host &, const IdentitySelector &)
{
    return {{ProviderDifference::Kind::CertificateRefused, thumbprintVariable}};
}

} // namespace

QByteArray parseThumbprint(const QString &text)
{
    QString digits = text.toLower();
    digits.remove(u':').remove(u' ');
    static const QRegularExpression sha1(u"\\A[0-9a-f]{40}\\z"_s);
    return sha1.match(digits).hasMatch() ? digits.toLatin1() : QByteArray();
}

EndpointSource serviceFabricSource()
{
    return {.kind = EndpointKind::ServiceFabric,
            .detect = isHere,
            .request = firstRequest,
            .read = readOnce,
            .differences = differences};
}

} // namespace signet
