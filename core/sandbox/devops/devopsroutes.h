#pragma once

#include "core/sandbox/devops/devopscall.h"

#include <QLatin1StringView>

#include <optional>

namespace signet::sandbox {

// A resource of Azure DevOps: where it is, which versions it has, and what answers.
struct DevOpsRoute {
    using Handler = ServerResponse (*)(DevOpsCall &);

    QLatin1StringView id;
    QLatin1StringView area;
    QLatin1StringView resource;
    // What follows _apis, with "{project}/_apis/" before it where that is in a project. "{name}" stands for
    // one part of the path, "{?name}" for one that may be missing at the end.
    QLatin1StringView path;
    QLatin1StringView methods; // GET allows HEAD as well
    QLatin1StringView service = {}; // the modern name of its host; empty: every host has it
    int resourceVersion = 1;
    QLatin1StringView minVersion = QLatin1StringView("1.0");
    QLatin1StringView releasedVersion = QLatin1StringView("0.0"); // 0.0: there is only a preview
    // What a personal access token needs for it; empty: any token will do. Writing needs the second.
    QLatin1StringView readScope = {};
    QLatin1StringView writeScope = {};
    bool openToNobody = false; // of an organization that has public projects
    Handler handler = nullptr;
};

// What `path`, with its _apis, leads to on that host; `arguments` gets the open parts.
const DevOpsRoute *routeTo(const QString &service, const QStringList &path, QStringList *arguments);
// OPTIONS {organization}/_apis[/{area}]
ServerResponse routesOf(const DevOpsAddress &address);

// From the query, or from "Accept: application/json;api-version=...".
QString requestedVersion(const ServerRequest &request);
// The refusal of a request that the route cannot take because of its version, its method or the type of its
// body. Reading without a version is allowed, writing is not.
std::optional<ServerResponse> refusedByRoute(const DevOpsRoute &route, const ServerRequest &request);

// Needs no credential, and is how an organization's existence is asked for: without one, the location is
// missing from the answer. `path` follows "_apis/resourceAreas".
ServerResponse resourceAreas(const Organization *organization, const QStringList &path);
const DevOpsRoute &resourceAreasRoute();

} // namespace signet::sandbox
