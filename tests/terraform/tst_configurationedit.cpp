#include "core/terraform/configurationedit.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

namespace {

using Files = QMap<QString, QByteArray>;

Host machineWith(const Files &files, const QMap<QString, QString> &environment = {},
                 Platform platform = Platform::Linux)
{
    HostImage image;
    image.platform = platform;
    image.env = environment;
    image.files.insert(u"/w"_s, FileImage{FileImage::Kind::Directory, {}, 0, ' ', {}, {}});
    for (auto it = files.begin(); it != files.end(); ++it)
        image.files.insert(u"/w/"_s + it.key(), FileImage{FileImage::Kind::Text, it.value(), 0, ' ', {}, {}});
    return Host::from(image);
}

ProviderSettings contoso()
{
    ProviderSettings settings;
    settings.organizationUrl = u"https://dev.azure.com/contoso"_s;
    return settings;
}

Result<ConfigurationEdit> planned(const Host &host, const ProviderSettings &settings = contoso(),
                                  FromEnvironment fromEnvironment = FromEnvironment::No,
                                  const QString &newFile = u"providers.tf"_s)
{
    ExplanationQuestion question;
    question.intended = settings.clientId;
    const auto explanation = explainConfiguration(host, host, u"/w"_s, question);
    if (!explanation)
        return explanation.problem();
    return planConfigurationEdit(*explanation, host, {settings, fromEnvironment, newFile});
}

// The file as it would be; null where it is left alone.
QByteArray after(const Result<ConfigurationEdit> &edit, const QString &file)
{
    for (const FileChange &change : edit->changes) {
        if (change.file == file)
            return change.after;
    }
    return {};
}

const QByteArray required =
    "terraform {\n  required_providers {\n    azuredevops = {\n"
    "      source  = \"microsoft/azuredevops\"\n      version = \">= 1.11.2, < 2.0.0\"\n"
    "    }\n  }\n}\n";
const QByteArray organization = "  org_service_url = \"https://dev.azure.com/contoso\"\n";

} // namespace

class ConfigurationEditTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void emptyDirectoryGetsAWholeFile();
    void fromTheEnvironmentTheBlockIsEmpty();
    void existingBlockIsChangedInPlace_data();
    void existingBlockIsChangedInPlace();
    void whatIsRightStaysAsItIs();
    void otherFilesGetOnlyWhatIsMissing();
    void entryIsAddedToTheOneRequiredProviders();
    void sourceIsMended();
    void argumentOfAnOverrideIsChangedThere();
    void jsonIsEdited();
    void aliasIsTheOneThatIsMeant();
    void variablesThatNoFileCanTakeAwayAreNamed();
    void fileWithAFaultIsNeverWritten();
    void namesOutsideTheDirectoryAreRefused_data();
    void namesOutsideTheDirectoryAreRefused();
    void namesOfDevicesAreRefusedOnWindows();
    void changedMeanwhileIsRefused();
    void whatWasExplainedIsWhatIsEdited();
    void realFilesAreWrittenWithABackup();
    void configurationThatGrewIsNotEdited();
    void backupOfASecretIsForItsOwner();
    void editedAgainNothingIsLeftToDo();
};

void ConfigurationEditTest::emptyDirectoryGetsAWholeFile()
{
    const Host host = machineWith({{u"main.tf"_s, "locals {}\n"}});
    const auto edit = planned(host);
    QVERIFY(bool(edit));
    QCOMPARE(edit->changes.size(), 1);
    QVERIFY(edit->changes.first().isNew);
    QCOMPARE(edit->changes.first().path, u"/w/providers.tf"_s);
    QCOMPARE(edit->changes.first().after, providerBlock(contoso()).toUtf8());
    QVERIFY(edit->diff().startsWith("--- /dev/null\n+++ b/providers.tf\n"));
    QVERIFY(bool(writeConfigurationEdit(host, *edit)));
    QCOMPARE(*host.readFile(u"/w/providers.tf"_s, 65536), providerBlock(contoso()).toUtf8());
}

void ConfigurationEditTest::fromTheEnvironmentTheBlockIsEmpty()
{
    const auto fresh = planned(machineWith({}), contoso(), FromEnvironment::Yes, u"azdo.tf"_s);
    QCOMPARE(after(fresh, u"azdo.tf"_s), emptyProviderBlock(contoso()).toUtf8());
    const auto existing = planned(
        machineWith(
            {{u"p.tf"_s, required + "provider \"azuredevops\" {\n  use_msi = true # why\n  # stays\n}\n"}}),
        contoso(), FromEnvironment::Yes);
    QCOMPARE(after(existing, u"p.tf"_s), QByteArray(required + "provider \"azuredevops\" {\n  # stays\n}\n"));
}

void ConfigurationEditTest::existingBlockIsChangedInPlace_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    const auto block = [](const QByteArray &body) {
        return QByteArray(required + "\n# Why\nprovider \"azuredevops\" {\n" + body + "}\n\n# the end");
    };
    QTest::addRow("nothing but the organization")
        << block(organization)
        << block(organization + "  use_msi         = true\n  use_cli         = false\n");
    QTest::addRow("the CLI is on") << block(organization + "  use_msi         = true\n")
                                   << block(organization
                                            + "  use_msi         = true\n  use_cli         = false\n");
    QTest::addRow("use_msi is off") << block("  use_msi         = false # for now\n" + organization
                                             + "  use_cli         = false\n")
                                    << block("  use_msi         = true # for now\n" + organization
                                             + "  use_cli         = false\n");
    QTest::addRow("a token in the block")
        << block(organization + "  personal_access_token = var.pat\n  use_msi = true\n  use_cli = false\n")
        << block(organization + "  use_msi = true\n  use_cli = false\n");
    QTest::addRow("another organization")
        << block("  org_service_url = \"https://dev.azure.com/fabrikam\"\n  use_msi         = true\n"
                 "  use_cli         = false\n")
        << block(organization + "  use_msi         = true\n  use_cli         = false\n");
}

void ConfigurationEditTest::existingBlockIsChangedInPlace()
{
    QFETCH(QByteArray, before);
    const auto edit = planned(machineWith({{u"p.tf"_s, before}}));
    QVERIFY2(edit, bool(edit) ? "" : qPrintable(edit.problem().findingId.toString()));
    QTEST(after(edit, u"p.tf"_s), "after");
    QVERIFY(edit->block);
    QVERIFY(!edit->reasons.isEmpty());
}

void ConfigurationEditTest::whatIsRightStaysAsItIs()
{
    const auto edit = planned(machineWith({{u"p.tf"_s,
                                            required + "provider \"azuredevops\" {\n" + organization
                                                + "  use_msi=true\n  use_cli=false\n}\n"}}));
    QVERIFY(bool(edit));
    QVERIFY(edit->changes.isEmpty());
    QVERIFY(edit->diff().isEmpty());
}

void ConfigurationEditTest::otherFilesGetOnlyWhatIsMissing()
{
    const auto edit = planned(machineWith({{u"versions.tf"_s, required}, {u"providers.tf"_s, "# mine"}}));
    QVERIFY(bool(edit));
    QCOMPARE(edit->changes.size(), 1);
    // The file had no line end at its end, and gets none.
    QCOMPARE(after(edit, u"providers.tf"_s),
             QByteArray("# mine\n\n" + providerConfiguration(contoso()).toUtf8()).chopped(1));

    const auto version = planned(
        machineWith({{u"versions.tf"_s, QByteArray(required).replace(">= 1.11.2, < 2.0.0", "~> 1.10.0")},
                     {u"p.tf"_s, "provider \"azuredevops\" {\n" + organization + "  use_msi = true\n}\n"}}));
    QVERIFY(bool(version));
    QVERIFY(after(version, u"versions.tf"_s).contains("version = \">= 1.11.2, < 2.0.0\"")
            || after(version, u"versions.tf"_s).isEmpty());
}

void ConfigurationEditTest::entryIsAddedToTheOneRequiredProviders()
{
    const QByteArray versions = "terraform {\n  required_providers {\n    azurerm = {\n"
                                "      source = \"hashicorp/azurerm\"\n    }\n  }\n}\n";
    const auto edit = planned(machineWith({{u"versions.tf"_s, versions}}));
    QVERIFY(bool(edit));
    QCOMPARE(edit->changes.size(), 2);
    QCOMPARE(
        after(edit, u"versions.tf"_s),
        QByteArray(
            "terraform {\n  required_providers {\n    azurerm = {\n      source = \"hashicorp/azurerm\"\n"
            "    }\n    azuredevops = {\n"
            "      # 1.11.0 and 1.11.1 lose a system-assigned identity; before 1.0.0 there is no use_msi.\n"
            "      source  = \"microsoft/azuredevops\"\n"
            "      version = \">= 1.11.2, < 2.0.0\"\n    }\n  }\n}\n"));
    QCOMPARE(after(edit, u"providers.tf"_s), providerConfiguration(contoso()).toUtf8());
}

void ConfigurationEditTest::sourceIsMended()
{
    const auto edit = planned(machineWith(
        {{u"versions.tf"_s, "terraform {\n  required_providers {\n    azuredevops = \">= 1\"\n  }\n}\n"}}));
    QVERIFY(bool(edit));
    const QByteArray text = after(edit, u"versions.tf"_s);
    QVERIFY(text.contains("source = \"microsoft/azuredevops\""));
    QVERIFY(text.contains("version = \">= 1.11.2, < 2.0.0\""));
}

void ConfigurationEditTest::argumentOfAnOverrideIsChangedThere()
{
    const auto edit =
        planned(machineWith({{u"p.tf"_s,
                              required + "provider \"azuredevops\" {\n" + organization
                                  + "  use_msi = true\n  use_cli = false\n}\n"},
                             {u"p_override.tf"_s, "provider \"azuredevops\" {\n  use_msi = false\n}\n"}}));
    QVERIFY(bool(edit));
    QCOMPARE(edit->changes.size(), 1);
    QCOMPARE(after(edit, u"p_override.tf"_s),
             QByteArray("provider \"azuredevops\" {\n  use_msi = true\n}\n"));
}

void ConfigurationEditTest::jsonIsEdited()
{
    const QByteArray json = "{\n  \"terraform\": {\n    \"required_providers\": {\n      \"azuredevops\": {\n"
                            "        \"source\": \"microsoft/azuredevops\",\n        \"version\": \">= "
                            "1.11.2, < 2.0.0\"\n      }\n    }\n"
                            "  },\n  \"provider\": {\n    \"azuredevops\": {\n"
                            "      \"org_service_url\": \"https://dev.azure.com/contoso\",\n      "
                            "\"use_msi\": false\n    }\n  }\n}\n";
    const auto edit = planned(machineWith({{u"p.tf.json"_s, json}}));
    QVERIFY(bool(edit));
    QCOMPARE(after(edit, u"p.tf.json"_s),
             QByteArray(json).replace("\"use_msi\": false", "\"use_msi\": true,\n      \"use_cli\": false"));
}

void ConfigurationEditTest::aliasIsTheOneThatIsMeant()
{
    const QByteArray first = "provider \"azuredevops\" {\n  use_msi = false\n}\n";
    ProviderSettings settings = contoso();
    settings.alias = u"second"_s;
    settings.clientId = *ClientId::parse(u"6f0c2f5e-0000-4000-8000-000000000001"_s);
    const auto edit = planned(
        machineWith({{u"p.tf"_s,
                      required + first + "provider \"azuredevops\" {\n  alias           = \"second\"\n"
                          + organization + "  use_msi         = true\n  use_cli         = false\n}\n"}}),
        settings);
    QVERIFY2(edit, bool(edit) ? "" : qPrintable(edit.problem().findingId.toString()));
    QCOMPARE(after(edit, u"p.tf"_s),
             QByteArray(required + first + "provider \"azuredevops\" {\n  alias           = \"second\"\n"
                        + organization
                        + "  use_msi         = true\n  use_cli         = false\n"
                          "  client_id       = \"6f0c2f5e-0000-4000-8000-000000000001\"\n}\n"));
}

void ConfigurationEditTest::variablesThatNoFileCanTakeAwayAreNamed()
{
    const auto edit =
        planned(machineWith({{u"p.tf"_s,
                              required + "provider \"azuredevops\" {\n" + organization
                                  + "  use_msi         = true\n  use_cli         = false\n}\n"}},
                            {{u"AZDO_PERSONAL_ACCESS_TOKEN"_s, u"signet-sandbox-secret"_s}}));
    QVERIFY(bool(edit));
    QCOMPARE(edit->unsetVariables, QStringList{u"AZDO_PERSONAL_ACCESS_TOKEN"_s});
    QVERIFY(!edit->diff().contains("secret"));
}

void ConfigurationEditTest::fileWithAFaultIsNeverWritten()
{
    const Host host = machineWith({{u"p.tf"_s, "provider \"azuredevops\" {\n"}, {u"b.tf"_s, "locals {}\n"}});
    const auto edit = planned(host);
    QVERIFY(!edit);
    QCOMPARE(edit.problem().findingId.toString(), u"configuration-syntax-error"_s);
    QCOMPARE(edit.problem().evidence[u"path"_s].toString(), u"p.tf"_s);
    QVERIFY(edit.problem().evidence[u"line"_s].toInt() >= 1);
}

void ConfigurationEditTest::namesOutsideTheDirectoryAreRefused_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"../providers.tf", "/etc/providers.tf", "a/b.tf", "a\\b.tf", ".providers.tf",
                             "providers", "providers.tf.json", "providers.tfvars", ""})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void ConfigurationEditTest::namesOutsideTheDirectoryAreRefused()
{
    QFETCH(QString, name);
    const auto edit = planned(machineWith({}), contoso(), FromEnvironment::No, name);
    QVERIFY(!edit);
    QCOMPARE(edit.problem().findingId.toString(), u"file-name-invalid"_s);
}

void ConfigurationEditTest::namesOfDevicesAreRefusedOnWindows()
{
    const auto plannedOn = [](Platform platform) {
        return planned(machineWith({}, {}, platform), contoso(), FromEnvironment::No, u"NUL.tf"_s);
    };
    const auto edit = plannedOn(Platform::Windows);
    QVERIFY(!edit);
    QCOMPARE(edit.problem().findingId.toString(), u"file-name-invalid"_s);
    QVERIFY(bool(plannedOn(Platform::Linux)));
}

void ConfigurationEditTest::changedMeanwhileIsRefused()
{
    const QByteArray text = required + "provider \"azuredevops\" {\n" + organization + "}\n";
    const Host host = machineWith({{u"p.tf"_s, text}});
    const auto edit = planned(host);
    QVERIFY(bool(edit));
    QVERIFY(bool(host.writeFile(u"/w/p.tf"_s, "# somebody else\n")));
    const auto written = writeConfigurationEdit(host, *edit);
    QVERIFY(!written);
    QCOMPARE(written.problem().findingId.toString(), u"file-changed-meanwhile"_s);
    QCOMPARE(*host.readFile(u"/w/p.tf"_s, 65536), QByteArray("# somebody else\n"));

    const auto fresh = planned(machineWith({}));
    const Host appeared = machineWith({{u"providers.tf"_s, "# mine\n"}});
    QVERIFY(!writeConfigurationEdit(appeared, *fresh));
    QCOMPARE(*appeared.readFile(u"/w/providers.tf"_s, 65536), QByteArray("# mine\n"));
}

void ConfigurationEditTest::whatWasExplainedIsWhatIsEdited()
{
    const QByteArray text = required + "provider \"azuredevops\" {\n" + organization + "}\n";
    const Host host = machineWith({{u"p.tf"_s, text}});
    const auto explanation = explainConfiguration(host, host, u"/w"_s, {});
    QVERIFY(bool(explanation));
    // A colleague changes one file and adds another one while the explanation is being read.
    QVERIFY(bool(host.writeFile(u"/w/p.tf"_s, "provider \"azuredevops\" { use_oidc = true }\n")));
    QVERIFY(bool(host.writeFile(u"/w/q.tf"_s, "provider \"azuredevops\" {}\n")));

    const auto edit = planConfigurationEdit(*explanation, host, {contoso()});
    QVERIFY(bool(edit));
    QCOMPARE(edit->changes.size(), 1);
    QCOMPARE(edit->changes.first().before, text);
    const auto written = writeConfigurationEdit(host, *edit);
    QVERIFY(!written);
    QCOMPARE(written.problem().findingId.toString(), u"file-changed-meanwhile"_s);
    QVERIFY(host.readFile(u"/w/p.tf"_s, 65536)->contains("use_oidc"));
}

void ConfigurationEditTest::realFilesAreWrittenWithABackup()
{
    const QTemporaryDir directory;
    const QByteArray before = required + "provider \"azuredevops\" {\n" + organization + "}\n";
    QFile file(directory.filePath(u"p.tf"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(before);
    file.close();
    const Host host = Host::real();
    ExplanationQuestion question;
    question.reading.environment = Environment();
    const auto explanation = explainConfiguration(host, host, directory.path(), question);
    const auto edit = planConfigurationEdit(*explanation, host, {contoso(), FromEnvironment::No, u"n.tf"_s});
    QVERIFY(bool(edit));
    const auto written = writeConfigurationEdit(host, *edit);
    QVERIFY(bool(written));
    QCOMPARE(written->size(), 1);
    QFile backup(written->first().backup);
    QVERIFY(backup.open(QIODevice::ReadOnly));
    QCOMPARE(backup.readAll(), before);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), edit->changes.first().after);
}

void ConfigurationEditTest::configurationThatGrewIsNotEdited()
{
    const QByteArray text = required + "provider \"azuredevops\" {\n" + organization + "}\n";
    // Another run writes a block elsewhere, where this edit would have put its own.
    const std::vector<std::pair<QString, QByteArray>> others{
        {u"q.tf"_s, required}, {u"q.tf.json"_s, "{}"}, {u"q_override.tf"_s, "provider \"azuredevops\" {}\n"}};
    for (const auto &[name, content] : others) {
        const Host host = machineWith({{u"p.tf"_s, text}, {u"r.tf"_s, "# same\n"}});
        const auto edit = planned(host);
        QVERIFY(bool(edit));
        QVERIFY(bool(host.writeFile(u"/w/"_s + name, content)));
        const auto written = writeConfigurationEdit(host, *edit);
        QVERIFY(!written);
        QCOMPARE(written.problem().findingId.toString(), u"file-changed-meanwhile"_s);
        QCOMPARE(written.problem().evidence["path"_L1].toString(), u"/w/"_s + name);
        QCOMPARE(*host.readFile(u"/w/p.tf"_s, 65536), text);
    }
    const Host host = machineWith({{u"p.tf"_s, text}, {u"r.tf"_s, "# same\n"}});
    const auto edit = planned(host);
    QVERIFY(bool(host.writeFile(u"/w/r.tf"_s, "# other\n")));
    QVERIFY(!writeConfigurationEdit(host, *edit));
    // What Terraform does not read does not matter.
    const auto again = planned(host);
    QVERIFY(bool(host.writeFile(u"/w/notes.txt"_s, "x")));
    QVERIFY(bool(writeConfigurationEdit(host, *again)));
}

void ConfigurationEditTest::backupOfASecretIsForItsOwner()
{
    const QByteArray secret = "  personal_access_token = \"a-real-one\"\n";
    const auto edit = planned(machineWith(
        {{u"p.tf"_s, required + "provider \"azuredevops\" {\n" + organization + secret + "}\n"}}));
    QVERIFY(bool(edit));
    QVERIFY(edit->changes.first().heldSecret);

    // Nothing where there is no repository; else one line, also from a work tree, and never twice.
    const QByteArray block = required + "provider \"azuredevops\" {\n" + organization + secret + "}\n";
    const auto excludedIn = [&block](const Files &files, const QString &path) {
        const Host host = machineWith({{u"p.tf"_s, block}});
        for (auto it = files.begin(); it != files.end(); ++it) {
            if (!host.writeFile(it.key(), it.value()))
                return QByteArray("not prepared");
        }
        const auto change = planned(host);
        const auto written = writeConfigurationEdit(host, *change);
        if (!written || !written->first().heldSecret || written->first().excludedIn != path)
            return QByteArray("not excluded there");
        return path.isEmpty() ? QByteArray() : *host.readFile(path, 65536);
    };
    const QByteArray line = "*.signet-backup*\n";
    const QString exclude = u"/w/.git/info/exclude"_s;
    QCOMPARE(excludedIn({}, {}), QByteArray());
    QCOMPARE(excludedIn({{u"/w/.git/HEAD"_s, "x"}}, exclude), line);
    QCOMPARE(excludedIn({{exclude, "*.o"}}, exclude), "*.o\n" + line);
    QCOMPARE(excludedIn({{exclude, line}}, exclude), line);
    QCOMPARE(excludedIn({{u"/.git/HEAD"_s, "x"}}, u"/.git/info/exclude"_s), line);
    QCOMPARE(excludedIn({{u"/w/.git"_s, "gitdir: ../r/.git/worktrees/w\n"},
                         {u"/r/.git/worktrees/w/commondir"_s, "../..\n"}},
                        u"/r/.git/info/exclude"_s),
             line);
    const auto harmless =
        planned(machineWith({{u"p.tf"_s, required + "provider \"azuredevops\" {\n" + organization + "}\n"}}));
    QVERIFY(bool(harmless));
    QVERIFY(!harmless->changes.first().heldSecret);
}

void ConfigurationEditTest::editedAgainNothingIsLeftToDo()
{
    const QList<Files> configurations{
        {},
        {{u"p.tf"_s, "provider \"azuredevops\" {}\n"}},
        {{u"p.tf"_s, required + "provider \"azuredevops\" { use_msi = true }\n"}},
        {{u"p.tf"_s, "provider \"azuredevops\" {\r\n\tpersonal_access_token = \"x\"\r\n}\r\n"}},
        {{u"p.tf.json"_s, "{\"provider\":{\"azuredevops\":{}}}"}},
    };
    for (const Files &files : configurations) {
        const Host host = machineWith(files);
        const auto first = planned(host);
        QVERIFY2(first, bool(first) ? "" : qPrintable(first.problem().findingId.toString()));
        QVERIFY(!first->changes.isEmpty());
        QVERIFY(bool(writeConfigurationEdit(host, *first)));
        const auto again = planned(host);
        QVERIFY2(again, bool(again) ? "" : qPrintable(again.problem().findingId.toString()));
        QVERIFY2(again->changes.isEmpty(), again->diff());
        const auto explanation = explainConfiguration(host, host, u"/w"_s, {});
        QVERIFY(explanation->isAsItShouldBe());
    }
}

QTEST_GUILESS_MAIN(ConfigurationEditTest)
#include "tst_configurationedit.moc"
