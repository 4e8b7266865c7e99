#include "app/cli/commandpage.h"
#include "app/cli/commands.h"
#include "tests/support/program.h"

#include <QFileInfo>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

// The completions are asked in the shells that they are for.

namespace {

// What the shell offers at the end of the words, the last of which may be empty.
using Offers = QStringList;

QString documentPath(const QString &name)
{
    return QStringLiteral(SIGNET_DOCUMENTS "/") + name;
}

QByteArray output(const QString &program, const QStringList &arguments, const QByteArray &input = {})
{
    QTemporaryDir home;
    QProcess process;
    QProcessEnvironment environment = cleanEnvironment();
    environment.insert(u"HOME"_s, home.path());
    environment.insert(u"XDG_CONFIG_HOME"_s, home.path());
    environment.insert(u"XDG_DATA_HOME"_s, home.path());
    environment.insert(u"TERM"_s, u"xterm"_s);
    environment.insert(
        u"PATH"_s, QFileInfo(QStringLiteral(SIGNET_PROGRAM)).path() + u':' + environment.value(u"PATH"_s));
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(QStringLiteral(SIGNET_SOURCE_DIR "/resources"));
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000))
        process.kill();
    const QByteArray errors = process.readAllStandardError();
    if (!errors.isEmpty())
        qWarning("%s: %s", qPrintable(program), errors.constData());
    return process.readAllStandardOutput();
}

Offers linesOf(const QByteArray &text)
{
    Offers lines;
    for (const QByteArray &line : text.split('\n')) {
        if (!line.trimmed().isEmpty())
            lines.append(QString::fromUtf8(line).section(u'\t', 0, 0).trimmed());
    }
    return lines;
}

Offers askBash(const QStringList &words)
{
    QString script = u"source '%1'\nCOMP_WORDS=(signet"_s.arg(documentPath(u"signet.bash"_s));
    for (const QString &word : words)
        script += u" '%1'"_s.arg(word);
    script += u")\nCOMP_CWORD=%1\n_signet\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n"_s.replace(
        "%1"_L1, QString::number(words.size()));
    return linesOf(output(u"bash"_s, {u"--norc"_s, u"-c"_s, script}));
}

Offers askFish(const QStringList &words)
{
    const QString line = (QStringList{u"signet"_s} + words).join(u' ');
    return linesOf(output(u"fish"_s,
                          {u"--no-config"_s, u"-c"_s,
                           u"source '%1'; complete -C '%2'"_s.arg(documentPath(u"signet.fish"_s), line)}));
}

// zsh completes in a terminal only, so a shell in a pseudoterminal does it and prints what compadd is given.
Offers askZsh(const QStringList &words)
{
    const QString line = (QStringList{u"signet"_s} + words).join(u' ');
    const QString script = uR"(
zmodload zsh/zpty
zpty z zsh -f -i
read_until() { local text chunk; while zpty -r z chunk; do text+=$chunk; [[ $text == *$1* ]] && break; done; print -r -- $text }
zpty -w z 'PROMPT= RPROMPT=; stty -echo -onlcr; autoload -Uz compinit; compinit -u -D; source "%1"
null() {}; zle -C complete-all complete-word list-all
list-all() {
  compadd() {
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
    local -a kept; builtin compadd -A kept "$@"
    local one; for one in $kept; do print -r -- "OFFER:$one"; done
    builtin compadd "$@"
  }
  _main_complete; compstate[insert]=; compstate[list]=
  print -r -- "OFFERS""-END"
}
bindkey "^I" complete-all; print READY-"NOW"'
read_until READY-NOW >/dev/null
zpty -n -w z $'%2\t'
read_until OFFERS-END
zpty -d z
)"_s.replace("%1"_L1, documentPath(u"_signet"_s))
                               .replace("%2"_L1, line);
    Offers offers;
    const QString said = QString::fromUtf8(output(u"zsh"_s, {u"-f"_s, u"-c"_s, script}));
    for (const QString &one : said.split(u'\n')) {
        if (one.contains("OFFER:"_L1))
            offers.append(one.section(u"OFFER:"_s, 1).trimmed());
    }
    return offers;
}

struct Shell {
    const char *name;
    const char *package;
    Offers (*ask)(const QStringList &words);
};
constexpr Shell shells[] = {
    {"bash", "bash", askBash},
    {"zsh", "zsh", askZsh},
    {"fish", "fish", askFish},
};

} // namespace

class TestCompletions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void offersWhatCanFollow_data();
    void offersWhatCanFollow();
    void everyOptionIsOffered_data();
    void everyOptionIsOffered();
};

void TestCompletions::offersWhatCanFollow_data()
{
    QTest::addColumn<int>("shell");
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QStringList>("offered");
    QTest::addColumn<QStringList>("notOffered");
    for (int i = 0; i < int(std::size(shells)); ++i) {
        const auto row = [i](const QString &typed, const QStringList &offered,
                             const QStringList &notOffered) {
            QTest::addRow("%s: signet %s", shells[i].name, qPrintable(typed))
                << i << typed.split(u' ') << offered << notOffered;
        };
        row(u"s"_s, {u"setup"_s, u"sandbox"_s}, {u"diagnose"_s, u"__complete"_s});
        row(u"setup "_s, {u"plan"_s, u"apply"_s, u"verify"_s, u"undo"_s}, {u"find"_s});
        row(u"diagnose --output "_s, {u"text"_s, u"json"_s}, {});
        row(u"diagnose --sandbox not-in-"_s, {u"not-in-org"_s}, {u"json"_s});
        // A value is not taken for a command.
        row(u"diagnose --org setup --strict --output j"_s, {u"json"_s}, {u"plan"_s});
        row(u"terraform env --shell git"_s, {u"github-actions"_s, u"gitlab-ci"_s}, {u"bash"_s});
        row(u"login --with "_s, {u"azure-cli"_s, u"managed-identity"_s}, {});
        row(u"setup plan --access-level s"_s, {u"stakeholder"_s}, {u"express"_s});
        row(u"explain not-in-o"_s, {u"not-in-org"_s}, {});
        row(u"sandbox serve health"_s, {u"healthy"_s}, {});
        row(u"report show CMake"_s, {u"CMakeLists.txt"_s}, {});
        row(u"terraform explain --dir m"_s, {shells[i].ask == askFish ? u"man/"_s : u"man"_s}, {});
    }
}

void TestCompletions::offersWhatCanFollow()
{
    QFETCH(int, shell);
    QFETCH(QStringList, words);
    QFETCH(QStringList, offered);
    QFETCH(QStringList, notOffered);
    const Shell &asked = shells[shell];
    if (QStandardPaths::findExecutable(QString::fromLatin1(asked.name)).isEmpty())
        QSKIP("the shell is not installed");
    const Offers offers = asked.ask(words);
    for (const QString &one : offered)
        QVERIFY2(offers.contains(one), qPrintable(one + u" is not in: "_s + offers.join(u' ')));
    for (const QString &one : notOffered)
        QVERIFY2(!offers.contains(one), qPrintable(one));
}

void TestCompletions::everyOptionIsOffered_data()
{
    QTest::addColumn<int>("shell");
    for (int i = 0; i < int(std::size(shells)); ++i)
        QTest::newRow(shells[i].name) << i;
}

void TestCompletions::everyOptionIsOffered()
{
    QFETCH(int, shell);
    const Shell &asked = shells[shell];
    if (QStandardPaths::findExecutable(QString::fromLatin1(asked.name)).isEmpty())
        QSKIP("the shell is not installed");
    Invocation invocation;
    for (const CommandPage &page : allPages(pageOf(*commandTree(&invocation)))) {
        const Offers offers = asked.ask(page.path + QStringList{u"--"_s});
        for (const OptionPage &option : page.options) {
            const QString name = option.names.last();
            QVERIFY2(offers.contains(name) || offers.contains(name + u'='),
                     qPrintable(u"signet %1 %2: %3"_s.arg(page.name(), name, offers.join(u' '))));
        }
    }
}

QTEST_GUILESS_MAIN(TestCompletions)
#include "tst_completions.moc"
