#include "core/report/explanationdocument.h"

#include <QTest>

#include <algorithm>

using namespace signet;
using namespace Qt::StringLiterals;

class TestExplanationDocument : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void originsAndValuesLeadToTheirPlace();
    void trapNamesTheCredentialItBitesAt();
    void trapIsAWarningWhereTheIdentityWinsAllTheSame();
    void faultKeepsTheConfigurationFromBeingGood();
    void otherVersionHasToBeSelected();
    void secretsAreDescribed();
};

namespace {

const QByteArray requirement = "terraform {\n"
                               "  required_providers {\n"
                               "    azuredevops = {\n"
                               "      source  = \"microsoft/azuredevops\"\n"
                               "      version = \">= 1.11.2, < 2.0.0\"\n"
                               "    }\n"
                               "  }\n"
                               "}\n";
const QByteArray block = "provider \"azuredevops\" {\n"
                         "  org_service_url = \"https://dev.azure.com/contoso\"\n"
                         "  use_msi         = true\n"
                         "  use_cli         = false\n"
                         "}\n";

ExplanationDocument documentOf(const QMap<QString, QByteArray> &files,
                               const QMap<QString, QString> &variables = {})
{
    HostImage image;
    image.env = variables;
    for (auto it = files.begin(); it != files.end(); ++it) {
        FileImage file;
        file.text = it.value();
        image.files.insert(u"/infra/"_s + it.key(), file);
    }
    const Host host = Host::from(image);
    const auto explanation = explainConfiguration(host, host, u"/infra"_s, {});
    if (!explanation)
        qFatal("the configuration cannot be read: %s",
               qPrintable(explanation.problem().findingId.toString()));
    return describe(*explanation, planConfigurationEdit(*explanation, host, {}));
}

const ExplanationDocument::Obstacle *obstacle(const ExplanationDocument &document, const QString &findingId)
{
    for (const ExplanationDocument::Obstacle &one : document.obstacles) {
        if (one.findingId.toString() == findingId)
            return &one;
    }
    return nullptr;
}

} // namespace

void TestExplanationDocument::originsAndValuesLeadToTheirPlace()
{
    const ExplanationDocument document =
        documentOf({{u"terraform.tf"_s, requirement}, {u"providers.tf"_s, block}});
    QVERIFY(document.good);
    const auto chosen =
        std::ranges::find(document.chain, ChainState::Selected, &ExplanationDocument::Credential::state);
    QVERIFY(chosen != document.chain.end());
    const ConfigurationPlace useMsi{u"providers.tf"_s, 3};
    QVERIFY(std::ranges::any_of(chosen->from, [&useMsi](const auto &origin) { return origin.at == useMsi; }));
    const auto value =
        std::ranges::find(document.values, u"use_msi"_s, &ExplanationDocument::Value::argument);
    QVERIFY(value != document.values.end());
    QVERIFY(value->at == useMsi);
}

void TestExplanationDocument::trapNamesTheCredentialItBitesAt()
{
    const ExplanationDocument document = documentOf(
        {{u"main.tf"_s, requirement + block}}, {{u"AZDO_PERSONAL_ACCESS_TOKEN"_s, u"not-a-real-token"_s}});
    const auto *trap = obstacle(document, u"pat-overrides-msi"_s);
    QVERIFY(trap);
    QVERIFY(!document.good);
    QVERIFY(trap->severity == Severity::Blocker);
    QVERIFY(trap->credential >= 0);
    QVERIFY(document.chain[trap->credential].state == ChainState::Selected);
    QCOMPARE(trap->title, trap->explanation.title);
    QVERIFY(!trap->explanation.fix.isEmpty());
}

void TestExplanationDocument::trapIsAWarningWhereTheIdentityWinsAllTheSame()
{
    const ExplanationDocument document =
        documentOf({{u"main.tf"_s, requirement + block}},
                   {{u"ARM_CLIENT_ID"_s, u"c0ffee11-2233-4455-8677-8899aabbccdd"_s}});
    const auto *trap = obstacle(document, u"env-client-id-leftover"_s);
    QVERIFY(trap);
    QVERIFY(document.good);
    QVERIFY(trap->severity != Severity::Blocker);
}

void TestExplanationDocument::faultKeepsTheConfigurationFromBeingGood()
{
    const ExplanationDocument document =
        documentOf({{u"main.tf"_s, requirement + block}, {u"broken.tf"_s, "resource \"x\" {\n"}});
    const auto *fault = obstacle(document, u"configuration-syntax-error"_s);
    QVERIFY(fault);
    QCOMPARE(fault->credential, -1);
    QCOMPARE(fault->at.file, u"broken.tf"_s);
    QVERIFY(fault->severity == Severity::Blocker);
    QVERIFY(!document.good);
    // Who it would be is said, and not as what happens.
    QVERIFY(!document.sentence.contains(u"managed identity"_s));
    QVERIFY(document.facts.first().contains(u"managed identity"_s));
}

void TestExplanationDocument::otherVersionHasToBeSelected()
{
    const QByteArray lock = "provider \"registry.terraform.io/microsoft/azuredevops\" {\n"
                            "  version     = \"0.11.0\"\n"
                            "  constraints = \">= 0.11.0\"\n"
                            "}\n";
    const QMap<QString, QByteArray> files{{u"main.tf"_s, requirement + block}};
    QCOMPARE(documentOf(files).initCommand, QString());
    QMap<QString, QByteArray> locked = files;
    locked.insert(u".terraform.lock.hcl"_s, lock);
    QCOMPARE(documentOf(locked).initCommand, u"terraform init -upgrade"_s);
}

void TestExplanationDocument::secretsAreDescribed()
{
    const ExplanationDocument document =
        documentOf({{u"main.tf"_s,
                     requirement
                         + "provider \"azuredevops\" {\n  client_secret = \"not-a-real-secret\"\n  use_msi = "
                           "true\n}\n"}},
                   {{u"AZDO_PERSONAL_ACCESS_TOKEN"_s, u"not-a-real-token"_s}});
    QVERIFY(!document.values.isEmpty());
    for (const ExplanationDocument::Value &value : document.values) {
        QVERIFY2(!value.text.contains(u"not-a-real"_s), qPrintable(value.argument));
    }
    const QString text = explanationToText(document, u"signet terraform write"_s, {});
    QVERIFY(!text.contains(u"not-a-real-token"_s));
}

QTEST_GUILESS_MAIN(TestExplanationDocument)
#include "tst_explanationdocument.moc"
