#pragma once

#include "app/composition.h"
#include "core/diagnosis/report.h"
#include "core/sandbox/sandboxserver.h"

#include <QHash>
#include <QSet>
#include <QStringList>

#include <QCoroTask>

#include <chrono>
#include <functional>
#include <optional>

namespace signet::test {

// What happens to requests on their way, where no socket on the loopback can bring it about, and where
// waiting for it would take real time. Names of hosts are those of the case files: "dev.azure.com" is "dev",
// "ado" is every host of Azure DevOps.
struct NetworkConditions {
    QHash<QString, Delivery> failures; // of every request to the host
    QHash<QString, std::chrono::milliseconds> delays; // before an answer; above the limit there is none
    QStringList missingHosts; // whose names do not resolve; full names
    // Where something listens on the loopback; any other port refuses. Nothing: everywhere.
    std::optional<QSet<int>> loopbackPorts;
    // Of single requests.
    std::function<std::optional<Delivery>(const Request &)> failureOf;
    // Shortens the limit of single answers: for faults that really keep a client waiting.
    std::function<std::optional<std::chrono::milliseconds>(const Request &)> answerLimitOf;
    // Another server over TLS that single requests reach in place of the simulated Azure, and the authority
    // that is trusted there. An empty address: none.
    std::function<QUrl(const Request &)> detourOf;
    QByteArray detourAuthority;
};

// One diagnosis in this process: a simulated Azure on the loopback, the machine of its scenario, and what a
// person typed.
struct SimulatedRun {
    sandbox::Scenario scenario;
    qint64 clockAhead = 0; // seconds; of the machine's clock before the world's
    CommandLineInput input; // without the sandbox
    std::optional<CredentialMethod> expectedCredential;
    std::function<sandbox::ServerResponse(const sandbox::ServerRequest &,
                                          const sandbox::SandboxServer::UsualAnswer &)>
        intercept;
    NetworkConditions network;
};

struct SimulatedOutcome {
    std::optional<Problem> refused; // the input, before anything was asked
    Report report;
    QList<sandbox::SeenRequest> requests;
    std::chrono::seconds waited{0}; // by the machine's clock, which no real time moves

    QString verdict() const; // "refused" where there is none
    QStringList rootCauses() const;
};

// As signet diagnose runs, but for the administrator: nobody is signed in. Several can be under way at once.
QCoro::Task<SimulatedOutcome> simulate(SimulatedRun run);
SimulatedOutcome runSimulated(SimulatedRun run);

// Whether the host is in the group of a case file: "imds", "dev", "ado" ...
bool isInGroup(const QString &host, const QString &group);

} // namespace signet::test
