#pragma once

#include "core/devops/accesscontrol.h"
#include "core/devops/heldpermissions.h"
#include "core/net/credential.h"
#include "core/net/http.h"

#include <QCoroTask>
#include <QHash>
#include <QList>
#include <QStringList>

#include <functional>
#include <optional>
#include <stop_token>

namespace signet {

// What one identity may do, computed from what an administrator can read: the access control lists, and the
// groups above the identity. The service evaluates only for whoever asks it (Security - Permissions, 7.1), so
// this is the one way to speak about another identity. It is marked as computed wherever it is shown, and
// never called held. The rules (Microsoft Learn, "About permissions, access levels, and security groups"):
// among the entries of an identity and its groups at one token a denied bit is denied; what is decided at a
// token beats what would be inherited; what is decided nowhere is not allowed.

// A list of one namespace: its id and the token, in lower case.
struct ListPlace {
    QString namespaceId = {};
    QString token = {};

    friend bool operator==(const ListPlace &, const ListPlace &) = default;
};
size_t qHash(const ListPlace &place, size_t seed = 0);

// What was read about the identity.
struct AccessSeen {
    QString descriptor = {};
    QString storageKey = {}; // empty: the organization does not know it
    // Descriptors of every group above it. Nothing: could not be read.
    std::optional<QStringList> groups = {};
    QHash<QString, QString> names = {}; // of groups, by descriptor
    QHash<ListPlace, AccessList> lists = {}; // what is not there could not be read
};

struct ComputedAccess {
    enum class Answer {
        Unknown, // a list or the groups could not be read
        NotSet, // nothing says so
        Denied,
        Allowed,
    };
    Answer answer = Answer::Unknown;
    // The entry that decides; empty where nothing does. Of several, one of the identity itself.
    QString decidedBy = {}; // descriptor
    QString decidedAt = {}; // token
};

// The token and all above it, the token itself first, without separators at the end. A namespace without a
// separator has no levels.
QStringList tokenLevels(const QString &token, const QString &separator);

ComputedAccess computeAccess(const AccessSeen &seen, const AskedPermission &asked, const QString &separator);

// The separator of a namespace, by its id.
using SeparatorOf = std::function<QString(const QString &)>;

// Reads what computeAccess() needs for these questions, each list once. What is refused stays out.
QCoro::Task<AccessSeen> readAccess(Http http, OrganizationName organization, Credential credential,
                                   QString descriptor, QList<AskedPermission> questions,
                                   SeparatorOf separator, QUuid session, std::stop_token stop);

} // namespace signet
