#pragma once

#include "core/devops/connectiondata.h"
#include "core/setup/setupcontext.h"

namespace signet {

// Where groups are: the organization, or a project.
struct GroupScope {
    QString name;
    QString id; // of the organization or the project
    QString descriptor; // "scp....", which lists and searches of groups take
};

// Whom the organization sees behind the account's credential; with it comes the organization's own id. Fails
// with wrong-account-signed-in, credential-rejected, org-url-wrong, or with what kept it from asking.
QCoro::Task<Result<ConnectionSeen>>
connectAsAdministrator(SetupContext context, OrganizationName organization, std::stop_token stop);

// The scope with its descriptor, which is looked up by its id.
QCoro::Task<Result<GroupScope>> findGroupScope(SetupContext context, OrganizationName organization,
                                               GroupScope scope, std::stop_token stop);

} // namespace signet
