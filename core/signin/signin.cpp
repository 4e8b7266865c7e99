#include "core/signin/signin.h"

#include "core/token/claims.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Nothing that is started with a token should see it expire.
constexpr std::chrono::seconds renewBefore{300};
// How long a token of unknown life is used: one that has expired would be refused for ever.
constexpr std::chrono::seconds unknownLife{300};

} // namespace

SignIn::SignIn(const Host &host, SignInMethod method, const QString &tenant)
    : m_host(host)
    , m_method(method)
    , m_tenant(tenant)
{
}

QCoro::Task<Result<Credential>> SignIn::credential(Resource resource, std::stop_token stop)
{
    const auto known = m_fresh.constFind(resource);
    if (known != m_fresh.constEnd()) {
        const std::chrono::sys_seconds expires{std::chrono::seconds(known->expiresOn)};
        if (expires - m_host.now() > renewBefore)
            co_return known->credential;
    }
    auto asking = ask(resource, stop);
    const auto fresh = co_await asking;
    if (!fresh) {
        Problem problem = fresh.problem();
        problem.evidence.insert(u"as"_s, u"administrator"_s);
        co_return std::move(problem);
    }
    keep(resource, *fresh);
    co_return fresh->credential;
}

void SignIn::keep(Resource resource, Fresh fresh)
{
    if (fresh.expiresOn == 0)
        fresh.expiresOn = (m_host.now() + renewBefore + unknownLife).time_since_epoch().count();
    m_fresh.insert(resource, fresh);
    if (m_account.isKnown() || fresh.credential.scheme != Credential::Scheme::Bearer)
        return;
    if (const auto claims = decodeClaims(fresh.credential.secret))
        m_account = accountOf(*claims);
}

StoredSignIn SignIn::stored() const
{
    return {m_method, m_account, m_tenant, {}, {}};
}

Result<std::shared_ptr<SignIn>> SignIn::inTenant(const QString &) const
{
    return Problem(finding::signInOneTenant, {{u"what"_s, toString(m_method)}});
}

void SignIn::renewed() const
{
    if (m_renewed)
        m_renewed(stored());
}

QCoro::Task<Result<SharedSignIn>> proven(SharedSignIn signIn, std::stop_token stop)
{
    auto asking = signIn->credential(Resource::AzureDevOps, stop);
    const auto credential = co_await asking;
    if (!credential)
        co_return credential.problem();
    co_return signIn;
}

} // namespace signet
