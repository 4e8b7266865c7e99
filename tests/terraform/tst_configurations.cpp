#include "core/hcl/hclfile.h"
#include "core/hcl/jsonfile.h"
#include "core/terraform/configurationedit.h"

#include "tests/support/pipelinevariables.h"
#include "tests/terraform/program.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

namespace {

using Files = QMap<QString, QByteArray>; // by their path relative to the configuration
using Variables = QMap<QString, QString>;

const QString contoso = u"https://dev.azure.com/contoso"_s;
const QString root = u"/w/infra"_s;

Host machineWith(const Files &files, const Variables &environment)
{
    HostImage image;
    image.env = environment;
    image.files.insert(root, FileImage{FileImage::Kind::Directory, {}, 0, ' ', {}, {}});
    for (auto it = files.begin(); it != files.end(); ++it)
        image.files.insert(QDir::cleanPath(root + u'/' + it.key()),
                           FileImage{FileImage::Kind::Text, it.value(), 0, ' ', {}, {}});
    return Host::from(image);
}

Files filesOf(const QString &directory)
{
    Files files;
    QDirIterator it(directory, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        QFile file(it.next());
        if (file.open(QIODevice::ReadOnly))
            files.insert(QDir(directory).relativeFilePath(file.fileName()), file.readAll());
    }
    return files;
}

struct Asked {
    QString alias;
    QString clientId;
    QString organization = contoso;
    Variables environment;
};

ExplanationQuestion questionOf(const Asked &asked)
{
    ExplanationQuestion question;
    question.alias = asked.alias;
    if (!asked.clientId.isEmpty())
        question.intended = *ClientId::parse(asked.clientId);
    return question;
}

Result<Explanation> explained(const Host &host, const Asked &asked)
{
    return explainConfiguration(host, host, root, questionOf(asked));
}

Result<ConfigurationEdit> planned(const Host &host, const Asked &asked)
{
    const auto explanation = explained(host, asked);
    if (!explanation)
        return explanation.problem();
    ConfigurationWish wish;
    wish.settings.alias = asked.alias;
    wish.settings.organizationUrl = asked.organization;
    wish.settings.clientId = explanation->question.intended;
    // As the command does: the block goes before the organization that only the environment names.
    if (wish.settings.organizationUrl.isEmpty()
        && explanation->input.arguments.value(u"org_service_url"_s).isNull())
        wish.settings.organizationUrl = host.environment().value(u"AZDO_ORG_SERVICE_URL"_s);
    return planConfigurationEdit(*explanation, host, wish);
}

QString outcomeOf(const Result<ConfigurationEdit> &edit)
{
    if (!edit)
        return edit.problem().findingId.toString();
    return edit->changes.isEmpty() ? u"nothing"_s : u"edited"_s;
}

// What is left after the edit.
QString stateOf(const Host &host, const Asked &asked)
{
    const auto explanation = explained(host, asked);
    if (!explanation)
        return explanation.problem().findingId.toString();
    if (explanation->isAsItShouldBe())
        return u"ready"_s;
    const auto edit = planned(host, asked);
    if (!edit)
        return u"not"_s;
    return !edit->remaining.isEmpty()     ? u"refused"_s
        : !edit->otherBlocks.isEmpty()    ? u"other"_s
        : !edit->initCommand.isEmpty()    ? u"init"_s
        : !edit->unsetVariables.isEmpty() ? u"unset"_s
                                          : u"not"_s;
}

QString diffOf(const Result<ConfigurationEdit> &edit)
{
    return edit ? QString::fromUtf8(edit->diff()) : edit.problem().findingId.toString();
}

Variables pipeline(Variables environment)
{
    environment.insert(pipelineVariables());
    return environment;
}

// One text as a line of JSON, which is what the judges of HCL read.
QByteArray lineOf(const QByteArray &text)
{
    return QJsonDocument(QJsonArray{QString::fromUtf8(text)})
               .toJson(QJsonDocument::Compact)
               .sliced(1)
               .chopped(1)
        + '\n';
}

QStringList findingsOf(const Explanation &explanation)
{
    QStringList ids;
    for (const ConfigurationMistake &mistake : explanation.configuration.mistakes)
        ids.append(mistake.findingId.toString());
    for (const DecisionTrap &trap : explanation.decision.traps)
        ids.append(trap.findingId.toString());
    return ids;
}

// ---- styles.txt ----

struct Style {
    QString name;
    QString before;
    QString write;
    QString after;
    Asked asked;
    Files files;
};

QByteArray expanded(const QByteArray &line)
{
    if (line == "@right")
        return "  org_service_url = \"https://dev.azure.com/contoso\"\n  use_msi         = true\n"
               "  use_cli         = false\n";
    if (!line.startsWith("@required"))
        return line + '\n';
    const QByteArray constraint = line.mid(10).trimmed();
    QByteArray block = "terraform {\n  required_providers {\n    azuredevops = {\n"
                       "      source  = \"microsoft/azuredevops\"\n";
    if (!constraint.isEmpty())
        block += "      version = \"" + constraint + "\"\n";
    return block + "    }\n  }\n}\n";
}

void takeKey(const QString &key, const QString &value, Style *style, bool *isCrLf)
{
    if (key == "before"_L1)
        style->before = value;
    else if (key == "write"_L1)
        style->write = value;
    else if (key == "after"_L1)
        style->after = value;
    else if (key == "alias"_L1)
        style->asked.alias = value;
    else if (key == "client-id"_L1)
        style->asked.clientId = value;
    else if (key == "org"_L1)
        style->asked.organization = value == "-"_L1 ? QString() : value;
    else if (key == "crlf"_L1)
        *isCrLf = true;
    else if (key == "env"_L1) {
        for (const QString &pair : value.split(u' '))
            style->asked.environment.insert(pair.section(u'=', 0, 0), pair.section(u'=', 1));
    } else {
        qFatal("styles.txt: %s is not a key", qPrintable(key));
    }
}

QList<Style> readStyles()
{
    QFile file(QStringLiteral(SIGNET_TEST_DATA "/configurations/styles.txt"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("styles.txt is missing");
    QList<Style> styles;
    QString name;
    bool isCrLf = false;
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("=== ")) {
            styles.append(Style());
            styles.last().name = QString::fromUtf8(line.mid(4));
            name.clear();
            isCrLf = false;
        } else if (styles.isEmpty()) {
            continue; // the heading
        } else if (line.startsWith("--- ")) {
            name = QString::fromUtf8(line.mid(4));
            styles.last().files.insert(name, {});
        } else if (name.isEmpty()) {
            const QString text = QString::fromUtf8(line);
            takeKey(text.section(u": "_s, 0, 0), text.section(u": "_s, 1), &styles.last(), &isCrLf);
        } else if (!(line.isEmpty() && &line == &lines.last())) {
            QByteArray text = expanded(line);
            styles.last().files[name] += isCrLf ? text.replace("\n", "\r\n") : text;
        }
    }
    return styles;
}

} // namespace

class ConfigurationsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void judgedAndEditedAsExpected_data();
    void judgedAndEditedAsExpected();
    void whatIsLeftOverIsNamed_data();
    void whatIsLeftOverIsNamed();
    void everyStyleIsExplainedAndWritten_data();
    void everyStyleIsExplainedAndWritten();
    void hashicorpAcceptsWhatWasWritten();
    void cleanupTestCase();

private:
    void record(const ConfigurationEdit &edit);

    QList<FileChange> m_written; // in HCL
    QMap<QString, int> m_outcomes;
    int m_identical = 0;
    int m_parsed = 0;
    int m_inPipeline = 0;
};

// The directories of the facts about configurations that were judged or edited wrongly.
void ConfigurationsTest::judgedAndEditedAsExpected_data()
{
    QTest::addColumn<Asked>("asked");
    QTest::addColumn<QString>("subject"); // the block that it is about
    QTest::addColumn<QString>("finding"); // named by explain; empty: none in particular
    QTest::addColumn<QString>("write");
    QTest::addColumn<QString>("diff"); // of the edit, as a part; "!" before what it must not have
    QTest::addColumn<QString>("after");

    const auto row = [](const char *directory, const QString &subject, const QString &finding,
                        const QString &write, const QString &diff, const QString &after,
                        const Asked &asked = {}) {
        QTest::addRow("%s", directory) << asked << subject << finding << write << diff << after;
    };
    const Variables cloud{{u"TFC_WORKLOAD_IDENTITY_TOKEN"_s, u"x"_s}};
    row("01-only-aliased-block", u"azuredevops.fabrikam main.tf:10"_s, {}, u"provider-alias-needed"_s, {},
        u"not"_s);
    row("02-alias-with-pat-beside-good-default", u"azuredevops.fabrikam main.tf:16"_s, u"pat-overrides-msi"_s,
        u"provider-alias-needed"_s, {}, u"not"_s);
    row("03-use-oidc-from-variable", u"azuredevops main.tf:17"_s, {}, u"edited"_s,
        u"use_oidc        = false"_s, u"ready"_s);
    row("05-client-id-of-app-registration", u"azuredevops main.tf:14"_s, u"client-id-of-application"_s,
        u"edited"_s, u"-  client_id "_s, u"ready"_s);
    row("06-version-in-provider-block", u"azuredevops main.tf:1"_s, u"version-constraint-unsatisfiable"_s,
        u"edited"_s, u"-  version = \"~> 0.0.1\""_s, u"ready"_s);
    row("08-constraint-admits-nothing", u"azuredevops main.tf:10"_s, u"version-constraint-unsatisfiable"_s,
        u"edited"_s, u"+      version = \">= 1.11.2, < 2.0.0\""_s, u"ready"_s);
    row("09-no-block-old-lock", u"azuredevops "_s, {}, u"edited"_s, u"!use_cli"_s, u"ready"_s);
    row("11-no-block-no-organization", u"azuredevops "_s, u"org-url-wrong"_s, u"organization-missing"_s,
        u"!org_service_url"_s, u"not"_s, {{}, {}, {}, {}});
    row("12-module-with-configuration-aliases", u"azuredevops "_s, {}, u"provider-belongs-to-caller"_s, {},
        u"not"_s);
    row("13-generated-by-terragrunt", u"azuredevops providers.tf:1"_s, {}, u"file-is-generated"_s, {},
        u"not"_s);
    row("14-generated-file-header", u"azuredevops providers.tf:2"_s, {}, u"file-is-generated"_s, {},
        u"not"_s);
    row("15-leftover-token-inputs", u"azuredevops main.tf:19"_s, u"pat-overrides-msi"_s, u"edited"_s,
        u"-  personal_access_token"_s, u"ready"_s);
    row("18-tfc-token-no-longer-read", u"azuredevops main.tf:9"_s, u"tfc-token-not-read"_s, u"edited"_s,
        u"use_oidc        = false"_s, u"ready"_s, {{}, {}, contoso, cloud});
}

void ConfigurationsTest::judgedAndEditedAsExpected()
{
    QFETCH(Asked, asked);
    QFETCH(QString, finding);
    QFETCH(QString, diff);
    const Files files = filesOf(QStringLiteral(SIGNET_TEST_DATA "/configurations/")
                                + QString::fromUtf8(QTest::currentDataTag()));
    QVERIFY(!files.isEmpty());
    const Host host = machineWith(files, asked.environment);
    const auto before = explained(host, asked);
    QVERIFY(bool(before));
    QTEST(before->subject.name() + u' ' + (before->block ? before->block->place.toString() : QString()),
          "subject");
    QVERIFY(!before->isAsItShouldBe());
    QVERIFY2(finding.isEmpty() || findingsOf(*before).contains(finding),
             qPrintable(findingsOf(*before).join(u' ')));

    const auto edit = planned(host, asked);
    QTEST(outcomeOf(edit), "write");
    if (diff.startsWith(u'!'))
        QVERIFY2(!diffOf(edit).contains(diff.mid(1)), qPrintable(diffOf(edit)));
    else
        QVERIFY2(diffOf(edit).contains(diff), qPrintable(diffOf(edit)));
    if (edit) {
        QVERIFY(bool(writeConfigurationEdit(host, *edit)));
        record(*edit);
    }
    QTEST(stateOf(host, asked), "after");
    if (edit)
        QCOMPARE(outcomeOf(planned(host, asked)), u"nothing"_s);
}

void ConfigurationsTest::whatIsLeftOverIsNamed_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<QByteArray>("elsewhere");
    QTest::addColumn<QString>("named");
    QTest::addRow("variable") << QByteArray("var.pat") << QByteArray() << u"var.pat"_s;
    QTest::addRow("variable that something else uses")
        << QByteArray("var.pat") << QByteArray("output \"o\" {\n  value = var.pat\n}\n") << QString();
    QTest::addRow("variable whose name begins another one")
        << QByteArray("var.pat") << QByteArray("output \"o\" {\n  value = var.pat_name\n}\n") << u"var.pat"_s;
    QTest::addRow("several") << QByteArray("coalesce(var.pat, data.external.az.result.token)") << QByteArray()
                             << u"var.pat data.external.az"_s;
    QTest::addRow("secret of a key vault") << QByteArray("data.azurerm_key_vault_secret.pat.value")
                                           << QByteArray() << u"data.azurerm_key_vault_secret.pat"_s;
    QTest::addRow("text") << QByteArray("\"not-a-real-token\"") << QByteArray() << QString();
}

void ConfigurationsTest::whatIsLeftOverIsNamed()
{
    QFETCH(QByteArray, token);
    QFETCH(QByteArray, elsewhere);
    QFETCH(QString, named);
    const QByteArray declared = "variable \"pat\" {}\nvariable \"pat_name\" {}\ndata \"external\" \"az\" {}\n"
                                "data \"azurerm_key_vault_secret\" \"pat\" {}\n";
    const Host host =
        machineWith({{u"main.tf"_s,
                      expanded("@required ~> 1.15") + declared + "provider \"azuredevops\" {\n"
                          + expanded("@right") + "  personal_access_token = " + token + "\n}\n" + elsewhere}},
                    {});
    const auto edit = planned(host, {});
    QVERIFY(bool(edit));
    QCOMPARE(edit->changes.size(), 1);
    const QStringList names = named.split(u' ', Qt::SkipEmptyParts);
    QVERIFY2(edit->leftOver.size() == names.size(), qPrintable(edit->leftOver.join(u' ')));
    for (qsizetype i = 0; i < names.size(); ++i)
        QVERIFY2(edit->leftOver[i].contains(names[i]), qPrintable(edit->leftOver[i]));
}

void ConfigurationsTest::everyStyleIsExplainedAndWritten_data()
{
    QTest::addColumn<Style>("style");
    const QList<Style> styles = readStyles();
    for (const Style &style : styles)
        QTest::addRow("%s", qPrintable(style.name)) << style;
}

void ConfigurationsTest::everyStyleIsExplainedAndWritten()
{
    QFETCH(const Style, style);
    const Host host = machineWith(style.files, style.asked.environment);
    const auto before = explained(host, style.asked);
    QVERIFY2(before, bool(before) ? "" : qPrintable(before.problem().findingId.toString()));
    QCOMPARE(before->isAsItShouldBe() ? u"ready"_s : u"not"_s, style.before);

    const auto edit = planned(host, style.asked);
    QVERIFY2(outcomeOf(edit) == style.write, qPrintable(outcomeOf(edit) + u'\n' + diffOf(edit)));
    ++m_outcomes[style.write];
    if (edit) {
        QVERIFY(bool(writeConfigurationEdit(host, *edit)));
        record(*edit);
        for (const FileChange &change : edit->changes) {
            QVERIFY2(!change.after.contains("org_service_url = \"\""), change.after);
            const bool isWhole = change.file.endsWith(".json"_L1) ? !JsonFile::parse(change.after).fault()
                                                                  : HclFile::parse(change.after).isValid();
            QVERIFY2(isWhole, change.after);
            ++m_parsed;
        }
        const auto again = planned(host, style.asked);
        QVERIFY2(outcomeOf(again) == u"nothing"_s, qPrintable(diffOf(again)));
        ++m_identical;
    }
    const QString after = stateOf(host, style.asked);
    QVERIFY2(after == style.after, qPrintable(after + u'\n' + diffOf(edit)));
    if (after != u"ready"_s)
        return;

    // The same files where a pipeline runs them.
    Files files = style.files;
    if (edit) {
        for (const FileChange &change : edit->changes)
            files.insert(change.file, change.after);
    }
    const Host elsewhere = machineWith(files, pipeline(style.asked.environment));
    const auto there = explained(elsewhere, style.asked);
    QVERIFY(bool(there));
    QVERIFY2(there->decision.decidedBy == CredentialMethod::ManagedIdentity && there->decision.configured(),
             qPrintable(toString(there->decision.decidedBy) + u' ' + there->decision.error));
    ++m_inPipeline;
}

void ConfigurationsTest::record(const ConfigurationEdit &edit)
{
    for (const FileChange &change : edit.changes) {
        if (!change.file.endsWith(".json"_L1))
            m_written.append(change);
    }
}

// HashiCorp's own parser and formatter. A file that its formatter left alone before the edit is left alone
// after it.
void ConfigurationsTest::hashicorpAcceptsWhatWasWritten()
{
    if (!hasNodePackage(u"@cdktf/hcl-tools"_s) || !hasNodePackage(u"@cdktf/hcl2json"_s))
        QSKIP("node, @cdktf/hcl-tools or @cdktf/hcl2json is not here; SIGNET_NODE_MODULES names their "
              "directory");
    QVERIFY(m_written.size() > 40);
    QByteArray input = lineOf("provider {{\n");
    for (const FileChange &change : std::as_const(m_written))
        input += lineOf(change.before) + lineOf(change.after);
    const QByteArray output =
        outputOf(u"node"_s, {QStringLiteral(SIGNET_SOURCE_DIR "/tests/hcl/judge.mjs"), nodeModules()}, input);
    const QList<QByteArray> lines = output.split('\n');
    QCOMPARE(lines.size(), 2 * m_written.size() + 2);
    const auto judged = [&lines](qsizetype i) { return QJsonDocument::fromJson(lines[i]).object(); };
    QVERIFY(judged(0).contains("error"_L1));
    int canonical = 0;
    for (qsizetype i = 0; i < m_written.size(); ++i) {
        const FileChange &change = m_written[i];
        const QJsonObject before = judged(1 + 2 * i);
        const QJsonObject after = judged(2 + 2 * i);
        QVERIFY2(!after.contains("error"_L1),
                 qPrintable(after["error"_L1].toString() + u'\n' + QString::fromUtf8(change.after)));
        if (before["formatted"_L1].toString().toUtf8() != change.before)
            continue;
        ++canonical;
        QCOMPARE(QString::fromUtf8(change.after), after["formatted"_L1].toString());
    }
    qInfo(
        "HashiCorp's parser accepts %d of %d written files; %d were in the layout of terraform fmt and stay "
        "so",
        int(m_written.size()), int(m_written.size()), canonical);
}

void ConfigurationsTest::cleanupTestCase()
{
    QStringList outcomes;
    int sum = 0;
    for (auto it = m_outcomes.cbegin(); it != m_outcomes.cend(); ++it) {
        outcomes.append(u"%1 %2"_s.arg(it.value()).arg(it.key()));
        sum += it.value();
    }
    qInfo(
        "%d configurations: %s; %d second edits changed nothing, %d written files read again, %d ready in a "
        "pipeline too",
        sum, qPrintable(outcomes.join(u", "_s)), m_identical, m_parsed, m_inPipeline);
}

QTEST_GUILESS_MAIN(ConfigurationsTest)
#include "tst_configurations.moc"
