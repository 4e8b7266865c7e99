#include "core/setup/namepages.h"

#include "core/devops/groups.h"
#include "core/devops/projects.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qsizetype mostFoundGroups = 100; // of a query (azure-devops facts, section 4)

// Of a refusal: here it is the administrator who is slowed down, or may not look.
QJsonObject evidenceOf(const SetupContext &context, const OrganizationName &organization)
{
    return {{u"organization"_s, organization.toString()}, {u"principal"_s, context.administratorName}};
}

} // namespace

QCoro::Task<Result<NamesPage>> projectNames(SetupContext context, OrganizationName organization, QString text,
                                            QString continuation, std::stop_token stop)
{
    Request request = projectsRequest(organization, continuation, context.session);
    auto reply = co_await sendAsAdministrator(context, std::move(request), stop);
    if (!reply)
        co_return reply.problem();
    const auto projects = readProjects(*reply);
    if (!projects)
        co_return refusalOf(context, *reply, evidenceOf(context, organization));
    NamesPage page;
    for (const ProjectSeen &project : *projects) {
        if (project.name.contains(text, Qt::CaseInsensitive))
            page.names.append(project.name);
    }
    page.continuation = continuationOf(*reply);
    co_return page;
}

QCoro::Task<Result<NamesPage>> groupNames(SetupContext context, OrganizationName organization,
                                          std::shared_ptr<GroupScope> scope, QString text,
                                          QString continuation, std::stop_token stop)
{
    if (scope->descriptor.isEmpty()) {
        auto connection = co_await connectAsAdministrator(context, organization, stop);
        if (!connection)
            co_return connection.problem();
        GroupScope whole;
        whole.name = organization.toString();
        whole.id = connection->organizationId;
        auto found = co_await findGroupScope(context, organization, std::move(whole), stop);
        if (!found)
            co_return found.problem();
        *scope = *found;
    }
    const QString beginning = text.section(u'\\', -1);
    const bool isQuery = !beginning.isEmpty();
    Request request = isQuery ? groupQueryRequest(organization, scope->descriptor, beginning, context.session)
                              : groupsRequest(organization, scope->descriptor, continuation, context.session);
    auto reply = co_await sendAsAdministrator(context, std::move(request), stop);
    if (!reply)
        co_return reply.problem();
    if (reply->status != 200)
        co_return refusalOf(context, *reply, evidenceOf(context, organization));
    const QList<DevOpsGroup> groups = readGroups(*reply);
    NamesPage page;
    for (const DevOpsGroup &group : groups)
        page.names.append(group.isOfEntra() ? group.principalName : group.displayName);
    page.continuation = continuationOf(*reply);
    page.isCut = isQuery && groups.size() >= mostFoundGroups;
    co_return page;
}

} // namespace signet
