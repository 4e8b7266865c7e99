#pragma once

#include "core/devops/devopsreply.h"
#include "core/net/credential.h"
#include "core/net/http.h"
#include "core/result/organization.h"

#include <QCoroTask>
#include <QList>
#include <QString>
#include <QUuid>

#include <optional>
#include <stop_token>

namespace signet {

// One permission on one object: a security namespace, a token in it, and one bit.
struct AskedPermission {
    QString namespaceId = {};
    QString token = {};
    int bit = 0;

    friend bool operator==(const AskedPermission &, const AskedPermission &) = default;
};
size_t qHash(const AskedPermission &asked, size_t seed = 0);

enum class Held {
    Unknown, // no answer that can be trusted: never a pass
    No,
    AsAdministrator, // only because administrators always pass, by no permission of its own
    Yes,
};

struct HeldPermissions {
    QList<Held> answers = {}; // one for each question, in their order
    int requests = 0;
    // Evaluations in one request; smaller than what was given where the service refused that many. Start the
    // next call with it.
    qsizetype batch = 0;
    // What the service said where an answer is unknown.
    std::optional<DevOpsError> refusal = {};
    Delivery delivery = Delivery::Answered; // of the last request
};

// The limit of one request is not documented.
inline constexpr qsizetype usualEvaluationBatch = 50;

enum class AskAdministrator {
    No,
    Yes, // what is not held is asked again with alwaysAllowAdministrators
};

// Whether the caller holds each of these permissions, with groups, Entra groups and inheritance, as POST
// _apis/security/permissionevaluationbatch says it (Security - Permissions, 7.1; for the calling user only).
// Equal questions are asked once. A batch that is refused (400, 413) is halved. The service's Retry-After is
// waited out, two minutes at most in all. A response with another number of values, or about other questions
// than those asked, makes all of the batch unknown.
QCoro::Task<HeldPermissions> askPermissions(Http http, OrganizationName organization, Credential credential,
                                            QList<AskedPermission> questions, AskAdministrator administrator,
                                            qsizetype batch, QUuid session, std::stop_token stop);

} // namespace signet
