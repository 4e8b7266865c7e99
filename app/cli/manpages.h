#pragma once

#include "app/cli/commandpage.h"

namespace signet {

// Manual pages in troff, in English.

// signet(1): the hand-written page with @VERSION@, @COMMANDS@ and @COMMON_OPTIONS@ filled in.
QString programManPage(const CommandPage &program, const QString &handwritten);
// signet-diagnose(1), signet-setup(1): a command of the program with everything below it.
QString commandManPage(const CommandPage &command);
QString manPageName(const CommandPage &command); // "signet-setup"

} // namespace signet
