#pragma once

#include "core/host/host.h"
#include "core/identity/tokenanswer.h"
#include "core/identity/tokenquestion.h"

#include <QCoroTask>
#include <QStringList>

#include <stop_token>

namespace signet {

// Command line programs that a person is signed in to, and that give a token for it.
enum class CliProgram {
    AzureCli, // az
    AzureDeveloperCli, // azd
};

struct CliCommand {
    QString program;
    QStringList arguments;
};
CliCommand cliTokenCommand(CliProgram program, const TokenQuestion &question);

// Pure: what the program said. Error kinds: cli_not_found, cli_not_logged_in, cli_interaction_required, and
// those of a token. A token of an identity instead of a person's is a warning (wrong_identity): somebody
// signed the program in with it.
TokenAnswer judgeCliOutcome(CliProgram program, const TokenQuestion &question, const CommandOutcome &outcome,
                            std::chrono::sys_seconds now);

// Runs the program, which may take long at its first start: 30 seconds.
QCoro::Task<TokenAnswer> askCliForToken(Host host, CliProgram program, TokenQuestion question,
                                        std::stop_token stop);

} // namespace signet
