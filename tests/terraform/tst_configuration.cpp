#include "core/terraform/configuration.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

namespace {

using Files = QMap<QString, QByteArray>;

Host machineWith(const Files &files, const QMap<QString, QString> &environment = {})
{
    HostImage image;
    image.env = environment;
    image.files.insert(u"/w"_s, FileImage{FileImage::Kind::Directory, {}, 0, ' ', {}, {}});
    for (auto it = files.begin(); it != files.end(); ++it)
        image.files.insert(u"/w/"_s + it.key(), FileImage{FileImage::Kind::Text, it.value(), 0, ' ', {}, {}});
    return Host::from(image);
}

Configuration read(const Files &files, const QMap<QString, QString> &environment = {},
                   const ConfigurationOptions &options = {})
{
    const auto configuration = readConfiguration(machineWith(files, environment), u"/w"_s, options);
    Q_ASSERT(configuration);
    return *configuration;
}

QStringList idsOf(const QList<ConfigurationMistake> &mistakes)
{
    QStringList ids;
    for (const ConfigurationMistake &mistake : mistakes)
        ids.append(mistake.findingId.toString() + u" "_s + mistake.evidence.value(u"place"_s).toString());
    return ids;
}

const QByteArray required = "terraform {\n  required_providers {\n    azuredevops = {\n"
                            "      source  = \"microsoft/azuredevops\"\n      version = \">= 1.11.2\"\n"
                            "    }\n  }\n}\n";

} // namespace

class ConfigurationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void blockIsReadWithPlacesAndValues_data();
    void blockIsReadWithPlacesAndValues();
    void localNameIsThatOfTheRequirement();
    void aliasesAreToldApart();
    void overrideFilesChangeOneArgument();
    void overrideOfRequirementReplacesTheEntry();
    void filesThatTerraformPassesOverAreNotRead();
    void openTofuReadsItsOwnFilesInPlaceOfOthers();
    void lockFileTellsTheVersionInUse();
    void usesAreFoundInLocalModules();
    void installedModuleIsRead_data();
    void installedModuleIsRead();
    void moduleThatCallsItselfEnds();
    void moduleThatCallsItselfTwiceEnds();
    void backendIsSeen();
    void mistakesAreNamedWithTheirPlace_data();
    void mistakesAreNamedWithTheirPlace();
    void faultIsToldWithLineAndColumn_data();
    void faultIsToldWithLineAndColumn();
    void unreadableFileIsAFaultAndNotNothing();
    void faultIsToldAsWhatItIs();
    void missingDirectoryIsAProblem();
    void nothingOfTheProviderIsNoUse();
};

void ConfigurationTest::blockIsReadWithPlacesAndValues_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("text");
    QTest::addRow("native") << u"p.tf"_s
                            << QByteArray("# who\nprovider \"azuredevops\" {\n  use_msi = true\n"
                                          "  client_id = \"6f0c2f5e-0000-4000-8000-000000000001\"\n"
                                          "  tenant_id = null\n}\n");
    QTest::addRow("JSON") << u"p.tf.json"_s
                          << QByteArray("{\n\"provider\": {\"azuredevops\": {\n  \"use_msi\": true,\n"
                                        "  \"client_id\": \"6f0c2f5e-0000-4000-8000-000000000001\",\n"
                                        "  \"tenant_id\": null}}}\n");
    QTest::addRow("JSON with an array of blocks")
        << u"p.tf.json"_s
        << QByteArray("{\"provider\": {\"azuredevops\": [\n{\n  \"use_msi\": true,\n"
                      "  \"client_id\": \"6f0c2f5e-0000-4000-8000-000000000001\",\n"
                      "  \"tenant_id\": null}]}}\n");
    QTest::addRow("CR LF and a byte-order mark")
        << u"p.tf"_s
        << QByteArray(
               "\xef\xbb\xbf# who\r\nprovider \"azuredevops\" {\r\n  use_msi = true\r\n"
               "  client_id = \"6f0c2f5e-0000-4000-8000-000000000001\"\r\n  tenant_id = null\r\n}\r\n");
}

void ConfigurationTest::blockIsReadWithPlacesAndValues()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, text);
    const Configuration configuration = read({{file, text}, {u"t.tf"_s, required}});
    QCOMPARE(configuration.providers.size(), 1);
    const ProviderConfiguration &block = configuration.providers.first();
    QCOMPARE(block.place.toString(), file + u":2"_s);
    QCOMPARE(block.argumentPlaces[u"use_msi"_s].line, 3);
    QCOMPARE(block.arguments[u"use_msi"_s].toBool(), std::optional(true));
    QCOMPARE(block.arguments[u"client_id"_s].toText(), u"6f0c2f5e-0000-4000-8000-000000000001"_s);
    QVERIFY(block.arguments.contains(u"tenant_id"_s));
    QVERIFY(block.arguments[u"tenant_id"_s].isNull());
    QVERIFY(configuration.mistakes.isEmpty());
    QVERIFY(configuration.faults.isEmpty());
}

void ConfigurationTest::localNameIsThatOfTheRequirement()
{
    const Configuration configuration = read(
        {{u"t.tf"_s,
          "terraform {\n  required_providers {\n    azdo = { source = \"example.org/Microsoft/AzureDevOps\" "
          "}\n"
          "    other = { source = \"contoso/other\" }\n  }\n}\n"},
         {u"p.tf"_s, "provider \"azdo\" {}\nprovider \"other\" {}\nresource \"azdo_project\" \"a\" {}\n"}});
    QCOMPARE(configuration.requirements.size(), 1);
    QCOMPARE(configuration.requirements.first().localName, u"azdo"_s);
    QCOMPARE(configuration.providers.size(), 1);
    QCOMPARE(configuration.providers.first().place.toString(), u"p.tf:1"_s);
    QVERIFY(configuration.mistakes.isEmpty());
}

void ConfigurationTest::aliasesAreToldApart()
{
    const Configuration configuration =
        read({{u"t.tf"_s, required},
              {u"p.tf"_s,
               "provider \"azuredevops\" {\n  use_msi = true\n}\n"
               "provider \"azuredevops\" {\n  alias = \"second\"\n  use_msi = false\n}\n"
               "data \"azuredevops_projects\" \"a\" {\n  provider = azuredevops.second\n}\n"
               "data \"azuredevops_projects\" \"b\" {}\n"}});
    QVERIFY(configuration.provider());
    QCOMPARE(configuration.provider()->arguments[u"use_msi"_s].toBool(), std::optional(true));
    QVERIFY(configuration.provider(u"second"_s));
    QCOMPARE(configuration.provider(u"second"_s)->arguments[u"use_msi"_s].toBool(), std::optional(false));
    QVERIFY(!configuration.provider(u"second"_s)->arguments.contains(u"alias"_s));
    QVERIFY(!configuration.provider(u"third"_s));
    QCOMPARE(configuration.uses.size(), 2);
    QCOMPARE(configuration.uses[0].provider, u"azuredevops.second"_s);
    QCOMPARE(configuration.uses[1].provider, u"azuredevops"_s);
}

void ConfigurationTest::overrideFilesChangeOneArgument()
{
    const Configuration configuration =
        read({{u"t.tf"_s, required},
              {u"main.tf"_s, "provider \"azuredevops\" {\n  use_msi = false\n  use_cli = false\n}\n"},
              {u"b_override.tf"_s, "provider \"azuredevops\" {\n  use_msi = true\n}\n"},
              {u"a_override.tf.json"_s, "{\"provider\": {\"azuredevops\": {\"use_msi\": false}}}\n"}});
    QCOMPARE(configuration.providers.size(), 1);
    const ProviderConfiguration &block = configuration.providers.first();
    QCOMPARE(block.arguments[u"use_msi"_s].toBool(), std::optional(true)); // b comes after a
    QCOMPARE(block.argumentPlaces[u"use_msi"_s].toString(), u"b_override.tf:2"_s);
    QCOMPARE(block.argumentPlaces[u"use_cli"_s].toString(), u"main.tf:3"_s);
    QCOMPARE(block.overriddenAt.size(), 2);
}

void ConfigurationTest::overrideOfRequirementReplacesTheEntry()
{
    const Configuration configuration = read({{u"t.tf"_s, required},
                                              {u"override.tf"_s,
                                               "terraform {\n  required_providers {\n    azuredevops = {\n"
                                               "      source = \"microsoft/azuredevops\"\n    }\n  }\n}\n"}});
    QCOMPARE(configuration.requirements.size(), 1);
    QCOMPARE(configuration.requirements.first().place.file, u"override.tf"_s);
    QCOMPARE(configuration.requirements.first().version, QString());
    QVERIFY(configuration.mistakes.isEmpty());
}

void ConfigurationTest::filesThatTerraformPassesOverAreNotRead()
{
    const QByteArray block = "provider \"azuredevops\" {}\n";
    const Configuration configuration = read({{u".hidden.tf"_s, block},
                                              {u"a.tf~"_s, block},
                                              {u"#a.tf#"_s, block},
                                              {u"a.tftest.hcl"_s, block},
                                              {u"a.tf.bak"_s, block},
                                              {u"notes.txt"_s, block},
                                              {u"only.tf"_s, "locals {}\n"}},
                                             {}, {ConfigurationReader::Terraform, {}, {}});
    QCOMPARE(configuration.files, QStringList{u"only.tf"_s});
    QVERIFY(!configuration.usesAzureDevOps());
}

void ConfigurationTest::openTofuReadsItsOwnFilesInPlaceOfOthers()
{
    const Files files{{u"t.tf"_s, required},
                      {u"p.tf"_s, "provider \"azuredevops\" {\n  use_msi = false\n}\n"},
                      {u"p.tofu"_s, "provider \"azuredevops\" {\n  use_msi = true\n}\n"}};
    const Configuration openTofu = read(files);
    QVERIFY(openTofu.reader == ConfigurationReader::OpenTofu);
    QCOMPARE(openTofu.providers.size(), 1);
    QCOMPARE(openTofu.providers.first().place.file, u"p.tofu"_s);

    const Configuration terraform = read(files, {}, {ConfigurationReader::Terraform, {}, {}});
    QCOMPARE(terraform.providers.size(), 1);
    QCOMPARE(terraform.providers.first().place.file, u"p.tf"_s);
}

void ConfigurationTest::lockFileTellsTheVersionInUse()
{
    const Configuration configuration =
        read({{u"t.tf"_s, required},
              {u".terraform.lock.hcl"_s,
               "# comment\nprovider \"registry.example.org/hashicorp/azurerm\" {\n  version = \"3.0.0\"\n}\n"
               "provider \"registry.example.org/microsoft/azuredevops\" {\n  version     = \"1.10.0\"\n"
               "  constraints = \">= 1.0.0\"\n  hashes = [\n    \"h1:abc\",\n  ]\n}\n"}});
    QVERIFY(configuration.lock);
    QCOMPARE(configuration.lock->version, u"1.10.0"_s);
    QCOMPARE(configuration.lock->constraints, u">= 1.0.0"_s);
    QCOMPARE(configuration.lock->place.toString(), u".terraform.lock.hcl:5"_s);
}

void ConfigurationTest::usesAreFoundInLocalModules()
{
    const Configuration configuration = read(
        {{u"t.tf"_s, required},
         {u"p.tf"_s, "provider \"azuredevops\" {\n  alias = \"b\"\n}\n"},
         {u"main.tf"_s,
          "module \"team\" {\n  source = \"./modules/team\"\n  providers = {\n    azuredevops = "
          "azuredevops.b\n"
          "  }\n}\nmodule \"far\" {\n  source = \"contoso/far/azuredevops\"\n}\n"},
         {u"modules/team/main.tf"_s,
          required
              + "resource \"azuredevops_team\" \"t\" {}\nmodule \"inner\" {\n  source = \"../inner\"\n}\n"},
         {u"modules/inner/main.tf.json"_s,
          "{\"terraform\": {\"required_providers\": {\"azuredevops\": {\"source\": "
          "\"microsoft/azuredevops\"}}}, \"resource\": {\"azuredevops_project\": {\"p\": {}}}}"}});
    QCOMPARE(configuration.uses.size(), 2);
    QCOMPARE(configuration.uses[0].type, u"azuredevops_team"_s);
    QCOMPARE(configuration.uses[0].module, u"modules/team"_s);
    QCOMPARE(configuration.uses[0].provider, u"azuredevops.b"_s);
    QCOMPARE(configuration.uses[1].type, u"azuredevops_project"_s);
    QCOMPARE(configuration.uses[1].provider, u"azuredevops.b"_s);
    QCOMPARE(configuration.modules.size(), 3);
    QVERIFY(configuration.mistakes.isEmpty());
}

void ConfigurationTest::installedModuleIsRead_data()
{
    QTest::addColumn<QString>("source"); // as the configuration has it
    QTest::addColumn<QString>("version");
    QTest::addColumn<QString>("installed"); // as Terraform completed it
    QTest::addColumn<bool>("isRead");
    const QString registry = u"registry.terraform.io/contoso/far/azuredevops"_s;
    QTest::newRow("registry") << u"contoso/far/azuredevops"_s << u"~> 1.2"_s << registry << true;
    QTest::newRow("other registry") << u"example.com/contoso/far/azuredevops"_s << QString()
                                    << u"example.com/contoso/far/azuredevops"_s << true;
    QTest::newRow("repository") << u"github.com/contoso/far?ref=v1"_s << QString()
                                << u"git::https://github.com/contoso/far.git?ref=v1"_s << true;
    QTest::newRow("folder of a repository")
        << u"github.com/contoso/far//modules/team"_s << QString()
        << u"git::https://github.com/contoso/far.git//modules/team"_s << true;
    QTest::newRow("version that is not installed")
        << u"contoso/far/azuredevops"_s << u"~> 2.0"_s << registry << false;
    QTest::newRow("source changed since") << u"contoso/near/azuredevops"_s << QString() << registry << false;
}

void ConfigurationTest::installedModuleIsRead()
{
    QFETCH(QString, source);
    QFETCH(QString, version);
    QFETCH(QString, installed);
    QFETCH(bool, isRead);
    const QString constraint = version.isEmpty() ? QString() : u"  version = \""_s + version + u"\"\n"_s;
    const QJsonObject manifest{
        {u"Modules"_s,
         QJsonArray{QJsonObject{{u"Key"_s, u""_s}, {u"Source"_s, u""_s}, {u"Dir"_s, u"."_s}},
                    QJsonObject{{u"Key"_s, u"far"_s},
                                {u"Source"_s, installed},
                                {u"Version"_s, u"1.4.0"_s},
                                {u"Dir"_s, u".terraform/modules/far"_s}},
                    QJsonObject{{u"Key"_s, u"far.inner"_s},
                                {u"Source"_s, u"registry.terraform.io/contoso/inner/azuredevops"_s},
                                {u"Version"_s, u"0.1.0"_s},
                                {u"Dir"_s, u".terraform/modules/far.inner/lib"_s}}}}};
    const Configuration configuration = read(
        {{u"main.tf"_s,
          "module \"far\" {\n  source = \"" + source.toUtf8() + "\"\n" + constraint.toUtf8() + "}\n"},
         {u".terraform/modules/modules.json"_s, QJsonDocument(manifest).toJson()},
         {u".terraform/modules/far/main.tf"_s,
          "resource \"azuredevops_team\" \"t\" {}\nmodule \"inner\" {\n  source = "
          "\"contoso/inner/azuredevops\"\n}\n"},
         {u".terraform/modules/far.inner/lib/main.tf"_s, "resource \"azuredevops_project\" \"p\" {}\n"}});
    QCOMPARE(configuration.uses.size(), isRead ? 2 : 0);
    QCOMPARE(configuration.modules.last().directory, isRead ? u".terraform/modules/far"_s : QString());
}

void ConfigurationTest::moduleThatCallsItselfEnds()
{
    const Configuration configuration = read(
        {{u"main.tf"_s, "module \"me\" {\n  source = \"./.\"\n}\nresource \"azuredevops_team\" \"t\" {}\n"}});
    QVERIFY(configuration.uses.size() >= 1);
}

// A million calls, twenty levels below each other, if nothing ended them.
void ConfigurationTest::moduleThatCallsItselfTwiceEnds()
{
    const Configuration configuration = read(
        {{u"main.tf"_s, "module \"a\" {\n  source = \"./.\"\n}\nmodule \"b\" {\n  source = \"./.\"\n}\n"},
         {u"list.tf"_s, "locals {\n  list = [" + QByteArray("1, ").repeated(100'000) + "]\n}\n"}});
    QVERIFY(!configuration.faults.isEmpty());
    for (const ConfigurationFault &fault : configuration.faults)
        QCOMPARE(fault.reason, u"the files up to this one contain more than 2 million values"_s);
    QVERIFY2(configuration.modules.size() < 200, QByteArray::number(configuration.modules.size()));
}

void ConfigurationTest::backendIsSeen()
{
    const Configuration configuration =
        read({{u"b.tf"_s, "terraform {\n  backend \"azurerm\" {\n    use_msi = true\n  }\n}\n"}});
    QVERIFY(configuration.hasBackend);
    QCOMPARE(configuration.backendType, u"azurerm"_s);
    QCOMPARE(configuration.backendPlace.toString(), u"b.tf:2"_s);
    QVERIFY(configuration.backendUsesManagedIdentity);
}

void ConfigurationTest::mistakesAreNamedWithTheirPlace_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("otherFile");
    QTest::addColumn<QByteArray>("otherText");
    QTest::addColumn<QString>("mistake");
    const QByteArray block = "provider \"azuredevops\" {}\n";
    const QString other = u"z.tf"_s;

    QTest::addRow("two default blocks")
        << QByteArray(required + block) << other << block << u"provider-block-duplicate z.tf:1"_s;
    QTest::addRow("two default blocks, one in JSON")
        << QByteArray(required + block) << u"z.tf.json"_s << QByteArray("{\"provider\":{\"azuredevops\":{}}}")
        << u"provider-block-duplicate z.tf.json:1"_s;
    QTest::addRow("the same alias twice")
        << QByteArray(required + "provider \"azuredevops\" {\n  alias = \"a\"\n}\n") << other
        << QByteArray("\nprovider \"azuredevops\" {\n  alias = \"a\"\n}\n")
        << u"provider-block-duplicate z.tf:2"_s;
    QTest::addRow("two required_providers")
        << required << other << required << u"required-providers-duplicate z.tf:2"_s;
    QTest::addRow("other namespace") << QByteArray(
        "terraform {\n  required_providers {\n    azuredevops = {\n"
        "      source = \"hashicorp/azuredevops\"\n    }\n  }\n}\n")
                                     << other << block << u"provider-source-wrong a.tf:3"_s;
    QTest::addRow("no source") << QByteArray("terraform {\n  required_providers {\n    azuredevops = {\n"
                                             "      version = \">= 1.11.2\"\n    }\n  }\n}\n")
                               << other << block << u"provider-source-wrong a.tf:3"_s;
    QTest::addRow("old form, a version alone")
        << QByteArray("terraform {\n  required_providers {\n    azuredevops = \">= 1\"\n  }\n}\n") << other
        << block << u"provider-source-wrong a.tf:3"_s;
    QTest::addRow("used, and nothing says where it comes from")
        << QByteArray("locals {}\n") << other << QByteArray("data \"azuredevops_projects\" \"p\" {}\n")
        << u"provider-source-wrong z.tf:1"_s;
    QTest::addRow("caret in a constraint") << QByteArray(required).replace(">= 1.11.2", "^1.11") << other
                                           << block << u"version-constraint-invalid a.tf:3"_s;
    QTest::addRow("blank in place of a comma") << QByteArray(required).replace(">= 1.11.2", ">= 1.11.2 < 2")
                                               << other << block << u"version-constraint-invalid a.tf:3"_s;
    QTest::addRow("override of an alias without base")
        << QByteArray(required + block) << u"z_override.tf"_s
        << QByteArray("provider \"azuredevops\" {\n  alias = \"a\"\n}\n")
        << u"override-without-base z_override.tf:1"_s;
    QTest::addRow("module that is not there")
        << QByteArray(required + block) << other << QByteArray("module \"m\" {\n  source = \"./none\"\n}\n")
        << u"module-not-found z.tf:1"_s;
}

void ConfigurationTest::mistakesAreNamedWithTheirPlace()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, otherFile);
    QFETCH(QByteArray, otherText);
    QFETCH(QString, mistake);
    QCOMPARE(idsOf(read({{u"a.tf"_s, text}, {otherFile, otherText}}).mistakes), QStringList{mistake});
}

void ConfigurationTest::faultIsToldWithLineAndColumn_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    QTest::addRow("single quotes") << u"a.tf"_s
                                   << QByteArray("provider \"azuredevops\" {\n  client_id = 'x'\n}\n") << 2;
    QTest::addRow("argument twice")
        << u"a.tf"_s << QByteArray("provider \"azuredevops\" {\n  use_msi = true\n  use_msi = false\n}\n")
        << 3;
    QTest::addRow("JSON") << u"a.tf.json"_s << QByteArray("{\n  \"provider\": [,]\n}\n") << 2;
    QTest::addRow("file of variables") << u"x.auto.tfvars"_s << QByteArray("a = 1\nb = = 2\n") << 2;
    QTest::addRow("lock file") << u".terraform.lock.hcl"_s << QByteArray("provider {\n") << 1;
}

void ConfigurationTest::faultIsToldWithLineAndColumn()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, text);
    QFETCH(int, line);
    const Configuration configuration = read({{file, text}, {u"ok.tf"_s, "locals {}\n"}});
    QVERIFY(!configuration.faults.isEmpty());
    const ConfigurationFault &fault = configuration.faults.first();
    QCOMPARE(fault.file, file);
    QCOMPARE(fault.at.line, line);
    QVERIFY(fault.at.column >= 1);
    QVERIFY(!fault.reason.isEmpty());
}

void ConfigurationTest::unreadableFileIsAFaultAndNotNothing()
{
    HostImage image;
    image.files.insert(u"/w/a.tf"_s, FileImage{FileImage::Kind::Error, {}, 0, ' ', u"EACCES"_s, {}});
    const auto configuration = readConfiguration(Host::from(image), u"/w"_s);
    QVERIFY(bool(configuration));
    QCOMPARE(configuration->faults.size(), 1);
    QCOMPARE(configuration->faults.first().file, u"a.tf"_s);
    QCOMPARE(configuration->faults.first().at.line, 0);
}

// A limit of Signet's own is no error of the configuration.
void ConfigurationTest::faultIsToldAsWhatItIs()
{
    HostImage image;
    image.files.insert(u"/w"_s, FileImage{FileImage::Kind::Directory, {}, 0, ' ', {}, {}});
    image.files.insert(u"/w/a.tf"_s, FileImage{FileImage::Kind::Fill, {}, 20'000'000, ' ', {}, {}});
    image.files.insert(u"/w/b.tf"_s, FileImage{FileImage::Kind::Error, {}, 0, ' ', u"EACCES"_s, {}});
    image.files.insert(u"/w/c.tf"_s, FileImage{FileImage::Kind::Text, "x = \n", 0, ' ', {}, {}});
    image.files.insert(
        u"/w/d.tf"_s,
        FileImage{FileImage::Kind::Text, "x = " + QByteArray("[").repeated(501) + '\n', 0, ' ', {}, {}});
    const auto configuration = readConfiguration(Host::from(image), u"/w"_s, {});
    QStringList told;
    for (const ConfigurationFault &fault : configuration->faults) {
        const Problem problem = problemOf(fault, configuration->directory);
        told.append(problem.evidence["path"_L1].toString() + u' ' + problem.findingId.toString());
    }
    QCOMPARE(told,
             (QStringList{u"a.tf configuration-too-large"_s, u"/w/b.tf file-not-readable"_s,
                          u"c.tf configuration-syntax-error"_s, u"d.tf configuration-too-large"_s}));
}

void ConfigurationTest::missingDirectoryIsAProblem()
{
    const auto configuration = readConfiguration(machineWith({}), u"/nowhere"_s);
    QVERIFY(!configuration);
    QCOMPARE(configuration.problem().findingId.toString(), u"directory-missing"_s);
}

void ConfigurationTest::nothingOfTheProviderIsNoUse()
{
    QVERIFY(!read({{u"a.tf"_s, "provider \"azurerm\" {}\nresource \"azurerm_resource_group\" \"g\" {}\n"}})
                 .usesAzureDevOps());
    QVERIFY(!read({}).usesAzureDevOps());
}

QTEST_APPLESS_MAIN(ConfigurationTest)
#include "tst_configuration.moc"
