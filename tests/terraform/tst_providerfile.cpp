#include "core/terraform/providerfile.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

Host machineWith(const QMap<QString, QByteArray> &files)
{
    HostImage image;
    FileImage directory;
    directory.kind = FileImage::Kind::Directory;
    image.files.insert(u"/w"_s, directory);
    for (auto file = files.begin(); file != files.end(); ++file) {
        FileImage content;
        content.text = file.value();
        image.files.insert(u"/w/"_s + file.key(), content);
    }
    return Host::from(image);
}

ProviderSettings contoso()
{
    ProviderSettings settings;
    settings.organizationUrl = u"https://dev.azure.com/contoso"_s;
    return settings;
}

Result<ProviderFilePlan> planned(const Host &host, const QString &name = u"providers.tf"_s)
{
    return planProviderFile(host, u"/w"_s, name, contoso(), FromEnvironment::No);
}

} // namespace

class ProviderFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEmptyDirectoryGetsTheFile();
    void theDiffIsThatOfANewFile();
    void fromTheEnvironmentTheBlockIsEmpty();
    void whatIsThereIsLeftAlone_data();
    void whatIsThereIsLeftAlone();
    void theLinesToChangeAreWrittenOut();
    void anotherLocalNameIsKept();
    void anotherAliasIsAddedBeside();
    void namesOutsideTheDirectoryAreRefused_data();
    void namesOutsideTheDirectoryAreRefused();
    void aMissingDirectoryIsAProblem();
    void aFileThatAppearedMeanwhileStays();
    void theRealFileIsWritten();
};

void ProviderFileTest::anEmptyDirectoryGetsTheFile()
{
    const Host host = machineWith({{u"main.tf"_s, "resource \"x\" \"y\" {}\n"}, {u"notes.md"_s, {}}});
    const auto plan = planned(host);
    QVERIFY(bool(plan));
    QVERIFY(!plan->leaveAlone);
    QCOMPARE(plan->path, u"/w/providers.tf"_s);
    QCOMPARE(plan->content, providerBlock(contoso()));
    QVERIFY(plan->places.isEmpty());
    QVERIFY(plan->whatToChange.isEmpty());

    QCOMPARE(host.stat(plan->path).kind, FileFacts::Kind::Missing);
    QVERIFY(bool(writeProviderFile(host, *plan)));
    QCOMPARE(*host.readFile(plan->path, 65536), plan->content.toUtf8());
}

void ProviderFileTest::theDiffIsThatOfANewFile()
{
    const auto plan = planned(machineWith({}));
    const QStringList content = plan->content.chopped(1).split(u'\n');
    const QStringList diff = plan->diff.chopped(1).split(u'\n');
    QCOMPARE(
        diff.mid(0, 3),
        (QStringList{u"--- /dev/null"_s, u"+++ providers.tf"_s, u"@@ -0,0 +1,%1 @@"_s.arg(content.size())}));
    QCOMPARE(diff.size(), content.size() + 3);
    for (qsizetype i = 0; i < content.size(); ++i)
        QCOMPARE(diff[i + 3], u'+' + content[i]);
    QVERIFY(plan->diff.endsWith(u'\n'));
}

void ProviderFileTest::fromTheEnvironmentTheBlockIsEmpty()
{
    const auto plan =
        planProviderFile(machineWith({}), u"/w"_s, u"azdo.tf"_s, contoso(), FromEnvironment::Yes);
    QCOMPARE(plan->path, u"/w/azdo.tf"_s);
    QCOMPARE(plan->content, emptyProviderBlock(contoso()));
}

void ProviderFileTest::whatIsThereIsLeftAlone_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("places");
    QTest::addColumn<QString>("finding");

    const QString exists = u"provider-block-exists"_s;
    const QString notPossible = u"edit-not-possible"_s;
    QTest::newRow("provider block") << u"main.tf"_s << QByteArray("\nprovider \"azuredevops\" {}\n")
                                    << QStringList{u"main.tf:2"_s} << exists;
    QTest::newRow("alias") << u"main.tf"_s << QByteArray("provider \"azuredevops\" { alias = \"b\" }\n")
                           << QStringList{u"main.tf:1"_s} << exists;
    QTest::newRow("required_providers")
        << u"versions.tf"_s << QByteArray("terraform {\n  required_providers {}\n}\n")
        << QStringList{u"versions.tf:2"_s} << notPossible;
    QTest::newRow("JSON") << u"main.tf.json"_s << QByteArray("{\"provider\":{\"azuredevops\":{}}}")
                          << QStringList{u"main.tf.json:1"_s} << exists;
    QTest::newRow("the file") << u"providers.tf"_s << QByteArray("# mine\n")
                              << QStringList{u"providers.tf:0"_s} << notPossible;
    QTest::newRow("the file with the block")
        << u"providers.tf"_s << QByteArray("provider \"azuredevops\" {}\n")
        << QStringList{u"providers.tf:0"_s, u"providers.tf:1"_s} << exists;
    QTest::newRow("a file that is no HCL")
        << u"main.tf"_s << QByteArray("provider \"azuredevops\" {\n") << QStringList() << notPossible;
}

void ProviderFileTest::whatIsThereIsLeftAlone()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, text);
    const Host host = machineWith({{name, text}});
    const auto plan = planned(host);
    QVERIFY(bool(plan));
    QVERIFY(plan->leaveAlone);
    QVERIFY(plan->diff.isEmpty());
    QVERIFY(!plan->whatToChange.isEmpty());
    QStringList places;
    for (const ConfigurationPlace &place : plan->places)
        places.append(place.toString());
    QTEST(places, "places");

    const auto written = writeProviderFile(host, *plan);
    QVERIFY(!written);
    QTEST(written.problem().findingId, "finding");
    QVERIFY(!written.problem().evidence.value("path"_L1).toString().isEmpty());
    QCOMPARE(*host.readFile(u"/w/"_s + name, 65536), text);
    QCOMPARE(*host.entries(u"/w"_s), QStringList{name});
}

void ProviderFileTest::theLinesToChangeAreWrittenOut()
{
    const auto plan = planned(machineWith({{u"versions.tf"_s,
                                            "terraform {\n  required_providers {\n    azurerm = { source = "
                                            "\"hashicorp/azurerm\" }\n  }\n}\n"}}));
    QCOMPARE(plan->whatToChange,
             u"# versions.tf:2: inside required_providers, add\n"_s + requiredProvidersEntry(contoso())
                 + u"\n# providers.tf: add\n"_s + providerConfiguration(contoso()));

    const auto block =
        planned(machineWith({{u"main.tf"_s, "provider \"azuredevops\" {\n  use_msi = true\n}\n"}}));
    QCOMPARE(block->whatToChange,
             u"# providers.tf: add\n"_s + requiredProvidersBlock(contoso())
                 + u"\n# main.tf:1: the block becomes\n"_s + providerConfiguration(contoso()));

    const auto old = planned(machineWith({{u"main.tf"_s,
                                           "terraform {\n  required_providers {\n    azuredevops = { source "
                                           "= \"microsoft/azuredevops\", version = \">= 1\" }\n  }\n}\n"}}));
    QVERIFY(old->whatToChange.startsWith("# main.tf:3: the entry becomes\n"_L1));

    const auto same = planned(machineWith({{u"main.tf"_s, requiredProvidersBlock(contoso()).toUtf8()}}));
    QCOMPARE(same->whatToChange, u"# providers.tf: add\n"_s + providerConfiguration(contoso()));
}

void ProviderFileTest::anotherLocalNameIsKept()
{
    const auto plan = planned(machineWith({{u"main.tf"_s,
                                            "terraform {\n  required_providers {\n    azdo = { source = "
                                            "\"microsoft/azuredevops\" }\n  }\n}\nprovider \"azdo\" {}\n"}}));
    QVERIFY(plan->whatToChange.contains("# main.tf:6: the block becomes\nprovider \"azdo\" {\n"_L1));
    QVERIFY(plan->whatToChange.contains("# main.tf:3: the entry becomes\nazdo = {\n"_L1));
}

void ProviderFileTest::anotherAliasIsAddedBeside()
{
    const auto plan = planned(machineWith({{u"main.tf"_s, "provider \"azuredevops\" { alias = \"b\" }\n"}}));
    QVERIFY(plan->whatToChange.endsWith(u"# providers.tf: add\n"_s + providerConfiguration(contoso())));
    QVERIFY(!plan->whatToChange.contains("becomes"_L1));
}

void ProviderFileTest::namesOutsideTheDirectoryAreRefused_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"../providers.tf", "/etc/providers.tf", "a/b.tf", "a\\b.tf", ".providers.tf",
                             "providers", "providers.tf.json", "providers.tfvars", ""})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void ProviderFileTest::namesOutsideTheDirectoryAreRefused()
{
    QFETCH(QString, name);
    const auto plan = planned(machineWith({}), name);
    QVERIFY(!plan);
    QCOMPARE(plan.problem().findingId, u"file-name-invalid"_s);
}

void ProviderFileTest::aMissingDirectoryIsAProblem()
{
    const auto plan =
        planProviderFile(machineWith({}), u"/nowhere"_s, u"providers.tf"_s, contoso(), FromEnvironment::No);
    QVERIFY(!plan);
    QCOMPARE(plan.problem().findingId, u"directory-missing"_s);
}

void ProviderFileTest::aFileThatAppearedMeanwhileStays()
{
    const Host host = machineWith({});
    const auto plan = planned(host);
    QVERIFY(bool(host.writeFile(plan->path, "# mine\n", Overwrite::No)));
    const auto written = writeProviderFile(host, *plan);
    QVERIFY(!written);
    QCOMPARE(written.problem().findingId, u"file-not-writable"_s);
    QCOMPARE(*host.readFile(plan->path, 65536), QByteArray("# mine\n"));
}

void ProviderFileTest::theRealFileIsWritten()
{
    const QTemporaryDir directory;
    const Host host = Host::real();
    const auto plan =
        planProviderFile(host, directory.path(), u"providers.tf"_s, contoso(), FromEnvironment::No);
    QVERIFY(bool(plan));
    QVERIFY(bool(writeProviderFile(host, *plan)));
    QFile file(directory.filePath(u"providers.tf"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), providerBlock(contoso()).toUtf8());

    const auto again =
        planProviderFile(host, directory.path(), u"providers.tf"_s, contoso(), FromEnvironment::No);
    QVERIFY(again->leaveAlone);
    QCOMPARE(again->places.size(), 3);
}

QTEST_GUILESS_MAIN(ProviderFileTest)
#include "tst_providerfile.moc"
