#include "core/host/hostimage.h"
#include "core/terraform/decision.h"
#include "core/terraform/decisionerrors.h"
#include "core/terraform/providerarguments.h"
#include "tests/support/words.h"
#include "tests/terraform/decisionvector.h"

#include <QSet>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace signet;

using Arguments = QMap<QString, ConfigurationValue>;
using Variables = QMap<QString, QString>;
using Files = QMap<QString, QByteArray>;

// Everything a decision is made of. What is not said of the machine is known to be well: a token, an account
// of the Azure CLI, Entra accepts.
struct Situation {
    QString version = u"1.16.0"_s;
    Arguments arguments{};
    Variables variables{};
    MachineFacts machine{EndpointAnswer::Token, AzureCliState::SignedIn, true};
    Files files{};
    Platform platform = Platform::Linux;
};

namespace {

const QString one = u"6f0c2f5e-0000-4000-8000-000000000001"_s;
const QString two = u"6f0c2f5e-0000-4000-8000-000000000002"_s;
const QString tenant = u"6f0c2f5e-0000-4000-8000-0000000000ff"_s;
const QByteArray pem = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n"
                       "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n";

ConfigurationValue text(const QString &value)
{
    return ConfigurationValue::string(value);
}
ConfigurationValue at(ConfigurationValue value, const QString &file, int line)
{
    value.place = {file, line};
    return value;
}
ConfigurationValue unknown(const QString &name)
{
    return ConfigurationValue::unknown({name});
}
const ConfigurationValue on = ConfigurationValue::fromBool(true);
const ConfigurationValue off = ConfigurationValue::fromBool(false);

constexpr MachineFacts answering(EndpointAnswer answer, AzureCliState cli = AzureCliState::SignedIn)
{
    return {answer, cli, true};
}
constexpr MachineFacts refusingEntra{EndpointAnswer::Token, AzureCliState::SignedIn, false};

Host hostOf(const Situation &situation)
{
    HostImage image;
    image.platform = situation.platform;
    image.env = situation.variables;
    for (auto it = situation.files.begin(); it != situation.files.end(); ++it) {
        FileImage file;
        file.text = *it;
        image.files.insert(it.key(), file);
    }
    return Host::from(image);
}

DecisionInput inputOf(const Situation &situation)
{
    DecisionInput input;
    const auto version = ProviderVersion::parse(situation.version);
    if (version)
        input.version = *version;
    input.arguments = situation.arguments;
    if (!input.arguments.contains(u"org_service_url"_s))
        input.arguments.insert(u"org_service_url"_s, text(u"https://dev.azure.com/contoso"_s));
    input.environment = Environment(situation.variables, situation.platform);
    input.machine = situation.machine;
    return input;
}

Decision decided(const Situation &situation)
{
    return decide(inputOf(situation), hostOf(situation));
}

// "pat not-built, oidc not-built, ..."
QString chainWords(const Decision &decision)
{
    QStringList words;
    for (const ChainEntry &entry : decision.chain) {
        const QString method = toString(entry.method);
        words.append((entry.variant.isEmpty() ? method : method + u'/' + entry.variant) + u' '
                     + toString(entry.state));
    }
    return words.join(u", "_s);
}

ChainEntry entryOf(const Decision &decision, CredentialMethod method)
{
    const auto found = std::ranges::find_if(
        decision.chain, [method](const ChainEntry &entry) { return entry.method == method; });
    return found == decision.chain.end() ? ChainEntry() : *found;
}

const DecisionTrap *trapOf(const Decision &decision, const QString &id)
{
    const auto found =
        std::ranges::find_if(decision.traps, [&id](const DecisionTrap &trap) { return trap.id == id; });
    return found == decision.traps.end() ? nullptr : &*found;
}

QStringList textsOf(const Decision &decision)
{
    QStringList texts{decision.error, decision.attribute, decision.clientId};
    texts += decision.assumed + decision.dependsOn;
    for (const ChainEntry &entry : decision.chain)
        texts.append(entry.why);
    for (const DecisionRefusal &refusal : decision.refusals)
        texts.append(refusal.error);
    for (const DecisionTrap &trap : decision.traps) {
        texts.append(trap.text);
        for (const QVariant &value : trap.evidence)
            texts.append(value.toString());
    }
    return texts;
}

const Arguments msi{{u"use_msi"_s, on}};
const Arguments msiWithoutCli{{u"use_msi"_s, on}, {u"use_cli"_s, off}};
const Variables secretAndTenant{{u"ARM_CLIENT_SECRET"_s, u"hush"_s}, {u"ARM_TENANT_ID"_s, tenant}};

} // namespace

class TestDecision : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // ---- Eras ----------------------------------------------------------------------------------

    void versionTellsItsEra_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("era");
        QTest::addColumn<bool>("wasRun");
        QTest::addRow("first") << u"0.1.0"_s << u"pat-only"_s << false;
        QTest::addRow("last without identity") << u"0.11.0"_s << u"pat-only"_s << false;
        QTest::addRow("prerelease of 1.0.0") << u"1.0.0-beta1"_s << u"pat-only"_s << false;
        QTest::addRow("1.0.0") << u"1.0.0"_s << u"last-match"_s << false;
        QTest::addRow("1.9.0") << u"1.9.0"_s << u"last-match"_s << false;
        QTest::addRow("1.10.0") << u"1.10.0"_s << u"last-match"_s << true;
        QTest::addRow("1.11.0") << u"1.11.0"_s << u"chain-broken-system"_s << true;
        QTest::addRow("1.11.1") << u"1.11.1"_s << u"chain-broken-system"_s << false;
        QTest::addRow("1.11.2") << u"1.11.2"_s << u"chain"_s << false;
        QTest::addRow("1.15.1") << u"1.15.1"_s << u"chain"_s << false;
        QTest::addRow("1.16.0") << u"1.16.0"_s << u"chain-azure-names"_s << true;
        QTest::addRow("newer") << u"1.20.3"_s << u"chain-azure-names"_s << false;
    }
    void versionTellsItsEra()
    {
        QFETCH(const QString, version);
        QFETCH(const QString, era);
        QFETCH(const bool, wasRun);
        const Decision decision = decided({.version = version, .arguments = msi});
        QCOMPARE(decision.era, era);
        QCOMPARE(decision.eraWasRun, wasRun);
        QCOMPARE(decision.version.toString(), version);
    }

    void newerAndUnknownVersionsAreSaidToBeAssumed()
    {
        QVERIFY(decided({.version = u"1.17.0"_s, .arguments = msi}).assumed.first().contains(u"1.17.0"_s));
        const Decision decision = decided({.version = {}, .arguments = msi});
        QCOMPARE(decision.version.toString(), u"1.16.0"_s);
        QVERIFY(decision.assumed.first().contains(u"1.16.0"_s));
        QVERIFY(decided({.arguments = msi}).assumed.isEmpty());
    }

    // ---- The chain, its states and who decides -------------------------------------------------

    void chainTellsWhoIsAskedAndWhoIsNot_data()
    {
        QTest::addColumn<Situation>("situation");
        QTest::addColumn<QString>("chain");
        QTest::addColumn<QString>("decidedBy");
        QTest::addColumn<QString>("identity");

        QTest::addRow("identity with the Azure CLI behind it")
            << Situation{.arguments = msi}
            << u"pat not-built, oidc not-built, client-secret not-built, client-certificate not-built, "
               "managed-identity selected, azure-cli would-follow"_s
            << u"managed-identity"_s << u"system-assigned"_s;
        QTest::addRow("token ends the decision")
            << Situation{.arguments = msi, .variables = {{u"AZDO_PERSONAL_ACCESS_TOKEN"_s, u"hush"_s}}}
            << u"pat selected, oidc not-reached, client-secret not-reached, client-certificate not-reached, "
               "managed-identity not-reached, azure-cli not-reached"_s
            << u"pat"_s << u"person"_s;
        QTest::addRow("empty token hides the variable")
            << Situation{.arguments = {{u"use_msi"_s, on},
                                       {u"use_cli"_s, off},
                                       {u"personal_access_token"_s, text({})}},
                         .variables = {{u"AZDO_PERSONAL_ACCESS_TOKEN"_s, u"hush"_s}}}
            << u"pat not-built, oidc not-built, client-secret not-built, client-certificate not-built, "
               "managed-identity selected, azure-cli not-built"_s
            << u"managed-identity"_s << u"system-assigned"_s;
        QTest::addRow("secret before identity")
            << Situation{.arguments = msi, .variables = secretAndTenant}
            << u"pat not-built, oidc not-built, client-secret selected, client-certificate not-built, "
               "managed-identity would-follow, azure-cli would-follow"_s
            << u"client-secret"_s << u"application"_s;
        QTest::addRow("secret without tenant is dropped")
            << Situation{.arguments = msiWithoutCli, .variables = {{u"ARM_CLIENT_SECRET"_s, u"hush"_s}}}
            << u"pat not-built, oidc not-built, client-secret not-built, client-certificate not-built, "
               "managed-identity selected, azure-cli not-built"_s
            << u"managed-identity"_s << u"system-assigned"_s;
        QTest::addRow("names of 1.16 are not read by 1.15")
            << Situation{.version = u"1.15.1"_s,
                         .arguments = msiWithoutCli,
                         .variables = {{u"AZURE_CLIENT_SECRET"_s, u"hush"_s}, {u"AZURE_TENANT_ID"_s, tenant}}}
            << u"pat not-built, oidc not-built, client-secret not-built, client-certificate not-built, "
               "managed-identity selected, azure-cli not-built"_s
            << u"managed-identity"_s << u"system-assigned"_s;
        QTest::addRow("names of 1.16")
            << Situation{.arguments = msiWithoutCli,
                         .variables = {{u"AZURE_CLIENT_SECRET"_s, u"hush"_s}, {u"AZURE_TENANT_ID"_s, tenant}}}
            << u"pat not-built, oidc not-built, client-secret selected, client-certificate not-built, "
               "managed-identity would-follow, azure-cli not-built"_s
            << u"client-secret"_s << u"application"_s;
        QTest::addRow("secret that Entra refuses is final")
            << Situation{.arguments = msi, .variables = secretAndTenant, .machine = refusingEntra}
            << u"pat not-built, oidc not-built, client-secret selected, client-certificate not-built, "
               "managed-identity would-follow, azure-cli would-follow"_s
            << u"client-secret"_s << u"application"_s;
        QTest::addRow("no identity on the machine")
            << Situation{.arguments = msi, .machine = answering(EndpointAnswer::Status400)}
            << u"pat not-built, oidc not-built, client-secret not-built, client-certificate not-built, "
               "managed-identity tried-first, azure-cli selected"_s
            << u"azure-cli"_s << u"person"_s;
        QTest::addRow("no identity and nobody behind it")
            << Situation{.arguments = msiWithoutCli, .machine = answering(EndpointAnswer::Status400)}
            << u"pat not-built, oidc not-built, client-secret not-built, client-certificate not-built, "
               "managed-identity selected, azure-cli not-built"_s
            << u"managed-identity"_s << u"system-assigned"_s;
        QTest::addRow("named identity that is not there is final")
            << Situation{.arguments = {{u"use_msi"_s, on}, {u"client_id"_s, text(one)}},
                         .machine = answering(EndpointAnswer::Status400)}
            << u"pat not-built, oidc not-built, client-secret not-built, client-certificate not-built, "
               "managed-identity selected, azure-cli would-follow"_s
            << u"managed-identity"_s << u"user-assigned "_s + one;
        QTest::addRow("silence is final")
            << Situation{.arguments = msi, .machine = answering(EndpointAnswer::NoAnswer)}
            << u"pat not-built, oidc not-built, client-secret not-built, client-certificate not-built, "
               "managed-identity selected, azure-cli would-follow"_s
            << u"managed-identity"_s << u"system-assigned"_s;
        QTest::addRow("nothing configured")
            << Situation{.variables = {{u"SYSTEM_ACCESSTOKEN"_s, u"hush"_s},
                                       {u"SYSTEM_OIDCREQUESTURI"_s, u"u"_s}}}
            << u"pat not-built, oidc not-built, client-secret not-built, client-certificate not-built, "
               "managed-identity not-built, azure-cli selected"_s
            << u"azure-cli"_s << u"person"_s;
        QTest::addRow("nobody at all")
            << Situation{.arguments = {{u"use_cli"_s, off}}}
            << u"pat not-built, oidc not-built, client-secret not-built, client-certificate not-built, "
               "managed-identity not-built, azure-cli not-built"_s
            << u"none"_s << u"none"_s;
        QTest::addRow("refused argument")
            << Situation{.arguments = {{u"use_msi"_s, on}, {u"client_id"_s, text(u"my-id"_s)}}}
            << u"pat not-reached, oidc not-reached, client-secret not-reached, client-certificate "
               u"not-reached, "
               "managed-identity not-reached, azure-cli not-reached"_s
            << u"none"_s << u"none"_s;
        QTest::addRow("1.11.0 loses the system-assigned identity")
            << Situation{.version = u"1.11.0"_s, .arguments = msi}
            << u"pat not-built, oidc not-built, client-secret not-built, client-certificate not-built, "
               "managed-identity not-built, azure-cli selected"_s
            << u"azure-cli"_s << u"person"_s;
        QTest::addRow("1.11.2 has it again")
            << Situation{.version = u"1.11.2"_s, .arguments = msiWithoutCli}
            << u"pat not-built, oidc not-built, client-secret not-built, client-certificate not-built, "
               "managed-identity selected, azure-cli not-built"_s
            << u"managed-identity"_s << u"system-assigned"_s;

        QTest::addRow("last match is the identity")
            << Situation{.version = u"1.5.0"_s, .arguments = msi, .variables = secretAndTenant}
            << u"pat not-built, oidc not-built, client-certificate not-built, client-secret not-reached, "
               "managed-identity selected"_s
            << u"managed-identity"_s << u"system-assigned"_s;
        QTest::addRow("last match is the secret")
            << Situation{.version = u"1.5.0"_s,
                         .arguments = {{u"client_id"_s, text(one)},
                                       {u"client_certificate_path"_s, text(u"/c.pem"_s)}},
                         .variables = secretAndTenant,
                         .files = {{u"/c.pem"_s, pem}}}
            << u"pat not-built, oidc not-built, client-certificate not-reached, client-secret selected, "
               "managed-identity not-built"_s
            << u"client-secret"_s << u"application "_s + one;
        QTest::addRow("broken on the way ends the run")
            << Situation{.version = u"1.10.0"_s,
                         .arguments = msi,
                         .variables = {{u"ARM_CLIENT_CERTIFICATE_PATH"_s, u"/nope.pfx"_s}}}
            << u"pat not-built, oidc not-built, client-certificate not-built, client-secret not-reached, "
               "managed-identity not-reached"_s
            << u"none"_s << u"none"_s;
        QTest::addRow("match before the end of the run")
            << Situation{.version = u"1.10.0"_s,
                         .arguments = {{u"use_oidc"_s, on},
                                       {u"oidc_token"_s, text(u"hush"_s)},
                                       {u"tenant_id"_s, text(tenant)}},
                         .variables = {{u"ARM_CLIENT_CERTIFICATE_PATH"_s, u"/nope.pfx"_s}}}
            << u"pat not-built, oidc/token not-reached, client-certificate not-built, client-secret "
               u"not-reached, "
               "managed-identity not-reached"_s
            << u"none"_s << u"none"_s;
        QTest::addRow("token alone before 1.0.0")
            << Situation{.version = u"0.9.0"_s, .variables = {{u"AZDO_PERSONAL_ACCESS_TOKEN"_s, u"hush"_s}}}
            << u"pat selected"_s << u"pat"_s << u"person"_s;
        QTest::addRow("nothing before 1.0.0")
            << Situation{.version = u"0.9.0"_s} << u"pat not-built"_s << u"none"_s << u"none"_s;
    }
    void chainTellsWhoIsAskedAndWhoIsNot()
    {
        QFETCH(const Situation, situation);
        QFETCH(const QString, chain);
        QFETCH(const QString, decidedBy);
        QFETCH(const QString, identity);
        const Decision decision = decided(situation);
        QCOMPARE(chainWords(decision), chain);
        QCOMPARE(word(decision.decidedBy), decidedBy);
        QCOMPARE((decision.identityKind + u' ' + decision.clientId).trimmed(), identity);
    }

    // ---- OIDC, certificates and secrets from files ---------------------------------------------

    void federatedTokensAreBuiltInOrder_data()
    {
        QTest::addColumn<Situation>("situation");
        QTest::addColumn<QString>("oidc"); // the OIDC entries
        const Arguments oidc{{u"use_msi"_s, on}, {u"use_oidc"_s, on}};
        const Variables ids{{u"ARM_CLIENT_ID"_s, one}, {u"ARM_TENANT_ID"_s, tenant}};
        const auto with = [&ids](Variables more) {
            more.insert(ids);
            return more;
        };
        QTest::addRow("no input") << Situation{.arguments = oidc, .variables = ids}
                                  << u"token not-built, token-file not-built, request not-built"_s;
        QTest::addRow("token") << Situation{.arguments = oidc,
                                            .variables = with({{u"ARM_OIDC_TOKEN"_s, u"hush"_s}})}
                               << u"token selected, token-file not-built, request not-built"_s;
        QTest::addRow("token without client id")
            << Situation{.arguments = oidc,
                         .variables = {{u"ARM_OIDC_TOKEN"_s, u"hush"_s}, {u"ARM_TENANT_ID"_s, tenant}}}
            << u"token selected, token-file not-built, request not-built"_s;
        QTest::addRow("token without tenant")
            << Situation{.arguments = oidc,
                         .variables = {{u"ARM_OIDC_TOKEN"_s, u"hush"_s}, {u"ARM_CLIENT_ID"_s, one}}}
            << u"token not-built, token-file not-built, request not-built"_s;
        QTest::addRow("token file of Kubernetes")
            << Situation{.arguments = oidc,
                         .variables = {{u"AZURE_FEDERATED_TOKEN_FILE"_s, u"/t"_s},
                                       {u"AZURE_CLIENT_ID"_s, one},
                                       {u"AZURE_TENANT_ID"_s, tenant}},
                         .files = {{u"/t"_s, "hush"}}}
            << u"token not-built, token-file selected, request not-built"_s;
        QTest::addRow("tenant of Kubernetes before 1.16 is read by the library")
            << Situation{.version = u"1.12.0"_s,
                         .arguments = oidc,
                         .variables = {{u"AZURE_FEDERATED_TOKEN_FILE"_s, u"/t"_s},
                                       {u"AZURE_CLIENT_ID"_s, one},
                                       {u"AZURE_TENANT_ID"_s, tenant}},
                         .files = {{u"/t"_s, "hush"}}}
            << u"token not-built, token-file selected, request not-built"_s;
        QTest::addRow("token file without client id") << Situation{
            .arguments = oidc,
            .variables = {{u"AZURE_FEDERATED_TOKEN_FILE"_s, u"/t"_s}, {u"ARM_TENANT_ID"_s, tenant}},
            .files = {{u"/t"_s, "hush"}}} << u"token not-built, token-file not-built, request not-built"_s;
        QTest::addRow("request of GitHub")
            << Situation{.arguments = oidc,
                         .variables = with({{u"ACTIONS_ID_TOKEN_REQUEST_TOKEN"_s, u"hush"_s},
                                            {u"ACTIONS_ID_TOKEN_REQUEST_URL"_s, u"https://x"_s}})}
            << u"token not-built, token-file not-built, request selected"_s;
        QTest::addRow("request without address")
            << Situation{.arguments = oidc,
                         .variables = with({{u"ACTIONS_ID_TOKEN_REQUEST_TOKEN"_s, u"hush"_s}})}
            << u"token not-built, token-file not-built, request not-built"_s;
        QTest::addRow("request of Azure Pipelines")
            << Situation{.arguments = oidc,
                         .variables = with({{u"ARM_OIDC_AZURE_SERVICE_CONNECTION_ID"_s, u"c"_s},
                                            {u"SYSTEM_ACCESSTOKEN"_s, u"hush"_s},
                                            {u"SYSTEM_OIDCREQUESTURI"_s, u"https://x"_s}})}
            << u"token not-built, token-file not-built, pipelines-request selected"_s;
        QTest::addRow("Azure Pipelines goes by the variable")
            << Situation{.arguments = {{u"use_oidc"_s, on}, {u"oidc_request_url"_s, text(u"https://x"_s)}},
                         .variables = with({{u"ARM_OIDC_AZURE_SERVICE_CONNECTION_ID"_s, u"c"_s},
                                            {u"SYSTEM_ACCESSTOKEN"_s, u"hush"_s}})}
            << u"token not-built, token-file not-built, pipelines-request not-built"_s;
        QTest::addRow("all of them: the first is asked")
            << Situation{.arguments = oidc,
                         .variables = with({{u"ARM_OIDC_TOKEN"_s, u"hush"_s},
                                            {u"ARM_OIDC_TOKEN_FILE_PATH"_s, u"/t"_s},
                                            {u"ARM_OIDC_REQUEST_TOKEN"_s, u"hush"_s},
                                            {u"ARM_OIDC_REQUEST_URL"_s, u"https://x"_s}}),
                         .files = {{u"/t"_s, "hush"}}}
            << u"token selected, token-file would-follow, request would-follow"_s;
    }
    void federatedTokensAreBuiltInOrder()
    {
        QFETCH(const Situation, situation);
        QFETCH(const QString, oidc);
        QStringList words;
        const Decision decision = decided(situation);
        for (const ChainEntry &entry : decision.chain) {
            if (entry.method == CredentialMethod::Oidc)
                words.append(entry.variant + u' ' + toString(entry.state));
        }
        QCOMPARE(words.join(u", "_s), oidc);
    }

    void tokenFileIsReadOnlyWhenAsked()
    {
        const Decision decision =
            decided({.arguments = {{u"use_oidc"_s, on}, {u"oidc_token_file_path"_s, text(u"/t"_s)}},
                     .variables = {{u"ARM_CLIENT_ID"_s, one}, {u"ARM_TENANT_ID"_s, tenant}}});
        QCOMPARE(word(decision.decidedBy), u"oidc"_s);
        QCOMPARE(word(decision.stage), u"configure"_s);
        QCOMPARE(decision.attempted, QStringList{u"WorkloadIdentityCredential"_s});
        QVERIFY(
            decision.error.endsWith("\n\tWorkloadIdentityCredential: open /t: no such file or directory"_L1));
        QCOMPARE(decision.errorFindingId.toString(), u"federated-setup-mismatch"_s);
    }

    void certificateIsBuiltOnlyIfItCanBe_data()
    {
        QTest::addColumn<Situation>("situation");
        QTest::addColumn<QString>("state");
        const Arguments file{{u"client_certificate_path"_s, text(u"/c"_s)}, {u"tenant_id"_s, text(tenant)}};
        const auto holding = [&file](const QByteArray &content, const Arguments &more = {}) {
            Arguments arguments = file;
            arguments.insert(more);
            return Situation{.arguments = arguments, .files = {{u"/c"_s, content}}};
        };
        const Arguments password{{u"client_certificate_password"_s, text(u"hush"_s)}};
        const auto inBase64 = [](const QByteArray &content) {
            return Arguments{{u"client_certificate"_s, text(QString::fromLatin1(content))}};
        };
        QTest::addRow("PEM") << holding(pem) << u"selected"_s;
        QTest::addRow("PKCS#12") << holding("\x30\x82") << u"selected"_s;
        QTest::addRow("PKCS#12 with password") << holding("\x30\x82", password) << u"selected"_s;
        QTest::addRow("PEM with password") << holding(pem, password) << u"not-built"_s;
        QTest::addRow("PEM without key")
            << holding(pem.left(pem.indexOf("-----BEGIN PRIVATE"))) << u"not-built"_s;
        QTest::addRow("key without PEM")
            << holding(pem.mid(pem.indexOf("-----BEGIN PRIVATE"))) << u"not-built"_s;
        QTest::addRow("key of another kind")
            << holding(QByteArray(pem).replace("PRIVATE KEY", "EC PRIVATE KEY")) << u"not-built"_s;
        QTest::addRow("something else") << holding("hello") << u"not-built"_s;
        QTest::addRow("empty file") << holding("") << u"not-built"_s;
        QTest::addRow("no file") << Situation{.arguments = file} << u"not-built"_s;
        QTest::addRow("no tenant") << Situation{.arguments = {{u"client_certificate_path"_s, text(u"/c"_s)}},
                                                .files = {{u"/c"_s, pem}}}
                                   << u"not-built"_s;
        QTest::addRow("same in both") << holding(pem, inBase64(pem.toBase64())) << u"selected"_s;
        QTest::addRow("differing") << holding(pem, inBase64(QByteArray("\x30\x82").toBase64()))
                                   << u"not-built"_s;
        QTest::addRow("text that is no base64") << holding(pem, inBase64("***")) << u"not-built"_s;
        QTest::addRow("client id file that is not there")
            << holding(pem, {{u"client_id_file_path"_s, text(u"/nope"_s)}}) << u"not-built"_s;
    }
    void certificateIsBuiltOnlyIfItCanBe()
    {
        QFETCH(const Situation, situation);
        QFETCH(const QString, state);
        QCOMPARE(word(entryOf(decided(situation), CredentialMethod::ClientCertificate).state), state);
    }

    void secretMayComeFromAFile_data()
    {
        QTest::addColumn<Situation>("situation");
        QTest::addColumn<QString>("state");
        const auto from = [](const QString &version, const Files &files, const Arguments &more = {}) {
            Arguments arguments{{u"client_secret_path"_s, text(u"/s"_s)}, {u"tenant_id"_s, text(tenant)}};
            arguments.insert(more);
            return Situation{.version = version, .arguments = arguments, .files = files};
        };
        const Arguments secret{{u"client_secret"_s, text(u"hush"_s)}};
        QTest::addRow("file") << from(u"1.16.0"_s, {{u"/s"_s, "hush\n"}}) << u"selected"_s;
        QTest::addRow("empty file") << from(u"1.16.0"_s, {{u"/s"_s, "\n"}}) << u"not-built"_s;
        QTest::addRow("no file") << from(u"1.16.0"_s, {}) << u"not-built"_s;
        QTest::addRow("same in both") << from(u"1.16.0"_s, {{u"/s"_s, "hush"}}, secret) << u"selected"_s;
        QTest::addRow("differing") << from(u"1.16.0"_s, {{u"/s"_s, "hush2"}}, secret) << u"not-built"_s;
        QTest::addRow("last match: file") << from(u"1.10.0"_s, {{u"/s"_s, "hush"}}) << u"selected"_s;
        QTest::addRow("last match: differing")
            << from(u"1.10.0"_s, {{u"/s"_s, "hush2"}}, secret) << u"selected"_s;
        QTest::addRow("last match: no file") << from(u"1.10.0"_s, {}) << u"not-built"_s;
    }
    void secretMayComeFromAFile()
    {
        QFETCH(const Situation, situation);
        QFETCH(const QString, state);
        QCOMPARE(word(entryOf(decided(situation), CredentialMethod::ClientSecret).state), state);
    }

    void relativePathIsLookedForWhereTerraformRuns()
    {
        const Situation situation{
            .arguments = {{u"use_msi"_s, on}, {u"client_id_file_path"_s, text(u"id"_s)}},
            .files = {{u"/infra/id"_s, one.toLatin1()}}};
        DecisionInput input = inputOf(situation);
        QVERIFY(trapOf(decide(input, hostOf(situation)), u"client-id-file-dropped"_s));
        input.directory = u"/infra"_s;
        QCOMPARE(decide(input, hostOf(situation)).clientId, one);
    }

    // ---- Where the identity is asked for -------------------------------------------------------

    void variablesChooseTheSource_data()
    {
        QTest::addColumn<Situation>("situation");
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("withClientId"); // state of the identity with a client id
        const Variables appService{{u"IDENTITY_ENDPOINT"_s, u"http://127.0.0.1:1/t"_s},
                                   {u"IDENTITY_HEADER"_s, u"h"_s}};
        Variables serviceFabric = appService;
        serviceFabric.insert(u"IDENTITY_SERVER_THUMBPRINT"_s, u"t"_s);
        const Variables arc{{u"IDENTITY_ENDPOINT"_s, u"http://127.0.0.1:40342/t"_s},
                            {u"IMDS_ENDPOINT"_s, u"http://127.0.0.1:40342"_s}};
        const Variables cloudShell{{u"MSI_ENDPOINT"_s, u"http://127.0.0.1:2/t"_s}};
        Variables machineLearning = cloudShell;
        machineLearning.insert(u"MSI_SECRET"_s, u"x"_s);
        const Variables lonely{{u"IDENTITY_ENDPOINT"_s, u"http://127.0.0.1:1/t"_s}};
        Variables both = lonely;
        both.insert(cloudShell);
        Variables emptyHeader = lonely;
        emptyHeader.insert(u"IDENTITY_HEADER"_s, {});
        const Files agent{{u"/opt/azcmagent/bin/himds"_s, "binary"}};

        const auto row = [](const char *name, const QString &version, const Variables &variables,
                            const QString &source, const QString &withClientId, const Files &files = {}) {
            QTest::addRow("%s, %s", qPrintable(version), name)
                << Situation{.version = version, .arguments = msi, .variables = variables, .files = files}
                << source << withClientId;
        };
        for (const QString &version : {u"1.10.0"_s, u"1.16.0"_s}) {
            row("nothing set", version, {}, u"imds"_s, u"selected"_s);
            row("App Service", version, appService, u"app-service"_s, u"selected"_s);
            row("Service Fabric", version, serviceFabric, u"service-fabric"_s, u"not-built"_s);
            row("Azure ML", version, machineLearning, u"machine-learning"_s, u"selected"_s);
            row("Cloud Shell", version, cloudShell, u"cloud-shell"_s, u"not-built"_s);
            row("Arc", version, arc, u"arc"_s, u"not-built"_s);
            row("endpoint alone", version, lonely, u"imds"_s, u"selected"_s);
        }
        row("agent file", u"1.16.0"_s, {}, u"arc"_s, u"not-built"_s, agent);
        row("agent file before the chain", u"1.10.0"_s, {}, u"imds"_s, u"selected"_s, agent);
        row("endpoint alone beside Cloud Shell's", u"1.16.0"_s, both, u"cloud-shell"_s, u"not-built"_s);
        row("endpoint alone beside Cloud Shell's", u"1.10.0"_s, both, u"imds"_s, u"selected"_s);
        row("empty header", u"1.16.0"_s, emptyHeader, u"imds"_s, u"selected"_s);
        row("empty header counts as there", u"1.10.0"_s, emptyHeader, u"app-service"_s, u"selected"_s);
        // The oldest libraries leave the client id out, and do not know Azure ML.
        row("Cloud Shell", u"1.5.0"_s, cloudShell, u"cloud-shell"_s, u"selected"_s);
        row("Cloud Shell", u"1.6.0"_s, cloudShell, u"cloud-shell"_s, u"not-built"_s);
        row("Azure ML", u"1.1.0"_s, machineLearning, u"cloud-shell"_s, u"selected"_s);
        row("Azure ML", u"1.2.0"_s, machineLearning, u"machine-learning"_s, u"selected"_s);
    }
    void variablesChooseTheSource()
    {
        QFETCH(Situation, situation);
        QFETCH(const QString, source);
        QFETCH(const QString, withClientId);
        const Decision decision = decided(situation);
        QCOMPARE(decision.identitySource, source);
        QCOMPARE(word(decision.decidedBy), u"managed-identity"_s);
        situation.arguments.insert(u"client_id"_s, text(one));
        QCOMPARE(word(entryOf(decided(situation), CredentialMethod::ManagedIdentity).state), withClientId);
    }

    void arcAgentOfWindowsIsFoundInProgramData()
    {
        const QString file = u"C:\\ProgramData\\AzureConnectedMachineAgent\\himds.exe"_s;
        Situation situation{.arguments = msi,
                            .variables = {{u"PROGRAMDATA"_s, u"C:\\ProgramData"_s}},
                            .files = {{file, "binary"}},
                            .platform = Platform::Windows};
        QCOMPARE(decided(situation).identitySource, u"arc"_s);
        situation.platform = Platform::MacOs;
        QCOMPARE(decided(situation).identitySource, u"imds"_s);
    }

    void clientIdThatIsLeftOutMakesNoUserAssignedIdentity()
    {
        const Decision decision = decided({.version = u"1.5.0"_s,
                                           .arguments = {{u"use_msi"_s, on}, {u"client_id"_s, text(one)}},
                                           .variables = {{u"MSI_ENDPOINT"_s, u"http://127.0.0.1/t"_s}}});
        QCOMPARE(decision.identityKind, u"system-assigned"_s);
        QCOMPARE(decision.clientId, QString());
    }

    // ---- Errors --------------------------------------------------------------------------------

    void errorHasItsClass_data()
    {
        QTest::addColumn<Situation>("situation");
        QTest::addColumn<QString>("errorClass"); // empty: none of the list
        QTest::addColumn<QString>("finding");
        QTest::addColumn<QString>("begin"); // of the error, or a part of it

        QTest::addRow("argument") << Situation{.version = u"1.10.0"_s, .arguments = {{u"use_cli"_s, off}}}
                                  << u"argument-unknown"_s << u"provider-version-too-old"_s
                                  << u"unexpected attribute \"use_cli\"\n"_s;
        QTest::addRow("use_msi before 1.0.0")
            << Situation{.version = u"0.11.0"_s, .arguments = msi} << u"argument-unknown"_s
            << u"provider-version-too-old"_s << u"An argument named \"use_msi\" is not expected here."_s;
        QTest::addRow("upper case boolean")
            << Situation{.variables = {{u"ARM_USE_MSI"_s, u"True"_s}}} << u"boolean-not-lowercase"_s
            << u"provider-value-invalid"_s
            << u"error setting default for \"use_msi\": a bool is required; to convert from string, use lowercase \"true\""_s;
        QTest::addRow("no boolean") << Situation{.variables = {{u"ARM_USE_OIDC"_s, u"yes"_s}}}
                                    << u"boolean-invalid"_s << u"provider-value-invalid"_s
                                    << u"error setting default for \"use_oidc\": a bool is required"_s;
        QTest::addRow("boolean with a blank")
            << Situation{.variables = {{u"ARM_USE_CLI"_s, u" true"_s}}} << u"boolean-invalid"_s
            << u"provider-value-invalid"_s << u"error setting default for \"use_cli\": a bool is required"_s;
        QTest::addRow("list")
            << Situation{.variables = {{u"ARM_AUXILIARY_TENANT_IDS"_s, tenant}}} << u"list-in-environment"_s
            << u"provider-value-invalid"_s
            << u"error setting default for \"auxiliary_tenant_ids\": list of string required"_s;
        QTest::addRow("client id") << Situation{.arguments = {{u"client_id"_s, text(u"my-id"_s)}}}
                                   << u"client-id-not-uuid"_s << u"provider-value-invalid"_s
                                   << u"expected \"client_id\" to be a valid UUID, got my-id"_s;
        QTest::addRow("empty client id")
            << Situation{.arguments = {{u"client_id"_s, text({})}}} << u"client-id-not-uuid"_s
            << u"provider-value-invalid"_s << u"expected \"client_id\" to be a valid UUID, got "_s;
        QTest::addRow("client id in braces")
            << Situation{.arguments = {{u"client_id"_s, text(u'{' + one + u'}')}}} << u"client-id-not-uuid"_s
            << u"provider-value-invalid"_s << u"expected \"client_id\" to be a valid UUID, got {"_s;
        QTest::addRow("tenant id") << Situation{.variables = {{u"ARM_TENANT_ID"_s, u"contoso.com"_s}}}
                                   << u"tenant-id-not-uuid"_s << u"provider-value-invalid"_s
                                   << u"expected \"tenant_id\" to be a valid UUID, got contoso.com"_s;
        QTest::addRow("no credential") << Situation{.arguments = {{u"use_cli"_s, off}}} << u"no-credential"_s
                                       << u"credential-build-swallowed"_s << u"failed to new credential"_s;
        QTest::addRow("no credential, last match")
            << Situation{.version = u"1.10.0"_s} << u"no-credential"_s << u"credential-build-swallowed"_s
            << u"No valid credentials found."_s;
        QTest::addRow("lost identity")
            << Situation{.version = u"1.11.1"_s, .arguments = msiWithoutCli} << u"no-credential"_s
            << u"provider-msi-regression-1-11"_s << u"failed to new credential"_s;
        QTest::addRow("no tenant") << Situation{.version = u"1.10.0"_s,
                                                .arguments = msi,
                                                .variables = {{u"ARM_CLIENT_SECRET"_s, u"hush"_s}}}
                                   << u"tenant-id-missing"_s << u"tenant-id-wrong"_s
                                   << u"invalid tenantID. You can"_s;
        QTest::addRow("no federated token")
            << Situation{.version = u"1.10.0"_s, .variables = {{u"ARM_USE_OIDC"_s, u"true"_s}}}
            << u"oidc-token-missing"_s << u"federated-setup-mismatch"_s
            << u"No OIDC token found in TFC_WORKLOAD_IDENTITY_TOKEN environment variable."_s;
        QTest::addRow("no certificate")
            << Situation{.version = u"1.10.0"_s,
                         .variables = {{u"ARM_CLIENT_CERTIFICATE_PATH"_s, u"/nope.pfx"_s}}}
            << u"certificate-unreadable"_s << u"env-secret-or-oidc-beats-msi"_s
            << u"open /nope.pfx: no such file or directory"_s;
        QTest::addRow("selector")
            << Situation{.version = u"1.10.0"_s,
                         .arguments = {{u"use_msi"_s, on}, {u"client_id"_s, text(one)}},
                         .variables = {{u"MSI_ENDPOINT"_s, u"http://127.0.0.1/t"_s}}}
            << u"selector-refused"_s << u"selector-unsupported"_s
            << u"the Cloud Shell API doesn't support user-assigned managed identities"_s;
        QTest::addRow("selector, Arc")
            << Situation{.version = u"1.10.0"_s,
                         .arguments = {{u"use_msi"_s, on}, {u"client_id"_s, text(one)}},
                         .variables = {{u"IDENTITY_ENDPOINT"_s, u"http://127.0.0.1/t"_s},
                                       {u"IMDS_ENDPOINT"_s, u"http://127.0.0.1"_s}}}
            << u"selector-refused"_s << u"arc-user-assigned-unsupported"_s
            << u"the Azure Arc API doesn't support specifying a user-assigned"_s;
        QTest::addRow("secret") << Situation{.arguments = msi,
                                             .variables = secretAndTenant,
                                             .machine = refusingEntra}
                                << u"secret-refused"_s << u"client-credential-rejected"_s
                                << u"\n\tClientSecretCredential authentication failed. \n"_s;
        QTest::addRow("certificate") << Situation{.arguments = {{u"client_certificate_path"_s, text(u"/c"_s)},
                                                                {u"tenant_id"_s, text(tenant)}},
                                                  .machine = refusingEntra,
                                                  .files = {{u"/c"_s, pem}}}
                                     << QString() << u"client-credential-rejected"_s
                                     << u"\n\tClientCertificateCredential authentication failed. \n"_s;
        QTest::addRow("federated token") << Situation{.arguments = {{u"use_oidc"_s, on},
                                                                    {u"oidc_token"_s, text(u"hush"_s)},
                                                                    {u"tenant_id"_s, text(tenant)}},
                                                      .machine = refusingEntra}
                                         << u"oidc-refused"_s << u"federated-setup-mismatch"_s
                                         << u"\n\tClientAssertionCredential authentication failed. \n"_s;
        QTest::addRow("user-assigned identity")
            << Situation{.arguments = {{u"use_msi"_s, on}, {u"client_id"_s, text(one)}},
                         .machine = answering(EndpointAnswer::Status400)}
            << u"mi-user-assigned-not-found"_s << u"identity-not-assigned"_s
            << u"the requested identity isn't assigned to this resource\n\t\tGET http://169.254.169.254/"_s;
        QTest::addRow("system-assigned identity")
            << Situation{.arguments = msiWithoutCli, .machine = answering(EndpointAnswer::Status400)}
            << u"mi-system-assigned-not-found"_s << u"identity-not-assigned"_s
            << u"ManagedIdentityCredential: failed to authenticate a system assigned identity."_s;
        QTest::addRow("system-assigned identity, nobody signed in")
            << Situation{.arguments = msi,
                         .machine = answering(EndpointAnswer::Status400, AzureCliState::SignedOut)}
            << u"mi-system-assigned-not-found"_s << u"identity-not-assigned"_s
            << u"\n\tAzureCLICredential: ERROR: Please run 'az login' to setup account."_s;
        QTest::addRow("proxy of a container")
            << Situation{.arguments = msiWithoutCli,
                         .machine = answering(EndpointAnswer::Status403Unreachable)}
            << u"mi-proxy-unreachable"_s << u"docker-desktop-403"_s
            << u"unexpected response \"connecting to 169.254.169.254:80"_s;
        QTest::addRow("page") << Situation{.arguments = msiWithoutCli,
                                           .machine = answering(EndpointAnswer::Html)}
                              << u"mi-html"_s << u"captive-portal"_s << u"invalid character '<'"_s;
        QTest::addRow("page, last match")
            << Situation{.version = u"1.10.0"_s, .arguments = msi, .machine = answering(EndpointAnswer::Html)}
            << u"mi-html"_s << u"captive-portal"_s
            << u"ManagedIdentityCredential authentication failed. Unexpected response content\n"_s;
        QTest::addRow("no token in it")
            << Situation{.arguments = msiWithoutCli, .machine = answering(EndpointAnswer::EmptyObject)}
            << u"mi-not-a-token"_s << u"not-imds"_s
            << u"expires_in and expires_on are both missing or invalid"_s;
        QTest::addRow("rejected") << Situation{.arguments = msi,
                                               .machine = answering(EndpointAnswer::Status401)}
                                  << u"mi-rejected"_s << u"identity-endpoint-unclassified"_s
                                  << u"RESPONSE 401: 401 Unauthorized"_s;
        QTest::addRow("rejected by App Service")
            << Situation{.arguments = msi,
                         .variables = {{u"IDENTITY_ENDPOINT"_s, u"http://127.0.0.1:1/t"_s},
                                       {u"IDENTITY_HEADER"_s, u"h"_s}},
                         .machine = answering(EndpointAnswer::Status400)}
            << u"mi-rejected"_s << u"identity-endpoint-unclassified"_s << u"GET http://127.0.0.1:1/t\n"_s;
        QTest::addRow("endpoint with escapes")
            << Situation{.arguments = msi,
                         .variables = {{u"IDENTITY_ENDPOINT"_s, u"http://127.0.0.1:1/%2F%1"_s},
                                       {u"IDENTITY_HEADER"_s, u"h"_s}},
                         .machine = answering(EndpointAnswer::Status403)}
            << u"mi-rejected"_s << u"identity-endpoint-unclassified"_s << u"GET http://127.0.0.1:1/%2F%1\n"_s;
        QTest::addRow("silence")
            << Situation{.arguments = {{u"use_msi"_s, on}, {u"client_id"_s, text(one)}},
                         .machine = answering(EndpointAnswer::NoAnswer)}
            << QString() << u"imds-unreachable"_s
            << u"Get \"http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&client_id=6f0c"_s;
        QTest::addRow("Arc agent that does not challenge")
            << Situation{.arguments = msi,
                         .machine = answering(EndpointAnswer::Status400),
                         .files = {{u"/opt/azcmagent/bin/himds"_s, ""}}}
            << QString() << u"arc-challenge-invalid"_s << u"expected a 401 response, received 400"_s;
        QTest::addRow("no Azure CLI")
            << Situation{.machine = answering(EndpointAnswer::Token, AzureCliState::Absent)}
            << u"cli-not-found"_s << u"use-msi-not-set"_s
            << u"AzureCLICredential: Azure CLI not found on path"_s;
        QTest::addRow("not signed in")
            << Situation{.machine = answering(EndpointAnswer::Token, AzureCliState::SignedOut)}
            << u"cli-not-signed-in"_s << u"use-msi-not-set"_s << u"Please run 'az login'"_s;
        QTest::addRow("lost identity, not signed in")
            << Situation{.version = u"1.11.0"_s,
                         .arguments = msi,
                         .machine = answering(EndpointAnswer::Token, AzureCliState::SignedOut)}
            << u"cli-not-signed-in"_s << u"provider-msi-regression-1-11"_s
            << u"failed to get auth from auth cache: "_s;
        QTest::addRow("no organization")
            << Situation{.arguments = {{u"use_msi"_s, on}, {u"org_service_url"_s, text({})}}} << QString()
            << u"org-url-wrong"_s << u"the url of the Azure DevOps is required"_s;
        QTest::addRow("organization without scheme")
            << Situation{.arguments = {{u"use_msi"_s, on},
                                       {u"org_service_url"_s, text(u"dev.azure.com/Contoso/"_s)}}}
            << QString() << u"org-url-wrong"_s
            << u"Options \"dev.azure.com/contoso/_apis\": unsupported protocol scheme \"\""_s;
        QTest::addRow("no token before 1.0.0")
            << Situation{.version = u"0.5.0"_s} << QString() << u"provider-version-too-old"_s
            << u"the personal access token is required"_s;
        QTest::addRow("boolean in the block")
            << Situation{.arguments = {{u"use_msi"_s, text(u"yes"_s)}}} << QString()
            << u"provider-value-invalid"_s
            << u"Inappropriate value for attribute \"use_msi\": a bool is required."_s;
        QTest::addRow("list for a string")
            << Situation{.arguments = {{u"client_secret"_s,
                                        [] {
                                            ConfigurationValue list;
                                            list.kind = ConfigurationValue::Kind::List;
                                            return list;
                                        }()}}}
            << QString() << u"provider-value-invalid"_s
            << u"Inappropriate value for attribute \"client_secret\": string required."_s;
        QTest::addRow("1.0.0 and two ways")
            << Situation{.version = u"1.0.0"_s,
                         .arguments = msi,
                         .variables = {{u"AZDO_PERSONAL_ACCESS_TOKEN"_s, u"hush"_s}}}
            << QString() << u"provider-version-too-old"_s
            << u"but `personal_access_token,use_msi` were specified."_s;
        QTest::addRow("1.0.0 and no way") << Situation{.version = u"1.0.0"_s} << QString()
                                          << u"provider-version-too-old"_s << u"must be specified"_s;
    }
    void errorHasItsClass()
    {
        QFETCH(const Situation, situation);
        QFETCH(const QString, errorClass);
        QFETCH(const QString, finding);
        QFETCH(const QString, begin);
        const Decision decision = decided(situation);
        QVERIFY(!decision.configured());
        QVERIFY2(decision.error.contains(begin), qPrintable(decision.error));
        QCOMPARE(decision.errorClass.value_or(QString()), errorClass);
        QCOMPARE(decision.errorFindingId.toString(), finding);
        QCOMPARE(providerErrorClass(decision.error).value_or(QString()), errorClass);
    }

    void oneWayIsEnoughFor100()
    {
        QVERIFY(decided({.version = u"1.0.0"_s, .arguments = msi}).configured());
        QVERIFY(
            decided({.version = u"1.0.1"_s, .arguments = msi, .variables = {{u"ARM_USE_OIDC"_s, u"false"_s}}})
                .configured());
        QVERIFY(
            !decided(
                 {.version = u"1.0.0"_s, .arguments = msi, .variables = {{u"ARM_USE_OIDC"_s, u"false"_s}}})
                 .configured());
        // A tenant id alone needs a client id there.
        QVERIFY(
            !decided({.version = u"1.0.0"_s, .arguments = msi, .variables = {{u"ARM_TENANT_ID"_s, tenant}}})
                 .configured());
    }

    void severalRefusalsAreAllTold()
    {
        const Decision ids =
            decided({.arguments = {{u"client_id"_s, text(u"a"_s)}, {u"tenant_id"_s, text(u"b"_s)}}});
        QCOMPARE(word(ids.stage), u"prepare"_s);
        QCOMPARE(ids.refusals.size(), 2);
        QCOMPARE(ids.attribute, u"client_id"_s);
        QCOMPARE(ids.error.count(u'\n'), 1);
        // A wrong default ends the step before ids are looked at.
        const Decision defaults =
            decided({.arguments = {{u"client_id"_s, text(u"a"_s)}},
                     .variables = {{u"ARM_USE_MSI"_s, u"True"_s}, {u"ARM_USE_CLI"_s, u"yes"_s}}});
        QCOMPARE(defaults.refusals.size(), 2);
        QVERIFY(!defaults.error.contains(u'\n'));
        QVERIFY(!defaults.error.contains("client_id"_L1));
        // What the version does not know comes before all of it.
        const Decision argument = decided({.version = u"1.10.0"_s,
                                           .arguments = {{u"client_id_file_path"_s, text(u"/f"_s)}},
                                           .variables = {{u"ARM_USE_MSI"_s, u"True"_s}}});
        QCOMPARE(word(argument.stage), u"input"_s);
        QCOMPARE(argument.attribute, u"client_id_file_path"_s);
    }

    void missingAddressStopsBeforeAnybodyIsAsked()
    {
        const Decision decision =
            decided({.arguments = {{u"use_msi"_s, on}, {u"org_service_url"_s, text({})}}});
        QCOMPARE(word(decision.stage), u"configure"_s);
        QCOMPARE(word(decision.decidedBy), u"managed-identity"_s);
        QVERIFY(!decision.managedIdentityAsked);
        QVERIFY(decision.attempted.isEmpty());
        QVERIFY(decided({.arguments = msi}).managedIdentityAsked);
    }

    // ---- How values are read -------------------------------------------------------------------

    void valuesComeFromWhereTheProviderLooks_data()
    {
        QTest::addColumn<Situation>("situation");
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("argument");
        QTest::addColumn<QString>("origin"); // empty: not named
        const QString file = u"providers.tf"_s;
        QTest::addRow("block") << Situation{.arguments = {{u"use_msi"_s, at(on, file, 5)}}}
                               << u"managed-identity"_s << u"use_msi"_s << u"hcl:providers.tf:5"_s;
        QTest::addRow("block before environment")
            << Situation{.arguments = {{u"use_msi"_s, at(on, file, 5)}},
                         .variables = {{u"ARM_USE_MSI"_s, u"yes"_s}}}
            << u"managed-identity"_s << u"use_msi"_s << u"hcl:providers.tf:5"_s;
        QTest::addRow("environment") << Situation{.variables = {{u"ARM_USE_MSI"_s, u"1"_s}}}
                                     << u"managed-identity"_s << u"use_msi"_s << u"env:ARM_USE_MSI"_s;
        QTest::addRow("null is nothing") << Situation{.arguments = {{u"use_msi"_s, ConfigurationValue()}},
                                                      .variables = {{u"ARM_USE_MSI"_s, u"true"_s}}}
                                         << u"managed-identity"_s << u"use_msi"_s << u"env:ARM_USE_MSI"_s;
        QTest::addRow("default") << Situation{.arguments = msi} << u"azure-cli"_s << u"use_cli"_s
                                 << u"default"_s;
        QTest::addRow("first name that is set")
            << Situation{.arguments = msi,
                         .variables = {{u"ARM_CLIENT_ID"_s, {}}, {u"AZURE_CLIENT_ID"_s, one}}}
            << u"managed-identity"_s << u"client_id"_s << u"env:AZURE_CLIENT_ID"_s;
        QTest::addRow("earlier name wins")
            << Situation{.arguments = msi,
                         .variables = {{u"ARM_CLIENT_ID"_s, one}, {u"AZURE_CLIENT_ID"_s, two}}}
            << u"managed-identity"_s << u"client_id"_s << u"env:ARM_CLIENT_ID"_s;
        QTest::addRow("name of a later version")
            << Situation{.version = u"1.10.0"_s, .arguments = msi, .variables = {{u"AZURE_CLIENT_ID"_s, two}}}
            << u"managed-identity"_s << u"client_id"_s << QString();
        ConfigurationValue followed = on;
        followed.variable = u"TF_VAR_msi"_s;
        QTest::addRow("variable of Terraform")
            << Situation{.arguments = {{u"use_msi"_s, followed}}} << u"managed-identity"_s << u"use_msi"_s
            << u"env:TF_VAR_msi"_s;
        QTest::addRow("tenant beside the secret")
            << Situation{.arguments = msi, .variables = secretAndTenant} << u"client-secret"_s
            << u"tenant_id"_s << u"env:ARM_TENANT_ID"_s;
    }
    void valuesComeFromWhereTheProviderLooks()
    {
        QFETCH(const Situation, situation);
        QFETCH(const QString, method);
        QFETCH(const QString, argument);
        QFETCH(const QString, origin);
        QString found;
        const Decision decision = decided(situation);
        for (const ChainEntry &entry : decision.chain) {
            for (const ArgumentOrigin &from : entry.from) {
                if (toString(entry.method) == method && from.argument == argument)
                    found = from.origin.toString();
            }
        }
        QCOMPARE(found, origin);
    }

    void booleansAreReadAsTerraformConverts_data()
    {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("inEnvironment"); // "on", "off", "refused"
        QTest::addColumn<QString>("inBlock");
        QTest::addRow("true") << u"true"_s << u"on"_s << u"on"_s;
        QTest::addRow("1") << u"1"_s << u"on"_s << u"on"_s;
        QTest::addRow("false") << u"false"_s << u"off"_s << u"off"_s;
        QTest::addRow("0") << u"0"_s << u"off"_s << u"off"_s;
        QTest::addRow("empty") << u""_s << u"off"_s << u"refused"_s;
        QTest::addRow("TRUE") << u"TRUE"_s << u"refused"_s << u"refused"_s;
        QTest::addRow("t") << u"t"_s << u"refused"_s << u"refused"_s;
        QTest::addRow("on") << u"on"_s << u"refused"_s << u"refused"_s;
    }
    void booleansAreReadAsTerraformConverts()
    {
        QFETCH(const QString, written);
        QFETCH(const QString, inEnvironment);
        QFETCH(const QString, inBlock);
        const auto outcome = [](const Decision &decision) {
            if (!decision.refusals.isEmpty())
                return u"refused"_s;
            return decision.decidedBy == CredentialMethod::ManagedIdentity ? u"on"_s : u"off"_s;
        };
        QCOMPARE(outcome(decided({.variables = {{u"ARM_USE_MSI"_s, written}}})), inEnvironment);
        QCOMPARE(outcome(decided({.arguments = {{u"use_msi"_s, text(written)}}})), inBlock);
    }

    void clientIdFileIsReadAndCompared_data()
    {
        QTest::addColumn<Situation>("situation");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("clientId");
        const auto from = [](const QByteArray &content, const Variables &variables = {}) {
            return Situation{.arguments = {{u"use_msi"_s, on}, {u"client_id_file_path"_s, text(u"/f"_s)}},
                             .variables = variables,
                             .files = {{u"/f"_s, content}}};
        };
        QTest::addRow("content is trimmed") << from(one.toLatin1() + "\n") << u"selected"_s << one;
        QTest::addRow("empty: system-assigned") << from("\n") << u"selected"_s << QString();
        QTest::addRow("no UUID is not noticed") << from("hello") << u"selected"_s << QString();
        QTest::addRow("agrees with the client id")
            << from(one.toLatin1(), {{u"ARM_CLIENT_ID"_s, one}}) << u"selected"_s << one;
        QTest::addRow("differs from the client id")
            << from(one.toLatin1(), {{u"ARM_CLIENT_ID"_s, two}}) << u"not-built"_s << QString();
        QTest::addRow("another case differs")
            << from(one.toUpper().toLatin1(), {{u"ARM_CLIENT_ID"_s, one}}) << u"not-built"_s << QString();
        QTest::addRow("not there") << Situation{.arguments = msi,
                                                .variables = {{u"ARM_CLIENT_ID_FILE_PATH"_s, u"/nope"_s}}}
                                   << u"not-built"_s << QString();
    }
    void clientIdFileIsReadAndCompared()
    {
        QFETCH(const Situation, situation);
        QFETCH(const QString, state);
        QFETCH(const QString, clientId);
        const Decision decision = decided(situation);
        QCOMPARE(word(entryOf(decision, CredentialMethod::ManagedIdentity).state), state);
        QCOMPARE(decision.clientId, clientId);
    }

    // ---- What is not known ---------------------------------------------------------------------

    void unknownValuesAreNamedWhereTheyMatter_data()
    {
        QTest::addColumn<Situation>("situation");
        QTest::addColumn<QString>("decidedBy");
        QTest::addColumn<QString>("identity");
        QTest::addColumn<QStringList>("dependsOn");
        QTest::addRow("token is taken to be set")
            << Situation{.arguments = {{u"use_msi"_s, on},
                                       {u"personal_access_token"_s, unknown(u"var.pat"_s)}}}
            << u"pat"_s << u"person"_s << QStringList{u"var.pat"_s};
        QTest::addRow("secret is taken to be set")
            << Situation{.arguments = {{u"use_msi"_s, on}, {u"client_secret"_s, unknown(u"var.secret"_s)}},
                         .variables = {{u"ARM_TENANT_ID"_s, tenant}}}
            << u"client-secret"_s << u"application"_s << QStringList{u"var.secret"_s};
        QTest::addRow("secret without tenant does not matter")
            << Situation{.arguments = {{u"use_msi"_s, on}, {u"client_secret"_s, unknown(u"var.secret"_s)}}}
            << u"managed-identity"_s << u"system-assigned"_s << QStringList{};
        QTest::addRow("identity of a resource")
            << Situation{.arguments = {{u"use_msi"_s, on},
                                       {u"client_id"_s,
                                        unknown(u"azurerm_user_assigned_identity.x.client_id"_s)}}}
            << u"managed-identity"_s << u"user-assigned"_s
            << QStringList{u"azurerm_user_assigned_identity.x.client_id"_s};
        QTest::addRow("use_msi is taken to be true")
            << Situation{.arguments = {{u"use_msi"_s, unknown(u"var.msi"_s)}}} << u"managed-identity"_s
            << u"system-assigned"_s << QStringList{u"var.msi"_s};
        QTest::addRow("use_oidc is taken to be false, and nothing would come of it")
            << Situation{.arguments = {{u"use_msi"_s, on}, {u"use_oidc"_s, unknown(u"var.oidc"_s)}}}
            << u"managed-identity"_s << u"system-assigned"_s << QStringList{};
        QTest::addRow("use_oidc is taken to be false, but there is a token")
            << Situation{.arguments = {{u"use_msi"_s, on}, {u"use_oidc"_s, unknown(u"var.oidc"_s)}},
                         .variables = {{u"ARM_OIDC_TOKEN"_s, u"hush"_s}, {u"ARM_TENANT_ID"_s, tenant}}}
            << u"managed-identity"_s << u"system-assigned"_s << QStringList{u"var.oidc"_s};
        QTest::addRow("Azure CLI behind an identity that answers does not matter")
            << Situation{.arguments = {{u"use_msi"_s, on}, {u"use_cli"_s, unknown(u"var.cli"_s)}}}
            << u"managed-identity"_s << u"system-assigned"_s << QStringList{};
        QTest::addRow("address of the organization changes nobody")
            << Situation{.arguments = {{u"use_msi"_s, on}, {u"org_service_url"_s, unknown(u"var.url"_s)}}}
            << u"managed-identity"_s << u"system-assigned"_s << QStringList{};
    }
    void unknownValuesAreNamedWhereTheyMatter()
    {
        QFETCH(const Situation, situation);
        QFETCH(const QString, decidedBy);
        QFETCH(const QString, identity);
        QFETCH(const QStringList, dependsOn);
        const Decision decision = decided(situation);
        QCOMPARE(word(decision.decidedBy), decidedBy);
        QCOMPARE(decision.identityKind, identity);
        QCOMPARE(decision.dependsOn, dependsOn);
        QVERIFY(std::ranges::any_of(decision.assumed,
                                    [](const QString &text) { return text.startsWith("The value of "_L1); }));
    }

    void machineThatIsNotKnownIsAssumed_data()
    {
        QTest::addColumn<Situation>("situation");
        QTest::addColumn<QString>("decidedBy");
        QTest::addColumn<bool>("configured");
        QTest::addColumn<QStringList>("assumed"); // a word of each sentence
        QTest::addRow("identity endpoint")
            << Situation{.arguments = msi, .machine = {}} << u"managed-identity"_s << true
            << QStringList{u"identity endpoint"_s};
        QTest::addRow("Azure CLI") << Situation{.machine = {}} << u"azure-cli"_s << false
                                   << QStringList{u"Azure CLI"_s};
        QTest::addRow("Entra") << Situation{.arguments = msi, .variables = secretAndTenant, .machine = {}}
                               << u"client-secret"_s << true << QStringList{u"Entra"_s};
        QTest::addRow("certificate") << Situation{.arguments = {{u"client_certificate_path"_s, text(u"/c"_s)},
                                                                {u"tenant_id"_s, text(tenant)}},
                                                  .machine = {},
                                                  .files = {{u"/c"_s, "\x30"}}}
                                     << u"client-certificate"_s << true
                                     << QStringList{u"Entra"_s, u"certificate of"_s};
    }
    void machineThatIsNotKnownIsAssumed()
    {
        QFETCH(const Situation, situation);
        QFETCH(const QString, decidedBy);
        QFETCH(const bool, configured);
        QFETCH(const QStringList, assumed);
        const Decision decision = decided(situation);
        QCOMPARE(word(decision.decidedBy), decidedBy);
        QCOMPARE(decision.configured(), configured);
        QCOMPARE(decision.assumed.size(), assumed.size());
        for (qsizetype i = 0; i < assumed.size(); ++i)
            QVERIFY2(decision.assumed[i].contains(assumed[i]), qPrintable(decision.assumed[i]));
    }

    // ---- Traps ---------------------------------------------------------------------------------

    void trapIsFound_data()
    {
        QTest::addColumn<Situation>("situation");
        QTest::addColumn<QString>("trap");
        QTest::addColumn<QString>("finding"); // empty: the trap is not there
        const auto is = [](const char *name, const Situation &situation, const QString &trap,
                           const QString &finding) {
            QTest::addRow("%s: %s", qPrintable(trap), name) << situation << trap << finding;
        };
        const QString beats = u"env-secret-or-oidc-beats-msi"_s;
        const QString none;

        const QString pat = u"pat-ends-decision"_s;
        is("variable", {.arguments = msi, .variables = {{u"AZDO_PERSONAL_ACCESS_TOKEN"_s, u"hush"_s}}}, pat,
           u"pat-overrides-msi"_s);
        is("argument", {.version = u"0.4.0"_s, .arguments = {{u"personal_access_token"_s, text(u"hush"_s)}}},
           pat, u"pat-overrides-msi"_s);
        is("hidden",
           {.arguments = {{u"use_msi"_s, on}, {u"personal_access_token"_s, text({})}},
            .variables = {{u"AZDO_PERSONAL_ACCESS_TOKEN"_s, u"hush"_s}}},
           pat, none);

        const QString secret = u"secret-before-managed-identity"_s;
        is("chain", {.arguments = msi, .variables = secretAndTenant}, secret, beats);
        is("without tenant", {.arguments = msi, .variables = {{u"ARM_CLIENT_SECRET"_s, u"hush"_s}}}, secret,
           none);
        is("last match", {.version = u"1.10.0"_s, .arguments = msi, .variables = secretAndTenant}, secret,
           none);
        is("last match without tenant",
           {.version = u"1.10.0"_s, .arguments = msi, .variables = {{u"ARM_CLIENT_SECRET"_s, u"hush"_s}}},
           secret, beats);
        is("nobody wants the identity", {.variables = secretAndTenant}, secret, none);

        const QString certificate = u"certificate-before-managed-identity"_s;
        const Variables certificateAndTenant{{u"ARM_CLIENT_CERTIFICATE_PATH"_s, u"/c"_s},
                                             {u"ARM_TENANT_ID"_s, tenant}};
        is("chain", {.arguments = msi, .variables = certificateAndTenant, .files = {{u"/c"_s, pem}}},
           certificate, beats);
        is("chain without file", {.arguments = msi, .variables = certificateAndTenant}, certificate, none);
        is("last match without file",
           {.version = u"1.10.0"_s, .arguments = msi, .variables = certificateAndTenant}, certificate, beats);

        const QString oidc = u"oidc-leftover-before-managed-identity"_s;
        const Variables token{{u"ARM_OIDC_TOKEN"_s, u"hush"_s}, {u"ARM_TENANT_ID"_s, tenant}};
        is("token", {.arguments = {{u"use_msi"_s, on}, {u"use_oidc"_s, on}}, .variables = token}, oidc,
           beats);
        is("not switched on", {.arguments = msi, .variables = token}, oidc, none);
        is("last match",
           {.version = u"1.10.0"_s,
            .arguments = {{u"use_msi"_s, on}, {u"use_oidc"_s, on}},
            .variables = token},
           oidc, none);

        const QString leftover = u"client-id-makes-user-assigned"_s;
        is("ARM", {.arguments = msi, .variables = {{u"ARM_CLIENT_ID"_s, one}}}, leftover,
           u"env-client-id-leftover"_s);
        is("AZURE", {.arguments = msi, .variables = {{u"AZURE_CLIENT_ID"_s, one}}}, leftover,
           u"env-client-id-leftover"_s);
        is("AZURE, last match",
           {.version = u"1.10.0"_s, .arguments = msi, .variables = {{u"AZURE_CLIENT_ID"_s, one}}}, leftover,
           none);
        is("block",
           {.arguments = {{u"use_msi"_s, on}, {u"client_id"_s, text(two)}},
            .variables = {{u"ARM_CLIENT_ID"_s, one}}},
           leftover, none);

        const QString names = u"arm-name-beats-azure-name"_s;
        const Variables twoIds{{u"ARM_CLIENT_ID"_s, one}, {u"AZURE_CLIENT_ID"_s, two}};
        const Variables twoTenants{{u"ARM_TENANT_ID"_s, tenant}, {u"AZURE_TENANT_ID"_s, one}};
        is("client ids", {.version = u"1.11.2"_s, .arguments = msi, .variables = twoIds}, names,
           u"env-names-disagree"_s);
        is("client ids, last match", {.version = u"1.10.0"_s, .arguments = msi, .variables = twoIds}, names,
           none);
        is("same client ids",
           {.arguments = msi, .variables = {{u"ARM_CLIENT_ID"_s, one}, {u"AZURE_CLIENT_ID"_s, one}}}, names,
           none);
        is("tenants", {.arguments = msi, .variables = twoTenants}, names, u"env-names-disagree"_s);
        is("tenants before 1.16", {.version = u"1.15.1"_s, .arguments = msi, .variables = twoTenants}, names,
           none);
        is("secrets",
           {.arguments = msi,
            .variables = {{u"ARM_CLIENT_SECRET"_s, u"hush"_s}, {u"AZURE_CLIENT_SECRET"_s, u"hush2"_s}}},
           names, u"env-names-disagree"_s);
        is("block", {.arguments = {{u"use_msi"_s, on}, {u"client_id"_s, text(two)}}, .variables = twoIds},
           names, none);

        const QString idFile = u"client-id-file-dropped"_s;
        const Arguments withFile{{u"use_msi"_s, on}, {u"client_id_file_path"_s, text(u"/f"_s)}};
        is("not there", {.arguments = withFile}, idFile, u"client-id-file-mismatch"_s);
        is("differs",
           {.arguments = withFile,
            .variables = {{u"ARM_CLIENT_ID"_s, two}},
            .files = {{u"/f"_s, one.toLatin1()}}},
           idFile, u"client-id-file-mismatch"_s);
        is("no UUID", {.arguments = withFile, .files = {{u"/f"_s, "hush"}}}, idFile,
           u"client-id-file-mismatch"_s);
        is("in order", {.arguments = withFile, .files = {{u"/f"_s, one.toLatin1()}}}, idFile, none);

        const QString cli = u"cli-on-by-default"_s;
        is("not said", {.arguments = msi}, cli, u"az-fallback-wrong-identity"_s);
        is("said", {.arguments = msi, .variables = {{u"ARM_USE_CLI"_s, u"true"_s}}}, cli, none);
        is("off", {.arguments = msiWithoutCli}, cli, none);
        is("last match", {.version = u"1.10.0"_s, .arguments = msi}, cli, none);

        const QString through = u"system-400-falls-through"_s;
        is("seen", {.arguments = msi, .machine = answering(EndpointAnswer::Status400)}, through,
           u"az-fallback-wrong-identity"_s);
        is("not known", {.arguments = msi, .machine = {}}, through, u"az-fallback-wrong-identity"_s);
        is("there is a token", {.arguments = msi}, through, none);
        is("nobody behind it", {.arguments = msiWithoutCli, .machine = {}}, through, none);
        is("user-assigned", {.arguments = {{u"use_msi"_s, on}, {u"client_id"_s, text(one)}}, .machine = {}},
           through, none);

        const QString proxy = u"proxy-used-for-imds"_s;
        const auto proxied = [](const QString &none) {
            return Situation{.arguments = msi,
                             .variables = {{u"http_proxy"_s, u"http://proxy:3128"_s}, {u"no_proxy"_s, none}}};
        };
        is("no exception", proxied({}), proxy, u"proxy-eats-imds"_s);
        is("other exceptions", proxied(u"localhost,.contoso.com,10.0.0.0/8"_s), proxy, u"proxy-eats-imds"_s);
        is("other port", proxied(u"169.254.169.254:8080"_s), proxy, u"proxy-eats-imds"_s);
        is("address", proxied(u"localhost, 169.254.169.254"_s), proxy, none);
        is("address with port", proxied(u"169.254.169.254:80"_s), proxy, none);
        is("network", proxied(u"169.254.0.0/16"_s), proxy, none);
        is("everything", proxied(u"*"_s), proxy, none);
        is("only https", {.arguments = msi, .variables = {{u"HTTPS_PROXY"_s, u"http://proxy"_s}}}, proxy,
           none);
        is("last match",
           {.version = u"1.10.0"_s, .arguments = msi, .variables = {{u"HTTP_PROXY"_s, u"http://proxy"_s}}},
           proxy, u"proxy-eats-imds"_s);

        const QString endpoint = u"endpoint-leftover"_s;
        const Variables appService{{u"IDENTITY_ENDPOINT"_s, u"http://127.0.0.1:1/t"_s},
                                   {u"IDENTITY_HEADER"_s, u"h"_s}};
        Variables atHome = appService;
        atHome.insert(u"WEBSITE_SITE_NAME"_s, u"shop"_s);
        is("App Service elsewhere", {.arguments = msi, .variables = appService}, endpoint,
           u"identity-endpoint-leftover"_s);
        is("App Service itself", {.arguments = msi, .variables = atHome}, endpoint, none);
        is("endpoint alone",
           {.arguments = msi, .variables = {{u"IDENTITY_ENDPOINT"_s, u"http://127.0.0.1:1/t"_s}}}, endpoint,
           none);
        is("Arc with a client id",
           {.arguments = {{u"use_msi"_s, on}, {u"client_id"_s, text(one)}},
            .files = {{u"/opt/azcmagent/bin/himds"_s, ""}}},
           endpoint, u"arc-user-assigned-unsupported"_s);
        is("Arc", {.arguments = msi, .files = {{u"/opt/azcmagent/bin/himds"_s, ""}}}, endpoint, none);
        is("Cloud Shell with a client id",
           {.arguments = {{u"use_msi"_s, on}, {u"client_id"_s, text(one)}},
            .variables = {{u"MSI_ENDPOINT"_s, u"http://127.0.0.1/t"_s}, {u"ACC_CLOUD"_s, u"PROD"_s}}},
           endpoint, u"selector-unsupported"_s);

        const QString object = u"no-object-or-resource-id"_s;
        const Arguments named{{u"use_msi"_s, on}, {u"client_id"_s, text(one)}};
        is("not known to the endpoint", {.arguments = named, .machine = answering(EndpointAnswer::Status400)},
           object, u"object-id-as-client-id"_s);
        is("known", {.arguments = named}, object, none);
        is("resource id",
           {.arguments = {{u"use_msi"_s, on},
                          {u"client_id"_s, text(u"/subscriptions/x/resourceGroups/y"_s)}}},
           object, u"provider-value-invalid"_s);

        const QString container = u"container-proxy-403"_s;
        is("chain", {.arguments = msi, .machine = answering(EndpointAnswer::Status403Unreachable)}, container,
           u"docker-desktop-403"_s);
        is("last match",
           {.version = u"1.10.0"_s,
            .arguments = msi,
            .machine = answering(EndpointAnswer::Status403Unreachable)},
           container, u"docker-desktop-403"_s);
        is("plain 403", {.arguments = msi, .machine = answering(EndpointAnswer::Status403)}, container, none);

        const QString path = u"token-path-never-read"_s;
        is("set", {.version = u"0.9.0"_s, .variables = {{u"AZDO_TOKEN_PATH"_s, u"/t"_s}}}, path,
           u"token-path-not-read"_s);
        is("not set", {}, path, none);

        const QString order = u"documented-order-differs"_s;
        Variables all = certificateAndTenant;
        all.insert(secretAndTenant);
        is("both", {.arguments = msi, .variables = all, .files = {{u"/c"_s, pem}}}, order, beats);
        is("both, last match",
           {.version = u"1.10.0"_s, .arguments = msi, .variables = all, .files = {{u"/c"_s, pem}}}, order,
           none);
        is("one", {.arguments = msi, .variables = secretAndTenant}, order, none);

        const QString url = u"org-url-checked-late"_s;
        is("missing", {.arguments = {{u"use_msi"_s, on}, {u"org_service_url"_s, text({})}}}, url,
           u"org-url-wrong"_s);
        is("without scheme", {.arguments = {{u"use_msi"_s, on}, {u"org_service_url"_s, text(u"contoso"_s)}}},
           url, u"org-url-wrong"_s);
        is("in order", {.arguments = msi}, url, none);

        const QString retry = u"retry-hides-wrong-endpoint"_s;
        is("silence", {.arguments = msi, .machine = answering(EndpointAnswer::NoAnswer)}, retry,
           u"not-imds"_s);
        is("answer", {.arguments = msi}, retry, none);
        is("last match",
           {.version = u"1.10.0"_s, .arguments = msi, .machine = answering(EndpointAnswer::NoAnswer)}, retry,
           none);

        const QString page = u"sign-in-page-without-suppress"_s;
        is("script with a token", {.variables = {{u"AZURE_DEVOPS_EXT_PAT"_s, u"hush"_s}}}, page,
           u"html-instead-of-json"_s);
        is("no script", {}, page, none);
    }
    void trapIsFound()
    {
        QFETCH(const Situation, situation);
        QFETCH(const QString, trap);
        QFETCH(const QString, finding);
        const Decision decision = decided(situation);
        const DecisionTrap *found = trapOf(decision, trap);
        QCOMPARE(found == nullptr ? QString() : found->findingId.toString(), finding);
        if (found != nullptr) {
            QVERIFY(found->text.endsWith(u'.'));
            QCOMPARE(found->evidence.value(u"version"_s).toString(), decision.version.toString());
        }
    }

    // ---- Words ---------------------------------------------------------------------------------

    void entriesAreExplained_data()
    {
        QTest::addColumn<Situation>("situation");
        QTest::addColumn<CredentialMethod>("method");
        QTest::addColumn<QString>("why");
        const QString file = u"providers.tf"_s;
        QTest::addRow("selected")
            << Situation{.arguments = {{u"use_msi"_s, at(on, file, 5)}}} << CredentialMethod::ManagedIdentity
            << u"use_msi (providers.tf:5) is on, so the provider asks the instance metadata service for "
               "the system-assigned identity. It returns the token."_s;
        QTest::addRow("would follow") << Situation{.arguments = msi} << CredentialMethod::AzureCli
                                      << u"use_cli is on by default. The provider tries it only if the "
                                         u"managed identity reports that it is not "
                                         "available."_s;
        QTest::addRow("tried first") << Situation{.variables = {{u"ARM_USE_MSI"_s, u"true"_s}},
                                                  .machine = answering(EndpointAnswer::Status400)}
                                     << CredentialMethod::ManagedIdentity
                                     << u"ARM_USE_MSI is on, so the provider asks the instance metadata "
                                        u"service for the system-assigned identity. It reports that it is "
                                        "not available, so the provider tries the next one."_s;
        QTest::addRow("not built") << Situation{.arguments = msi,
                                                .variables = {{u"ARM_CLIENT_SECRET"_s, u"hush"_s}}}
                                   << CredentialMethod::ClientSecret
                                   << u"ARM_CLIENT_SECRET is set, but no tenant id is set."_s;
        QTest::addRow("hidden token")
            << Situation{.arguments = {{u"personal_access_token"_s, at(text({}), file, 3)}},
                         .variables = {{u"AZDO_PERSONAL_ACCESS_TOKEN"_s, u"hush"_s}}}
            << CredentialMethod::Pat
            << u"personal_access_token (providers.tf:3) is empty, which hides AZDO_PERSONAL_ACCESS_TOKEN."_s;
    }
    void entriesAreExplained()
    {
        QFETCH(const Situation, situation);
        QFETCH(const CredentialMethod, method);
        QFETCH(const QString, why);
        QCOMPARE(entryOf(decided(situation), method).why, why);
    }

    // Whatever is decided: sentences, and at most one credential that was selected.
    void everyDecisionIsToldInSentences()
    {
        const QJsonArray vectors = decisionvector::readVectors();
        for (const QJsonValue entry : vectors) {
            const DecisionInput input = decisionvector::inputOf(entry.toObject());
            const Decision decision = decide(input, decisionvector::hostOf(input));
            qsizetype selected = 0;
            for (const ChainEntry &credential : decision.chain) {
                QVERIFY2(credential.why.endsWith(u'.') && credential.why.size() > 10,
                         qPrintable(credential.why));
                selected += credential.state == ChainState::Selected ? 1 : 0;
            }
            QCOMPARE(selected, decision.decidedBy == CredentialMethod::None ? 0 : 1);
            QCOMPARE(decision.error.isEmpty(), decision.configured());
            QCOMPARE(decision.errorFindingId.isEmpty(), decision.configured());
        }
    }

    void noSecretIsEverTold()
    {
        const QString secret = u"hush-hush"_s;
        const QString base64 = QString::fromLatin1(secret.toLatin1().toBase64());
        Arguments block{{u"use_msi"_s, on}, {u"use_oidc"_s, on}, {u"tenant_id"_s, text(tenant)}};
        Variables variables{{u"ARM_USE_MSI"_s, u"true"_s},
                            {u"ARM_TENANT_ID"_s, tenant},
                            {u"ARM_USE_OIDC"_s, u"true"_s},
                            {u"IDENTITY_HEADER"_s, secret},
                            {u"MSI_SECRET"_s, secret},
                            {u"MSI_ENDPOINT"_s, u"http://x/t"_s},
                            {u"TFC_WORKLOAD_IDENTITY_TOKEN"_s, secret},
                            {u"AZURE_DEVOPS_EXT_PAT"_s, secret}};
        for (const ProviderArgument &argument : providerArguments()) {
            if (!argument.isSecret)
                continue;
            ConfigurationValue value = text(secret);
            value.sensitive = true;
            block.insert(argument.name, value);
            for (const ArgumentVariable &variable : argument.variables) {
                if (!variable.name.isEmpty())
                    variables.insert(variable.name, secret);
            }
        }
        block.insert(u"client_secret_path"_s, text(u"/s"_s));
        block.insert(u"client_id_file_path"_s, text(u"/s"_s));
        const QList<ProviderVersion> releases = ProviderVersion::knownReleases();
        for (const ProviderVersion &release : releases) {
            for (const bool withToken : {true, false}) {
                for (const bool fromBlock : {true, false}) {
                    Situation situation{.version = release.toString(),
                                        .variables = variables,
                                        .machine = refusingEntra,
                                        .files = {{u"/s"_s, secret.toLatin1()}}};
                    if (fromBlock)
                        situation.arguments = block;
                    if (!withToken) {
                        situation.arguments.insert(u"personal_access_token"_s, text({}));
                        situation.arguments.insert(u"client_certificate"_s, text({}));
                    }
                    const QStringList texts = textsOf(decided(situation));
                    for (const QString &told : texts)
                        QVERIFY2(!told.contains(secret) && !told.contains(base64), qPrintable(told));
                }
            }
        }
    }

    // ---- Another version -----------------------------------------------------------------------

    void versionsAreCompared_data()
    {
        QTest::addColumn<Situation>("situation");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QStringList>("changes");
        QTest::addRow("nothing") << Situation{.arguments = msiWithoutCli} << u"1.11.2"_s << u"1.16.0"_s
                                 << QStringList{};
        QTest::addRow("the order turns round")
            << Situation{.arguments = msi, .variables = secretAndTenant} << u"1.10.0"_s << u"1.12.0"_s
            << QStringList{u"decided-by"_s, u"chain"_s};
        QTest::addRow("names of 1.16")
            << Situation{.arguments = msiWithoutCli,
                         .variables = {{u"AZURE_CLIENT_SECRET"_s, u"hush"_s}, {u"ARM_TENANT_ID"_s, tenant}}}
            << u"1.15.1"_s << u"1.16.0"_s << QStringList{u"decided-by"_s, u"chain"_s, u"variable"_s};
        QTest::addRow("the identity is lost")
            << Situation{.arguments = msiWithoutCli} << u"1.11.2"_s << u"1.11.0"_s
            << QStringList{u"decided-by"_s, u"fails"_s, u"chain"_s};
        QTest::addRow("another identity")
            << Situation{.arguments = msi, .variables = {{u"AZURE_CLIENT_ID"_s, one}}} << u"1.10.0"_s
            << u"1.11.2"_s << QStringList{u"identity"_s, u"chain"_s, u"variable"_s};
        QTest::addRow("argument is accepted") << Situation{.arguments = msiWithoutCli} << u"1.10.0"_s
                                              << u"1.16.0"_s << QStringList{u"accepted"_s, u"decided-by"_s};
        QTest::addRow("argument is refused") << Situation{.arguments = msi} << u"1.10.0"_s << u"0.11.0"_s
                                             << QStringList{u"refused"_s, u"decided-by"_s};
    }
    void versionsAreCompared()
    {
        QFETCH(const Situation, situation);
        QFETCH(const QString, from);
        QFETCH(const QString, to);
        QFETCH(const QStringList, changes);
        const QList<DecisionChange> found =
            compareVersions(inputOf(situation), hostOf(situation), *ProviderVersion::parse(from),
                            *ProviderVersion::parse(to));
        QStringList ids;
        for (const DecisionChange &change : found) {
            ids.append(change.id);
            QVERIFY(change.text.endsWith(u'.'));
            QVERIFY2(change.text.contains(to), qPrintable(change.text));
            QVERIFY(!change.text.contains("hush"_L1));
        }
        QCOMPARE(ids, changes);
    }
};

QTEST_GUILESS_MAIN(TestDecision)

#include "tst_decision.moc"
