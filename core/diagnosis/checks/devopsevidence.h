#pragma once

#include "core/diagnosis/check.h"

namespace signet {

// What the checks of the organization, the membership and the permissions have in common: the answers of
// Azure DevOps.

QJsonObject evidenceOf(const DevOpsError &error, Delivery delivery);
// What the status or the code of an answer says by itself, whatever was asked; nothing when neither does.
std::optional<CheckVerdict> troubleOf(const DevOpsError &error, int status, const QJsonObject &evidence);
// A request to a host of Azure DevOps that got no answer from it.
CheckVerdict unreached(Delivery delivery, const QString &host, QJsonObject evidence);
// The same, where a page of something else came in its place.
CheckVerdict replacedByPage(const QString &host, QJsonObject evidence);
// An answer that has no meaning for this request: of something else than Azure DevOps, or of the service on a
// bad day. Whether the provider meets it, too, is not known.
CheckVerdict unexpected(const DevOpsError &error, int status, const QString &host, QJsonObject evidence);
// Finding of a service error whose code says it all; empty when the code has no entry of its own.
FindingId findingForCode(const QString &code);
// A page from something other than Azure DevOps, where Azure DevOps should answer.
bool isForeign(const DevOpsError &error);
// What the answer to connectionData says about the credential. It passes where Azure DevOps knows the
// identity, member or not: membership is a question of its own.
CheckVerdict judgeConnection(const ConnectionSeen &seen, bool organizationExists, QJsonObject evidence);
// The access level of the identity was seen, is in force, and includes what Basic does. A level or a state
// that Signet does not know is none of that.
bool isAccessLevelKnown(const Facts &facts);

} // namespace signet
