#include "core/findings/catalogue.h"
#include "core/findings/pastedtext.h"
#include "tests/findings/data.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

#include <map>

using namespace Qt::StringLiterals;
using namespace signet;

// Texts of many programs and what they mean: tests/findings/data/pasted/*.json, or the file that
// SIGNET_PASTED names. `expect` lists the findings that are right as the first one; empty means that nothing
// may be claimed. `source` tells where the program's words were read.
class TestPastedCorpus : public QObject {
    Q_OBJECT

private:
    struct Count {
        int texts = 0;
        int first = 0;
        int amongThree = 0;
        int unknown = 0;
        int falseClaims = 0;
    };

private Q_SLOTS:
    void everyTextIsUnderstood_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("expect");
        QStringList files{qEnvironmentVariable("SIGNET_PASTED")};
        if (files.first().isEmpty()) {
            const QDir dir(QStringLiteral(SIGNET_FINDINGS_DATA "/pasted"));
            files.clear();
            for (const QString &name : dir.entryList({u"*.json"_s}, QDir::Files, QDir::Name))
                files.append(dir.filePath(name));
        }
        for (const QString &name : std::as_const(files)) {
            QFile file(name);
            QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(name));
            const QJsonArray cases = QJsonDocument::fromJson(file.readAll()).object()["cases"_L1].toArray();
            QVERIFY2(!cases.isEmpty(), qPrintable(name));
            for (const QJsonValue &value : cases) {
                QStringList expect;
                for (const QJsonValue &finding : value["expect"_L1].toArray())
                    expect.append(finding.toString());
                QTest::addRow("%s", qPrintable(value["id"_L1].toString()))
                    << value["program"_L1].toString(u"any"_s) << value["text"_L1].toString() << expect;
            }
        }
    }

    void everyTextIsUnderstood()
    {
        QFETCH(QString, program);
        QFETCH(QString, text);
        QFETCH(QStringList, expect);
        const QList<Cause> causes = explainPastedText(text).causes;
        QStringList found;
        for (const Cause &cause : causes)
            found.append(u"%1 %2"_s.arg(cause.finding.toString()).arg(cause.confidence));
        Count &count = m_counts[program];
        ++count.texts;
        const auto isExpected = [&](const Cause &cause) { return expect.contains(cause.finding.toString()); };
        if (expect.isEmpty()) {
            count.falseClaims += causes.isEmpty() ? 0 : 1;
            count.first += causes.isEmpty() ? 1 : 0;
            count.amongThree += causes.isEmpty() ? 1 : 0;
            QVERIFY2(causes.isEmpty(), qPrintable(u"claimed: "_s + found.join(u", "_s)));
            return;
        }
        count.unknown += causes.isEmpty() ? 1 : 0;
        count.first += !causes.isEmpty() && isExpected(causes.first()) ? 1 : 0;
        count.amongThree += std::ranges::any_of(causes.mid(0, 3), isExpected) ? 1 : 0;
        QVERIFY2(!causes.isEmpty(), qPrintable(u"unknown; expected "_s + expect.join(u' ')));
        QVERIFY2(
            isExpected(causes.first()),
            qPrintable(u"expected %1; found %2"_s.arg(expect.join(u' '), found.mid(0, 4).join(u", "_s))));
        QVERIFY(causes.first().line > 0);
    }

    void cleanupTestCase()
    {
        Count all;
        for (const auto &[program, count] : m_counts) {
            qInfo("%-28s %3d texts, %3d first, %3d among three, %2d unknown, %2d false claims",
                  qPrintable(program), count.texts, count.first, count.amongThree, count.unknown,
                  count.falseClaims);
            all.texts += count.texts;
            all.first += count.first;
            all.amongThree += count.amongThree;
            all.unknown += count.unknown;
            all.falseClaims += count.falseClaims;
        }
        qInfo("%-28s %3d texts, %3d first, %3d among three, %2d unknown, %2d false claims", "all", all.texts,
              all.first, all.amongThree, all.unknown, all.falseClaims);
    }

private:
    std::map<QString, Count> m_counts;
};

QTEST_GUILESS_MAIN(TestPastedCorpus)
#include "tst_pastedcorpus.moc"
