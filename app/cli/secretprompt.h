#pragma once

#include "core/result/result.h"
#include "core/result/secret.h"

#include <QString>

namespace signet {

// Asks for a secret on the terminal and shows nothing of what is typed. Fails with run-stopped after
// Ctrl-C. Waits for the person in place.
Result<Secret> askForSecret(const QString &question);

} // namespace signet
