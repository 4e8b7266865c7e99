#pragma once

#include "core/principal/tenants.h"
#include "core/profile/profile.h"
#include "core/session/administrator.h"

#include <QObject>

#include <optional>
#include <stop_token>

namespace signet {

// A way of signing in, in words for people.
struct SignInWay {
    SignInMethod method = SignInMethod::AzureCli;
    QString title; // "Azure CLI"
    QString explanation; // one or two sentences: what happens, what it needs, what it leaves behind
};
// In the order in which they are offered.
QList<SignInWay> signInWays();

// Scopes that a personal access token needs for everything that a plan can do, as the page for making tokens
// names them.
QStringList accessTokenScopeNames();

// The sign-in of an administrator that a window drives: choose a way, start, do what the prompt says, be
// signed in. Who is signed in is always known. Nothing here waits for anything in place.
class SignInSession : public QObject {
    Q_OBJECT

public:
    enum class State { SignedOut, Working, SignedIn };

    explicit SignInSession(Surroundings surroundings, QObject *parent = nullptr);
    ~SignInSession() override;

    State state() const { return m_state; }
    // Null unless signed in.
    const SharedSignIn &signIn() const { return m_signIn; }
    // Of who is signed in; empty unless somebody is.
    Account account() const { return m_signIn ? m_signIn->account() : Account(); }
    // The way that is under way, or that was used last.
    std::optional<SignInMethod> method() const { return m_method; }

    // What a start uses. An empty client id: that of the profile.
    void setTenant(const QString &tenant) { m_tenant = tenant; }
    void setClientId(const QString &clientId);
    void setOrganization(const std::optional<OrganizationName> &name) { m_organization = name; }
    // The tenant of the organization. Device code and browser sign in there while no other was named: Entra
    // refuses an app registration of one tenant, which is the usual one, at the endpoint of all tenants.
    void setOrganizationTenant(const QString &tenant) { m_organizationTenant = tenant; }
    // App registration that the profile names; empty where it names none. It is kept there by the first
    // sign-in that went well with it.
    const QString &profileClientId() const { return m_profile.clientId; }
    // Where the organization makes personal access tokens (Microsoft Learn, "Use personal access tokens");
    // empty while none is named.
    QUrl accessTokenPage() const;
    // Why the client id that was set cannot be one.
    std::optional<Problem> clientIdProblem() const;
    // Whether everything is there that has to be known before a start; a personal access token comes with it.
    bool canStart(SignInMethod method) const;
    // Whether it is kept for the next time: only where the person wants it.
    bool keep() const { return m_keep; }
    void setKeep(bool keep) { m_keep = keep; }
    // Whether the secret of who is signed in is in the keychain.
    bool isKept() const;

    // What the person has to do while it is working.
    const std::optional<DeviceCodePrompt> &deviceCode() const { return m_deviceCode; }
    const QUrl &browserAddress() const { return m_browserAddress; }

    // Why nobody is signed in; why the sign-in was not kept.
    const std::optional<Problem> &problem() const { return m_problem; }
    const std::optional<Problem> &keepProblem() const { return m_keepProblem; }

    // Tenants of who is signed in; empty before loadTenants() has brought them.
    const QList<TenantEntry> &tenants() const { return m_tenants; }
    const std::optional<Problem> &tenantsProblem() const { return m_tenantsProblem; }
    // "Contoso", where the list has it; else the id.
    QString tenantName(const QString &id) const;
    // Who, in a few words: "Jane Doe", "Jane Doe in Fabrikam" where the account has several tenants. Empty
    // where that is not known.
    QString who() const;

    // The same by the command line.
    QString equivalentCommand(SignInMethod method) const;

public Q_SLOTS:
    // Whoever is signed in already: what is kept, the way of the profile, the Azure CLI. Nobody is no
    // problem to show.
    void resume();
    void start(signet::SignInMethod method);
    void startWithAccessToken(const signet::Secret &token);
    void stop();
    // The browser once more, where it did not open or was closed.
    void openBrowserAgain();
    void signOut();
    // Asked once for each sign-in, however often it is called, and only where the way has several tenants.
    void loadTenants();
    // The same account in another of its tenants. Where that one refuses, it is as it was before, and the
    // problem says why.
    void chooseTenant(const QString &tenantId);

Q_SIGNALS:
    // Whenever anything above is another.
    void changed();
    // The person's browser has to open this address now.
    void browserWanted(const QUrl &address);

private:
    enum class Quiet { No, Yes };
    int begin();
    void run(SignInWish wish, Quiet quiet);
    void signedIn(const SharedSignIn &signIn);
    void failed(const Problem &problem, Quiet quiet);
    void remember();
    void readProfile();
    QString tenantFor(SignInMethod method) const; // that a start asks in

    Surroundings m_surroundings;
    State m_state = State::SignedOut;
    SharedSignIn m_signIn;
    std::optional<SignInMethod> m_method;
    QString m_tenant;
    QString m_clientId;
    std::optional<OrganizationName> m_organization;
    QString m_organizationTenant;
    ProfileSignIn m_profile; // as it was read last
    bool m_keep = false;
    std::optional<DeviceCodePrompt> m_deviceCode;
    QUrl m_browserAddress;
    std::optional<Problem> m_problem;
    std::optional<Problem> m_keepProblem;
    QList<TenantEntry> m_tenants;
    std::optional<Problem> m_tenantsProblem;
    int m_listingFor = -1; // the run whose tenants were asked for
    int m_run = 0; // number of the current run; what older runs say is not heard
    std::stop_source m_stop;
};

} // namespace signet
