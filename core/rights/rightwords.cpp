#include "core/rights/rightwords.h"

#include "core/result/outgoing.h"
#include "core/rights/providerrights.h"
#include "core/rights/securitynamespace.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(RightWords)
};

// The sentences for the words that the table uses for what is not a permission.
struct NamedRight {
    RightKind kind;
    QLatin1StringView name;
    const char *words;
};
constexpr NamedRight namedRights[] = {
    {RightKind::FeedRole, "creator"_L1, QT_TRANSLATE_NOOP("RightWords", "Create feeds (feed settings)")},
    {RightKind::FeedRole, "administrator"_L1, QT_TRANSLATE_NOOP("RightWords", "Role Feed Owner")},
    {RightKind::FeedRole, "reader"_L1, QT_TRANSLATE_NOOP("RightWords", "Role Feed Reader")},
    {RightKind::ExtensionRole, "manager"_L1, QT_TRANSLATE_NOOP("RightWords", "Manage extensions")},
    {RightKind::ExtensionRole, "viewer"_L1, QT_TRANSLATE_NOOP("RightWords", "View extensions")},
    {RightKind::AccessLevel, "basic"_L1, QT_TRANSLATE_NOOP("RightWords", "Access level Basic")},
    {RightKind::Policy, "public-projects"_L1,
     QT_TRANSLATE_NOOP("RightWords", "Policy \"Allow public projects\" switched on")},
    {RightKind::Outside, "scale-set-owner"_L1,
     QT_TRANSLATE_NOOP("RightWords",
                       "Azure role Owner or User Access Administrator on the subscription of the scale set, "
                       "for the identity of the service connection")},
    {RightKind::Outside, "key-vault-secrets"_L1,
     QT_TRANSLATE_NOOP("RightWords",
                       "Azure role Key Vault Secrets User on the vault, or Get and List in its access "
                       "policies, for the identity of the service connection")},
    {RightKind::Impossible, "automatic-connection"_L1,
     QT_TRANSLATE_NOOP("RightWords",
                       "An Azure service connection without credentials, which only a person can create")},
    {RightKind::Permission, readAccessControl,
     QT_TRANSLATE_NOOP("RightWords", "View permissions in a namespace that is (known after apply)")},
    {RightKind::Permission, writeAccessControl,
     QT_TRANSLATE_NOOP("RightWords", "Manage permissions in a namespace that is (known after apply)")},
};

} // namespace

QString rightWords(const AccessRight &right)
{
    for (const NamedRight &named : namedRights) {
        if (named.kind == right.kind && right.name == named.name)
            return Words::tr(named.words);
    }
    if (right.kind == RightKind::Membership)
        return Words::tr("Member of %1").arg(right.name);
    if (right.kind == RightKind::Role)
        return Words::tr("Role %1").arg(right.name);
    const SecurityNamespace *known = findSecurityNamespace(right.namespaceId);
    const PermissionBit *permission = known ? known->permission(right.bit) : nullptr;
    const QString title = !permission ? right.name
        : permission->title.isEmpty() ? permission->name
                                      : permission->title;
    if (right.kind == RightKind::AllOfType)
        return Words::tr("%1, for all of the type").arg(title);
    return right.roleScope.isEmpty() ? title : Words::tr("%1 (role %2)").arg(title, right.name);
}

QString partWords(const ObjectPart &part)
{
    if (!part.name.isEmpty())
        return part.name;
    return part.value.isEmpty() ? Words::tr("(known after apply)") : part.value;
}

namespace {

// One of a kind, and all of them in what the parts name.
struct KindWords {
    ObjectKind kind;
    const char *one; // %1: its name
    const char *all;
};
constexpr KindWords objectNames[] = {
    {ObjectKind::Repository, QT_TRANSLATE_NOOP("RightWords", "repository %1"),
     QT_TRANSLATE_NOOP("RightWords", "all repositories")},
    {ObjectKind::Branch, QT_TRANSLATE_NOOP("RightWords", "branch %1"),
     QT_TRANSLATE_NOOP("RightWords", "all branches")},
    {ObjectKind::Pipeline, QT_TRANSLATE_NOOP("RightWords", "pipeline %1"),
     QT_TRANSLATE_NOOP("RightWords", "all pipelines")},
    {ObjectKind::ServiceConnection, QT_TRANSLATE_NOOP("RightWords", "service connection %1"),
     QT_TRANSLATE_NOOP("RightWords", "service connections")},
    {ObjectKind::SharedConnection,
     QT_TRANSLATE_NOOP("RightWords", "service connection %1, organization level"),
     QT_TRANSLATE_NOOP("RightWords", "service connections, organization level")},
    {ObjectKind::AgentPool, QT_TRANSLATE_NOOP("RightWords", "agent pool %1"),
     QT_TRANSLATE_NOOP("RightWords", "all agent pools")},
    {ObjectKind::AgentQueue, QT_TRANSLATE_NOOP("RightWords", "agent queue %1"),
     QT_TRANSLATE_NOOP("RightWords", "all agent queues")},
    {ObjectKind::DeploymentGroup, QT_TRANSLATE_NOOP("RightWords", "deployment group %1"),
     QT_TRANSLATE_NOOP("RightWords", "all deployment groups")},
    {ObjectKind::Environment, QT_TRANSLATE_NOOP("RightWords", "environment %1"),
     QT_TRANSLATE_NOOP("RightWords", "all environments")},
    {ObjectKind::VariableGroup, QT_TRANSLATE_NOOP("RightWords", "variable group %1"),
     QT_TRANSLATE_NOOP("RightWords", "the library")},
    {ObjectKind::SecureFile, QT_TRANSLATE_NOOP("RightWords", "secure file %1"),
     QT_TRANSLATE_NOOP("RightWords", "the library")},
    {ObjectKind::Dashboard, QT_TRANSLATE_NOOP("RightWords", "dashboard %1"),
     QT_TRANSLATE_NOOP("RightWords", "dashboards")},
    {ObjectKind::Group, QT_TRANSLATE_NOOP("RightWords", "group or team %1"),
     QT_TRANSLATE_NOOP("RightWords", "groups and identities")},
    {ObjectKind::Area, QT_TRANSLATE_NOOP("RightWords", "area path %1"),
     QT_TRANSLATE_NOOP("RightWords", "area paths")},
    {ObjectKind::Iteration, QT_TRANSLATE_NOOP("RightWords", "iteration path %1"),
     QT_TRANSLATE_NOOP("RightWords", "iteration paths")},
    {ObjectKind::Query, QT_TRANSLATE_NOOP("RightWords", "shared query %1"),
     QT_TRANSLATE_NOOP("RightWords", "shared queries")},
    {ObjectKind::Process, QT_TRANSLATE_NOOP("RightWords", "process %1"),
     QT_TRANSLATE_NOOP("RightWords", "all processes")},
    {ObjectKind::Feed, QT_TRANSLATE_NOOP("RightWords", "feed %1"),
     QT_TRANSLATE_NOOP("RightWords", "all feeds")},
    {ObjectKind::RoleResource, QT_TRANSLATE_NOOP("RightWords", "resource %1"), ""},
    {ObjectKind::Token, QT_TRANSLATE_NOOP("RightWords", "token %1"), ""},
};

} // namespace

QString objectWords(const SecuredObject &object)
{
    const auto found = std::ranges::find(objectNames, object.kind, &KindWords::kind);
    if (found == std::end(objectNames))
        return {};
    const bool isWhole = object.parts.size() == partsOf(object.kind).size();
    if (object.parts.isEmpty() || !isWhole) {
        // A folder of pipelines, or the dashboards of a team.
        const bool isFolder = object.kind == ObjectKind::Pipeline && object.parts.size() == 2;
        if (object.kind == ObjectKind::Branch && object.parts.size() == 2)
            return Words::tr("all branches of repository %1").arg(partWords(object.parts.last()));
        return isFolder   ? Words::tr("pipelines in folder %1").arg(partWords(object.parts.last()))
            : *found->all ? Words::tr(found->all)
                          : QString();
    }
    const QString name = partWords(object.parts.last());
    if (object.kind != ObjectKind::Branch)
        return Words::tr(found->one).arg(name);
    QString branch = name;
    if (branch.startsWith("refs/heads/"_L1))
        branch.remove(0, 11);
    return Words::tr("branch %1 of repository %2").arg(branch, partWords(object.parts[1]));
}

QString tokenWords(const QString &namespaceId, const QString &token)
{
    const auto object = objectOfToken(namespaceId, token);
    return outgoingLine(object ? objectWords(*object) : token);
}

} // namespace signet
