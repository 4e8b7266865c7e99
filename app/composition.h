#pragma once

#include "core/diagnosis/question.h"
#include "core/sandbox/sandboxserver.h"
#include "core/session/sessioncontext.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <QCoroTask>

#include <memory>
#include <optional>
#include <stop_token>

namespace signet {

// What a person says on the command line, of either program, about where and for whom to work. Empty
// where nothing was said.
struct CommandLineInput {
    QString sandbox; // name of a scenario, or address of a running simulated Azure
    QString caFile;
    QString organization;
    QString clientId;
    QString objectId;
    QString resourceId;
    QStringList projects;
    QString terraform; // directory of a configuration
    std::optional<ErrorTextSeen> errorText; // of a message of another tool, to be judged with the rest
    // A variable of the provider with a wrong value: a command that only needs the value fails, one that
    // judges what the provider would do goes on and says so.
    enum class WrongVariable { Fail, Judge };
    WrongVariable wrongVariable = WrongVariable::Fail;
};

// A variable of the provider whose value is not taken, because the profile has another. Terraform goes by it
// all the same.
struct OverriddenVariable {
    QString variable; // "AZDO_ORG_SERVICE_URL"
    QString value; // its own; never a secret
};

// Everything a session needs, put together.
struct Composition {
    SessionContext sessionContext;
    Question question = {};
    QString scenario = {}; // name; empty outside the sandbox
    QString scenarioTitle = {};
    std::shared_ptr<sandbox::SandboxServer> server = nullptr; // of a scenario that runs inside this process
    // What a variable of the provider says otherwise than the profile, which goes before it.
    QList<OverriddenVariable> overridden = {};
};

// Where a configuration is read from.
struct ConfigurationAt {
    Host disk;
    QString directory;
    bool ofScenario = false;
};
// A scenario brings a configuration of its own: the current folder stands for it, and so does its folder by
// name, as the report of a scenario prints it. Any other folder is the person's, and so is one of that name
// that they have.
ConfigurationAt configurationAt(const Composition &composition, const QString &directory);

// scenario-unknown, with the nearest name.
Problem scenarioUnknown(const QString &name);

// The value of --sandbox without a sign-in that its address may hold.
QString shownSandbox(const QString &sandbox);

// Puts the program together: the real machine and network, or a scenario's. What the person did not
// say defaults to the current profile, then to what the scenario's person asked for, then to the variables
// the provider knows. The profile goes before the variables because it says who is meant, and they say whom
// Terraform would be: where they differ, that is worth knowing, and Composition::overridden has it.
// Fails with the finding of whatever input is wrong: scenario-unknown, sandbox-not-loopback,
// sandbox-not-reachable, run-stopped, ca-file-invalid, file-not-readable, organization-invalid,
// input-not-a-guid, input-not-a-resource-id, profiles-file-invalid.
QCoro::Task<Result<Composition>> compose(CommandLineInput input, std::stop_token stop = {});

} // namespace signet
