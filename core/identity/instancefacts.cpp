#include "core/identity/instancefacts.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace signet {

std::optional<InstanceFacts> parseInstance(const QByteArray &body)
{
    const QJsonValue compute = QJsonDocument::fromJson(body).object()["compute"_L1];
    if (!compute.isObject())
        return std::nullopt;
    const auto text = [&compute](QLatin1StringView name) {
        const QString found = compute[name].toString();
        return found.isEmpty() ? QString() : found;
    };

    InstanceFacts facts;
    facts.name = text("name"_L1);
    facts.resourceGroup = text("resourceGroupName"_L1);
    facts.subscriptionId = text("subscriptionId"_L1);
    facts.location = text("location"_L1);
    facts.vmId = text("vmId"_L1);
    facts.vmSize = text("vmSize"_L1);
    facts.osType = text("osType"_L1);
    facts.zone = text("zone"_L1);
    facts.scaleSetName = text("vmScaleSetName"_L1);
    facts.resourceId = text("resourceId"_L1);

    facts.cloud = text("azEnvironment"_L1);
    for (const QLatin1StringView known :
         {"AzurePublicCloud"_L1, "AzureUSGovernmentCloud"_L1, "AzureChinaCloud"_L1, "AzureGermanCloud"_L1}) {
        if (facts.cloud.compare(known, Qt::CaseInsensitive) == 0) {
            facts.cloud = known;
            facts.devOpsServicesAvailable = known == "AzurePublicCloud"_L1;
        }
    }

    // tagsList, not tags: the latter is joined by semicolons, which a value may hold.
    const QJsonArray tags = compute["tagsList"_L1].toArray();
    for (const QJsonValue tag : tags)
        facts.tags.insert(tag["name"_L1].toString(), tag["value"_L1].toString());
    return facts;
}

} // namespace signet
