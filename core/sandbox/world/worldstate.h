#pragma once

#include "core/sandbox/world/world.h"

#include <QJsonObject>

namespace signet::sandbox {

// What setting up a member can change, of every organization, in an order that does not depend on when it was
// done: two of these are equal when nothing is left behind.
//   {organization: {"members":[{"objectId","storageKey","displayName","kind","accessLevel","status",
//                               "groups":[names]}],
//                   "groups":[{"name","parents":[names]}],
//                   "roles":[{"scope","resourceId","storageKey","role"}],
//                   "seats":{accessLevel:taken},
//                   "accessControlLists":[{"namespace","token","inherits","entries":[...]}]}}, where one is
// not what every organization has there
// Times are left out, and so is who was a member once. So are groups that Azure DevOps makes by itself, as
// long as they are in what they always are in: the organization would be mostly these.
QJsonObject worldState(const World &world);

} // namespace signet::sandbox
