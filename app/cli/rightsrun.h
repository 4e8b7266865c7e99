#pragma once

#include "app/cli/options.h"
#include "app/composition.h"
#include "core/rights/neededrights.h"
#include "core/setup/grantrights.h"

#include <QCoroTask>

#include <stop_token>

namespace signet {

// What `terraform needs` does with the rights once it knows them.
struct RightsRun {
    CommonOptions common;
    SubjectOptions subject; // an object id: about that identity, from an administrator's desk
    SignInOptions signIn;
    QString planFile; // of --grant
    GrantFor extent = GrantFor::CertainNeeds;
    Composition composition;
    NeededRights needed;
    QString readFrom; // the folder or the plan, as a person names it
    bool ofPlan = false;
    QString directory; // of the configuration, as a person names it; places are relative to it
};

// --check: whether the identity has them. With its own token on its machine; computed with an administrator's
// sign-in for an identity that is named by its object id.
QCoro::Task<int> runRightsCheck(RightsRun run, std::stop_token stop);

// --grant: the plan that gives the missing ones to the identity, and nothing else.
QCoro::Task<int> runRightsGrant(RightsRun run, std::stop_token stop);

} // namespace signet
