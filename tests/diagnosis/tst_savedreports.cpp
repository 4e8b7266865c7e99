#include "core/diagnosis/judgeagain.h"
#include "core/report/jsonsink.h"
#include "core/report/reportformat.h"
#include "tests/support/golden.h"

#include <QDir>
#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

// Reports that earlier versions saved, in tests/data/reports/VERSION. None of them is ever changed or
// removed: what somebody keeps from then has to be read, shown and judged as long as the program lives.

class TestSavedReports : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QDir versions(u"" SIGNET_SOURCE_DIR "/tests/data/reports"_s);
        for (const QString &version : versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            const QDir folder(versions.filePath(version));
            for (const QString &name : folder.entryList({u"*.json"_s}))
                m_files.append(version + u'/' + name);
        }
        QVERIFY(m_files.size() >= 10);
    }

    void readsAndShows_data() { addRows(); }
    void readsAndShows()
    {
        const Report report = opened();
        // Nothing of it is lost.
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(reportToJson(report), QJsonDocument::fromJson(file.readAll()).object());
        for (const ReportFormat &format : reportFormats())
            QVERIFY2(format.write(report, {}).size() > 200, format.id.data());
    }

    // Every format of ten scenarios, as somebody has looked at it. The JSON is the report itself.
    void readsAsReviewed_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("format");
        for (const QString &file : std::as_const(m_files)) {
            for (const ReportFormat &format : reportFormats()) {
                if (format.id != "json"_L1)
                    QTest::addRow("%s %s", qPrintable(file), format.id.data()) << file << QString(format.id);
            }
        }
    }
    void readsAsReviewed()
    {
        QFETCH(QString, file);
        QFETCH(QString, format);
        const ReportFormat *writer = findReportFormat(format);
        const auto content = reportFile(opened(), *writer, u"report"_s);
        QVERIFY(content);
        const QString text = QString::fromUtf8(*content);
        QCOMPARE(text, golden(u"formats/"_s + file.chopped(4) + writer->extension, text));
    }

    void isJudgedAgain_data() { addRows(); }
    void isJudgedAgain()
    {
        const Report report = opened();
        const auto judged = judgeAgain(report);
        QVERIFY(judged);
        QCOMPARE(QString(toString(judged->verdict)), QString(toString(report.verdict)));
        QVERIFY(judged->rootCauses == report.rootCauses);
    }

private:
    void addRows()
    {
        QTest::addColumn<QString>("file");
        for (const QString &file : std::as_const(m_files))
            QTest::addRow("%s", qPrintable(file)) << file;
    }

    static QString path()
    {
        QFETCH(QString, file);
        return u"" SIGNET_SOURCE_DIR "/tests/data/reports/"_s + file;
    }

    static Report opened()
    {
        const auto report = openReport(Host::real(), path());
        if (!report)
            qFatal("%s is not read", qPrintable(path()));
        return *report;
    }

    QStringList m_files;
};

QTEST_GUILESS_MAIN(TestSavedReports)
#include "tst_savedreports.moc"
