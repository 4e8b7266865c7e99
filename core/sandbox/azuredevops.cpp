#include "core/sandbox/azuredevops.h"

#include "core/sandbox/tokenissuer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QUrl>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

constexpr QLatin1StringView nobodyId = "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"_L1;
constexpr QLatin1StringView noTenant = "00000000-0000-0000-0000-000000000000"_L1;
constexpr QLatin1StringView signInHost = "spsprodweu1.vssps.visualstudio.com"_L1;

bool sameText(QStringView a, QStringView b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

bool sameText(QStringView a, QLatin1StringView b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

// ---- Where the request goes ----------------------------------------------------------------------

struct Address {
    QString service; // dev.azure.com, vssps.dev.azure.com, ...: the modern name of the host
    QString organization; // empty: the request names none
    QStringList path; // what follows the organization
};

// Both forms of the address: {service}.dev.azure.com/{organization} and
// {organization}[.{service}].visualstudio.com[/DefaultCollection].
Address addressOf(const ServerRequest &request)
{
    Address address;
    address.path = request.segments();
    const QStringList labels = request.host.split(u'.');
    if (request.host.endsWith(".visualstudio.com"_L1)) {
        address.organization = labels.first();
        const bool plain = labels.size() == 3;
        address.service = plain ? u"dev.azure.com"_s : labels[1] + u".dev.azure.com"_s;
        if (!address.path.isEmpty() && sameText(address.path.first(), u"DefaultCollection"))
            address.path.removeFirst();
        return address;
    }
    address.service = request.host;
    if (!address.path.isEmpty() && !sameText(address.path.first(), u"_apis"))
        address.organization = address.path.takeFirst();
    return address;
}

// ---- Who asks ------------------------------------------------------------------------------------

struct Caller {
    enum class Kind {
        Nobody, // sent no credential
        Rejected, // sent one that is not accepted
        Stranger, // is somebody, but not a member
        Member,
    };
    // What the sign-in service does with a rejected credential differs by what it looks like.
    enum class Rejection { None, Token, OutdatedToken, Password };

    Kind kind = Kind::Nobody;
    Rejection rejection = Rejection::None;
    QString tenantId;
    QString objectId;
    const Member *member = nullptr;
};

Caller rejected(Caller::Rejection how)
{
    Caller caller;
    caller.kind = Caller::Kind::Rejected;
    caller.rejection = how;
    return caller;
}

Caller callerOf(const World &world, const Organization &organization, const ServerRequest &request)
{
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
        return authorization.isEmpty() || basic ? Caller{} : rejected(Caller::Rejection::Token);
    if (organization.credentials == Organization::Credentials::TreatedAsAnonymous)
        return rejected(Caller::Rejection::Token);

    // A token is taken in either scheme; git clients send it as a password.
    const std::optional<QJsonObject> claims = verifiedClaims(world, credential);
    if (!claims)
        return rejected(credential.count('.') == 2 ? Caller::Rejection::Token : Caller::Rejection::Password);
    if (claims->value("nbf"_L1).toInteger() > world.clock)
        return rejected(Caller::Rejection::Token);
    if (claims->value("exp"_L1).toInteger() <= world.clock)
        return rejected(Caller::Rejection::OutdatedToken);
    if (audienceOf(claims->value("aud"_L1).toString()) != Audience::AzureDevOps)
        return rejected(Caller::Rejection::Token);
    if (!organization.tenantId || !sameText(claims->value("tid"_L1).toString(), *organization.tenantId))
        return rejected(Caller::Rejection::Token);

    Caller caller;
    caller.tenantId = claims->value("tid"_L1).toString();
    caller.objectId = claims->value("oid"_L1).toString();
    caller.member = organization.member(caller.objectId);
    caller.kind = caller.member ? Caller::Kind::Member : Caller::Kind::Stranger;
    return caller;
}

// ---- Answers -------------------------------------------------------------------------------------

ServerResponse json(int status, const QJsonObject &body)
{
    ServerResponse response;
    response.status = status;
    response.headers = {{"Content-Type", "application/json; charset=utf-8"}};
    response.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return response;
}

ServerResponse html(int status, const QByteArray &title, const QByteArray &text)
{
    ServerResponse response;
    response.status = status;
    response.headers = {{"Content-Type", "text/html; charset=utf-8"}};
    response.body = "<!DOCTYPE html>\r\n<html lang=\"en-US\"><head><title>" + title
        + "</title></head><body><h1>" + title + "</h1><p>" + text + "</p></body></html>\r\n";
    return response;
}

ServerResponse serviceError(int status, const QString &typeName, const QString &message)
{
    const QString typeKey = typeName.section(u',', 0, 0).section(u'.', -1);
    ServerResponse response = json(status,
                                   {{u"$id"_s, u"1"_s},
                                    {u"innerException"_s, QJsonValue::Null},
                                    {u"message"_s, message},
                                    {u"typeName"_s, typeName},
                                    {u"typeKey"_s, typeKey},
                                    {u"errorCode"_s, 0},
                                    {u"eventId"_s, 3000}});
    // The only text that an answer to HEAD has.
    response.addHeader("X-TFS-ServiceError", QUrl::toPercentEncoding(message));
    return response;
}

ServerResponse unauthorized(const QString &message)
{
    return serviceError(401,
                        u"Microsoft.TeamFoundation.Framework.Server.UnauthorizedRequestException, "
                        u"Microsoft.TeamFoundation.Framework.Server"_s,
                        message);
}

ServerResponse list(const QJsonArray &values)
{
    return json(200, {{u"count"_s, values.size()}, {u"value"_s, values}});
}

ServerResponse noSuchOrganization()
{
    return html(
        404, "404 - File or directory not found.",
        "The resource you are looking for might have been removed, had its name changed, or is temporarily "
        "unavailable.");
}

ServerResponse noSuchRoute(const ServerRequest &request)
{
    return serviceError(
        404, u"System.Web.HttpException, System.Web"_s,
        u"The controller for path '%1' was not found or does not implement IController."_s.arg(request.path));
}

ServerResponse noSuchMethod(const ServerRequest &request)
{
    return json(405,
                {{u"count"_s, 1},
                 {u"value"_s,
                  QJsonObject{{u"Message"_s,
                               u"The requested resource does not support http method '%1'."_s.arg(
                                   QString::fromLatin1(request.method))}}}});
}

// The headers by which an organization tells its tenant. On refusals, on answers to nobody, and on
// every HEAD; other answers do not have them.
void addTenantHeaders(ServerResponse *response, const Organization &organization)
{
    const QByteArray tenant = organization.tenantId.value_or(noTenant).toLatin1();
    if (organization.tenantId)
        response->addHeader("WWW-Authenticate",
                            "Bearer authorization_uri=https://login.microsoftonline.com/" + tenant);
    response->addHeader("WWW-Authenticate", "Basic realm=\"https://tfsprodweu1.app.visualstudio.com/\"");
    response->addHeader("WWW-Authenticate", "TFS-Federated");
    response->addHeader("X-VSS-ResourceTenant", tenant);
    response->addHeader("X-VSS-AuthorizationEndpoint",
                        "https://vssps.dev.azure.com/" + organization.name.toUtf8() + '/');
    response->addHeader("X-TFS-FedAuthRealm", "https://" + signInHost.toString().toLatin1() + '/');
    response->addHeader("X-TFS-FedAuthIssuer", "https://www.visualstudio.com/");
}

// Somebody whose credential does not let him in.
//
//   credential          X-TFS-FedAuthRedirect: Suppress      without it
//   none                401 TF400813 (no anonymous access)   302 to the sign-in page
//   token, rejected     401 TF400813 (the user 'aaaa...')    302 to the sign-in page
//   token, outdated     401 TF400813 (the user 'aaaa...')    203 with the sign-in page
//   personal token      401 without a body                   203 with the sign-in page
ServerResponse refuse(const Caller &caller, const ServerRequest &request)
{
    if (sameText(QString::fromLatin1(request.header("X-TFS-FedAuthRedirect")), u"Suppress")) {
        if (caller.kind == Caller::Kind::Nobody)
            return unauthorized(
                u"TF400813: Resource not available for anonymous access. Client authentication required."_s);
        if (caller.rejection == Caller::Rejection::Password) {
            ServerResponse response;
            response.status = 401;
            return response;
        }
        return unauthorized(
            u"TF400813: The user '%1' is not authorized to access this resource."_s.arg(nobodyId));
    }
    if (caller.rejection == Caller::Rejection::Password
        || caller.rejection == Caller::Rejection::OutdatedToken)
        return html(203, "Azure DevOps Services | Sign In", "Sign in to continue.");
    const QByteArray back = QUrl::toPercentEncoding((request.encrypted ? u"https://"_s : u"http://"_s)
                                                    + request.host + QString::fromLatin1(request.target));
    ServerResponse response = html(302, "Object moved", "Object moved to the sign-in page.");
    response.addHeader("Location",
                       "https://" + signInHost.toString().toLatin1() + "/_signin?realm="
                           + request.host.toLatin1() + "&reply_to=" + back + "&redirect=1");
    return response;
}

// ---- Versions ------------------------------------------------------------------------------------

struct Route {
    QString id;
    QString area;
    QString resource;
    QString route;
    int resourceVersion = 1;
    QString minVersion = u"1.0"_s;
    QString releasedVersion = u"0.0"_s; // 0.0: there is only a preview
};

constexpr QLatin1StringView newestVersion = "7.2"_L1;

const Route &connectionDataRoute()
{
    static const Route route{.id = u"00d9565f-ed9c-4a06-9a50-00e7896ccab4"_s,
                             .area = u"Location"_s,
                             .resource = u"ConnectionData"_s,
                             .route = u"_apis/{resource}"_s};
    return route;
}
const Route &resourceAreasRoute()
{
    static const Route route{.id = u"e81700f7-3be2-46de-8624-2eb35882fcaa"_s,
                             .area = u"Location"_s,
                             .resource = u"ResourceAreas"_s,
                             .route = u"_apis/{resource}/{areaId}"_s,
                             .minVersion = u"3.2"_s};
    return route;
}
const Route &projectsRoute()
{
    static const Route route{.id = u"603fe2ac-9723-48b9-88ad-09305aa6c6e1"_s,
                             .area = u"core"_s,
                             .resource = u"projects"_s,
                             .route = u"_apis/{resource}/{*projectId}"_s,
                             .resourceVersion = 4,
                             .releasedVersion = u"7.1"_s};
    return route;
}

// "7.1" before "7.10": as numbers, not as text.
int compareVersions(const QString &a, const QString &b)
{
    for (int part = 0; part < 2; ++part) {
        const int difference = a.section(u'.', part, part).toInt() - b.section(u'.', part, part).toInt();
        if (difference != 0)
            return difference;
    }
    return 0;
}

// From the query, or from "Accept: application/json;api-version=...".
QString requestedVersion(const ServerRequest &request)
{
    for (const auto &[name, value] : request.query) {
        if (sameText(name, u"api-version"))
            return value;
    }
    const QList<QByteArray> parts = request.header("Accept").split(';');
    for (const QByteArray &part : parts) {
        const QString text = QString::fromLatin1(part.trimmed());
        if (text.startsWith("api-version="_L1, Qt::CaseInsensitive))
            return text.mid(12).section(u',', 0, 0).trimmed();
    }
    return {};
}

// The refusal, or nothing when the version fits. Reading without a version is allowed.
std::optional<ServerResponse> versionRefusal(const Route &route, const ServerRequest &request)
{
    const QString version = requestedVersion(request);
    if (version.isEmpty())
        return std::nullopt;
    const auto outOfRange = [&](const QString &message) {
        return serviceError(400,
                            u"Microsoft.VisualStudio.Services.WebApi.VssVersionOutOfRangeException, "
                            u"Microsoft.VisualStudio.Services.WebApi"_s,
                            message);
    };
    static const QRegularExpression form(u"^(\\d{1,3}\\.\\d{1,3})(-preview(?:\\.(\\d{1,3}))?)?$"_s);
    const QRegularExpressionMatch match = form.match(version);
    if (!match.hasMatch())
        return outOfRange(u"The specified api-version \"%1\" is not a valid version."_s.arg(version));
    const QString number = match.captured(1);
    if (compareVersions(number, route.minVersion) < 0 || compareVersions(number, newestVersion) > 0
        || match.captured(3).toInt() > route.resourceVersion)
        return outOfRange(
            u"The requested REST API version of %1 is out of range for this server. The lowest supported "
            u"version is %2 and the highest %3."_s.arg(version, route.minVersion, newestVersion));
    if (match.captured(2).isEmpty() && compareVersions(number, route.releasedVersion) > 0)
        return serviceError(
            400,
            u"Microsoft.VisualStudio.Services.WebApi.VssInvalidPreviewVersionException, "
            u"Microsoft.VisualStudio.Services.WebApi"_s,
            u"The requested version \"%1\" of the resource is under preview. The -preview flag must be "
            u"supplied in the api-version for such requests. For example: \"%1-preview\""_s.arg(number));
    return std::nullopt;
}

// ---- Resources -----------------------------------------------------------------------------------

struct Area {
    QLatin1StringView id;
    QLatin1StringView name;
    QLatin1StringView host;
};

constexpr Area areas[] = {
    {"79134c72-4a58-4b42-976c-04e7115f32bf"_L1, "core"_L1, "dev.azure.com"_L1},
    {"00025394-6065-48ca-87d9-7f5672854ef7"_L1, "Location Service"_L1, "dev.azure.com"_L1},
    {"5d6898bb-45ec-463f-95f9-54d49c71752e"_L1, "build"_L1, "dev.azure.com"_L1},
    {"965220d5-5bb9-42cf-8d67-9b146df2a5a4"_L1, "Build"_L1, "dev.azure.com"_L1},
    {"a85b8835-c1a1-4aac-ae97-1c3d0ba72dbd"_L1, "distributedtask"_L1, "dev.azure.com"_L1},
    {"4e080c62-fa21-4fbc-8fef-2a10a2b38049"_L1, "git"_L1, "dev.azure.com"_L1},
    {"fb13a388-40dd-4a04-b530-013a739c72ef"_L1, "policy"_L1, "dev.azure.com"_L1},
    {"1814ab31-2f4f-4a9f-8761-f4d77dc5a5d7"_L1, "serviceendpoint"_L1, "dev.azure.com"_L1},
    {"5264459e-e5e0-4bd8-b118-0985e68a4ec5"_L1, "wit"_L1, "dev.azure.com"_L1},
    {"bb1e7ec9-e901-4b68-999a-de7012b920f8"_L1, "Graph"_L1, "vssps.dev.azure.com"_L1},
    {"8a3d49b8-91f0-46ef-b33d-dda338c25db3"_L1, "IMS"_L1, "vssps.dev.azure.com"_L1},
    {"c73a23a1-59bb-458c-8ce3-02c83215e015"_L1, "Licensing"_L1, "vssps.dev.azure.com"_L1},
    {"68ddce18-2501-45f1-a17b-7931a9922690"_L1, "MemberEntitlementManagement"_L1, "vsaex.dev.azure.com"_L1},
    {"efc2f575-36ef-48e9-b672-0c6fb4a48ac5"_L1, "Release"_L1, "vsrm.dev.azure.com"_L1},
};

QJsonObject areaObject(const Area &area, const Organization *organization)
{
    QJsonObject object{{u"id"_s, QString(area.id)}, {u"name"_s, QString(area.name)}};
    if (organization)
        object.insert(u"locationUrl"_s, u"https://%1/%2/"_s.arg(area.host, organization->name));
    return object;
}

// Needs no credential, and is how an organization's existence is asked for: without it, the location
// is missing from the answer.
ServerResponse resourceAreas(const Organization *organization, const QStringList &rest)
{
    if (!rest.isEmpty()) {
        for (const Area &area : areas) {
            if (sameText(rest.first(), area.id))
                return json(200, areaObject(area, organization));
        }
        return serviceError(404,
                            u"Microsoft.VisualStudio.Services.Location.ResourceAreaNotFoundException, "
                            u"Microsoft.VisualStudio.Services.WebApi"_s,
                            u"Resource area %1 was not found."_s.arg(rest.first()));
    }
    QJsonArray values;
    for (const Area &area : areas)
        values.append(areaObject(area, organization));
    return list(values);
}

ServerResponse routes(const Address &address)
{
    QList<Route> known{connectionDataRoute(), resourceAreasRoute()};
    if (address.service == "dev.azure.com"_L1)
        known.append(projectsRoute());
    QJsonArray values;
    for (const Route &route : std::as_const(known)) {
        if (address.path.size() > 1 && !sameText(address.path[1], route.area))
            continue;
        values.append(QJsonObject{{u"id"_s, route.id},
                                  {u"area"_s, route.area},
                                  {u"resourceName"_s, route.resource},
                                  {u"routeTemplate"_s, route.route},
                                  {u"resourceVersion"_s, route.resourceVersion},
                                  {u"minVersion"_s, route.minVersion},
                                  {u"maxVersion"_s, newestVersion},
                                  {u"releasedVersion"_s, route.releasedVersion}});
    }
    return list(values);
}

QJsonObject stringProperty(const QString &value)
{
    return {{u"$type"_s, u"System.String"_s}, {u"$value"_s, value}};
}

ServerResponse connectionData(const Organization &organization, const Caller &caller)
{
    QJsonObject user;
    if (caller.kind == Caller::Kind::Member) {
        const QString subject = QString::fromLatin1(
            stableGuid(u"subject"_s + caller.member->storageKey)
                .toLatin1()
                .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
        user = {
            {u"id"_s, caller.member->storageKey},
            {u"descriptor"_s,
             u"Microsoft.VisualStudio.Services.Claims.AadServicePrincipal;%1\\%2"_s.arg(caller.tenantId,
                                                                                        caller.objectId)},
            {u"subjectDescriptor"_s, u"aadsp."_s + subject},
            {u"providerDisplayName"_s, caller.member->displayName},
            {u"isActive"_s, true},
            {u"properties"_s, QJsonObject{{u"Account"_s, stringProperty(caller.objectId)}}},
            {u"resourceVersion"_s, 2},
            {u"metaTypeId"_s, 0},
        };
    } else {
        user = {
            {u"id"_s, QString(nobodyId)},
            {u"descriptor"_s, u"System:PublicAccess;"_s + nobodyId},
            {u"subjectDescriptor"_s,
             u"s2s."_s
                 + QString::fromLatin1(nobodyId.toString().toLatin1().toBase64(
                     QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals))},
            {u"providerDisplayName"_s, u"Anonymous"_s},
            {u"isActive"_s, true},
            {u"properties"_s, QJsonObject{}},
            {u"resourceVersion"_s, 2},
            {u"metaTypeId"_s, 255},
        };
    }
    return json(200,
                {{u"authenticatedUser"_s, user},
                 {u"authorizedUser"_s, user},
                 {u"instanceId"_s, organization.id},
                 {u"deploymentId"_s, stableGuid(u"deployment"_s)},
                 {u"deploymentType"_s, u"hosted"_s},
                 {u"locationServiceData"_s,
                  QJsonObject{{u"serviceOwner"_s, u"00025394-6065-48ca-87d9-7f5672854ef7"_s},
                              {u"defaultAccessMappingMoniker"_s, u"PublicAccessMapping"_s},
                              {u"lastChangeId"_s, 1},
                              {u"lastChangeId64"_s, 1}}}});
}

QJsonObject projectObject(const Organization &organization, const Project &project)
{
    QJsonObject object{
        {u"id"_s, project.id},
        {u"name"_s, project.name},
        {u"url"_s, u"https://dev.azure.com/%1/_apis/projects/%2"_s.arg(organization.name, project.id)},
        {u"state"_s, project.state},
        {u"revision"_s, project.revision},
        {u"visibility"_s, project.visibility},
        {u"lastUpdateTime"_s, u"2026-01-15T09:30:00.123Z"_s},
    };
    if (!project.description.isEmpty())
        object.insert(u"description"_s, project.description);
    return object;
}

ServerResponse projects(const Organization &organization, const Caller &caller, const ServerRequest &request)
{
    const auto number = [&](QStringView name, int otherwise) -> std::optional<int> {
        const std::optional<QString> text = request.queryValue(name);
        if (!text)
            return otherwise;
        bool ok = false;
        const int value = text->toInt(&ok);
        return ok && value >= 0 ? std::optional<int>(value) : std::nullopt;
    };
    const std::optional<int> top = number(u"$top", 100);
    const std::optional<int> skip = number(u"$skip", 0);
    const std::optional<int> token = number(u"continuationToken", 0);
    if (!top || !skip || !token)
        return json(400,
                    {{u"count"_s, 1},
                     {u"value"_s,
                      QJsonObject{{u"Message"_s, u"The query parameters of the request are not valid."_s}}}});
    const QString state = request.queryValue(u"stateFilter").value_or(u"wellFormed"_s);

    std::vector<const Project *> visible;
    for (const Project &project : organization.projects) {
        const bool wanted = sameText(state, u"all") || sameText(state, project.state);
        if (wanted && organization.canSee(project, caller.member))
            visible.push_back(&project);
    }
    const qsizetype begin = std::min<qsizetype>(qsizetype(visible.size()), qsizetype(*skip) + *token);
    const qsizetype end = std::min<qsizetype>(qsizetype(visible.size()), begin + *top);
    QJsonArray values;
    for (qsizetype i = begin; i < end; ++i)
        values.append(projectObject(organization, *visible[std::size_t(i)]));
    ServerResponse response = list(values);
    if (end > begin && end < qsizetype(visible.size()))
        response.addHeader("x-ms-continuationtoken", QByteArray::number(end));
    return response;
}

ServerResponse project(const Organization &organization, const Caller &caller, const QString &key,
                       const ServerRequest &request)
{
    for (const Project &project : organization.projects) {
        if ((!sameText(project.id, key) && !sameText(project.name, key))
            || !organization.canSee(project, caller.member))
            continue;
        QJsonObject object = projectObject(organization, project);
        const QString base = u"https://dev.azure.com/"_s + organization.name;
        const auto link = [](const QString &href) { return QJsonObject{{u"href"_s, href}}; };
        object.insert(
            u"_links"_s,
            QJsonObject{{u"self"_s, link(object.value("url"_L1).toString())},
                        {u"collection"_s, link(base + u"/_apis/projectCollections/"_s + organization.id)},
                        {u"web"_s, link(base + u'/' + project.name)}});
        const QString team = stableGuid(u"team"_s + project.id);
        object.insert(u"defaultTeam"_s,
                      QJsonObject{{u"id"_s, team},
                                  {u"name"_s, project.name + u" Team"_s},
                                  {u"url"_s, object.value("url"_L1).toString() + u"/teams/"_s + team}});
        if (sameText(request.queryValue(u"includeCapabilities").value_or(QString()), u"true"))
            object.insert(u"capabilities"_s,
                          QJsonObject{{u"versioncontrol"_s,
                                       QJsonObject{{u"sourceControlType"_s, u"Git"_s},
                                                   {u"gitEnabled"_s, u"True"_s},
                                                   {u"tfvcEnabled"_s, u"False"_s}}}});
        return json(200, object);
    }
    // One text for "missing" and "forbidden", on purpose.
    if (!QUuid(key).isNull())
        return serviceError(
            404,
            u"Microsoft.TeamFoundation.Core.WebApi.ProjectDoesNotExistException, "
            u"Microsoft.TeamFoundation.Core.WebApi"_s,
            u"VS800075: The project with id 'vstfs:///Classification/TeamProject/%1' does not exist, or "
            u"you do not have permission to access it."_s.arg(key));
    return serviceError(
        404,
        u"Microsoft.TeamFoundation.Core.WebApi.ProjectDoesNotExistWithNameException, "
        u"Microsoft.TeamFoundation.Core.WebApi"_s,
        u"TF200016: The following project does not exist: %1. Verify that the name of the project is "
        u"correct and that the project exists on the specified Azure DevOps Server."_s.arg(key));
}

// ---- One request ---------------------------------------------------------------------------------

ServerResponse answerIn(const Organization &organization, const Address &address, const Caller &caller,
                        const ServerRequest &request)
{
    const bool reading = request.method == "GET" || request.method == "HEAD";
    const QString resource = address.path.value(1).toLower();
    if (resource == "resourceareas"_L1 && reading) {
        if (auto refusal = versionRefusal(resourceAreasRoute(), request))
            return *refusal;
        return resourceAreas(&organization, address.path.mid(2));
    }

    const bool seenByNobody = organization.hasPublicProjects();
    if (caller.kind == Caller::Kind::Nobody && !seenByNobody)
        return refuse(caller, request);
    if (caller.kind == Caller::Kind::Rejected && !seenByNobody)
        return refuse(caller, request);
    if (caller.kind == Caller::Kind::Stranger)
        return unauthorized(
            u"TF401444: Please sign-in at least once as %1\\%1\\%2 in a web browser to enable access to "
            u"the service."_s.arg(caller.tenantId, caller.objectId));
    if (caller.member && caller.member->accessLevel == "none"_L1)
        return unauthorized(u"TF400813: The user '%1' is not authorized to access this resource."_s.arg(
            caller.member->storageKey));

    if (address.path.isEmpty() || !sameText(address.path.first(), u"_apis"))
        return noSuchRoute(request);
    if (request.method == "OPTIONS")
        return routes(address);
    if (resource == "connectiondata"_L1 && address.path.size() == 2) {
        if (!reading)
            return noSuchMethod(request);
        if (auto refusal = versionRefusal(connectionDataRoute(), request))
            return *refusal;
        return connectionData(organization, caller);
    }
    if (resource == "projects"_L1 && address.path.size() <= 3 && address.service == "dev.azure.com"_L1) {
        if (!reading)
            return noSuchMethod(request);
        if (auto refusal = versionRefusal(projectsRoute(), request))
            return *refusal;
        return address.path.size() == 2 ? projects(organization, caller, request)
                                        : project(organization, caller, address.path[2], request);
    }
    return noSuchRoute(request);
}

} // namespace

AzureDevOps::AzureDevOps(World *world)
    : m_world(world)
{
}

bool AzureDevOps::serves(const QString &host)
{
    return host == "dev.azure.com"_L1 || host.endsWith(".dev.azure.com"_L1)
        || host.endsWith(".visualstudio.com"_L1);
}

ServerResponse AzureDevOps::answer(const ServerRequest &request)
{
    const Address address = addressOf(request);
    const QByteArray activity = stableGuid(u"activity"_s + QString::number(++m_requests)).toLatin1();
    ServerResponse response;
    const Organization *organization = nullptr;
    Caller caller;

    if (request.host == signInHost) {
        response = html(200, "Sign in to your account", "This is where a person would sign in.");
    } else if (address.organization.isEmpty()) {
        // Lookups that name the organization in the query, or none at all.
        const bool areaLookup = address.path.size() >= 2 && sameText(address.path[1], u"resourceAreas");
        if (areaLookup && (request.method == "GET" || request.method == "HEAD")) {
            const auto refusal = versionRefusal(resourceAreasRoute(), request);
            const QString name = request.queryValue(u"accountName").value_or(QString());
            response = refusal ? *refusal : resourceAreas(m_world->organization(name), address.path.mid(2));
        } else {
            response = noSuchRoute(request);
        }
    } else if (organization = m_world->organization(address.organization); !organization) {
        response = noSuchOrganization();
    } else if (organization->credentials == Organization::Credentials::AnsweredBySignInPage
               && request.hasHeader("Authorization")) {
        // Not the service's answer: none of its headers, and deaf to X-TFS-FedAuthRedirect.
        response = html(203, "Sign in", "Your session is protected. Sign in to continue.");
        response.addHeader("Server", "session-gateway");
        return response;
    } else {
        caller = callerOf(*m_world, *organization, request);
        response = answerIn(*organization, address, caller, request);
    }

    // The content type repeats the version that was asked for.
    const QString version = requestedVersion(request);
    static const QRegularExpression plainVersion(u"^[0-9a-z.-]{1,24}$"_s);
    if (response.status == 200 && plainVersion.match(version).hasMatch()) {
        for (auto &[name, value] : response.headers) {
            if (name == "Content-Type" && value.startsWith("application/json"))
                value += "; api-version=" + version.toLatin1();
        }
    }
    response.addHeader("ActivityId", activity);
    response.addHeader("X-VSS-E2EID", activity);
    response.addHeader("X-TFS-ProcessId", stableGuid(u"process"_s).toLatin1());
    response.addHeader("X-VSS-SenderDeploymentId", stableGuid(u"deployment"_s).toLatin1());
    response.addHeader("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    response.addHeader("X-Content-Type-Options", "nosniff");
    response.addHeader("P3P",
                       "CP=\"CAO DSP COR ADMa DEV CONo TELo CUR PSA PSD TAI IVDo OUR SAMi BUS DEM NAV STA "
                       "UNI COM INT PHY ONL FIN PUR LOC CNT\"");
    if (const QUuid session(QString::fromLatin1(request.header("X-TFS-Session"))); !session.isNull())
        response.addHeader("X-TFS-Session", session.toString(QUuid::WithoutBraces).toLatin1());
    if (organization) {
        if (response.status != 200 || request.method == "HEAD" || caller.kind != Caller::Kind::Member)
            addTenantHeaders(&response, *organization);
        if (caller.kind == Caller::Kind::Member && response.status != 401)
            response.addHeader("X-VSS-UserData",
                               (caller.member->storageKey + u':' + caller.member->objectId).toUtf8());
    }
    return response;
}

} // namespace signet::sandbox
