#include "core/terraform/signinvalues.h"

#include "core/terraform/decisionrules.h"
#include "core/terraform/providerfile.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr auto pipelinesRequest = "pipelines-request"_L1;

// The arguments that hold the secret itself, and the file that holds it.
struct SecretArguments {
    QLatin1StringView text;
    QLatin1StringView path;
};

SecretArguments secretArguments(CredentialMethod method, const QString &variant)
{
    if (method == CredentialMethod::Pat)
        return {"personal_access_token"_L1, {}};
    if (method == CredentialMethod::ClientSecret)
        return {"client_secret"_L1, "client_secret_path"_L1};
    if (variant == "token"_L1)
        return {"oidc_token"_L1, {}};
    if (variant == "token-file"_L1)
        return {{}, "oidc_token_file_path"_L1};
    if (variant == pipelinesRequest)
        return {"oidc_request_token"_L1, {}};
    return {};
}

QString textOf(const ProviderValue &value, const Environment &environment, const QString &variable)
{
    return value.isSet() ? value.text : environment.value(variable);
}

} // namespace

bool isSameSignIn(const SignInValues &one, const SignInValues &other)
{
    return one.variant == other.variant && one.clientId == other.clientId && one.tenantId == other.tenantId
        && one.serviceConnectionId == other.serviceConnectionId && one.requestUrl == other.requestUrl
        && one.secret.fingerprint() == other.secret.fingerprint();
}

SignInValues signInValues(const DecisionInput &input, const Host &host, CredentialMethod method)
{
    const ProviderVersion version = input.version.isNull() ? ProviderVersion::newestKnown() : input.version;
    const ProviderValues values(input, version);
    const Environment &environment = input.environment;
    QList<ProviderCredential> credentials =
        credentialsOf(values, identitySourceOf(version, environment, host), input, host);
    erase_if(credentials, [method](const ProviderCredential &one) { return one.method != method; });
    const auto built = std::ranges::find(credentials, true, &ProviderCredential::isBuilt);

    SignInValues found;
    if (built == credentials.end())
        return found;
    found.isBuilt = true;
    found.variant = built->variant;
    found.failure = built->failure;
    found.clientId = built->clientId;
    // The library of the token file falls back to variables of its own.
    const bool isTokenFile = built->variant == "token-file"_L1;
    found.tenantId =
        textOf(values["tenant_id"_L1], environment, isTokenFile ? u"AZURE_TENANT_ID"_s : QString());
    if (isTokenFile && found.clientId.isEmpty())
        found.clientId = environment.value(u"AZURE_CLIENT_ID"_s);

    const SecretArguments secret = secretArguments(method, built->variant);
    const bool isRequest = built->variant == pipelinesRequest;
    const QLatin1StringView connection = isRequest ? "oidc_azure_service_connection_id"_L1 : ""_L1;
    for (const QLatin1StringView name :
         {secret.text, secret.path, connection, "tenant_id"_L1, "client_id"_L1, "client_id_file_path"_L1}) {
        const bool matters = method != CredentialMethod::Pat || name == secret.text;
        if (matters && values[name].isUnknown())
            found.unknownArgument = name;
    }
    if (!found.unknownArgument.isEmpty())
        return found;
    if (isRequest) {
        found.requestUrl = environment.value(u"SYSTEM_OIDCREQUESTURI"_s);
        found.serviceConnectionId = values[connection].text;
    }
    if (values[secret.text].isSet()) {
        found.secret = Secret(values[secret.text].text.toUtf8());
        return found;
    }
    const QString path =
        textOf(values[secret.path], environment, isTokenFile ? u"AZURE_FEDERATED_TOKEN_FILE"_s : QString());
    if (path.isEmpty())
        return found;
    const ProviderFile file = readProviderFile(path, input, host);
    // The space around a client secret is cut by the provider, that around a token is not.
    found.secret = Secret(isTokenFile ? QByteArray(file.content) : file.content.trimmed());
    return found;
}

} // namespace signet
