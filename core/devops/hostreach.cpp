#include "core/devops/hostreach.h"

#include "core/devops/devopsreply.h"
#include "core/devops/devopsrequest.h"

using namespace Qt::StringLiterals;

namespace signet {

QCoro::Task<HostReachSeen> reachHost(Http http, OrganizationName organization, DevOpsHost host,
                                     std::stop_token stop)
{
    const Request request = connectionDataRequest("HEAD", host, organization, {});
    const Reply reply = co_await sendToDevOps(http, request, stop);
    HostReachSeen seen;
    seen.host = hostName(host);
    seen.delivery = reply.delivery;
    seen.status = reply.status;
    seen.fromAzureDevOps = isFromAzureDevOps(reply);
    co_return seen;
}

} // namespace signet
