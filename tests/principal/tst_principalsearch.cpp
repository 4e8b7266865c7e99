#include "core/principal/principalsearch.h"

#include "tests/principal/simulatedazure.h"
#include "tests/support/await.h"
#include "tests/support/words.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;
using sandbox::ServerRequest;
using sandbox::ServerResponse;

namespace {

ServerResponse answer(int status, const QJsonObject &body)
{
    ServerResponse response;
    response.status = status;
    response.headers = {{"Content-Type", "application/json"}};
    response.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return response;
}

ServerResponse refusal(int status, const QString &code)
{
    const QJsonObject error{{u"code"_s, code}, {u"message"_s, u"No."_s}};
    return answer(status, {{u"error"_s, error}});
}

PrincipalsFound find(SimulatedAzure &azure, const QString &text, const PrincipalHints &hints = {})
{
    return await(findPrincipal(azure.http(), azure.person, text, hints, {}));
}

PrincipalsFound findAs(SimulatedAzure &azure, const QString &text, PrincipalText meant)
{
    PrincipalHints hints;
    hints.text = meant;
    return find(azure, text, hints);
}

QStringList objectIds(const PrincipalsFound &found)
{
    QStringList ids;
    for (const Principal &candidate : found.candidates)
        ids.append(candidate.objectId);
    return ids;
}

QStringList findings(const QList<Problem> &problems)
{
    QStringList ids;
    for (const Problem &problem : problems)
        ids.append(problem.findingId.toString());
    return ids;
}

QString why(const PrincipalsFound &found)
{
    return found.problem ? found.problem->findingId.toString() : QString();
}

SimulatedAzure::Instead refuse(const QString &host, int status, const QString &code)
{
    return [host, status, code](const ServerRequest &request) -> std::optional<ServerResponse> {
        if (request.host != host)
            return std::nullopt;
        return refusal(status, code);
    };
}

const QString graph = u"graph.microsoft.com"_s;
const QString resourceManager = u"management.azure.com"_s;

} // namespace

class TestPrincipalSearch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyWayLeadsToTheIdentityWithAllItsIds_data();
    void everyWayLeadsToTheIdentityWithAllItsIds();
    void aResourceTellsItsIdentities_data();
    void aResourceTellsItsIdentities();
    void aNameThatManyBeginWithGivesTheExactOneFirst();
    void classicMistakesAreNamedAndCorrected_data();
    void classicMistakesAreNamedAndCorrected();
    void whatIsNoPrincipalIsToldAsWhatItIs_data();
    void whatIsNoPrincipalIsToldAsWhatItIs();
    void anotherTenantIsSaid();
    void aResourceOfAnotherTenantNamesIt();
    void aDisabledPrincipalAndAnAgentAreSaid();
    void oneServiceThatRefusesLeavesTheOther_data();
    void oneServiceThatRefusesLeavesTheOther();
    void bothRefusingIsTheProblem();
    void nobodySignedInIsTheProblem();
    void aPersonSignedInForOneServiceFindsWhatItKnows();
    void aDeletedPrincipalIsSaid();
    void anIdentityThatIsGoneIsSaidAndTheOthersStay();
    void allPagesAreRead();
    void aPageElsewhereIsNotFollowed();
    void aLinkInACircleEnds();
    void subscriptionsAreListedWhereTheSearchRefuses();
    void aBusyServiceIsAskedAgain();
    void namesAreQuotedInEveryLanguage();
    void wrongTextIsToldWithoutAsking_data();
    void wrongTextIsToldWithoutAsking();
    void whoSaidItIsKept();
    void aStopEndsIt();
    void noTokenIsInTheResult();
};

void TestPrincipalSearch::everyWayLeadsToTheIdentityWithAllItsIds_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("match");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("resourceId");
    QTest::addColumn<int>("attachments");
    QTest::addColumn<int>("requests");

    const QString idle = contoso::identityId(u"id-idle"_s);
    const QString deploy = contoso::identityId(u"id-deploy"_s);
    QTest::addRow("name") << u"id-idle"_s << u"id-idle"_s << u"name"_s << u"user-assigned"_s << idle << 0
                          << 3;
    QTest::addRow("beginning of a name, another case")
        << u"  ID-IDL "_s << u"id-idle"_s << u"name"_s << u"user-assigned"_s << idle << 0 << 3;
    QTest::addRow("object id") << contoso::objectId(u"id-deploy"_s) << u"id-deploy"_s << u"object-id"_s
                               << u"user-assigned"_s << deploy << 2 << 2;
    QTest::addRow("object id in capitals") << contoso::objectId(u"id-deploy"_s).toUpper() << u"id-deploy"_s
                                           << u"object-id"_s << u"user-assigned"_s << deploy << 2 << 2;
    QTest::addRow("client id") << contoso::clientId(u"id-deploy"_s) << u"id-deploy"_s << u"client-id"_s
                               << u"user-assigned"_s << deploy << 2 << 3;
    QTest::addRow("resource id") << deploy << u"id-deploy"_s << u"resource-id"_s << u"user-assigned"_s
                                 << deploy << 2 << 2;
    QTest::addRow("resource id in capitals")
        << deploy.toUpper() << u"id-deploy"_s << u"resource-id"_s << u"user-assigned"_s << deploy << 2 << 2;
    QTest::addRow("object id, system-assigned")
        << contoso::objectId(u"vm-build"_s) << u"vm-build"_s << u"object-id"_s << u"system-assigned"_s
        << contoso::machine << 1 << 2;
    QTest::addRow("client id, system-assigned")
        << contoso::clientId(u"vm-build"_s) << u"vm-build"_s << u"client-id"_s << u"system-assigned"_s
        << contoso::machine << 1 << 3;
    QTest::addRow("name of an Arc machine")
        << u"arc-build"_s << u"arc-build"_s << u"name"_s << u"system-assigned"_s
        << contoso::inGroup(u"Microsoft.HybridCompute/machines/arc-build"_s) << 1 << 2;
    QTest::addRow("object id of an application")
        << contoso::objectId(u"app-pipelines"_s) << u"app-pipelines"_s << u"object-id"_s << u"application"_s
        << QString() << 0 << 2;
    QTest::addRow("client id of an application")
        << contoso::clientId(u"app-pipelines"_s) << u"app-pipelines"_s << u"client-id"_s << u"application"_s
        << QString() << 0 << 3;
}

void TestPrincipalSearch::everyWayLeadsToTheIdentityWithAllItsIds()
{
    QFETCH(QString, text);
    QFETCH(QString, name);
    QFETCH(QString, resourceId);
    SimulatedAzure azure(contoso::world());
    const PrincipalsFound found = find(azure, text);
    QCOMPARE(why(found), QString());
    QCOMPARE(found.candidates.size(), 1);
    const Principal &principal = found.candidates.first();
    QCOMPARE(principal.objectId, contoso::objectId(name));
    QCOMPARE(principal.clientId, contoso::clientId(name));
    QCOMPARE(principal.displayName, name);
    QCOMPARE(principal.tenantId, contoso::tenant);
    QCOMPARE(principal.resourceId, resourceId);
    QTEST(word(principal.kind), "kind");
    QTEST(word(principal.match), "match");
    QTEST(int(principal.attachedTo.size()), "attachments");
    QVERIFY(found.notes.isEmpty());
    QVERIFY(found.refusals().isEmpty());
    QVERIFY(!found.truncated());
    QTEST(int(azure.requests.size()), "requests");
}

void TestPrincipalSearch::aResourceTellsItsIdentities_data()
{
    QTest::addColumn<QString>("resource");
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<int>("requests");

    const auto in = contoso::inGroup;
    QTest::addRow("virtual machine with both kinds")
        << contoso::machine << QStringList{u"id-deploy"_s, u"vm-build"_s} << 2;
    QTest::addRow("scale set") << in(u"Microsoft.Compute/virtualMachineScaleSets/ss-agents"_s)
                               << QStringList{u"id-deploy"_s} << 1;
    QTest::addRow("instance of a scale set")
        << in(u"Microsoft.Compute/virtualMachineScaleSets/ss-agents/virtualMachines/3"_s)
        << QStringList{u"id-deploy"_s} << 1;
    QTest::addRow("App Service") << in(u"Microsoft.Web/sites/web-build"_s) << QStringList{u"web-build"_s}
                                 << 2;
    QTest::addRow("slot, which has identities of its own")
        << in(u"Microsoft.Web/sites/web-build/slots/staging"_s) << QStringList{u"id-deploy-test"_s} << 1;
    QTest::addRow("Azure Arc machine")
        << in(u"Microsoft.HybridCompute/machines/arc-build"_s) << QStringList{u"arc-build"_s} << 2;
    QTest::addRow("a type with no interface known here")
        << in(u"Microsoft.Logic/workflows/logic-build"_s) << QStringList{u"id-deploy-test"_s} << 1;
}

void TestPrincipalSearch::aResourceTellsItsIdentities()
{
    QFETCH(QString, resource);
    QFETCH(QStringList, names);
    SimulatedAzure azure(contoso::world());
    const PrincipalsFound found = find(azure, resource);
    QCOMPARE(why(found), QString());
    QCOMPARE(found.candidates.size(), names.size());
    for (qsizetype i = 0; i < names.size(); ++i) {
        const Principal &principal = found.candidates[i];
        QCOMPARE(principal.displayName, names[i]);
        QCOMPARE(principal.objectId, contoso::objectId(names[i]));
        QCOMPARE(principal.clientId, contoso::clientId(names[i]));
        QCOMPARE(principal.attachedTo.size(), 1);
        QCOMPARE(word(principal.match), u"attached-resource"_s);
    }
    QTEST(int(azure.requests.size()), "requests");
}

void TestPrincipalSearch::aNameThatManyBeginWithGivesTheExactOneFirst()
{
    SimulatedAzure azure(contoso::world());
    const PrincipalsFound found = find(azure, u"id-deploy"_s);
    QCOMPARE(objectIds(found),
             (QStringList{contoso::objectId(u"id-deploy"_s), contoso::objectId(u"id-deploy-test"_s)}));
    // Each with its own places, though the name of the one begins with the other's.
    QCOMPARE(found.candidates[0].attachedTo.size(), 2);
    QCOMPARE(found.candidates[1].attachedTo.size(), 2);
    QCOMPARE(azure.requests.size(), 3);
}

void TestPrincipalSearch::classicMistakesAreNamedAndCorrected_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("meant");
    QTest::addColumn<QString>("finding");
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("requests");

    QTest::addRow("object id of the app registration")
        << contoso::objectId(u"registration of app-pipelines"_s) << u"anything"_s << u"wrong-object-id"_s
        << u"app-pipelines"_s << 3;
    QTest::addRow("the same, said to be an object id")
        << contoso::objectId(u"registration of app-pipelines"_s) << u"object-id"_s << u"wrong-object-id"_s
        << u"app-pipelines"_s << 3;
    QTest::addRow("the same, said to be a client id")
        << contoso::objectId(u"registration of app-pipelines"_s) << u"client-id"_s << u"wrong-object-id"_s
        << u"app-pipelines"_s << 4;
    QTest::addRow("client id said to be an object id")
        << contoso::clientId(u"id-idle"_s) << u"object-id"_s << u"wrong-object-id"_s << u"id-idle"_s << 3;
    QTest::addRow("object id said to be a client id") << contoso::objectId(u"id-idle"_s) << u"client-id"_s
                                                      << u"object-id-as-client-id"_s << u"id-idle"_s << 3;
}

void TestPrincipalSearch::classicMistakesAreNamedAndCorrected()
{
    QFETCH(QString, text);
    QFETCH(QString, meant);
    QFETCH(QString, finding);
    QFETCH(QString, name);
    SimulatedAzure azure(contoso::world());
    const PrincipalsFound found = findAs(azure, text, *principalTextFromString(meant));
    QCOMPARE(objectIds(found), QStringList{contoso::objectId(name)});
    QCOMPARE(findings(found.notes), QStringList{finding});
    const QJsonObject evidence = found.notes.first().evidence;
    QCOMPARE(evidence["value"_L1].toString(), text);
    QCOMPARE(evidence["objectId"_L1].toString(), contoso::objectId(name));
    QCOMPARE(evidence["clientId"_L1].toString(), contoso::clientId(name));
    if (finding == "wrong-object-id"_L1)
        QCOMPARE(evidence["suggestion"_L1].toString(), contoso::objectId(name));
    QTEST(int(azure.requests.size()), "requests");
}

void TestPrincipalSearch::whatIsNoPrincipalIsToldAsWhatItIs_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("finding");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");

    const QString empty = contoso::inGroup(u"Microsoft.App/containerApps/ca-empty"_s);
    QTest::addRow("client id of a registration alone")
        << contoso::clientId(u"app-orphan"_s) << u"service-principal-missing"_s << u"clientId"_s
        << contoso::clientId(u"app-orphan"_s);
    QTest::addRow("object id of a registration alone")
        << contoso::objectId(u"registration of app-orphan"_s) << u"service-principal-missing"_s
        << u"clientId"_s << contoso::clientId(u"app-orphan"_s);
    QTest::addRow("a person") << contoso::objectId(u"jane"_s) << u"principal-is-person"_s << u"principal"_s
                              << u"Jane Admin"_s;
    QTest::addRow("an id that nobody has") << contoso::objectId(u"nobody"_s) << u"principal-not-found"_s
                                           << u"value"_s << contoso::objectId(u"nobody"_s);
    QTest::addRow("a name that nobody has")
        << u"id-nowhere"_s << u"principal-not-found"_s << u"what"_s << u"name"_s;
    QTest::addRow("a resource without identity")
        << empty << u"resource-without-identity"_s << u"resourceId"_s << empty;
    QTest::addRow("a resource that is not there")
        << contoso::inGroup(u"Microsoft.Compute/virtualMachines/vm-gone"_s) << u"azure-resource-missing"_s
        << u"serviceCode"_s << u"ResourceNotFound"_s;
    QTest::addRow("an identity that is not there")
        << contoso::identityId(u"id-gone"_s) << u"azure-resource-missing"_s << u"serviceCode"_s
        << u"ResourceNotFound"_s;
}

void TestPrincipalSearch::whatIsNoPrincipalIsToldAsWhatItIs()
{
    QFETCH(QString, text);
    QFETCH(QString, key);
    SimulatedAzure azure(contoso::world());
    const PrincipalsFound found = find(azure, text);
    QTEST(why(found), "finding");
    QTEST(found.problem->evidence[key].toString(), "value");
    QVERIFY(found.candidates.isEmpty());
    QVERIFY(found.refusals().isEmpty() || text.startsWith(u'/'));
    QVERIFY(azure.requests.size() <= 5);
}

void TestPrincipalSearch::anotherTenantIsSaid()
{
    SimulatedAzure azure(contoso::world());
    PrincipalHints hints;
    hints.tenant = *TenantId::parse(contoso::otherTenant);
    const PrincipalsFound found = find(azure, u"id-idle"_s, hints);
    QCOMPARE(findings(found.notes), QStringList{u"principal-other-tenant"_s});
    QCOMPARE(found.notes[0].evidence["tenantId"_L1].toString(), contoso::tenant);
    QCOMPARE(found.notes[0].evidence["organizationTenantId"_L1].toString(), contoso::otherTenant);

    hints.tenant = *TenantId::parse(contoso::tenant);
    QVERIFY(find(azure, u"id-idle"_s, hints).notes.isEmpty());
}

void TestPrincipalSearch::aResourceOfAnotherTenantNamesIt()
{
    SimulatedAzure azure(contoso::world());
    const QString elsewhere =
        u"/subscriptions/%1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm"_s.arg(
            contoso::otherSubscription);
    const PrincipalsFound found = find(azure, elsewhere);
    QCOMPARE(why(found), u"azure-other-tenant"_s);
    QCOMPARE(found.problem->evidence["tenantId"_L1].toString(), contoso::otherTenant);
}

void TestPrincipalSearch::aDisabledPrincipalAndAnAgentAreSaid()
{
    SimulatedAzure azure(contoso::world());
    QCOMPARE(findings(find(azure, contoso::objectId(u"app-agent"_s)).notes),
             QStringList{u"principal-kind-refused"_s});

    azure.instead = [](const ServerRequest &request) -> std::optional<ServerResponse> {
        if (!request.path.contains("getByIds"_L1))
            return std::nullopt;
        const QJsonObject principal{{u"@odata.type"_s, u"#microsoft.graph.servicePrincipal"_s},
                                    {u"id"_s, contoso::objectId(u"app-pipelines"_s)},
                                    {u"appId"_s, contoso::clientId(u"app-pipelines"_s)},
                                    {u"displayName"_s, u"app-pipelines"_s},
                                    {u"servicePrincipalType"_s, u"Application"_s},
                                    {u"accountEnabled"_s, false}};
        return answer(200, {{u"value"_s, QJsonArray{principal}}});
    };
    const PrincipalsFound found = find(azure, contoso::objectId(u"app-pipelines"_s));
    QCOMPARE(findings(found.notes), QStringList{u"principal-disabled"_s});
    QCOMPARE(found.candidates.first().enabled, std::optional<bool>(false));
}

void TestPrincipalSearch::oneServiceThatRefusesLeavesTheOther_data()
{
    QTest::addColumn<QString>("refusing");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("finding");
    QTest::addColumn<int>("attachments");
    QTest::addColumn<int>("requests");

    const QString directory = u"directory-right-missing"_s;
    const QString azure = u"azure-right-missing"_s;
    const QString deploy = contoso::identityId(u"id-deploy"_s);
    QTest::addRow("no directory, by name") << graph << u"id-idle"_s << u"id-idle"_s << directory << 0 << 3;
    QTest::addRow("no directory, by object id")
        << graph << contoso::objectId(u"id-deploy"_s) << u"id-deploy"_s << directory << 2 << 2;
    QTest::addRow("no directory, by client id")
        << graph << contoso::clientId(u"id-deploy"_s) << u"id-deploy"_s << directory << 2 << 2;
    // Only its own address tells the client id of a system-assigned identity then.
    QTest::addRow("no directory, system-assigned")
        << graph << contoso::objectId(u"vm-build"_s) << u"vm-build"_s << directory << 1 << 3;
    QTest::addRow("no Azure, by name") << resourceManager << u"id-idle"_s << u"id-idle"_s << azure << 0 << 3;
    QTest::addRow("no Azure, by client id")
        << resourceManager << contoso::clientId(u"id-deploy"_s) << u"id-deploy"_s << azure << 0 << 4;
    QTest::addRow("no Azure, by resource id")
        << resourceManager << deploy << u"id-deploy"_s << azure << 0 << 4;
    QTest::addRow("no Azure, by a machine")
        << resourceManager << contoso::machine << u"vm-build"_s << azure << 1 << 2;
}

void TestPrincipalSearch::oneServiceThatRefusesLeavesTheOther()
{
    QFETCH(QString, refusing);
    QFETCH(QString, text);
    QFETCH(QString, name);
    QFETCH(QString, finding);
    SimulatedAzure azure(contoso::world());
    azure.instead = refuse(refusing, 403,
                           refusing == graph ? u"Authorization_RequestDenied"_s : u"AuthorizationFailed"_s);
    const PrincipalsFound found = find(azure, text);
    QCOMPARE(why(found), QString());
    QCOMPARE(objectIds(found), QStringList{contoso::objectId(name)});
    QCOMPARE(found.candidates.first().clientId, contoso::clientId(name));
    QTEST(int(found.candidates.first().attachedTo.size()), "attachments");
    for (const Problem &refusal : found.refusals())
        QCOMPARE(refusal.findingId.toString(), finding);
    QVERIFY(!found.refusals().isEmpty());
    QTEST(int(azure.requests.size()), "requests");
}

void TestPrincipalSearch::bothRefusingIsTheProblem()
{
    SimulatedAzure azure(contoso::world());
    azure.instead = [](const ServerRequest &) { return refusal(403, u"AuthorizationFailed"_s); };
    const PrincipalsFound found = find(azure, u"id-idle"_s);
    QCOMPARE(why(found), u"directory-right-missing"_s);
    QCOMPARE(findings(found.refusals()),
             (QStringList{u"directory-right-missing"_s, u"azure-right-missing"_s}));
}

void TestPrincipalSearch::nobodySignedInIsTheProblem()
{
    SimulatedAzure azure(contoso::world());
    azure.person->notFor = {Resource::MicrosoftGraph, Resource::ResourceManager};
    const PrincipalsFound found = find(azure, u"id-idle"_s);
    QCOMPARE(why(found), u"sign-in-needed"_s);
    QVERIFY(azure.requests.isEmpty());
    for (const PrincipalQuestion &question : found.asked)
        QCOMPARE(question.pages, 0);
}

void TestPrincipalSearch::aPersonSignedInForOneServiceFindsWhatItKnows()
{
    SimulatedAzure azure(contoso::world());
    azure.person->notFor = {Resource::MicrosoftGraph};
    const PrincipalsFound found = find(azure, u"id-idle"_s);
    QCOMPARE(objectIds(found), QStringList{contoso::objectId(u"id-idle"_s)});
    QCOMPARE(findings(found.refusals()), QStringList{u"sign-in-needed"_s});
    QCOMPARE(found.candidates.first().enabled, std::nullopt);
}

void TestPrincipalSearch::aDeletedPrincipalIsSaid()
{
    const QString guid = contoso::objectId(u"id-former"_s);
    SimulatedAzure azure(contoso::world());
    azure.instead = [guid](const ServerRequest &request) -> std::optional<ServerResponse> {
        if (request.path != u"/v1.0/directory/deletedItems/"_s + guid)
            return std::nullopt;
        return answer(200,
                      {{u"@odata.type"_s, u"#microsoft.graph.servicePrincipal"_s},
                       {u"id"_s, guid},
                       {u"appId"_s, contoso::clientId(u"id-former"_s)},
                       {u"displayName"_s, u"id-former"_s},
                       {u"deletedDateTime"_s, u"2026-09-01T00:00:00Z"_s}});
    };
    const PrincipalsFound found = find(azure, guid);
    QCOMPARE(why(found), u"principal-deleted"_s);
    QCOMPARE(found.problem->evidence["principal"_L1].toString(), u"id-former"_s);
}

void TestPrincipalSearch::anIdentityThatIsGoneIsSaidAndTheOthersStay()
{
    const QString gone = contoso::identityId(u"id-gone"_s);
    SimulatedAzure azure(contoso::world());
    azure.instead = [gone](const ServerRequest &request) -> std::optional<ServerResponse> {
        if (request.path != contoso::machine)
            return std::nullopt;
        const QJsonObject there{{u"clientId"_s, contoso::clientId(u"id-deploy"_s)},
                                {u"principalId"_s, contoso::objectId(u"id-deploy"_s)}};
        const QJsonObject attached{{contoso::identityId(u"id-deploy"_s), there}, {gone, QJsonObject()}};
        const QJsonObject identity{{u"type"_s, u"UserAssigned"_s}, {u"userAssignedIdentities"_s, attached}};
        return answer(200, {{u"id"_s, contoso::machine}, {u"identity"_s, identity}});
    };
    const PrincipalsFound found = find(azure, contoso::machine);
    QCOMPARE(objectIds(found), QStringList{contoso::objectId(u"id-deploy"_s)});
    QCOMPARE(findings(found.notes), QStringList{u"identity-deleted"_s});
    QCOMPARE(found.notes[0].evidence["resourceId"_L1].toString(), gone);
    QCOMPARE(found.notes[0].evidence["vm"_L1].toString(), u"vm-build"_s);
}

void TestPrincipalSearch::allPagesAreRead()
{
    sandbox::World world = contoso::world();
    for (int i = 0; i < 1500; ++i)
        world.identities.push_back(contoso::userAssigned(u"id-many-%1"_s.arg(i, 4, 10, QChar(u'0'))));
    SimulatedAzure azure(world);
    PrincipalHints hints;
    hints.attachments = PrincipalHints::Attachments::Leave;
    const PrincipalsFound found = find(azure, u"id-many-"_s, hints);
    QCOMPARE(found.candidates.size(), 1500);
    QCOMPARE(found.candidates.last().displayName, u"id-many-1499"_s);
    QVERIFY(!found.truncated());
    QCOMPARE(azure.requests.size(), 4); // 999 and 1000 rows a page
    for (const PrincipalQuestion &question : found.asked)
        QCOMPARE(question.pages, 2);

    for (int i = 1500; i < 3500; ++i)
        azure.world.identities.push_back(contoso::userAssigned(u"id-many-%1"_s.arg(i)));
    const PrincipalsFound cut = find(azure, u"id-many-"_s, hints);
    QVERIFY(cut.truncated());
    QVERIFY(cut.candidates.size() >= 2000 && cut.candidates.size() < 3500);
}

void TestPrincipalSearch::aPageElsewhereIsNotFollowed()
{
    SimulatedAzure azure(contoso::world());
    azure.instead = [](const ServerRequest &request) -> std::optional<ServerResponse> {
        if (request.host != graph)
            return std::nullopt;
        return answer(200,
                      {{u"value"_s, QJsonArray()},
                       {u"@odata.nextLink"_s, u"https://graph.example.net/v1.0/servicePrincipals?page=2"_s}});
    };
    const PrincipalsFound found = find(azure, u"id-idle"_s);
    QCOMPARE(objectIds(found), QStringList{contoso::objectId(u"id-idle"_s)});
    QVERIFY(found.truncated());
    QCOMPARE(azure.requests.filter(u"example"_s).size(), 0);
    QCOMPARE(azure.requests.filter(graph).size(), 1);
}

void TestPrincipalSearch::aLinkInACircleEnds()
{
    SimulatedAzure azure(contoso::world());
    azure.instead = [](const ServerRequest &request) -> std::optional<ServerResponse> {
        if (request.host != graph)
            return std::nullopt;
        return answer(
            200,
            {{u"value"_s, QJsonArray()},
             {u"@odata.nextLink"_s, u"https://graph.microsoft.com/v1.0/servicePrincipals?page=2"_s}});
    };
    const PrincipalsFound found = find(azure, u"id-idle"_s);
    QVERIFY(found.truncated());
    QCOMPARE(azure.requests.filter(graph).size(), 2);
}

void TestPrincipalSearch::subscriptionsAreListedWhereTheSearchRefuses()
{
    sandbox::World world = contoso::world();
    for (int i = 0; i < 150; ++i)
        world.identities.push_back(contoso::userAssigned(u"id-many-%1"_s.arg(i, 4, 10, QChar(u'0'))));
    SimulatedAzure azure(world);
    azure.person->notFor = {Resource::MicrosoftGraph};
    azure.instead = [](const ServerRequest &request) -> std::optional<ServerResponse> {
        if (!request.path.contains("ResourceGraph"_L1))
            return std::nullopt;
        return refusal(400, u"BadRequest"_s);
    };
    PrincipalHints hints;
    hints.subscriptions = {contoso::subscription};
    const PrincipalsFound found = find(azure, u"id-many-0149"_s, hints);
    QCOMPARE(objectIds(found), QStringList{contoso::objectId(u"id-many-0149"_s)});
    QCOMPARE(word(found.candidates.first().origins[u"clientId"_s]), u"resource-manager"_s);
    // Two pages of identities; then where the one is attached, by its own list.
    QCOMPARE(azure.requests.filter(u"userAssignedIdentities"_s).size(), 3);
    QVERIFY(azure.requests.last().endsWith("/listAssociatedResources"_L1));
}

void TestPrincipalSearch::aBusyServiceIsAskedAgain()
{
    SimulatedAzure azure(contoso::world());
    int refusals = 2;
    azure.instead = [&refusals](const ServerRequest &request) -> std::optional<ServerResponse> {
        if (request.host != graph || refusals-- <= 0)
            return std::nullopt;
        ServerResponse busy = refusal(429, u"TooManyRequests"_s);
        busy.addHeader("Retry-After", "3");
        return busy;
    };
    const PrincipalsFound found = find(azure, u"id-idle"_s);
    QVERIFY(found.refusals().isEmpty());
    QCOMPARE(azure.requests.filter(graph).size(), 3);

    refusals = 100;
    QCOMPARE(findings(find(azure, u"id-idle"_s).refusals()), QStringList{u"azure-throttled"_s});
}

void TestPrincipalSearch::namesAreQuotedInEveryLanguage()
{
    sandbox::World world = contoso::world();
    const QString name = u"it's a \\ \"name\" & 100% (new)"_s;
    world.applications.push_back(contoso::application(name, {}, contoso::objectId(name)));
    SimulatedAzure azure(world);
    const PrincipalsFound found = find(azure, name);
    QCOMPARE(objectIds(found), QStringList{contoso::objectId(name)});
    QVERIFY(found.refusals().isEmpty());
}

void TestPrincipalSearch::wrongTextIsToldWithoutAsking_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("meant");
    QTest::addColumn<QString>("finding");
    QTest::addRow("no GUID") << u"id-deploy"_s << u"object-id"_s << u"input-not-a-guid"_s;
    QTest::addRow("no GUID as client id") << u"{id}"_s << u"client-id"_s << u"input-not-a-guid"_s;
    QTest::addRow("no resource id") << u"/subscriptions/x"_s << u"anything"_s << u"input-not-a-resource-id"_s;
    QTest::addRow("a name as resource id") << u"vm"_s << u"resource-id"_s << u"input-not-a-resource-id"_s;
    QTest::addRow("nothing") << u"  "_s << u"anything"_s << u"principal-not-found"_s;
}

void TestPrincipalSearch::wrongTextIsToldWithoutAsking()
{
    QFETCH(QString, text);
    QFETCH(QString, meant);
    SimulatedAzure azure(contoso::world());
    const PrincipalsFound found = findAs(azure, text, *principalTextFromString(meant));
    QTEST(why(found), "finding");
    QVERIFY(azure.requests.isEmpty());
    QVERIFY(found.asked.isEmpty());
}

void TestPrincipalSearch::whoSaidItIsKept()
{
    SimulatedAzure azure(contoso::world());
    const PrincipalsFound found = find(azure, contoso::objectId(u"id-deploy"_s));
    const QJsonObject json = found.candidates.first().toJson();
    const QJsonObject from = json["from"_L1].toObject();
    QCOMPARE(from["objectId"_L1].toString(), u"microsoft-graph"_s);
    QCOMPARE(from["enabled"_L1].toString(), u"microsoft-graph"_s);
    QCOMPARE(from["location"_L1].toString(), u"resource-graph"_s);
    QCOMPARE(from["attachedTo"_L1].toString(), u"resource-graph"_s);
    QCOMPARE(json["enabled"_L1].toBool(), true);
}

void TestPrincipalSearch::aStopEndsIt()
{
    SimulatedAzure azure(contoso::world());
    std::stop_source stop;
    azure.instead = [&stop](const ServerRequest &) -> std::optional<ServerResponse> {
        stop.request_stop();
        return ServerResponse::silence();
    };
    const PrincipalsFound found =
        await(findPrincipal(azure.http(), azure.person, u"id-idle"_s, {}, stop.get_token()));
    QCOMPARE(why(found), u"run-stopped"_s);
}

void TestPrincipalSearch::noTokenIsInTheResult()
{
    SimulatedAzure azure(contoso::world());
    azure.instead = [](const ServerRequest &request) -> std::optional<ServerResponse> {
        const QJsonObject error{
            {u"code"_s, u"Echo"_s},
            {u"message"_s, u"You sent "_s + QString::fromLatin1(request.header("Authorization"))}};
        return answer(400, {{u"error"_s, error}});
    };
    const PrincipalsFound found = find(azure, u"id-idle"_s);
    const QByteArray text = QJsonDocument(found.toJson()).toJson();
    QVERIFY(text.contains("Echo"));
    QVERIFY(!text.contains("c2lnbmV0LXNhbmRib3gtdG9rZW4"));
    QVERIFY(!text.contains("eyJ"));
}

QTEST_GUILESS_MAIN(TestPrincipalSearch)
#include "tst_principalsearch.moc"
