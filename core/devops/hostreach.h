#pragma once

#include "core/net/addresses.h"
#include "core/net/http.h"
#include "core/result/fields.h"
#include "core/result/organization.h"

#include <QCoroTask>

#include <stop_token>

namespace signet {

// Whether one of the hosts an organization spreads over can be reached from here. Firewalls often let
// the main host through and not the others, and Terraform then fails at the first resource.
struct HostReachSeen {
    QString host; // "vssps.dev.azure.com"
    Delivery delivery = Delivery::Failed;
    int status = 0; // any will do
    bool fromAzureDevOps = false; // false with an answer: something on the way answered instead

    bool isProven() const { return delivery == Delivery::Answered && fromAzureDevOps; }

    friend bool operator==(const HostReachSeen &, const HostReachSeen &) = default;
};

template <class Fields>
void describeFields(Fields &fields, HostReachSeen &seen)
{
    fields("host", seen.host);
    fields.word("transport", seen.delivery, Delivery::Failed);
    fields("status", seen.status);
    fields("fromAzureDevOps", seen.fromAzureDevOps);
}

// The answer of the host to any request says it.
HostReachSeen hostReachOf(DevOpsHost host, const Reply &reply);

// HEAD https://{host}/{organization}/_apis/connectionData without credentials.
QCoro::Task<HostReachSeen> reachHost(Http http, OrganizationName organization, DevOpsHost host,
                                     std::stop_token stop);

} // namespace signet
