#include "core/terraform/unifieddiff.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

class UnifiedDiffTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void changeIsShownWithItsSurroundings();
    void newFileComesFromNothing();
    void equalTextsHaveNoDiff();
    void missingLastLineEndIsMarked();
    void farChangesHaveHunksOfTheirOwn();
    void patchMakesOneTextOfTheOther();
};

void UnifiedDiffTest::changeIsShownWithItsSurroundings()
{
    QCOMPARE(unifiedDiff(u"a.tf"_s, "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n", false),
             QByteArray("--- a/a.tf\n+++ b/a.tf\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"));
}

void UnifiedDiffTest::newFileComesFromNothing()
{
    QCOMPARE(unifiedDiff(u"a.tf"_s, {}, "1\n2\n", true),
             QByteArray("--- /dev/null\n+++ b/a.tf\n@@ -0,0 +1,2 @@\n+1\n+2\n"));
}

void UnifiedDiffTest::equalTextsHaveNoDiff()
{
    QCOMPARE(unifiedDiff(u"a.tf"_s, "1\n", "1\n", false), QByteArray());
}

void UnifiedDiffTest::missingLastLineEndIsMarked()
{
    QCOMPARE(unifiedDiff(u"a.tf"_s, "1", "2", false),
             QByteArray("--- a/a.tf\n+++ b/a.tf\n@@ -1 +1 @@\n-1\n\\ No newline at end of file\n+2\n"
                        "\\ No newline at end of file\n"));
}

void UnifiedDiffTest::farChangesHaveHunksOfTheirOwn()
{
    QByteArray before;
    for (int i = 0; i < 40; ++i)
        before += QByteArray::number(i) + '\n';
    QByteArray after = before;
    after.replace("\n5\n", "\nfive\n").replace("\n30\n", "\nthirty\n");
    const QByteArray diff = unifiedDiff(u"a.tf"_s, before, after, false);
    QCOMPARE(diff.count("@@ -"), 2);
    QCOMPARE(diff.count("\n-"), 2);
    QCOMPARE(diff.count("\n+"), 3); // two lines and the heading
}

// The one reader that counts.
void UnifiedDiffTest::patchMakesOneTextOfTheOther()
{
    const QString git = QStandardPaths::findExecutable(u"git"_s);
    if (git.isEmpty())
        QSKIP("git is not installed, which applies the diffs");
    QTemporaryDir directory;
    QRandomGenerator random(20261123);
    for (int round = 0; round < 40; ++round) {
        QByteArrayList lines;
        const int count = int(random.bounded(60));
        for (int i = 0; i < count; ++i)
            lines.append(QByteArray::number(random.bounded(8)) + (random.bounded(10) == 0 ? "\r" : ""));
        QByteArrayList changed = lines;
        for (int i = 0; i < 4 && !changed.isEmpty(); ++i) {
            const auto at = qsizetype(random.bounded(quint32(changed.size())));
            switch (random.bounded(3)) {
            case 0:
                changed.removeAt(at);
                break;
            case 1:
                changed.insert(at, "new");
                break;
            default:
                changed[at] = "other";
            }
        }
        const QByteArray before = lines.join('\n') + (random.bounded(2) && !lines.isEmpty() ? "\n" : "");
        const QByteArray after = changed.join('\n') + (random.bounded(2) && !changed.isEmpty() ? "\n" : "");
        if (before == after || before.isEmpty() || after.isEmpty())
            continue;
        QFile file(directory.filePath(u"a.tf"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(before);
        file.close();
        QProcess apply;
        apply.setWorkingDirectory(directory.path());
        apply.start(git, {u"apply"_s, u"--whitespace=nowarn"_s, u"-"_s});
        apply.write(unifiedDiff(u"a.tf"_s, before, after, false));
        apply.closeWriteChannel();
        QVERIFY(apply.waitForFinished());
        QVERIFY2(apply.exitCode() == 0,
                 apply.readAllStandardError() + unifiedDiff(u"a.tf"_s, before, after, false));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), after);
    }
}

QTEST_GUILESS_MAIN(UnifiedDiffTest)
#include "tst_unifieddiff.moc"
