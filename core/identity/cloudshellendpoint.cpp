#include "core/identity/cloudshellendpoint.h"

#include "core/identity/endpointrequest.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

bool isHere(const Host &host)
{
    return host.environment().has(u"MSI_ENDPOINT"_s);
}

EndpointStep firstRequest(const TokenQuestion &question, const Host &host)
{
    auto named = endpointNamedBy(u"MSI_ENDPOINT"_s, host.environment());
    if (auto *refusal = std::get_if<TokenAnswer>(&named))
        return std::move(*refusal);
    if (auto refusal = unsupportedSelector(question.selector, {}))
        return *std::move(refusal);

    Request request =
        endpointRequest(std::get<QUrl>(named), {}, patienceFor(EndpointKind::CloudShell, question.manner));
    request.method = "POST";
    request.headers.append({QByteArray("Metadata"), QByteArray("true")});
    request.headers.append({QByteArray("Content-Type"), QByteArray("application/x-www-form-urlencoded")});
    request.body = "resource=" + QUrl::toPercentEncoding(question.resource);
    return request;
}

} // namespace

EndpointSource cloudShellSource()
{
    return {.kind = EndpointKind::CloudShell, .detect = isHere, .request = firstRequest, .read = readOnce};
}

} // namespace signet
