#include "core/terraform/decisionfix.h"

#include "core/terraform/decisionrules.h"
#include "core/terraform/decisiontext.h"
#include "core/terraform/hclstring.h"
#include "core/terraform/serviceconnection.h"
#include "core/terraform/versionconstraint.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Admits every release whose chain treats both kinds of identity alike, and no later major version.
constexpr auto rightConstraint = ">= 1.11.2, < 2.0.0"_L1;

// One change, small enough to be left out on its own.
struct Change {
    enum class Kind { SetArgument, RemoveArgument, UnsetVariable };
    Kind kind = Kind::SetArgument;
    QString name; // of the argument or the variable
    ConfigurationValue value; // SetArgument
    QByteArray expression; // SetArgument: the value in HCL
    QString reason;
};

Change setting(const QString &argument, const ConfigurationValue &value, const QString &reason)
{
    QByteArray expression;
    if (value.kind == ConfigurationValue::Kind::List)
        expression = "[]";
    else if (value.kind == ConfigurationValue::Kind::Bool)
        expression = value.boolean ? "true" : "false";
    else
        expression = hclQuoted(value.text).toUtf8();
    return {Change::Kind::SetArgument, argument, value, expression, reason};
}

Change removal(const QString &argument, const QString &reason)
{
    return {Change::Kind::RemoveArgument, argument, {}, {}, reason};
}

// The argument that turns a credential on.
QLatin1StringView switchOf(CredentialMethod method)
{
    return method == CredentialMethod::Oidc    ? "use_oidc"_L1
        : method == CredentialMethod::AzureCli ? "use_cli"_L1
                                               : "use_msi"_L1;
}

Change unsetting(const QString &variable, const QString &reason)
{
    return {Change::Kind::UnsetVariable, variable, {}, {}, reason};
}

void apply(const Change &change, QMap<QString, ConfigurationValue> *arguments,
           QMap<QString, QString> *variables)
{
    switch (change.kind) {
    case Change::Kind::SetArgument:
        arguments->insert(change.name, change.value);
        break;
    case Change::Kind::RemoveArgument:
        arguments->remove(change.name);
        break;
    case Change::Kind::UnsetVariable:
        variables->remove(change.name);
        break;
    }
}

class Fixer {
public:
    Fixer(const DecisionInput &input, const DecisionIntent &intent, const Host &host)
        : m_input(input)
        , m_intent(intent)
        , m_host(host)
    {
        // Assumes that the endpoint and every credential work: the fix is about which of them is asked.
        m_input.machine = {EndpointAnswer::Token, AzureCliState::SignedIn, true};
        m_input.environment = withJobVariables(m_input.environment, host.platform(), intent.method);
        m_fix.method = intent.method;
    }

    DecisionFix run()
    {
        chooseVersion();
        organization();
        propose();
        dropWhatIsAlreadySet();
        if (isFor(CredentialMethod::ManagedIdentity) && isOnHostedAgent(m_input.environment))
            m_fix.cannot.append(DecisionText::tr(
                "This hosted agent cannot have a managed identity. Use a service connection: "
                "signet terraform pipeline."));
        if (isRight(m_changes)) {
            leaveOutWhatIsNotNeeded();
        } else {
            explainWhyNot();
            m_changes.clear();
        }
        write();
        return m_fix;
    }

private:
    using Kind = Change::Kind;

    bool isFor(CredentialMethod method) const { return m_intent.method == method; }
    bool isGiven(QLatin1StringView argument) const { return !m_input.arguments.value(argument).isNull(); }
    bool isUnknown(QLatin1StringView argument) const { return m_input.arguments.value(argument).isUnknown(); }
    // Written in the block, be it that it has no value with the variables of this shell.
    bool isWritten(QLatin1StringView argument) const
    {
        const ConfigurationValue value = m_input.arguments.value(argument);
        return !value.isNull() || !value.references.isEmpty();
    }
    bool keepsClientId() const { return isUnknown("client_id"_L1) && !m_intent.clientIdIsOfApplication; }
    QStringList setVariablesOf(QLatin1StringView argument) const
    {
        QStringList names;
        const QStringList all = providerArgument(argument)->variablesOf(m_input.version);
        std::ranges::copy_if(all, std::back_inserter(names),
                             [this](const QString &name) { return m_input.environment.has(name); });
        return names;
    }
    // 1.0.0 counts every way to sign in that is mentioned, be it false.
    bool canSwitchOff() const { return m_input.version != ProviderVersion(Release{1, 0, 0}); }

    // ---- Version -------------------------------------------------------------------------------

    bool isVersionRight(const ProviderVersion &version) const
    {
        switch (eraOf(version)) {
        case Era::PatOnly:
            return false;
        case Era::ChainBrokenSystem:
            return !isFor(CredentialMethod::ManagedIdentity) || m_intent.clientId || keepsClientId();
        case Era::LastMatch:
            // It knows neither use_cli nor the id of a service connection.
            return isFor(CredentialMethod::ManagedIdentity);
        case Era::Chain:
        case Era::ChainAzureNames:
            return true;
        }
        Q_UNREACHABLE();
    }

    void chooseVersion()
    {
        const QList<ProviderVersion> releases = ProviderVersion::knownReleases();
        if (m_input.version.isNull())
            m_input.version = ProviderVersion::newestKnown();
        if (isVersionRight(m_input.version))
            return;
        const QString old = m_input.version.toString();
        const QString fault = !isFor(CredentialMethod::ManagedIdentity)
            ? DecisionText::tr("Version %1 does not support service connections.").arg(old)
            : eraOf(m_input.version) == Era::PatOnly
            ? DecisionText::tr("Version %1 does not support managed identities.").arg(old)
            : DecisionText::tr("Version %1 does not use the system-assigned identity.").arg(old);
        const auto written = VersionConstraint::parse(m_intent.versionConstraint);
        const auto admitted = written && !m_intent.versionConstraint.trimmed().isEmpty()
            ? written->newestOf(releases)
            : std::nullopt;
        if (admitted && isVersionRight(*admitted)) {
            m_fix.upgradeTo = *admitted;
            m_fix.reasons.append(
                fault + u' '
                + DecisionText::tr("The constraint allows %1, which terraform init -upgrade selects.")
                      .arg(admitted->toString()));
        } else {
            m_fix.versionConstraint = QString(rightConstraint);
            m_fix.upgradeTo = ProviderVersion::newestKnown();
            m_fix.reasons.append(fault + u' '
                                 + DecisionText::tr("Require %1 and run terraform init -upgrade.")
                                       .arg(QString(rightConstraint)));
        }
        m_input.version = *m_fix.upgradeTo;
    }

    // ---- What could be changed -----------------------------------------------------------------

    void organization()
    {
        const auto name = "org_service_url"_L1;
        const ProviderAddress address = decide(m_input, m_host).address;
        if (m_intent.organizationUrl) {
            m_changes.append(
                setting(name, ConfigurationValue::string(*m_intent.organizationUrl),
                        DecisionText::tr("The intended organization is %1.").arg(*m_intent.organizationUrl)));
            return;
        }
        if (address.works() || address.form == ProviderAddress::Form::Unknown)
            return;
        if (const QString url = address.corrected(); !url.isEmpty()) {
            m_changes.append(
                setting(name, ConfigurationValue::string(url),
                        DecisionText::tr("org_service_url cannot be used: %1. The organization is %2.")
                            .arg(address.reason, url)));
            return;
        }
        m_fix.cannot.append(
            address.form == ProviderAddress::Form::Missing
                ? DecisionText::tr("org_service_url must be set, but Signet does not know the organization.")
                : DecisionText::tr("org_service_url cannot be used: %1. Signet does not know "
                                   "the organization.")
                      .arg(address.reason));
        // The rest is worked out as if there were one.
        m_input.arguments.insert(name, ConfigurationValue::string(u"https://dev.azure.com/organization"_s));
    }

    void propose()
    {
        unknownArguments();
        if (isFor(CredentialMethod::ManagedIdentity))
            identity();
        else
            serviceConnection();
        remove("personal_access_token"_L1,
               DecisionText::tr("The provider uses a personal access token before any other credential."));
        remove("client_secret"_L1,
               DecisionText::tr("The provider would also use a client secret, or only that."));
        remove("client_secret_path"_L1,
               DecisionText::tr("The provider would also use a client secret, or only that."));
        remove("client_certificate"_L1,
               DecisionText::tr("The provider would also use a client certificate, or only that."));
        remove("client_certificate_path"_L1,
               DecisionText::tr("The provider would also use a client certificate, or only that."));
        if (!isFor(CredentialMethod::Oidc))
            switchOff("use_oidc"_L1,
                      DecisionText::tr("The provider would also use a federated token, or only that."));
        if (!isFor(CredentialMethod::ManagedIdentity))
            switchOff("use_msi"_L1,
                      DecisionText::tr("The provider would also use a managed identity, or only that."));
        if (!isFor(CredentialMethod::AzureCli) && providerArgument(u"use_cli")->isKnownTo(m_input.version))
            m_changes.append(
                setting(u"use_cli"_s, ConfigurationValue::fromBool(false),
                        isFor(CredentialMethod::Oidc)
                            ? DecisionText::tr("The Azure CLI would be used if the token exchange fails.")
                            : DecisionText::tr(
                                  "The Azure CLI would be used if the managed identity is not available.")));
        refusedValues();
        if (isFor(CredentialMethod::ManagedIdentity))
            endpointVariables();
    }

    // What the block already contains is not a change.
    void dropWhatIsAlreadySet()
    {
        const auto isSo = [this](const Change &change) {
            if (change.kind != Kind::SetArgument)
                return false;
            const ConfigurationValue given = m_input.arguments.value(change.name);
            return given.kind == change.value.kind && given.text == change.value.text
                && given.boolean == change.value.boolean && given.elements.isEmpty()
                && given.references.isEmpty();
        };
        m_changes.removeIf(isSo);
    }

    void unknownArguments()
    {
        const QStringList names = m_input.arguments.keys();
        for (const QString &name : names) {
            const ProviderArgument *argument = providerArgument(name);
            if (name == "alias"_L1 || name == "version"_L1
                || (argument != nullptr && argument->isKnownTo(m_input.version)))
                continue;
            const QString nearest = argument ? QString() : nearestProviderArgument(name);
            m_changes.append(removal(
                name,
                argument
                    ? DecisionText::tr("Version %1 does not know %2.").arg(m_input.version.toString(), name)
                    : nearest.isEmpty()
                    ? DecisionText::tr("The provider has no argument %1.").arg(name)
                    : DecisionText::tr("The provider has no argument %1. The nearest one is %2.")
                          .arg(name, nearest)));
        }
    }

    void identity()
    {
        m_changes.append(setting(u"use_msi"_s, ConfigurationValue::fromBool(true),
                                 DecisionText::tr("use_msi turns the managed identity on.")));
        const QStringList variables = setVariablesOf("client_id"_L1);
        if (m_intent.clientId) {
            const QString id = m_intent.clientId->toString();
            if (!keepsClientId())
                m_changes.append(setting(
                    u"client_id"_s, ConfigurationValue::string(id),
                    DecisionText::tr("The intended user-assigned identity has the client id %1.").arg(id)));
        } else if (!keepsClientId()) {
            if (isGiven("client_id"_L1))
                m_changes.append(
                    removal(u"client_id"_s,
                            m_intent.clientIdIsOfApplication
                                ? DecisionText::tr(
                                      "The client id next to the client secret or certificate belongs to "
                                      "an app registration. For a user-assigned identity, name its own "
                                      "with --client-id.")
                                : DecisionText::tr("With a client id the provider asks for a user-assigned "
                                                   "identity, not for the system-assigned one.")));
            for (const QString &name : variables)
                m_changes.append(unsetting(
                    name,
                    DecisionText::tr("%1 selects a user-assigned identity, and no argument can override it.")
                        .arg(name)));
        }
        remove(
            "client_id_file_path"_L1,
            m_intent.clientId
                ? DecisionText::tr("The client id file conflicts with the intended client id.")
                : DecisionText::tr(
                      "With a client id file the provider asks for a user-assigned identity, or for none."));
    }

    // The job names the application, its tenant and the connection, unless the block does.
    void serviceConnection()
    {
        const bool isOidc = isFor(CredentialMethod::Oidc);
        m_changes.append(setting(
            switchOf(m_intent.method), ConfigurationValue::fromBool(true),
            isOidc
                ? DecisionText::tr("use_oidc turns the token exchange of the service connection on.")
                : DecisionText::tr("use_cli turns the Azure CLI on, which the task signs in with the service "
                                   "connection.")));
        if (!isOidc || !m_intent.clientId)
            return;
        const QString id = m_intent.clientId->toString();
        m_changes.append(setting(
            u"client_id"_s, ConfigurationValue::string(id),
            DecisionText::tr("The application of the service connection has the client id %1.").arg(id)));
    }

    // Removes a value from the block and from the environment. An empty argument would also hide the
    // variable, but leave a credential in place that is not wanted.
    void remove(QLatin1StringView argument, const QString &reason)
    {
        const ProviderArgument *known = providerArgument(argument);
        if (!known->isKnownTo(m_input.version))
            return;
        if (isWritten(argument))
            m_changes.append(removal(argument, reason));
        const QStringList variables = setVariablesOf(argument);
        for (const QString &name : variables)
            m_changes.append(unsetting(name, DecisionText::tr("%1 is set.").arg(name) + u' ' + reason));
    }

    void switchOff(QLatin1StringView argument, const QString &reason)
    {
        const QStringList variables = setVariablesOf(argument);
        // Off, and not removed: a variable of a pipeline would turn it on again.
        if ((!variables.isEmpty() || isWritten(argument)) && canSwitchOff())
            m_changes.append(setting(argument, ConfigurationValue::fromBool(false), reason));
        else if (isWritten(argument))
            m_changes.append(removal(argument, reason));
        if (canSwitchOff())
            return;
        for (const QString &name : variables)
            m_changes.append(unsetting(name, reason));
    }

    // Values that are refused before any credential is looked at, and that nothing above replaces.
    void refusedValues()
    {
        const auto isProposed = [this](const QString &name) {
            return std::ranges::any_of(m_changes,
                                       [&name](const Change &change) { return change.name == name; });
        };
        for (const ProviderArgument &argument : providerArguments()) {
            const QString name = argument.name;
            if (!argument.isKnownTo(m_input.version) || isProposed(name) || name == "client_id"_L1
                || (name == "tenant_id"_L1 && isFor(CredentialMethod::Oidc)))
                continue;
            const QString reason = DecisionText::tr("The provider rejects the value of %1.");
            const QStringList variables = setVariablesOf(argument.name);
            if (argument.type == ArgumentType::UuidList) {
                if (!variables.isEmpty()) {
                    ConfigurationValue none;
                    none.kind = ConfigurationValue::Kind::List;
                    m_changes.append(setting(name, none,
                                             DecisionText::tr("The provider rejects %1 in the environment.")
                                                 .arg(variables.first())));
                } else if (isGiven(argument.name)) {
                    m_changes.append(removal(name, reason.arg(name)));
                }
                continue;
            }
            const ConfigurationValue given = m_input.arguments.value(name);
            const bool isWrongType = !given.isNull() && !given.isUnknown() && !given.toText();
            if (argument.type != ArgumentType::Uuid) {
                // The address of the organization is the one argument that cannot be removed.
                if (isWrongType && name != "org_service_url"_L1)
                    m_changes.append(removal(name, reason.arg(name)));
                continue;
            }
            if (isGiven(argument.name))
                m_changes.append(removal(name, reason.arg(name)));
            for (const QString &variable : variables)
                m_changes.append(unsetting(variable, reason.arg(variable)));
        }
    }

    // Endpoints of other hosts, one behind the other, until it is the machine's own that is asked.
    void endpointVariables()
    {
        QMap<QString, QString> variables = m_input.environment.all();
        while (true) {
            const Environment environment(variables, m_host.platform());
            const ProviderIdentitySource source = identitySourceOf(m_input.version, environment, m_host);
            if (source.variables.isEmpty() || belongsHere(source, environment, m_host))
                return;
            const QString name = source.variables.first();
            m_changes.append(unsetting(name,
                                       DecisionText::tr("%1 comes from another host. The provider would use "
                                                        "it instead of this machine's own endpoint.")
                                           .arg(name)));
            variables.remove(name);
        }
    }

    // ---- What is needed of it ------------------------------------------------------------------

    DecisionInput changed(const QList<Change> &changes) const
    {
        DecisionInput input = m_input;
        QMap<QString, QString> variables = m_input.environment.all();
        for (const Change &change : changes)
            apply(change, &input.arguments, &variables);
        input.environment = Environment(variables, m_host.platform());
        return input;
    }

    // What is idle with the variables of this shell need not be idle where the configuration runs next: in a
    // pipeline, with other values of its variables.
    bool wakesElsewhere(const QMap<QString, ConfigurationValue> &arguments) const
    {
        const auto isOpen = [&arguments](QLatin1StringView name) {
            return !arguments.value(name).references.isEmpty() || arguments.value(name).isUnknown();
        };
        const QLatin1StringView own = switchOf(m_intent.method);
        if (arguments.value(own).isUnknown())
            return true;
        for (const QLatin1StringView other : {"use_msi"_L1, "use_oidc"_L1}) {
            if (other != own && (isOpen(other) || arguments.value(other).toBool() == true))
                return true;
        }
        if (isFor(CredentialMethod::ManagedIdentity) && arguments.contains(u"client_id"_s)
            && m_intent.clientIdIsOfApplication && !m_intent.clientId)
            return true;
        return std::ranges::any_of(secretCredentials, isOpen);
    }

    bool isRight(const QList<Change> &changes) const
    {
        const DecisionInput input = changed(changes);
        if (wakesElsewhere(input.arguments))
            return false;
        const Decision decision = decide(input, m_host);
        if (!decision.configured() || decision.decidedBy != m_intent.method)
            return false;
        // Several ways to the same credential (OIDC) end in the same identity.
        const auto isOther = [this](const ChainEntry &entry) {
            return entry.method != m_intent.method
                && (entry.state == ChainState::WouldFollow || entry.state == ChainState::TriedFirst);
        };
        if (std::ranges::any_of(decision.chain, isOther))
            return false;
        if (m_intent.organizationUrl) {
            const ProviderAddress wanted = providerAddress(*m_intent.organizationUrl, Origin::byDefault());
            const ProviderAddress &given = decision.address;
            if (given.form != wanted.form || given.organization != wanted.organization)
                return false;
        }
        return isFor(CredentialMethod::ManagedIdentity) ? isIntendedIdentity(input, decision)
                                                        : isIntendedApplication(input, decision);
    }

    bool isIntendedApplication(const DecisionInput &input, const Decision &decision) const
    {
        return isFor(CredentialMethod::AzureCli) || !m_intent.clientId
            || input.arguments.value(u"client_id"_s).isUnknown()
            || decision.clientId.compare(m_intent.clientId->toString(), Qt::CaseInsensitive) == 0;
    }

    bool isIntendedIdentity(const DecisionInput &input, const Decision &decision) const
    {
        if (!belongsHere(identitySourceOf(input.version, input.environment, m_host), input.environment,
                         m_host))
            return false;
        if (input.arguments.value(u"client_id"_s).isUnknown())
            return keepsClientId() && decision.identityKind == "user-assigned"_L1;
        if (!m_intent.clientId)
            return decision.identityKind == "system-assigned"_L1;
        return decision.identityKind == "user-assigned"_L1
            && decision.clientId.compare(m_intent.clientId->toString(), Qt::CaseInsensitive) == 0;
    }

    // Whatever can go goes, variables first, so that an argument that hides one is kept rather than the other
    // way round. What was needed only because of a change that went later goes in the next round.
    void leaveOutWhatIsNotNeeded()
    {
        qsizetype before = 0;
        do {
            before = m_changes.size();
            leaveOut([](const Change &change) { return change.kind == Kind::UnsetVariable; });
            leaveOut([](const Change &change) { return change.kind != Kind::UnsetVariable; });
        } while (m_changes.size() < before);
    }

    void leaveOut(bool (*concerns)(const Change &))
    {
        for (qsizetype i = m_changes.size() - 1; i >= 0; --i) {
            if (!concerns(m_changes[i]))
                continue;
            QList<Change> without = m_changes;
            without.removeAt(i);
            if (isRight(without))
                m_changes = without;
        }
    }

    void explainWhyNot()
    {
        const DecisionInput input = changed(m_changes);
        const QString intended = nameOf(m_intent.method);
        const ProviderIdentitySource source = identitySourceOf(input.version, input.environment, m_host);
        if (isFor(CredentialMethod::ManagedIdentity) && m_intent.clientId
            && source.clientIdUse != ProviderIdentitySource::ClientIdUse::Sent) {
            m_fix.cannot.append(
                DecisionText::tr(
                    "A user-assigned identity cannot be used here: %1 does not accept a client id.")
                    .arg(nameOf(source.kind)));
            return;
        }
        const Decision decision = decide(input, m_host);
        m_fix.cannot.append(
            decision.error.isEmpty()
                ? DecisionText::tr("No change of arguments and variables makes Terraform use %1.")
                      .arg(intended)
                : DecisionText::tr(
                      "No change of arguments and variables makes Terraform use %1. The provider "
                      "reports: %2")
                      .arg(intended, decision.error));
    }

    void write()
    {
        for (const Change &change : std::as_const(m_changes)) {
            m_fix.reasons.append(change.reason);
            if (change.kind == Kind::UnsetVariable)
                m_fix.unsetVariables.append(change.name);
            else if (change.kind == Kind::SetArgument)
                m_fix.arguments.append({change.name, change.expression});
            else
                m_fix.arguments.append({change.name, std::nullopt});
        }
        m_fix.nothingToDo = m_changes.isEmpty() && !m_fix.upgradeTo && m_fix.cannot.isEmpty();
    }

    DecisionInput m_input;
    const DecisionIntent &m_intent;
    const Host &m_host;
    QList<Change> m_changes;
    DecisionFix m_fix;
};

} // namespace

bool namesApplication(const QMap<QString, ConfigurationValue> &arguments)
{
    static const QStringList names{u"client_secret"_s, u"client_secret_path"_s, u"client_certificate"_s,
                                   u"client_certificate_path"_s};
    return std::ranges::any_of(names, [&arguments](const QString &name) {
        const ConfigurationValue value = arguments.value(name);
        return !value.references.isEmpty() || value.isUnknown()
            || !value.toText().value_or(QString()).isEmpty();
    });
}

DecisionFix fixDecision(const DecisionInput &input, const DecisionIntent &intent, const Host &host)
{
    return Fixer(input, intent, host).run();
}

} // namespace signet
