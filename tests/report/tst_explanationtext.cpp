#include "core/report/explanationdocument.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

namespace {

const QString planted = u"signet-sandbox-secret-of-a-test"_s;
const QString tenant = u"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a"_s;

Host machineWith(const QMap<QString, QByteArray> &files, const QMap<QString, QString> &environment = {})
{
    HostImage image;
    image.env = environment;
    image.files.insert(u"/w"_s, FileImage{FileImage::Kind::Directory, {}, 0, ' ', {}, {}});
    for (auto it = files.begin(); it != files.end(); ++it)
        image.files.insert(u"/w/"_s + it.key(), FileImage{FileImage::Kind::Text, it.value(), 0, ' ', {}, {}});
    return Host::from(image);
}

ExplanationDocument documentOf(const Host &host)
{
    const auto explanation = explainConfiguration(host, host, u"/w"_s, {});
    Q_ASSERT(explanation);
    return describe(*explanation, planConfigurationEdit(*explanation, host, ConfigurationWish()));
}

const QByteArray required =
    "terraform {\n  required_providers {\n    azuredevops = {\n"
    "      source  = \"microsoft/azuredevops\"\n      version = \">= 1.11.2, < 2.0.0\"\n"
    "    }\n  }\n}\n\n";
const QByteArray right = required
    + "provider \"azuredevops\" {\n  org_service_url = \"https://dev.azure.com/contoso\"\n"
      "  use_msi         = true\n  use_cli         = false\n}\n";

// A token and a secret left over, and a switch of the CLI that is forgotten.
Host threeTraps()
{
    return machineWith(
        {{u"main.tf"_s,
          required
              + "variable \"organization\" {\n  default = \"https://dev.azure.com/contoso\"\n}\n\n"
                "provider \"azuredevops\" {\n  org_service_url = var.organization\n"
                "  use_msi         = true # agents have an identity\n}\n"}},
        {{u"AZDO_PERSONAL_ACCESS_TOKEN"_s, planted},
         {u"ARM_CLIENT_SECRET"_s, planted},
         {u"ARM_TENANT_ID"_s, tenant}});
}

} // namespace

class ExplanationTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rightConfigurationNeedsNothing();
    void threeTrapsReadAsTheyShould();
    void faultStandsFirstAndNoEditIsOffered();
    void unknownValuesAreNamed();
    void upgradeSaysWhatItChanges();
    void jsonHasTheShapeThatScriptsReadFrom();
};

void ExplanationTextTest::rightConfigurationNeedsNothing()
{
    const auto document = documentOf(machineWith({{u"p.tf"_s, right}}));
    QVERIFY(document.outcome == ExplanationDocument::Outcome::Intended);
    QVERIFY(document.nothingToDo);
    QVERIFY(document.obstacles.isEmpty());
    QVERIFY(document.diff.isEmpty());
    QVERIFY(explanationToText(document, u"x"_s, {}).startsWith(u"✓ "_s));
}

// The whole screen, because its reading is what counts. SIGNET_UPDATE_GOLDEN=1 writes it anew.
void ExplanationTextTest::threeTrapsReadAsTheyShould()
{
    const QByteArray text =
        explanationToText(documentOf(threeTraps()), u"signet terraform write --dir infra"_s, {}).toUtf8();
    QFile golden(QStringLiteral(SIGNET_TEST_DATA "/explanation/three-traps.txt"));
    if (qEnvironmentVariableIsSet("SIGNET_UPDATE_GOLDEN")) {
        QVERIFY(golden.open(QIODevice::WriteOnly));
        golden.write(text);
        return;
    }
    QVERIFY(golden.open(QIODevice::ReadOnly));
    QCOMPARE(QString::fromUtf8(text), QString::fromUtf8(golden.readAll()));
    QVERIFY(!text.contains(planted.toUtf8()));
}

void ExplanationTextTest::faultStandsFirstAndNoEditIsOffered()
{
    const auto document =
        documentOf(machineWith({{u"p.tf"_s, "provider \"azuredevops\" {\n  use_msi = 'true'\n}\n"}}));
    QCOMPARE(document.obstacles.first().findingId.toString(), u"configuration-syntax-error"_s);
    QVERIFY(document.obstacles.first().place.startsWith(u"p.tf:2:"_s));
    // The place and the kind, and not the line, which can hold a secret.
    QCOMPARE(document.obstacles.first().text, u"a string needs double quotes, not single quotes"_s);
    QVERIFY(!document.obstacleToEdit.isEmpty());
    QVERIFY(document.diff.isEmpty());
}

void ExplanationTextTest::unknownValuesAreNamed()
{
    const auto document = documentOf(machineWith(
        {{u"p.tf"_s,
          required + "variable \"msi\" {}\nprovider \"azuredevops\" {\n  use_msi = var.msi\n}\n"}}));
    QVERIFY2(document.unknown.contains(u"var.msi"_s), qPrintable(document.unknown.join(u' ')));
    QVERIFY(explanationToText(document, u"x"_s, {}).contains(u"var.msi"_s));
}

void ExplanationTextTest::upgradeSaysWhatItChanges()
{
    const QMap<QString, QByteArray> files{
        {u"p.tf"_s, right},
        {u".terraform.lock.hcl"_s,
         "provider \"example.org/microsoft/azuredevops\" {\n  version = \"1.15.0\"\n}\n"}};
    // From 1.16 on the AZURE_ names count, and a secret comes first.
    const auto document =
        documentOf(machineWith(files, {{u"AZURE_TENANT_ID"_s, tenant}, {u"AZURE_CLIENT_SECRET"_s, planted}}));
    QVERIFY(document.outcome == ExplanationDocument::Outcome::Intended);
    QCOMPARE(document.upgradeTo, u"1.16.0"_s);
    QVERIFY(!document.upgrade.isEmpty());
    QVERIFY(!document.upgrade.join(u' ').contains(planted));
    QVERIFY(explanationToText(document, u"x"_s, {}).contains(document.upgrade.first().left(20)));
    QVERIFY(documentOf(machineWith(files)).upgrade.isEmpty());
}

void ExplanationTextTest::jsonHasTheShapeThatScriptsReadFrom()
{
    const Host host = threeTraps();
    const auto explanation = explainConfiguration(host, host, u"/w"_s, {});
    const QJsonObject json = explanation->toJson();
    QCOMPARE(json["providerVersion"_L1].toString(), u"1.16.0"_s);
    QCOMPARE(json["era"_L1].toString(), u"chain-azure-names"_s);
    QCOMPARE(json["decidedBy"_L1].toString(), u"pat"_s);
    QVERIFY(json["error"_L1].isNull());
    QVERIFY(json["identity"_L1].toObject().contains("clientId"_L1));
    QVERIFY(json["assumed"_L1].isArray());
    static const QStringList states{u"selected"_s, u"tried-first"_s, u"would-follow"_s, u"not-built"_s,
                                    u"not-reached"_s};
    const QJsonArray chain = json["chain"_L1].toArray();
    QVERIFY(chain.size() >= 6);
    int selected = 0;
    for (const QJsonValue entry : chain) {
        QVERIFY(states.contains(entry["state"_L1].toString()));
        QVERIFY(!entry["method"_L1].toString().isEmpty());
        QVERIFY(!entry["why"_L1].toString().isEmpty());
        selected += entry["state"_L1].toString() == states.first();
        for (const QJsonValue from : entry["from"_L1].toArray()) {
            const QString source = from["source"_L1].toString();
            QVERIFY2(source == "default"_L1 || source.startsWith("hcl:"_L1) || source.startsWith("env:"_L1),
                     qPrintable(source));
        }
    }
    QCOMPARE(selected, 1);
    QStringList traps;
    for (const QJsonValue trap : json["traps"_L1].toArray()) {
        traps.append(trap["id"_L1].toString());
        QVERIFY(!trap["finding"_L1].toString().isEmpty());
        QVERIFY(!trap["text"_L1].toString().isEmpty());
    }
    QVERIFY2(traps.contains(u"pat-ends-decision"_s) && traps.contains(u"secret-before-managed-identity"_s)
                 && traps.contains(u"cli-on-by-default"_s),
             qPrintable(traps.join(u' ')));
    QVERIFY(!QJsonDocument(json).toJson().contains(planted.toUtf8()));
}

QTEST_GUILESS_MAIN(ExplanationTextTest)
#include "tst_explanationtext.moc"
