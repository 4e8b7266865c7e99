#include "core/devops/hostreach.h"

#include "core/devops/devopsreply.h"
#include "core/devops/devopsrequest.h"

using namespace Qt::StringLiterals;

namespace signet {

HostReachSeen hostReachOf(DevOpsHost host, const Reply &reply)
{
    return {hostName(host), reply.delivery, reply.status, isFromAzureDevOps(reply)};
}

QCoro::Task<HostReachSeen> reachHost(Http http, OrganizationName organization, DevOpsHost host,
                                     std::stop_token stop)
{
    const Request request = connectionDataRequest("HEAD", host, organization, {});
    const Reply reply = co_await sendToDevOps(http, request, stop);
    co_return hostReachOf(host, reply);
}

} // namespace signet
