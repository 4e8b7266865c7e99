#include "core/terraform/environmentoutput.h"
#include "core/terraform/providerblock.h"

#include "tests/terraform/program.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

// HashiCorp's formatter and parser judge every kind of text of ours, with values that need quoting.
class FormatterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theFormatterChangesNothing_data();
    void theFormatterChangesNothing();
    void theParserReadsTheValues_data();
    void theParserReadsTheValues();
    void theJudgesAreAwake();

private:
    struct Case {
        QByteArray name;
        ProviderSettings settings;
        QString text;
        bool fromEnvironment = false;
        bool terragrunt = false;
    };
    void addRows() const;

    QList<Case> m_cases;
    QJsonArray m_judged;
};

namespace {

// hcl2json leaves the two template escapes in its strings as they are written.
QString withoutEscapes(QString text)
{
    return text.replace("$${"_L1, "${"_L1).replace("%%{"_L1, "%{"_L1);
}

} // namespace

void FormatterTest::initTestCase()
{
    if (!hasNodePackage(u"@cdktf/hcl-tools"_s) || !hasNodePackage(u"@cdktf/hcl2json"_s))
        QSKIP("node, @cdktf/hcl-tools or @cdktf/hcl2json is not here; SIGNET_NODE_MODULES names their "
              "directory");

    const QList<std::pair<QByteArray, QString>> urls{
        {"plain", u"https://dev.azure.com/contoso"_s},
        {"quotes", u"a\"b'c"_s},
        {"backslashes", u"C:\\Users\\n\\\\"_s},
        {"templates", u"${a} %{b} $${c} %%{d} $$${e}"_s},
        {"lone signs", u"$ % $$ %% $a {} #x //y /*z*/"_s},
        {"not ASCII", u"K\u00f6ln \u4e2d\u6587 \U0001f511"_s},
        {"controls", u"a\nb\rc\td\u0001"_s},
        {"empty", QString()},
    };
    for (const auto &[name, url] : urls) {
        for (const bool userAssigned : {false, true}) {
            Case each;
            each.name = name + (userAssigned ? ", user-assigned" : ", system-assigned");
            each.settings.organizationUrl = url;
            each.settings.alias = userAssigned ? url : QString();
            if (userAssigned)
                each.settings.clientId = *ClientId::parse(u"9d1c2b3a-4f5e-4a6b-8c7d-0e1f2a3b4c5d"_s);
            each.text = providerBlock(each.settings);
            m_cases.append(each);
            each.fromEnvironment = true;
            each.name += ", from environment";
            each.text = emptyProviderBlock(each.settings);
            m_cases.append(each);
            if (const auto terragrunt = environmentOutput(Shell::Terragrunt, each.settings)) {
                each.terragrunt = true;
                each.name += ", terragrunt";
                each.text = *terragrunt;
                m_cases.append(each);
            }
        }
    }
    QJsonArray input;
    for (const Case &each : std::as_const(m_cases))
        input.append(each.text);
    // Two that must not pass, for theJudgesAreAwake().
    input.append(u"a = 1\nbcd = 2\n"_s);
    input.append(u"a = \"C:\\Users\"\n"_s);

    const QByteArray output = outputOf(
        u"node"_s, {QStringLiteral(SIGNET_SOURCE_DIR "/tests/terraform/formatter.mjs"), nodeModules()},
        QJsonDocument(input).toJson());
    m_judged = QJsonDocument::fromJson(output).array();
    QCOMPARE(m_judged.size(), input.size());
}

void FormatterTest::addRows() const
{
    QTest::addColumn<int>("index");
    for (qsizetype i = 0; i < m_cases.size(); ++i)
        QTest::newRow(m_cases[i].name.constData()) << int(i);
}

void FormatterTest::theFormatterChangesNothing_data()
{
    addRows();
}

void FormatterTest::theFormatterChangesNothing()
{
    QFETCH(int, index);
    const QJsonObject judged = m_judged[index].toObject();
    QVERIFY2(!judged.contains("error"_L1), qPrintable(judged.value("error"_L1).toString()));
    QCOMPARE(judged.value("formatted"_L1).toString(), m_cases[index].text);
}

void FormatterTest::theParserReadsTheValues_data()
{
    addRows();
}

void FormatterTest::theParserReadsTheValues()
{
    QFETCH(int, index);
    const ProviderSettings &settings = m_cases[index].settings;
    const QJsonObject parsed = m_judged[index].toObject().value("parsed"_L1).toObject();
    const auto text = [](const QJsonValue &value) { return withoutEscapes(value.toString()); };

    if (m_cases[index].terragrunt) {
        const QJsonObject variables = parsed["terraform"_L1][0]["extra_arguments"_L1]
                                            ["azuredevops_managed_identity"_L1][0]["env_vars"_L1]
                                                .toObject();
        QCOMPARE(text(variables["AZDO_ORG_SERVICE_URL"_L1]), settings.organizationUrl);
        QCOMPARE(text(variables["ARM_USE_MSI"_L1]), u"true"_s);
        QCOMPARE(variables.size(), settings.clientId ? 4 : 3);
        return;
    }
    const QJsonValue pin = parsed["terraform"_L1][0]["required_providers"_L1][0]["azuredevops"_L1];
    QCOMPARE(text(pin["source"_L1]), u"microsoft/azuredevops"_s);
    QCOMPARE(text(pin["version"_L1]), u">= 1.11.2, < 2.0.0"_s);

    const QJsonObject provider = parsed["provider"_L1]["azuredevops"_L1][0].toObject();
    QCOMPARE(text(provider["alias"_L1]), settings.alias);
    if (m_cases[index].fromEnvironment) {
        QCOMPARE(provider.size(), settings.alias.isEmpty() ? 0 : 1);
        return;
    }
    QCOMPARE(text(provider["org_service_url"_L1]), settings.organizationUrl);
    QCOMPARE(provider["use_msi"_L1], QJsonValue(true));
    QCOMPARE(provider["use_cli"_L1], QJsonValue(false));
    QCOMPARE(text(provider["client_id"_L1]), settings.clientId ? settings.clientId->toString() : QString());
}

void FormatterTest::theJudgesAreAwake()
{
    const QJsonObject badLayout = m_judged[m_cases.size()].toObject();
    QCOMPARE(badLayout.value("formatted"_L1).toString(), u"a   = 1\nbcd = 2\n"_s);
    QVERIFY(m_judged[m_cases.size() + 1].toObject().contains("error"_L1));
}

QTEST_GUILESS_MAIN(FormatterTest)
#include "tst_formatter.moc"
