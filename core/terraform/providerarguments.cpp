#include "core/terraform/providerarguments.h"

#include "core/result/nearestword.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr Release first{0, 0, 0};
constexpr Release chain{1, 11, 0}; // where the credentials were rewritten
constexpr Release azureNames{1, 16, 0};

using enum ArgumentType;

constexpr std::array arguments{
    ProviderArgument{
        .name = "org_service_url"_L1, .variables = {{{"AZDO_ORG_SERVICE_URL"_L1, first}}}, .since = first},
    ProviderArgument{.name = "personal_access_token"_L1,
                     .variables = {{{"AZDO_PERSONAL_ACCESS_TOKEN"_L1, first}}},
                     .since = first,
                     .isSecret = true},
    ProviderArgument{.name = "client_id"_L1,
                     .type = Uuid,
                     .variables = {{{"ARM_CLIENT_ID"_L1}, {"AZURE_CLIENT_ID"_L1, chain}}}},
    ProviderArgument{.name = "client_id_file_path"_L1,
                     .variables = {{{"ARM_CLIENT_ID_FILE_PATH"_L1, chain}}},
                     .since = chain},
    ProviderArgument{.name = "tenant_id"_L1,
                     .type = Uuid,
                     .variables = {{{"ARM_TENANT_ID"_L1}, {"AZURE_TENANT_ID"_L1, azureNames}}}},
    ProviderArgument{.name = "client_id_plan"_L1,
                     .type = Uuid,
                     .variables = {{{"ARM_CLIENT_ID_PLAN"_L1}}},
                     .until = chain},
    ProviderArgument{.name = "tenant_id_plan"_L1,
                     .type = Uuid,
                     .variables = {{{"ARM_TENANT_ID_PLAN"_L1}}},
                     .until = chain},
    ProviderArgument{.name = "client_id_apply"_L1,
                     .type = Uuid,
                     .variables = {{{"ARM_CLIENT_ID_APPLY"_L1}}},
                     .until = chain},
    ProviderArgument{.name = "tenant_id_apply"_L1,
                     .type = Uuid,
                     .variables = {{{"ARM_TENANT_ID_APPLY"_L1}}},
                     .until = chain},
    ProviderArgument{.name = "client_certificate_path"_L1,
                     .variables = {{{"ARM_CLIENT_CERTIFICATE_PATH"_L1}}}},
    ProviderArgument{
        .name = "client_certificate"_L1, .variables = {{{"ARM_CLIENT_CERTIFICATE"_L1}}}, .isSecret = true},
    ProviderArgument{.name = "client_certificate_password"_L1,
                     .variables = {{{"ARM_CLIENT_CERTIFICATE_PASSWORD"_L1}}},
                     .isSecret = true},
    ProviderArgument{.name = "client_secret"_L1,
                     .variables = {{{"ARM_CLIENT_SECRET"_L1}, {"AZURE_CLIENT_SECRET"_L1, azureNames}}},
                     .isSecret = true},
    ProviderArgument{
        .name = "client_secret_path"_L1,
        .variables = {{{"ARM_CLIENT_SECRET_PATH"_L1}, {"ARM_CLIENT_SECRET_FILE_PATH"_L1, chain}}}},
    ProviderArgument{.name = "oidc_request_token"_L1,
                     .variables = {{{"ARM_OIDC_REQUEST_TOKEN"_L1},
                                    {"ACTIONS_ID_TOKEN_REQUEST_TOKEN"_L1},
                                    {"SYSTEM_ACCESSTOKEN"_L1, chain}}},
                     .isSecret = true},
    ProviderArgument{.name = "oidc_request_url"_L1,
                     .variables = {{{"ARM_OIDC_REQUEST_URL"_L1},
                                    {"ACTIONS_ID_TOKEN_REQUEST_URL"_L1},
                                    {"SYSTEM_OIDCREQUESTURI"_L1, chain}}}},
    ProviderArgument{.name = "oidc_token"_L1, .variables = {{{"ARM_OIDC_TOKEN"_L1}}}, .isSecret = true},
    ProviderArgument{
        .name = "oidc_token_file_path"_L1,
        .variables = {{{"ARM_OIDC_TOKEN_FILE_PATH"_L1}, {"AZURE_FEDERATED_TOKEN_FILE"_L1, chain}}}},
    ProviderArgument{.name = "oidc_azure_service_connection_id"_L1,
                     .variables = {{{"ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID"_L1, chain},
                                    {"ARM_OIDC_AZURE_SERVICE_CONNECTION_ID"_L1, chain},
                                    {"AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"_L1, chain}}},
                     .since = chain},
    ProviderArgument{.name = "oidc_audience"_L1, .variables = {{{"ARM_OIDC_AUDIENCE"_L1}}}, .until = chain},
    ProviderArgument{.name = "oidc_tfc_tag"_L1, .variables = {{{"ARM_OIDC_TFC_TAG"_L1}}}, .until = chain},
    ProviderArgument{.name = "use_oidc"_L1, .type = Boolean, .variables = {{{"ARM_USE_OIDC"_L1}}}},
    ProviderArgument{.name = "use_cli"_L1,
                     .type = Boolean,
                     .variables = {{{"ARM_USE_CLI"_L1, chain}}},
                     .since = chain,
                     .isOnByDefault = true},
    ProviderArgument{.name = "use_msi"_L1, .type = Boolean, .variables = {{{"ARM_USE_MSI"_L1}}}},
    ProviderArgument{.name = "auxiliary_tenant_ids"_L1,
                     .type = UuidList,
                     .variables = {{{"ARM_AUXILIARY_TENANT_IDS"_L1, chain}}},
                     .since = chain},
};

} // namespace

bool ProviderArgument::isKnownTo(const ProviderVersion &version) const
{
    return version >= ProviderVersion(since) && (!until || version < ProviderVersion(*until));
}

QStringList ProviderArgument::variablesOf(const ProviderVersion &version) const
{
    QStringList names;
    for (const ArgumentVariable &variable : variables) {
        if (!variable.name.isEmpty() && version >= ProviderVersion(variable.since))
            names.append(variable.name);
    }
    return names;
}

std::span<const ProviderArgument> providerArguments()
{
    return arguments;
}

const ProviderArgument *providerArgument(QAnyStringView name)
{
    const auto found = std::ranges::find_if(arguments, [name](const ProviderArgument &argument) {
        return QAnyStringView(argument.name) == name;
    });
    return found == arguments.end() ? nullptr : &*found;
}

QString nearestProviderArgument(const QString &name)
{
    QStringList known;
    for (const ProviderArgument &argument : arguments)
        known.append(argument.name);
    return nearestWord(name, known);
}

bool isSecretArgument(QAnyStringView name)
{
    const ProviderArgument *argument = providerArgument(name);
    return argument && argument->isSecret;
}

} // namespace signet
