#pragma once

#include "core/host/host.h"
#include "core/machine/machinekind.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace signet {

// Marks of the machine that cannot all be true. Which of them is wrong is not guessed.
struct Contradiction {
    enum class Kind {
        // Variables name an identity endpoint, but nothing else of the service that sets them is here: they
        // were copied from somewhere else.
        EndpointLeftover,
        // Of the variables of an endpoint that belong together one is missing.
        EndpointIncomplete,
        // Variables of several endpoints that never come together.
        SeveralEndpoints,
        // The agent of Azure Arc on a virtual machine of Azure, which has an identity of its own.
        ArcOnAzureVm,
        // Marks of several services that never come together.
        SeveralServices,
    };
    Kind kind = Kind::EndpointLeftover;
    QStringList variables; // names of what says the one thing
    QString against; // what says the other, or what is missing
};
// "endpoint-leftover", "endpoint-incomplete" ...
QLatin1StringView toString(Contradiction::Kind kind);

// What the environment and a few files show about the machine; nothing is sent for it.
struct Machine {
    MachineKind kind = MachineKind::Unknown;
    Platform platform = Platform::Linux;
    // Names of the variables and paths of the files that show it, never their values.
    QStringList evidence;
    // Something here exists on machines or services of Azure only (Azure Arc counts: it has an
    // identity, too). False means "nothing shows it", not "it is not".
    bool saysAzure = false;
    // According to the firmware: true for Azure's own asset tag, false for any other; empty when the
    // firmware cannot be read (Windows, many containers).
    std::optional<bool> azureVm;
    // What kept azureVm from being true: "Microsoft Corporation, but not Azure's asset tag".
    QString firmware;
    bool inContainer = false;
    bool inKubernetes = false;
    bool inWsl = false;
    // A job of Azure Pipelines or GitHub Actions, on a machine of the service or of yours.
    bool inPipeline = false;
    QList<Contradiction> contradictions;
    QString himds; // path of the Azure Arc agent's program, empty when it is not installed
    QString otherCloud; // "aws", "gcp", "oracle" ..., empty when none
    // Folder of the guest proxy agent (Metadata Security Protocol), empty when it is not there.
    QString guestProxyAgent;
};

// What the variables, files and firmware of this host say (machinemarks.h).
Machine detectMachine(const Host &host);

// The same with the resource id of the machine, from a token or the metadata service. A scale set instance
// and a container group cannot be recognized offline.
Machine refinedBy(Machine machine, const QString &resourceId);

} // namespace signet
