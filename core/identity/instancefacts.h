#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>

#include <optional>

namespace signet {

// The machine as Azure knows it: `compute` of /metadata/instance, api-version 2021-02-01. Everything
// is text there and what is missing is the empty string; here it is null.
struct InstanceFacts {
    QString name;
    QString resourceGroup;
    QString subscriptionId;
    QString location;
    QString vmId;
    QString vmSize;
    QString osType;
    QString zone;
    QString scaleSetName;
    QString resourceId;
    // "AzurePublicCloud", "AzureUSGovernmentCloud", "AzureChinaCloud", "AzureGermanCloud": spelled so
    // whatever the case of azEnvironment; another value as it came.
    QString cloud;
    QMap<QString, QString> tags;
    // Azure DevOps Services exists in the public cloud only; nothing when the cloud is not known.
    std::optional<bool> devOpsServicesAvailable;
};

// Nothing when the text is not an instance document.
std::optional<InstanceFacts> parseInstance(const QByteArray &body);

} // namespace signet
