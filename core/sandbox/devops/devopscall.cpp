#include "core/sandbox/devops/devopscall.h"

#include "core/sandbox/server/jsonresponse.h"
#include "core/sandbox/world/directory.h"
#include "core/sandbox/world/tokenissuer.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QUrl>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

DevOpsCaller rejected(DevOpsCaller::Rejection how)
{
    DevOpsCaller caller;
    caller.kind = DevOpsCaller::Kind::Rejected;
    caller.rejection = how;
    return caller;
}

DevOpsCaller somebody(const World &world, Organization *organization, const QString &objectId)
{
    DevOpsCaller caller;
    caller.tenantId = organization->tenantId.value_or(QString());
    caller.objectId = objectId;
    if (const Person *person = personIn(world, caller.tenantId, objectId))
        caller.userPrincipalName = userPrincipalNameIn(world, *person, caller.tenantId);
    Member *member = organization->member(objectId);
    // One that is only known by its descriptor, or was removed, is as good as a stranger.
    const bool counts = member && member->status != "none"_L1 && member->status != "deleted"_L1;
    caller.member = counts ? member : nullptr;
    caller.kind = counts ? DevOpsCaller::Kind::Member : DevOpsCaller::Kind::Stranger;
    return caller;
}

} // namespace

DevOpsAddress devOpsAddress(const ServerRequest &request)
{
    DevOpsAddress address;
    address.path = request.segments();
    const QStringList labels = request.host.split(u'.');
    if (request.host == "app.vssps.visualstudio.com"_L1) {
        address.service = request.host;
        return address;
    }
    if (request.host.endsWith(".visualstudio.com"_L1)) {
        address.organization = labels.first();
        const bool plain = labels.size() == 3;
        address.service = plain ? u"dev.azure.com"_s : labels[1] + u".dev.azure.com"_s;
        if (!address.path.isEmpty() && sameName(address.path.first(), u"DefaultCollection"))
            address.path.removeFirst();
        return address;
    }
    address.service = request.host;
    if (!address.path.isEmpty() && !sameName(address.path.first(), u"_apis"))
        address.organization = address.path.takeFirst();
    return address;
}

bool DevOpsCaller::hasScope(const QString &scope) const
{
    if (!scopes || scope.isEmpty() || scopes->contains(u"app_token"_s))
        return true;
    return scopes->contains(scope) || scopes->contains(scope + u"_read"_s)
        || scopes->contains(scope + u"_write"_s) || scopes->contains(scope + u"_manage"_s);
}

DevOpsCaller devOpsCaller(World *world, Organization *organization, const ServerRequest &request)
{
    using Rejection = DevOpsCaller::Rejection;
    const QByteArray authorization = request.header("Authorization");
    const qsizetype space = authorization.indexOf(' ');
    const QByteArray scheme = authorization.left(space).toLower();
    QByteArray credential = space < 0 ? QByteArray() : authorization.mid(space + 1).trimmed();
    bool basic = false;
    if (scheme == "basic") {
        const QByteArray pair = QByteArray::fromBase64(credential);
        credential = pair.mid(pair.indexOf(':') + 1);
        basic = true;
    } else if (scheme != "bearer") {
        credential.clear();
    }
    // "Basic Og==" is an empty name with an empty password: the way clients say "nobody yet".
    if (credential.isEmpty())
        return authorization.isEmpty() || basic ? DevOpsCaller{} : rejected(Rejection::Token);
    if (organization->credentials == Organization::Credentials::TreatedAsAnonymous)
        return rejected(Rejection::Token);

    // A personal access token is a password and nothing else.
    for (const PersonalAccessToken &token : organization->accessTokens) {
        if (!basic || token.secret.toUtf8() != credential)
            continue;
        if (token.revoked || (token.expiresOn != 0 && token.expiresOn <= world->clock))
            return rejected(Rejection::Password);
        DevOpsCaller caller = somebody(*world, organization, token.ownerObjectId);
        caller.scopes = token.scopes;
        return caller;
    }

    // A token is taken in either scheme; git clients send it as a password.
    const std::optional<QJsonObject> claims = verifiedClaims(*world, credential);
    if (!claims)
        return rejected(credential.count('.') == 2 ? Rejection::Token : Rejection::Password);
    if (claims->value("nbf"_L1).toInteger() > world->clock)
        return rejected(Rejection::Token);
    if (claims->value("exp"_L1).toInteger() <= world->clock)
        return rejected(Rejection::OutdatedToken);
    if (audienceOf(claims->value("aud"_L1).toString()) != Audience::AzureDevOps)
        return rejected(Rejection::Token);
    if (!organization->tenantId || !sameName(claims->value("tid"_L1).toString(), *organization->tenantId))
        return rejected(Rejection::Token);
    DevOpsCaller caller = somebody(*world, organization, claims->value("oid"_L1).toString());
    if (const QJsonValue groups = claims->value("groups"_L1); groups.isArray()) {
        caller.entraGroups = QStringList();
        for (const QJsonValue group : groups.toArray())
            caller.entraGroups->append(group.toString());
    }
    return caller;
}

void DelayedMemberships::remember(const Organization &organization)
{
    if (organization.staleMembershipReads > 0)
        m_before[organization.id] = {organization.staleMembershipReads, organization};
}

const Organization &DelayedMemberships::seen(const Organization &organization)
{
    const auto before = m_before.find(organization.id);
    if (before == m_before.end() || before->second.first == 0)
        return organization;
    --before->second.first;
    return before->second.second;
}

QString DevOpsCall::link(QLatin1StringView host, const QString &path) const
{
    return u"https://%1/%2/_apis/"_s.arg(host, organization->name) + path;
}

QJsonObject DevOpsCall::object() const
{
    return QJsonDocument::fromJson(request->body).object();
}

QJsonArray DevOpsCall::array() const
{
    return QJsonDocument::fromJson(request->body).array();
}

QString DevOpsCall::value(QStringView name) const
{
    for (const auto &[key, value] : request->query) {
        if (sameName(key, name))
            return value;
    }
    return {};
}

std::optional<int> DevOpsCall::number(QStringView name, int otherwise) const
{
    const QString text = value(name);
    if (text.isEmpty())
        return otherwise;
    bool ok = false;
    const int number = text.toInt(&ok);
    return ok && number >= 0 ? std::optional<int>(number) : std::nullopt;
}

bool DevOpsCall::administers() const
{
    return caller->member && organization->isCollectionAdministrator(*caller->member);
}

ServerResponse devOpsList(const QJsonArray &values)
{
    return jsonResponse(200, {{u"count"_s, values.size()}, {u"value"_s, values}});
}

ServerResponse devOpsError(int status, const QString &typeName, const QString &message)
{
    const QString typeKey = typeName.section(u',', 0, 0).section(u'.', -1);
    ServerResponse response = jsonResponse(status,
                                           {{u"$id"_s, u"1"_s},
                                            {u"innerException"_s, QJsonValue::Null},
                                            {u"message"_s, message},
                                            {u"typeName"_s, typeName},
                                            {u"typeKey"_s, typeKey},
                                            {u"errorCode"_s, 0},
                                            {u"eventId"_s, 3000}});
    response.addHeader("X-TFS-ServiceError", QUrl::toPercentEncoding(message));
    return response;
}

ServerResponse unreadable(const QString &message)
{
    return jsonResponse(400, {{u"count"_s, 1}, {u"value"_s, QJsonObject{{u"Message"_s, message}}}});
}

ServerResponse unauthorized(const QString &message)
{
    return devOpsError(401,
                       u"Microsoft.TeamFoundation.Framework.Server.UnauthorizedRequestException, "
                       u"Microsoft.TeamFoundation.Framework.Server"_s,
                       message);
}

ServerResponse noSuchIdentity(const QString &id)
{
    return devOpsError(404,
                       u"Microsoft.VisualStudio.Services.Identity.IdentityNotFoundException, "
                       u"Microsoft.VisualStudio.Services.WebApi"_s,
                       u"TF14045: The identity with identifier '%1' could not be found."_s.arg(id));
}

QString accessDeniedText(const DevOpsCall &call, const QString &resource, const QString &action)
{
    return u"Access Denied: %1 needs the following permission(s) on the resource %2 to perform this action: %3"_s
        .arg(call.caller->member ? call.caller->member->storageKey : QString(), resource, action);
}

ServerResponse accessDenied(const DevOpsCall &call, const QString &resource, const QString &action)
{
    return devOpsError(403,
                       u"Microsoft.VisualStudio.Services.Security.AccessCheckException, "
                       u"Microsoft.VisualStudio.Services.WebApi"_s,
                       accessDeniedText(call, resource, action));
}

ServerResponse noContent()
{
    ServerResponse response;
    response.status = 204;
    return response;
}

ServerResponse pageForPeople(int status, const QByteArray &title, const QByteArray &text)
{
    ServerResponse response;
    response.status = status;
    response.headers = {{"Content-Type", "text/html; charset=utf-8"}};
    response.body = "<!DOCTYPE html>\r\n<html lang=\"en-US\"><head><title>" + title
        + "</title></head><body><h1>" + title + "</h1><p>" + text + "</p></body></html>\r\n";
    return response;
}

ServerResponse noSuchProject(const QString &idOrName)
{
    if (!QUuid(idOrName).isNull())
        return devOpsError(
            404,
            u"Microsoft.TeamFoundation.Core.WebApi.ProjectDoesNotExistException, "
            u"Microsoft.TeamFoundation.Core.WebApi"_s,
            u"VS800075: The project with id 'vstfs:///Classification/TeamProject/%1' does not exist, or "
            u"you do not have permission to access it."_s.arg(idOrName));
    return devOpsError(
        404,
        u"Microsoft.TeamFoundation.Core.WebApi.ProjectDoesNotExistWithNameException, "
        u"Microsoft.TeamFoundation.Core.WebApi"_s,
        u"TF200016: The following project does not exist: %1. Verify that the name of the project is "
        u"correct and that the project exists on the specified Azure DevOps Server."_s.arg(idOrName));
}

QString devOpsTime(qint64 epochSeconds)
{
    if (epochSeconds == 0)
        return u"0001-01-01T00:00:00Z"_s;
    return QDateTime::fromSecsSinceEpoch(epochSeconds, Qt::UTC).toString(u"yyyy-MM-ddTHH:mm:ss'.0000000Z'"_s);
}

} // namespace signet::sandbox
