#pragma once

#include "core/net/http.h"
#include "core/sandbox/azure/microsoftgraph.h"
#include "core/sandbox/azure/resourcemanager.h"
#include "core/sandbox/server/httpserver.h"
#include "core/sandbox/world/tokenissuer.h"
#include "core/sandbox/world/world.h"

#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace signet {

// A person of a simulated world, signed in for some of its services.
class SignedIn final : public CredentialSource {
public:
    SignedIn(const sandbox::World *world, sandbox::Person person, QString tenantId)
        : m_world(world)
        , m_person(std::move(person))
        , m_tenantId(std::move(tenantId))
    {
    }

    QCoro::Task<Result<Credential>> credential(Resource resource, std::stop_token) override
    {
        if (notFor.contains(resource))
            co_return Problem(finding::signInNeeded, {});
        co_return Credential::bearer(
            resource,
            Secret(sandbox::issuePersonToken(
                *m_world, m_person, m_tenantId, QStringLiteral("04b07795-8ddb-461a-bbee-02f9e1bf7b46"),
                resourceOf(resource), QStringLiteral("user_impersonation Application.Read.All"))));
    }

    QList<Resource> notFor;

private:
    const sandbox::World *m_world;
    sandbox::Person m_person;
    QString m_tenantId;
};

// Microsoft Graph and Resource Manager of a world on a loopback port. A test may answer some requests itself,
// and sees all.
class SimulatedAzure {
public:
    using Instead =
        std::function<std::optional<sandbox::ServerResponse>(const sandbox::ServerRequest &request)>;

    explicit SimulatedAzure(sandbox::World start)
        : world(std::move(start))
        , m_resources(&world)
        , m_server([this](const sandbox::ServerRequest &request) { return answer(request); })
    {
        if (!m_server.listen(QHostAddress(QHostAddress::LocalHost), 0))
            qFatal("cannot listen on loopback");
        HostImage image;
        image.clock = world.clock;
        host = std::make_unique<Host>(Host::from(std::move(image)));
        person = std::make_shared<SignedIn>(&world, world.persons.front(), world.persons.front().tenantId);
    }

    // Waits on this machine take no time.
    Http http() const
    {
        NetSettings settings;
        settings.simulatedAzure = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server.port()));
        return Http(*host, settings);
    }

    // "GET management.azure.com/subscriptions/...", without query
    QStringList requests;
    QList<QByteArray> bodies; // of the same requests
    Instead instead;
    sandbox::World world;
    std::unique_ptr<Host> host;
    std::shared_ptr<SignedIn> person;

private:
    sandbox::ServerResponse answer(const sandbox::ServerRequest &request)
    {
        requests.append(QString::fromLatin1(request.method) + QLatin1Char(' ') + request.host + request.path);
        bodies.append(request.body);
        if (instead) {
            const auto other = instead(request);
            if (other)
                return *other;
        }
        return request.host == QLatin1StringView("graph.microsoft.com")
            ? sandbox::answerMicrosoftGraph(world, request)
            : m_resources.answer(request);
    }

    sandbox::ResourceManager m_resources;
    sandbox::HttpServer m_server;
};

// ---- A tenant with all that can be looked for ----------------------------------------------------------

namespace contoso {

inline const QString tenant = QStringLiteral("8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a");
inline const QString otherTenant = QStringLiteral("1f0e9d8c-7b6a-4950-8843-2a1b0c9d8e7f");
inline const QString subscription = QStringLiteral("5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d");
inline const QString otherSubscription = QStringLiteral("77777777-3e2f-4a6b-8c7d-9e0f1a2b3c4d");

// Of a managed identity, or of anything else, by its name.
inline QString objectId(const QString &name)
{
    return sandbox::stableGuid(QStringLiteral("object id ") + name);
}
inline QString clientId(const QString &name)
{
    return sandbox::stableGuid(QStringLiteral("client id ") + name);
}
inline QString inGroup(const QString &rest)
{
    return QStringLiteral("/subscriptions/%1/resourceGroups/rg-build/providers/%2").arg(subscription, rest);
}
inline QString identityId(const QString &name)
{
    return inGroup(QStringLiteral("Microsoft.ManagedIdentity/userAssignedIdentities/") + name);
}
inline const QString machine = inGroup(QStringLiteral("Microsoft.Compute/virtualMachines/vm-build"));

inline sandbox::ManagedIdentity userAssigned(const QString &name)
{
    return {.kind = sandbox::ManagedIdentity::Kind::UserAssigned,
            .name = name,
            .tenantId = tenant,
            .objectId = objectId(name),
            .clientId = clientId(name),
            .resourceId = identityId(name)};
}
inline sandbox::ManagedIdentity systemAssigned(const QString &resourceId)
{
    const QString name = resourceId.section(QLatin1Char('/'), -1);
    return {.kind = sandbox::ManagedIdentity::Kind::SystemAssigned,
            .name = name,
            .tenantId = tenant,
            .objectId = objectId(name),
            .clientId = clientId(name),
            .resourceId = resourceId};
}

inline sandbox::AzureResource resource(const QString &id, const std::optional<QString> &systemAssigned,
                                       const QStringList &userAssigned)
{
    sandbox::AzureResource resource;
    resource.resourceId = id;
    resource.systemAssigned = systemAssigned;
    for (const QString &name : userAssigned)
        resource.userAssigned.append(objectId(name));
    return resource;
}
inline sandbox::Application application(const QString &name, const QString &registration,
                                        const QString &servicePrincipal)
{
    sandbox::Application application;
    application.name = name;
    application.tenantId = tenant;
    application.clientId = clientId(name);
    application.applicationObjectId = registration;
    application.servicePrincipalObjectId = servicePrincipal;
    return application;
}

// vm-build has a system-assigned identity and id-deploy; id-deploy is on the scale set, too; id-idle is on
// nothing. app-pipelines is an application, app-agent an agent, app-orphan a registration alone.
inline sandbox::World world()
{
    using namespace Qt::StringLiterals;
    sandbox::World world;
    world.tenants = {{.id = tenant, .name = u"Contoso"_s}, {.id = otherTenant, .name = u"Fabrikam"_s}};
    world.persons = {{.name = u"Jane Admin"_s,
                      .userPrincipalName = u"jane@contoso.example"_s,
                      .tenantId = tenant,
                      .objectId = objectId(u"jane"_s),
                      .guestOf = {otherTenant}}};
    world.machine.name = u"vm-build"_s;
    world.machine.vmId = u"7d3a2f4e-0000-4111-8222-333344445555"_s;
    world.machine.resourceGroup = u"rg-build"_s;
    world.machine.subscriptionId = subscription;
    world.machine.location = u"westeurope"_s;
    world.machine.vmSize = u"Standard_D2s_v5"_s;
    world.machine.systemAssigned = objectId(u"vm-build"_s);
    world.machine.userAssigned = {objectId(u"id-deploy"_s)};
    world.subscriptions = {{.id = otherSubscription, .name = u"Elsewhere"_s, .tenantId = otherTenant}};

    const QString site = inGroup(u"Microsoft.Web/sites/web-build"_s);
    const QString arc = inGroup(u"Microsoft.HybridCompute/machines/arc-build"_s);
    world.identities = {
        systemAssigned(machine),    userAssigned(u"id-deploy"_s), userAssigned(u"id-deploy-test"_s),
        userAssigned(u"id-idle"_s), systemAssigned(site),         systemAssigned(arc)};
    world.resources = {
        resource(inGroup(u"Microsoft.Compute/virtualMachineScaleSets/ss-agents"_s), {}, {u"id-deploy"_s}),
        resource(site, objectId(u"web-build"_s), {}),
        resource(site + u"/slots/staging"_s, {}, {u"id-deploy-test"_s}),
        resource(inGroup(u"Microsoft.App/containerApps/ca-empty"_s), {}, {}),
        resource(arc, objectId(u"arc-build"_s), {}),
        resource(inGroup(u"Microsoft.Logic/workflows/logic-build"_s), {}, {u"id-deploy-test"_s}),
    };
    world.applications = {
        application(u"app-pipelines"_s, objectId(u"registration of app-pipelines"_s),
                    objectId(u"app-pipelines"_s)),
        application(u"app-agent"_s, {}, objectId(u"app-agent"_s)),
        application(u"app-orphan"_s, objectId(u"registration of app-orphan"_s), {}),
    };
    world.applications[1].servicePrincipalType = u"ServiceIdentity"_s;
    return world;
}

} // namespace contoso

} // namespace signet
