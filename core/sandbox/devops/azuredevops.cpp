#include "core/sandbox/devops/azuredevops.h"

#include "core/sandbox/devops/devopsprofile.h"
#include "core/sandbox/devops/devopsroutes.h"
#include "core/sandbox/devops/jobtokens.h"
#include "core/sandbox/world/directory.h"

#include <QRegularExpression>
#include <QUrl>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

using Kind = DevOpsCaller::Kind;
using Rejection = DevOpsCaller::Rejection;

constexpr QLatin1StringView nobodyId = "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"_L1;
constexpr QLatin1StringView noTenant = "00000000-0000-0000-0000-000000000000"_L1;
constexpr QLatin1StringView signInHost = "spsprodweu1.vssps.visualstudio.com"_L1;

// Outside an organization and its _apis, the web server answers and not the service: a project before a route
// that is in none, or nothing, in the path before _apis.
ServerResponse noSuchAddress()
{
    return pageForPeople(
        404, "404 - File or directory not found.",
        "The resource you are looking for might have been removed, had its name changed, or is temporarily "
        "unavailable.");
}

ServerResponse noSuchRoute(const ServerRequest &request)
{
    return devOpsError(
        404, u"System.Web.HttpException, System.Web"_s,
        u"The controller for path '%1' was not found or does not implement IController."_s.arg(request.path));
}

ServerResponse withoutBody(int status)
{
    ServerResponse response;
    response.status = status;
    return response;
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
ServerResponse refuse(const DevOpsCaller &caller, const ServerRequest &request)
{
    if (sameName(QString::fromLatin1(request.header("X-TFS-FedAuthRedirect")), u"Suppress")) {
        if (caller.kind == Kind::Nobody)
            return unauthorized(
                u"TF400813: Resource not available for anonymous access. Client authentication required."_s);
        if (caller.rejection == Rejection::Password)
            return withoutBody(401);
        return unauthorized(
            u"TF400813: The user '%1' is not authorized to access this resource."_s.arg(nobodyId));
    }
    if (caller.rejection == Rejection::Password || caller.rejection == Rejection::OutdatedToken)
        return pageForPeople(203, "Azure DevOps Services | Sign In", "Sign in to continue.");
    const QByteArray back = QUrl::toPercentEncoding((request.encrypted ? u"https://"_s : u"http://"_s)
                                                    + request.host + QString::fromLatin1(request.target));
    ServerResponse response = pageForPeople(302, "Object moved", "Object moved to the sign-in page.");
    response.addHeader("Location",
                       "https://" + signInHost.toString().toLatin1() + "/_signin?realm="
                           + request.host.toLatin1() + "&reply_to=" + back + "&redirect=1");
    return response;
}

// Who is known, and still not let in.
std::optional<ServerResponse> refusedMember(const DevOpsCaller &caller)
{
    if (caller.kind == Kind::Stranger)
        return unauthorized(
            u"TF401444: Please sign-in at least once as %1\\%1\\%2 in a web browser to enable access to "
            u"the service."_s.arg(caller.tenantId,
                                  caller.isPerson() ? caller.userPrincipalName : caller.objectId));
    if (caller.member && !caller.member->isActive())
        return unauthorized(u"TF400813: The user '%1' is not authorized to access this resource."_s.arg(
            caller.member->storageKey));
    return std::nullopt;
}

ServerResponse answerIn(World *world, Organization *organization, const DevOpsAddress &address,
                        const DevOpsCaller &caller, const ServerRequest &request, DelayedMemberships *delayed)
{
    const bool reading = request.method == "GET" || request.method == "HEAD";
    if (sameName(address.path.value(1), u"resourceAreas") && reading) {
        const auto refusal = refusedByRoute(resourceAreasRoute(), request);
        return refusal ? *refusal : resourceAreas(organization, address.path.mid(2));
    }

    QStringList arguments;
    const DevOpsRoute *route = routeTo(address.service, address.path, &arguments);
    const bool isApi = route || (!address.path.isEmpty() && sameName(address.path.first(), u"_apis"));
    const bool somebody = caller.kind == Kind::Stranger || caller.kind == Kind::Member;
    const bool openToNobody =
        organization->hasPublicProjects() && (!route || route->openToNobody || request.method == "OPTIONS");
    if (!somebody && !openToNobody)
        return refuse(caller, request);
    if (auto refusal = refusedMember(caller))
        return *refusal;
    if (caller.member) {
        // The first call is what makes a new member active; nobody has to sign in anywhere.
        if (caller.member->status == "pending"_L1)
            caller.member->status = u"active"_s;
        caller.member->lastAccessedAt = world->clock;
    }

    if (!isApi)
        return noSuchAddress();
    if (request.method == "OPTIONS")
        return routesOf(address);
    if (!route)
        return noSuchRoute(request);
    if (!caller.hasScope(reading ? route->readScope : route->writeScope))
        return withoutBody(401);
    if (auto refusal = refusedByRoute(*route, request))
        return *refusal;
    DevOpsCall call{.world = world,
                    .organization = organization,
                    .caller = &caller,
                    .delayed = delayed,
                    .request = &request,
                    .arguments = arguments};
    return route->handler(call);
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
    const DevOpsAddress address = devOpsAddress(request);
    const QByteArray activity = stableGuid(u"activity"_s + QString::number(++m_requests)).toLatin1();
    ServerResponse response;
    Organization *organization = nullptr;
    DevOpsCaller caller;
    QByteArray callerName; // of a member; the member itself may be gone after the request

    if (request.host == signInHost) {
        response = pageForPeople(200, "Sign in to your account", "This is where a person would sign in.");
    } else if (address.organization.isEmpty()) {
        // Lookups that name the organization in the query, and what belongs to no organization.
        const bool areaLookup = address.path.size() >= 2 && sameName(address.path[1], u"resourceAreas");
        if (areaLookup && (request.method == "GET" || request.method == "HEAD")) {
            const auto refusal = refusedByRoute(resourceAreasRoute(), request);
            const QString name = request.queryValue(u"accountName").value_or(QString());
            response = refusal ? *refusal : resourceAreas(m_world->organization(name), address.path.mid(2));
        } else if (address.service == "app.vssps.visualstudio.com"_L1) {
            response = answerProfile(m_world, address, request);
        } else {
            response = noSuchAddress();
        }
    } else if (organization = m_world->organization(address.organization); !organization) {
        response = noSuchAddress();
    } else if (organization->credentials == Organization::Credentials::AnsweredBySignInPage
               && request.hasHeader("Authorization")) {
        // Not the service's answer: none of its headers, and deaf to X-TFS-FedAuthRedirect.
        response = pageForPeople(203, "Sign in", "Your session is protected. Sign in to continue.");
        response.addHeader("Server", "session-gateway");
        return response;
    } else if (isJobTokenRequest(address, request)) {
        response = answerJobToken(*m_world, request);
    } else {
        caller = devOpsCaller(m_world, organization, request);
        if (caller.member)
            callerName = (caller.member->storageKey + u':'
                          + (caller.isPerson() ? caller.userPrincipalName : caller.objectId))
                             .toUtf8();
        response = answerIn(m_world, organization, address, caller, request, &m_delayed);
    }

    // The content type repeats the version that was asked for.
    const QString version = requestedVersion(request);
    static const QRegularExpression plainVersion(u"^[0-9a-z.-]{1,24}$"_s);
    if (response.status >= 200 && response.status < 300 && plainVersion.match(version).hasMatch()) {
        for (auto &[name, value] : response.headers) {
            if (name == "Content-Type" && value.startsWith("application/json"))
                value += "; api-version=" + version.toLatin1();
        }
    }
    response.addHeader("ActivityId", activity);
    response.addHeader("X-VSS-E2EID", activity);
    response.addHeader("X-TFS-ProcessId", stableGuid(u"process"_s).toLatin1());
    response.addHeader("X-VSS-SenderDeploymentId", stableGuid(u"deployment"_s).toLatin1());
    response.addHeader("Strict-Delivery-Security", "max-age=31536000; includeSubDomains");
    response.addHeader("X-Content-Type-Options", "nosniff");
    response.addHeader("P3P",
                       "CP=\"CAO DSP COR ADMa DEV CONo TELo CUR PSA PSD TAI IVDo OUR SAMi BUS DEM NAV STA "
                       "UNI COM INT PHY ONL FIN PUR LOC CNT\"");
    if (const QUuid session(QString::fromLatin1(request.header("X-TFS-Session"))); !session.isNull())
        response.addHeader("X-TFS-Session", session.toString(QUuid::WithoutBraces).toLatin1());
    if (organization) {
        if (response.status >= 300 || response.status == 203 || request.method == "HEAD"
            || caller.kind != Kind::Member)
            addTenantHeaders(&response, *organization);
        if (caller.kind == Kind::Member && response.status != 401)
            response.addHeader("X-VSS-UserData", callerName);
    }
    return response;
}

} // namespace signet::sandbox
