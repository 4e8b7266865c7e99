#include "core/devops/organizationprobe.h"

#include "core/devops/devopsrequest.h"

#include <QJsonArray>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// The area that every organization has; Microsoft Learn, "Get the location of an organization".
constexpr QLatin1StringView coreArea{"79134c72-4a58-4b42-976c-04e7115f32bf"};

QRegularExpression guid()
{
    static const QRegularExpression form(u"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"_s);
    return form;
}

// The tenant of the first "Bearer authorization_uri=https://login.../{tenant}" that names one by its id.
std::optional<TenantId> challengedTenant(const QStringList &challenges)
{
    static const QRegularExpression form(u"\\ABearer\\b.*\\bauthorization_uri\\s*=\\s*\"?([^\",\\s]+)"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    for (const QString &challenge : challenges) {
        const QString authority = form.match(challenge).captured(1);
        const auto tenant = TenantId::parse(guid().match(authority).captured(0));
        if (tenant && !tenant->isNull())
            return *tenant;
    }
    return std::nullopt;
}

// Whether a second request with GET could reveal more.
bool isWorthAskingAgain(const OrganizationTenantSeen &seen)
{
    switch (seen.delivery) {
    case Delivery::Answered:
        return !seen.tenantId && !seen.notEntraBacked && seen.error.code != "TF24668"_L1;
    case Delivery::ConnectionReset:
    case Delivery::ReadTimeout:
    case Delivery::ProtocolError:
        return true; // middleboxes that do not know HEAD
    default:
        return false;
    }
}

} // namespace

QLatin1StringView toString(OrganizationSeen::Exists exists)
{
    switch (exists) {
    case OrganizationSeen::Exists::Yes:
        return "yes"_L1;
    case OrganizationSeen::Exists::No:
        return "no"_L1;
    case OrganizationSeen::Exists::Unknown:
        return "unknown"_L1;
    }
    Q_UNREACHABLE();
}

OrganizationSeen readOrganizationReply(const Reply &reply)
{
    OrganizationSeen seen;
    seen.delivery = reply.delivery;
    seen.status = reply.status;
    seen.error = readDevOpsError(reply);
    if (!reply.answered())
        return seen;
    const QJsonValue json = jsonBody(reply);
    // Anything can answer {} or 404. Only what Azure DevOps says counts as "there is none".
    const bool isTheArea = json.toObject()["id"_L1].toString().compare(coreArea, Qt::CaseInsensitive) == 0;
    const bool isService = isTheArea || seen.error.fromAzureDevOps;
    if (reply.status == 200) {
        seen.locationUrl = json.toObject().value("locationUrl"_L1).toString();
        if (!seen.locationUrl.isEmpty())
            seen.exists = OrganizationSeen::Exists::Yes;
        else if (isService && (json.isObject() || json.isNull() || reply.body.isEmpty()))
            seen.exists = OrganizationSeen::Exists::No;
    } else if (reply.status == 404 && isService) {
        seen.exists = OrganizationSeen::Exists::No;
    }
    return seen;
}

QCoro::Task<OrganizationSeen> lookUpOrganization(Http http, OrganizationName organization,
                                                 std::stop_token stop)
{
    const QUrlQuery query{{u"accountName"_s, organization.toString()},
                          {u"api-version"_s, u"5.0-preview.1"_s}};
    Request request("GET", devOpsUrl(DevOpsHost::Core, {}, u"_apis/resourceAreas/"_s + coreArea, query),
                    Way::Internet);
    request.headers = {{"Accept", "application/json"}, {"X-TFS-FedAuthRedirect", "Suppress"}};
    const Reply reply = co_await sendToDevOps(http, request, stop);
    co_return readOrganizationReply(reply);
}

QStringList authenticationChallenges(const Reply &reply)
{
    // A part that is a parameter (name=value, or name = "value") belongs to the challenge before it; anything
    // else starts a new challenge with its scheme.
    static const QRegularExpression parameter(u"\\A[^\\s=\"]+\\s*=(?!=*\\z)"_s);
    QStringList challenges;
    const auto lines = reply.allHeaders("WWW-Authenticate");
    for (const QByteArray &line : lines) {
        const QString text = QString::fromLatin1(line);
        QStringList parts{QString()};
        bool quoted = false;
        for (qsizetype i = 0; i < text.size(); ++i) {
            if (quoted && text[i] == u'\\' && i + 1 < text.size()) {
                parts.last() += text.mid(i++, 2);
                continue;
            }
            if (text[i] == u'"')
                quoted = !quoted;
            if (text[i] == u',' && !quoted)
                parts.append(QString());
            else
                parts.last() += text[i];
        }
        bool begun = false;
        for (const QString &part : std::as_const(parts)) {
            const QString trimmed = part.trimmed();
            if (trimmed.isEmpty())
                continue;
            if (begun && parameter.match(trimmed).hasMatch())
                challenges.last() += u", "_s + trimmed;
            else
                challenges.append(trimmed.left(300));
            begun = true;
        }
    }
    return challenges;
}

OrganizationTenantSeen readTenantReply(const Reply &reply, const QString &method)
{
    OrganizationTenantSeen seen;
    seen.delivery = reply.delivery;
    seen.status = reply.status;
    seen.method = method;
    seen.error = readDevOpsError(reply);
    seen.fromAzureDevOps = seen.error.fromAzureDevOps;
    seen.challenges = authenticationChallenges(reply);

    const auto lines = reply.allHeaders("X-VSS-ResourceTenant");
    for (const QByteArray &line : lines) {
        auto ids = guid().globalMatch(QString::fromLatin1(line));
        while (ids.hasNext())
            seen.resourceTenants.append(ids.next().captured(0).toLower());
    }
    seen.tenantId = challengedTenant(seen.challenges);
    for (const QString &text : std::as_const(seen.resourceTenants)) {
        const auto tenant = TenantId::parse(text);
        if (!seen.tenantId && tenant && !tenant->isNull())
            seen.tenantId = *tenant;
    }
    seen.notEntraBacked = !seen.tenantId && !seen.resourceTenants.isEmpty();
    return seen;
}

QCoro::Task<OrganizationTenantSeen> probeTenant(Http http, OrganizationName organization,
                                                std::stop_token stop)
{
    const Request head = connectionDataRequest("HEAD", DevOpsHost::Core, organization, {});
    const Reply headReply = co_await sendToDevOps(http, head, stop);
    const OrganizationTenantSeen byHead = readTenantReply(headReply, u"HEAD"_s);
    if (!isWorthAskingAgain(byHead))
        co_return byHead;
    const Request get = connectionDataRequest("GET", DevOpsHost::Core, organization, {});
    const Reply getReply = co_await sendToDevOps(http, get, stop);
    co_return readTenantReply(getReply, u"GET"_s);
}

} // namespace signet
