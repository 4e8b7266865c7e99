#include "core/session/signinsession.h"

#include "core/devops/accesstokenscope.h"
#include "core/findings/sandboxcommand.h"
#include "core/profile/profilestore.h"
#include "core/report/signindocument.h"
#include "core/result/identifiers.h"
#include "core/result/printable.h"
#include "core/result/shellword.h"

#include <QPointer>

#include <QCoroTask>

#include <utility>

using namespace Qt::StringLiterals;

namespace signet {

QList<SignInWay> signInWays()
{
    return {
        {SignInMethod::AzureCli, signInMethodTitle(SignInMethod::AzureCli),
         SignInSession::tr("Uses the sign-in that az already has on this machine. You type nothing, and "
                           "Signet stores nothing.")},
        {SignInMethod::Browser, signInMethodTitle(SignInMethod::Browser),
         SignInSession::tr("Opens the Microsoft Entra sign-in page in your browser. Needs the client id of "
                           "an app registration in your tenant.")},
        {SignInMethod::DeviceCode, signInMethodTitle(SignInMethod::DeviceCode),
         SignInSession::tr("Shows a code that you enter in a browser on any machine. Use it where no browser "
                           "can open. Needs the client id of an app registration in your tenant.")},
        {SignInMethod::AccessToken, signInMethodTitle(SignInMethod::AccessToken),
         SignInSession::tr("Works with Azure DevOps only, within the scopes you gave it. To search Microsoft "
                           "Entra and Azure, sign in another way.")},
        {SignInMethod::ManagedIdentity, signInMethodTitle(SignInMethod::ManagedIdentity),
         SignInSession::tr(
             "Uses this machine's own identity, if it is already an administrator of the organization.")},
    };
}

QStringList accessTokenScopeNames()
{
    return {accessTokenScopeName(u"vso.memberentitlementmanagement_write"_s),
            accessTokenScopeName(u"vso.graph_manage"_s), accessTokenScopeName(u"vso.project"_s),
            accessTokenScopeName(u"vso.identity"_s), accessTokenScopeName(u"vso.security_manage"_s)};
}

SignInSession::SignInSession(SessionContext sessionContext, QObject *parent)
    : QObject(parent)
    , m_sessionContext(std::move(sessionContext))
{
    readProfile();
}

SignInSession::~SignInSession()
{
    // A stop can end a run at once, and its result must no longer be reported.
    ++m_run;
    m_stop.request_stop();
}

void SignInSession::setClientId(const QString &clientId)
{
    if (m_clientId == clientId)
        return;
    m_clientId = clientId;
    Q_EMIT changed();
}

std::optional<Problem> SignInSession::clientIdProblem() const
{
    if (m_clientId.isEmpty())
        return std::nullopt;
    const auto parsed = ClientId::parse(m_clientId);
    return parsed ? std::nullopt : std::optional(parsed.problem());
}

QUrl SignInSession::accessTokenPage() const
{
    return m_organization ? QUrl(m_organization->url() + u"/_usersSettings/tokens"_s) : QUrl();
}

bool SignInSession::canStart(SignInMethod method) const
{
    if (m_state == State::Working)
        return false;
    if (!needsClientId(method))
        return true;
    return !clientIdProblem() && !(m_clientId.isEmpty() && m_profile.clientId.isEmpty());
}

bool SignInSession::isKept() const
{
    return m_signIn && keepsSecret(m_signIn->method()) && m_profile.isKept
        && m_profile.method == toString(m_signIn->method());
}

QString SignInSession::tenantName(const QString &id) const
{
    for (const TenantEntry &entry : m_tenants) {
        if (!entry.displayName.isEmpty() && entry.id.compare(id, Qt::CaseInsensitive) == 0)
            return printable(entry.displayName);
    }
    return id;
}

QString SignInSession::who() const
{
    const Account present = account();
    const QString name = printable(present.displayName.isEmpty() ? present.userName : present.displayName);
    return m_tenants.size() > 1 && !name.isEmpty() ? tr("%1 (%2)").arg(name, tenantName(present.tenantId))
                                                   : name;
}

QString SignInSession::equivalentCommand(SignInMethod method) const
{
    QString command = u"signet login --with "_s + toString(method);
    if (const QString tenant = tenantFor(method); !tenant.isEmpty())
        command += u" --tenant "_s + shellWord(tenant);
    if (needsClientId(method) && !m_clientId.isEmpty())
        command += u" --client-id "_s + shellWord(m_clientId);
    if (keepsSecret(method))
        command += m_keep ? u" --keep"_s : u" --session"_s;
    return inSandbox(command, m_sessionContext.sandbox);
}

QString SignInSession::tenantFor(SignInMethod method) const
{
    return m_tenant.isEmpty() && needsClientId(method) ? m_organizationTenant : m_tenant;
}

void SignInSession::readProfile()
{
    const auto profiles = ProfileStore(m_sessionContext.host).load();
    m_profile = profiles ? profiles->current().signIn : ProfileSignIn();
}

// A new run; what is under way ends and is heard no more.
int SignInSession::begin()
{
    const int run = ++m_run;
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_deviceCode.reset();
    m_browserAddress.clear();
    m_problem.reset();
    return run;
}

void SignInSession::resume()
{
    SignInWish wish;
    wish.tenant = m_tenant;
    wish.clientId = m_clientId;
    wish.organization = m_organization;
    run(std::move(wish), Quiet::Yes);
}

void SignInSession::start(SignInMethod method)
{
    SignInWish wish;
    wish.method = method;
    wish.tenant = tenantFor(method);
    wish.clientId = m_clientId;
    wish.organization = m_organization;
    wish.kept = SignInWish::Kept::Ignore;
    run(std::move(wish), Quiet::No);
}

void SignInSession::startWithAccessToken(const Secret &token)
{
    SignInWish wish;
    wish.method = SignInMethod::AccessToken;
    wish.organization = m_organization;
    wish.accessToken = token;
    wish.kept = SignInWish::Kept::Ignore;
    run(std::move(wish), Quiet::No);
}

void SignInSession::run(SignInWish wish, Quiet quiet)
{
    const int run = begin();
    m_method = wish.method;
    m_state = State::Working;
    m_signIn.reset();
    m_keepProblem.reset();
    m_tenants.clear();
    m_tenantsProblem.reset();
    Q_EMIT changed();

    const QPointer<SignInSession> self(this);
    wish.showCode = [self, run](const DeviceCodePrompt &prompt) {
        if (!self || self->m_run != run)
            return;
        self->m_deviceCode = prompt;
        Q_EMIT self->changed();
    };
    wish.openBrowser = [self, run](const QUrl &address) {
        if (!self || self->m_run != run)
            return;
        self->m_browserAddress = address;
        Q_EMIT self->changed();
        Q_EMIT self->browserWanted(address);
    };
    auto running = signet::signIn(m_sessionContext, std::move(wish), m_stop.get_token());
    QCoro::connect(std::move(running), this, [this, run, quiet](const Result<SharedSignIn> &result) {
        if (m_run != run)
            return;
        m_deviceCode.reset();
        m_browserAddress.clear();
        if (result)
            signedIn(*result);
        else
            failed(result.problem(), quiet);
        // What was there before a run that only looked is kept already.
        if (result && quiet == Quiet::No)
            remember();
    });
}

void SignInSession::signedIn(const SharedSignIn &signIn)
{
    m_signIn = signIn;
    m_method = signIn->method();
    m_state = State::SignedIn;
    readProfile();
    Q_EMIT changed();
}

void SignInSession::failed(const Problem &problem, Quiet quiet)
{
    m_state = State::SignedOut;
    const bool isNews = problem.findingId != finding::runStopped
        && (quiet == Quiet::No || problem.findingId != finding::signInNeeded);
    if (isNews)
        m_problem = problem;
    Q_EMIT changed();
}

void SignInSession::remember()
{
    const int run = m_run;
    auto keeping = keepSignIn(m_sessionContext, m_signIn, QString(), m_keep ? Keep::Secret : Keep::NoSecret);
    QCoro::connect(std::move(keeping), this, [this, run](const Keeping &kept) {
        if (m_run != run)
            return;
        m_keepProblem = kept.problem;
        readProfile();
        Q_EMIT changed();
    });
}

void SignInSession::stop()
{
    m_stop.request_stop();
}

void SignInSession::openBrowserAgain()
{
    if (!m_browserAddress.isEmpty())
        Q_EMIT browserWanted(m_browserAddress);
}

void SignInSession::signOut()
{
    const int run = begin();
    m_state = State::SignedOut;
    m_signIn.reset();
    // Who signs in next need not know the tenant that this one was in.
    m_tenant.clear();
    m_tenants.clear();
    m_tenantsProblem.reset();
    m_keepProblem.reset();
    Q_EMIT changed();
    QCoro::connect(signet::signOut(m_sessionContext, QString()), this,
                   [this, run](const Result<std::optional<QString>> &result) {
                       if (m_run != run)
                           return;
                       if (!result)
                           m_problem = result.problem();
                       readProfile();
                       Q_EMIT changed();
                   });
}

void SignInSession::loadTenants()
{
    const bool hasOne = m_method == SignInMethod::AccessToken || m_method == SignInMethod::ManagedIdentity;
    if (!m_signIn || hasOne || m_listingFor == m_run)
        return;
    const int run = m_listingFor = m_run;
    const Http http(m_sessionContext.host, m_sessionContext.net);
    auto listing = listTenants(http, m_signIn, m_stop.get_token());
    QCoro::connect(std::move(listing), this, [this, run](const Result<QList<TenantEntry>> &result) {
        if (m_run != run)
            return;
        m_tenants = result ? *result : QList<TenantEntry>();
        m_tenantsProblem = result ? std::nullopt : std::optional<Problem>(result.problem());
        Q_EMIT changed();
    });
}

void SignInSession::chooseTenant(const QString &tenantId)
{
    if (!m_signIn)
        return;
    const auto other = m_signIn->inTenant(tenantId);
    if (!other) {
        m_problem = other.problem();
        Q_EMIT changed();
        return;
    }
    const int run = begin();
    const SharedSignIn before = std::exchange(m_signIn, nullptr);
    m_state = State::Working;
    Q_EMIT changed();
    QCoro::connect(proven(*other, m_stop.get_token()), this,
                   [this, run, before, tenantId](const Result<SharedSignIn> &result) {
                       if (m_run != run)
                           return;
                       // The list is of the account, wherever it is.
                       if (!m_tenants.isEmpty())
                           m_listingFor = run;
                       if (result)
                           m_tenant = tenantId;
                       else if (result.problem().findingId != finding::runStopped)
                           m_problem = result.problem();
                       signedIn(result ? *result : before);
                       if (result)
                           remember();
                   });
}

} // namespace signet
