#include "core/report/explanationdocument.h"
#include "core/result/outgoing.h"
#include "core/terraform/configurationedit.h"
#include "core/terraform/explanation.h"
#include "core/terraform/maskedtext.h"
#include "tests/support/sanitizer.h"
#include "tests/support/secretshapes.h"

#include <QTest>

using namespace signet;
using namespace signet::test;
using namespace Qt::StringLiterals;

// Secrets in a configuration, on every way out of it.
class TestMaskedText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void secretIsMasked_data();
    void secretIsMasked();
    void restStays_data();
    void restStays();
    void linesStay();
    void noSecretLeavesAConfiguration();
    void editItselfHasTheRealText();
};

void TestMaskedText::secretIsMasked_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("masked");
    const auto row = [](const char *name, const QByteArray &text, const QByteArray &masked,
                        const QString &file = u"main.tf"_s) {
        QTest::newRow(name) << file << text << masked;
    };
    row("argument of the provider", "provider \"azuredevops\" {\n  personal_access_token = \"leak\"\n}\n",
        "provider \"azuredevops\" {\n  personal_access_token = \"[secret]\"\n}\n");
    row("argument of a neighbor", "resource \"x\" \"y\" {\n  admin_password   = \"leak\" # why\n}\n",
        "resource \"x\" \"y\" {\n  admin_password   = \"[secret]\" # why\n}\n");
    row("number", "a {\n  password = 123456\n}\n", "a {\n  password = [secret]\n}\n");
    row("in a function", "a {\n  client_secret = trimspace(\"leak\")\n  b = \"stays\"\n}\n",
        "a {\n  client_secret = trimspace(\"[secret]\")\n  b = \"stays\"\n}\n");
    row("either branch", "a {\n  password = var.x ? \"leak1\" : \"leak2\"\n}\n",
        "a {\n  password = var.x ? \"[secret]\" : \"[secret]\"\n}\n");
    row("around a sequence", "a {\n  password = \"leak${var.x}leak\"\n}\n",
        "a {\n  password = \"[secret]${var.x}[secret]\"\n}\n");
    row("item of an object", "locals {\n  db = { user = \"jane\", password = \"leak\" }\n}\n",
        "locals {\n  db = { user = \"jane\", password = \"[secret]\" }\n}\n");
    row("quoted key", "locals {\n  db = { \"db-password\" : \"leak\" }\n}\n",
        "locals {\n  db = { \"db-password\" : \"[secret]\" }\n}\n");
    row("list", "a {\n  tokens = [\"leak1\", \"leak2\"]\n  names = [\"b\"]\n}\n",
        "a {\n  tokens = [\"[secret]\", \"[secret]\"]\n  names = [\"b\"]\n}\n");
    row("object of secrets", "a {\n  credentials = {\n    a = \"leak\"\n  }\n}\n",
        "a {\n  credentials = {\n    a = \"[secret]\"\n  }\n}\n");
    row("heredoc", "a {\n  script = <<-EOT\n    export X=leak\n\n    y\n  EOT\n  b = 1\n}\n",
        "a {\n  script = <<-EOT\n    [secret]\n\n    [secret]\n  EOT\n  b = 1\n}\n");
    row("variable by its name", "variable \"db_password\" {\n  default = \"leak\"\n}\n",
        "variable \"db_password\" {\n  default = \"[secret]\"\n}\n");
    row("sensitive variable", "variable \"x\" {\n  sensitive = true\n  default = \"leak\"\n}\n",
        "variable \"x\" {\n  sensitive = true\n  default = \"[secret]\"\n}\n");
    row("name and value", "a {\n  set {\n    name = \"adminPassword\"\n    value = \"leak\"\n  }\n}\n",
        "a {\n  set {\n    name = \"adminPassword\"\n    value = \"[secret]\"\n  }\n}\n");
    row("address", "a {\n  url = \"https://jane:leak@example.com/x\"\n}\n",
        "a {\n  url = \"https://jane:[secret]@example.com/x\"\n}\n");
    row("connection string", "a {\n  text = \"Server=db;Password=leak1;Timeout=3\"\n}\n",
        "a {\n  text = \"Server=db;Password=[secret];Timeout=3\"\n}\n");
    row("comment", "# password=changeme\n", "# password=[secret]\n");
    row("comment with blanks", "// old pat = \"leakleak\"\n", "// old pat = [secret]\n");
    row("comment in prose", "# PAT of jane LEAKCOMMENTpat77q, for dev\n",
        "# PAT of jane [secret], for dev\n");
    row("comment over lines", "/* token:\n   a1b2c3d4e5f6a7b8 */\n", "/* token:\n   [secret] */\n");
    row("JSON",
        "{\"provider\": {\"azuredevops\": {\"personal_access_token\": \"leak\", \"use_msi\": true}}}\n",
        "{\"provider\": {\"azuredevops\": {\"personal_access_token\": \"[secret]\", \"use_msi\": true}}}\n",
        u"main.tf.json"_s);
    row("JSON, sensitive variable", "{\"variable\": {\"x\": {\"sensitive\": true, \"default\": \"leak\"}}}",
        "{\"variable\": {\"x\": {\"sensitive\": true, \"default\": \"[secret]\"}}}", u"main.tf.json"_s);
}

void TestMaskedText::secretIsMasked()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, masked);
    QCOMPARE(maskedText(file, text), masked);
    QCOMPARE(maskedText(file, masked), masked);
}

void TestMaskedText::restStays_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("references") << QByteArray(
        "provider \"azuredevops\" {\n  personal_access_token = var.pat\n  client_id_file_path = \"/run/id\"\n"
        "  org_service_url = \"https://dev.azure.com/contoso\"\n  client_secret_path = \"/run/secret\"\n}\n");
    QTest::newRow("versions and hashes") << QByteArray(
        "terraform {\n  required_providers {\n    azuredevops = {\n      source = \"microsoft/azuredevops\"\n"
        "      version = \">= 1.11.2, < 2.0\"\n    }\n  }\n  backend \"azurerm\" {\n    key = \"a.tfstate\"\n"
        "  }\n}\n");
    QTest::newRow("comments") << QByteArray(
        "# The client id of id-terraform-prod-01, see https://wiki.example/12ab34cd56ef78\n"
        "# Owner: 8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a\n# TODO(jane): version 1.12.0 from 2026-11-30\n");
    QTest::newRow("CR LF, no UTF-8") << QByteArray("a = \"b\"\r\n# \xe4\r\nc = 1");
}

void TestMaskedText::restStays()
{
    QFETCH(QByteArray, text);
    QCOMPARE(maskedText(u"main.tf"_s, text), text);
}

void TestMaskedText::linesStay()
{
    for (const QByteArray &text :
         {QByteArray("a {\n password = <<EOT\nx\r\ny\n\nEOT\n}\n"), QByteArray("a {\n password = \"x\n}\n"),
          QByteArray("/* password = \"a\n b\" */ a = `x\ny`\n\n"), QByteArray("\"\"\"\n\n${\n")})
        QCOMPARE(maskedText(u"a.tf"_s, text).count('\n'), text.count('\n'));
}

// Each secret of each kind in each place of a configuration: in the text and the JSON of an explanation, in
// the diff, in what is said about a fault.
void TestMaskedText::noSecretLeavesAConfiguration()
{
    const QList<const char *> places{
        "provider \"azuredevops\" {\n  org_service_url       = \"https://dev.azure.com/contoso\"\n"
        "  personal_access_token = \"%s\"\n}\n",
        "provider \"azuredevops\" {\n  org_service_url = \"https://dev.azure.com/contoso\"\n"
        "  client_secret   = \"%s\"\n  client_id = \"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a\"\n"
        "  tenant_id = \"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5b\"\n}\n",
        "provider \"azuredevops\" {\n  org_service_url = \"https://dev.azure.com/contoso\"\n  oidc_token = "
        "\"%s\"\n"
        "  use_oidc = true\n}\n",
        "provider \"azuredevops\" {\n  org_service_url = \"https://dev.azure.com/contoso\"\n"
        "  client_certificate_password = \"%s\"\n  client_certificate_path = \"/c.pfx\"\n}\n",
        "provider \"azuredevops\" {\n  org_service_url = \"https://dev.azure.com/contoso\"\n}\n"
        "resource \"x\" \"y\" {\n  password = \"%s\"\n}\n",
        "provider \"azuredevops\" {\n  # personal_access_token = \"%s\"\n"
        "  org_service_url = \"https://dev.azure.com/contoso\"\n}\n",
        "provider \"azuredevops\" {\n  org_service_url = \"https://dev.azure.com/contoso\"\n}\n"
        "resource \"x\" \"y\" {\n  script = <<-EOT\n    export TOKEN=%s\n  EOT\n}\n",
        "variable \"pat\" {\n  default = \"%s\"\n}\nprovider \"azuredevops\" {\n"
        "  org_service_url = \"https://dev.azure.com/contoso\"\n  personal_access_token = var.pat\n}\n",
        "locals {\n  db = { \"password\" = \"%s\" }\n}\nprovider \"azuredevops\" {\n"
        "  org_service_url = \"https://dev.azure.com/contoso\"\n  personal_access_token = "
        "local.db.password\n}\n",
        "provider \"azuredevops\" {\n  org_service_url = \"https://dev.azure.com/contoso\"\n  pat = "
        "\"%s\"\n}\n",
        "provider \"azuredevops\" {\n  org_service_url = \"https://dev.azure.com/contoso\"\n"
        "  personal_access_token = \"%s\n}\n",
    };
    int count = 0;
    int leaks = 0;
    for (quint32 seed = 401; seed <= (underSanitizer ? 401 : 402); ++seed) {
        for (const SecretShape &shape : secretShapes(seed)) {
            if (shape.plain.contains('\\') || shape.plain.contains("%"))
                continue; // an escape of HCL
            for (const char *place : places) {
                HostImage image;
                const QByteArray text = "resource \"azuredevops_project\" \"p\" {\n  name = \"p\"\n}\n\n"
                    + QByteArray(place).replace("%s", shape.plain);
                image.files[u"/w/main.tf"_s].text = text;
                const Host host = Host::from(image);
                const auto explanation = explainConfiguration(host, host, u"/w"_s, {});
                QVERIFY(explanation);
                ConfigurationWish wish;
                wish.settings.organizationUrl = u"https://dev.azure.com/fabrikam"_s;
                const auto edit = planConfigurationEdit(*explanation, host, wish);
                const QString shown = explanationToText(describe(*explanation, edit, {}), u"write"_s, {});
                const QList<std::pair<const char *, QByteArray>> outs{
                    {"text", outgoingText(shown)},
                    {"JSON", outgoingJson(explanation->toJson())},
                    {"diff", edit ? outgoingText(QString::fromUtf8(edit->diff())) : QByteArray()},
                    {"finding",
                     edit ? QByteArray() : outgoingJson(QJsonObject{{u"e"_s, edit.problem().evidence}})}};
                for (const auto &[way, out] : outs) {
                    ++count;
                    if (!gives(out, shape.plain))
                        continue;
                    ++leaks;
                    qWarning("%s, %s: %s\n%s", shape.kind.constData(), way, text.constData(),
                             out.constData());
                }
            }
        }
    }
    qInfo("%d secrets on their way out of a configuration, %d leaks", count, leaks);
    QVERIFY(count >= (underSanitizer ? 500 : 1000));
    QCOMPARE(leaks, 0);
}

void TestMaskedText::editItselfHasTheRealText()
{
    HostImage image;
    const QByteArray text = "provider \"azuredevops\" {\n  personal_access_token = \"leak1234\"\n}\n\n"
                            "resource \"azuredevops_project\" \"p\" {\n  password = \"stays123\"\n}\n";
    image.files[u"/w/main.tf"_s].text = text;
    const Host host = Host::from(image);
    const auto explanation = explainConfiguration(host, host, u"/w"_s, {});
    QVERIFY(explanation);
    ConfigurationWish wish;
    wish.settings.organizationUrl = u"https://dev.azure.com/fabrikam"_s;
    const auto edit = planConfigurationEdit(*explanation, host, wish);
    QVERIFY(edit);
    QCOMPARE(edit->changes.first().before, text);
    QVERIFY(edit->changes.first().after.contains("stays123"));
    QVERIFY(edit->diff().contains("-  personal_access_token = \"[secret]\"\n"));
    QVERIFY(edit->diff().contains("   password = \"[secret]\"\n"));
}

QTEST_APPLESS_MAIN(TestMaskedText)
#include "tst_maskedtext.moc"
