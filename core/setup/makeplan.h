#pragma once

#include "core/setup/draft.h"
#include "core/setup/plan.h"
#include "core/setup/setupcontext.h"

namespace signet {

// Looks at the organization as the administrator and works out which steps make the draft true. What is there
// already becomes no step. Nothing is changed.
//
// Asks: who the account is, the organization's tenant, the principal (three at most), for each project named
// three, for each group one, for each role two, for each list of permissions one, whether the account may
// change these lists, and the seats where one is needed; never a list of all projects, groups or members.
//
// Fails with what stood in the way: org-not-entra-backed, tenant-mismatch, wrong-account-signed-in,
// credential-rejected, project-unknown {project}, group-unknown {group, suggestion}, role-unknown {value,
// known}, permission-missing {principal, permission, resource} where the identity itself is denied what is
// wanted or the account is not allowed to change a list, network-failed ...
QCoro::Task<Result<Plan>> makePlan(SetupContext context, Draft draft, std::stop_token stop);

} // namespace signet
