#include "core/setup/makeplan.h"

#include "core/devops/devopsrequest.h"
#include "core/devops/groups.h"
#include "core/devops/heldpermissions.h"
#include "core/devops/organizationprobe.h"
#include "core/devops/securityroles.h"
#include "core/result/nearestword.h"
#include "core/rights/securitynamespace.h"
#include "core/setup/groupscope.h"
#include "core/setup/memberstate.h"

#include <QMap>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QCoro::Task<Result<QString>> findTenant(SetupContext context, OrganizationName organization,
                                        std::stop_token stop)
{
    const auto seen = co_await probeTenant(context.http, organization, stop);
    const QJsonObject evidence{{u"organization"_s, organization.toString()},
                               {u"organizationUrl"_s, organization.url()}};
    if (seen.notEntraBacked)
        co_return Problem(finding::orgNotEntraBacked, evidence);
    if (!seen.tenantId) {
        if (seen.delivery == Delivery::Stopped)
            co_return Problem(finding::runStopped);
        co_return Problem(finding::networkFailed,
                          {{u"url"_s, organization.url()}, {u"reason"_s, u"tenant-not-named"_s}});
    }
    co_return seen.tenantId->toString();
}

QCoro::Task<Result<GroupScope>> findProject(SetupContext context, OrganizationName organization,
                                            QString project, bool withScope, std::stop_token stop)
{
    const Problem unknown(finding::projectUnknown,
                          {{u"project"_s, project},
                           {u"organization"_s, organization.toString()},
                           {u"user"_s, context.administratorName}});
    // No project has one in its name, and the address would be another.
    if (project.contains(u'/') || project.contains(u'\\'))
        co_return Problem(unknown);
    Request request = devOpsRequest("GET", DevOpsHost::Core, organization, u"_apis/projects/"_s + project,
                                    QUrlQuery{{u"api-version"_s, u"7.1"_s}}, context.session);
    auto reply = co_await sendAsAdministrator(context, std::move(request), stop);
    if (!reply)
        co_return reply.problem();
    const QJsonObject json = jsonBody(*reply).toObject();
    if (reply->status == 404)
        co_return Problem(unknown);
    if (reply->status != 200)
        co_return refusalOf(context, *reply, {{u"project"_s, project}});
    GroupScope scope{json["name"_L1].toString(), json["id"_L1].toString().toLower(), {}};
    if (!isGuid(scope.id))
        co_return refusalOf(context, *reply, {{u"project"_s, project}});
    if (!withScope)
        co_return scope;
    co_return co_await findGroupScope(context, organization, std::move(scope), stop);
}

const DevOpsGroup *groupNamed(const QList<DevOpsGroup> &groups, const QString &name)
{
    // A name with its scope is that of one group only.
    const bool isWhole = name.contains(u'\\');
    const DevOpsGroup *found = nullptr;
    for (const DevOpsGroup &group : groups) {
        if ((isWhole ? group.principalName : group.displayName).compare(name, Qt::CaseInsensitive) != 0)
            continue;
        // A group of Entra may be called like one of the scope, which is nearer.
        if (!group.isOfEntra())
            return &group;
        if (!found)
            found = &group;
    }
    return found;
}

// The group of that name in the scope. Names are told apart by their beginning first, so that one request
// finds it among thousands; the groups that begin alike are suggested when there is none.
QCoro::Task<Result<DevOpsGroup>> findGroup(SetupContext context, OrganizationName organization,
                                           GroupScope scope, QString name, std::stop_token stop)
{
    const QString displayName = name.section(u'\\', -1);
    Request exact = groupQueryRequest(organization, scope.descriptor, displayName, context.session);
    auto reply = co_await sendAsAdministrator(context, std::move(exact), stop);
    if (!reply)
        co_return reply.problem();
    if (reply->status != 200)
        co_return refusalOf(context, *reply, {{u"group"_s, name}});
    const QList<DevOpsGroup> found = readGroups(*reply);
    if (const DevOpsGroup *group = groupNamed(found, name))
        co_return *group;

    Request similar = groupQueryRequest(organization, scope.descriptor, displayName.left(3), context.session);
    auto similarReply = co_await sendAsAdministrator(context, std::move(similar), stop);
    QStringList names;
    if (similarReply) {
        const QList<DevOpsGroup> similarGroups = readGroups(*similarReply);
        for (const DevOpsGroup &group : similarGroups)
            names.append(group.displayName);
    }
    co_return Problem(finding::groupUnknown,
                      {{u"group"_s, name},
                       {u"resource"_s, scope.name},
                       {u"organization"_s, organization.toString()},
                       {u"suggestion"_s, nearestWord(displayName, names)}});
}

// The role as the service spells it.
QCoro::Task<Result<QString>> findRole(SetupContext context, OrganizationName organization, QString scope,
                                      QString role, std::stop_token stop)
{
    Request request = roleDefinitionsRequest(organization, scope, context.session);
    auto reply = co_await sendAsAdministrator(context, std::move(request), stop);
    if (!reply)
        co_return reply.problem();
    if (reply->status != 200)
        co_return refusalOf(context, *reply, {});
    const QStringList roles = readRoleDefinitions(*reply);
    for (const QString &known : roles) {
        if (known.compare(role, Qt::CaseInsensitive) == 0)
            co_return QString(known);
    }
    co_return Problem(finding::roleUnknown, {{u"value"_s, role}, {u"known"_s, roles.join(u", "_s)}});
}

QCoro::Task<std::optional<LicenceSeats>> readSeats(SetupContext context, OrganizationName organization,
                                                   AccessLevel level, std::stop_token stop)
{
    Request request = licencesRequest(organization, context.session);
    auto reply = co_await sendAsAdministrator(context, std::move(request), stop);
    // Only administrators may read them, and a plan is as good without.
    co_return reply ? readLicenceSeats(*reply, level) : std::nullopt;
}

Problem lacking(const Plan &plan, const PlanStep &step, const QString &who)
{
    QJsonObject evidence = evidenceOf(plan, step);
    evidence.insert(u"principal"_s, who);
    return {finding::permissionMissing, evidence};
}

// A plan that its maker could not apply is worth nothing, so the permission to change each list is asked for
// now. Who cannot be asked about stays in: the step itself would be refused.
QCoro::Task<Result<Done>> checkWriting(SetupContext context, Plan plan, std::stop_token stop)
{
    QList<AskedPermission> questions;
    QList<PlanStep> about;
    for (const PlanStep &step : std::as_const(plan.steps)) {
        const SecurityNamespace *space = findSecurityNamespace(step.namespaceId);
        for (const PermissionBit &permission : space ? space->permissions : QList<PermissionBit>()) {
            if ((space->writePermission & permission.bit) == 0)
                continue;
            questions.append({step.namespaceId, step.token, permission.bit});
            about.append(step);
        }
    }
    if (questions.isEmpty())
        co_return Done();
    const std::shared_ptr<CredentialSource> administrator = context.administrator;
    auto credential = co_await administrator->credential(Resource::AzureDevOps, stop);
    if (!credential)
        co_return credential.problem();
    auto asking = askPermissions(context.http, plan.organization, *credential, questions,
                                 AskAdministrator::Yes, usualEvaluationBatch, context.session, stop);
    const HeldPermissions held = co_await asking;
    for (qsizetype i = 0; i < questions.size(); ++i) {
        if (held.answers[i] != Held::No)
            continue;
        Problem problem = lacking(plan, about[i], context.administratorName);
        problem.evidence.insert(u"as"_s, u"administrator"_s);
        problem.evidence.insert(u"user"_s, context.administratorName);
        problem.evidence.insert(u"permission"_s, permissionsToWrite(about[i]));
        co_return problem;
    }
    co_return Done();
}

} // namespace

QCoro::Task<Result<Plan>> makePlan(SetupContext context, Draft draft, std::stop_token stop)
{
    auto connecting = connectAsAdministrator(context, draft.organization, stop);
    auto findingTenant = findTenant(context, draft.organization, stop);
    auto connection = co_await connecting;
    auto tenant = co_await findingTenant;
    // An organization without a tenant refuses everybody's token; that it has none says more.
    if (!tenant && (connection || tenant.problem().findingId == finding::orgNotEntraBacked))
        co_return tenant.problem();
    if (!connection)
        co_return connection.problem();
    const QString theirs = draft.principal.tenantId;
    if (!theirs.isEmpty() && theirs.compare(*tenant, Qt::CaseInsensitive) != 0)
        co_return Problem(finding::tenantMismatch,
                          {{u"principal"_s, draft.principal.name},
                           {u"objectId"_s, draft.principal.objectId.toString()},
                           {u"tenantId"_s, theirs},
                           {u"organization"_s, draft.organization.toString()},
                           {u"organizationTenantId"_s, *tenant}});

    // Every project once, however often it is named.
    QMap<QString, GroupScope> scopes;
    for (const ProjectWish &wish : std::as_const(draft.projects)) {
        const QString key = wish.project.toLower();
        const bool needsScope = !wish.group.isEmpty();
        if (scopes.contains(key) && (!needsScope || !scopes[key].descriptor.isEmpty()))
            continue;
        auto scope = co_await findProject(context, draft.organization, wish.project, needsScope, stop);
        if (!scope)
            co_return scope.problem();
        scopes.insert(key, *scope);
    }
    for (const PermissionWish &wish : std::as_const(draft.permissions)) {
        const QString key = wish.project.toLower();
        if (key.isEmpty() || scopes.contains(key))
            continue;
        auto scope = co_await findProject(context, draft.organization, wish.project, false, stop);
        if (!scope)
            co_return scope.problem();
        scopes.insert(key, *scope);
    }
    GroupScope organizationScope{draft.organization.toString(), connection->organizationId, {}};
    if (!draft.groups.isEmpty()) {
        auto scope = co_await findGroupScope(context, draft.organization, organizationScope, stop);
        if (!scope)
            co_return scope.problem();
        organizationScope = *scope;
    }

    QList<PlanStep> wanted;
    // False where the same thing is wanted in two ways.
    const auto want = [&wanted](const PlanStep &step) {
        for (const PlanStep &other : std::as_const(wanted)) {
            if (other.id() == step.id())
                return other.role == step.role;
        }
        wanted.append(step);
        return true;
    };
    for (const QString &name : std::as_const(draft.groups)) {
        auto group = co_await findGroup(context, draft.organization, organizationScope, name, stop);
        if (!group)
            co_return group.problem();
        PlanStep step;
        step.kind = PlanStep::Kind::AddToGroup;
        step.group = group->principalName;
        step.groupDescriptor = group->descriptor;
        step.groupDescription = group->description;
        want(step);
    }
    for (const ProjectWish &wish : std::as_const(draft.projects)) {
        const GroupScope scope = scopes.value(wish.project.toLower());
        PlanStep step;
        step.project = scope.name;
        if (!wish.group.isEmpty()) {
            auto group = co_await findGroup(context, draft.organization, scope, wish.group, stop);
            if (!group)
                co_return group.problem();
            step.kind = PlanStep::Kind::AddToGroup;
            step.group = group->principalName;
            step.groupDescriptor = group->descriptor;
            step.groupDescription = group->description;
        } else {
            const RoleScope *roleScope = findRoleScope(wish.roleScope);
            auto role = co_await findRole(context, draft.organization, roleScope->id, wish.role, stop);
            if (!role)
                co_return role.problem();
            step.kind = PlanStep::Kind::AssignRole;
            step.roleScope = roleScope->word;
            step.resourceId = roleScope->resourceId.arg(scope.id);
            step.role = *role;
        }
        if (!want(step))
            co_return Problem(
                finding::rolesConflict,
                {{u"project"_s, step.project}, {u"value"_s, wish.roleScope + u':' + step.role}});
    }

    for (const PermissionWish &wish : std::as_const(draft.permissions)) {
        PlanStep step;
        step.kind = PlanStep::Kind::AllowBits;
        step.namespaceId = wish.namespaceId.toLower();
        step.token = wish.token;
        step.bits = wish.bits;
        if (!wish.project.isEmpty())
            step.project = scopes.value(wish.project.toLower()).name;
        const auto same = std::find_if(wanted.begin(), wanted.end(), [&step](const PlanStep &other) {
            return other.id().compare(step.id(), Qt::CaseInsensitive) == 0;
        });
        if (same != wanted.end())
            same->bits |= step.bits;
        else
            wanted.append(step);
    }

    QList<PlanStep> objectSteps;
    std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(objectSteps),
                 [](const PlanStep &step) { return step.isOnObject(); });
    auto state = co_await readMemberState(context, draft.organization, *tenant, draft.principal.objectId,
                                          objectSteps, stop);
    if (!state)
        co_return state.problem();

    Plan plan{.createdAt = context.http.host().now().time_since_epoch().count(),
              .plannedBy = connection->identity.displayName,
              .organization = draft.organization,
              .organizationId = connection->organizationId,
              .tenantId = *tenant,
              .principal = draft.principal,
              .member = state->member(),
              .accessLevel = draft.accessLevel,
              .seats = std::nullopt,
              .steps = {},
              .present = {}};
    plan.principal.tenantId = *tenant;
    if (plan.principal.name.isEmpty() && state->identity)
        plan.principal.name = state->identity->displayName;

    if (draft.keepsAccessLevel && state->isMember())
        plan.accessLevel = state->entitlement->accessLevel;
    PlanStep membership;
    membership.accessLevel = plan.accessLevel.toString();
    if (state->isMember()) {
        membership.kind = PlanStep::Kind::ChangeAccessLevel;
        membership.formerAccessLevel = state->entitlement->accessLevel.toString();
    }
    wanted.prepend(membership);
    for (PlanStep &step : wanted) {
        if (step.kind == PlanStep::Kind::AssignRole)
            step.formerRole = state->roles.value(step.id());
        if (step.kind == PlanStep::Kind::AllowBits) {
            const AccessEntry entry = state->entries.value(step.id());
            // A plan never turns a denial around: whoever set it had a reason.
            if ((entry.deny & step.bits) != 0)
                co_return lacking(plan, step, plan.principalName());
            // Only what is new, so that undo removes nothing else.
            if ((entry.allow & step.bits) != 0 && (entry.allow & step.bits) != step.bits)
                step.bits &= ~entry.allow;
        }
        if (stepStateOf(step, *state) != StepState::After) {
            plan.steps.append(step);
            continue;
        }
        // What is there is told as it is, which may be more than was wanted.
        if (step.kind == PlanStep::Kind::ChangeAccessLevel) {
            step.kind = PlanStep::Kind::AddMember;
            step.accessLevel = step.formerAccessLevel;
            step.formerAccessLevel.clear();
        }
        plan.present.append(step);
    }
    auto permitted = co_await checkWriting(context, plan, stop);
    if (!permitted)
        co_return permitted.problem();
    const bool takesSeat = !plan.steps.isEmpty()
        && plan.steps.first().kind <= PlanStep::Kind::ChangeAccessLevel && plan.accessLevel.takesSeat();
    if (takesSeat)
        plan.seats = co_await readSeats(context, draft.organization, plan.accessLevel, stop);
    co_return plan;
}

} // namespace signet
