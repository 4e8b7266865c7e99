#include "tests/support/program.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

// signet principal, run as a person and a script run it, against a simulated Azure that keeps its state.

namespace {

const QString machine =
    u"/subscriptions/5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d/resourceGroups/rg-build/providers/"
    "Microsoft.Compute/virtualMachines/vm-build"_s;
const QString terraformObjectId = u"0badc0de-1122-4334-9556-778899001122"_s;
const QString terraformClientId = u"c0ffee11-2233-4455-8677-8899aabbccdd"_s;
const QString machineObjectId = u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s;

ProgramRun principal(const QStringList &arguments, const QString &sandbox = u"healthy"_s)
{
    return runProgram(QStringList{u"principal"_s} + arguments + QStringList{u"--sandbox"_s, sandbox});
}

} // namespace

class TestPrincipal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anIdentityIsFoundWithAllItsIds_data();
    void anIdentityIsFoundWithAllItsIds();
    void aClientIdInPlaceOfTheObjectIdIsCorrected();
    void nothingFoundIsAFailure();
    void wrongInputIsTold_data();
    void wrongInputIsTold();
    void aDryRunShowsRequestAndCommand();
    void attachingAsksFirst();
    void attachingKeepsTheOthers();
    void aTypeThatNobodyKnowsIsTold();
    void noTokenIsPrinted();
};

void TestPrincipal::anIdentityIsFoundWithAllItsIds_data()
{
    QTest::addColumn<QString>("text");
    QTest::addRow("name") << u"id-terraform"_s;
    QTest::addRow("object id") << terraformObjectId;
    QTest::addRow("client id") << terraformClientId;
}

void TestPrincipal::anIdentityIsFoundWithAllItsIds()
{
    QFETCH(QString, text);
    const ProgramRun run = principal({u"find"_s, text});
    QCOMPARE(run.exitCode, 0);
    QVERIFY(run.out.contains(terraformObjectId.toLatin1()));
    QVERIFY(run.out.contains(terraformClientId.toLatin1()));
    QVERIFY(run.out.contains("user-assigned identity"));
    QVERIFY(run.err.contains("jane@contoso.example"));

    const ProgramRun json = principal({u"find"_s, text, u"--output"_s, u"json"_s, u"--quiet"_s});
    QCOMPARE(json.exitCode, 0);
    QCOMPARE(json.err, QByteArray());
    QCOMPARE(json.json()["principals"_L1][0]["objectId"_L1].toString(), terraformObjectId);
    QCOMPARE(json.json()["principals"_L1].toArray().size(), 1);
}

void TestPrincipal::aClientIdInPlaceOfTheObjectIdIsCorrected()
{
    const ProgramRun run = principal({u"find"_s, terraformClientId, u"--kind"_s, u"object-id"_s});
    QCOMPARE(run.exitCode, 0);
    const QByteArray text = run.out.simplified();
    QVERIFY(text.contains("is not the service principal's object id"));
    QVERIFY(text.contains("The correct id is " + terraformObjectId.toLatin1()));
}

void TestPrincipal::nothingFoundIsAFailure()
{
    const ProgramRun run = principal({u"find"_s, u"id-nowhere"_s});
    QCOMPARE(run.exitCode, 1);
    QCOMPARE(run.out, QByteArray());
    QVERIFY(run.err.contains("No identity was found for \"id-nowhere\""));

    const ProgramRun json = principal({u"find"_s, u"id-nowhere"_s, u"--output"_s, u"json"_s});
    QCOMPARE(json.exitCode, 1);
    QCOMPARE(json.json()["problem"_L1]["finding"_L1].toString(), u"principal-not-found"_s);
}

void TestPrincipal::wrongInputIsTold_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("says");
    QTest::addRow("an object id that is none")
        << QStringList{u"find"_s, u"id-terraform"_s, u"--kind"_s, u"object-id"_s} << QByteArray("object id");
    QTest::addRow("a subscription that is none")
        << QStringList{u"find"_s, u"id-terraform"_s, u"--subscription"_s, u"prod"_s}
        << QByteArray("--subscription");
    QTest::addRow("a machine by name")
        << QStringList{u"attach"_s, u"id-terraform"_s, u"--to"_s, u"vm-build"_s}
        << QByteArray("\"vm-build\" is not an Azure resource id");
    QTest::addRow("several identities") << QStringList{u"attach"_s, u"id-"_s, u"--to"_s, machine}
                                        << QByteArray("Several identities match \"id-\"");
    QTest::addRow("a machine as identity") << QStringList{u"attach"_s, machineObjectId, u"--to"_s, machine}
                                           << QByteArray("Only a user-assigned identity can be attached");
}

void TestPrincipal::wrongInputIsTold()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, says);
    const ProgramRun run = principal(arguments);
    QCOMPARE(run.exitCode, 1);
    QCOMPARE(run.out, QByteArray());
    QVERIFY2(run.err.contains(says), run.err.constData());
}

void TestPrincipal::aDryRunShowsRequestAndCommand()
{
    const ProgramRun run = principal({u"attach"_s, u"id-terraform"_s, u"--to"_s, machine, u"--dry-run"_s});
    QCOMPARE(run.exitCode, 0);
    QVERIFY(run.out.contains("PATCH https://management.azure.com" + machine.toLatin1()));
    QVERIFY(run.out.contains("az vm identity assign -g rg-build -n vm-build --identities /subscriptions/"));
    QVERIFY(run.out.contains("\"type\":\"SystemAssigned, UserAssigned\""));
}

void TestPrincipal::attachingAsksFirst()
{
    const ProgramRun run = principal({u"attach"_s, u"id-terraform"_s, u"--to"_s, machine});
    QCOMPARE(run.exitCode, 1);
    QVERIFY(run.err.contains("confirmation was not possible"));
    QVERIFY(run.err.contains("--yes"));
}

void TestPrincipal::attachingKeepsTheOthers()
{
    QProcess server;
    server.setProcessEnvironment(cleanEnvironment());
    server.start(QStringLiteral(SIGNET_PROGRAM), {u"sandbox"_s, u"serve"_s, u"healthy"_s});
    QVERIFY(server.waitForReadyRead(20'000));
    const QString url = QString::fromUtf8(server.readLine()).trimmed();

    const QStringList attach{u"attach"_s, u"id-terraform"_s, u"--to"_s, machine,
                             u"--yes"_s,  u"--output"_s,     u"json"_s};
    const ProgramRun first = principal(attach, url);
    QCOMPARE(first.exitCode, 0);
    QCOMPARE(first.json()["attached"_L1].toBool(), true);
    QCOMPARE(first.json()["needed"_L1].toBool(), true);
    QCOMPARE(first.json()["clientId"_L1].toString(), terraformClientId);

    const ProgramRun again = principal(attach, url);
    QCOMPARE(again.exitCode, 0);
    QCOMPARE(again.json()["needed"_L1].toBool(), false);

    const ProgramRun found = principal({u"find"_s, machine, u"--output"_s, u"json"_s}, url);
    QStringList ids;
    for (const QJsonValue value : found.json()["principals"_L1].toArray())
        ids.append(value["objectId"_L1].toString());
    ids.sort();
    QCOMPARE(ids, (QStringList{terraformObjectId, machineObjectId}));

    // And the machine gets tokens as it.
    const ProgramRun token = runProgram(
        {u"identity"_s, u"--client-id"_s, terraformClientId, u"--sandbox"_s, url, u"--output"_s, u"json"_s});
    QCOMPARE(token.json()["objectId"_L1].toString(), terraformObjectId);

    server.terminate();
    QVERIFY(server.waitForFinished(20'000));
}

void TestPrincipal::aTypeThatNobodyKnowsIsTold()
{
    const QString identity =
        u"/subscriptions/5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d/resourceGroups/rg-identity/providers/"
        "Microsoft.ManagedIdentity/userAssignedIdentities/id-terraform"_s;
    const QString thing =
        u"/subscriptions/5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d/resourceGroups/rg-build/providers/"
        "Contoso.Things/things/t"_s;
    const ProgramRun unknown = principal({u"attach"_s, identity, u"--to"_s, thing, u"--yes"_s});
    QCOMPARE(unknown.exitCode, 1);
    QVERIFY(unknown.err.contains("Contoso.Things/things"));
}

void TestPrincipal::noTokenIsPrinted()
{
    for (const QString &output : {u"text"_s, u"json"_s}) {
        const ProgramRun run =
            principal({u"find"_s, u"id-terraform"_s, u"--output"_s, output, u"--verbose"_s});
        for (const QByteArray &text : {run.out, run.err}) {
            QVERIFY(!text.contains("eyJ"));
            QVERIFY(!text.contains("c2lnbmV0LXNhbmRib3gtdG9rZW4"));
        }
    }
}

QTEST_GUILESS_MAIN(TestPrincipal)
#include "tst_principal.moc"
