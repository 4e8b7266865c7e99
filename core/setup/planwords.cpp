#include "core/setup/planwords.h"

#include "core/devops/accesstokenscope.h"

#include <QCoreApplication>
#include <QHash>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Setup", text);
}

QString levelName(const QString &type)
{
    return AccessLevel::ofService(type).displayName();
}

QString thingsOf(const QString &roleScope)
{
    static const QHash<QString, const char *> words{
        {u"service-connections"_s, QT_TRANSLATE_NOOP("Setup", "service connections")},
        {u"library"_s, QT_TRANSLATE_NOOP("Setup", "variable groups and secure files")},
        {u"environments"_s, QT_TRANSLATE_NOOP("Setup", "environments")},
        {u"agent-queues"_s, QT_TRANSLATE_NOOP("Setup", "agent queues")},
    };
    const char *text = words.value(roleScope, nullptr);
    return text ? tr(text) : roleScope;
}

QString groupGrants(const PlanStep &step)
{
    const QString name = step.group.section(u'\\', -1);
    static const QHash<QString, const char *> words{
        {u"Readers"_s, QT_TRANSLATE_NOOP("Setup", "reads everything in the project and changes nothing")},
        {u"Contributors"_s,
         QT_TRANSLATE_NOOP("Setup",
                           "reads and changes repositories, work items and pipelines of the project")},
        {u"Build Administrators"_s,
         QT_TRANSLATE_NOOP("Setup", "manages pipelines of the project and their permissions")},
        {u"Project Administrators"_s,
         QT_TRANSLATE_NOOP("Setup", "does everything in the project, permissions of others included")},
        {u"Project Collection Administrators"_s,
         QT_TRANSLATE_NOOP("Setup", "does everything in the organization, members and billing included")},
    };
    if (const char *text = words.value(name, nullptr))
        return tr(text);
    return step.groupDescription.isEmpty()
        ? tr("has what members of the group have")
        : tr("has what members of the group have: %1").arg(step.groupDescription);
}

} // namespace

QString principalOf(const Plan &plan)
{
    return plan.principal.name.isEmpty() ? plan.principal.objectId.toString() : plan.principal.name;
}

QString titleOf(const Plan &plan, const PlanStep &step)
{
    const QString who = principalOf(plan);
    switch (step.kind) {
    case PlanStep::Kind::AddMember:
        return tr("Add %1 to %2 with %3 access")
            .arg(who, plan.organization.toString(), levelName(step.accessLevel));
    case PlanStep::Kind::ChangeAccessLevel:
        return tr("Change the access level of %1 from %2 to %3")
            .arg(who, levelName(step.formerAccessLevel), levelName(step.accessLevel));
    case PlanStep::Kind::AddToGroup:
        return tr("Add %1 to the group %2").arg(who, step.group);
    case PlanStep::Kind::AssignRole:
        return step.formerRole.isEmpty()
            ? tr("Make %1 %2 of %3 in %4").arg(who, step.role, thingsOf(step.roleScope), step.project)
            : tr("Make %1 %2 instead of %3 of %4 in %5")
                  .arg(who, step.role, step.formerRole, thingsOf(step.roleScope), step.project);
    }
    Q_UNREACHABLE();
}

QString lineOf(const Plan &plan, const PlanStep &step)
{
    switch (step.kind) {
    case PlanStep::Kind::AddMember:
        return tr("member %1 (%2)").arg(principalOf(plan), levelName(step.accessLevel));
    case PlanStep::Kind::ChangeAccessLevel:
        return tr("access level %1 → %2").arg(levelName(step.formerAccessLevel), levelName(step.accessLevel));
    case PlanStep::Kind::AddToGroup:
        return tr("group %1").arg(step.group);
    case PlanStep::Kind::AssignRole:
        return step.formerRole.isEmpty()
            ? tr("role %1 of %2 in %3").arg(step.role, thingsOf(step.roleScope), step.project)
            : tr("role %1 → %2 of %3 in %4")
                  .arg(step.formerRole, step.role, thingsOf(step.roleScope), step.project);
    }
    Q_UNREACHABLE();
}

QString grantsOf(const PlanStep &step)
{
    switch (step.kind) {
    case PlanStep::Kind::AddMember:
    case PlanStep::Kind::ChangeAccessLevel:
        return AccessLevel::ofService(step.accessLevel).covers(AccessLevel::basic())
            ? tr("may sign in and use repositories, boards and pipelines, as far as groups allow it")
            : tr("may sign in and use boards; repositories stay closed");
    case PlanStep::Kind::AddToGroup:
        return groupGrants(step);
    case PlanStep::Kind::AssignRole:
        return tr("%1 of %2").arg(step.role, thingsOf(step.roleScope));
    }
    Q_UNREACHABLE();
}

QString costOf(const Plan &plan, const PlanStep &step)
{
    if (step.kind != PlanStep::Kind::AddMember && step.kind != PlanStep::Kind::ChangeAccessLevel)
        return {};
    const AccessLevel level = AccessLevel::ofService(step.accessLevel);
    if (!level.takesSeat())
        return tr("no seat");
    QString seat = tr("one %1 seat in this organization").arg(level.displayName());
    if (!plan.seats)
        return seat;
    return plan.seats->available > 0
        ? tr("%1; %2 of %3 are taken").arg(seat).arg(plan.seats->assigned).arg(plan.seats->total)
        : tr("%1; all %2 are taken, so it has to be bought").arg(seat).arg(plan.seats->total);
}

QString permittedTo(const PlanStep &step)
{
    switch (step.kind) {
    case PlanStep::Kind::AddMember:
    case PlanStep::Kind::ChangeAccessLevel:
        return tr("Project Collection Administrators");
    case PlanStep::Kind::AddToGroup:
        return step.project.isEmpty() ? tr("Project Collection Administrators")
                                      : tr("administrators of %1").arg(step.project);
    case PlanStep::Kind::AssignRole:
        return tr("administrators of %1 in %2").arg(thingsOf(step.roleScope), step.project);
    }
    Q_UNREACHABLE();
}

QString levelStays(const Plan &plan)
{
    for (const PlanStep &step : plan.present) {
        if (step.kind != PlanStep::Kind::AddMember || step.accessLevel == plan.accessLevel.toString())
            continue;
        return tr("The access level stays %1, which allows all that %2 does. A plan gives and never takes "
                  "away, because somebody may count on it. To lower it, change the level under Organization "
                  "settings > Users.")
            .arg(levelName(step.accessLevel), plan.accessLevel.displayName());
    }
    return {};
}

QString accessTokenScopeOf(const Plan &plan, const PlanStep &step)
{
    return accessTokenScopeName(accessTokenScope(requestOf(plan, step, plan.member, {})));
}

QString keptAfterUndo(const PlanStep &step)
{
    return step.kind == PlanStep::Kind::AddMember
        ? tr("the organization remembers the identity as a former member, with the same internal id")
        : QString();
}

} // namespace signet
