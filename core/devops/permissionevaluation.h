#pragma once

#include "core/net/credential.h"
#include "core/net/http.h"
#include "core/net/reply.h"
#include "core/result/organization.h"

#include <QCoroTask>
#include <QList>
#include <QString>
#include <QUuid>

#include <optional>
#include <stop_token>

namespace signet {

// Namespaces of permissions. Source: Microsoft Learn, "Security namespace and permission reference".
namespace permissionnamespace {
inline constexpr QLatin1StringView collection{"3e65f728-f8bc-4ecd-8764-7e378b19bfa7"};
inline constexpr QLatin1StringView serviceEndpoints{"49b48001-ca20-4adc-8111-5b60c903a50c"};
inline constexpr QLatin1StringView distributedTask{"101eae8c-1709-47f9-b228-0e476c35b3ba"};
inline constexpr QLatin1StringView library{"b7e84409-6553-448a-bbb2-af228e07cbeb"};
inline constexpr QLatin1StringView environment{"83d4c2e6-e57d-4d6e-892b-b87222b7ad20"};
} // namespace permissionnamespace

// One permission on one object.
struct PermissionQuestion {
    QLatin1StringView namespaceId;
    QString token; // names the object: "endpoints/{project id}"
    int bit = 0;
};

// Whether the caller has each of these permissions, groups and inheritance included: POST
// _apis/security/permissionevaluationbatch. In the order of the questions; nothing for all of them where the
// answer does not have one value for each. Source: Security - Permissions, 7.1.
QCoro::Task<QList<std::optional<bool>>> evaluatePermissions(Http http, OrganizationName organization,
                                                            Credential credential,
                                                            QList<PermissionQuestion> questions,
                                                            QUuid session, std::stop_token stop);

// Of one answer to so many questions.
QList<std::optional<bool>> readPermissionEvaluations(const Reply &reply, qsizetype asked);

} // namespace signet
