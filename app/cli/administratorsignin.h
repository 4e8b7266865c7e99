#pragma once

#include "app/cli/console.h"
#include "app/cli/options.h"
#include "app/composition.h"
#include "core/session/administrator.h"

#include <QCoroTask>

#include <stop_token>

namespace signet {

// A wish with the options filled in, and with what a person has to do said on this console: the code, and
// the address, which is opened where there is a browser. With --no-input nobody is asked for anything.
SignInWish signInWish(const Console &console, const SignInOptions &options, const Composition &composition,
                      std::stop_token stop);

// For every command that works as an administrator: signs in as the options, the profile or the Azure CLI
// say, and says who it is.
QCoro::Task<Result<SharedSignIn>> signInForCommand(Composition composition, SignInOptions options,
                                                   CommonOptions common, std::stop_token stop);

} // namespace signet
