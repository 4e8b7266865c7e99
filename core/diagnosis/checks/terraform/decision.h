#pragma once

#include "core/diagnosis/check.h"
#include "core/terraform/explanation.h"

#include <QJsonObject>

namespace signet {

// What the checks of the stage share about the provider's decision.

DecisionSeen decisionSeen(const Decision &decision, const DecisionInput &input);

// Null where the configuration could not be read.
const DecisionSeen *decisionIn(const Facts &facts);

// Null where the decision has no trap with that finding.
const DecisionSeen::Trap *trapWith(const DecisionSeen &decision, FindingId findingId);
QJsonObject evidenceFor(const DecisionSeen &decision, FindingId findingId);

// The arguments whose values are not known and could change the decision, and what they are made of: "use_msi
// (var.use_msi)".
QString unknownWords(const DecisionSeen &decision);

// With the block that Signet would write this is only a forecast, so it is a warning.
CheckVerdict failedOrForecast(const Facts &facts, FindingId findingId, const QJsonObject &evidence);

} // namespace signet
