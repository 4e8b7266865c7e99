#pragma once

#include "core/devops/devopsreply.h"
#include "core/net/credential.h"
#include "core/net/http.h"
#include "core/result/fields.h"

#include <QCoroTask>
#include <QString>
#include <QUrl>
#include <QUuid>

#include <stop_token>

namespace signet {

// One answer, as far as the provider looks at it.
struct ProviderAnswer {
    Delivery delivery = Delivery::NotSent;
    int status = 0;
    bool isList = false; // 200, and JSON with an array "value": all else ends the provider's run
    DevOpsError error;

    bool isAsked() const { return delivery != Delivery::NotSent; }

    friend bool operator==(const ProviderAnswer &, const ProviderAnswer &) = default;
};

template <class Fields>
void describeFields(Fields &fields, ProviderAnswer &answer)
{
    fields.word("transport", answer.delivery, Delivery::Failed);
    fields("status", answer.status);
    fields("isList", answer.isList);
    fields("error", answer.error);
}

// What Azure DevOps answers to the requests with which the provider begins, at the address as the provider
// block has it. Sources: recorded runs of 1.16.0; azure-devops-go-api 7.1.0, Client.getResourceLocation and
// Connection.getResourceAreas.
struct ProviderConnectionSeen {
    QString address; // below which the requests went
    ProviderAnswer locations; // OPTIONS {address}/_apis
    bool hasAreasRoute = false; // the route of the resource areas is among the locations
    ProviderAnswer areas; // GET {address}/_apis/ResourceAreas
    // An empty list is taken as a server of one's own: everything is asked below the address.
    int areaCount = 0;
    bool hasCoreArea = false;
    QString projectsAddress; // where the projects are, by the areas
    ProviderAnswer projects; // GET {projectsAddress}/_apis/projects; not sent where it is the usual address

    friend bool operator==(const ProviderConnectionSeen &, const ProviderConnectionSeen &) = default;
};

template <class Fields>
void describeFields(Fields &fields, ProviderConnectionSeen &seen)
{
    fields("address", seen.address);
    fields("locations", seen.locations);
    fields("hasAreasRoute", seen.hasAreasRoute);
    fields("areas", seen.areas);
    fields("areaCount", seen.areaCount);
    fields("hasCoreArea", seen.hasCoreArea);
    fields("projectsAddress", seen.projectsAddress);
    fields.unlessDefault("projects", seen.projects);
}

// Both first requests are on their way together: the second depends on nothing in the answer of the first but
// that it came. The projects are asked for where the areas put them elsewhere than usualProjects, which
// somebody else asks. The credential is sent only to hosts of Azure DevOps Services.
QCoro::Task<ProviderConnectionSeen> connectLikeProvider(Http http, QUrl address, QUrl usualProjects,
                                                        Credential credential, QUuid session,
                                                        std::stop_token stop);

} // namespace signet
