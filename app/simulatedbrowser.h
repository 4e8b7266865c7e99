#pragma once

#include "core/session/sessioncontext.h"

#include <QCoroTask>
#include <QUrl>

#include <stop_token>

namespace signet {

// What the browser of a scenario's person does with a sign-in page: opens it in the simulated Azure and
// follows its redirect to the listener on this machine. A real browser could not find the simulated page.
// Nothing where the simulated person does not come back.
QCoro::Task<void> signInInSimulation(SessionContext sessionContext, QUrl address, std::stop_token stop);

} // namespace signet
