#pragma once

#include "core/sandbox/sandboxserver.h"
#include "core/setup/applyplan.h"
#include "core/setup/draft.h"

#include <memory>

inline const QString gitNamespace = QStringLiteral("2e9eb7ed-3c0a-47d4-87c1-0ffdd275fd87");

// A simulated Azure, its administrator, and what a test does with them over real sockets.
class SetupWorld {
public:
    explicit SetupWorld(const QString &scenario = QStringLiteral("not-in-org"));

    signet::sandbox::SandboxServer &server() { return *m_server; }
    signet::sandbox::World &world() { return m_server->world(); }
    signet::sandbox::Organization &organization() { return world().organizations.front(); }
    // All that a setup can change, for comparing whole.
    QJsonObject state();

    signet::SetupContext context();
    // As this person instead of the administrator; empty: with a token nobody issued.
    signet::SetupContext contextOf(const QString &userPrincipalName);
    signet::SetupContext contextWithAccessToken(const QByteArray &secret);
    // The administrator with a token for each service, so that Microsoft Graph answers as well.
    signet::SetupContext contextWithDirectory();
    // Whom the scenario is about: vm-build in contoso, Basic, no groups.
    signet::Draft draft() const;
    signet::Draft fullDraft() const; // with two groups and a role
    signet::Draft permissionDraft() const; // with permissions on a repository and in the organization

    // Requests since the last call, "PUT vssps.dev.azure.com/contoso/_apis/graph/memberships/..."
    QStringList takeRequests();
    // Those of them that change something.
    static QStringList changing(const QStringList &requests);

private:
    std::unique_ptr<signet::sandbox::SandboxServer> m_server;
    qsizetype m_taken = 0;
};
