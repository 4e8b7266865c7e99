#pragma once

#include "core/sandbox/httpserver.h"
#include "core/sandbox/world.h"

namespace signet::sandbox {

// Azure DevOps Services: dev.azure.com and its neighbours (vssps, vsaex, *.visualstudio.com).
//
//   HEAD|GET {organization}/_apis/connectionData           who am I (7.1-preview.1)
//   GET      _apis/resourceAreas/{area}?accountName=       does that organization exist (no credential)
//   GET      {organization}/_apis/resourceAreas[/{area}]   which host serves what (no credential)
//   OPTIONS  {organization}/_apis[/{area}]                 routes and their versions
//   GET      {organization}/_apis/projects[/{id or name}]  (7.1)
//
// Paths compare without case. What a caller without an accepted credential gets depends on the
// X-TFS-FedAuthRedirect header, on the kind of credential, and on whether the organization has
// public projects; see `refuse` in the source.
class AzureDevOps {
public:
    explicit AzureDevOps(World *world);

    // Whether a host name belongs to this service.
    static bool serves(const QString &host);

    ServerResponse answer(const ServerRequest &request);

private:
    World *m_world;
    int m_requests = 0; // numbers the activity ids
};

} // namespace signet::sandbox
