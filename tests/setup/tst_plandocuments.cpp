#include "core/findings/catalogue.h"
#include "core/findings/evidencewords.h"
#include "core/findings/findingtext.h"
#include "core/setup/digestdocument.h"
#include "core/setup/makeplan.h"
#include "core/setup/verifyreceipt.h"
#include "tests/setup/setupworld.h"
#include "tests/support/await.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QTranslator>

using namespace signet;
using namespace Qt::StringLiterals;

namespace {

// A language in which no text is as it was.
class OtherLanguage : public QTranslator {
public:
    QString translate(const char *, const char *text, const char *, int) const override
    {
        return u"«%1»"_s.arg(QString::fromUtf8(text));
    }
    bool isEmpty() const override { return false; }
};

// Holds the language as long as it is in scope.
class Speaking {
public:
    Speaking() { QCoreApplication::installTranslator(&m_language); }
    ~Speaking() { QCoreApplication::removeTranslator(&m_language); }
    Q_DISABLE_COPY_MOVE(Speaking)

private:
    OtherLanguage m_language;
};

Plan fullPlan(SetupWorld &world)
{
    const auto plan = await(makePlan(world.context(), world.fullDraft(), {}));
    if (!plan)
        qFatal("no plan: %s", qPrintable(plan.problem().findingId.toString()));
    return *plan;
}

// The same text with other content, as somebody would write it who knows the format.
QByteArray edited(const QByteArray &text, void (*edit)(QJsonObject &))
{
    QJsonObject content = QJsonDocument::fromJson(text).object();
    edit(content);
    content[u"digest"_s] = digestOf(content);
    return QJsonDocument(content).toJson();
}

} // namespace

class TestPlanDocuments : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void planIsTheSameInEveryLanguage();
    void receiptIsTheSameInEveryLanguage();
    void filesOfOlderVersionsAreRead();
    void evidenceNamesItsStepAndTheCatalogueWordsIt();
    void titleNamesTheObjectAndNotItsToken_data();
    void titleNamesTheObjectAndNotItsToken();
};

void TestPlanDocuments::titleNamesTheObjectAndNotItsToken_data()
{
    QTest::addColumn<QString>("token");
    QTest::addColumn<QString>("project");
    QTest::addColumn<QString>("end");
    const QString id = u"6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c"_s;
    const QString repository = u"278d5cd2-584d-4b63-824a-2ba458937249"_s;
    QTest::addRow("branch") << u"repoV2/%1/%2/refs/heads/6d00610069006e00"_s.arg(id, repository)
                            << u"Payments"_s
                            << u" on branch main of repository %1 in Payments"_s.arg(repository);
    QTest::addRow("repository") << u"repoV2/%1/%2"_s.arg(id, repository) << u"Payments"_s
                                << u" on repository %1 in Payments"_s.arg(repository);
    QTest::addRow("all repositories") << u"repoV2/"_s + id << u"Payments"_s << u" in Payments"_s;
}

void TestPlanDocuments::titleNamesTheObjectAndNotItsToken()
{
    QFETCH(QString, token);
    QFETCH(QString, project);
    QFETCH(QString, end);
    SetupWorld world;
    const Plan plan = fullPlan(world);
    PlanStep step;
    step.kind = PlanStep::Kind::AllowBits;
    step.namespaceId = u"2e9eb7ed-3c0a-47d4-87c1-0ffdd275fd87"_s; // Git Repositories
    step.token = token;
    step.bits = 2;
    step.project = project;
    const QString title = stepTitle(evidenceOf(plan, step));
    QVERIFY2(!title.contains("repoV2"_L1), qPrintable(title));
    QVERIFY2(title.endsWith(end), qPrintable(title));
}

void TestPlanDocuments::planIsTheSameInEveryLanguage()
{
    SetupWorld world;
    Plan plan = fullPlan(world);
    plan.present = {plan.steps.first()};
    plan.present.first().accessLevel = u"advanced"_s;
    const QByteArray english = plan.toJson();
    QVERIFY(english.contains("\"accessLevelStays\": \"advanced\""));
    const Speaking other;
    QCOMPARE(plan.toJson(), english);
    const auto read = Plan::fromJson(english);
    QVERIFY(read);
    QCOMPARE(read->toJson(), english);
}

void TestPlanDocuments::receiptIsTheSameInEveryLanguage()
{
    SetupWorld world;
    const Plan plan = fullPlan(world);
    // Somebody else took the role away from what the plan knows, so that undo has something to leave.
    SetupOutcome outcome =
        await(applyPlan(world.context(), Receipt::of(plan, u"Jane Doe"_s), SetupObserver(), {}));
    QVERIFY(!outcome.problem);
    outcome.receipt.steps.first().state = ReceiptStep::State::Kept;
    outcome.receipt.steps.first().problem =
        Problem(finding::planOutdated, evidenceOf(plan, plan.steps.first()));
    const QByteArray english = outcome.receipt.toJson();
    const Speaking other;
    outcome.receipt.steps.first().problem =
        Problem(finding::planOutdated, evidenceOf(plan, plan.steps.first()));
    QCOMPARE(outcome.receipt.toJson(), english);

    // What Signet writes while it speaks the other language has none of it either.
    SetupWorld again;
    const auto refused =
        await(applyPlan(again.contextOf({}), Receipt::of(plan, u"Bob"_s), SetupObserver(), {}));
    QVERIFY(!refused.receipt.toJson().contains("«"));
    QVERIFY(!refused.problem || !QJsonDocument(refused.problem->evidence).toJson().contains("«"));
}

void TestPlanDocuments::filesOfOlderVersionsAreRead()
{
    SetupWorld world;
    const Plan plan = fullPlan(world);
    const QByteArray older = edited(plan.toJson(), [](QJsonObject &content) {
        content[u"accessLevelStays"_s] = u"The access level stays Basic."_s;
        QJsonArray steps = content["steps"_L1].toArray();
        for (QJsonValueRef entry : steps) {
            QJsonObject step = entry.toObject();
            step[u"title"_s] = u"Add vm-build to contoso"_s;
            entry = step;
        }
        content[u"steps"_s] = steps;
    });
    const auto read = Plan::fromJson(older);
    QVERIFY(read);
    QCOMPARE(read->steps, plan.steps);
    QCOMPARE(read->toJson(), plan.toJson());
    // The digest covers the older keys as it did.
    const auto altered = Plan::fromJson(QByteArray(older).replace("stays Basic", "stays Basis"));
    QVERIFY(!altered);
    QCOMPARE(altered.problem().findingId.toString(), u"document-altered"_s);
}

void TestPlanDocuments::evidenceNamesItsStepAndTheCatalogueWordsIt()
{
    SetupWorld world;
    const Plan plan = fullPlan(world);
    const QStringList titles{u"Add vm-build to contoso with Basic access"_s,
                             u"Add vm-build to the group [contoso]\\Infrastructure Automation"_s,
                             u"Add vm-build to the group [Fabrikam-Fiber]\\Contributors"_s,
                             u"Give vm-build the role Creator on variable groups and secure files in "
                             "Fabrikam-Fiber"_s};
    for (qsizetype i = 0; i < plan.steps.size(); ++i) {
        const QJsonObject evidence = evidenceOf(plan, plan.steps[i]);
        QCOMPARE(evidence["step"_L1].toString(), QString(toString(plan.steps[i].kind)));
        const FindingText text = describe(*findFinding(finding::planNotFinished), evidence);
        QVERIFY2(text.cause.contains(titles[i]), qPrintable(text.cause));
    }
}

QTEST_GUILESS_MAIN(TestPlanDocuments)
#include "tst_plandocuments.moc"
