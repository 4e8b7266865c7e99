#include "core/terraform/configurationscan.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

// A directory /w with these files.
Host machineWith(const QMap<QString, QByteArray> &files)
{
    HostImage image;
    for (auto file = files.begin(); file != files.end(); ++file) {
        FileImage content;
        content.text = file.value();
        image.files.insert(u"/w/"_s + file.key(), content);
    }
    return Host::from(image);
}

ConfigurationScan scanned(const QString &name, const QByteArray &text)
{
    const auto scan = scanConfiguration(machineWith({{name, text}}), u"/w"_s);
    return scan ? *scan : ConfigurationScan();
}

// "line:name[.alias]" of each, then "required line", then "entry line:name version", then "unreadable line".
QStringList told(const ConfigurationScan &scan)
{
    QStringList lines;
    for (const ProviderBlockSeen &block : scan.providerBlocks)
        lines += u"provider %1:%2%3"_s.arg(QString::number(block.place.line), block.localName,
                                           block.alias.isEmpty() ? QString() : u'.' + block.alias);
    for (const ConfigurationPlace &place : scan.requiredProviders)
        lines += u"required %1"_s.arg(place.line);
    for (const RequiredProviderSeen &entry : scan.azureDevOpsEntries)
        lines += u"entry %1:%2 %3"_s.arg(QString::number(entry.place.line), entry.localName, entry.version);
    for (const UnreadableFile &file : scan.unreadable)
        lines += u"unreadable %1"_s.arg(file.line);
    return lines;
}

} // namespace

class ConfigurationScanTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void blocksAreFoundInNativeSyntax_data();
    void blocksAreFoundInNativeSyntax();
    void blocksAreFoundInJson_data();
    void blocksAreFoundInJson();
    void onlyFilesThatAreReadCount();
    void theLocalNameMayStandInAnotherFile();
    void filesThatCannotBeReadAreReported();
    void aMissingDirectoryIsAProblem();
    void aHostileFileDoesNotExhaustTheStack();
    void everyCutOfAFileIsSurvived();
};

void ConfigurationScanTest::blocksAreFoundInNativeSyntax_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("expected");

    const auto row = [](const char *name, const QByteArray &text, const QStringList &expected) {
        QTest::newRow(name) << text << expected;
    };
    row("empty", "", {});
    row("default", "\nprovider \"azuredevops\" {\n}\n", {u"provider 2:azuredevops"_s});
    row("one line", "provider \"azuredevops\" {}", {u"provider 1:azuredevops"_s});
    row("label without quotes", "provider azuredevops {\n}\n", {u"provider 1:azuredevops"_s});
    row("alias", "provider \"azuredevops\" {\n  alias = \"b\"\n}\n", {u"provider 1:azuredevops.b"_s});
    row("alias on one line", "provider \"azuredevops\" { alias = \"b\" }\n", {u"provider 1:azuredevops.b"_s});
    row("both", "provider \"azuredevops\" {}\nprovider \"azuredevops\" { alias = \"b\" }\n",
        {u"provider 1:azuredevops"_s, u"provider 2:azuredevops.b"_s});
    row("other provider", "provider \"azurerm\" {\n  features {}\n}\n", {});
    row("nested", "module \"x\" {\n  provider \"azuredevops\" {\n  }\n}\n", {});
    row("resource of that name", "resource \"provider\" \"azuredevops\" {\n}\n", {});
    row("argument of that name", "provider = azuredevops\n", {});
    row("in comments",
        "# provider \"azuredevops\" {}\n// provider \"azuredevops\" {}\n/* provider \"azuredevops\" {}\n*/\n",
        {});
    row("behind a comment", "/* { */ provider /* x */ \"azuredevops\" { # }\n}\n",
        {u"provider 1:azuredevops"_s});
    row("in a string", "locals {\n  a = \"provider \\\"azuredevops\\\" {}\"\n}\n", {});
    row("in a heredoc",
        "locals {\n  a = <<EOT\nprovider \"azuredevops\" {}\n}\n\"\nEOT\n}\nprovider \"azuredevops\" {}\n",
        {u"provider 8:azuredevops"_s});
    row("indented heredoc", "locals {\n  a = <<-EOT\n    }}} \"\n    EOT\n}\nprovider \"azuredevops\" {}\n",
        {u"provider 6:azuredevops"_s});
    row("marker inside a template", "a = <<EOT\n${x(\"\n\")}\n", {u"unreadable 2"_s});
    row("heredoc with a template", "a = <<EOT\n${ {\nEOT = 1\n} }\nEOT\nprovider \"azuredevops\" {}\n",
        {u"provider 6:azuredevops"_s});
    row("braces in a template",
        "locals {\n  a = \"${ { b = \"}\" }[\"b\"] }}\"\n}\nprovider \"azuredevops\" {}\n",
        {u"provider 4:azuredevops"_s});
    row("escaped template", "a = \"$${\"\nb = \"%%{\"\nprovider \"azuredevops\" {}\n",
        {u"provider 3:azuredevops"_s});
    row("comment in a template", "a = \"${ 1 /* } */ }\"\nprovider \"azuredevops\" {}\n",
        {u"provider 2:azuredevops"_s});
    row("shift is no heredoc", "a = 1 << 2\nprovider \"azuredevops\" {}\n", {u"provider 2:azuredevops"_s});
    row("CRLF", "provider \"azurerm\" {\r\n}\r\nprovider \"azuredevops\" {\r\n  alias = \"b\"\r\n}\r\n",
        {u"provider 3:azuredevops.b"_s});
    row("CRLF heredoc", "a = <<EOT\r\n}\r\nEOT\r\nprovider \"azuredevops\" {}\r\n",
        {u"provider 4:azuredevops"_s});
    row("byte-order mark", "\xef\xbb\xbfprovider \"azuredevops\" {}\n", {u"provider 1:azuredevops"_s});
    row("not UTF-8", "# \xff\xfe\nprovider \"azuredevops\" {}\n", {u"provider 2:azuredevops"_s});
    row("computed alias", "provider \"azuredevops\" {\n  alias = \"${x}\"\n}\n",
        {u"provider 1:azuredevops"_s});
    row("required_providers",
        "terraform {\n  required_version = \">= 1.5\"\n  required_providers {\n    azuredevops = {\n      "
        "source  = \"microsoft/azuredevops\"\n      version = \">= 1.0\"\n    }\n  }\n}\n",
        {u"required 3"_s, u"entry 4:azuredevops >= 1.0"_s});
    row("required_providers, empty", "terraform {\n  required_providers {}\n}\n", {u"required 2"_s});
    row("required_providers, other",
        "terraform {\n  required_providers {\n    azurerm = { source = \"hashicorp/azurerm\", version = \"~> "
        "4.0\" }\n  }\n}\n",
        {u"required 2"_s});
    row("entry on one line",
        "terraform {\n  required_providers {\n    azuredevops = { version = \"~> 1.16\", source = "
        "\"microsoft/azuredevops\" }\n  }\n}\n",
        {u"required 2"_s, u"entry 3:azuredevops ~> 1.16"_s});
    row("entry with colons",
        "terraform {\n  required_providers {\n    \"azuredevops\" = { \"source\" : \"microsoft/azuredevops\" "
        "}\n  }\n}\n",
        {u"required 2"_s, u"entry 3:azuredevops "_s});
    row("entry with a host",
        "terraform {\n  required_providers {\n    azuredevops = {\n      source = "
        "\"registry.terraform.io/Microsoft/AzureDevOps\"\n    }\n  }\n}\n",
        {u"required 2"_s, u"entry 3:azuredevops "_s});
    row("entry of another namespace",
        "terraform {\n  required_providers {\n    azuredevops = { source = \"notmicrosoft/azuredevops\" }\n  "
        "}\n}\n",
        {u"required 2"_s});
    row("legacy entry", "terraform {\n  required_providers {\n    azuredevops = \">= 1\"\n  }\n}\n",
        {u"required 2"_s});
    row("aliases in the entry",
        "terraform {\n  required_providers {\n    azuredevops = {\n      configuration_aliases = "
        "[azuredevops.b,\n        azuredevops.c]\n      source = \"microsoft/azuredevops\"\n    }\n  }\n}\n",
        {u"required 2"_s, u"entry 3:azuredevops "_s});
    row("local name",
        "terraform {\n  required_providers {\n    azdo = { source = \"microsoft/azuredevops\" }\n  "
        "}\n}\nprovider \"azdo\" {}\n",
        {u"provider 6:azdo"_s, u"required 2"_s, u"entry 3:azdo "_s});
    row("required_providers elsewhere",
        "module \"x\" {\n  required_providers {\n  }\n}\nrequired_providers {}\n", {});
    row("two terraform blocks",
        "terraform {\n  backend \"local\" {}\n}\nterraform {\n  required_providers {}\n}\n",
        {u"required 5"_s});
    row("string without end", "a = \"\nprovider \"azuredevops\" {}\n", {u"unreadable 1"_s});
    row("comment without end", "\n/* provider \"azuredevops\" {}\n", {u"unreadable 2"_s});
    row("heredoc without end", "a = <<EOT\nprovider \"azuredevops\" {}\n", {u"unreadable 1"_s});
    row("template without end", "a = \"${x\n", {u"unreadable 1"_s});
    row("brace without end", "provider \"azuredevops\" {\n", {u"unreadable 1"_s});
    row("brace too many", "provider \"azuredevops\" {\n}}\n", {u"unreadable 2"_s});
    row("crossed brackets", "a = [{]}\n", {u"unreadable 1"_s});
}

void ConfigurationScanTest::blocksAreFoundInNativeSyntax()
{
    QFETCH(QByteArray, text);
    QTEST(told(scanned(u"main.tf"_s, text)), "expected");
}

void ConfigurationScanTest::blocksAreFoundInJson_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("expected");

    const auto row = [](const char *name, const QByteArray &text, const QStringList &expected) {
        QTest::newRow(name) << text << expected;
    };
    row("default",
        "{\n  \"provider\": {\n    \"azuredevops\": { \"use_msi\": true, \"x\": [-1.5e+3, null] }\n  }\n}",
        {u"provider 3:azuredevops"_s});
    row("several", "{\"provider\": {\"azuredevops\": [\n{},\n{\"alias\": \"b\"}]}}",
        {u"provider 1:azuredevops"_s, u"provider 1:azuredevops.b"_s});
    row("array of blocks",
        "{\"provider\": [\n{\"azurerm\": {}},\n{\"azuredevops\": {\"alias\": \"\\u0062\"}}]}",
        {u"provider 3:azuredevops.b"_s});
    row("array at the top", "[{\"provider\": {\"azuredevops\": {}}}]", {u"provider 1:azuredevops"_s});
    row("nested", "{\"module\": {\"x\": {\"provider\": {\"azuredevops\": {}}}}}", {});
    row("text like a template",
        "{\"locals\": {\"a\": \"${ \\\"{\\\" }\"}, \"provider\": {\"azuredevops\": {}}}",
        {u"provider 1:azuredevops"_s});
    row("text like a comment", "{\"//\": \"# /* x\",\n\"provider\": {\"azuredevops\": {}}}",
        {u"provider 2:azuredevops"_s});
    row("required_providers",
        "{\"terraform\": {\n\"required_providers\": {\n\"azdo\": {\"source\": \"microsoft/azuredevops\", "
        "\"version\": \"~> 1.16\"}}},\n\"provider\": {\"azdo\": {}}}",
        {u"provider 4:azdo"_s, u"required 2"_s, u"entry 3:azdo ~> 1.16"_s});
    row("required_providers in arrays",
        "{\"terraform\": [{\"required_providers\": [{\"azuredevops\": {\"source\": "
        "\"microsoft/azuredevops\"}}]}]}",
        {u"required 1"_s, u"entry 1:azuredevops "_s});
    row("byte-order mark", "\xef\xbb\xbf{\"provider\": {\"azuredevops\": {}}}",
        {u"provider 1:azuredevops"_s});
    row("broken", "{\n\"provider\": {\n", {u"unreadable 3"_s});
    row("empty", "", {u"unreadable 1"_s});
}

void ConfigurationScanTest::blocksAreFoundInJson()
{
    QFETCH(QByteArray, text);
    QTEST(told(scanned(u"main.tf.json"_s, text)), "expected");
}

void ConfigurationScanTest::onlyFilesThatAreReadCount()
{
    const QByteArray block = "provider \"azuredevops\" {}\n";
    const auto scan = scanConfiguration(machineWith({{u"main.tf"_s, {}},
                                                     {u"a.tf.json"_s, "{}"},
                                                     {u"b.tofu"_s, {}},
                                                     {u"c.tofu.json"_s, "{}"},
                                                     {u"override.tf"_s, {}},
                                                     {u".hidden.tf"_s, block},
                                                     {u"main.tf~"_s, block},
                                                     {u"#main.tf#"_s, block},
                                                     {u"terraform.tfvars"_s, block},
                                                     {u"x.tftest.hcl"_s, block},
                                                     {u"readme.md"_s, block},
                                                     {u"json"_s, block},
                                                     {u"modules/x/main.tf"_s, block},
                                                     {u"tf"_s, block}}),
                                        u"/w"_s);
    QVERIFY(bool(scan));
    QCOMPARE(scan->files,
             (QStringList{u"a.tf.json"_s, u"b.tofu"_s, u"c.tofu.json"_s, u"main.tf"_s, u"override.tf"_s}));
    QVERIFY(!scan->usesAzureDevOps());
    QVERIFY(scan->unreadable.isEmpty());
}

void ConfigurationScanTest::theLocalNameMayStandInAnotherFile()
{
    const auto scan =
        scanConfiguration(machineWith({{u"a.tf"_s, "provider \"azdo\" {}\nprovider \"other\" {}\n"},
                                       {u"z.tf"_s,
                                        "terraform {\n  required_providers {\n    azdo = { source = "
                                        "\"microsoft/azuredevops\" }\n  }\n}\n"}}),
                          u"/w"_s);
    QCOMPARE(scan->providerBlocks, (QList<ProviderBlockSeen>{{{u"a.tf"_s, 1}, u"azdo"_s, QString()}}));
    QCOMPARE(scan->azureDevOpsEntries, (QList<RequiredProviderSeen>{{{u"z.tf"_s, 3}, u"azdo"_s, QString()}}));
}

void ConfigurationScanTest::filesThatCannotBeReadAreReported()
{
    HostImage image;
    FileImage forbidden;
    forbidden.kind = FileImage::Kind::Error;
    forbidden.errorName = u"EACCES"_s;
    image.files.insert(u"/w/forbidden.tf"_s, forbidden);
    FileImage huge;
    huge.kind = FileImage::Kind::Fill;
    huge.size = 9 * 1024 * 1024;
    image.files.insert(u"/w/huge.tf"_s, huge);
    FileImage directory;
    directory.kind = FileImage::Kind::Directory;
    image.files.insert(u"/w/directory.tf"_s, directory);
    const auto scan = scanConfiguration(Host::from(image), u"/w/"_s);
    QVERIFY(bool(scan));
    QCOMPARE(scan->unreadable.size(), 3);
    for (const UnreadableFile &file : scan->unreadable) {
        QVERIFY(!file.reason.isEmpty());
        QCOMPARE(file.line, 0);
    }
}

void ConfigurationScanTest::aMissingDirectoryIsAProblem()
{
    const auto scan = scanConfiguration(machineWith({}), u"/nowhere"_s);
    QVERIFY(!scan);
    QCOMPARE(scan.problem().findingId, u"directory-missing"_s);
}

void ConfigurationScanTest::aHostileFileDoesNotExhaustTheStack()
{
    QByteArray templates = "a = ";
    for (int i = 0; i < 100'000; ++i)
        templates += "\"${";
    QCOMPARE(scanned(u"main.tf"_s, templates).unreadable.value(0).reason, u"templates nested too deep"_s);

    const QByteArray brackets =
        "a = " + QByteArray(200'000, '[') + QByteArray(200'000, ']') + "\nprovider \"azuredevops\" {}\n";
    QCOMPARE(told(scanned(u"main.tf"_s, brackets)), QStringList{u"provider 2:azuredevops"_s});
    QVERIFY(!scanned(u"main.tf.json"_s, QByteArray(200'000, '[')).unreadable.isEmpty());
    const QByteArray objects = QByteArray("{\"a\":").repeated(1000) + "1" + QByteArray(1000, '}');
    QVERIFY(scanned(u"main.tf.json"_s, objects).unreadable.isEmpty());
}

// A cut through every byte of a file with everything in it: told as unreadable, or read in part, but no
// reading behind the end.
void ConfigurationScanTest::everyCutOfAFileIsSurvived()
{
    const QByteArray native = "\xef\xbb\xbf/* c */ terraform {\r\n  required_providers {\n    azuredevops = "
                              "{ \"source\" : \"microsoft/azuredevops\", v = [1, 2] }\n  }\n}\n"
                              "locals { a = \"x\\u00e4\\n${b[\"c\"]}$${d}%{ if e }\" }\nf = <<-EOT\n  g ${h} "
                              "}\n  EOT\nprovider \"azuredevops\" {\n  alias = \"b\" // c\n}\n";
    const QByteArray json =
        "{\"provider\": [{\"azuredevops\": {\"alias\": \"\\u0062\", \"n\": -1.5e+3, \"t\": true}}], "
        "\"terraform\": {\"required_providers\": {\"x\": {\"source\": \"microsoft/azuredevops\"}}}}";
    for (qsizetype i = 0; i <= native.size(); ++i)
        QCOMPARE(scanned(u"main.tf"_s, native.left(i)).files.size(), 1);
    for (qsizetype i = 0; i < json.size(); ++i)
        QCOMPARE(scanned(u"main.tf.json"_s, json.left(i)).unreadable.size(), 1);
    QCOMPARE(scanned(u"main.tf"_s, native).providerBlocks.size(), 1);
    QCOMPARE(scanned(u"main.tf.json"_s, json).azureDevOpsEntries.size(), 1);
}

QTEST_GUILESS_MAIN(ConfigurationScanTest)
#include "tst_configurationscan.moc"
