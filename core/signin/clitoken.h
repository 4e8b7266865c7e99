#pragma once

#include "core/host/host.h"
#include "core/identity/endpointreply.h"
#include "core/identity/tokenanswer.h"
#include "core/identity/tokenquestion.h"

#include <QStringList>

namespace signet {

// Command-line programs that a person is signed in to, and that print a token for it.
enum class CliProgram {
    AzureCli, // az
    AzureDeveloperCli, // azd
};

struct CliCommand {
    QString program;
    QStringList arguments;
};
CliCommand cliTokenCommand(CliProgram program, const TokenQuestion &question);

// Why the program returned no token, according to its output. Pure.
struct CliRefusal {
    // cli_not_found, cli_not_logged_in, cli_interaction_required, transient_server (it took too long), those
    // of Entra's codes, bad_request_unclassified
    IdentityFault kind = IdentityFault::BadRequestUnclassified;
    int aadsts = 0; // 0 when Entra was not asked
    QString said; // redacted, at most 2000 characters
};
CliRefusal readCliRefusal(const CommandOutcome &outcome);

// What the program printed, in the form of an identity endpoint's response. Pure. An expiry that Azure CLI
// before 2.54 wrote in local time is not a time there, because it has no zone.
struct CliDocument {
    IdentityFault fault = IdentityFault::None; // empty_body, malformed_json: nothing else is there
    TokenResponse token;
    QString tenant; // as the program names it
};
CliDocument readCliDocument(CliProgram program, QByteArray output);

// Pure: the meaning of the program's output. Error kinds: cli_not_found, cli_not_logged_in,
// cli_interaction_required, and those of a token. A token of an identity instead of a person's is a warning
// (wrong_identity): someone signed the program in with it.
TokenAnswer judgeCliOutcome(CliProgram program, const TokenQuestion &question, const CommandOutcome &outcome,
                            std::chrono::sys_seconds now);

} // namespace signet
