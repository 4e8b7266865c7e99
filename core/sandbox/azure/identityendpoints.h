#pragma once

#include "core/sandbox/server/httpserver.h"
#include "core/sandbox/world/world.h"

#include <functional>
#include <optional>

namespace signet::sandbox {

// The identity endpoint that a service puts on the loopback address of its own processes, or the Azure Arc
// agent on that of its server: everything but the metadata service. Which of them there is says
// World::localEndpoint; every other path is the simulator's own.
//
//   AppService, ContainerApp   GET /msi/token, api-version 2019-08-01, X-IDENTITY-HEADER
//   AppService2017             GET /MSI/token, api-version 2017-09-01, secret
//   MachineLearning            GET /MSI/auth, api-version 2017-09-01, secret
//   Automation                 GET /oauth2/token, X-IDENTITY-HEADER and Metadata
//   CloudShell                 POST /oauth2/token, Metadata, a form; the token of the administrator
//   Arc                        GET /metadata/identity/oauth2/token, api-version 2019-11-01 or 2020-06-01,
//   Metadata;
//                              401 with the path of the key, then Authorization: Basic
//   ServiceFabric              GET /metadata/identity/oauth2/token, api-version 2019-07-01-preview, Secret;
//   TLS only
//   VirtualMachineExtension    GET /oauth2/token; 401 unknown_source, whatever is asked
//
// Shapes and texts: Microsoft Learn and captured replies; texts that nobody captured are marked.
class IdentityEndpoints {
public:
    // `issued` is told every token that is handed out.
    IdentityEndpoints(World *world, std::function<void(const QByteArray &)> issued);

    // Nothing for a path that no endpoint of this world has.
    std::optional<ServerResponse> answer(const ServerRequest &request);

private:
    // How an endpoint names its selectors, and how it says no.
    struct Dialect;

    ServerResponse appService(const ServerRequest &request, const Dialect &dialect);
    ServerResponse automation(const ServerRequest &request);
    ServerResponse cloudShell(const ServerRequest &request);
    ServerResponse arc(const ServerRequest &request);
    ServerResponse serviceFabric(const ServerRequest &request);

    QByteArray issue(const ManagedIdentity &identity, const QString &resource);

    World *m_world;
    std::function<void(const QByteArray &)> m_issued;
};

} // namespace signet::sandbox
