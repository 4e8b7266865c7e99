#pragma once

#include "core/host/host.h"
#include "core/net/credential.h"
#include "core/signin/storedsignin.h"

#include <QHash>

#include <functional>
#include <memory>
#include <optional>

namespace signet {

// A signed-in account. Returns credentials for each service, renews them, and knows the account. One subclass
// for each method.
class SignIn : public CredentialSource {
public:
    SignInMethod method() const { return m_method; }
    // The account. Known from the first token on; a personal access token contains nothing about its owner,
    // so there it is the value passed to setAccount().
    const Account &account() const { return m_account; }
    void setAccount(const Account &account) { m_account = account; }
    // The tenant for tokens, as specified: id or domain; empty for the account's home tenant.
    const QString &tenant() const { return m_tenant; }

    // A token is kept in memory until five minutes before it expires; one that does not say when, for five
    // minutes.
    QCoro::Task<Result<Credential>> credential(Resource resource, std::stop_token stop) final;

    // As it can be kept. Without secret for methods that need none.
    virtual StoredSignIn stored() const;
    // The same account in another tenant: a new sign-in that has not asked for anything yet. Fails with
    // sign-in-one-tenant for methods that have one tenant only.
    virtual Result<std::shared_ptr<SignIn>> inTenant(const QString &tenant) const;

    // Called when there is something new to store: Entra returns a new refresh token with each use.
    void whenRenewed(std::function<void(const StoredSignIn &)> renewed) { m_renewed = std::move(renewed); }

protected:
    struct Fresh {
        Credential credential;
        qint64 expiresOn = 0; // seconds of Unix time; 0: not known, or never
    };

    SignIn(const Host &host, SignInMethod method, const QString &tenant);
    virtual QCoro::Task<Result<Fresh>> ask(Resource resource, std::stop_token stop) = 0;
    void keep(Resource resource, Fresh fresh);
    void renewed() const;

    const Host &host() const { return m_host; }

private:
    Host m_host;
    SignInMethod m_method;
    QString m_tenant;
    Account m_account;
    QHash<Resource, Fresh> m_fresh;
    std::function<void(const StoredSignIn &)> m_renewed;
};

using SharedSignIn = std::shared_ptr<SignIn>;

// Proves a sign-in by its first token, so that the account is known. Fails as credential() does.
QCoro::Task<Result<SharedSignIn>> proven(SharedSignIn signIn, std::stop_token stop);

} // namespace signet
