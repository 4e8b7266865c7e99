#pragma once

#include "core/terraform/decisionrules.h"

#include <QList>

namespace signet {

// What the traps are looked for in: everything a decision was made of.
struct DecisionParts {
    const DecisionInput &input;
    const Host &host;
    const ProviderValues &values;
    const ProviderIdentitySource &source;
    const QList<ProviderCredential> &credentials;
    const ProviderAddress &address;
};

// Where this input does something else than a reader of the provider's documentation expects. Also told where
// the input is refused: mended, it would run into them. Behind a personal access token only those that bite
// all the same.
QList<DecisionTrap> trapsOf(const DecisionParts &parts);

} // namespace signet
