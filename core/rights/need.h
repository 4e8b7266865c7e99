#pragma once

#include "core/rights/securitytoken.h"
#include "core/terraform/resourceuse.h"

#include <QList>
#include <QString>

#include <optional>

namespace signet {

// What can be needed to carry out an operation.
enum class RightKind {
    Permission, // bits of a security namespace, on an object
    Role, // a role on an object (securityroles)
    FeedRole, // of a feed: reader, contributor, administrator; of the organization: creator
    ExtensionRole, // of the organization: viewer, manager
    Membership, // of a well-known group, where no smaller right is enough
    AccessLevel, // basic
    AllOfType, // to administer every object of one kind in the project
    Policy, // a switch of the organization
    Outside, // a right that Azure DevOps does not know: never asked, never held
    Impossible, // closed to service principals, whatever their rights
};
QLatin1StringView toString(RightKind kind);
std::optional<RightKind> rightKindNamed(QStringView word);

struct AccessRight {
    RightKind kind = RightKind::Permission;
    // Permission, AllOfType: the namespace and one bit of it. A need of several bits is several needs, so
    // that the missing one can be named.
    QString namespaceId = {};
    int bit = 0;
    // Role: its scope and its name. Permission: a role that holds the bit, where there is one.
    // "distributedtask.serviceendpointrole", "Administrator"
    QString roleScope = {};
    // Role: "Administrator". FeedRole: "reader". Membership: "Project Collection Administrators".
    // AccessLevel: "basic". Policy, Outside, Impossible: a word that the document puts into a sentence.
    QString name = {};

    friend bool operator==(const AccessRight &, const AccessRight &) = default;
};

// Where the knowledge comes from.
enum class Proof {
    Documented, // on a page of Microsoft, which the source names
    Observed, // a recorded answer of the service, or source code that handles it
    Inferred, // from the calls: "probably" wherever it is shown
};
QLatin1StringView toString(Proof proof);
std::optional<Proof> proofNamed(QStringView word);

// What is known before Terraform runs is true, false, or neither.
enum class Truth { False, Perhaps, True };
QLatin1StringView toString(Truth truth);

// When a need holds.
struct NeedCondition {
    enum class Is {
        Set,
        Unset,
        Equal, // to value, without regard to case
        NotEqual, // an unset argument is not equal to anything
        Changed, // by this operation: on creation, when it is set
        State, // of the object, which no argument tells: always perhaps
    };
    Is is = Is::Set;
    QString argument = {}; // path, as in ResourceUse; State: what it is about, for the document
    QString value = {};
};
Truth holds(const NeedCondition &condition, const ResourceUse &use, Operation operation);

// The object that a right is needed on: its kind, and how many of partsOf(kind), from the outermost. Each
// type of resource says which of its arguments these parts are.
struct ObjectTemplate {
    ObjectKind kind = ObjectKind::Organization;
    int parts = 0;
};

// One right that one client call needs.
struct CallNeed {
    AccessRight right = {};
    std::optional<ObjectTemplate> at = {}; // nothing for a right that is on no object
    QList<NeedCondition> when = {}; // all of them must hold
    QList<Operation> on = {}; // empty: in every operation that makes the call
    Proof proof = Proof::Inferred;
    QString source = {}; // "docs: repos/git/branch-permissions"; may be empty where it is inferred
    QString note = {}; // "sources-disagree", "unpublished"; mostly empty
};

} // namespace signet
