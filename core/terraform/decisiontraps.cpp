#include "core/terraform/decisiontraps.h"

#include "core/terraform/decisionfix.h"
#include "core/terraform/decisiontext.h"

#include "core/host/proxysettings.h"
#include "core/result/identifiers.h"

#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using Kind = IdentitySource;

class TrapFinder {
public:
    explicit TrapFinder(const DecisionParts &parts)
        : m_parts(parts)
        , m_values(parts.values)
        , m_environment(parts.values.environment())
        , m_version(parts.values.version())
        , m_inChain(hasChain(eraOf(m_version)))
        , m_wantsIdentity(m_values["use_msi"_L1].on)
    {
    }

    QList<DecisionTrap> find()
    {
        const bool hasPat = m_values["personal_access_token"_L1].isSet();
        if (hasPat) {
            pat();
        } else if (eraOf(m_version) != Era::PatOnly) {
            secret();
            certificate();
            oidc();
            clientIdFromEnvironment();
            disagreeingNames();
            clientIdFile();
            cliByDefault();
            systemIdentityFallsThrough();
            proxyForImds();
            endpointVariables();
            objectOrResourceId();
            containerProxy();
        }
        tokenPath();
        tokenOfTerraformCloud();
        clientIdOfApplication();
        if (!hasPat)
            documentedOrder();
        organizationUrl();
        if (!hasPat)
            retriesHideEndpoint();
        signInPage();
        return m_traps;
    }

private:
    const ProviderCredential *credential(CredentialMethod method) const
    {
        const auto found = std::ranges::find_if(
            m_parts.credentials, [method](const ProviderCredential &one) { return one.method == method; });
        return found == m_parts.credentials.end() ? nullptr : &*found;
    }
    bool isBuilt(CredentialMethod method) const
    {
        return std::ranges::any_of(m_parts.credentials, [method](const ProviderCredential &one) {
            return one.method == method && one.isBuilt;
        });
    }
    bool isFatal(CredentialMethod method) const
    {
        const ProviderCredential *found = credential(method);
        return found != nullptr && !found->fatal.isEmpty();
    }
    QString place(QLatin1StringView argument) const { return placeName(argument, m_values[argument]); }
    // Name for the catalogue's text: the variable, or the argument.
    QString variable(QLatin1StringView argument) const
    {
        const Origin &origin = m_values[argument].origin;
        return origin.isVariable() ? origin.name : QString(argument);
    }
    QLatin1StringView firstSet(std::initializer_list<QLatin1StringView> arguments) const
    {
        for (const QLatin1StringView argument : arguments) {
            if (m_values[argument].isSet())
                return argument;
        }
        return {};
    }
    // The client id of the application that would answer instead of the identity; empty when it is not known.
    QString applicationId(CredentialMethod method) const
    {
        const ProviderCredential *found = credential(method);
        return found != nullptr && isGuid(found->clientId) ? found->clientId : QString();
    }
    void add(const QString &id, FindingId finding, const QString &text, const QVariantMap &evidence)
    {
        QVariantMap all = evidence;
        all.insert(u"version"_s, m_version.toString());
        m_traps.append({id, finding, text, all});
    }

    void pat()
    {
        add(u"pat-ends-decision"_s, finding::patOverridesMsi,
            DecisionText::tr(
                "%1 is set, so Terraform signs in as the owner of that token and ignores use_msi.")
                .arg(place("personal_access_token"_L1)),
            {{u"variable"_s, variable("personal_access_token"_L1)}});
    }

    void secret()
    {
        comesBefore(CredentialMethod::ClientSecret, u"secret-before-managed-identity"_s,
                    firstSet({"client_secret"_L1, "client_secret_path"_L1}));
    }

    void certificate()
    {
        comesBefore(CredentialMethod::ClientCertificate, u"certificate-before-managed-identity"_s,
                    firstSet({"client_certificate"_L1, "client_certificate_path"_L1}));
    }

    // A credential of an application that is looked at before the identity: its answer is final, or, before
    // there was a chain, its fault is.
    void comesBefore(CredentialMethod method, const QString &trap, QLatin1StringView name)
    {
        if (!m_wantsIdentity || name.isEmpty())
            return;
        const QString application = applicationId(method);
        if (m_inChain && isBuilt(method))
            add(trap, finding::envSecretOrOidcBeatsMsi,
                application.isEmpty()
                    ? DecisionText::tr("%1 is tried before the managed identity, so Terraform signs in as "
                                       "another application. A rejection is final.")
                          .arg(place(name))
                    : DecisionText::tr(
                          "%1 is tried before the managed identity, so Terraform signs in as the "
                          "application %2. A rejection is final.")
                          .arg(place(name), application),
                {{u"variable"_s, variable(name)}});
        else if (!m_inChain && isFatal(method))
            add(trap, finding::envSecretOrOidcBeatsMsi,
                DecisionText::tr(
                    "%1 comes before the managed identity and cannot be used, which ends the run in "
                    "version %2.")
                    .arg(place(name), m_version.toString()),
                {{u"variable"_s, variable(name)}});
    }

    void oidc()
    {
        if (!m_inChain || !m_wantsIdentity || !isBuilt(CredentialMethod::Oidc))
            return;
        const auto built = std::ranges::find_if(m_parts.credentials, [](const ProviderCredential &one) {
            return one.method == CredentialMethod::Oidc && one.isBuilt;
        });
        const auto name = built->variant == "token"_L1 ? "oidc_token"_L1
            : built->variant == "token-file"_L1        ? "oidc_token_file_path"_L1
                                                       : "oidc_request_token"_L1;
        add(u"oidc-leftover-before-managed-identity"_s, finding::envSecretOrOidcBeatsMsi,
            DecisionText::tr("%1 is on and %2 is set, so a federated token is tried before the managed "
                             "identity. A rejection is final.")
                .arg(place("use_oidc"_L1), place(name)),
            {{u"variable"_s, variable("use_oidc"_L1)}});
    }

    void clientIdFromEnvironment()
    {
        const ProviderValue &id = m_values["client_id"_L1];
        const QStringList names = providerArgument(u"client_id")->variablesOf(m_version);
        if (!m_wantsIdentity || !id.isSet() || !names.contains(id.origin.name))
            return;
        add(u"client-id-makes-user-assigned"_s, finding::envClientIdLeftover,
            isGuid(id.text)
                ? DecisionText::tr(
                      "%1 makes the provider ask for the user-assigned identity %2. If that is not "
                      "intended, unset the variable.")
                      .arg(id.origin.name, id.text)
                : DecisionText::tr("%1 makes the provider ask for a user-assigned identity. If that is not "
                                   "intended, unset the variable.")
                      .arg(id.origin.name),
            {{u"variable"_s, id.origin.name}, {u"clientId"_s, isGuid(id.text) ? id.text : QString()}});
    }

    void disagreeingNames()
    {
        for (const QLatin1StringView name : {"client_id"_L1, "tenant_id"_L1, "client_secret"_L1}) {
            const ProviderValue &value = m_values[name];
            if (!value.origin.isVariable())
                continue;
            for (const QString &other : value.hidden) {
                if (!m_inChain || m_environment.value(other) == m_environment.value(value.origin.name))
                    continue;
                add(u"arm-name-beats-azure-name"_s, finding::envNamesDisagree,
                    DecisionText::tr("%1 is used. %2 has a different value and is ignored.")
                        .arg(value.origin.name, other),
                    {{u"variable"_s, value.origin.name}, {u"reason"_s, other}});
            }
        }
    }

    void clientIdFile()
    {
        const ProviderValue &path = m_values["client_id_file_path"_L1];
        if (!m_wantsIdentity || !path.isSet() || path.isUnknown())
            return;
        const EffectiveClientId id = effectiveClientId(m_values, m_parts.input, m_parts.host);
        QString text;
        if (!id.ok)
            text = id.fault + u' '
                + DecisionText::tr(
                       "The provider skips the managed identity and says so only in its debug log.");
        else if (id.isGiven() && !isGuid(id.id))
            text = DecisionText::tr(
                       "%1 names a file that does not contain a UUID, and the provider does not check it.")
                       .arg(place("client_id_file_path"_L1));
        if (!text.isEmpty())
            add(u"client-id-file-dropped"_s, finding::clientIdFileMismatch, text,
                {{u"path"_s, path.text}, {u"variable"_s, variable("client_id_file_path"_L1)}});
    }

    void cliByDefault()
    {
        if (m_inChain && m_values["use_cli"_L1].isAbsent())
            add(u"cli-on-by-default"_s, finding::azFallbackWrongIdentity,
                DecisionText::tr("use_cli is on by default, so the provider also tries the Azure CLI. "
                                 "Terraform can then sign in as the person who ran az login."),
                {{u"variable"_s, u"use_cli"_s}});
    }

    // The identity, if it would be asked at IMDS.
    const ProviderCredential *atImds() const
    {
        const ProviderCredential *identity = credential(CredentialMethod::ManagedIdentity);
        return identity != nullptr && identity->isBuilt && m_parts.source.kind == Kind::Imds ? identity
                                                                                             : nullptr;
    }
    bool mayAnswer(EndpointAnswer answer) const
    {
        return m_parts.input.machine.identityEndpoint.value_or(answer) == answer;
    }
    bool answers(EndpointAnswer answer) const { return m_parts.input.machine.identityEndpoint == answer; }

    void systemIdentityFallsThrough()
    {
        const ProviderCredential *identity = atImds();
        if (m_inChain && identity != nullptr && !identity->isUserAssigned
            && isBuilt(CredentialMethod::AzureCli) && mayAnswer(EndpointAnswer::Status400))
            add(u"system-400-falls-through"_s, finding::azFallbackWrongIdentity,
                DecisionText::tr("If the machine has no system-assigned identity, the provider tries the "
                                 "Azure CLI next, and Terraform uses the account that is signed in there."),
                {{u"variable"_s, u"use_cli"_s}});
    }

    void proxyForImds()
    {
        if (atImds() == nullptr)
            return;
        const QString variable = ProxySettings(m_environment).variableFor(QUrl(m_parts.source.endpoint));
        if (!variable.isEmpty())
            add(u"proxy-used-for-imds"_s, finding::proxyEatsImds,
                DecisionText::tr("%1 sends the token request for 169.254.169.254 to the proxy, because "
                                 "NO_PROXY does not list the address.")
                    .arg(variable),
                {{u"variable"_s, variable}});
    }

    void endpointVariables()
    {
        const ProviderIdentitySource &source = m_parts.source;
        if (!m_wantsIdentity || source.kind == Kind::Imds)
            return;
        const QString id = u"endpoint-leftover"_s;
        const QString names = source.variables.join(u", "_s);
        if (!source.variables.isEmpty() && !belongsHere(source, m_environment, m_parts.host)) {
            add(id, finding::identityEndpointLeftover,
                DecisionText::tr("Because of %1 the provider asks %2 instead of this machine's own endpoint. "
                                 "Any error there is final.")
                    .arg(names, nameOf(source.kind)),
                {{u"variable"_s, names}, {u"endpoint"_s, source.endpoint}});
            return;
        }
        const bool isGiven = m_values["client_id"_L1].isSet() || m_values["client_id_file_path"_L1].isSet();
        if (isGiven && source.clientIdUse == ProviderIdentitySource::ClientIdUse::Refused)
            add(id,
                source.kind == Kind::Arc ? finding::arcUserAssignedUnsupported : finding::selectorUnsupported,
                m_inChain
                    ? DecisionText::tr("A client id is set, but %1 does not accept one. The provider "
                                       "silently skips the managed identity.")
                          .arg(nameOf(source.kind))
                    : DecisionText::tr("A client id is set, but %1 does not accept one. That ends the run.")
                          .arg(nameOf(source.kind)),
                {{u"variable"_s, variable(firstSet({"client_id"_L1, "client_id_file_path"_L1}))},
                 {u"endpoint"_s, source.endpoint}});
    }

    void objectOrResourceId()
    {
        const QString id = m_values["client_id"_L1].text;
        const QVariantMap evidence{{u"variable"_s, variable("client_id"_L1)}, {u"value"_s, id}};
        if (id.startsWith("/subscriptions/"_L1, Qt::CaseInsensitive)) {
            add(u"no-object-or-resource-id"_s, finding::providerValueInvalid,
                DecisionText::tr("%1 is a resource id, but the provider accepts only a client id.")
                    .arg(place("client_id"_L1)),
                evidence);
            return;
        }
        const ProviderCredential *identity = atImds();
        if (identity != nullptr && identity->isUserAssigned && isGuid(id)
            && answers(EndpointAnswer::Status400))
            add(u"no-object-or-resource-id"_s, finding::objectIdAsClientId,
                DecisionText::tr("The identity endpoint does not know the client id %1. An object id looks "
                                 "the same and is rejected in the same way.")
                    .arg(id),
                {{u"variable"_s, variable("client_id"_L1)}, {u"clientId"_s, id}});
    }

    void containerProxy()
    {
        if (atImds() != nullptr && answers(EndpointAnswer::Status403Unreachable))
            add(u"container-proxy-403"_s, finding::dockerDesktop403,
                m_inChain
                    ? DecisionText::tr("The container's proxy answers instead of the metadata service. That "
                                       "counts as unavailable, so the provider tries the next credential.")
                    : DecisionText::tr("The container's proxy answers instead of the metadata service."),
                {});
    }

    void tokenPath()
    {
        if (m_environment.has(u"AZDO_TOKEN_PATH"_s))
            add(u"token-path-never-read"_s, finding::tokenPathNotRead,
                DecisionText::tr("AZDO_TOKEN_PATH is set, but no version of the provider reads it."),
                {{u"variable"_s, u"AZDO_TOKEN_PATH"_s}});
    }

    // The chain of 1.11.0 left the method out; the variable is set on every run of HCP Terraform that uses
    // workload identity, with a tag behind the name where there are several.
    void tokenOfTerraformCloud()
    {
        const QString token = u"TFC_WORKLOAD_IDENTITY_TOKEN"_s;
        const QStringList names = m_environment.all().keys();
        const auto name = std::ranges::find_if(
            names, [&token](const QString &one) { return one == token || one.startsWith(token + u'_'); });
        if (m_inChain && name != names.end())
            add(u"tfc-token-never-read"_s, finding::tfcTokenNotRead,
                DecisionText::tr("%1 is set, but provider versions from 1.11.0 do not read it.").arg(*name),
                {{u"variable"_s, *name}});
    }

    void clientIdOfApplication()
    {
        const QMap<QString, ConfigurationValue> &arguments = m_parts.input.arguments;
        if (!arguments.value(u"client_id"_s).isNull() && namesApplication(arguments))
            add(u"client-id-of-application"_s, finding::clientIdOfApplication,
                DecisionText::tr("%1 is next to a client secret or certificate, so it belongs to an app "
                                 "registration. The managed identity has a different client id.")
                    .arg(place("client_id"_L1)),
                {{u"variable"_s, variable("client_id"_L1)}});
    }

    void documentedOrder()
    {
        const auto secret = firstSet({"client_secret"_L1, "client_secret_path"_L1});
        const auto certificate = firstSet({"client_certificate"_L1, "client_certificate_path"_L1});
        if (m_inChain && !secret.isEmpty() && !certificate.isEmpty())
            add(u"documented-order-differs"_s, finding::envSecretOrOidcBeatsMsi,
                DecisionText::tr(
                    "%1 is tried before %2, although the provider's documentation states the opposite order.")
                    .arg(place(secret), place(certificate)),
                {{u"variable"_s, variable(secret)}});
    }

    void organizationUrl()
    {
        using Form = ProviderAddress::Form;
        const ProviderAddress &address = m_parts.address;
        if (eraOf(m_version) == Era::PatOnly || address.findingId().isEmpty() || address.works())
            return;
        const QString named = place("org_service_url"_L1);
        if (address.form == Form::Missing)
            add(u"org-url-checked-late"_s, address.findingId(),
                DecisionText::tr("org_service_url is not set. The provider checks it only after the "
                                 "credentials, so an error in those hides this one."),
                address.evidence());
        else if (address.form == Form::NotParsed)
            add(u"org-url-checked-late"_s, address.findingId(),
                DecisionText::tr("%1 cannot be used as it is written: %2. The provider notices only after it "
                                 "has a token.")
                    .arg(named, address.reason),
                address.evidence());
        else
            add(u"org-url-leads-elsewhere"_s, address.findingId(),
                DecisionText::tr("%1 does not lead to an organization: %2. The provider does not check this.")
                    .arg(named, address.reason),
                address.evidence());
    }

    void retriesHideEndpoint()
    {
        if (m_inChain && isBuilt(CredentialMethod::ManagedIdentity) && answers(EndpointAnswer::NoAnswer))
            add(u"retry-hides-wrong-endpoint"_s, finding::notImds,
                DecisionText::tr(
                    "The provider keeps retrying an endpoint that does not respond. The error appears after "
                    "about two minutes, or seven if the endpoint accepts connections."),
                {{u"endpoint"_s, m_parts.source.endpoint}});
    }

    // Only scripts beside Terraform run into this; these variables are what they sign in with.
    void signInPage()
    {
        const QString name = m_environment.firstSet({u"AZURE_DEVOPS_EXT_PAT"_s, u"SYSTEM_ACCESSTOKEN"_s});
        if (!name.isEmpty())
            add(u"sign-in-page-without-suppress"_s, finding::htmlInsteadOfJson,
                DecisionText::tr(
                    "A script that signs in with %1 can get a sign-in page where the provider gets 401, "
                    "because it does not send X-TFS-FedAuthRedirect: Suppress. This has not been tested.")
                    .arg(name),
                {{u"variable"_s, name}});
    }

    const DecisionParts &m_parts;
    const ProviderValues &m_values;
    const Environment &m_environment;
    const ProviderVersion &m_version;
    const bool m_inChain;
    const bool m_wantsIdentity;
    QList<DecisionTrap> m_traps;
};

} // namespace

QList<DecisionTrap> trapsOf(const DecisionParts &parts)
{
    return TrapFinder(parts).find();
}

} // namespace signet
