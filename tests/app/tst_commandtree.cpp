#include "app/cli/commandpage.h"
#include "app/cli/commands.h"
#include "app/cli/manpages.h"
#include "tests/support/program.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

// What the program says about its commands: help, man pages and completions hold the same, and what they tell
// a person to type works.

namespace {

QString contentOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(path));
    return QString::fromUtf8(file.readAll());
}

QString document(const QString &name)
{
    return contentOf(QStringLiteral(SIGNET_DOCUMENTS "/") + name);
}

CommandPage theProgram()
{
    Invocation invocation;
    return pageOf(*commandTree(&invocation));
}

const std::vector<CommandPage> &pages()
{
    static const std::vector<CommandPage> all = allPages(theProgram());
    return all;
}

QString helpOf(const CommandPage &page)
{
    QProcessEnvironment environment = cleanEnvironment();
    environment.insert(u"COLUMNS"_s, u"80"_s);
    const ProgramRun run = runProgram(page.path + QStringList{u"--help"_s}, {}, environment);
    return run.exitCode == 0 && run.err.isEmpty() ? QString::fromUtf8(run.out) : QString();
}

// From a line that contains the start to the next that contains the end.
QString between(const QString &text, const QString &start, const QString &end)
{
    const qsizetype from = text.indexOf(start);
    return from < 0 ? QString() : text.mid(from, text.indexOf(end, from + start.size()) - from);
}

// A command line that some text tells a person to type.
struct Documented {
    QString command;
    QString where;
};

void addCommands(QList<Documented> *all, const QString &text, const QString &where)
{
    // A backslash continues a line, and a comment stands behind spaces.
    const QStringList lines =
        QString(text).replace(QRegularExpression(u"\\\\\\n\\s*"_s), QString()).split(u'\n');
    for (const QString &line : lines) {
        const QString command = line.section(u"  #"_s, 0, 0).trimmed();
        const bool known = std::any_of(all->begin(), all->end(),
                                       [&](const Documented &one) { return one.command == command; });
        if (command.contains(QRegularExpression(u"(?:^|\\| )signet "_s)) && !known)
            all->append({command, where});
    }
}

QList<Documented> documentedCommands()
{
    QList<Documented> all;
    // In the order of the help: what one command writes, the next ones read.
    for (const CommandPage &page : pages())
        addCommands(&all, page.examples, u"help of signet "_s + page.name());
    const QString manual = contentOf(QStringLiteral(SIGNET_SOURCE_DIR "/resources/man/signet.1.in"));
    for (const QString &part : manual.split(u".nf\n"_s).mid(1))
        addCommands(&all, part.section(u".fi"_s, 0, 0).replace("\\-"_L1, "-"_L1), u"signet(1)"_s);
    const QStringList readme = contentOf(QStringLiteral(SIGNET_SOURCE_DIR "/README.md")).split(u"```"_s);
    for (qsizetype i = 1; i < readme.size(); i += 2)
        addCommands(&all, readme[i], u"README.md"_s);
    return all;
}

// Not run, and why.
QString reasonToLeaveOut(const QString &command)
{
    if (command.startsWith("signet sandbox serve"_L1))
        return u"runs until it is stopped; tst_cli joins a running one"_s;
    if (command.contains(" --watch"_L1))
        return u"waits for a change; tst_watch makes one"_s;
    if (command == "signet login --with azure-cli"_L1)
        return u"needs the Azure CLI, which scenarios do not have; tst_login signs in by other methods"_s;
    return {};
}

} // namespace

class TestCommandTree : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void helpIsAsReviewed_data() { rowPerCommand(); }
    void helpIsAsReviewed();
    void everyOptionIsEverywhere_data() { rowPerCommand(); }
    void everyOptionIsEverywhere();
    void everyTextFollowsTheRules_data() { rowPerCommand(); }
    void everyTextFollowsTheRules();
    void everyCommandIsInReadme();
    void manPagesHaveNoWarnings();
    void documentedCommandsWork();

private:
    static void rowPerCommand();
};

void TestCommandTree::rowPerCommand()
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < int(pages().size()); ++i)
        QTest::addRow("signet %s", qPrintable(pages()[size_t(i)].name())) << i;
}

void TestCommandTree::helpIsAsReviewed()
{
    QFETCH(int, index);
    const CommandPage &page = pages()[size_t(index)];
    const QString help = helpOf(page);
    QFile golden(QStringLiteral(SIGNET_TEST_DATA "/help/") + (QStringList{u"signet"_s} + page.path).join(u'-')
                 + u".txt"_s);
    if (qEnvironmentVariableIsSet("SIGNET_UPDATE_GOLDEN")) {
        QVERIFY(golden.open(QIODevice::WriteOnly));
        golden.write(help.toUtf8());
        return;
    }
    QVERIFY2(golden.open(QIODevice::ReadOnly), qPrintable(golden.fileName()));
    QCOMPARE(help, QString::fromUtf8(golden.readAll()));
}

void TestCommandTree::everyOptionIsEverywhere()
{
    QFETCH(int, index);
    const CommandPage &page = pages()[size_t(index)];
    const QString help = helpOf(page);
    const QString manual =
        document(page.path.isEmpty() ? u"signet.1"_s : u"signet-"_s + page.path.first() + u".1"_s);
    const QString name = page.name();
    const QString bash = between(document(u"signet.bash"_s), u"\"%1\")\n"_s.arg(name), u";;"_s);
    const QString zsh = between(
        document(u"_signet"_s),
        u"\n_signet%1() {"_s.arg(page.path.isEmpty() ? QString() : u'_' + page.path.join(u'_')), u"\n}\n"_s);
    QString fish;
    const QStringList fishLines = document(u"signet.fish"_s).split(u'\n');
    for (const QString &line : fishLines) {
        if (line.contains(u"'__signet_at \"%1\"'"_s.arg(name)))
            fish += line + u'\n';
    }
    const QString powershell =
        between(document(u"signet.ps1"_s), u"        '%1' = [ordered]@{\n"_s.arg(name), u"\n        }\n"_s);
    for (const QString &script : {bash, zsh, fish, powershell})
        QVERIFY(!script.isEmpty());

    for (const OptionPage &option : page.options) {
        const QString spelled = option.names.last();
        QVERIFY2(help.contains(spelled), qPrintable(spelled));
        QVERIFY2(manual.contains(QString(spelled).replace(u'-', "\\-"_L1)), qPrintable(spelled));
        QVERIFY2(bash.contains(QRegularExpression(u"[ \"]%1[ \"]"_s.arg(spelled))), qPrintable(spelled));
        QVERIFY2(zsh.contains(QRegularExpression(u"[)*]%1=?\\["_s.arg(spelled))), qPrintable(spelled));
        QVERIFY2(fish.contains(u" -l %1 "_s.arg(spelled.mid(2))), qPrintable(spelled));
        QVERIFY2(powershell.contains(u"'%1' = "_s.arg(spelled)), qPrintable(spelled));
        for (const QString &value : option.values)
            QVERIFY2(help.contains(value), qPrintable(value));
    }
    for (const OptionPage &argument : page.arguments) {
        QVERIFY2(help.contains(argument.value), qPrintable(argument.value));
        QVERIFY2(manual.contains(argument.value), qPrintable(argument.value));
    }
    for (const CommandPage &command : page.commands) {
        const QString word = command.path.last();
        QVERIFY2(help.contains(u"\n  "_s + word), qPrintable(word));
        QVERIFY2(bash.contains(word) && zsh.contains(word + u':') && fish.contains(u" -a "_s + word)
                     && powershell.contains(u"'%1' = "_s.arg(word)),
                 qPrintable(word));
    }
}

// Descriptions of options: a noun or an imperative, lower case, no full stop. Of commands: capital, no full
// stop.
void TestCommandTree::everyTextFollowsTheRules()
{
    QFETCH(int, index);
    const CommandPage &page = pages()[size_t(index)];
    QVERIFY(page.path.isEmpty() || !page.about.endsWith(u'.'));
    QVERIFY(page.about.at(0).isUpper());
    QVERIFY(page.notes.isEmpty() || page.notes.endsWith(u'.'));
    for (const std::vector<OptionPage> &all : {page.arguments, page.options}) {
        for (const OptionPage &option : all) {
            QVERIFY2(!option.about.isEmpty() && !option.about.endsWith(u'.'), qPrintable(option.about));
            // A name keeps its capital.
            QVERIFY2(option.about.at(0).isLower() || option.about.startsWith("Azure "_L1),
                     qPrintable(option.about));
            QVERIFY2(option.repeatable == option.about.contains("can be repeated"_L1),
                     qPrintable(option.about));
        }
    }
    // The verbs of a profile share those of their group.
    if (page.commands.empty() && !page.path.isEmpty() && page.path.first() != "profile"_L1)
        QVERIFY2(!page.examples.isEmpty(), "a command shows how it is used");
}

void TestCommandTree::everyCommandIsInReadme()
{
    const QString table = contentOf(QStringLiteral(SIGNET_SOURCE_DIR "/README.md"));
    for (const CommandPage &page : pages()) {
        if (page.path.isEmpty() || !page.commands.empty())
            continue;
        // "| `signet setup apply`, `verify`, `undo` |"
        const QString first = u"\\| `signet (?:%1)\\b"_s.arg(page.name());
        const QString group = page.path.size() > 1 ? page.path.first() + u' ' : QString();
        const QString further = u"\\| `signet %1[^|]*, `%2`"_s.arg(group, page.path.last());
        const bool isListed = table.contains(QRegularExpression(first + u'|' + further));
        QVERIFY2(isListed, qPrintable(page.name()));
    }
}

void TestCommandTree::manPagesHaveNoWarnings()
{
    if (QStandardPaths::findExecutable(u"man"_s).isEmpty())
        QSKIP("man is not installed (Debian: man-db)");
    const QStringList names = QDir(QStringLiteral(SIGNET_DOCUMENTS)).entryList({u"*.1"_s});
    QCOMPARE(names.size(), qsizetype(theProgram().commands.size()) + 1);
    for (const QString &name : names) {
        QProcess man;
        QProcessEnvironment environment = cleanEnvironment();
        environment.insert(u"MANWIDTH"_s, u"80"_s);
        man.setProcessEnvironment(environment);
        man.start(u"man"_s,
                  {u"--warnings"_s, u"-E"_s, u"UTF-8"_s, u"-l"_s, u"-Tutf8"_s, u"-Z"_s,
                   QStringLiteral(SIGNET_DOCUMENTS "/") + name});
        QVERIFY(man.waitForFinished(60'000));
        QVERIFY2(man.readAllStandardError().isEmpty(), qPrintable(name));
        QVERIFY(!man.readAllStandardOutput().isEmpty());
    }
}

void TestCommandTree::documentedCommandsWork()
{
    QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkdir(u"infra"_s));
    QFile configuration(folder.filePath(u"infra/main.tf"_s));
    QVERIFY(configuration.open(QIODevice::WriteOnly));
    configuration.write(
        "provider \"azuredevops\" {\n  org_service_url = \"https://dev.azure.com/contoso\"\n}\n"
        "data \"azuredevops_projects\" \"all\" {}\n");
    configuration.close();
    QProcessEnvironment environment = cleanEnvironment();
    environment.insert(u"XDG_CONFIG_HOME"_s, folder.filePath(u"config"_s));

    QProcess server;
    server.setProcessEnvironment(cleanEnvironment());
    server.start(QStringLiteral(SIGNET_PROGRAM), {u"sandbox"_s, u"serve"_s, u"not-in-org"_s});
    QVERIFY(server.waitForReadyRead(20'000));
    const QString url = QString::fromUtf8(server.readLine()).trimmed();

    int ran = 0;
    for (const Documented &documented : documentedCommands()) {
        if (!reasonToLeaveOut(documented.command).isEmpty())
            continue;
        QStringList words = QProcess::splitCommand(documented.command.section(u"signet "_s, 1));
        // Profiles of a scenario end with the command; these are in the folder of the test.
        const bool keepsProfiles = words.first() == "profile"_L1;
        if (!words.contains(u"--sandbox"_s) && !keepsProfiles)
            words += {u"--sandbox"_s, url};
        const bool asks = words.first(2) == QStringList{u"terraform"_s, u"write"_s}
            || words.first(2) == QStringList{u"principal"_s, u"attach"_s}
            || words.first(2) == QStringList{u"setup"_s, u"apply"_s}
            || words.first(2) == QStringList{u"setup"_s, u"undo"_s};
        if (asks)
            words.append(u"--yes"_s);
        const ProgramRun run = runProgram(words, "failed to new credential\n", environment, folder.path());
        // 2: this is about an identity that is not in the organization.
        QVERIFY2(run.exitCode == 0 || run.exitCode == 2,
                 (documented.where + u": "_s + documented.command + u'\n').toUtf8() + run.out + run.err);
        ++ran;
    }
    server.terminate();
    QVERIFY(server.waitForFinished(20'000));
    qInfo("%d commands of help, man page and README ran", ran);
    QVERIFY(ran >= 25);
}

QTEST_GUILESS_MAIN(TestCommandTree)
#include "tst_commandtree.moc"
