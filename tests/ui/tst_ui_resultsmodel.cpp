#include "ui/diagnosis/resultsmodel.h"

#include "tests/ui/handmade.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace signet;
using namespace signet::test;
using namespace Qt::StringLiterals;

class TestResultsModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void holdsTheRulesOfModels();
    void rowsAreStagesAndTheirChecks();
    void rowsStayWhileARunFillsIn();
    void stateIsSignAndWord_data();
    void stateIsSignAndWord();
    void skippedCheckNamesItsReason();
    void stageShowsItsWorst();
    void unknownCheckHasNoRow();
};

void TestResultsModel::holdsTheRulesOfModels()
{
    ResultsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setDocument(describe(runningReport()));
    model.setDocument(describe(notMemberReport()));
    model.setDocument(describe(Report()));
    model.setDocument(describe(healthyReport()));
    QCOMPARE(model.rowCount(), 5);
}

void TestResultsModel::rowsAreStagesAndTheirChecks()
{
    ResultsModel model;
    model.setDocument(describe(notMemberReport()));
    QStringList stages;
    QStringList checks;
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex stage = model.index(row, 0);
        QVERIFY(stage.data(ResultsModel::StageRole).toBool());
        stages.append(stage.data(ResultsModel::IdRole).toString());
        for (int i = 0; i < model.rowCount(stage); ++i) {
            const QModelIndex check = model.index(i, 0, stage);
            QVERIFY(!check.data(ResultsModel::StageRole).toBool());
            checks.append(check.data(ResultsModel::IdRole).toString());
        }
    }
    QCOMPARE(stages,
             (QStringList{u"machine"_s, u"token"_s, u"organization"_s, u"membership"_s, u"permissions"_s}));
    QCOMPARE(checks,
             (QStringList{u"machine.instance"_s, u"identity.token"_s, u"token.audience"_s,
                          u"organization.exists"_s, u"devops.connection"_s, u"devops.membership"_s,
                          u"devops.projects"_s}));
}

void TestResultsModel::rowsStayWhileARunFillsIn()
{
    ResultsModel model;
    model.setDocument(describe(runningReport()));
    const QPersistentModelIndex membership = model.indexOf(u"devops.membership"_s);
    QSignalSpy resets(&model, &ResultsModel::modelReset);
    QSignalSpy changes(&model, &ResultsModel::dataChanged);
    model.setDocument(describe(notMemberReport()));
    QCOMPARE(resets.size(), 0);
    QVERIFY(!changes.isEmpty());
    QVERIFY(membership.isValid());
    QCOMPARE(membership.data(ResultsModel::WordRole).toString(), u"failed"_s);
    QCOMPARE(membership.data(ResultsModel::FindingRole).toString(), u"not-in-org"_s);
}

void TestResultsModel::stateIsSignAndWord_data()
{
    QTest::addColumn<QString>("check");
    QTest::addColumn<bool>("running");
    QTest::addColumn<QString>("word");
    QTest::newRow("waiting") << u"token.audience"_s << true << u"waiting"_s;
    QTest::newRow("asking") << u"identity.token"_s << true << u"asking"_s;
    QTest::newRow("passed") << u"identity.token"_s << false << u"passed"_s;
    QTest::newRow("failed") << u"devops.membership"_s << false << u"failed"_s;
    QTest::newRow("skipped") << u"devops.projects"_s << false << u"not checked"_s;
}

void TestResultsModel::stateIsSignAndWord()
{
    QFETCH(QString, check);
    QFETCH(bool, running);
    QFETCH(QString, word);
    ResultsModel model;
    model.setDocument(describe(running ? runningReport() : notMemberReport()));
    const QModelIndex index = model.indexOf(check);
    QCOMPARE(index.data(ResultsModel::WordRole).toString(), word);
    QCOMPARE(index.siblingAtColumn(ResultsModel::WordColumn).data().toString(), word);
    QVERIFY(!index.data(Qt::DecorationRole).value<QIcon>().isNull());
    QVERIFY(index.data(Qt::AccessibleTextRole).toString().endsWith(word));
}

void TestResultsModel::skippedCheckNamesItsReason()
{
    ResultsModel model;
    model.setDocument(describe(notMemberReport()));
    const QString detail = model.indexOf(u"devops.projects"_s).data(ResultsModel::DetailRole).toString();
    QVERIFY2(detail.contains(u"The identity is a member of the organization"_s), qPrintable(detail));
}

void TestResultsModel::stageShowsItsWorst()
{
    ResultsModel model;
    model.setDocument(describe(notMemberReport()));
    const QModelIndex membership = model.indexOf(u"devops.membership"_s).parent();
    QCOMPARE(membership.data(ResultsModel::WordRole).toString(), u"failed"_s);
    QCOMPARE(membership.siblingAtColumn(ResultsModel::WordColumn).data().toString(), u"1 of 2"_s);
    model.setDocument(describe(runningReport()));
    QCOMPARE(model.indexOf(u"identity.token"_s).parent().data(ResultsModel::WordRole).toString(),
             u"asking"_s);
}

void TestResultsModel::unknownCheckHasNoRow()
{
    ResultsModel model;
    model.setDocument(describe(healthyReport()));
    QVERIFY(!model.indexOf(u"no.such"_s).isValid());
}

QTEST_MAIN(TestResultsModel)
#include "tst_ui_resultsmodel.moc"
