#pragma once

#include "core/sandbox/devops/devopscall.h"
#include "core/sandbox/server/httpserver.h"
#include "core/sandbox/world/world.h"

namespace signet::sandbox {

// Azure DevOps Services: dev.azure.com and its neighbours (vssps, vsaex, app.vssps, *.visualstudio.com).
//
//   HEAD|GET {organization}/_apis/connectionData           who am I (7.1-preview.1)
//   GET      _apis/resourceAreas/{area}?accountName=       does that organization exist (no credential)
//   GET      {organization}/_apis/resourceAreas[/{area}]   which host serves what (no credential)
//   OPTIONS  {organization}/_apis[/{area}]                 routes and their versions
//   dev.azure.com               devopsprojects.h, securityroles.h, jobtokens.h
//   vsaex.dev.azure.com         entitlements.h
//   vssps.dev.azure.com         devopsgraph.h, devopsidentities.h
//   app.vssps.visualstudio.com  devopsprofile.h
//
// Paths compare without case. What a caller without an accepted credential gets depends on the
// X-TFS-FedAuthRedirect header, on the kind of credential, and on whether the organization has
// public projects; see `refuse` in the source. A personal access token without the scope of a route gets 401
// without a body. A pending member is active from its first call on.
class AzureDevOps {
public:
    explicit AzureDevOps(World *world);

    // Whether a host name belongs to this service.
    static bool serves(const QString &host);

    ServerResponse answer(const ServerRequest &request);

private:
    World *m_world;
    int m_requests = 0; // numbers the activity ids
    DelayedMemberships m_delayed;
};

} // namespace signet::sandbox
