#include "core/session/receiptstore.h"

#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

class TestReceiptStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void folderFollowsThePlatform_data();
    void folderFollowsThePlatform();
    void everyReceiptHasAFileOfItsOwn();
    void newestThatCanBeTakenBackIsFound();
    void withoutHomeNothingIsPromised();
    void ofTwoRunsOnlyOneGoesOn();
};

namespace {

HostImage image()
{
    HostImage made;
    made.clock = 1'790'000'000;
    made.env.insert(u"HOME"_s, u"/home/jane"_s);
    return made;
}

Receipt receipt(const QString &organization, ReceiptStep::State state)
{
    Plan plan{.plannedBy = u"Jane Doe"_s,
              .organization = *OrganizationName::parse(organization),
              .organizationId = u"b7c9d1e3-5f60-4a72-9b84-0c6d8e1f3a59"_s,
              .tenantId = u"8c2f1d0e-3b4a-4c5d-9e6f-7a8b9c0d1e2f"_s,
              .principal = {.objectId = *ObjectId::parse(u"A4D8C7B6-5E4F-4D3C-8B2A-190807F6E5D4"_s),
                            .name = u"vm-build"_s,
                            .clientId = {},
                            .tenantId = {},
                            .resourceId = {},
                            .kind = {}},
              .member = {},
              .seats = {},
              .steps = {},
              .present = {}};
    PlanStep step;
    step.accessLevel = u"express"_s;
    plan.steps = {step};
    Receipt made = Receipt::of(plan, u"Jane Doe"_s);
    made.steps.first().state = state;
    return made;
}

} // namespace

void TestReceiptStore::folderFollowsThePlatform_data()
{
    QTest::addColumn<int>("platform");
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("folder");
    QTest::newRow("Linux") << int(Platform::Linux) << QString() << QString()
                           << u"/home/jane/.local/state/signet/receipts/"_s;
    QTest::newRow("Linux, elsewhere")
        << int(Platform::Linux) << u"XDG_STATE_HOME"_s << u"/state"_s << u"/state/signet/receipts/"_s;
    QTest::newRow("Linux, relative") << int(Platform::Linux) << u"XDG_STATE_HOME"_s << u"state"_s
                                     << u"/home/jane/.local/state/signet/receipts/"_s;
    QTest::newRow("macOS") << int(Platform::MacOs) << QString() << QString()
                           << u"/home/jane/Library/Application Support/signet/receipts/"_s;
    QTest::newRow("Windows") << int(Platform::Windows) << u"LOCALAPPDATA"_s << u"C:\\Users\\jane\\Local"_s
                             << u"C:\\Users\\jane\\Local\\signet\\receipts\\"_s;
}

void TestReceiptStore::folderFollowsThePlatform()
{
    QFETCH(int, platform);
    QFETCH(QString, variable);
    QFETCH(QString, value);
    QFETCH(QString, folder);
    HostImage machine = image();
    machine.platform = Platform(platform);
    if (!variable.isEmpty())
        machine.env.insert(variable, value);
    QCOMPARE(ReceiptStore(Host::from(machine)).folder(), folder);
}

void TestReceiptStore::everyReceiptHasAFileOfItsOwn()
{
    const Host host = Host::from(image());
    const ReceiptStore store(host);
    const Receipt made = receipt(u"Contoso"_s, ReceiptStep::State::Done);
    const QString first = store.newPath(made.plan);
    QCOMPARE(first,
             u"/home/jane/.local/state/signet/receipts/"
             "contoso-a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4-20260921T141320Z.json"_s);
    QVERIFY(store.file(first, {}).save(made));
    const QString second = store.newPath(made.plan);
    QVERIFY(second != first);
    QCOMPARE(*host.readFile(first, 1024 * 1024), made.toJson());
}

void TestReceiptStore::newestThatCanBeTakenBackIsFound()
{
    const Host host = Host::from(image());
    const ReceiptStore store(host);
    const Receipt older = receipt(u"contoso"_s, ReceiptStep::State::Done);
    const OrganizationName contoso = older.plan.organization;
    const ObjectId objectId = older.plan.principal.objectId;
    QVERIFY(!store.newestOf(contoso, objectId));

    const QString path = store.newPath(older.plan);
    QVERIFY(store.file(path, {}).save(older));
    const Receipt undone = receipt(u"contoso"_s, ReceiptStep::State::Undone);
    QVERIFY(store.file(store.newPath(undone.plan), {}).save(undone));
    const Receipt elsewhere = receipt(u"fabrikam"_s, ReceiptStep::State::Done);
    QVERIFY(store.file(store.newPath(elsewhere.plan), {}).save(elsewhere));
    // Somebody's editor was in it.
    const QString altered = store.newPath(older.plan);
    QVERIFY(host.writeFile(altered, older.toJson().replace("Jane", "John")));

    const auto found = store.newestOf(contoso, objectId);
    QVERIFY(found);
    QCOMPARE(found->path, path);
    QVERIFY(!store.newestOf(contoso, *ObjectId::parse(u"5eed5eed-4455-4667-9889-aabbccddeeff"_s)));
}

void TestReceiptStore::withoutHomeNothingIsPromised()
{
    const ReceiptStore store(Host::from(HostImage()));
    const Receipt made = receipt(u"contoso"_s, ReceiptStep::State::Done);
    const auto saved = store.file(store.newPath(made.plan), {}).save(made);
    QVERIFY(!saved);
    QCOMPARE(saved.problem().findingId.toString(), u"file-not-writable"_s);
}

void TestReceiptStore::ofTwoRunsOnlyOneGoesOn()
{
    const Host host = Host::from(image());
    const ReceiptStore store(host);
    const Receipt begun = receipt(u"contoso"_s, ReceiptStep::State::Begun);
    const Receipt done = receipt(u"contoso"_s, ReceiptStep::State::Done);
    const QString path = store.newPath(begun.plan);
    ReceiptFile first = store.file(path, {});
    ReceiptFile second = store.file(path, {});
    QVERIFY(first.save(begun));
    const auto refused = second.save(begun);
    QVERIFY(!refused);
    QVERIFY(refused.problem().findingId == finding::fileChangedMeanwhile);
    QVERIFY(first.save(done));
    QCOMPARE(*host.readFile(path, 1024 * 1024), done.toJson());

    ReceiptFile third = store.file(path, done.toJson());
    QVERIFY(third.save(begun));
    QVERIFY(!first.save(done));
    QCOMPARE(*host.readFile(path, 1024 * 1024), begun.toJson());
}

QTEST_GUILESS_MAIN(TestReceiptStore)
#include "tst_receiptstore.moc"
