#include "core/signin/managedidentitysignin.h"

#include "core/identity/identityendpoint.h"
#include "core/net/addresses.h"

using namespace Qt::StringLiterals;

namespace signet {

ManagedIdentitySignIn::ManagedIdentitySignIn(const Http &http, const IdentitySelector &selector)
    : SignIn(http.host(), SignInMethod::ManagedIdentity, {})
    , m_http(http)
    , m_selector(selector)
{
}

StoredSignIn ManagedIdentitySignIn::stored() const
{
    StoredSignIn stored = SignIn::stored();
    stored.identity = m_selector;
    return stored;
}

QCoro::Task<Result<SignIn::Fresh>> ManagedIdentitySignIn::ask(Resource resource, std::stop_token stop)
{
    auto asking = askForToken(m_http, TokenQuestion(m_selector, resourceOf(resource)), stop);
    const TokenAnswer answer = co_await asking;
    if (answer.delivery == Delivery::Stopped)
        co_return Problem(finding::runStopped);
    if (!answer.token) {
        const QString name =
            answer.endpoint ? QString::fromLatin1(endpointFacts(*answer.endpoint).name) : QString();
        QJsonObject evidence{{u"endpoint"_s, answer.address.isEmpty() ? name : answer.address},
                             {u"reason"_s, QString(toString(answer.fault)).replace(u'_', u' ')}};
        if (answer.status != 0)
            evidence.insert(u"status"_s, answer.status);
        if (m_selector.clientId())
            evidence.insert(u"clientId"_s, m_selector.text());
        co_return Problem(finding::managedIdentityNotAnswering, evidence);
    }
    Fresh fresh;
    fresh.credential = Credential::bearer(resource, answer.token->text);
    fresh.expiresOn = answer.token->expiresOn;
    co_return fresh;
}

} // namespace signet
