#include "core/findings/catalogue.h"
#include "core/findings/pastedtext.h"
#include "tests/findings/data.h"
#include "tests/support/sanitizer.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

QStringList ids(const QList<Cause> &causes)
{
    QStringList list;
    for (const Cause &cause : causes)
        list.append(cause.finding.toString());
    return list;
}

const QString chain =
    u"Error: failed to get auth from auth cache: failed to get AAD token: ChainedTokenCredential: "
    "failed to acquire a token.\nAttempted credentials:\n"_s;

} // namespace

class TestPastedText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void printedTextOfAFindingLeadsToItFirst_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("first");
        const QJsonArray rows = readData(u"fragments.json"_s).array();
        QVERIFY(rows.size() > 140);
        int number = 0;
        for (const QJsonValue &row : rows) {
            const QString first = row["first"_L1].toString();
            QTest::addRow("%d %s", ++number, qPrintable(first)) << row["text"_L1].toString() << first;
        }
    }

    void printedTextOfAFindingLeadsToItFirst()
    {
        QFETCH(QString, text);
        QFETCH(QString, first);
        const QStringList found = ids(explainPastedText(text).causes);
        QVERIFY2(!found.isEmpty() && found.first() == first, qPrintable(text + u" -> "_s + found.join(u' ')));
    }

    void textsAreUnderstoodInTheirContext_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("begins");

        const auto row = [](const char *name, const QString &text, const QStringList &begins) {
            QTest::addRow("%s", name) << text << begins;
        };

        // Texts that several findings share
        row("isn't assigned", u"the requested identity isn't assigned to this resource"_s,
            {u"identity-not-assigned"_s});
        row("isn't assigned, with the variable",
            u"ARM_CLIENT_ID=1 ... the requested identity isn't assigned to this resource"_s,
            {u"env-client-id-leftover"_s, u"identity-not-assigned"_s});
        row("isn't assigned, with an object id",
            u"object id 12: the requested identity isn't assigned to this resource"_s,
            {u"object-id-as-client-id"_s, u"identity-not-assigned"_s});
        row("not authorized", u"You are not authorized to access Azure DevOps Organization contoso"_s,
            {u"not-in-org"_s, u"pat-overrides-msi"_s});
        row("not authorized, with a PAT",
            u"AZDO_PERSONAL_ACCESS_TOKEN is set. You are not authorized to access Azure DevOps Organization"_s,
            {u"pat-overrides-msi"_s, u"not-in-org"_s});
        row("audience", u"Audience https://x is not a supported MSI token audience"_s,
            {u"cloud-shell-user-not-mi"_s, u"sovereign-cloud"_s});
        row("audience in another cloud",
            u"Audience https://management.usgovcloudapi.net is not a supported MSI token audience"_s,
            {u"sovereign-cloud"_s});
        row("assertion out of time", u"AADSTS700024: Client assertion is not within its valid time range."_s,
            {u"clock-skew"_s, u"token-expired-midrun"_s});
        row("bare sign-in text of the CLI", u"Please run 'az login' to setup account"_s,
            {u"use-msi-not-set"_s, u"az-not-signed-in"_s});

        // Codes without the text around them
        row("never added", u"TF401444"_s,
            {u"not-in-org"_s, u"identity-recreated"_s, u"group-rule-not-applied"_s});
        row("named user", u"TF400813: The user '0f8e' is not authorized to access this resource."_s,
            {u"not-in-org"_s, u"tenant-mismatch"_s});
        row("anonymous user", u"TF400813: The user '' is not authorized"_s,
            {u"anonymous-guid"_s, u"wrong-audience"_s, u"tenant-mismatch"_s});
        row("repository", u"TF401019"_s, {u"stakeholder-licence"_s, u"no-project-permission"_s});
        row("secret although use_msi", u"another method's error (AADSTS7000215) although use_msi = true"_s,
            {u"env-secret-or-oidc-beats-msi"_s});
        row("application null",
            u"AADSTS700016: Application with identifier 'null' was not found in the directory"_s,
            {u"backend-auth-separate"_s, u"app-not-in-tenant"_s});
        row("code in small letters", u"error aadsts90002: tenant not found"_s, {u"tenant-id-wrong"_s});

        row("two codes, one the beginning of the other", u"AADSTS50001 and AADSTS500011"_s,
            {u"resource-not-in-tenant"_s});

        // Short answers
        row("identity not found", u"400 Identity not found"_s,
            {u"identity-not-assigned"_s, u"hosted-agent-no-identity"_s, u"env-client-id-leftover"_s});
        row("identity not found in a pod", u"400 Identity not found in a pod"_s,
            {u"aks-workload-identity-not-msi"_s, u"identity-not-assigned"_s});
        row("CLI itself", u"ERROR: Please run 'az login' to setup account."_s,
            {u"az-not-signed-in"_s, u"use-msi-not-set"_s});
        row("status 203", u"HTTP 203 with an HTML sign-in page"_s,
            {u"wrong-audience"_s, u"html-instead-of-json"_s});
        row("status 429", u"unexpected HTTP status: 429 Too Many Requests"_s, {u"devops-rate-limited"_s});
        row("Service Fabric", u"x509: certificate signed by unknown authority, on localhost:2377"_s,
            {u"service-fabric-thumbprint"_s, u"tls-interception"_s});
        row("sister host", u"dial tcp: lookup vssps.dev.azure.com: i/o timeout"_s,
            {u"firewall-missing-hosts"_s});
        row("Arc server without its variables", u"a timeout to 169.254.169.254 on an on-premises server"_s,
            {u"arc-env-not-loaded"_s});
        row("container app", u"Container App: 169.254.169.254: Connection refused"_s,
            {u"container-app-env-mismatch"_s});

        // Symptoms and causes
        row("page", u"invalid character '<' looking for beginning of value"_s,
            {u"html-instead-of-json"_s, u"wrong-audience"_s});
        row("page, and a certificate",
            u"invalid character '<' looking for beginning of value\nx509: certificate signed by unknown authority"_s,
            {u"tls-interception"_s, u"html-instead-of-json"_s});
        row("page from the identity endpoint",
            u"ManagedIdentityCredential: error parsing the json error: invalid character '<' looking for beginning of value"_s,
            {u"captive-portal"_s});
        row("nothing could be built", u"failed to new credential"_s,
            {u"credential-build-swallowed"_s, u"arc-user-assigned-unsupported"_s});

        // Chains of credentials
        row("chain: user-assigned",
            chain
                + u"\tManagedIdentityCredential authentication failed. the requested identity isn't assigned "
                  u"to this resource\n"
                  "GET http://169.254.169.254/metadata/identity/oauth2/token\n----\nRESPONSE 400: 400 Bad Request"_s,
            {u"identity-not-assigned"_s});
        row("chain: system-assigned, then CLI",
            chain
                + u"\tManagedIdentityCredential: failed to authenticate a system assigned identity. The "
                  u"endpoint responded with "
                  "{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}\n\tAzureCLICredential: Azure CLI not found on path"_s,
            {u"identity-not-assigned"_s, u"az-fallback-wrong-identity"_s, u"hosted-agent-no-identity"_s,
             u"az-not-found"_s});
        row("chain: on a hosted agent",
            // where a Microsoft-hosted agent puts the sources
            u"/home/vsts/"
            "work/1/s "_s
                + chain
                + u"\tManagedIdentityCredential: failed to authenticate a system assigned identity. The "
                  u"endpoint responded with "
                  "{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}"_s,
            {u"hosted-agent-no-identity"_s, u"identity-not-assigned"_s});
        row("chain: CLI alone, missing", chain + u"\tAzureCLICredential: Azure CLI not found on path"_s,
            {u"use-msi-not-set"_s, u"az-not-found"_s});
        row("chain: CLI alone, nobody",
            chain + u"\tAzureCLICredential: ERROR: Please run 'az login' to setup account."_s,
            {u"use-msi-not-set"_s});
        row("chain: secret", chain + u"\tClientSecretCredential authentication failed. \n"_s,
            {u"client-credential-rejected"_s, u"env-secret-or-oidc-beats-msi"_s});
        row("chain: secret with its code",
            chain
                + u"\tClientSecretCredential authentication failed. AADSTS700016: Application with identifier '1' was not found"_s,
            {u"app-not-in-tenant"_s, u"client-credential-rejected"_s});
        row("chain: OIDC", chain + u"\tClientAssertionCredential authentication failed. "_s,
            {u"federated-setup-mismatch"_s});
        row("chain: no answer",
            chain
                + u"\tManagedIdentityCredential: Get "
                  u"\"http://169.254.169.254/metadata/identity/oauth2/token\": "
                  "dial tcp 169.254.169.254:80: connect: network is unreachable"_s,
            {u"imds-unreachable"_s, u"not-on-azure"_s});
        row("chain: no answer in a container",
            u"docker run: "_s + chain
                + u"\tManagedIdentityCredential: Get "
                  u"\"http://169.254.169.254/metadata/identity/oauth2/token\": "
                  "dial tcp 169.254.169.254:80: connect: no route to host"_s,
            {u"container-bridge-no-imds"_s});
        row("chain: Docker Desktop",
            chain
                + u"\tManagedIdentityCredential: unexpected response \"connecting to 169.254.169.254:80: dial tcp: network is unreachable\""_s,
            {u"docker-desktop-403"_s});
        row("chain: throttled",
            chain
                + u"\tManagedIdentityCredential authentication failed. \nGET http://169.254.169.254/x\n----\nRESPONSE 429: 429 Too Many Requests"_s,
            {u"imds-throttled"_s});
        row("chain: proxy",
            chain
                + u"\tManagedIdentityCredential authentication failed. \nGET http://169.254.169.254/x\n----\nRESPONSE 502: 502 Bad Gateway"_s,
            {u"proxy-eats-imds"_s});
        row("chain: no token",
            chain
                + u"\tManagedIdentityCredential: error parsing the json error: expires_in and expires_on are both missing or invalid\n\tAzureCLICredential: Azure CLI not found on path"_s,
            {u"not-imds"_s});
        row("chain: refused without a reason",
            chain + u"\tManagedIdentityCredential authentication failed. "_s,
            {u"identity-endpoint-unclassified"_s, u"identity-not-assigned"_s});
        row("chain: Arc key",
            chain
                + u"\tManagedIdentityCredential: failed to get metadata for /var/opt/azcmagent/tokens/1.key due to error: open /var/opt/azcmagent/tokens/1.key: permission denied"_s,
            {u"arc-key-unreadable"_s});

        // What the provider refuses before it asks anybody
        row("UUID", u"expected \"client_id\" to be a valid UUID, got my-id"_s, {u"provider-value-invalid"_s});
        row("boolean", u"error setting default for \"use_msi\": a bool is required"_s,
            {u"provider-value-invalid"_s});
        row("boolean in capitals",
            u"error setting default for \"use_cli\": a bool is required; to convert from string, use lowercase \"false\""_s,
            {u"provider-value-invalid"_s});
        row("list", u"error setting default for \"auxiliary_tenant_ids\": list of string required"_s,
            {u"provider-value-invalid"_s});
        row("attribute", u"unexpected attribute \"client_id_file_path\""_s, {u"provider-version-too-old"_s});
        row("tenant",
            u"invalid tenantID. You can locate your tenantID by following the instructions listed here"_s,
            {u"tenant-id-wrong"_s});
        row("OIDC token", u"No OIDC token found in TFC_WORKLOAD_IDENTITY_TOKEN environment variable."_s,
            {u"federated-setup-mismatch"_s});
        row("certificate", u"open /nope.pfx: no such file or directory"_s,
            {u"env-secret-or-oidc-beats-msi"_s});
        row("no credential, older words", u"No valid credentials found."_s,
            {u"use-msi-not-set"_s, u"credential-build-swallowed"_s});
        row("Cloud Shell", u"the Cloud Shell API doesn't support user-assigned managed identities"_s,
            {u"selector-unsupported"_s});
        row("Arc", u"Azure Arc doesn't support user-assigned managed identities"_s,
            {u"arc-user-assigned-unsupported"_s});

        // As it comes out of a terminal
        row("Terraform's frame and colours",
            u"\x1b[31m╷\x1b[0m\x1b[0m\n\x1b[31m│\x1b[0m \x1b[0m\x1b[1m\x1b[31mError: "
            u"\x1b[0m\x1b[0m\x1b[1mfailed to get auth from auth cache: failed to get AAD token: "
            "ChainedTokenCredential: failed to\n\x1b[31m│\x1b[0m acquire a token.\n\x1b[31m│\x1b[0m "
            "Attempted credentials:\n\x1b[31m│\x1b[0m \tManagedIdentityCredential authentication failed. the "
            "requested\n"
            "\x1b[31m│\x1b[0m identity isn't assigned to this resource\n\x1b[31m╵\x1b[0m"_s,
            {u"identity-not-assigned"_s});
        row("wrapped inside a word",
            u"Multiple user assigned identities exist, please spec\nify the clientId / resourceId of the identity in the token request"_s,
            {u"multiple-identities"_s});
        row("pipeline log",
            u"2026-01-02T03:04:05.1234567Z ##[error]Multiple user assigned identities exist, please\r\n"
            "2026-01-02T03:04:05.1234567Z specify the clientId / resourceId of the identity in the token request"_s,
            {u"multiple-identities"_s});
        row("typographic quotes", u"Please run ‘az login’ to setup account"_s, {u"use-msi-not-set"_s});
        row("JSON in JSON",
            u"{\\\"error\\\": \\\"invalid_request\\\",\\\"error_description\\\": \\\"Identity not found\\\"}"_s,
            {u"identity-not-assigned"_s});
        row("escaped apostrophe",
            u"TF400813: The user \\u0027aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa\\u0027 is not authorized to access this resource."_s,
            {u"anonymous-guid"_s});
        row("link of a terminal", u"\x1b]8;;https://x\x07TF401444\x1b]8;;\x07"_s, {u"not-in-org"_s});
        row("zero-width blanks", u"TF40\u200B1444"_s, {u"not-in-org"_s});
    }

    void textsAreUnderstoodInTheirContext()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, begins);
        const QStringList found = ids(explainPastedText(text).causes);
        QVERIFY2(found.mid(0, begins.size()) == begins, qPrintable(found.join(u' ')));
    }

    void aMethodThatWasAskedExcludesThatItWasNot()
    {
        const QStringList found =
            ids(explainPastedText(
                    chain
                    + u"\tManagedIdentityCredential: failed to authenticate a system assigned identity. x\n"
                      "\tAzureCLICredential: ERROR: Please run 'az login' to setup account."_s)
                    .causes);
        QVERIFY(found.contains(u"az-not-signed-in"_s));
        QVERIFY(!found.contains(u"use-msi-not-set"_s));
        QVERIFY(!found.contains(u"provider-msi-regression-1-11"_s));
    }

    void whatSaysNothingIsNotExplained_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addRow("empty") << QString();
        QTest::addRow("blank") << u" \n\t\r\n "_s;
        QTest::addRow("success") << u"No changes. Your infrastructure matches the configuration."_s;
        QTest::addRow("other trouble") << u"Error: Invalid function argument on main.tf line 3"_s;
        QTest::addRow("part of a code") << u"AADSTS7000169999 XTF401444 TF4014449"_s;
        QTest::addRow("escape at the end") << u"\x1b"_s;
        QTest::addRow("open escapes") << u"\x1b[ \x1b] \x1b[31"_s;
        QTest::addRow("lone surrogates") << QString(QChar(0xD800)) + u'x' + QChar(0xDFFF);
    }

    void whatSaysNothingIsNotExplained()
    {
        QFETCH(QString, text);
        QCOMPARE(ids(explainPastedText(text).causes), QStringList());
    }

    void causesAreRankedAndExplained()
    {
        QString everything;
        for (const Finding &finding : catalogue()) {
            for (const MatchRule &rule : finding.match) {
                for (const char *fragment : rule.all)
                    everything += QString::fromUtf8(fragment) + u'\n';
            }
        }
        const QList<Cause> causes = explainPastedText(everything).causes;
        QCOMPARE(causes.size(), 10);
        double before = 1;
        for (const Cause &cause : causes) {
            QVERIFY(findFinding(cause.finding));
            QVERIFY(cause.confidence > 0 && cause.confidence <= before);
            before = cause.confidence;
            QVERIFY2(cause.why.endsWith(u'.') && !cause.why.contains(u"%1"_s), qPrintable(cause.why));
        }
    }

    void theReasonQuotesTheCatalogueAndNothingElse()
    {
        const QList<Cause> causes =
            explainPastedText(
                u"token=very-secret TF401444 open /home/jane/key.pfx: no such file or directory"_s)
                .causes;
        QVERIFY(causes.size() >= 2);
        for (const Cause &cause : causes)
            QVERIFY2(!cause.why.contains(u"secret"_s) && !cause.why.contains(u"jane"_s),
                     qPrintable(cause.why));
        QCOMPARE(causes.first().why, u"The text says “TF401444”."_s);
    }

    void longTextsAreRead_data()
    {
        QTest::addColumn<QString>("unit");
        QTest::addColumn<qsizetype>("characters");
        QTest::addRow("10 million letters") << u"a"_s << qsizetype(10'000'000);
        const auto row = [](const char *name, const QString &unit) {
            QTest::addRow("%s", name) << unit << qsizetype(1'000'000);
        };
        row("almost a file", u"open /x "_s);
        row("almost a path", u"open "_s);
        row("credentials", u"ManagedIdentityCredential: "_s);
        row("lists", u"Attempted credentials:\n\tManagedIdentityCredential authentication failed. "_s);
        row("escapes", u"\x1b["_s);
        row("open escapes", u"\x1b]"_s);
        row("codes", u"TF400813 AADSTS700016 "_s);
        row("blanks", u" \n"_s);
        row("binary", QString::fromLatin1("\0\1\x80\xff", 4) + QChar(0xD800));
        row("markup", u"<title"_s);
        row("letters that change length in lower case", u"\u0130"_s);
    }

    // A search that looked at everything again for each letter would not end before ctest ends the program.
    void longTextsAreRead()
    {
        QFETCH(QString, unit);
        QFETCH(qsizetype, characters);
        const QString text = unit.repeated(characters / unit.size() / (underSanitizer ? 10 : 1));
        QElapsedTimer timer;
        timer.start();
        const QList<Cause> causes = explainPastedText(text).causes;
        QVERIFY(causes.size() <= 10);
        qInfo("%lld ms", timer.elapsed());
    }
};

QTEST_GUILESS_MAIN(TestPastedText)
#include "tst_pastedtext.moc"
