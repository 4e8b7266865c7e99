#pragma once

#include "core/report/identitydocument.h"
#include "core/report/textsink.h"

#include <QJsonObject>
#include <QString>

namespace signet {

// The identity of a machine on a terminal, with a line end behind each line. The explanation is what the
// catalogue says of the answer; nothing when all is well. The command says all of it.
QString identityToText(const IdentityDocument &document, const std::optional<FindingText> &explanation,
                       const QString &explainCommand, const TextStyle &style);

// {"host":{"kind","name","resourceGroup","subscription","location"},"source","kind","objectId","clientId",
//  "tenantId","resourceId","asked":[...],"evidence","contradictions","providerDifferences","finding"}; null
// where a value is not known.
QJsonObject identityToJson(const IdentitySeen &seen);

} // namespace signet
