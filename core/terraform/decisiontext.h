#pragma once

#include <QCoreApplication>

namespace signet {

// Sentences about a decision of the provider: why, what was assumed, what traps there are, what fixes them.
struct DecisionText {
    Q_DECLARE_TR_FUNCTIONS(Decision)
};

} // namespace signet
