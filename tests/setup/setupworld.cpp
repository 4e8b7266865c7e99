#include "tests/setup/setupworld.h"

#include "core/sandbox/world/tokenissuer.h"
#include "core/sandbox/world/worldstate.h"

using namespace signet;
using namespace Qt::StringLiterals;

namespace {

class FixedCredential final : public CredentialSource {
public:
    explicit FixedCredential(Credential credential)
        : m_credential(std::move(credential))
    {
    }
    QCoro::Task<Result<Credential>> credential(Resource, std::stop_token) override
    {
        Result<Credential> result(m_credential);
        co_return result;
    }

private:
    Credential m_credential;
};

// A token of the person for whatever service is asked.
class EveryService final : public CredentialSource {
public:
    EveryService(const sandbox::World *world, sandbox::Person person)
        : m_world(world)
        , m_person(std::move(person))
    {
    }
    QCoro::Task<Result<Credential>> credential(Resource resource, std::stop_token) override
    {
        QByteArray token =
            sandbox::issuePersonToken(*m_world, m_person, m_person.tenantId, u"a-client"_s,
                                      resourceOf(resource), u"user_impersonation Directory.Read.All"_s);
        Result<Credential> result(Credential::bearer(resource, Secret(std::move(token))));
        co_return result;
    }

private:
    const sandbox::World *m_world;
    sandbox::Person m_person;
};

} // namespace

SetupWorld::SetupWorld(const QString &scenario)
    : m_server(std::make_unique<sandbox::SandboxServer>(*sandbox::Scenario::named(scenario)))
{
    organization().groups.push_back({.displayName = u"Infrastructure Automation"_s,
                                     .projectId = {},
                                     .originId = sandbox::stableGuid(u"infrastructure automation"_s),
                                     .wellKnown = {},
                                     .parents = {}});
    if (!m_server->listen())
        qFatal("cannot listen on loopback");
}

QJsonObject SetupWorld::state()
{
    return sandbox::worldState(world());
}

SetupContext SetupWorld::context()
{
    for (const sandbox::Person &person : world().persons) {
        if (person.objectId == world().administrator)
            return contextOf(person.userPrincipalName);
    }
    qFatal("the scenario has no administrator");
}

SetupContext SetupWorld::contextOf(const QString &userPrincipalName)
{
    QByteArray token = "not.a.token";
    QString name;
    for (const sandbox::Person &person : world().persons) {
        if (person.userPrincipalName != userPrincipalName)
            continue;
        name = person.name;
        token = sandbox::issuePersonToken(world(), person, person.tenantId, u"a-client"_s,
                                          azureDevOpsResource, u"user_impersonation"_s);
    }
    HostImage image;
    image.clock = world().clock;
    NetSettings net;
    net.simulatedAzure = m_server->url();
    return {Http(Host::from(image), net),
            std::make_shared<FixedCredential>(
                Credential::bearer(Resource::AzureDevOps, Secret(std::move(token)))),
            name};
}

SetupContext SetupWorld::contextWithDirectory()
{
    SetupContext result = context();
    for (const sandbox::Person &person : world().persons) {
        if (person.objectId == world().administrator)
            result.administrator = std::make_shared<EveryService>(&world(), person);
    }
    return result;
}

SetupContext SetupWorld::contextWithAccessToken(const QByteArray &secret)
{
    SetupContext context = contextOf({});
    QByteArray copy = secret;
    context.administrator =
        std::make_shared<FixedCredential>(Credential::accessToken(Secret(std::move(copy))));
    return context;
}

Draft SetupWorld::draft() const
{
    return {.organization = *OrganizationName::parse(u"contoso"_s),
            .principal = {.objectId = *ObjectId::parse(u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s),
                          .name = u"vm-build"_s,
                          .clientId = {},
                          .tenantId = {},
                          .resourceId = {},
                          .kind = u"system-assigned"_s},
            .groups = {},
            .projects = {}};
}

Draft SetupWorld::fullDraft() const
{
    Draft full = draft();
    full.groups = {u"Infrastructure Automation"_s};
    full.projects = {*ProjectWish::parse(u"Fabrikam-Fiber=contributor"_s),
                     *ProjectWish::parse(u"Fabrikam-Fiber=library:creator"_s)};
    return full;
}

Draft SetupWorld::permissionDraft() const
{
    const QString fiber = u"6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c"_s;
    Draft all = draft();
    all.permissions = {{.namespaceId = gitNamespace,
                        .token = u"repoV2/%1/0f0e0d0c-0b0a-4908-8706-050403020100"_s.arg(fiber),
                        .bits = 2048 | 8192,
                        .project = u"Fabrikam-Fiber"_s},
                       {.namespaceId = u"3e65f728-f8bc-4ecd-8764-7e378b19bfa7"_s,
                        .token = u"NAMESPACE:"_s,
                        .bits = 4,
                        .project = {}}};
    return all;
}

QStringList SetupWorld::takeRequests()
{
    QStringList requests;
    const QList<sandbox::SeenRequest> &seen = m_server->requests();
    for (; m_taken < seen.size(); ++m_taken)
        requests.append(seen[m_taken].method + u' ' + seen[m_taken].host + seen[m_taken].path);
    return requests;
}

QStringList SetupWorld::changing(const QStringList &requests)
{
    QStringList changes;
    for (const QString &request : requests) {
        const bool looks = request.startsWith("GET "_L1) || request.startsWith("HEAD "_L1)
            || request.contains("/subjectquery"_L1) || request.contains("/subjectlookup"_L1)
            || request.contains("/getByIds"_L1) || request.contains("/Microsoft.ResourceGraph/resources"_L1);
        if (!looks)
            changes.append(request);
    }
    return changes;
}
