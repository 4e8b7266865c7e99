#include "core/devops/connectiondata.h"

#include "core/devops/devopsrequest.h"
#include "core/result/identifiers.h"

#include <QRegularExpression>

#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using Kind = ConnectionSeen::Kind;

constexpr std::array<std::pair<Kind, QLatin1StringView>, 12> words{{
    {Kind::Identity, "identity"_L1},
    {Kind::Anonymous, "anonymous"_L1},
    {Kind::SignInPage, "sign-in-page"_L1},
    {Kind::NotAMember, "not-a-member"_L1},
    {Kind::NotAuthorized, "not-authorized"_L1},
    {Kind::AnonymousRefused, "anonymous-refused"_L1},
    {Kind::RejectedEmpty, "rejected-empty"_L1},
    {Kind::NotFound, "not-found"_L1},
    {Kind::OrganizationStopped, "organization-stopped"_L1},
    {Kind::RateLimited, "rate-limited"_L1},
    {Kind::Other, "other"_L1},
    {Kind::NoAnswer, "no-answer"_L1},
}};

constexpr QLatin1StringView servicePrincipalType{
    "Microsoft.VisualStudio.Services.Claims.AadServicePrincipal"};

// The id of the identity that public projects are shown to.
constexpr QLatin1StringView anonymousId{"aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"};
constexpr QLatin1StringView zeroId{"00000000-0000-0000-0000-000000000000"};

QRegularExpression guid()
{
    static const QRegularExpression form(u"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"_s);
    return form;
}

bool isAnonymous(const ConnectedIdentity &identity)
{
    return identity.descriptor.startsWith("System:PublicAccess"_L1) || identity.id == anonymousId
        || identity.id == zeroId;
}

ConnectedIdentity readIdentity(const QJsonObject &json)
{
    ConnectedIdentity identity;
    identity.id = json.value("id"_L1).toString().toLower();
    identity.displayName = json.value("customDisplayName"_L1).toString();
    if (identity.displayName.isEmpty())
        identity.displayName = json.value("providerDisplayName"_L1).toString();
    identity.descriptor = json.value("descriptor"_L1).toString();
    identity.subjectDescriptor = json.value("subjectDescriptor"_L1).toString();
    identity.account =
        json.value("properties"_L1).toObject().value("Account"_L1).toObject().value("$value"_L1).toString();

    const QString who = identity.descriptor.section(u';', 1);
    const QString tenant = who.section(u'\\', 0, 0);
    const QString behind = who.section(u'\\', 1);
    if (isGuid(tenant) && !behind.isEmpty())
        identity.tenantId = tenant.toLower();
    if (identity.isServicePrincipal() && isGuid(behind))
        identity.objectId = behind.toLower();
    if (identity.account.isEmpty())
        identity.account = behind;
    return identity;
}

// TF401444 names {tenant}\{tenant}\{object id}: the last one counts. The prose is localized.
QString notAMember(const QString &message)
{
    QString last;
    auto ids = guid().globalMatch(message);
    while (ids.hasNext())
        last = ids.next().captured(0).toLower();
    return last;
}

// TF400813 contains a GUID or a quoted name. It is empty, or the anonymous GUID, if it is not about an
// identity; the form "... not available for anonymous access" quotes nothing. An apostrophe inside a word is
// not a quote.
QString notAuthorized(const QString &message)
{
    static const QRegularExpression quoted(u"(?<!\\w)'([^']*)'"_s);
    const QString id = guid().match(message).captured(0).toLower();
    if (!id.isEmpty())
        return id == anonymousId || id == zeroId ? QString() : id;
    return quoted.match(message).captured(1);
}

int number(const QByteArray &text)
{
    bool isNumber = false;
    const int value = text.trimmed().toInt(&isNumber);
    return isNumber ? value : -1;
}

} // namespace

QLatin1StringView toString(ConnectionSeen::Kind kind)
{
    for (const auto &[value, word] : words) {
        if (value == kind)
            return word;
    }
    Q_UNREACHABLE();
}

bool ConnectedIdentity::isServicePrincipal() const
{
    return descriptor.section(u';', 0, 0).compare(servicePrincipalType, Qt::CaseInsensitive) == 0;
}

ConnectionSeen readConnectionReply(const Reply &reply)
{
    ConnectionSeen seen;
    seen.delivery = reply.delivery;
    seen.status = reply.status;
    seen.error = readDevOpsError(reply);
    seen.retryAfter = reply.retryAfter();
    seen.rateLimitRemaining = number(reply.header("X-RateLimit-Remaining"));
    if (!reply.answered())
        return seen;

    const QString &code = seen.error.code;
    if (code == "TF24668"_L1) {
        seen.kind = Kind::OrganizationStopped;
    } else if (code == "TF401444"_L1) {
        seen.kind = Kind::NotAMember;
        seen.refusedIdentity = notAMember(seen.error.message);
    } else if (code == "TF400813"_L1) {
        seen.refusedIdentity = notAuthorized(seen.error.message);
        seen.kind = seen.refusedIdentity.isEmpty() ? Kind::AnonymousRefused : Kind::NotAuthorized;
    } else if (seen.error.signInPage) {
        seen.kind = Kind::SignInPage;
    } else if (reply.status == 200) {
        const QJsonObject json = jsonBody(reply).toObject();
        const ConnectedIdentity identity = readIdentity(json.value("authenticatedUser"_L1).toObject());
        seen.organizationId = json.value("instanceId"_L1).toString().toLower();
        if (isAnonymous(identity)) {
            seen.kind = Kind::Anonymous;
        } else if (!identity.id.isEmpty()) {
            seen.kind = Kind::Identity;
            seen.identity = identity;
        } else {
            seen.kind = Kind::Other;
        }
    } else if (reply.status == 401 && reply.body.trimmed().isEmpty()) {
        seen.kind = Kind::RejectedEmpty;
    } else if (reply.status == 404) {
        seen.kind = Kind::NotFound;
    } else if (reply.status == 429) {
        seen.kind = Kind::RateLimited;
    } else {
        seen.kind = Kind::Other;
    }
    return seen;
}

QCoro::Task<ConnectionSeen> readConnectionData(Http http, OrganizationName organization,
                                               Credential credential, DevOpsHost host, QUuid session,
                                               std::stop_token stop)
{
    Request request = connectionDataRequest("GET", host, organization, session);
    if (!credential.isEmpty())
        request.credential = credential;
    const Reply reply = co_await sendToDevOps(http, request, stop);
    co_return readConnectionReply(reply);
}

} // namespace signet
