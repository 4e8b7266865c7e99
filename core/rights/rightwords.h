#pragma once

#include "core/rights/need.h"

#include <QString>

namespace signet {

// A right as Azure DevOps shows it: "Edit policies".
QString rightWords(const AccessRight &right);
// What a person calls a part of an object; "(known after apply)" where nothing is known.
QString partWords(const ObjectPart &part);
// What a person calls an object in its project or organization; empty for these themselves.
QString objectWords(const SecuredObject &object);
// The object that a token names, as a person calls it but with ids in place of names, which a file could
// forge; empty for a project or the organization. The token itself where it cannot be read.
QString tokenWords(const QString &namespaceId, const QString &token);

} // namespace signet
