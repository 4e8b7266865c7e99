#include "core/diagnosis/judgeagain.h"
#include "core/report/jsonsink.h"
#include "core/report/reportformat.h"

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
