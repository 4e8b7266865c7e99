#pragma once

#include "core/devops/memberidentity.h"

#include <QList>
#include <QString>

#include <optional>

namespace signet {

// Whom the organization knows by the name of the identity, according to its administrator.
struct NamesakesSeen {
    QString name;
    std::optional<QList<Namesake>> namesakes; // nothing: not asked, or not answered
};

// What the organization remembers of an identity.
struct EarlierSeen {
    QString tenantId; // that the identity is or was in
    QString objectId;
    std::optional<bool> known; // as a member or former member; nothing: not asked, or not answered
    bool everSeen = false; // it has used the organization
};

} // namespace signet
