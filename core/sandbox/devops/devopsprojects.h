#pragma once

#include "core/sandbox/devops/devopscall.h"

namespace signet::sandbox {

// What the caller can see under that name.
const Project *visibleProject(const DevOpsCall &call, const QString &key);

// GET {organization}/_apis/projects[/{id or name}]: what the caller can see, page by page.
ServerResponse projects(DevOpsCall &call);
// GET {organization}/_apis/projects/{id or name}/teams[/{id or name}]
ServerResponse teams(DevOpsCall &call);

// GET git/repositories[/{id}]: those that the caller may read.
ServerResponse repositories(DevOpsCall &call);

} // namespace signet::sandbox
