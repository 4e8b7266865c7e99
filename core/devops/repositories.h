#pragma once

#include "core/net/reply.h"
#include "core/net/request.h"
#include "core/result/organization.h"

#include <QList>
#include <QUuid>

#include <optional>

namespace signet {

struct RepositorySeen {
    QString id; // lower case
    QString name;
    QString projectId; // lower case

    friend bool operator==(const RepositorySeen &, const RepositorySeen &) = default;
};

// GET _apis/git/repositories: those of all projects that the caller can see. Source: Git - Repositories -
// List, 7.1; the project in its path is optional.
Request repositoriesRequest(const OrganizationName &organization, QUuid session);
// Nothing if the response is not a list.
std::optional<QList<RepositorySeen>> readRepositories(const Reply &reply);

} // namespace signet
