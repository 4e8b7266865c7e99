#include "ui/diagnosis/detailsview.h"

#include "core/report/reportformat.h"
#include "tests/ui/handmade.h"
#include "ui/diagnosis/diagnosispage.h"
#include "ui/diagnosis/resultsmodel.h"
#include "ui/diagnosis/waterfallview.h"
#include "ui/widgets/commandbox.h"

#include <QAbstractButton>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

using namespace signet;
using namespace signet::test;
using namespace Qt::StringLiterals;

class TestDetailsView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void causeSaysWhatToDoAndWho();
    void skippedCheckLeadsToItsReason();
    void detailsAreNotRebuiltWhileNothingChanges();
    void requestsAreSaid();
    void causeOpensByItself();
    void chosenCheckStays();
    void reportIsSaved_data();
    void reportIsSaved();
    void secretIsCutFromASavedReport();
};

namespace {

QString textOf(const QWidget &widget)
{
    QStringList texts;
    for (const QLabel *label : widget.findChildren<QLabel *>())
        texts.append(label->text());
    for (const CommandBox *box : widget.findChildren<CommandBox *>())
        texts.append(box->text());
    return texts.join(u'\n');
}

SessionContext nowhere()
{
    return {Host::from(HostImage()), NetSettings(), Host::real()};
}

} // namespace

void TestDetailsView::causeSaysWhatToDoAndWho()
{
    const Report report = notMemberReport();
    DetailsView details;
    details.showCheck(report, describe(report), u"devops.membership"_s);
    const ReportDocument document = describe(report);
    QCOMPARE(details.title(), document.causes.first().text.title);
    const QString text = textOf(*details.widget());
    QVERIFY(text.contains(document.causes.first().text.cause));
    for (const FindingText::Step &step : document.causes.first().text.fix) {
        QVERIFY2(text.contains(step.text), qPrintable(step.text));
        if (!step.command.isEmpty())
            QVERIFY2(text.contains(step.command), qPrintable(step.command));
    }
    QVERIFY(text.contains(u"Who: organization administrator"_s));
    QVERIFY(text.contains(u"TF401444"_s));
}

void TestDetailsView::skippedCheckLeadsToItsReason()
{
    const Report report = notMemberReport();
    DetailsView details;
    details.showCheck(report, describe(report), u"devops.projects"_s);
    QSignalSpy chosen(&details, &DetailsView::checkChosen);
    bool clicked = false;
    for (QAbstractButton *button : details.widget()->findChildren<QAbstractButton *>()) {
        if (button->accessibleName().startsWith(u"Show the check"_s)) {
            button->click();
            clicked = true;
            break;
        }
    }
    QVERIFY(clicked);
    QCOMPARE(chosen.value(0).value(0).toString(), u"devops.membership"_s);
}

void TestDetailsView::detailsAreNotRebuiltWhileNothingChanges()
{
    const Report report = notMemberReport();
    DetailsView details;
    details.showCheck(report, describe(report), u"devops.membership"_s);
    const QWidget *before = details.widget();
    details.showCheck(report, describe(report), u"devops.membership"_s);
    QCOMPARE(details.widget(), before);
}

void TestDetailsView::requestsAreSaid()
{
    WaterfallView waterfall;
    waterfall.setExchanges(notMemberReport().exchanges, u"devops.connection"_s);
    QVERIFY(waterfall.accessibleDescription().contains(u"GET dev.azure.com/contoso/_apis/connectionData"_s));
    QVERIFY(waterfall.accessibleDescription().contains(u"401"_s));
    QVERIFY(waterfall.sizeHint().height() > 3 * 16);
}

void TestDetailsView::causeOpensByItself()
{
    DiagnosisSession session(nowhere());
    DiagnosisPage page(&session);
    session.setReport(runningReport());
    auto *details = page.findChild<DetailsView *>();
    QCOMPARE(details->title(), u"Checking."_s);
    session.setReport(notMemberReport());
    QCOMPARE(details->title(), describe(notMemberReport()).causes.first().text.title);
    QCOMPARE(page.findChild<QTreeView *>()->currentIndex().data(ResultsModel::IdRole).toString(),
             u"devops.membership"_s);
}

void TestDetailsView::chosenCheckStays()
{
    DiagnosisSession session(nowhere());
    DiagnosisPage page(&session);
    session.setReport(runningReport());
    page.choose(u"identity.token"_s);
    session.setReport(notMemberReport());
    QCOMPARE(page.findChild<DetailsView *>()->title(), u"The identity endpoint returns a token"_s);
}

void TestDetailsView::reportIsSaved_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QByteArray>("holds");
    QTest::newRow("json") << u"json"_s << QByteArray("\"schemaVersion\": 1");
    QTest::newRow("text") << u"text"_s << QByteArray("contoso");
}

void TestDetailsView::reportIsSaved()
{
    QFETCH(QString, format);
    QFETCH(QByteArray, holds);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"report"_s);
    DiagnosisSession session(nowhere());
    DiagnosisPage page(&session);
    session.setReport(notMemberReport());
    QVERIFY(page.saveReport(path, *findReportFormat(format)));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains(holds));
}

void TestDetailsView::secretIsCutFromASavedReport()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"report.json"_s);
    Report report = healthyReport();
    // Shaped like a token, made of nothing.
    const QString token =
        QString::fromLatin1(QByteArray(R"({"alg":"RS256","typ":"JWT"})")
                                .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals))
        + u'.'
        + QString::fromLatin1(QByteArray(R"({"aud":"499b84ac-1321-427f-aa17-267ca6975798"})")
                                  .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals))
        + u".c2lnbmF0dXJlc2lnbmF0dXJl"_s;
    report.checks[1].observation.insert(u"body"_s, token);
    DiagnosisSession session(nowhere());
    DiagnosisPage page(&session);
    session.setReport(report);
    QVERIFY(page.saveReport(path, *findReportFormat(u"json")));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray saved = file.readAll();
    QVERIFY(!saved.contains(token.toUtf8()));
    QVERIFY(saved.contains("[secret]"));
}

QTEST_MAIN(TestDetailsView)
#include "tst_ui_detailsview.moc"
