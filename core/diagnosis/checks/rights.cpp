#include "core/diagnosis/checks/rights.h"

#include "core/devops/permissionevaluation.h"
#include "core/diagnosis/checks/stages.h"
#include "core/result/enumwords.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace signet {

namespace {

constexpr CheckId rightsId("devops.rights"_L1);

constexpr EnumWords rightWords{Right::BePerson,
                               std::array{
                                   EnumWord{Right::CreateProject, "create-project"_L1},
                                   EnumWord{Right::CreateServiceConnection, "create-service-connection"_L1},
                                   EnumWord{Right::ManagePools, "manage-pools"_L1},
                                   EnumWord{Right::AdministerType, "administer-type"_L1},
                                   EnumWord{Right::BePerson, "be-person"_L1},
                               }};

// What a resource needs to be created. Sources: permissions of the provider's resources and tokens of the
// namespaces (rights facts); which operations are closed to service principals: Microsoft Learn, "Use service
// principals & managed identities in Azure DevOps".
struct NeedRow {
    QLatin1StringView type; // of the resource; one that ends in an underscore stands for all that begin so
    Right right = Right::CreateProject;
    QLatin1StringView namespaceId = {}; // empty: no permission is enough
    QLatin1StringView token = {}; // %1: id of the project
    int bit = 0;
    // Only where this argument has that value, or another one than that.
    QLatin1StringView argument = {};
    QLatin1StringView value = {};
    bool hasValue = true;
    QLatin1StringView without = {}; // only where this argument or block is missing
};

constexpr auto authorization = "azuredevops_pipeline_authorization"_L1;
constexpr NeedRow needRows[] = {
    {.type = "azuredevops_project"_L1,
     .right = Right::CreateProject,
     .namespaceId = permissionnamespace::collection,
     .token = "NAMESPACE:"_L1,
     .bit = 4},
    {.type = "azuredevops_serviceendpoint_azurerm"_L1,
     .right = Right::BePerson,
     .argument = "service_endpoint_authentication_scheme"_L1,
     .value = "ManagedServiceIdentity"_L1,
     .hasValue = false,
     .without = "credentials"_L1},
    {.type = "azuredevops_serviceendpoint_"_L1,
     .right = Right::CreateServiceConnection,
     .namespaceId = permissionnamespace::serviceEndpoints,
     .token = "endpoints/%1"_L1,
     .bit = 4},
    {.type = "azuredevops_agent_pool"_L1,
     .right = Right::ManagePools,
     .namespaceId = permissionnamespace::distributedTask,
     .token = "AgentPools"_L1,
     .bit = 2},
    {.type = "azuredevops_elastic_pool"_L1,
     .right = Right::ManagePools,
     .namespaceId = permissionnamespace::distributedTask,
     .token = "AgentPools"_L1,
     .bit = 2},
    // Without a pipeline it opens the resource to all of them.
    {.type = authorization,
     .right = Right::AdministerType,
     .namespaceId = permissionnamespace::serviceEndpoints,
     .token = "endpoints/%1"_L1,
     .bit = 2,
     .argument = "type"_L1,
     .value = "endpoint"_L1,
     .without = "pipeline_id"_L1},
    {.type = authorization,
     .right = Right::AdministerType,
     .namespaceId = permissionnamespace::distributedTask,
     .token = "AgentQueues/%1"_L1,
     .bit = 2,
     .argument = "type"_L1,
     .value = "queue"_L1,
     .without = "pipeline_id"_L1},
    {.type = authorization,
     .right = Right::AdministerType,
     .namespaceId = permissionnamespace::library,
     .token = "Library/%1"_L1,
     .bit = 2,
     .argument = "type"_L1,
     .value = "variablegroup"_L1,
     .without = "pipeline_id"_L1},
    {.type = authorization,
     .right = Right::AdministerType,
     .namespaceId = permissionnamespace::environment,
     .token = "Environments/%1"_L1,
     .bit = 8,
     .argument = "type"_L1,
     .value = "environment"_L1,
     .without = "pipeline_id"_L1},
};

// Data sources create nothing.
bool appliesTo(const NeedRow &row, const ProviderUse &use)
{
    const bool isType = row.type.endsWith(u'_') ? use.type.startsWith(row.type) : use.type == row.type;
    if (use.mode != "resource"_L1 || !isType)
        return false;
    if (!row.without.isEmpty() && use.arguments.contains(row.without))
        return false;
    if (row.argument.isEmpty())
        return true;
    return (use.arguments.value(row.argument).compare(row.value, Qt::CaseInsensitive) == 0) == row.hasValue;
}

// The argument is there, and its value is known only to Terraform.
bool isUncertain(const NeedRow &row, const ProviderUse &use)
{
    return !row.argument.isEmpty() && use.arguments.contains(row.argument)
        && use.arguments.value(row.argument).isEmpty();
}

const ProviderUse *referredProject(const Configuration &configuration, const ProviderUse &use)
{
    const QString reference = use.arguments.value(u"project_id"_s);
    for (const ProviderUse &other : configuration.uses) {
        const QString prefix = other.mode == "data"_L1 ? u"data."_s : QString();
        if (other.type == "azuredevops_project"_L1 && other.module == use.module
            && reference == prefix + other.type + u'.' + other.name + u".id"_s)
            return &other;
    }
    return nullptr;
}

bool isNamed(const ProjectSeen &project, const QString &nameOrId)
{
    return project.name.compare(nameOrId, Qt::CaseInsensitive) == 0
        || project.id.compare(nameOrId, Qt::CaseInsensitive) == 0;
}

// The projects that a resource can be in: the one that it names, else those that the person named, else the
// only one.
QList<ProjectSeen> projectsOf(const Configuration &configuration, const ProviderUse &use,
                              const QList<ProjectSeen> &visible, const QStringList &named)
{
    const ProviderUse *referred = referredProject(configuration, use);
    const QString given =
        referred ? referred->arguments.value(u"name"_s) : use.arguments.value(u"project_id"_s);
    const auto chosen = [&visible](const QStringList &names) {
        QList<ProjectSeen> found;
        for (const ProjectSeen &project : visible) {
            if (std::ranges::any_of(names, [&](const QString &name) { return isNamed(project, name); }))
                found.append(project);
        }
        return found;
    };
    if (const QList<ProjectSeen> own = chosen({given}); !own.isEmpty())
        return own;
    if (!named.isEmpty())
        return chosen(named);
    return visible.size() == 1 ? visible : QList<ProjectSeen>();
}

// A need and the questions that decide it; a row without a permission has none.
struct Asked {
    RightsSeen::Need need;
    QList<PermissionQuestion> questions;
};

std::optional<Asked> askedFor(const NeedRow &row, const ProviderUse &use, const Configuration &configuration,
                              const QList<ProjectSeen> &visible, const QStringList &named)
{
    Asked asked;
    asked.need.resource = use.type + u'.' + use.name;
    asked.need.path = use.place.file;
    asked.need.line = use.place.line;
    asked.need.right = row.right;
    if (row.namespaceId.isEmpty()) {
        if (!isUncertain(row, use))
            asked.need.held = false;
        return asked;
    }
    // A project that is there does not have to be created.
    const QString name = use.arguments.value(u"name"_s);
    if (row.right == Right::CreateProject
        && std::ranges::any_of(visible, [&](const ProjectSeen &project) { return isNamed(project, name); }))
        return std::nullopt;
    if (!row.token.contains("%1"_L1)) {
        asked.questions.append({row.namespaceId, row.token, row.bit});
        return asked;
    }
    // Whoever creates a project becomes its administrator.
    const ProviderUse *referred = referredProject(configuration, use);
    if (referred && referred->mode == "resource"_L1)
        return std::nullopt;
    const QList<ProjectSeen> projects = projectsOf(configuration, use, visible, named);
    for (const ProjectSeen &project : projects)
        asked.questions.append({row.namespaceId, QString(row.token).arg(project.id), row.bit});
    if (projects.size() == 1)
        asked.need.project = projects.first().name;
    return asked;
}

// The same answer for all the questions; nothing else is one.
std::optional<bool> commonAnswer(const QList<std::optional<bool>> &values)
{
    const bool isCommon = !values.isEmpty()
        && std::ranges::all_of(values, [&values](const auto &value) { return value == values.first(); });
    return isCommon ? values.first() : std::nullopt;
}

QCoro::Task<Observation> observeRights(std::shared_ptr<RunContext> context, std::stop_token stop)
{
    const auto name = context->question.organizationName();
    const auto explanation = context->configuration.explanation;
    const auto credential = context->credential();
    if (!name || !credential || !explanation || !context->question.terraformFolder)
        co_return Observation();
    const Configuration &configuration = explanation->configuration;
    QList<Asked> needs;
    QList<PermissionQuestion> questions;
    const QString alias = explanation->block ? explanation->block->alias : QString();
    for (const ProviderUse &use : configuration.uses) {
        for (const NeedRow &row : needRows) {
            // Another provider block may sign in as another identity.
            if (!appliesTo(row, use) || use.provider.section(u'.', 1) != alias)
                continue;
            const auto asked =
                askedFor(row, use, configuration, context->projects, context->question.projects);
            if (!asked)
                continue;
            needs.append(*asked);
            questions.append(asked->questions);
        }
    }
    RightsSeen seen;
    seen.read = true;
    const Http http = context->http.withPurpose(rightsId.toString());
    auto asking = evaluatePermissions(http, *name, *credential, questions, context->session, stop);
    const auto values = co_await asking;
    qsizetype next = 0;
    for (Asked &asked : needs) {
        // A personal access token may be of a person, who can do it all.
        if (asked.need.right == Right::BePerson && context->accessToken)
            asked.need.held.reset();
        if (!asked.questions.isEmpty())
            asked.need.held = commonAnswer(values.mid(next, asked.questions.size()));
        next += asked.questions.size();
        seen.needs.append(asked.need);
    }
    co_return Observation(std::move(seen));
}

FindingId findingFor(Right right)
{
    switch (right) {
    case Right::CreateProject:
        return finding::createProjectDenied;
    case Right::CreateServiceConnection:
        return finding::endpointCreatorMissing;
    case Right::ManagePools:
        return finding::poolManageMissing;
    case Right::AdministerType:
        return finding::adminAllResourcesRequired;
    case Right::BePerson:
        return finding::spCannotDoIt;
    }
    Q_UNREACHABLE();
}

CheckVerdict devopsRights(const Facts &facts)
{
    const auto *seen = facts.seen<RightsSeen>();
    if (!seen || !seen->read)
        return unclear();
    const bool isKnown =
        std::ranges::all_of(seen->needs, [](const RightsSeen::Need &need) { return need.held.has_value(); });
    // One problem for each right, about the first resource that needs it.
    QList<Problem> problems;
    for (const RightsSeen::Need &need : seen->needs) {
        if (need.held.value_or(true))
            continue;
        const FindingId id = findingFor(need.right);
        auto known = std::ranges::find_if(problems, [id](const Problem &one) { return one.findingId == id; });
        if (known == problems.end()) {
            QJsonObject evidence{
                {u"resource"_s, need.resource}, {u"path"_s, need.path}, {u"line"_s, need.line}};
            if (!need.project.isEmpty())
                evidence.insert(u"project"_s, need.project);
            known = problems.insert(problems.end(), Problem(id, evidence));
        }
        QJsonArray resources = known->evidence["resources"_L1].toArray();
        resources.append(need.resource);
        known->evidence.insert(u"resources"_s, resources);
    }
    if (problems.isEmpty())
        return isKnown ? passed() : unclear();
    CheckVerdict verdict;
    verdict.status = Status::Failed;
    verdict.problem = problems.takeFirst();
    verdict.further = problems;
    return verdict;
}

bool hasConfiguration(const Question &question)
{
    return question.terraformFolder.has_value();
}

} // namespace

QLatin1StringView toString(Right right)
{
    return rightWords[right];
}

std::vector<Check> rightsChecks()
{
    return {
        {.id = rightsId,
         .stage = "permissions"_L1,
         .title = QT_TRANSLATE_NOOP("Check", "The identity can create the configuration's new resources"),
         .needs = {check::devopsMembership, check::devopsProjects},
         .asksAfter = {check::devopsProjects},
         .limit = 40s,
         .observe = observeRights,
         .judge = devopsRights,
         .read = readObservation<RightsSeen>,
         .applies = hasConfiguration,
         .weight = Weight::None},
    };
}

} // namespace signet
