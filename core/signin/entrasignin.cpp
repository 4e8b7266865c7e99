#include "core/signin/entrasignin.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr auto organizations = "organizations"_L1;

qint64 expiry(const Host &host, qint64 seconds)
{
    return host.now().time_since_epoch().count() + seconds;
}

} // namespace

EntraSignIn::EntraSignIn(const Http &http, SignInMethod method, const EntraClient &client,
                         const EntraTokens &first)
    : SignIn(http.host(), method, client.tenant == organizations ? QString() : client.tenant)
    , m_http(http)
    , m_clientId(client.clientId)
    , m_refreshToken(first.refreshToken)
{
    // The id token is about the person and meant for us; an access token is for the service.
    if (const auto claims = decodeClaims(first.idToken)) {
        Account account = accountOf(*claims);
        account.kind = toString(IdentityType::Person);
        setAccount(account);
    }
    Fresh fresh;
    fresh.credential = Credential::bearer(Resource::AzureDevOps, first.accessToken);
    fresh.expiresOn = expiry(host(), first.expiresIn);
    keep(Resource::AzureDevOps, fresh);
}

EntraSignIn::EntraSignIn(const Http &http, const StoredSignIn &stored)
    : SignIn(http.host(), stored.method, stored.tenant)
    , m_http(http)
    , m_clientId(stored.clientId)
    , m_refreshToken(stored.secret)
{
    setAccount(stored.account);
}

StoredSignIn EntraSignIn::stored() const
{
    return {method(), account(), tenant(), m_clientId, m_refreshToken};
}

Result<std::shared_ptr<SignIn>> EntraSignIn::inTenant(const QString &tenant) const
{
    if (!isTenant(tenant))
        return Problem(finding::tenantIdWrong, {{u"value"_s, tenant}, {u"tenantId"_s, tenant}});
    StoredSignIn other = stored();
    other.tenant = tenant;
    other.account = {}; // the object id is another one there
    return SharedSignIn(std::make_shared<EntraSignIn>(m_http, other));
}

EntraClient EntraSignIn::client() const
{
    const QString named = tenant().isEmpty() ? account().tenantId : tenant();
    return {m_clientId, named.isEmpty() ? QString(organizations) : named};
}

QCoro::Task<Result<SignIn::Fresh>> EntraSignIn::ask(Resource resource, std::stop_token stop)
{
    // Without offline_access there was none: the first token was all there is.
    if (m_refreshToken.isEmpty())
        co_return Problem(finding::signInExpired, client().evidence());
    const FormFields fields{{u"grant_type"_s, u"refresh_token"_s}, {u"scope"_s, scopeFor(resource)}};
    const SecretFields secrets{{"refresh_token", m_refreshToken}};
    auto redeeming = redeem(m_http, client(), fields, secrets, stop);
    const auto tokens = co_await redeeming;
    if (!tokens)
        co_return tokens.problem();
    if (!account().isKnown()) {
        if (const auto claims = decodeClaims(tokens->idToken)) {
            Account account = accountOf(*claims);
            account.kind = toString(IdentityType::Person);
            setAccount(account);
        }
    }
    if (!tokens->refreshToken.isEmpty()) {
        m_refreshToken = tokens->refreshToken;
        renewed();
    }
    Fresh fresh;
    fresh.credential = Credential::bearer(resource, tokens->accessToken);
    fresh.expiresOn = expiry(host(), tokens->expiresIn);
    co_return fresh;
}

} // namespace signet
