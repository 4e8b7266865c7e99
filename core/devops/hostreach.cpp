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
    seen.transport = reply.transport;
    seen.status = reply.status;
    seen.fromAzureDevOps = isFromAzureDevOps(reply);
    co_return seen;
}

QJsonObject HostReachSeen::toJson() const
{
    return {
        {u"host"_s, host},
        {u"transport"_s, toString(transport)},
        {u"status"_s, status},
        {u"fromAzureDevOps"_s, fromAzureDevOps},
    };
}

HostReachSeen HostReachSeen::fromJson(const QJsonObject &json)
{
    HostReachSeen seen;
    seen.host = json.value("host"_L1).toString();
    seen.transport = transportFromString(json.value("transport"_L1).toString());
    seen.status = json.value("status"_L1).toInt();
    seen.fromAzureDevOps = json.value("fromAzureDevOps"_L1).toBool();
    return seen;
}

} // namespace signet
