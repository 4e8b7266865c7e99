#pragma once

#include "core/devops/connectiondata.h"
#include "core/devops/projects.h"
#include "core/rights/computedaccess.h"
#include "core/rights/need.h"

#include <QCoroTask>
#include <QList>

#include <optional>
#include <stop_token>

namespace signet {

// A right that is needed, and on what.
struct RightToCheck {
    AccessRight right = {};
    std::optional<SecuredObject> object = {}; // nothing for a right that is on no object
    // The identity gets it by creating this part of the object; -1: it does not.
    qsizetype createdPart = -1;
    // What is to be created may be there already, so its name is looked up.
    bool mayExist = false;
    // Only needed to create these projects, which may be there already.
    QStringList projects = {};
};

// Whether an identity has a right.
enum class RightStanding {
    Held,
    AsAdministrator, // held only because administrators always pass
    HeldAbove, // held on an object above; the object itself could not be asked about
    Computed, // the lists and groups allow it; the service was not asked, so it is never called held
    ComputedAbove, // the same on an object above
    ByCreating, // not asked: the identity gets it by creating the object
    Missing,
    Unknown, // no answer that can be trusted
    NotAsked, // Azure DevOps does not know it, or Signet has no way to ask: outside, policy, feeds,
              // extensions
    Impossible, // for any service principal
};
QLatin1StringView toString(RightStanding standing);

// Where the answers come from.
enum class RightsBasis {
    Asked, // the service, with the identity's own token
    Computed, // from lists and groups, with an administrator's
};
QLatin1StringView toString(RightsBasis basis);

struct CheckedRight {
    RightStanding standing = RightStanding::Unknown;
    // What was asked about: the object, or the nearest above it whose token is known. Nothing where nothing
    // was.
    std::optional<SecuredObject> askedOn = {};
    bool askedAbove = false; // askedOn is not the object itself
    bool isThere = false; // all that it is needed to create is there already, so nothing needs it now
    QString namespaceId = {}; // of the permission asked for
    QString token = {};
    // Which entry decides, as far as the caller can read: the name of an identity or a group, and its token.
    // Empty where nothing is set, or could not be read.
    ComputedAccess why = {};
    QString decidedByName = {}; // empty for the identity itself
};

struct CheckedRights {
    RightsBasis basis = RightsBasis::Asked;
    QList<CheckedRight> rights = {}; // one for each that was given, in their order
    int requests = 0; // evaluations only
    // Projects and repositories that are named, by name or id, and that the caller does not see: they do not
    // exist, or are hidden. The service evaluates tokens of what does not exist as well, so nothing that it
    // says about them is taken for held.
    QStringList unseenProjects = {};
    QStringList unseenRepositories = {};
    std::optional<DevOpsError> refusal = {}; // of the service, where an answer is unknown
    ConnectionSeen connection =
        {}; // Asked: who the service takes the identity for; nobody: nothing was asked
    // Descriptors of the groups above the identity, and their names; nothing where they could not be read.
    std::optional<QStringList> groups = {};
    QHash<QString, QString> names = {};
};

// What the caller has asked already, and is not asked again.
struct KnownBefore {
    ConnectedIdentity connected = {}; // no id: not known
    std::optional<QList<ProjectSeen>> projects = {}; // all that the identity sees
};

// Asks with the identity's own token. Names are looked up once (objectlookup.h); of an object with a part
// that is not known, the nearest one above it is asked about. Roles and the access level are asked where they
// live. What is missing is explained by the lists, as far as the identity can read them.
QCoro::Task<CheckedRights> checkRights(Http http, OrganizationName organization, Credential credential,
                                       QList<RightToCheck> rights, QUuid session, std::stop_token stop,
                                       KnownBefore known = {});

// The same about another identity, computed with an administrator's credential. `descriptor` is that of
// accessDescriptor(). Nothing is held here: what the lists allow is Computed.
QCoro::Task<CheckedRights> computeRights(Http http, OrganizationName organization, Credential credential,
                                         QString descriptor, QList<RightToCheck> rights, QUuid session,
                                         std::stop_token stop);

} // namespace signet
