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
    QString explanation; // one or two sentences: what happens, what it needs, what it stores
};
// In the order in which they are offered.
QList<SignInWay> signInWays();

// Scopes that a personal access token needs for everything that a plan can do, as the page for making tokens
// names them.
QStringList accessTokenScopeNames();

// The sign-in of an administrator that a window drives: choose a method, start, follow the prompt. The
// current account is always known. Nothing here blocks.
class SignInSession : public QObject {
    Q_OBJECT

public:
    enum class State { SignedOut, Working, SignedIn };

    explicit SignInSession(SessionContext sessionContext, QObject *parent = nullptr);
    ~SignInSession() override;

    State state() const { return m_state; }
    // Null unless signed in.
    const SharedSignIn &signIn() const { return m_signIn; }
    // Of the current sign-in; empty if there is none.
    Account account() const { return m_signIn ? m_signIn->account() : Account(); }
    // The method in use, or the one used last.
    std::optional<SignInMethod> method() const { return m_method; }

    // Used by start(). An empty client id: the one in the profile.
    void setTenant(const QString &tenant) { m_tenant = tenant; }
    void setClientId(const QString &clientId);
    void setOrganization(const std::optional<OrganizationName> &name) { m_organization = name; }
    // The tenant of the organization. Device code and browser sign in there while no other was named: Entra
    // refuses an app registration of one tenant, which is the usual one, at the endpoint of all tenants.
    void setOrganizationTenant(const QString &tenant) { m_organizationTenant = tenant; }
    // App registration in the profile; empty if there is none. The first successful sign-in with it saves it
    // there.
    const QString &profileClientId() const { return m_profile.clientId; }
    // Where the organization makes personal access tokens (Microsoft Learn, "Use personal access tokens");
    // empty while none is named.
    QUrl accessTokenPage() const;
    // Why the text that was set is not a client id.
    std::optional<Problem> clientIdProblem() const;
    // Whether everything needed for start() is known. A personal access token is passed to the start itself.
    bool canStart(SignInMethod method) const;
    // Whether to keep the sign-in for the next session; only if the person asks for it.
    bool keep() const { return m_keep; }
    void setKeep(bool keep) { m_keep = keep; }
    // Whether the secret of the current sign-in is in the keychain.
    bool isKept() const;

    // What the person has to do while the state is Working.
    const std::optional<DeviceCodePrompt> &deviceCode() const { return m_deviceCode; }
    const QUrl &browserAddress() const { return m_browserAddress; }

    // Why the sign-in failed; why it was not kept.
    const std::optional<Problem> &problem() const { return m_problem; }
    void forgetProblem() { m_problem.reset(); }
    const std::optional<Problem> &keepProblem() const { return m_keepProblem; }

    // Tenants of the account; empty until loadTenants() has finished.
    const QList<TenantEntry> &tenants() const { return m_tenants; }
    const std::optional<Problem> &tenantsProblem() const { return m_tenantsProblem; }
    // "Contoso" if the list has it, else the id.
    QString tenantName(const QString &id) const;
    // The account in a few words: "Jane Doe", or "Jane Doe (Fabrikam)" if it has several tenants. Empty if
    // unknown.
    QString who() const;

    // The same by the command line.
    QString equivalentCommand(SignInMethod method) const;

public Q_SLOTS:
    // Uses an existing sign-in: the kept one, the method in the profile, the Azure CLI. Finding none is not a
    // problem to show.
    void resume();
    void start(signet::SignInMethod method);
    void startWithAccessToken(const signet::Secret &token);
    void stop();
    // Opens the browser again, if it did not open or was closed.
    void openBrowserAgain();
    void signOut();
    // Requested once for each sign-in, and only if the method can have several tenants.
    void loadTenants();
    // The same account in another of its tenants. If that tenant refuses, nothing changes and the problem has
    // the reason.
    void chooseTenant(const QString &tenantId);

Q_SIGNALS:
    // Anything above has changed.
    void changed();
    // The person's browser has to open this address.
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

    SessionContext m_sessionContext;
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
    int m_run = 0; // number of the current run; results of older runs are ignored
    std::stop_source m_stop;
};

} // namespace signet
