#include "core/report/principallayout.h"
#include "core/result/outgoing.h"
#include "core/terraform/configurationedit.h"
#include "core/terraform/explanation.h"
#include "tests/support/hostilenames.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace signet;
using namespace signet::test;
using namespace Qt::StringLiterals;

// Hostile names in a real terminal: what the emulator shows is exactly what was written, line by line.
class TestTerminal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void nothingMoves();
    void theEmulatorObeysWhatIsNotCleaned();

private:
    QByteArray tmux(const QStringList &arguments) const;
    QString shownBy(const QByteArray &text);

    QTemporaryDir m_folder;
    QString m_program;
};

namespace {

const QString lastLine = u"== the end =="_s;

QByteArray diffWith(const QString &name)
{
    HostImage image;
    image.files[u"/w/main.tf"_s].text = "resource \"azuredevops_project\" \"p\" {\n  name = \"p\"\n}\n\n"
                                        "provider \"azuredevops\" {\n  # "
        + QString(name).remove(u'\n').remove(u'\r').toUtf8() + "\n  use_msi = false\n}\n";
    const Host host = Host::from(image);
    const auto explanation = explainConfiguration(host, host, u"/w"_s, {});
    if (!explanation)
        return {};
    ConfigurationWish wish;
    wish.settings.organizationUrl = u"https://dev.azure.com/contoso"_s;
    const auto edit = planConfigurationEdit(*explanation, host, wish);
    return edit ? edit->diff() : QByteArray();
}

struct Written {
    const char *way;
    QByteArray text;
};

QList<Written> writtenWith(const QString &name)
{
    PrincipalsDocument document;
    PrincipalDocument principal;
    principal.name = name;
    principal.objectId = u"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a"_s;
    principal.rows = {{u"Attached to"_s, name}};
    document.principals.append(principal);
    return {{"text", outgoingText(principalsToText(document, TextStyle{.width = 100, .colour = true}))},
            {"JSON", outgoingJson(QJsonObject{{u"name"_s, name}, {name, 1}})},
            {"question", outgoingLine(u"Remove %1 from contoso?"_s.arg(name)).toUtf8() + " [y/N] \n"},
            {"diff", outgoingText(QString::fromUtf8(diffWith(name)))}};
}

// Without trailing blanks, which a screen does not have, and without colors, which move nothing.
QStringList linesOf(const QString &text)
{
    static const QRegularExpression color(u"\x1b\\[[0-9;]*m"_s);
    QStringList lines = QString(text).remove(color).split(u'\n');
    for (QString &line : lines) {
        for (qsizetype tab = line.indexOf(u'\t'); tab >= 0; tab = line.indexOf(u'\t', tab))
            line.replace(tab, 1, QString(8 - tab % 8, u' '));
        while (line.endsWith(u' ') || line.endsWith(u'\r'))
            line.chop(1);
    }
    while (!lines.isEmpty() && lines.last().isEmpty())
        lines.removeLast();
    return lines;
}

} // namespace

void TestTerminal::initTestCase()
{
    m_program = QStandardPaths::findExecutable(u"tmux"_s);
    if (m_program.isEmpty())
        QSKIP("tmux is not installed: installer/packages.sh names it");
    QFile configuration(m_folder.filePath(u"tmux.conf"_s));
    QVERIFY(configuration.open(QIODevice::WriteOnly));
    configuration.write("set -g history-limit 100000\nset -g allow-rename off\nset -g status off\n");
}

void TestTerminal::cleanupTestCase()
{
    if (!m_program.isEmpty())
        tmux({u"kill-server"_s});
}

QByteArray TestTerminal::tmux(const QStringList &arguments) const
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(m_program,
                  QStringList{u"-u"_s, u"-S"_s, m_folder.filePath(u"socket"_s), u"-f"_s,
                              m_folder.filePath(u"tmux.conf"_s)}
                      + arguments);
    process.waitForFinished();
    return process.readAllStandardOutput();
}

// The whole history of a terminal of 250 columns after the text was written to it.
QString TestTerminal::shownBy(const QByteArray &text)
{
    QFile file(m_folder.filePath(u"text"_s));
    if (!file.open(QIODevice::WriteOnly))
        return {};
    file.write(text + lastLine.toUtf8() + '\n');
    file.close();
    tmux({u"kill-server"_s});
    tmux({u"new-session"_s, u"-d"_s, u"-x"_s, u"250"_s, u"-y"_s, u"50"_s,
          u"cat '%1'; exec sleep 300"_s.arg(file.fileName())});
    QString shown;
    const bool isWhole = QTest::qWaitFor(
        [&] {
            shown = QString::fromUtf8(tmux({u"capture-pane"_s, u"-p"_s, u"-J"_s, u"-S"_s, u"-"_s}));
            return shown.contains(lastLine);
        },
        20'000);
    return isWhole ? shown.left(shown.indexOf(lastLine)) : shown;
}

void TestTerminal::nothingMoves()
{
    QByteArray all;
    int count = 0;
    for (const HostileName &name : hostileNames()) {
        for (const Written &written : writtenWith(name.text)) {
            QVERIFY2(!written.text.isEmpty(), written.way);
            all += "-- " + QByteArray(name.kind) + ", " + written.way + '\n' + written.text + '\n';
            ++count;
        }
    }
    const QStringList expected = linesOf(QString::fromUtf8(all));
    const QStringList shown = linesOf(shownBy(all));
    QString heading;
    for (qsizetype i = 0; i < expected.size(); ++i) {
        if (expected[i].startsWith("-- "_L1))
            heading = expected[i];
        QVERIFY2(shown.value(i) == expected[i],
                 qPrintable(heading + u"\nwritten: "_s + expected[i] + u"\nshown:   "_s + shown.value(i)));
    }
    QCOMPARE(shown.size(), expected.size());
    const QByteArray title = tmux({u"display-message"_s, u"-p"_s, u"#{pane_title}"_s});
    QVERIFY2(!title.contains("pwn"), title);
    qInfo("%d outputs with hostile names in a terminal, nothing moved", count);
}

void TestTerminal::theEmulatorObeysWhatIsNotCleaned()
{
    // Without the cleaning the same comparison finds what moves.
    int moved = 0;
    QByteArray all;
    for (const HostileName &name : hostileNames())
        all += name.text.toUtf8() + '\n';
    const QStringList expected = linesOf(QString::fromUtf8(all));
    const QStringList shown = linesOf(shownBy(all));
    for (qsizetype i = 0; i < expected.size(); ++i)
        moved += shown.value(i) != expected[i];
    QVERIFY2(moved >= 20, qPrintable(QString::number(moved)));
}

QTEST_GUILESS_MAIN(TestTerminal)
#include "tst_terminal.moc"
