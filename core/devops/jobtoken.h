#pragma once

#include "core/devops/devopsreply.h"
#include "core/net/http.h"
#include "core/result/secret.h"

#include <QCoroTask>
#include <QString>
#include <QUrl>

#include <optional>
#include <stop_token>

namespace signet {

// What Azure Pipelines answers to a job that asks for a token of a service connection.
struct JobTokenAnswer {
    Delivery delivery = Delivery::NotSent;
    int status = 0;
    DevOpsError error;
    std::optional<Secret> token; // to exchange at Entra; nothing: the reason is above
};

// As the provider asks: POST {SYSTEM_OIDCREQUESTURI}?api-version=7.1&serviceConnectionId={id}, with the job's
// own token. It is sent only to a host of Azure DevOps Services. Source: azidentity 1.10,
// AzurePipelinesCredential.getAssertion.
QCoro::Task<JobTokenAnswer> requestJobToken(Http http, QUrl address, QString connectionId, Secret jobToken,
                                            std::stop_token stop);

} // namespace signet
