#include "core/hcl/hclfile.h"
#include "core/report/planascode.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

// The plan in other hands: golden files, read like code and judged by those who will read them.
// SIGNET_UPDATE_GOLDEN=1 writes them anew.

class TestPlanAsCode : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void formsReadAsReviewed_data();
    void formsReadAsReviewed();
    void terraformIsCanonical_data();
    void terraformIsCanonical();
    void awkwardNamesStayNames();
    void scriptHandsOnWhatTheFirstAnswerSays_data();
    void scriptHandsOnWhatTheFirstAnswerSays();
};

namespace {

PlanStep memberStep()
{
    PlanStep step;
    step.kind = PlanStep::Kind::AddMember;
    step.accessLevel = u"express"_s;
    return step;
}

PlanStep groupStep(const QString &project, const QString &group)
{
    PlanStep step;
    step.kind = PlanStep::Kind::AddToGroup;
    step.project = project;
    step.group = u"[%1]\\%2"_s.arg(project.isEmpty() ? u"contoso"_s : project, group);
    step.groupDescriptor = u"vssgp.Uy0xLTktMTU1MTM3NDI0NQ"_s;
    return step;
}

PlanStep roleStep(const QString &project)
{
    PlanStep step;
    step.kind = PlanStep::Kind::AssignRole;
    step.project = project;
    step.roleScope = u"library"_s;
    step.resourceId = u"6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c$0"_s;
    step.role = u"Creator"_s;
    return step;
}

Plan planFor(const QString &name, const QList<PlanStep> &steps, const QList<PlanStep> &present = {})
{
    return {.createdAt = 1790000000,
            .plannedBy = u"Jane Doe"_s,
            .organization = *OrganizationName::parse(u"contoso"_s),
            .organizationId = u"b7c9d1e3-5f60-4a72-9b84-0c6d8e1f3a59"_s,
            .tenantId = u"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a"_s,
            .principal = {.objectId = *ObjectId::parse(u"0badc0de-1122-4334-9556-778899001122"_s),
                          .name = name,
                          .clientId = u"c0ffee11-2233-4455-8677-8899aabbccdd"_s,
                          .tenantId = u"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a"_s,
                          .resourceId = u"/subscriptions/5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d/resourceGroups/"
                                        "rg-identity/providers/Microsoft.ManagedIdentity/"
                                        "userAssignedIdentities/id-terraform"_s,
                          .kind = u"user-assigned"_s},
            .member = {},
            .accessLevel = AccessLevel::basic(),
            .seats = std::nullopt,
            .steps = steps,
            .present = present};
}

Plan fullPlan()
{
    return planFor(u"id-terraform"_s,
                   {memberStep(), groupStep({}, u"Infrastructure Automation"_s),
                    groupStep(u"Fabrikam-Fiber"_s, u"Contributors"_s), roleStep(u"Fabrikam-Fiber"_s)});
}

// The member is there already; a group is missing.
Plan halfPlan()
{
    Plan plan = planFor(u"id-terraform"_s, {groupStep(u"Fabrikam-Fiber"_s, u"Readers"_s)}, {memberStep()});
    plan.member = {u"c0b1a2f3-aaaa-4bbb-8ccc-ddddeeeeffff"_s, u"aadsp.Y2EyYTI"_s};
    return plan;
}

// Nothing where there is no node, or not the formatter.
std::optional<QByteArray> formatted(const QByteArray &text)
{
    QProcess process;
    process.start(u"node"_s, {QStringLiteral(SIGNET_SOURCE_DIR "/tests/tools/hcl-format.mjs")});
    if (!process.waitForStarted())
        return std::nullopt;
    process.write(text);
    process.closeWriteChannel();
    process.waitForFinished(60'000);
    return process.exitCode() == 0 ? std::optional(process.readAllStandardOutput()) : std::nullopt;
}

} // namespace

void TestPlanAsCode::formsReadAsReviewed_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("text");
    QTest::newRow("Terraform") << u"member.tf"_s << planAsTerraform(fullPlan(), NewIdentity::No);
    QTest::newRow("Terraform, with the identity")
        << u"identity-and-member.tf"_s << planAsTerraform(fullPlan(), NewIdentity::Yes);
    QTest::newRow("Terraform, member is there")
        << u"imported-member.tf"_s << planAsTerraform(halfPlan(), NewIdentity::No);
    QTest::newRow("Azure CLI") << u"member.sh"_s << planAsAzureCli(fullPlan());
    QTest::newRow("requests") << u"member.http"_s << planAsRest(fullPlan());
    QTest::newRow("clicks") << u"member.txt"_s << planAsClicks(fullPlan()).join(u'\n') + u'\n';
}

void TestPlanAsCode::formsReadAsReviewed()
{
    QFETCH(QString, file);
    QFETCH(QString, text);
    QFile golden(QStringLiteral(SIGNET_TEST_DATA "/setup/") + file);
    if (qEnvironmentVariableIsSet("SIGNET_UPDATE_GOLDEN")) {
        QVERIFY(golden.open(QIODevice::WriteOnly));
        golden.write(text.toUtf8());
        return;
    }
    QVERIFY2(golden.open(QIODevice::ReadOnly), qPrintable(golden.fileName()));
    QCOMPARE(text, QString::fromUtf8(golden.readAll()));
}

void TestPlanAsCode::terraformIsCanonical_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("member") << planAsTerraform(fullPlan(), NewIdentity::No).toUtf8();
    QTest::newRow("identity and member") << planAsTerraform(fullPlan(), NewIdentity::Yes).toUtf8();
    QTest::newRow("imported") << planAsTerraform(halfPlan(), NewIdentity::No).toUtf8();
}

void TestPlanAsCode::terraformIsCanonical()
{
    QFETCH(QByteArray, text);
    QVERIFY(HclFile::parse(text).isValid());
    const auto canonical = formatted(text);
    if (!canonical)
        QSKIP("node or @cdktf/hcl-tools is not here; tests/tools/install-helpers.sh brings them");
    QCOMPARE(text, *canonical);
}

void TestPlanAsCode::awkwardNamesStayNames()
{
    const QString group = u"Büro \"${var.x}\" %{if} 100 %"_s;
    const Plan plan = planFor(u"42 – Äpfel"_s, {memberStep(), groupStep(u"P & Q"_s, group)});
    const QByteArray text = planAsTerraform(plan, NewIdentity::No).toUtf8();
    const HclFile file = HclFile::parse(text);
    QVERIFY2(file.isValid(), text.constData());
    QVERIFY(text.contains("\"azuredevops_service_principal_entitlement\" \"n_42_pfel\""));
    QVERIFY(text.contains("$${var.x}") && text.contains("%%{if}"));
}

// The script is run with a stand-in for az that writes down what it is asked.
void TestPlanAsCode::scriptHandsOnWhatTheFirstAnswerSays_data()
{
    QTest::addColumn<QByteArray>("descriptor");
    QTest::newRow("added") << QByteArray("aadsp.the-descriptor");
    QTest::newRow("refused with status 200") << QByteArray();
}

void TestPlanAsCode::scriptHandsOnWhatTheFirstAnswerSays()
{
    QFETCH(QByteArray, descriptor);
    QTemporaryDir directory;
    const auto write = [&directory](const QString &name, const QByteArray &text) {
        QFile file(directory.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write a file");
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    };
    write(u"az"_s,
          "#!/bin/sh\n"
          "for word in \"$@\"; do printf '%s\\n' \"$word\" >> \"$0.log\"; done\n"
          "case \"$*\" in\n"
          "  *storagekeys*) echo the-storage-key ;;\n"
          "  *\"--method post\"*) echo '"
              + descriptor
              + "' ;;\n"
                "esac\n");
    write(u"plan.sh"_s, planAsAzureCli(fullPlan()).toUtf8());
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"PATH"_s, directory.path() + u':' + environment.value(u"PATH"_s));
    process.setProcessEnvironment(environment);
    process.start(u"sh"_s, {directory.filePath(u"plan.sh"_s)});
    if (!process.waitForStarted())
        QSKIP("there is no sh here");
    QVERIFY(process.waitForFinished(30'000));
    QFile log(directory.filePath(u"az.log"_s));
    QVERIFY(log.open(QIODevice::ReadOnly));
    const QByteArray asked = log.readAll();
    if (descriptor.isEmpty()) {
        QVERIFY(process.exitCode() != 0);
        QVERIFY(process.readAllStandardError().contains("refused"));
        QCOMPARE(asked.count("\n--method\n"), 1);
        return;
    }
    QCOMPARE(process.exitCode(), 0);
    QCOMPARE(asked.count("\n--method\n"), 5);
    QVERIFY2(asked.contains("/memberships/aadsp.the-descriptor/vssgp."), asked.constData());
    QVERIFY2(asked.contains("[{\"roleName\":\"Creator\",\"userId\":\"the-storage-key\"}]"),
             asked.constData());
    QVERIFY2(!asked.contains("storageKey}") && !asked.contains("descriptor}"), asked.constData());
}

QTEST_GUILESS_MAIN(TestPlanAsCode)
#include "tst_planascode.moc"
