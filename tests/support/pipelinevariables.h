#pragma once

#include <QMap>
#include <QString>

namespace signet {

// A job on an agent of one's own with everything that could win there: its own token, OIDC with a service
// connection, and values for the variables of a configuration.
inline QMap<QString, QString> pipelineVariables()
{
    const QString id = QStringLiteral("11111111-2222-3333-4444-555555555555");
    const QString secret = QStringLiteral("not-a-real-token");
    return {{QStringLiteral("TF_BUILD"), QStringLiteral("True")},
            {QStringLiteral("AGENT_NAME"), QStringLiteral("build-01")},
            {QStringLiteral("SYSTEM_ACCESSTOKEN"), secret},
            {QStringLiteral("SYSTEM_OIDCREQUESTURI"), QStringLiteral("https://vstoken.dev.azure.com/x")},
            {QStringLiteral("ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID"), id},
            {QStringLiteral("ARM_TENANT_ID"), QStringLiteral("99999999-2222-3333-4444-555555555555")},
            {QStringLiteral("TF_VAR_use_oidc"), QStringLiteral("true")},
            {QStringLiteral("TF_VAR_use_msi"), QStringLiteral("false")},
            {QStringLiteral("TF_VAR_pat"), secret},
            {QStringLiteral("TF_VAR_personal_access_token"), secret},
            {QStringLiteral("TF_VAR_secret"), secret},
            {QStringLiteral("TF_VAR_client_id"), id}};
}

} // namespace signet
