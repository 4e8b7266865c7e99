#pragma once

#include "core/sandbox/server/httpserver.h"
#include "core/sandbox/world/world.h"

namespace signet::sandbox {

// Microsoft Graph v1.0 (graph.microsoft.com), as far as it tells who is who in the tenant of the token:
//
//   GET  servicePrincipals, applications, users             $filter, $search, $select, $top, $count
//   GET  servicePrincipals/{object id}, servicePrincipals(appId='...'), the same of applications
//   GET  users/{object id or user principal name}
//   GET  me, organization
//   GET  directory/deletedItems/{object id}                 always 404
//   POST directoryObjects/getByIds                          {"ids": [...], "types": [...]}
//
// A list has 100 objects a page, or $top up to 999, and "@odata.nextLink". $search, and ne, not and
// endswith in $filter, want `ConsistencyLevel: eventual`; without it $count is passed over. A managed
// identity has a service principal and no application; an application's two objects have two ids.
//
// Who may read: a person at home unless the tenant keeps its users out (Tenant::usersReadDirectory), and
// service principals in World::directoryReaders. A guest may not.
// Shapes: the reference of Microsoft Graph v1.0 for each of these.
ServerResponse answerMicrosoftGraph(const World &world, const ServerRequest &request);

} // namespace signet::sandbox
