#pragma once

#include "core/diagnosis/report.h"

#include <QString>
#include <QStringList>
#include <QUrl>

#include <optional>

namespace signet {

// How an administrator adds the identity to the organization by hand, every id filled in.
// Source: Microsoft Learn, "Add organization users" and "Service Principal Entitlements - Add"; only
// the object id of the service principal is accepted (azure-devops facts, section 4).
struct MembershipGuide {
    QString principal; // name to search for in the portal
    QString objectId;
    QString tenantId;
    QString organization;
    QUrl usersPage; // Organization settings > Users
    QStringList steps; // in the portal, in order
    QString command; // the same by the Azure CLI, as an administrator of the organization
};

// Nothing when the report does not know the identity or the organization.
std::optional<MembershipGuide> membershipGuide(const Report &report);

} // namespace signet
