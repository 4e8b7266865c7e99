#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace signet::sandbox {

// The simulated Azure as plain data. Every id is a GUID in lower case with hyphens; ids compare
// without case. What the services answer is computed from this and from nothing else.

struct Tenant {
    QString id;
    QString name;
    qint64 createdAt = 1500000000; // epoch seconds
    bool usersReadDirectory = true; // whether members without a role may list principals in Graph
};

// A managed identity: its service principal in the tenant.
struct ManagedIdentity {
    enum class Kind { SystemAssigned, UserAssigned };

    Kind kind = Kind::SystemAssigned;
    QString name;
    QString tenantId;
    QString objectId; // of the service principal
    QString clientId;
    QString resourceId; // in Azure Resource Manager: of the machine, or of the user-assigned identity
};

// A person: a user of a home tenant, and a guest in others.
struct Person {
    QString name;
    QString userPrincipalName; // "jane@contoso.example"
    QString tenantId; // home
    QString objectId; // in the home tenant
    QStringList guestOf; // ids of other tenants; the object id there is stableGuid(objectId + tenant id)
    // Refresh tokens that were issued before are refused (AADSTS50173); epoch seconds, 0: never.
    qint64 sessionsRevokedAt = 0;
};

// An application that somebody registered in a tenant, with the service principal it has there. A managed
// identity has a service principal only.
struct Application {
    QString name;
    QString tenantId;
    QString clientId; // the same for both objects
    QString applicationObjectId; // applications/{id}: the wrong one to give to Azure DevOps
    QString servicePrincipalObjectId; // servicePrincipals/{id}; empty: it was never created in the tenant
    // "Application", or "ServiceIdentity" of an agent, which Azure DevOps never takes.
    QString servicePrincipalType = QStringLiteral("Application");
    bool publicClient = false; // "Allow public client flows": device code and browser need it
    QStringList redirectUris; // of a public client; loopback ones match on any port
    QString secret = {}; // of a confidential client
    QString assertion = {}; // a token that a federated credential of it accepts; empty: it has none
    bool multiTenant = true; // persons of other tenants may use it
    bool consented = true; // somebody allowed it what it asks for; otherwise AADSTS65001
};

// A job of Azure Pipelines that may use a service connection with workload identity federation.
struct PipelineJob {
    QString accessToken; // System.AccessToken
    QString serviceConnectionId;
    QString assertion; // what the job gets for the connection, to exchange at Entra
};

// What a resource of Resource Manager other than the machine of the metadata service is: a place that
// identities are attached to.
struct AzureResource {
    QString resourceId;
    QString location = QStringLiteral("westeurope");
    std::optional<QString> systemAssigned; // object id
    QStringList userAssigned; // object ids
};

// A subscription besides the machine's, which is always there.
struct Subscription {
    QString id;
    QString name;
    QString tenantId;
    QString state = QStringLiteral("Enabled");
};

// A role in Resource Manager: what is in `scope`, a subscription, a group or a resource, may be read, or
// read and changed.
struct AzureRole {
    enum class Level { Reader, Contributor };
    QString objectId;
    QString scope; // "/subscriptions/{id}", "/subscriptions/{id}/resourceGroups/{name}" ...
    Level level = Level::Reader;
};

// How a person's sign-in at Entra goes.
struct InteractiveSignIn {
    enum class DeviceCode { Completes, Declined, Expires, NeverTyped };
    enum class Browser { Completes, Declined, Abandoned };
    DeviceCode deviceCode = DeviceCode::Completes;
    Browser browser = Browser::Completes;
    int pendingPolls = 2; // answered authorization_pending before it completes
    int slowDowns = 0; // of these, answered slow_down
    // An AADSTS code that every sign-in and every refresh ends with; 0: none.
    int refusal = 0;
};

// The machine whose metadata service is simulated.
struct Machine {
    enum class Kind { VirtualMachine, ScaleSet };

    Kind kind = Kind::VirtualMachine;
    QString name;
    QString vmId;
    QString resourceGroup;
    QString subscriptionId;
    QString location;
    QString vmSize;
    QString osType = QStringLiteral("Linux");
    QString azEnvironment = QStringLiteral("AzurePublicCloud");
    std::optional<QString> systemAssigned; // object id
    QStringList userAssigned; // object ids

    QString resourceId() const;
};

// How the metadata address 169.254.169.254 behaves as a whole.
struct MetadataService {
    enum class Behaviour {
        Answers,
        Swallows, // connects, never answers: what a router does that drops the packets
        Resets, // a security product or firewall ends every connection
    };
    // Requests to the identity paths that are let through; all others get 429. `burst` 0 refuses all.
    struct Throttle {
        int burst = 0;
        int perSecond = 0; // of the world's clock
        std::optional<int> retryAfter; // seconds
    };

    Behaviour behaviour = Behaviour::Answers;
    std::optional<Throttle> throttle;
    // A token cache in front of the service that knows one token only: everybody gets this audience,
    // whatever resource was asked for.
    std::optional<QString> cachedAudience;
    // What stands as expires_on beside the token, where that is not its time.
    std::optional<QString> expiresOn;
    // Tokens cannot be read by anybody but the services that they are for.
    bool opaqueTokens = false;
    // What the identity back end keeps for a day: everybody gets the token that was issued so long ago, with
    // the groups of Entra that its identity was in then. Nothing: each token is new and lists no groups.
    struct KeptToken {
        qint64 age = 0; // seconds
        QStringList groups; // object ids
    };
    std::optional<KeptToken> keptToken;
};

struct Member {
    enum class Kind { ServicePrincipal, User };

    QString objectId; // in the tenant of the organization
    QString storageKey;
    QString displayName;
    // accountLicenseType: express (Basic), stakeholder, advanced ...; "none" is a member whose licence
    // was taken away, or never given.
    QString accessLevel = QStringLiteral("express");
    // Display forms of groups, "[scope]\name", that the member is in directly.
    QStringList groups;

    Kind kind = Kind::ServicePrincipal;
    QString licensingSource = QStringLiteral("account");
    // active, pending, disabled, deleted; none: known to the organization by its descriptor only
    QString status = QStringLiteral("active");
    qint64 createdAt = 1780000000; // epoch seconds
    qint64 lastAccessedAt = 0; // 0: never
    bool deletedInOrigin = false; // its service principal is gone from Entra
    QString tenantId =
        {}; // of a member from the time before the organization moved; empty: the organization's

    // "aadsp...." or "aad....": opaque, made of the storage key and nothing that could be decoded.
    QString subjectDescriptor() const;
    // May act: has a licence that is in force. A pending one is.
    bool isActive() const;
};

// A group of Azure DevOps, or one of Entra that was added to the organization.
struct Group {
    QString displayName; // "Contributors"
    QString projectId; // of its scope; empty: of the organization
    QString originId; // GUID in Azure DevOps
    // Ends of the security identifiers of groups that are the same in every language; empty for others:
    // "-0-0-0-0-1" administrators of the scope, "-0-0-0-0-3" valid users, "-0-0-0-1-2" build administrators.
    QString wellKnown;
    QString origin = QStringLiteral("vsts"); // vsts, aad
    QStringList parents; // origin ids of groups it is in
    QString description = {};
    // Of a group of Entra: object ids of who is in it there. Never listed as memberships; rights flow all the
    // same to those that are members of the organization.
    QStringList entraMembers = {};

    QString descriptor() const; // "vssgp...." or "aadgp...."
    QString sid() const; // "S-1-9-1551374245-...": what the descriptor holds
    bool isValidUsers() const { return wellKnown == QLatin1StringView("-0-0-0-0-3"); }
};

struct Project {
    QString id;
    QString name;
    QString description;
    QString visibility = QStringLiteral("private"); // private, public, organization
    QString state = QStringLiteral("wellFormed");
    int revision = 42;
    // Object ids of members, besides those in a group of the project; public projects are visible to
    // everybody.
    QStringList visibleTo;

    QString scopeDescriptor() const; // "scp...."
    QString teamId() const; // of its first team, and origin id of the group of that team
};

struct Repository {
    QString id;
    QString name;
    QString projectId;
    QString defaultBranch = QStringLiteral("refs/heads/main");
};

// What has a name and a number (a connection a GUID) in a project, or in the organization: a pool.
struct NamedObject {
    enum class Kind { Pipeline, Pool, Queue, Environment, VariableGroup, ServiceConnection };

    Kind kind = Kind::Pipeline;
    QString id;
    QString name;
    QString projectId = {}; // empty: of a pool
    QString folder = QStringLiteral("\\"); // of a pipeline

    QString token() const; // in the namespace of its kind
};

// A role of a resource (security roles), given to a member or a group. It is a set of bits of the list that
// belongs to the resource, and counts as one: accesscontrol.h.
struct RoleAssignment {
    QString scope; // "distributedtask.library"
    QString resourceId; // "{projectId}$0"
    QString storageKey; // of the member; of a group its origin id
    QString role; // "Creator"

    friend bool operator==(const RoleAssignment &, const RoleAssignment &) = default;
};

// What one member or group may and may not do at a token.
struct AccessControlEntry {
    QString subject; // storage key of a member, origin id of a group
    int allow = 0;
    int deny = 0;

    friend bool operator==(const AccessControlEntry &, const AccessControlEntry &) = default;
};

// An access control list that differs from the one that every organization has at that token.
struct AccessControlList {
    QString namespaceId;
    QString token; // as it was written; tokens compare without case and without separators at their end
    bool inherits = true; // from the token above
    std::vector<AccessControlEntry> entries;

    friend bool operator==(const AccessControlList &, const AccessControlList &) = default;
};

// A personal access token of a member.
struct PersonalAccessToken {
    QString secret;
    QString ownerObjectId;
    QStringList scopes; // "vso.memberentitlementmanagement_write"; "app_token" is full access
    qint64 expiresOn = 0; // epoch seconds; 0: never
    bool revoked = false;
};

// An answer of the service that a test or a scenario asks for: the first `times` requests that match get
// it, after `skip` of them were answered as usual.
struct Fault {
    enum class Kind {
        Refusal, // `status` with `body`, nothing happens
        ResetBefore, // the connection ends, nothing happened
        ResetAfter, // what was asked for happens, and then the connection ends
        Silence, // no answer, nothing happens
        Throttled, // 429 TF400733 with Retry-After
        Delayed, // answered as usual, with Retry-After and the rate headers
    };

    QString method; // empty: any
    QString path; // part of host + path, compared without case
    int skip = 0;
    int times = 1;
    Kind kind = Kind::Refusal;
    int status = 500;
    QByteArray contentType = QByteArrayLiteral("application/json; charset=utf-8");
    QByteArray body;
    int retryAfter = 1; // seconds; Throttled, Delayed
};

struct Organization {
    enum class Credentials {
        Judged, // by signature, expiry, audience and tenant
        TreatedAsAnonymous, // whatever is sent, the caller is nobody
        AnsweredBySignInPage, // something in front rewrites answers to signed-in requests into a page
    };

    QString name;
    QString id;
    std::optional<QString> tenantId; // nothing: not connected to Entra
    std::vector<Member> members;
    std::vector<Project> projects;
    Credentials credentials = Credentials::Judged;

    std::vector<Group> groups;
    std::vector<Repository> repositories;
    std::vector<NamedObject> objects;
    int objectPageSize = 1000; // of their lists
    std::vector<RoleAssignment> roles;
    std::vector<AccessControlList> accessControlLists;
    // Evaluations of permissions that one request may have; more are refused. 0: any number.
    int mostEvaluations = 0;
    std::vector<PersonalAccessToken> accessTokens;
    // Storage keys of members that were removed, by object id: who is added again gets the old one.
    std::vector<std::pair<QString, QString>> formerMembers;
    // Object ids that Entra knows and this organization does not yet: so many further attempts to add them
    // are refused with VS403283.
    std::vector<std::pair<QString, int>> replicating;
    // Reads of a membership that still show the state before the last change, after each change.
    int staleMembershipReads = 0;
    int freeBasicSeats = 5;
    std::optional<int> paidBasicSeats; // nothing: as many as are wanted
    bool earlyAdopterBenefit = false; // every member reads earlyAdopter, whatever was asked for
    bool projectAdministratorsInvite = true; // Policy.AllowTeamAdminsInvitationsAccessToken
    QString owner = {}; // object id; may do what collection administrators may
    // What a member gets that was added without saying which.
    QString defaultAccessLevel = QStringLiteral("stakeholder");
    int graphPageSize = 500;
    // Pages of a graph list that come empty, with a continuation token, before the first that is not.
    int emptyGraphPages = 0;
    // Whether adding a member to a group that has it already is TF50235. Else it is taken once more.
    bool repeatedMembershipRefused = false;

    bool hasPublicProjects() const;
    const Member *member(const QString &objectId) const;
    Member *member(const QString &objectId);
    const Member *memberWithKey(const QString &storageKey) const;
    Member *memberWithKey(const QString &storageKey);
    const Member *memberWithDescriptor(const QString &subjectDescriptor) const;
    Member *memberWithDescriptor(const QString &subjectDescriptor);
    const Project *project(const QString &idOrName) const;
    // By "[scope]\name", by descriptor, and by origin id; nothing when there is none.
    const Group *groupNamed(const QString &principalName) const;
    const Group *groupWithDescriptor(const QString &descriptor) const;
    Group *groupWithDescriptor(const QString &descriptor);
    const Group *groupWithOrigin(const QString &originId) const;

    // With the groups of Entra that the caller's token lists, where it lists any.
    bool canSee(const Project &project, const Member *caller,
                const std::optional<QStringList> &listed = {}) const;
    // In the order of `projects`. The same as asking canSee for each, in much less time.
    std::vector<const Project *> visibleProjects(const Member *caller,
                                                 const std::optional<QStringList> &listed = {}) const;
    // Every group that the member is in, directly or through other groups. A token that lists groups of Entra
    // decides which of these count; else it is Entra.
    std::vector<const Group *> groupsOf(const Member &member,
                                        const std::optional<QStringList> &listed = {}) const;
    // Directly or through other groups.
    bool isIn(const Member &member, const Group &group) const;
    bool isIn(const Group &inner, const Group &group) const;
    bool isCollectionAdministrator(const Member &member) const;
    bool isProjectAdministrator(const Member &member, const QString &projectId) const;
    // "[Fabrikam-Fiber]\Contributors", or "[contoso]\Project Collection Administrators".
    QString principalName(const Group &group) const;
    QString scopeDescriptor() const; // "scp...."
    // Seats of that access level that are taken, and how many there are; nothing: as many as are wanted.
    int usedSeats(const QString &accessLevel) const;
    std::optional<int> seats(const QString &accessLevel) const;

private:
    std::vector<const Group *> closure(QStringList originIds) const;
};

// The groups that Azure DevOps makes of its own accord, where they are missing: Project Collection
// Administrators, Service Accounts and Valid Users; in each project Readers, Contributors, Build
// Administrators, Project Administrators, Project Valid Users and the first team.
void addUsualGroups(Organization *organization);

// What a service gives its own processes on their loopback address, or the Azure Arc agent its server, in
// place of the metadata service. The host image names it by variables and has the key file.
struct LocalEndpoint {
    enum class Kind {
        None,
        AppService,
        AppService2017,
        ContainerApp,
        Automation,
        Arc,
        ServiceFabric,
        MachineLearning,
        CloudShell,
        VirtualMachineExtension, // the retired one on port 50342; what is left of it knows nobody
    };
    Kind kind = Kind::None;
    QString secret = {}; // value of the header; of Arc the content of the key file
    QString keyPath = {}; // Arc: what the challenge names
    bool challenges = true; // Arc: false is another program on its port, which hands out tokens at once
    bool knowsUserAssigned = false; // Arc: a preview; others answer as the machine
    bool isDown = false; // every connection ends
};

struct World {
    // Seconds since 1970. Stands still unless advance() is called, so that reports are the same today
    // and tomorrow.
    qint64 clock = 1790000000;
    std::vector<Tenant> tenants;
    std::vector<ManagedIdentity> identities;
    Machine machine;
    MetadataService metadata;
    LocalEndpoint localEndpoint;
    std::vector<Organization> organizations;
    std::vector<Person> persons;
    std::vector<Application> applications;
    std::vector<PipelineJob> pipelineJobs;
    std::vector<AzureResource> resources;
    std::vector<Subscription> subscriptions;
    // Nothing: everybody of a tenant may read and change all that is in its subscriptions.
    std::optional<std::vector<AzureRole>> azureRoles;
    // Requests that Resource Manager still answers before it throttles; nothing: any number.
    std::optional<int> resourceManagerRequestsLeft;
    // Object ids of service principals that may read the directory in Graph (Application.Read.All).
    QStringList directoryReaders;
    InteractiveSignIn signIn;
    // Who works with Signet in a scenario; empty: nobody is signed in. Object id in the home tenant.
    QString administrator;
    std::vector<Fault> faults;
    // Signs the tokens of this world; those of another world are refused.
    QByteArray signingKey = QByteArrayLiteral("signet");

    void advance(qint64 seconds) { clock += seconds; }

    const Tenant *tenant(const QString &id) const;
    const ManagedIdentity *identity(const QString &objectId) const;
    const Organization *organization(const QString &name) const; // compared without case
    Organization *organization(const QString &name);
    // The system-assigned one first.
    std::vector<const ManagedIdentity *> identitiesOfMachine() const;
};

// "Mon, 21 Sep 2026 14:13:20 GMT"
QByteArray httpDate(qint64 epochSeconds);

// A GUID that is always the same for the same text.
QString stableGuid(const QString &text);

} // namespace signet::sandbox
