#pragma once

#include "core/report/textsink.h"
#include "core/report/tokendocument.h"

#include <QJsonObject>
#include <QString>

namespace signet {

// A token on a terminal, with a line end behind each line.
QString tokenToText(const TokenDocument &document, const TextStyle &style);

// {"state","sentence","identityKind","objectId","clientId","tenantId","resourceId",
//  "claims":[{"group","claim","value","sentence"}],"age":{...,"sentences":[...]}}; of a token that cannot be
// decoded only the first two.
QJsonObject tokenToJson(const TokenRead &token, std::chrono::sys_seconds now);

} // namespace signet
