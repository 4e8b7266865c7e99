#include "core/terraform/decisionrules.h"

#include "core/result/identifiers.h"
#include "core/terraform/decisionerrors.h"
#include "core/terraform/decisiontext.h"
#include "core/terraform/providerfile.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// The error of azidentity when a tenant id is missing.
constexpr auto invalidTenant =
    "invalid tenantID. You can locate your tenantID by following the instructions listed here: "
    "https://learn.microsoft.com/partner-center/find-ids-and-domain-names"_L1;

// ---- Files -------------------------------------------------------------------------------------

QString fileFault(const QString &place, const ProviderFile &file)
{
    return file.errorName == "ENOENT"_L1
        ? DecisionText::tr("%1 names a file that does not exist.").arg(place)
        : DecisionText::tr("%1 names a file that cannot be read (%2).").arg(place, file.errorName);
}

// Why a certificate with its key cannot be used, in the library's words; empty when it can, as far as that
// shows without opening what a password protects.
QString certificateFault(const QByteArray &data, bool hasPassword)
{
    static const QRegularExpression block(u"-----BEGIN ([A-Z0-9 ]+)-----"_s);
    QStringList blocks;
    // A password means PKCS#12: PEM is not looked for.
    if (!hasPassword) {
        auto matches = block.globalMatch(QString::fromLatin1(data));
        while (matches.hasNext())
            blocks.append(matches.next().captured(1));
    }
    if (blocks.isEmpty()) {
        const bool couldBePkcs12 = data.startsWith('\x30');
        return couldBePkcs12 ? QString() : u"pkcs12: error reading P12 data"_s;
    }
    if (!blocks.contains("CERTIFICATE"_L1))
        return u"found no certificate"_s;
    if (!blocks.contains("PRIVATE KEY"_L1) && !blocks.contains("RSA PRIVATE KEY"_L1))
        return u"found no private key"_s;
    return {};
}

std::optional<QByteArray> fromBase64(const QString &text)
{
    const auto decoded = QByteArray::fromBase64Encoding(text.toLatin1().replace('\n', "").replace('\r', ""),
                                                        QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return std::nullopt;
    return *decoded;
}

// ---- One builder for each era ------------------------------------------------------------------

class CredentialBuilder {
public:
    CredentialBuilder(const ProviderValues &values, const ProviderIdentitySource &source,
                      const DecisionInput &input, const Host &host)
        : m_values(values)
        , m_source(source)
        , m_input(input)
        , m_host(host)
        , m_clientId(effectiveClientId(values, input, host))
    {
    }

    QList<ProviderCredential> patOnly() const { return {pat()}; }

    QList<ProviderCredential> lastMatch() const
    {
        return {pat(), oidcOfLastMatch(), certificateOfLastMatch(), secretOfLastMatch(),
                managedIdentityOfLastMatch()};
    }

    QList<ProviderCredential> chain() const
    {
        QList<ProviderCredential> all{pat()};
        all += oidcOfChain();
        all += {secretOfChain(), certificateOfChain(), managedIdentityOfChain(), azureCli()};
        return all;
    }

private:
    const ProviderValue &value(QLatin1StringView argument) const { return m_values[argument]; }
    bool isSet(QLatin1StringView argument) const { return value(argument).isSet(); }
    bool isOn(QLatin1StringView argument) const { return value(argument).on; }
    QString place(QLatin1StringView argument) const { return placeName(argument, value(argument)); }
    void addOrigins(ProviderCredential *credential, std::initializer_list<QLatin1StringView> names) const
    {
        for (const QLatin1StringView name : names) {
            if (!value(name).isAbsent())
                credential->from.append(m_values.origin(name));
        }
    }
    void addClientId(ProviderCredential *credential) const
    {
        credential->clientId = m_clientId.id;
        credential->from += m_clientId.from;
    }

    ProviderCredential pat() const
    {
        const auto name = "personal_access_token"_L1;
        ProviderCredential credential{.method = CredentialMethod::Pat};
        addOrigins(&credential, {name});
        credential.isBuilt = isSet(name);
        if (credential.isBuilt)
            credential.why =
                DecisionText::tr("%1 is set, and a token ends the decision: nothing else is considered.")
                    .arg(place(name));
        else if (!value(name).hidden.isEmpty())
            credential.why = DecisionText::tr("%1 is empty, which hides %2.")
                                 .arg(place(name), value(name).hidden.join(u", "_s));
        else
            credential.why = DecisionText::tr("No personal access token is set.");
        return credential;
    }

    // ---- The chain: what cannot be built is silently skipped -----------------------------------

    bool dropForClientIdFile(ProviderCredential *credential) const
    {
        if (m_clientId.ok)
            return false;
        credential->why = skipped(m_clientId.fault);
        credential->from += m_clientId.from;
        return true;
    }

    QList<ProviderCredential> oidcOfChain() const
    {
        ProviderCredential base{.method = CredentialMethod::Oidc};
        addOrigins(&base, {"use_oidc"_L1});
        if (!isOn("use_oidc"_L1)) {
            base.why = value("use_oidc"_L1).isAbsent()
                ? DecisionText::tr("use_oidc is not set.")
                : DecisionText::tr("%1 is false.").arg(place("use_oidc"_L1));
            return {base};
        }
        return {oidcToken(base), oidcTokenFile(base), oidcRequest(base)};
    }

    ProviderCredential oidcToken(ProviderCredential credential) const
    {
        credential.variant = u"token"_s;
        credential.name = u"ClientAssertionCredential"_s;
        addOrigins(&credential, {"oidc_token"_L1, "tenant_id"_L1});
        if (dropForClientIdFile(&credential))
            return credential;
        // No client id is asked for: without one it is built and Entra refuses it.
        credential.isBuilt = isSet("oidc_token"_L1) && isSet("tenant_id"_L1);
        if (!isSet("oidc_token"_L1))
            credential.why = DecisionText::tr("use_oidc is on, but oidc_token is not set.");
        else if (!isSet("tenant_id"_L1))
            credential.why =
                DecisionText::tr("%1 is set, but no tenant id is set.").arg(place("oidc_token"_L1));
        else
            credential.why = DecisionText::tr("%1 is on, and %2 contains a token.")
                                 .arg(place("use_oidc"_L1), place("oidc_token"_L1));
        addClientId(&credential);
        return credential;
    }

    // Here the library falls back to variables of its own, even where an empty argument hides them.
    ProviderCredential oidcTokenFile(ProviderCredential credential) const
    {
        credential.variant = u"token-file"_s;
        credential.name = u"WorkloadIdentityCredential"_s;
        addOrigins(&credential, {"oidc_token_file_path"_L1, "tenant_id"_L1});
        if (dropForClientIdFile(&credential))
            return credential;
        const Environment &environment = m_values.environment();
        const bool hasPath = isSet("oidc_token_file_path"_L1);
        const bool hasFile = hasPath || exists(environment, u"AZURE_FEDERATED_TOKEN_FILE"_s);
        const bool hasClientId = m_clientId.isGiven() || exists(environment, u"AZURE_CLIENT_ID"_s);
        static const QRegularExpression tenantForm(u"\\A[0-9A-Za-z.-]+\\z"_s);
        const bool hasTenant =
            isSet("tenant_id"_L1) || tenantForm.match(environment.value(u"AZURE_TENANT_ID"_s)).hasMatch();
        credential.isBuilt = hasFile && hasClientId && hasTenant;
        if (!hasFile) {
            credential.why = DecisionText::tr("use_oidc is on, but no token file is named.");
            return credential;
        }
        const QString path = hasPath ? value("oidc_token_file_path"_L1).text
                                     : environment.value(u"AZURE_FEDERATED_TOKEN_FILE"_s);
        const QString name = hasPath ? place("oidc_token_file_path"_L1) : u"AZURE_FEDERATED_TOKEN_FILE"_s;
        if (!hasPath)
            credential.from.append(
                {u"oidc_token_file_path"_s, Origin::variable(u"AZURE_FEDERATED_TOKEN_FILE"_s)});
        if (!credential.isBuilt) {
            credential.why = hasClientId
                ? DecisionText::tr("%1 names a token file, but no tenant id is set.").arg(name)
                : DecisionText::tr("%1 names a token file, but no client id is set.").arg(name);
            return credential;
        }
        credential.why =
            DecisionText::tr("%1 is on, and %2 names a token file.").arg(place("use_oidc"_L1), name);
        addClientId(&credential);
        if (value("oidc_token_file_path"_L1).isUnknown())
            return credential;
        // The file is read only when a token is asked for; what is wrong with it then ends the chain.
        const ProviderFile file = readProviderFile(path, m_input, m_host);
        if (!file.errorName.isEmpty())
            credential.failure = u"WorkloadIdentityCredential: "_s
                + errors::cannotOpen(path, file.errorName, m_host.platform());
        return credential;
    }

    ProviderCredential oidcRequest(ProviderCredential credential) const
    {
        const bool isPipelines = isSet("oidc_azure_service_connection_id"_L1);
        credential.variant = isPipelines ? u"pipelines-request"_s : u"request"_s;
        credential.name = isPipelines ? u"AzurePipelinesCredential"_s : u"ClientAssertionCredential"_s;
        addOrigins(&credential, {"oidc_request_token"_L1});
        if (isPipelines)
            addOrigins(&credential, {"oidc_azure_service_connection_id"_L1});
        else
            addOrigins(&credential, {"oidc_request_url"_L1});
        addOrigins(&credential, {"tenant_id"_L1});
        if (dropForClientIdFile(&credential))
            return credential;

        QStringList missing;
        if (!isSet("oidc_request_token"_L1))
            missing.append(u"oidc_request_token"_s);
        // The library of Azure Pipelines uses the variable and ignores the argument.
        if (isPipelines && !m_values.environment().has(u"SYSTEM_OIDCREQUESTURI"_s))
            missing.append(u"SYSTEM_OIDCREQUESTURI"_s);
        if (!isPipelines && !isSet("oidc_request_url"_L1))
            missing.append(u"oidc_request_url"_s);
        if (!isSet("tenant_id"_L1))
            missing.append(u"tenant_id"_s);
        if (!m_clientId.isGiven())
            missing.append(u"client_id"_s);
        credential.isBuilt = missing.isEmpty();
        if (credential.isBuilt) {
            credential.why = isPipelines
                ? DecisionText::tr("%1 is on, and %2 names a service connection of Azure Pipelines.")
                      .arg(place("use_oidc"_L1), place("oidc_azure_service_connection_id"_L1))
                : DecisionText::tr("%1 is on, and %2 names the address where a token can be requested.")
                      .arg(place("use_oidc"_L1), place("oidc_request_url"_L1));
        } else {
            credential.why = DecisionText::tr("use_oidc is on, but a token request also needs: %1.")
                                 .arg(missing.join(u", "_s));
        }
        addClientId(&credential);
        return credential;
    }

    ProviderCredential secretOfChain() const
    {
        ProviderCredential credential{.method = CredentialMethod::ClientSecret,
                                      .name = u"ClientSecretCredential"_s};
        addOrigins(&credential, {"client_secret"_L1, "client_secret_path"_L1});
        const bool hasPath = isSet("client_secret_path"_L1);
        if (!isSet("client_secret"_L1) && !hasPath) {
            credential.why = DecisionText::tr("No client secret is set.");
            return credential;
        }
        addOrigins(&credential, {"tenant_id"_L1});
        if (dropForClientIdFile(&credential))
            return credential;
        const auto name = isSet("client_secret"_L1) ? "client_secret"_L1 : "client_secret_path"_L1;
        if (hasPath && !value("client_secret_path"_L1).isUnknown()) {
            const ProviderFile file = readProviderFile(value("client_secret_path"_L1).text, m_input, m_host);
            const QString content = QString::fromUtf8(file.content).trimmed();
            const ProviderValue &secret = value("client_secret"_L1);
            QString fault;
            const QString path = place("client_secret_path"_L1);
            if (!file.errorName.isEmpty())
                fault = fileFault(path, file);
            else if (secret.kind == ProviderValue::Kind::Known && secret.isSet() && secret.text != content)
                fault = DecisionText::tr("%1 names a file that differs from %2.")
                            .arg(path, place("client_secret"_L1));
            else if (!secret.isSet() && content.isEmpty())
                fault = DecisionText::tr("%1 names an empty file.").arg(path);
            if (!fault.isEmpty()) {
                credential.why = skipped(fault);
                return credential;
            }
        }
        credential.isBuilt = isSet("tenant_id"_L1);
        credential.why = credential.isBuilt
            ? DecisionText::tr("%1 and a tenant id (%2) are set.").arg(place(name), place("tenant_id"_L1))
            : DecisionText::tr("%1 is set, but no tenant id is set.").arg(place(name));
        addClientId(&credential);
        return credential;
    }

    ProviderCredential certificateOfChain() const
    {
        ProviderCredential credential{.method = CredentialMethod::ClientCertificate,
                                      .name = u"ClientCertificateCredential"_s};
        addOrigins(&credential, {"client_certificate"_L1, "client_certificate_path"_L1});
        const bool hasText = isSet("client_certificate"_L1);
        const bool hasPath = isSet("client_certificate_path"_L1);
        if (!hasText && !hasPath) {
            credential.why = DecisionText::tr("No client certificate is set.");
            return credential;
        }
        addOrigins(&credential, {"client_certificate_password"_L1, "tenant_id"_L1});
        if (dropForClientIdFile(&credential))
            return credential;
        const auto name = hasText ? "client_certificate"_L1 : "client_certificate_path"_L1;
        const QString fault = certificateFaultOfChain(hasText, hasPath);
        if (!fault.isEmpty()) {
            credential.why = skipped(fault);
            return credential;
        }
        credential.isBuilt = isSet("tenant_id"_L1);
        credential.why = credential.isBuilt
            ? DecisionText::tr("%1 and a tenant id (%2) are set.").arg(place(name), place("tenant_id"_L1))
            : DecisionText::tr("%1 is set, but no tenant id is set.").arg(place(name));
        if (credential.isBuilt)
            credential.assumption =
                DecisionText::tr("Signet assumes that the certificate of %1 can be opened.").arg(place(name));
        addClientId(&credential);
        return credential;
    }

    QString certificateFaultOfChain(bool hasText, bool hasPath) const
    {
        QByteArray content;
        if (hasText && !value("client_certificate"_L1).isUnknown()) {
            const auto decoded = fromBase64(value("client_certificate"_L1).text);
            if (!decoded)
                return DecisionText::tr("%1 is not valid Base64.").arg(place("client_certificate"_L1));
            content = *decoded;
        }
        if (hasPath && !value("client_certificate_path"_L1).isUnknown()) {
            const QString path = place("client_certificate_path"_L1);
            const ProviderFile file =
                readProviderFile(value("client_certificate_path"_L1).text, m_input, m_host);
            if (!file.errorName.isEmpty())
                return fileFault(path, file);
            if (!content.isEmpty() && content != file.content)
                return DecisionText::tr("%1 names a file that differs from %2.")
                    .arg(path, place("client_certificate"_L1));
            content = file.content;
        }
        const bool isUnknown =
            value("client_certificate"_L1).isUnknown() || value("client_certificate_path"_L1).isUnknown();
        if (isUnknown && content.isEmpty())
            return {};
        const QString fault = certificateFault(content, isSet("client_certificate_password"_L1));
        return fault.isEmpty() ? QString()
                               : DecisionText::tr("The certificate cannot be used (%1).").arg(fault);
    }

    ProviderCredential managedIdentityOfChain() const
    {
        ProviderCredential credential = managedIdentity();
        if (!isOn("use_msi"_L1))
            return credential;
        if (dropForClientIdFile(&credential))
            return credential;
        credential.from += m_clientId.from;
        if (m_clientId.isGiven() && m_source.clientIdUse == ProviderIdentitySource::ClientIdUse::Refused) {
            credential.why = skipped(refusedClientId(m_clientId.from.value(0).argument));
            return credential;
        }
        if (!m_clientId.isGiven() && eraOf(m_values.version()) == Era::ChainBrokenSystem) {
            credential.why = DecisionText::tr("Version %1 passes a missing client id on as an empty one, so "
                                              "it silently skips the system-assigned identity.")
                                 .arg(m_values.version().toString());
            return credential;
        }
        return built(credential, m_clientId.isGiven(), m_clientId.id);
    }

    ProviderCredential azureCli() const
    {
        ProviderCredential credential{.method = CredentialMethod::AzureCli, .name = u"AzureCLICredential"_s};
        credential.from.append(m_values.origin("use_cli"_L1));
        credential.isBuilt = isOn("use_cli"_L1);
        if (value("use_cli"_L1).isAbsent())
            credential.why = DecisionText::tr("use_cli is on by default.");
        else
            credential.why = credential.isBuilt ? DecisionText::tr("%1 is on.").arg(place("use_cli"_L1))
                                                : DecisionText::tr("%1 is false.").arg(place("use_cli"_L1));
        return credential;
    }

    // ---- The last match: what is broken on the way ends the run --------------------------------

    void end(ProviderCredential *credential, const QString &error, const QString &fault,
             FindingId finding = {}) const
    {
        credential->isBuilt = false;
        credential->fatal = error;
        credential->fatalFinding = finding;
        credential->why = fault + u' ' + DecisionText::tr("That ends the run.");
    }

    // The tenant id is checked when the credential is made.
    void requireTenant(ProviderCredential *credential, QLatin1StringView beside) const
    {
        if (!isSet("tenant_id"_L1))
            end(credential, invalidTenant,
                DecisionText::tr("%1 is set, but no tenant id is set.").arg(place(beside)));
    }

    ProviderCredential oidcOfLastMatch() const
    {
        ProviderCredential credential{.method = CredentialMethod::Oidc,
                                      .name = u"ClientAssertionCredential"_s};
        addOrigins(&credential, {"use_oidc"_L1});
        if (!isOn("use_oidc"_L1)) {
            credential.why = value("use_oidc"_L1).isAbsent()
                ? DecisionText::tr("use_oidc is not set.")
                : DecisionText::tr("%1 is false.").arg(place("use_oidc"_L1));
            return credential;
        }
        credential.isBuilt = true;
        credential.clientId = value("client_id"_L1).text;
        if (isSet("oidc_token"_L1)) {
            credential.variant = u"token"_s;
            addOrigins(&credential, {"oidc_token"_L1, "client_id"_L1, "tenant_id"_L1});
            credential.why = DecisionText::tr("%1 is on, and %2 contains a token.")
                                 .arg(place("use_oidc"_L1), place("oidc_token"_L1));
            requireTenant(&credential, "oidc_token"_L1);
        } else if (isSet("oidc_token_file_path"_L1)) {
            credential.variant = u"token-file"_s;
            addOrigins(&credential, {"oidc_token_file_path"_L1, "client_id"_L1, "tenant_id"_L1});
            credential.why = DecisionText::tr("%1 is on, and %2 names a token file.")
                                 .arg(place("use_oidc"_L1), place("oidc_token_file_path"_L1));
            if (!endForFile(&credential, "oidc_token_file_path"_L1, finding::federatedSetupMismatch))
                requireTenant(&credential, "oidc_token_file_path"_L1);
        } else if (isSet("oidc_request_url"_L1)) {
            credential.variant = u"request"_s;
            addOrigins(&credential,
                       {"oidc_request_url"_L1, "oidc_request_token"_L1, "client_id"_L1, "tenant_id"_L1});
            credential.why =
                DecisionText::tr("%1 is on, and %2 names the address where a token can be requested.")
                    .arg(place("use_oidc"_L1), place("oidc_request_url"_L1));
            if (!isSet("oidc_request_token"_L1))
                end(&credential, u"No oidc_request_token token found."_s,
                    DecisionText::tr("%1 is set, but oidc_request_token is not set.")
                        .arg(place("oidc_request_url"_L1)),
                    finding::federatedSetupMismatch);
        } else {
            terraformCloudToken(&credential);
        }
        return credential;
    }

    // The last resort of use_oidc before the chain: the token that Terraform Cloud puts into a variable.
    void terraformCloudToken(ProviderCredential *credential) const
    {
        credential->variant = u"terraform-cloud"_s;
        QString variable = u"TFC_WORKLOAD_IDENTITY_TOKEN"_s;
        if (isSet("oidc_tfc_tag"_L1))
            variable += u'_' + value("oidc_tfc_tag"_L1).text;
        addOrigins(credential, {"client_id"_L1, "tenant_id"_L1, "client_id_plan"_L1, "tenant_id_plan"_L1});
        credential->why =
            DecisionText::tr("%1 is on, and %2 contains a token.").arg(place("use_oidc"_L1), variable);
        if (!m_values.environment().has(variable)) {
            end(credential, u"No OIDC token found in %1 environment variable."_s.arg(variable),
                DecisionText::tr("%1 is on, but no token is set.").arg(place("use_oidc"_L1)));
            return;
        }
        const bool hasPhases = isSet("client_id_plan"_L1);
        if (!hasPhases && !isSet("client_id"_L1)) {
            end(credential,
                u" Either client_id or client_id_plan must be set when using Terraform Cloud Workload "
                u"Identity Token "
                "authentication."_s,
                DecisionText::tr("%1 contains a token, but no client id is set.").arg(variable),
                finding::federatedSetupMismatch);
            return;
        }
        if (hasPhases)
            credential->clientId = value("client_id_plan"_L1).text;
        if (!isSet(hasPhases ? "tenant_id_plan"_L1 : "tenant_id"_L1))
            end(credential, invalidTenant,
                DecisionText::tr("%1 contains a token, but no tenant id is set.").arg(variable));
    }

    // True: the file of the argument cannot be read.
    bool endForFile(ProviderCredential *credential, QLatin1StringView argument, FindingId finding,
                    ProviderFile *read = nullptr) const
    {
        if (value(argument).isUnknown())
            return false;
        const QString path = value(argument).text;
        const ProviderFile file = readProviderFile(path, m_input, m_host);
        if (read != nullptr)
            *read = file;
        if (file.errorName.isEmpty())
            return false;
        end(credential, errors::cannotOpen(path, file.errorName, m_host.platform()),
            fileFault(place(argument), file), finding);
        return true;
    }

    ProviderCredential certificateOfLastMatch() const
    {
        ProviderCredential credential{.method = CredentialMethod::ClientCertificate,
                                      .name = u"ClientCertificateCredential"_s};
        addOrigins(&credential, {"client_certificate_path"_L1, "client_certificate"_L1});
        const bool hasPassword = isSet("client_certificate_password"_L1);
        credential.why = DecisionText::tr("No client certificate is set.");
        // The file first, then the text, which replaces it: both must be in order.
        const FindingId finding = finding::envSecretOrOidcBeatsMsi;
        for (const QLatin1StringView name : {"client_certificate_path"_L1, "client_certificate"_L1}) {
            if (!isSet(name))
                continue;
            credential.isBuilt = true;
            credential.why = DecisionText::tr("%1 and a tenant id are set.").arg(place(name));
            credential.assumption =
                DecisionText::tr("Signet assumes that the certificate of %1 can be opened.").arg(place(name));
            ProviderFile read;
            if (name == "client_certificate_path"_L1) {
                if (endForFile(&credential, name, finding, &read))
                    return credential;
            } else if (!value(name).isUnknown()) {
                const auto decoded = fromBase64(value(name).text);
                if (!decoded) {
                    end(&credential, u"illegal base64 data"_s,
                        DecisionText::tr("%1 is not valid Base64.").arg(place(name)), finding);
                    return credential;
                }
                read.content = *decoded;
            }
            const QString fault =
                value(name).isUnknown() ? QString() : certificateFault(read.content, hasPassword);
            if (!fault.isEmpty()) {
                end(&credential, fault,
                    DecisionText::tr("The certificate of %1 cannot be used (%2).").arg(place(name), fault),
                    finding);
                return credential;
            }
            requireTenant(&credential, name);
            if (!credential.fatal.isEmpty())
                return credential;
        }
        if (credential.isBuilt) {
            addOrigins(&credential, {"client_id"_L1, "tenant_id"_L1});
            credential.clientId = value("client_id"_L1).text;
        }
        return credential;
    }

    ProviderCredential secretOfLastMatch() const
    {
        ProviderCredential credential{.method = CredentialMethod::ClientSecret,
                                      .name = u"ClientSecretCredential"_s};
        addOrigins(&credential, {"client_secret_path"_L1, "client_secret"_L1});
        credential.why = DecisionText::tr("No client secret is set.");
        for (const QLatin1StringView name : {"client_secret_path"_L1, "client_secret"_L1}) {
            if (!isSet(name))
                continue;
            credential.isBuilt = true;
            credential.why = DecisionText::tr("%1 and a tenant id are set.").arg(place(name));
            ProviderFile read;
            if (name == "client_secret_path"_L1) {
                if (endForFile(&credential, name, finding::envSecretOrOidcBeatsMsi, &read))
                    return credential;
                if (!value(name).isUnknown() && read.content.trimmed().isEmpty()) {
                    end(&credential, u"client secret can't be empty string"_s,
                        DecisionText::tr("%1 names an empty file.").arg(place(name)),
                        finding::clientCredentialRejected);
                    return credential;
                }
            }
            requireTenant(&credential, name);
            if (!credential.fatal.isEmpty())
                return credential;
        }
        if (credential.isBuilt) {
            addOrigins(&credential, {"client_id"_L1, "tenant_id"_L1});
            credential.clientId = value("client_id"_L1).text;
        }
        return credential;
    }

    ProviderCredential managedIdentityOfLastMatch() const
    {
        ProviderCredential credential = managedIdentity();
        if (!isOn("use_msi"_L1))
            return credential;
        const bool hasClientId = isSet("client_id"_L1);
        addOrigins(&credential, {"client_id"_L1});
        if (hasClientId && m_source.clientIdUse == ProviderIdentitySource::ClientIdUse::Refused) {
            end(&credential, m_source.refusal, refusedClientId(place("client_id"_L1)),
                m_source.kind == IdentitySource::Arc ? finding::arcUserAssignedUnsupported : FindingId());
            return credential;
        }
        const bool isSent = hasClientId && m_source.clientIdUse == ProviderIdentitySource::ClientIdUse::Sent;
        return built(credential, isSent, isSent ? value("client_id"_L1).text : QString());
    }

    // ---- Both ----------------------------------------------------------------------------------

    ProviderCredential managedIdentity() const
    {
        ProviderCredential credential{.method = CredentialMethod::ManagedIdentity,
                                      .name = u"ManagedIdentityCredential"_s};
        addOrigins(&credential, {"use_msi"_L1});
        if (!isOn("use_msi"_L1))
            credential.why = value("use_msi"_L1).isAbsent()
                ? DecisionText::tr("use_msi is not set.")
                : DecisionText::tr("%1 is false.").arg(place("use_msi"_L1));
        return credential;
    }

    ProviderCredential built(ProviderCredential credential, bool isUserAssigned,
                             const QString &clientId) const
    {
        credential.isBuilt = true;
        credential.isUserAssigned = isUserAssigned;
        credential.clientId = clientId;
        const QString place = this->place("use_msi"_L1);
        const QString endpoint = nameOf(m_source.kind);
        // What a file holds is shown only if it is a client id: it could be anything.
        if (!isUserAssigned)
            credential.why =
                DecisionText::tr("%1 is on, so the provider asks %2 for the system-assigned identity.")
                    .arg(place, endpoint);
        else if (isGuid(clientId))
            credential.why =
                DecisionText::tr(
                    "%1 is on, so the provider asks %2 for the user-assigned identity with client id %3.")
                    .arg(place, endpoint, clientId);
        else if (clientId.isEmpty())
            credential.why = DecisionText::tr("%1 is on, so the provider asks %2 for a user-assigned "
                                              "identity, whose client id is not known yet.")
                                 .arg(place, endpoint);
        else
            credential.why = DecisionText::tr("%1 is on, so the provider asks %2 for a user-assigned "
                                              "identity, but the client id file does not contain a UUID.")
                                 .arg(place, endpoint);
        return credential;
    }

    QString refusedClientId(const QString &place) const
    {
        const QString endpoint = nameOf(m_source.kind);
        return DecisionText::tr("A client id is set (%1), but %2 does not accept one.").arg(place, endpoint);
    }

    static QString skipped(const QString &fault)
    {
        return fault + u' ' + DecisionText::tr("The provider silently skips this credential.");
    }

    const ProviderValues &m_values;
    const ProviderIdentitySource &m_source;
    const DecisionInput &m_input;
    const Host &m_host;
    EffectiveClientId m_clientId;
};

} // namespace

QString placeName(QLatin1StringView argument, const ProviderValue &value)
{
    if (value.origin.isVariable())
        return value.origin.name;
    const QString place = value.origin.place();
    return place.isEmpty() ? QString(argument) : u"%1 (%2)"_s.arg(argument, place);
}

EffectiveClientId effectiveClientId(const ProviderValues &values, const DecisionInput &input,
                                    const Host &host)
{
    const ProviderValue &given = values["client_id"_L1];
    const ProviderValue &path = values["client_id_file_path"_L1];
    EffectiveClientId result;
    result.id = given.text;
    result.isUnknown = given.isUnknown();
    if (!given.isAbsent())
        result.from.append(values.origin("client_id"_L1));
    if (!path.isSet())
        return result;
    result.from.append(values.origin("client_id_file_path"_L1));
    if (path.isUnknown()) {
        result.isUnknown = result.isUnknown || result.id.isEmpty();
        return result;
    }
    const QString name = placeName("client_id_file_path"_L1, path);
    const ProviderFile file = readProviderFile(path.text, input, host);
    const QString content = QString::fromUtf8(file.content).trimmed();
    if (!file.errorName.isEmpty()) {
        result.ok = false;
        result.fault = fileFault(name, file);
    } else if (given.isUnknown() || given.text.isEmpty()) {
        // The content is not checked to be a UUID.
        result.id = content;
        result.isUnknown = false;
    } else if (given.text != content) {
        result.ok = false;
        result.fault = DecisionText::tr("%1 names a file that differs from %2.")
                           .arg(name, placeName("client_id"_L1, given));
    }
    return result;
}

QList<ProviderCredential> credentialsOf(const ProviderValues &values, const ProviderIdentitySource &source,
                                        const DecisionInput &input, const Host &host)
{
    const CredentialBuilder builder(values, source, input, host);
    switch (eraOf(values.version())) {
    case Era::PatOnly:
        return builder.patOnly();
    case Era::LastMatch:
        return builder.lastMatch();
    case Era::ChainBrokenSystem:
    case Era::Chain:
    case Era::ChainAzureNames:
        return builder.chain();
    }
    Q_UNREACHABLE();
}

} // namespace signet
