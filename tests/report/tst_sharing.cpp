// What --anonymize and --redact leave of names, wherever they stand in a report.

#include "core/report/sharing.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

Report reportWith(const QJsonObject &observation, const QJsonObject &evidence)
{
    Report report;
    CheckResult check;
    check.observation = observation;
    report.checks.push_back(check);
    ReportedFinding found;
    found.evidence = evidence;
    report.findings.append(found);
    return report;
}

QString textOf(const Report &report)
{
    const QJsonDocument evidence(report.findings.first().evidence);
    const QJsonDocument observation(report.checks.front().observation);
    return QString::fromUtf8(observation.toJson() + evidence.toJson());
}

} // namespace

class SharingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesAreReplaced_data();
    void namesAreReplaced();
    void commonWordsStay_data();
    void commonWordsStay();
    void wordsOfTheProgramStay();
    void sameNameHasTheSameAlias();
};

void SharingTest::namesAreReplaced_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("name");
    QTest::newRow("address") << u"reason"_s << u"connect to 10.31.4.7:443 failed"_s << u"10.31.4.7"_s;
    QTest::newRow("address of the internet") << u"value"_s << u"52.178.17.3"_s << u"52.178.17.3"_s;
    QTest::newRow("IPv6") << u"reason"_s << u"no route to 2603:1030:800:5::bfee:a08d"_s << u"bfee"_s;
    QTest::newRow("IPv6 in brackets") << u"reason"_s << u"[fd00:abcd::17]:8080"_s << u"abcd"_s;
    QTest::newRow("file") << u"path"_s << u"modules/skunkworks/falcon.tf"_s << u"falcon"_s;
    QTest::newRow("folder") << u"path"_s << u"modules/skunkworks/falcon.tf"_s << u"skunkworks"_s;
    QTest::newRow("place") << u"place"_s << u"falcon.tf:12"_s << u"falcon"_s;
    QTest::newRow("path of Windows") << u"directory"_s << u"C:\\Users\\jane\\skunkworks"_s << u"skunkworks"_s;
    QTest::newRow("resource") << u"use"_s << u"azuredevops_project.skunkworks"_s << u"skunkworks"_s;
    QTest::newRow("module") << u"use"_s << u"module.skunkworks.azuredevops_team.falcon"_s << u"skunkworks"_s;
    QTest::newRow("project") << u"project"_s << u"Skunkworks Falcon"_s << u"Skunkworks"_s;
    QTest::newRow("object of a right") << u"names"_s << u"skunkworks"_s << u"skunkworks"_s;
    QTest::newRow("organization") << u"organization"_s << u"skunkworks"_s << u"skunkworks"_s;
}

void SharingTest::namesAreReplaced()
{
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(QString, name);
    const Report report =
        reportWith({{key, value}}, {{u"rawText"_s, u"it is about "_s + value}, {key, value}});
    QVERIFY(textOf(report).contains(name));
    const QString text = textOf(sharedReport(report, {.anonymize = true, .salt = "grain"}));
    QVERIFY2(!text.contains(name, Qt::CaseInsensitive), qPrintable(text));
}

void SharingTest::commonWordsStay_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::newRow("metadata service") << u"reason"_s << u"http://169.254.169.254/metadata"_s;
    QTest::newRow("loopback") << u"reason"_s << u"127.0.0.1:40342 and [::1]:40342"_s;
    QTest::newRow("time of day") << u"reason"_s << u"at 14:08:12"_s;
    QTest::newRow("version") << u"version"_s << u"1.11.2"_s;
    QTest::newRow("address of a C++ name") << u"reason"_s << u"std::bad_alloc"_s;
    QTest::newRow("file") << u"path"_s << u"main.tf"_s;
    QTest::newRow("place") << u"place"_s << u"providers.tf:3"_s;
    QTest::newRow("time of a log") << u"reason"_s << u"[2026-11-30 14:08:12.1]"_s;
}

void SharingTest::commonWordsStay()
{
    QFETCH(QString, key);
    QFETCH(QString, value);
    const Report report = reportWith({{key, value}}, {{key, value}});
    QCOMPARE(textOf(sharedReport(report, {.anonymize = true, .salt = "grain"})), textOf(report));
}

void SharingTest::wordsOfTheProgramStay()
{
    const Report report = reportWith({{u"path"_s, u"pools.tf"_s}}, {{u"right"_s, u"manage-pools"_s}});
    const QString text = textOf(sharedReport(report, {.anonymize = true, .salt = "grain"}));
    QVERIFY2(text.contains("manage-pools"_L1) && !text.contains("pools.tf"_L1), qPrintable(text));
}

void SharingTest::sameNameHasTheSameAlias()
{
    const Report one =
        reportWith({{u"path"_s, u"falcon.tf"_s}}, {{u"rawText"_s, u"falcon.tf:7 at 10.1.2.3"_s}});
    const Report other = reportWith({{u"place"_s, u"falcon.tf:9"_s}}, {{u"rawText"_s, u"10.1.2.3"_s}});
    const auto aliasIn = [](const QString &text, const QString &form) {
        return QRegularExpression(form).match(text).captured();
    };
    const Sharing sharing{.anonymize = true, .salt = "grain"};
    const QString first = textOf(sharedReport(one, sharing));
    const QString second = textOf(sharedReport(other, sharing));
    for (const QString &form : {u"name-[0-9a-f]{10}\\.tf"_s, u"address-[0-9a-f]{10}\\.invalid"_s}) {
        QVERIFY2(!aliasIn(first, form).isEmpty(), qPrintable(first));
        QCOMPARE(aliasIn(first, form), aliasIn(second, form));
    }
    const QString elsewhere = textOf(sharedReport(one, {.anonymize = true, .salt = "another grain"}));
    QVERIFY(aliasIn(elsewhere, u"name-[0-9a-f]{10}"_s) != aliasIn(first, u"name-[0-9a-f]{10}"_s));
}

QTEST_GUILESS_MAIN(SharingTest)
#include "tst_sharing.moc"
