#pragma once

#include "core/host/host.h"
#include "core/machine/endpointkind.h"
#include "core/terraform/providerversion.h"

#include <QString>
#include <QStringList>

namespace signet {

// Where the provider's library asks for the managed identity, according to variables and the Arc agent's
// file.
struct ProviderIdentitySource {
    IdentitySource kind = IdentitySource::Imds;
    QString endpoint; // as the variable has it; of IMDS and a nameless Arc agent its fixed address
    QStringList variables; // that chose it; empty for IMDS and for an Arc agent found by its file
    // What becomes of a client id: only some sources can use one. Refused is fatal before the chain and
    // silent in it; the oldest libraries leave the id out of the request, with a line in their log.
    enum class ClientIdUse { Sent, Refused, LeftOut };
    ClientIdUse clientIdUse = ClientIdUse::Sent;
    QString refusal; // Refused: what the library says
};
ProviderIdentitySource identitySourceOf(const ProviderVersion &version, const Environment &environment,
                                        const Host &host);

// Whether a variable exists, even if it is empty. Before the chain the library asked that; now it asks
// whether the variable holds something.
bool exists(const Environment &environment, const QString &name);

// Whether the variables that chose the source fit the host they are found on. Where the other marks of its
// machines are missing, the variables were copied from another host or shell.
bool belongsHere(const ProviderIdentitySource &source, const Environment &environment, const Host &host);

} // namespace signet
