#pragma once

#include "core/devops/connectiondata.h"
#include "core/devops/member.h"
#include "core/devops/organizationprobe.h"
#include "core/devops/projects.h"
#include "core/diagnosis/checks/errortext.h"
#include "core/diagnosis/checks/expectedsignin.h"
#include "core/diagnosis/checks/history.h"
#include "core/diagnosis/checks/machine.h"
#include "core/diagnosis/checks/organization.h"
#include "core/diagnosis/checks/rights.h"
#include "core/diagnosis/checks/terraform.h"
#include "core/diagnosis/checks/token.h"

#include <QJsonObject>

#include <variant>

namespace signet {

// What a check saw: plain data without opinion, one kind for each check that asks.
using Observation =
    std::variant<std::monostate, MachineSeen, ProxySeen, InstanceSeen, TokenSeen, OrganizationSeen,
                 OrganizationTenantSeen, ConnectionSeen, ProjectsSeen, HostsSeen, ProviderConnectionsSeen,
                 ConfigurationSeen, CredentialSeen, MemberSeen, NamesakesSeen, EarlierSeen, RightsSeen,
                 ExpectedSignInSeen, ErrorTextSeen>;

// As it is in a report. No secret: the token is not part of any observation.
QJsonObject toJson(const Observation &observation);
// The reverse, for the kind that the check sees. Nothing was seen where the object is empty, or the check
// crashed. What a later version added, or an earlier one did not write yet, is left out.
template <class Seen>
Observation readObservation(const QJsonObject &json);

} // namespace signet
