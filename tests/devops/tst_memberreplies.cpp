#include "core/devops/accesscontrol.h"
#include "core/devops/accesslevel.h"
#include "core/devops/accesstokenscope.h"
#include "core/devops/entitlements.h"
#include "core/devops/groups.h"
#include "core/devops/memberidentity.h"
#include "core/devops/permissionevaluation.h"
#include "core/devops/securityroles.h"

#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

// What answers about members say, in every form they come in; and the requests as they go out.

class TestMemberReplies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void entitlementAnswers_data();
    void entitlementAnswers();
    void membershipIsAStatus_data();
    void membershipIsAStatus();
    void knownIdentity_data();
    void knownIdentity();
    void namesakesAreServicePrincipalsOfThatName();
    void evaluationsAnswerEveryQuestionOrNone();
    void groupsComeBareOrWrapped();
    void seatsOfTheLevel();
    void inheritedRolesAreMarked();
    void levelsOfPeopleAndServices_data();
    void levelsOfPeopleAndServices();
    void higherLevelsCover_data();
    void higherLevelsCover();
    void requestsKeepTheirPaths();
    void namespacesStayOnePartOfTheAddress();
    void scopeOfEachRequest_data();
    void scopeOfEachRequest();
};

namespace {

Reply reply(int status, const QByteArray &body)
{
    Reply answer;
    answer.delivery = Delivery::Answered;
    answer.status = status;
    answer.body = body;
    return answer;
}

const QByteArray entitlement = R"({"id":"C0B1A2F3-AAAA-4BBB-8CCC-DDDDEEEEFFFF",
    "accessLevel":{"accountLicenseType":"express","licensingSource":"account","status":"pending"},
    "servicePrincipal":{"originId":"0badc0de-1122-4334-9556-778899001122","displayName":"id-terraform",
        "descriptor":"aadsp.abc","metaType":"managedIdentity"},
    "lastAccessedDate":"0001-01-01T00:00:00Z"})";

OrganizationName contoso()
{
    return *OrganizationName::parse(u"contoso"_s);
}

} // namespace

void TestMemberReplies::entitlementAnswers_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("succeeded");
    QTest::addColumn<bool>("known");
    QTest::addColumn<QString>("refusal");
    QTest::newRow("plain") << 200 << entitlement << true << true << QString();
    QTest::newRow("added") << 200
                           << R"({"isSuccess":true,"operationResult":{"isSuccess":true,"errors":[]},)"
                              R"("servicePrincipalEntitlement":)"
            + entitlement + '}'
                           << true << true << QString();
    QTest::newRow("success outside, refusal inside")
        << 200
        << QByteArray(R"({"isSuccess":true,"operationResult":{"isSuccess":false,)"
                      R"("errors":[{"key":5000,"value":"VS403283: Could not add"}]},)"
                      R"("servicePrincipalEntitlement":null})")
        << false << false << u"VS403283: Could not add"_s;
    QTest::newRow("one of two operations refused")
        << 200
        << QByteArray(R"({"isSuccess":true,"operationResults":[{"isSuccess":true,"errors":[]},)"
                      R"({"isSuccess":false,"errors":[{"key":5005,"value":"no seat"}]}]})")
        << false << false << u"no seat"_s;
    QTest::newRow("errors are null") << 200
                                     << QByteArray(R"({"isSuccess":false,"operationResult":)"
                                                   R"({"isSuccess":false,"errors":null}})")
                                     << false << false << QString();
    QTest::newRow("removed") << 204 << QByteArray() << true << false << QString();
    QTest::newRow("removed, as specified") << 200 << QByteArray() << true << false << QString();
    QTest::newRow("forbidden") << 403 << QByteArray(R"({"message":"no"})") << false << false << QString();
    QTest::newRow("a page") << 200 << QByteArray("<html></html>") << false << false << QString();
    QTest::newRow("byte-order mark") << 200 << "\xef\xbb\xbf" + entitlement << true << true << QString();
}

void TestMemberReplies::entitlementAnswers()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(bool, succeeded);
    QFETCH(bool, known);
    QFETCH(QString, refusal);
    const EntitlementAnswer answer = readEntitlementReply(reply(status, body));
    QCOMPARE(answer.succeeded, succeeded);
    QCOMPARE(answer.entitlement.has_value(), known);
    QCOMPARE(answer.refusals.isEmpty() ? QString() : answer.refusals.first().text, refusal);
    if (!known)
        return;
    QCOMPARE(answer.entitlement->storageKey, u"c0b1a2f3-aaaa-4bbb-8ccc-ddddeeeeffff"_s);
    QCOMPARE(answer.entitlement->subjectDescriptor, u"aadsp.abc"_s);
    QVERIFY(!answer.entitlement->everSeen);
}

void TestMemberReplies::membershipIsAStatus_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<bool>("isMember");
    QTest::newRow("active") << u"active"_s << true;
    QTest::newRow("never called yet") << u"pending"_s << true;
    QTest::newRow("disabled is still there") << u"disabled"_s << true;
    QTest::newRow("none") << u"none"_s << false;
    QTest::newRow("deleted") << u"deleted"_s << false;
}

void TestMemberReplies::membershipIsAStatus()
{
    QFETCH(QString, status);
    QFETCH(bool, isMember);
    Entitlement one;
    one.status = status;
    QCOMPARE(one.isMember(), isMember);
}

void TestMemberReplies::knownIdentity_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("known");
    QTest::addColumn<bool>("active");
    QTest::newRow("member") << QByteArray(R"({"count":1,"value":[{"id":"A","isActive":true}]})") << true
                            << true;
    QTest::newRow("former member, the flag left out")
        << QByteArray(R"({"count":1,"value":[{"id":"A"}]})") << true << false;
    QTest::newRow("null in its place") << QByteArray(R"({"count":1,"value":[null]})") << false << false;
    QTest::newRow("empty list") << QByteArray(R"({"count":0,"value":[]})") << false << false;
    QTest::newRow("rubbish") << QByteArray("rubbish") << false << false;
}

void TestMemberReplies::knownIdentity()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, known);
    QFETCH(bool, active);
    const auto identity = readMemberIdentity(reply(200, body));
    QCOMPARE(identity.has_value(), known);
    QCOMPARE(identity && identity->active, active);
}

void TestMemberReplies::namesakesAreServicePrincipalsOfThatName()
{
    const QByteArray list = R"({"count":4,"value":[
        {"id":"A","subjectDescriptor":"aadsp.a","providerDisplayName":"VM-Build","isActive":true,"properties":
            {"http://schemas.microsoft.com/identity/claims/objectidentifier":{"$value":"0BADC0DE"}}},
        {"id":"B","subjectDescriptor":"aadsp.b","providerDisplayName":"vm-build"},
        {"id":"C","subjectDescriptor":"aadsp.c","providerDisplayName":"vm-build-2","isActive":true},
        {"id":"D","subjectDescriptor":"aad.d","providerDisplayName":"vm-build","isActive":true}]})";
    const auto found = readNamesakes(reply(200, list), u"vm-build"_s);
    QVERIFY(found);
    QCOMPARE(found->size(), 2);
    QCOMPARE(found->at(0).objectId, u"0badc0de"_s);
    QCOMPARE(found->at(0).storageKey, u"a"_s);
    QVERIFY(found->at(0).active);
    QVERIFY(!found->at(1).active);
    QVERIFY(!readNamesakes(reply(403, list), u"vm-build"_s));
    QVERIFY(!readNamesakes(reply(200, "rubbish"), u"vm-build"_s));
}

void TestMemberReplies::evaluationsAnswerEveryQuestionOrNone()
{
    using Values = QList<std::optional<bool>>;
    const Values unknown{std::nullopt, std::nullopt};
    const QByteArray two = R"({"evaluations":[{"value":true},{"value":"yes"}]})";
    QCOMPARE(readPermissionEvaluations(reply(200, two), 2), (Values{true, std::nullopt}));
    QCOMPARE(readPermissionEvaluations(reply(200, R"({"evaluations":[{"value":true}]})"), 2), unknown);
    QCOMPARE(readPermissionEvaluations(reply(403, two), 2), unknown);
    QCOMPARE(readPermissionEvaluations(reply(200, "rubbish"), 2), unknown);
}

void TestMemberReplies::groupsComeBareOrWrapped()
{
    const QByteArray list =
        R"([{"descriptor":"vssgp.a","displayName":"Readers","principalName":"[P]\\Readers"}])";
    for (const QByteArray &body : {list, QByteArray("{\"count\":1,\"value\":" + list + '}')}) {
        const QList<DevOpsGroup> groups = readGroups(reply(200, body));
        QCOMPARE(groups.size(), 1);
        QCOMPARE(groups.first().principalName, u"[P]\\Readers"_s);
    }
    QVERIFY(readGroups(reply(200, "null")).isEmpty());
    const auto names = readGroupNames(
        reply(200, R"({"value":{"b":{"principalName":"[P]\\B"},"a":{"principalName":"[P]\\A"},"c":{}}})"));
    QCOMPARE(names, (QMap<QString, QString>{{u"a"_s, u"[P]\\A"_s}, {u"b"_s, u"[P]\\B"_s}}));
}

void TestMemberReplies::seatsOfTheLevel()
{
    const QByteArray body = R"({"licenses":[{"accountLicenseType":"stakeholder","total":0},
        {"accountLicenseType":"express","total":5,"assigned":2,"includedQuantity":5,"available":3}]})";
    const auto seats = readLicenceSeats(reply(200, body), AccessLevel::basic());
    QVERIFY(seats);
    QCOMPARE(seats->available, 3);
    QVERIFY(!readLicenceSeats(reply(403, body), AccessLevel::basic()));
    QVERIFY(!readLicenceSeats(reply(200, body), AccessLevel::ofService(u"advanced"_s)));
}

void TestMemberReplies::inheritedRolesAreMarked()
{
    const QByteArray body = R"({"count":2,"value":[
        {"identity":{"id":"A"},"role":{"name":"Creator"},"access":"assigned"},
        {"identity":{"id":"B"},"role":{"name":"Administrator"},"access":"inherited"}]})";
    const auto roles = readRoleAssignments(reply(200, body));
    QVERIFY(roles && roles->size() == 2);
    QVERIFY(!roles->at(0).inherited && roles->at(1).inherited);
    QCOMPARE(roles->at(0).storageKey, u"a"_s);
    QVERIFY(!readRoleAssignments(reply(403, body)));
}

void TestMemberReplies::levelsOfPeopleAndServices_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("type"); // empty: refused
    QTest::newRow("interface") << u"express"_s << u"express"_s;
    QTest::newRow("pages") << u"Basic"_s << u"express"_s;
    QTest::newRow("pages, both") << u"Basic + Test Plans"_s << u"advanced"_s;
    QTest::newRow("stakeholder") << u" Stakeholder "_s << u"stakeholder"_s;
    QTest::newRow("early adopter") << u"earlyAdopter"_s << QString();
    QTest::newRow("empty") << QString() << QString();
}

void TestMemberReplies::levelsOfPeopleAndServices()
{
    QFETCH(QString, text);
    QFETCH(QString, type);
    const auto level = AccessLevel::parse(text);
    QCOMPARE(level ? level->toString() : QString(), type);
    if (!level)
        QCOMPARE(level.problem().findingId.toString(), u"access-level-unknown"_s);
}

void TestMemberReplies::higherLevelsCover_data()
{
    QTest::addColumn<QString>("has");
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<bool>("covers");
    QTest::newRow("same") << u"express"_s << u"express"_s << true;
    QTest::newRow("more") << u"advanced"_s << u"express"_s << true;
    QTest::newRow("less") << u"stakeholder"_s << u"express"_s << false;
    QTest::newRow("early adopters have Basic") << u"earlyAdopter"_s << u"express"_s << true;
    QTest::newRow("none") << u"none"_s << u"stakeholder"_s << false;
    QTest::newRow("unknown to us") << u"futureLevel"_s << u"express"_s << false;
}

void TestMemberReplies::higherLevelsCover()
{
    QFETCH(QString, has);
    QFETCH(QString, wanted);
    QFETCH(bool, covers);
    QCOMPARE(AccessLevel::ofService(has).covers(AccessLevel::ofService(wanted)), covers);
}

void TestMemberReplies::requestsKeepTheirPaths()
{
    const Request role = assignRoleRequest(contoso(), u"distributedtask.library"_s, u"6ce954b1$0"_s, u"key"_s,
                                           u"Creator"_s, {});
    QCOMPARE(
        role.url.path(QUrl::FullyEncoded),
        u"/contoso/_apis/securityroles/scopes/distributedtask.library/roleassignments/resources/6ce954b1$0"_s);
    QCOMPARE(role.body, QByteArray(R"([{"roleName":"Creator","userId":"key"}])"));
    const Request who =
        memberIdentityRequest(contoso(), *TenantId::parse(u"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a"_s),
                              *ObjectId::parse(u"0badc0de-1122-4334-9556-778899001122"_s), {});
    QCOMPARE(QUrlQuery(who.url).queryItemValue(u"descriptors"_s, QUrl::FullyDecoded),
             u"Microsoft.VisualStudio.Services.Claims.AadServicePrincipal;"
             "8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a\\0badc0de-1122-4334-9556-778899001122"_s);
    const Request page = groupsRequest(contoso(), u"scp.a+b"_s, u"to/ken=="_s, {});
    QVERIFY(page.url.query(QUrl::FullyEncoded).contains("scopeDescriptor=scp.a%2Bb"_L1));
    QVERIFY(page.url.query(QUrl::FullyEncoded).contains("continuationToken=to%2Fken%3D%3D"_L1));
}

// The id of a namespace can come from a file of a plan or a receipt.
void TestMemberReplies::namespacesStayOnePartOfTheAddress()
{
    const QString git = u"2e9eb7ed-3c0a-47d4-87c1-0ffdd275fd87"_s;
    const auto paths = [](const QString &space) {
        return QStringList{accessListRequest(contoso(), space, u"a"_s, {}).url.path(),
                           allowBitsRequest(contoso(), space, u"a"_s, u"b"_s, 4, {}).url.path(),
                           removeBitsRequest(contoso(), space, u"a"_s, u"b"_s, 4, {}).url.path()};
    };
    const QStringList expected{u"/contoso/_apis/accesscontrollists/"_s + git,
                               u"/contoso/_apis/accesscontrolentries/"_s + git,
                               u"/contoso/_apis/permissions/"_s + git + u"/4"_s};
    QCOMPARE(paths(git), expected);
    for (const QString &other : {u"../projects"_s, u".."_s, u"a/b?c#d"_s, u"%2e%2e"_s, QString()}) {
        QStringList none = expected;
        none.replaceInStrings(git, u"00000000-0000-0000-0000-000000000000"_s);
        QCOMPARE(paths(other), none);
    }
}

void TestMemberReplies::scopeOfEachRequest_data()
{
    QTest::addColumn<Request>("request");
    QTest::addColumn<QString>("scope");
    const ObjectId who = *ObjectId::parse(u"0badc0de-1122-4334-9556-778899001122"_s);
    QTest::newRow("add") << addEntitlementRequest(contoso(), who, AccessLevel::basic(), {})
                         << u"vso.memberentitlementmanagement_write"_s;
    QTest::newRow("read") << entitlementRequest(contoso(), u"k"_s, {})
                          << u"vso.memberentitlementmanagement"_s;
    QTest::newRow("group") << membershipRequest("PUT", contoso(), u"m"_s, u"g"_s, {})
                           << u"vso.graph_manage"_s;
    QTest::newRow("query, which only reads")
        << groupQueryRequest(contoso(), {}, u"x"_s, {}) << u"vso.graph"_s;
    QTest::newRow("role") << removeRoleRequest(contoso(), u"s"_s, u"r"_s, u"k"_s, {})
                          << u"vso.security_manage"_s;
}

void TestMemberReplies::scopeOfEachRequest()
{
    QFETCH(Request, request);
    QFETCH(QString, scope);
    QCOMPARE(accessTokenScope(request), scope);
    QVERIFY(accessTokenScopeName(scope) != scope);
}

QTEST_GUILESS_MAIN(TestMemberReplies)
#include "tst_memberreplies.moc"
