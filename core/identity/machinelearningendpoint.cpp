#include "core/identity/machinelearningendpoint.h"

#include "core/identity/endpointreply.h"
#include "core/identity/endpointrequest.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr SelectorNames selectorNames{"clientid", nullptr, nullptr};

bool isHere(const Host &host)
{
    return host.environment().has(u"MSI_ENDPOINT"_s) && host.environment().has(u"MSI_SECRET"_s);
}

EndpointStep firstRequest(const TokenQuestion &question, const Host &host)
{
    const Environment &environment = host.environment();
    auto named = endpointNamedBy(u"MSI_ENDPOINT"_s, environment);
    if (auto *refusal = std::get_if<TokenAnswer>(&named))
        return std::move(*refusal);
    auto secret = secretNamedBy(u"MSI_SECRET"_s, environment);
    if (auto *refusal = std::get_if<TokenAnswer>(&secret))
        return std::move(*refusal);
    if (auto refusal = unsupportedSelector(question.selector, selectorNames))
        return *std::move(refusal);

    QUrlQuery query;
    addItem(query, u"api-version"_s, u"2017-09-01"_s);
    addItem(query, u"resource"_s, question.resource);
    addSelector(query, effectiveSelector(question, EndpointKind::MachineLearning, environment),
                selectorNames);
    Request request = endpointRequest(std::get<QUrl>(named), query, busyStatuses());
    request.secretHeaders.append({QByteArray("secret"), std::get<Secret>(secret)});
    return request;
}

} // namespace

EndpointSource machineLearningSource()
{
    return {EndpointKind::MachineLearning, isHere, firstRequest, readOnce};
}

} // namespace signet
