#pragma once

#include "core/terraform/decision.h"

#include <QByteArray>
#include <QString>

namespace signet {

// A file that an argument or a variable of the provider names. A relative path counts from where Terraform
// runs.
struct ProviderFile {
    QByteArray content;
    QString errorName; // "ENOENT"; empty: read
};

ProviderFile readProviderFile(const QString &path, const DecisionInput &input, const Host &host);

} // namespace signet
