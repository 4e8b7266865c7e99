#pragma once

#include "core/devops/devopsreply.h"
#include "core/devops/permissionevaluation.h"
#include "core/net/credential.h"
#include "core/net/http.h"
#include "core/result/fields.h"
#include "core/result/organization.h"

#include <QCoroTask>
#include <QList>
#include <QUuid>

#include <optional>
#include <stop_token>

namespace signet {

struct ProjectSeen {
    QString id;
    QString name;
    QString visibility; // "private", "public", "organization"

    friend bool operator==(const ProjectSeen &, const ProjectSeen &) = default;
};

template <class Fields>
void describeFields(Fields &fields, ProjectSeen &project)
{
    fields("id", project.id);
    fields("name", project.name);
    fields("visibility", project.visibility);
}

// The projects that an identity can see, which can be fewer than all.
struct ProjectsSeen {
    Delivery delivery = Delivery::Failed; // of the last page asked for
    int status = 0;
    bool isList = false; // the first page was one; false also with status 200 for anything else
    QList<ProjectSeen> projects;
    // There are more: a later page failed, the continuation token came back a second time, or there
    // were more than fifty pages.
    bool truncated = false;
    // Whether the identity may create projects; asked only where it sees none. Nothing: not known.
    std::optional<bool> mayCreate;
    DevOpsError error;

    friend bool operator==(const ProjectsSeen &, const ProjectsSeen &) = default;
};

template <class Fields>
void describeFields(Fields &fields, ProjectsSeen &seen)
{
    fields.word("transport", seen.delivery, Delivery::Failed);
    fields("status", seen.status);
    fields("isList", seen.isList);
    fields("projects", seen.projects);
    fields("truncated", seen.truncated);
    fields.ifAny("mayCreate", seen.mayCreate);
    fields("error", seen.error);
}

// GET https://dev.azure.com/{organization}/_apis/projects: one page of at most 200. There is no search by
// name. A page can be empty and still be followed by another: only continuationOf() ends the list.
Request projectsRequest(const OrganizationName &organization, const QString &continuation, QUuid session);
// Of one page; nothing if the response is not a list.
std::optional<QList<ProjectSeen>> readProjects(const Reply &reply);

// The same, all pages.
QCoro::Task<ProjectsSeen> listProjects(Http http, OrganizationName organization, Credential credential,
                                       QUuid session, std::stop_token stop);

// The permission to create projects in the organization: bit 4 of the namespace Collection.
PermissionQuestion createProjectsQuestion();
// Whether the caller has it. Nothing where no answer says so.
QCoro::Task<std::optional<bool>> mayCreateProjects(Http http, OrganizationName organization,
                                                   Credential credential, QUuid session,
                                                   std::stop_token stop);

} // namespace signet
