#pragma once

#include "core/identity/identityendpoint.h"
#include "core/identity/instancefacts.h"
#include "core/identity/tokenanswer.h"
#include "core/identity/tokenquestion.h"
#include "core/machine/machine.h"
#include "core/net/http.h"

#include <QUrl>

#include <QCoroTask>

#include <chrono>
#include <optional>
#include <stop_token>

namespace signet {

// The instance metadata service (IMDS) of Azure, http://169.254.169.254. Source: Microsoft Learn,
// "Azure Instance Metadata Service" and "How to use managed identities ... to acquire an access
// token", and the service's published OpenAPI.

// Limits of every request: two seconds to connect (IMDS is one hop away or not there), ten for the
// answer, 1 MiB of body. A token request is repeated once, after a second or what Retry-After asks
// for up to five, when the status says that IMDS itself is busy: 404, 410, 429, 500, 503. Proxies'
// 502 and 504 are not repeated. The askFor functions wait for the answer three seconds only on a machine
// whose firmware says that it is not Azure's.
Request imdsTokenRequest(const TokenQuestion &question);
Request imdsVersionsRequest(); // GET /metadata/versions
Request imdsInstanceRequest(); // GET /metadata/instance
Request imdsIdentityInfoRequest(); // GET /metadata/identity/info: tenant of the system-assigned identity
Request imdsPlatformMetadataRequest(); // GET /metadata/identity/getplatformmetadata: only IMDSv2 has it

// The source for askForToken. Nothing is sent in a pod with workload identity (workload_identity_not_mi), and
// when AZURE_POD_IDENTITY_AUTHORITY_HOST, which overrides the address, is no address of this machine
// (endpoint_env_invalid, endpoint_not_loopback).
EndpointSource imdsSource();

enum class MetadataPath { Versions, Instance, IdentityInfo, PlatformMetadata };

// Pure: NotThisSource with the facts of that path, or Error.
TokenAnswer judgeMetadataReply(MetadataPath path, const Reply &reply, const Machine &machine,
                               const Environment &environment, std::chrono::sys_seconds now);

QCoro::Task<TokenAnswer> askForMetadata(Http http, Machine machine, MetadataPath path, std::stop_token stop);

struct InstanceAnswer {
    TokenAnswer answer; // NotThisSource when there is an instance
    std::optional<InstanceFacts> instance;
};
QCoro::Task<InstanceAnswer> askForInstance(Http http, Machine machine, std::stop_token stop);

struct TenantAnswer {
    TokenAnswer answer; // NotThisSource when IMDS knows the path
    std::optional<TenantId> tenant; // nothing without a system-assigned identity
};
QCoro::Task<TenantAnswer> askForTenant(Http http, Machine machine, std::stop_token stop);

} // namespace signet
