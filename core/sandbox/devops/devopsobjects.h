#pragma once

#include "core/sandbox/devops/devopscall.h"

namespace signet::sandbox {

// What has a name and an id in a project, and the pools of the organization: lists of what the caller can
// view, filtered by name. Shapes: Build - Definitions, Distributed Task - Pools, Queues, Environments and
// Variable groups, Service Endpoint - Endpoints, each "List" or "Get", 7.1.
ServerResponse pipelines(DevOpsCall &call); // {project}/_apis/build/definitions
ServerResponse agentPools(DevOpsCall &call); // _apis/distributedtask/pools
ServerResponse agentQueues(DevOpsCall &call); // {project}/_apis/distributedtask/queues
ServerResponse environments(DevOpsCall &call); // {project}/_apis/distributedtask/environments
ServerResponse variableGroups(DevOpsCall &call); // {project}/_apis/distributedtask/variablegroups
ServerResponse serviceEndpoints(DevOpsCall &call); // {project}/_apis/serviceendpoint/endpoints

} // namespace signet::sandbox
