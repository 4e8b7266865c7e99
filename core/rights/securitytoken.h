#pragma once

#include <QLatin1StringView>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace signet {

// A security token names an object in a security namespace: "repoV2/{project}/{repository}". It has levels,
// and an entry at a level holds for all below it. An object here is its kind and its parts; the token is
// made from them. Sources: Microsoft Learn, "Security namespace and permission reference"; the permissions
// resources of the provider; the tokens of pools, queues, deployment groups and environments are inferred
// from community code.

enum class ObjectKind {
    Organization, // Collection: NAMESPACE:
    Project, // Project: $PROJECT:vstfs:///Classification/TeamProject/{project}
    Repository, // Git Repositories: repoV2/{project}/{repository}
    Branch, // Git Repositories: repoV2/{project}/{repository}/refs/heads/{branch}
    Pipeline, // Build: {project}/{folder}/{pipeline}
    ServiceConnection, // ServiceEndpoints: endpoints/{project}/{connection}
    SharedConnection, // ServiceEndpoints: endpoints/Collection/{connection}
    AgentPool, // DistributedTask: AgentPools/{pool}
    AgentQueue, // DistributedTask: AgentQueues/{project}/{queue}
    DeploymentGroup, // DistributedTask: MachineGroups/{project}/{id}
    Environment, // Environment: Environments/{project}/{environment}
    VariableGroup, // Library: Library/{project}/VariableGroup/{id}
    SecureFile, // Library: Library/{project}/SecureFile/{id}
    Dashboard, // DashboardsPrivileges: $/{project}/{team}/{dashboard}
    Group, // Identity: {scope}\{group}
    Area, // CSS: vstfs:///Classification/Node/{root}:vstfs:///Classification/Node/{child}
    Iteration, // Iteration: as an area
    Query, // WorkItemQueryFolders: $/{project}/{folder}/{query}
    Tags, // Tagging: /{project}
    Process, // Process: $PROCESS:{parent}:{process}:
    ServiceHooks, // ServiceHooks: PublisherSecurity/{project}
    // These have no token here.
    Feed,
    Extensions, // of the organization
    RoleResource, // {scope}, {resource}: what the security roles call it
    Token, // {token}: as somebody wrote it, in a namespace that was named beside it
};
QLatin1StringView toString(ObjectKind kind);
std::optional<ObjectKind> objectKindNamed(QStringView word);

// The parts of a kind, from the outermost: {"project", "repository", "branch"}.
QStringList partsOf(ObjectKind kind);

// What a data source says about a part that it looks up.
struct PartLookUp {
    QString call = {}; // row of lookUpCalls(); empty: that of the part
    QString project = {}; // that the part is in: name or id; empty: the project of the object
    QString folder = {}; // "\team"; empty: any

    friend bool operator==(const PartLookUp &, const PartLookUp &) = default;
};

// One part of an object: a project, a repository, a branch.
struct ObjectPart {
    enum class State {
        Absent, // there is none: no folder, the dashboards of the project instead of a team
        Known, // value is what the token has: an id, the name of a branch, the path of a folder
        Named, // value is a name, and the token has the id, which has to be looked up
        Created, // the same configuration creates it; value is the address of that resource
        Unknown, // value is what would have to be known, such as an address; may be empty
    };
    State state = State::Absent;
    QString value = {};
    QString name = {}; // what a person calls it, where that is known; empty otherwise
    PartLookUp lookUp = {};

    friend bool operator==(const ObjectPart &, const ObjectPart &) = default;
};

// An object, or all the objects of the kind in what its parts name: a kind Repository with the project alone
// is all repositories of the project, and without any part all of the organization.
struct SecuredObject {
    ObjectKind kind = ObjectKind::Organization;
    QList<ObjectPart> parts = {}; // as partsOf(kind) has them; fewer for an object above

    friend bool operator==(const SecuredObject &, const SecuredObject &) = default;
};

// The token. Nothing: a part of it is not known, or the kind has none.
std::optional<QString> securityToken(const SecuredObject &object);

// The object that a token names in that namespace: the reverse, without names. Nothing: it is written in
// another way, or the namespace is not known.
std::optional<SecuredObject> objectOfToken(const QString &namespaceId, const QString &token);

// The objects above it, nearest first: of a branch the repository, the repositories of the project, and those
// of the organization. Their kind stays, so they are in the same namespace.
QList<SecuredObject> objectsAbove(const SecuredObject &object);

// The object, or the nearest one above it whose token is known. Nothing: there is none.
std::optional<SecuredObject> nearestKnown(const SecuredObject &object);

// A name of a branch as the token has it: each part of its path in UTF-16LE as hexadecimal digits, "/"
// between them. "main" is "6d00610069006e00". "refs/heads/" before the name is passed over.
QString branchInToken(const QString &branch);

// The path of a folder of pipelines as the token has it: "\team\web" is "team/web"; empty for the root.
QString folderInToken(const QString &folder);

// A project dashboard has this in place of a team. Inferred from public client code.
inline constexpr QLatin1StringView noTeam{"00000000-0000-0000-0000-000000000000"};

} // namespace signet
