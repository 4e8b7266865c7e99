#include "core/terraform/decision.h"

#include "core/result/enumwords.h"
#include "core/result/identifiers.h"
#include "core/terraform/decisionanswers.h"
#include "core/terraform/decisionerrors.h"
#include "core/terraform/decisiontext.h"
#include "core/terraform/decisiontraps.h"

#include <QDir>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using Outcome = CredentialAnswer::Outcome;

// The versions that were run against every kind of input; of the others the source was read.
bool wasRun(const ProviderVersion &version)
{
    return version == ProviderVersion(Release{1, 10, 0}) || version == ProviderVersion(Release{1, 11, 0})
        || version == ProviderVersion(Release{1, 16, 0});
}

class Decider {
public:
    Decider(const DecisionInput &input, const Host &host)
        : m_input(input)
        , m_host(host)
        , m_version(input.version.isNull() ? ProviderVersion::newestKnown() : input.version)
        , m_era(eraOf(m_version))
        , m_values(input, m_version)
        , m_source(identitySourceOf(m_version, input.environment, host))
        , m_credentials(credentialsOf(m_values, m_source, input, host))
    {
    }

    Decision run()
    {
        m_decision.version = m_version;
        m_decision.era = toString(m_era);
        m_decision.eraWasRun = wasRun(m_version);
        const ProviderValue &url = m_values["org_service_url"_L1];
        m_decision.address =
            providerAddress(url.isUnknown() ? std::nullopt : std::optional(url.text), url.origin);
        m_decision.traps = trapsOf({m_input, m_host, m_values, m_source, m_credentials, m_decision.address});
        assumeVersion();
        assumeUnknownValues();
        for (const ProviderCredential &credential : std::as_const(m_credentials))
            m_decision.chain.append({credential.method, credential.variant, ChainState::NotBuilt,
                                     credential.why, credential.from});

        if (!m_values.refusals().isEmpty())
            refused();
        else if (m_credentials.first().isBuilt)
            pat();
        else if (m_era == Era::PatOnly)
            fail(u"the personal access token is required"_s, finding::providerVersionTooOld);
        else if (m_era == Era::LastMatch)
            lastMatch();
        else
            chain();
        if (m_decision.decidedBy == CredentialMethod::None)
            m_decision.identityKind = u"none"_s;
        if (m_decision.stage == DecisionStage::Configure)
            m_decision.errorClass = providerErrorClass(m_decision.error);
        return m_decision;
    }

private:
    // ---- What is assumed -----------------------------------------------------------------------

    void assume(const QString &text)
    {
        if (!m_decision.assumed.contains(text))
            m_decision.assumed.append(text);
    }

    void assumeVersion()
    {
        const ProviderVersion newest = ProviderVersion::newestKnown();
        if (m_input.version.isNull())
            assume(
                DecisionText::tr(
                    "The version of the provider is not known. Signet assumes %1, the newest known version.")
                    .arg(newest.toString()));
        else if (m_version > newest)
            assume(DecisionText::tr("Signet does not know version %1. It assumes that it decides as %2 does.")
                       .arg(m_version.toString(), newest.toString()));
    }

    void assumeUnknownValues()
    {
        for (const ProviderArgument &argument : providerArguments()) {
            const ProviderValue &value = m_values[argument.name];
            if (!value.isUnknown())
                continue;
            const QString place = placeName(argument.name, value);
            if (argument.type != ArgumentType::Boolean)
                assume(
                    DecisionText::tr("The value of %1 is not known. Signet assumes a valid one.").arg(place));
            else if (value.on)
                assume(DecisionText::tr("The value of %1 is not known. Signet assumes true.").arg(place));
            else
                assume(DecisionText::tr("The value of %1 is not known. Signet assumes false.").arg(place));
        }
    }

    void assumeWhatIsAsked(const ProviderCredential &credential)
    {
        switch (credential.method) {
        case CredentialMethod::ManagedIdentity:
            if (!m_input.machine.identityEndpoint)
                assume(DecisionText::tr(
                    "The identity endpoint was not asked. Signet assumes that it returns a token."));
            break;
        case CredentialMethod::AzureCli:
            if (!m_input.machine.azureCli)
                assume(DecisionText::tr(
                    "The Azure CLI was not asked. Signet assumes that it is not signed in."));
            break;
        case CredentialMethod::Oidc:
        case CredentialMethod::ClientSecret:
        case CredentialMethod::ClientCertificate:
            if (credential.failure.isEmpty() && !m_input.machine.entraAccepts)
                assume(
                    DecisionText::tr("Microsoft Entra ID was not asked. Signet assumes that it accepts %1.")
                        .arg(nameOf(credential.method)));
            if (!credential.assumption.isEmpty())
                assume(credential.assumption);
            break;
        case CredentialMethod::Pat:
        case CredentialMethod::None:
            break;
        }
    }

    CredentialAnswer answerOf(const ProviderCredential &credential)
    {
        assumeWhatIsAsked(credential);
        const MachineFacts &machine = m_input.machine;
        return ask(credential,
                   {.version = m_version,
                    .source = m_source,
                    .identityEndpoint = machine.identityEndpoint.value_or(EndpointAnswer::Token),
                    .azureCli = machine.azureCli.value_or(AzureCliState::SignedOut),
                    .entraAccepts = machine.entraAccepts.value_or(true),
                    .tenantId = m_values["tenant_id"_L1].text});
    }

    // ---- How it ends ---------------------------------------------------------------------------

    void fail(const QString &error, FindingId finding)
    {
        m_decision.stage = DecisionStage::Configure;
        m_decision.error = error;
        const auto errorClass = providerErrorClass(error);
        const FindingId usual = errorClass ? findingForErrorClass(*errorClass) : FindingId();
        m_decision.errorFindingId = finding.isEmpty() ? usual : finding;
    }

    void refused()
    {
        m_decision.stage = m_values.refusedAt();
        m_decision.refusals = m_values.refusals();
        const DecisionRefusal &first = m_decision.refusals.first();
        m_decision.attribute = first.attribute;
        m_decision.errorClass = first.errorClass;
        m_decision.error = m_values.error();
        if (m_decision.stage == DecisionStage::Input && providerArgument(first.attribute) == nullptr)
            m_decision.errorFindingId = finding::providerArgumentUnknown;
        else if (first.errorClass)
            m_decision.errorFindingId = findingForErrorClass(*first.errorClass);
        else
            m_decision.errorFindingId =
                m_version == ProviderVersion(Release{1, 0, 0}) && m_decision.stage == DecisionStage::Prepare
                ? finding::providerVersionTooOld
                : finding::providerValueInvalid;
        for (ChainEntry &entry : m_decision.chain) {
            entry.state = ChainState::NotReached;
            entry.why = DecisionText::tr("Not reached: the provider rejects %1 first.").arg(first.attribute);
        }
    }

    void notReached(qsizetype from, qsizetype to, const QString &why)
    {
        for (qsizetype i = from; i < to; ++i) {
            m_decision.chain[i].state = ChainState::NotReached;
            m_decision.chain[i].why = why;
        }
    }

    void setWhy(qsizetype index, ChainState state, const QString &ending)
    {
        m_decision.chain[index].state = state;
        m_decision.chain[index].why = m_credentials[index].why;
        if (!ending.isEmpty())
            m_decision.chain[index].why += u' ' + ending;
    }

    // The identity of the selected credential.
    void identify(const ProviderCredential &credential)
    {
        m_decision.decidedBy = credential.method;
        switch (credential.method) {
        case CredentialMethod::Pat:
            m_decision.identityKind = u"person"_s;
            assume(DecisionText::tr("Signet assumes that Azure DevOps accepts the personal access token. Its "
                                    "owner cannot be determined."));
            break;
        case CredentialMethod::AzureCli:
            m_decision.identityKind = u"person"_s;
            if (m_input.machine.azureCli == AzureCliState::SignedIn)
                assume(DecisionText::tr(
                    "Signet assumes that the account that is signed in with the Azure CLI is a person's."));
            break;
        case CredentialMethod::ManagedIdentity:
            m_decision.identityKind = credential.isUserAssigned ? u"user-assigned"_s : u"system-assigned"_s;
            break;
        case CredentialMethod::Oidc:
        case CredentialMethod::ClientSecret:
        case CredentialMethod::ClientCertificate:
            m_decision.identityKind = u"application"_s;
            break;
        case CredentialMethod::None:
            break;
        }
        if (isGuid(credential.clientId))
            m_decision.clientId = credential.clientId;
    }

    void noteIdentitySource()
    {
        const bool isBuilt = std::ranges::any_of(m_credentials, [](const ProviderCredential &credential) {
            return credential.method == CredentialMethod::ManagedIdentity && credential.isBuilt;
        });
        if (isBuilt)
            m_decision.identitySource = toString(m_source.kind);
    }

    // Without an address no credential is asked; otherwise the first request after the token shows what is
    // wrong with it.
    bool failsBeforeToken()
    {
        if (!m_decision.address.isBeforeToken())
            return false;
        m_decision.managedIdentityAsked = false;
        m_decision.azureCliCalled = false;
        m_decision.attempted.clear();
        fail(m_decision.address.error, m_decision.address.findingId());
        assume(DecisionText::tr("Without the URL of an organization the provider asks no credential. Signet "
                                "shows the identity it would use with one."));
        return true;
    }

    void finish()
    {
        if (!m_decision.address.error.isEmpty())
            fail(m_decision.address.error, m_decision.address.findingId());
    }

    void pat()
    {
        identify(m_credentials.first());
        setWhy(0, ChainState::Selected, {});
        notReached(1, m_decision.chain.size(),
                   DecisionText::tr("Not reached: the personal access token ends the decision."));
        if (!failsBeforeToken())
            finish();
    }

    // ---- Last match ----------------------------------------------------------------------------

    void lastMatch()
    {
        const auto fatal = std::ranges::find_if(
            m_credentials, [](const ProviderCredential &credential) { return !credential.fatal.isEmpty(); });
        if (fatal != m_credentials.end()) {
            endedBy(fatal - m_credentials.begin());
            return;
        }
        qsizetype last = -1;
        for (qsizetype i = 0; i < m_credentials.size(); ++i) {
            if (m_credentials[i].isBuilt)
                last = i;
        }
        if (last < 0) {
            fail(u"No valid credentials found."_s, {});
            return;
        }
        noteIdentitySource();
        const ProviderCredential &credential = m_credentials[last];
        for (qsizetype i = 0; i < last; ++i) {
            if (m_credentials[i].isBuilt)
                notReached(i, i + 1,
                           DecisionText::tr("It matches, but the last match counts: %1.")
                               .arg(nameOf(credential.method)));
        }
        identify(credential);
        const CredentialAnswer answer = answerOf(credential);
        const bool isGiven = answer.outcome == Outcome::Token;
        setWhy(last, ChainState::Selected,
               isGiven ? DecisionText::tr("It is the last match and returns the token.")
                       : DecisionText::tr("It is the last match, and its failure is final."));
        if (failsBeforeToken())
            return;
        m_decision.managedIdentityAsked = credential.method == CredentialMethod::ManagedIdentity;
        if (isGiven)
            finish();
        else
            fail(answer.error, providerErrorClass(answer.error) ? FindingId() : answer.finding);
    }

    void endedBy(qsizetype index)
    {
        const ProviderCredential &credential = m_credentials[index];
        for (qsizetype i = 0; i < index; ++i) {
            if (m_credentials[i].isBuilt)
                notReached(i, i + 1, DecisionText::tr("It matches, but the run ends before it is used."));
        }
        notReached(index + 1, m_decision.chain.size(),
                   DecisionText::tr("Not reached: %1 ends the run.").arg(nameOf(credential.method)));
        fail(credential.fatal, credential.fatalFinding);
    }

    // ---- Chain ---------------------------------------------------------------------------------

    void chain()
    {
        noteIdentitySource();
        QList<qsizetype> built;
        for (qsizetype i = 0; i < m_credentials.size(); ++i) {
            if (m_credentials[i].isBuilt)
                built.append(i);
        }
        if (built.isEmpty()) {
            fail(u"failed to new credential"_s,
                 losesSystemIdentity() ? finding::providerMsiRegression111 : FindingId());
            return;
        }

        QStringList texts;
        FindingId finding;
        qsizetype last = 0; // index into built of the one whose answer is final
        Outcome outcome = Outcome::Token;
        for (; last < built.size(); ++last) {
            const ProviderCredential &credential = m_credentials[built[last]];
            const CredentialAnswer answer = answerOf(credential);
            m_decision.managedIdentityAsked |= credential.method == CredentialMethod::ManagedIdentity;
            // A program that is not there cannot be called.
            m_decision.azureCliCalled |= credential.method == CredentialMethod::AzureCli
                && m_input.machine.azureCli != AzureCliState::Absent;
            outcome = answer.outcome;
            if (outcome == Outcome::Token)
                break;
            texts.append(answer.error);
            if (finding.isEmpty())
                finding = answer.finding;
            m_decision.attempted.append(credential.name);
            const bool isLast = last + 1 == built.size();
            if (outcome == Outcome::Failed || isLast)
                break;
            setWhy(
                built[last], ChainState::TriedFirst,
                DecisionText::tr("It reports that it is not available, so the provider tries the next one."));
        }

        identify(m_credentials[built[last]]);
        setWhy(built[last], ChainState::Selected, ending(outcome));
        for (qsizetype i = last + 1; i < built.size(); ++i)
            setWhy(built[i], ChainState::WouldFollow,
                   DecisionText::tr("The provider tries it only if %1 reports that it is not available.")
                       .arg(nameOf(m_decision.decidedBy)));
        if (failsBeforeToken())
            return;
        if (outcome == Outcome::Token) {
            m_decision.attempted.clear();
            finish();
            return;
        }
        const QString error = errors::chained(texts);
        if (losesSystemIdentity() && m_decision.decidedBy == CredentialMethod::AzureCli)
            finding = finding::providerMsiRegression111;
        else if (providerErrorClass(error))
            finding = {};
        fail(error, finding);
    }

    static QString ending(Outcome outcome)
    {
        switch (outcome) {
        case Outcome::Token:
            return DecisionText::tr("It returns the token.");
        case Outcome::Unavailable:
            return DecisionText::tr("It reports that it is not available, and no other credential follows.");
        case Outcome::Failed:
            return DecisionText::tr("Its failure is final.");
        }
        Q_UNREACHABLE();
    }

    bool losesSystemIdentity() const
    {
        if (m_era != Era::ChainBrokenSystem || !m_values["use_msi"_L1].on)
            return false;
        const EffectiveClientId id = effectiveClientId(m_values, m_input, m_host);
        return id.ok && !id.isGiven();
    }

    const DecisionInput &m_input;
    const Host &m_host;
    const ProviderVersion m_version;
    const Era m_era;
    const ProviderValues m_values;
    const ProviderIdentitySource m_source;
    const QList<ProviderCredential> m_credentials;
    Decision m_decision;
};

Decision decideAsGiven(const DecisionInput &input, const Host &host)
{
    return Decider(input, host).run();
}

bool isSameDecision(const Decision &a, const Decision &b)
{
    return a.stage == b.stage && a.decidedBy == b.decidedBy && a.identityKind == b.identityKind
        && a.clientId == b.clientId && a.errorClass == b.errorClass;
}

// What an unknown value could be instead of the assumed value.
QList<ConfigurationValue> alternatives(const ProviderArgument &argument)
{
    switch (argument.type) {
    case ArgumentType::Boolean:
        return {ConfigurationValue::fromBool(true), ConfigurationValue::fromBool(false)};
    case ArgumentType::Uuid:
    case ArgumentType::UuidList:
        return {ConfigurationValue()};
    case ArgumentType::Text:
        return {ConfigurationValue(), ConfigurationValue::string(u""_s)};
    }
    Q_UNREACHABLE();
}

// Notes the unknown values that matter: some other value of theirs would lead to another decision.
void noteDependencies(const DecisionInput &input, const Host &host, Decision *decision)
{
    for (auto it = input.arguments.begin(); it != input.arguments.end(); ++it) {
        const ProviderArgument *argument = providerArgument(it.key());
        // The address of the organization changes where the token goes, not whose it is.
        if (!it->isUnknown() || argument == nullptr || it.key() == "org_service_url"_L1)
            continue;
        // A file of an unknown name can differ from the argument beside it.
        const bool isIdentity = (it.key() == "client_id"_L1 || it.key() == "client_id_file_path"_L1)
            && (decision->identityKind == "user-assigned"_L1 || decision->identityKind == "application"_L1);
        const QList<ConfigurationValue> others = alternatives(*argument);
        const bool matters = isIdentity || std::ranges::any_of(others, [&](const ConfigurationValue &value) {
                                 DecisionInput changed = input;
                                 changed.arguments.insert(it.key(), value);
                                 return !isSameDecision(*decision, decideAsGiven(changed, host));
                             });
        if (!matters)
            continue;
        decision->unknownArguments.append(it.key());
        for (const QString &name : it->dependsOn) {
            if (!decision->dependsOn.contains(name))
                decision->dependsOn.append(name);
        }
    }
}

constexpr EnumWords methodWords{CredentialMethod::None,
                                std::array{
                                    EnumWord{CredentialMethod::Pat, "pat"_L1},
                                    EnumWord{CredentialMethod::Oidc, "oidc"_L1},
                                    EnumWord{CredentialMethod::ClientSecret, "client-secret"_L1},
                                    EnumWord{CredentialMethod::ClientCertificate, "client-certificate"_L1},
                                    EnumWord{CredentialMethod::ManagedIdentity, "managed-identity"_L1},
                                    EnumWord{CredentialMethod::AzureCli, "azure-cli"_L1},
                                    EnumWord{CredentialMethod::None, "none"_L1},
                                }};

constexpr EnumWords chainStateWords{ChainState::NotReached,
                                    std::array{
                                        EnumWord{ChainState::Selected, "selected"_L1},
                                        EnumWord{ChainState::TriedFirst, "tried-first"_L1},
                                        EnumWord{ChainState::WouldFollow, "would-follow"_L1},
                                        EnumWord{ChainState::NotBuilt, "not-built"_L1},
                                        EnumWord{ChainState::NotReached, "not-reached"_L1},
                                    }};

constexpr EnumWords stageWords{DecisionStage::Done,
                               std::array{
                                   EnumWord{DecisionStage::Input, "input"_L1},
                                   EnumWord{DecisionStage::Prepare, "prepare"_L1},
                                   EnumWord{DecisionStage::Configure, "configure"_L1},
                                   EnumWord{DecisionStage::Done, "done"_L1},
                               }};

constexpr EnumWords endpointAnswerWords{
    EndpointAnswer::NoAnswer,
    std::array{
        EnumWord{EndpointAnswer::Token, "ok"_L1},
        EnumWord{EndpointAnswer::Html, "200-html"_L1},
        EnumWord{EndpointAnswer::EmptyObject, "200-empty-object"_L1},
        EnumWord{EndpointAnswer::Status400, "400"_L1},
        EnumWord{EndpointAnswer::Status401, "401"_L1},
        EnumWord{EndpointAnswer::Status403, "403"_L1},
        EnumWord{EndpointAnswer::Status403Unreachable, "403-unreachable"_L1},
        EnumWord{EndpointAnswer::NoAnswer, "no-answer"_L1},
    }};

constexpr EnumWords azureCliWords{AzureCliState::SignedIn,
                                  std::array{
                                      EnumWord{AzureCliState::Absent, "absent"_L1},
                                      EnumWord{AzureCliState::SignedOut, "logged-out"_L1},
                                      EnumWord{AzureCliState::SignedIn, "logged-in"_L1},
                                  }};

} // namespace

QString toString(CredentialMethod method)
{
    return methodWords[method];
}

std::optional<CredentialMethod> credentialMethodNamed(QStringView name)
{
    return methodWords.find(name);
}

QString toString(ChainState state)
{
    return chainStateWords[state];
}

QString toString(DecisionStage stage)
{
    return stageWords[stage];
}

QString toString(EndpointAnswer answer)
{
    return endpointAnswerWords[answer];
}

QString toString(AzureCliState state)
{
    return azureCliWords[state];
}

QString nameOf(CredentialMethod method)
{
    switch (method) {
    case CredentialMethod::Pat:
        return DecisionText::tr("the personal access token");
    case CredentialMethod::Oidc:
        return DecisionText::tr("the federated token");
    case CredentialMethod::ClientSecret:
        return DecisionText::tr("the client secret");
    case CredentialMethod::ClientCertificate:
        return DecisionText::tr("the client certificate");
    case CredentialMethod::ManagedIdentity:
        return DecisionText::tr("the managed identity");
    case CredentialMethod::AzureCli:
        return DecisionText::tr("the Azure CLI");
    case CredentialMethod::None:
        return DecisionText::tr("no credential");
    }
    Q_UNREACHABLE();
}

Decision decide(const DecisionInput &input, const Host &host)
{
    Decision decision = decideAsGiven(input, host);
    noteDependencies(input, host, &decision);
    return decision;
}

} // namespace signet
