#include "core/principal/attachidentity.h"

#include "tests/principal/simulatedazure.h"
#include "tests/support/await.h"
#include "tests/support/words.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <optional>

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

ServerResponse refusal(int status, const QString &code, const QString &message = u"No."_s)
{
    const QJsonObject error{{u"code"_s, code}, {u"message"_s, message}};
    return answer(status, {{u"error"_s, error}});
}

AttachWish wish(const QString &resource, const QString &identity = {})
{
    AttachWish wish{.resource = *ResourceId::parse(resource)};
    if (!identity.isEmpty())
        wish.identity = *ResourceId::parse(identity);
    return wish;
}

Result<AttachPlan> plan(SimulatedAzure &azure, const AttachWish &wish)
{
    return await(planAttachment(azure.http(), azure.person, wish, {}));
}

Result<Attachment> attach(SimulatedAzure &azure, const AttachPlan &plan, std::stop_token stop = {})
{
    return await(attachIdentity(azure.http(), azure.person, plan, [](AttachProgress) { }, stop));
}

QString why(const auto &result)
{
    return result ? QString() : result.problem().findingId.toString();
}

QStringList findings(const QList<Problem> &problems)
{
    QStringList ids;
    for (const Problem &problem : problems)
        ids.append(problem.findingId.toString());
    return ids;
}

QStringList ids(const QStringList &names)
{
    QStringList all;
    for (const QString &name : names)
        all.append(contoso::objectId(name));
    return all;
}

QStringList attachedTo(const sandbox::World &world)
{
    QStringList all = world.machine.userAssigned;
    all.sort();
    return all;
}

QJsonObject bodyOf(const QString &type, const QStringList &names)
{
    QJsonObject identity{{u"type"_s, type}};
    QJsonObject attached;
    for (const QString &name : names)
        attached.insert(contoso::identityId(name), QJsonObject());
    if (!names.isEmpty())
        identity.insert(u"userAssignedIdentities"_s, attached);
    return {{u"identity"_s, identity}};
}

const QString idle = contoso::identityId(u"id-idle"_s);
const QString scaleSet = contoso::inGroup(u"Microsoft.Compute/virtualMachineScaleSets/ss-agents"_s);

} // namespace

class TestAttachIdentity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void attachingKeepsWhatIsThere_data();
    void attachingKeepsWhatIsThere();
    void aScaleSetIsWaitedFor();
    void anInstanceStandsForItsScaleSet();
    void whatIsAttachedAlreadyNeedsNothing();
    void planningChangesNothing();
    void theCommandIsExact_data();
    void theCommandIsExact();
    void theBodyMerges_data();
    void theBodyMerges();
    void changesForProgramsWithoutSelectorAreSaid_data();
    void changesForProgramsWithoutSelectorAreSaid();
    void scaleSetsWithoutUpgradeAreSaid_data();
    void scaleSetsWithoutUpgradeAreSaid();
    void planningFails_data();
    void planningFails();
    void anIdentityOfAnotherRegionIsRefused();
    void anIdentityThatMayNotBeReadCanBeAttached();
    void attachingFails_data();
    void attachingFails();
    void aRightToUseTheIdentityIsNamed();
    void aPlanOfYesterdayIsRefused();
    void anIdentityThatWasDroppedIsSeen();
    void anOperationThatFailsIsToldInItsWords();
    void anOperationWithoutEndIsLeftAlone();
    void aStopEndsTheWait();
};

void TestAttachIdentity::attachingKeepsWhatIsThere_data()
{
    QTest::addColumn<bool>("system");
    QTest::addColumn<QStringList>("before");
    QTest::addColumn<QString>("identity");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QStringList>("after");

    const QString both = u"SystemAssigned, UserAssigned"_s;
    const QString user = u"UserAssigned"_s;
    const QStringList none;
    QTest::addRow("first identity") << false << none << idle << user << QStringList{u"id-idle"_s};
    QTest::addRow("beside the system-assigned one")
        << true << none << idle << both << QStringList{u"id-idle"_s};
    QTest::addRow("beside another") << false << QStringList{u"id-deploy"_s} << idle << user
                                    << QStringList{u"id-deploy"_s, u"id-idle"_s};
    QTest::addRow("beside everything")
        << true << QStringList{u"id-deploy"_s, u"id-deploy-test"_s} << idle << both
        << QStringList{u"id-deploy"_s, u"id-deploy-test"_s, u"id-idle"_s};
    QTest::addRow("system-assigned alone") << false << none << QString() << u"SystemAssigned"_s << none;
    QTest::addRow("system-assigned beside others")
        << false << QStringList{u"id-deploy"_s, u"id-deploy-test"_s} << QString() << both
        << QStringList{u"id-deploy"_s, u"id-deploy-test"_s};
}

void TestAttachIdentity::attachingKeepsWhatIsThere()
{
    QFETCH(bool, system);
    QFETCH(QStringList, before);
    QFETCH(QString, identity);
    QFETCH(QString, type);
    QFETCH(QStringList, after);
    sandbox::World world = contoso::world();
    world.machine.systemAssigned = system ? std::optional(contoso::objectId(u"vm-build"_s)) : std::nullopt;
    world.machine.userAssigned = ids(before);
    SimulatedAzure azure(world);

    const auto planned = plan(azure, wish(contoso::machine, identity));
    QCOMPARE(why(planned), QString());
    QVERIFY(planned->needed && planned->offered);
    QCOMPARE(planned->before.userAssigned.size(), before.size());
    QCOMPARE(planned->body, bodyOf(type, after));
    QCOMPARE(azure.requests.size(), identity.isEmpty() ? 1 : 2);
    azure.requests.clear();
    azure.bodies.clear();

    const auto done = attach(azure, *planned);
    QCOMPARE(why(done), QString());
    QStringList expected = ids(after);
    expected.sort();
    QCOMPARE(attachedTo(azure.world), expected);
    QCOMPARE(azure.world.machine.systemAssigned.has_value(), system || identity.isEmpty());
    if (system)
        QCOMPARE(*azure.world.machine.systemAssigned, contoso::objectId(u"vm-build"_s));
    // Read, change, ask after the operation twice, read.
    QCOMPARE(azure.requests.size(), 5);
    QCOMPARE(azure.requests[1], u"PATCH management.azure.com"_s + contoso::machine);
    QCOMPARE(QJsonDocument::fromJson(azure.bodies[1]).object(), planned->body);
    QVERIFY(!done->requestId.isEmpty());
    if (identity.isEmpty())
        QCOMPARE(done->attached.objectId, *azure.world.machine.systemAssigned);
    else
        QCOMPARE(done->attached.clientId, contoso::clientId(u"id-idle"_s));
}

void TestAttachIdentity::aScaleSetIsWaitedFor()
{
    SimulatedAzure azure(contoso::world());
    const auto planned = plan(azure, wish(scaleSet, idle));
    QVERIFY(planned);
    QList<AttachProgress::Step> steps;
    const auto done =
        await(attachIdentity(azure.http(), azure.person, *planned,
                             [&steps](AttachProgress progress) { steps.append(progress.step); }, {}));
    QCOMPARE(why(done), QString());
    using Step = AttachProgress::Step;
    QCOMPARE(steps,
             (QList<Step>{Step::Reading, Step::Changing, Step::Waiting, Step::Waiting, Step::Verifying}));
    QCOMPARE(done->after.userAssigned.size(), 2);
    QCOMPARE(azure.world.resources.front().userAssigned, ids({u"id-deploy"_s, u"id-idle"_s}));
    // A second each time, as Retry-After says; nobody waited for it here.
    QCOMPARE((azure.host->now().time_since_epoch().count()), azure.world.clock + 2);
}

void TestAttachIdentity::anInstanceStandsForItsScaleSet()
{
    SimulatedAzure azure(contoso::world());
    const auto planned = plan(azure, wish(scaleSet + u"/virtualMachines/0"_s, idle));
    QVERIFY(planned);
    QCOMPARE(planned->resource.toString(), scaleSet);
    QVERIFY(planned->command.startsWith(u"az vmss identity assign -g rg-build -n ss-agents "_s));
}

void TestAttachIdentity::whatIsAttachedAlreadyNeedsNothing()
{
    SimulatedAzure azure(contoso::world());
    const auto user = plan(azure, wish(contoso::machine, contoso::identityId(u"id-deploy"_s).toUpper()));
    QVERIFY(user);
    QVERIFY(!user->needed);
    QVERIFY(user->body.isEmpty());
    QVERIFY(user->toJson()["request"_L1].isNull());
    const auto system = plan(azure, wish(contoso::machine));
    QVERIFY(system && !system->needed);

    azure.requests.clear();
    QVERIFY(attach(azure, *user));
    QVERIFY(azure.requests.filter(u"PATCH"_s).isEmpty());
}

void TestAttachIdentity::planningChangesNothing()
{
    SimulatedAzure azure(contoso::world());
    const auto planned = plan(azure, wish(contoso::machine, idle));
    QVERIFY(planned);
    for (const QString &request : std::as_const(azure.requests))
        QVERIFY2(request.startsWith(u"GET "_s), qPrintable(request));
    QCOMPARE(attachedTo(azure.world), ids({u"id-deploy"_s}));
    const QJsonObject request = planned->toJson()["request"_L1].toObject();
    QCOMPARE(request["method"_L1].toString(), u"PATCH"_s);
    QCOMPARE(request["url"_L1].toString(),
             u"https://management.azure.com"_s + contoso::machine + u"?api-version=2024-07-01"_s);
}

void TestAttachIdentity::theCommandIsExact_data()
{
    QTest::addColumn<QString>("resource");
    QTest::addColumn<QString>("identity");
    QTest::addColumn<QString>("command");

    const auto in = contoso::inGroup;
    const QString end = u" --subscription "_s + contoso::subscription;
    const QString site = in(u"Microsoft.Web/sites/web"_s);
    QTest::addRow("virtual machine") << contoso::machine << idle
                                     << u"az vm identity assign -g rg-build -n vm-build --identities "_s
            + idle + end;
    QTest::addRow("virtual machine, its own")
        << contoso::machine << QString() << u"az vm identity assign -g rg-build -n vm-build"_s + end;
    QTest::addRow("scale set") << scaleSet << idle
                               << u"az vmss identity assign -g rg-build -n ss-agents --identities "_s + idle
            + end;
    QTest::addRow("App Service") << site << idle
                                 << u"az webapp identity assign -g rg-build -n web --identities "_s + idle
            + end;
    QTest::addRow("App Service, its own")
        << site << QString()
        << u"az webapp identity assign -g rg-build -n web --identities '[system]'"_s + end;
    QTest::addRow("slot") << site + u"/slots/blue"_s << idle
                          << u"az webapp identity assign -g rg-build -n web --slot blue --identities "_s
            + idle + end;
    QTest::addRow("container app") << in(u"Microsoft.App/containerApps/ca"_s) << idle
                                   << u"az containerapp identity assign -g rg-build -n ca --user-assigned "_s
            + idle + end;
    QTest::addRow("container app, its own")
        << in(u"Microsoft.App/containerApps/ca"_s) << QString()
        << u"az containerapp identity assign -g rg-build -n ca --system-assigned"_s + end;
    QTest::addRow("type in capitals") << contoso::machine.toUpper() << QString()
                                      << u"az vm identity assign -g RG-BUILD -n VM-BUILD --subscription "_s
            + contoso::subscription.toUpper();
    QTest::addRow("a name that a shell would take apart")
        << in(u"Microsoft.Compute/virtualMachines/a;b"_s) << QString()
        << u"az vm identity assign -g rg-build -n 'a;b'"_s + end;
    QTest::addRow("Arc: its agent does it")
        << in(u"Microsoft.HybridCompute/machines/m"_s) << idle << QString();
    QTest::addRow("unknown type") << in(u"Contoso.Things/things/t"_s) << idle << QString();
}

void TestAttachIdentity::theCommandIsExact()
{
    QFETCH(QString, resource);
    QFETCH(QString, identity);
    const AttachWish asked = wish(resource, identity);
    QTEST(attachCommand(asked.resource, asked.identity), "command");
}

void TestAttachIdentity::theBodyMerges_data()
{
    QTest::addColumn<QJsonObject>("before");
    QTest::addColumn<QString>("identity");
    QTest::addColumn<QJsonObject>("body");

    const auto block = [](const QString &type, const QStringList &names) {
        QJsonObject identity = bodyOf(type, names)["identity"_L1].toObject();
        if (type.contains(u"System"_s))
            identity.insert(u"principalId"_s, contoso::objectId(u"vm-build"_s));
        return identity;
    };
    QTest::addRow("no block at all") << QJsonObject() << idle << bodyOf(u"UserAssigned"_s, {u"id-idle"_s});
    QTest::addRow("type None") << block(u"None"_s, {}) << QString() << bodyOf(u"SystemAssigned"_s, {});
    QTest::addRow("types without the space, as App Service writes them")
        << block(u"SystemAssigned,UserAssigned"_s, {u"id-deploy"_s}) << idle
        << bodyOf(u"SystemAssigned, UserAssigned"_s, {u"id-deploy"_s, u"id-idle"_s});
    QTest::addRow("a principal id that is left over is none")
        << QJsonObject{{u"type"_s, u"None"_s}, {u"principalId"_s, contoso::objectId(u"vm-build"_s)}} << idle
        << bodyOf(u"UserAssigned"_s, {u"id-idle"_s});
    QTest::addRow("there already, in another case")
        << QJsonObject{{u"type"_s, u"UserAssigned"_s},
                       {u"userAssignedIdentities"_s, QJsonObject{{idle.toUpper(), QJsonObject()}}}}
        << idle
        << QJsonObject{
               {u"identity"_s,
                QJsonObject{{u"type"_s, u"UserAssigned"_s},
                            {u"userAssignedIdentities"_s, QJsonObject{{idle.toUpper(), QJsonObject()}}}}}};
}

void TestAttachIdentity::theBodyMerges()
{
    QFETCH(QJsonObject, before);
    QFETCH(QString, identity);
    const AttachWish asked = wish(contoso::machine, identity);
    QTEST(attachmentBody(ResourceIdentity::fromJson(before), asked.identity), "body");
}

void TestAttachIdentity::changesForProgramsWithoutSelectorAreSaid_data()
{
    QTest::addColumn<bool>("system");
    QTest::addColumn<QStringList>("before");
    QTest::addColumn<QString>("identity");
    QTest::addColumn<bool>("said");

    const QStringList one{u"id-deploy"_s};
    const QStringList two{u"id-deploy"_s, u"id-deploy-test"_s};
    QTest::addRow("the first one") << false << QStringList() << idle << false;
    QTest::addRow("the second user-assigned one") << false << one << idle << true;
    QTest::addRow("the third: nobody answered before") << false << two << idle << false;
    QTest::addRow("the system-assigned one goes on answering") << true << one << idle << false;
    QTest::addRow("system-assigned takes over from the only one") << false << one << QString() << true;
    QTest::addRow("system-assigned where nobody answered") << false << two << QString() << false;
}

void TestAttachIdentity::changesForProgramsWithoutSelectorAreSaid()
{
    QFETCH(bool, system);
    QFETCH(QStringList, before);
    QFETCH(QString, identity);
    QFETCH(bool, said);
    sandbox::World world = contoso::world();
    world.machine.systemAssigned = system ? std::optional(contoso::objectId(u"vm-build"_s)) : std::nullopt;
    world.machine.userAssigned = ids(before);
    SimulatedAzure azure(world);
    const auto planned = plan(azure, wish(contoso::machine, identity));
    QVERIFY(planned);
    QCOMPARE(findings(planned->warnings), said ? QStringList{u"attach-changes-default"_s} : QStringList());
    if (said)
        QCOMPARE(planned->warnings[0].evidence["expectedClientId"_L1].toString(),
                 contoso::clientId(u"id-deploy"_s));
}

void TestAttachIdentity::scaleSetsWithoutUpgradeAreSaid_data()
{
    QTest::addColumn<QString>("orchestration");
    QTest::addColumn<QString>("policy");
    QTest::addColumn<bool>("said");
    QTest::addRow("uniform, manual") << u"Uniform"_s << u"Manual"_s << true;
    QTest::addRow("uniform, rolling") << u"Uniform"_s << u"Rolling"_s << true;
    QTest::addRow("uniform, automatic") << u"Uniform"_s << u"Automatic"_s << false;
    QTest::addRow("flexible") << u"Flexible"_s << QString() << false;
}

void TestAttachIdentity::scaleSetsWithoutUpgradeAreSaid()
{
    QFETCH(QString, orchestration);
    QFETCH(QString, policy);
    QFETCH(bool, said);
    SimulatedAzure azure(contoso::world());
    azure.instead = [=](const ServerRequest &request) -> std::optional<ServerResponse> {
        if (request.path != scaleSet)
            return std::nullopt;
        const QJsonObject mode{{u"mode"_s, policy}};
        const QJsonObject properties{{u"orchestrationMode"_s, orchestration}, {u"upgradePolicy"_s, mode}};
        return answer(200, {{u"id"_s, scaleSet}, {u"properties"_s, properties}});
    };
    const auto planned = plan(azure, wish(scaleSet, idle));
    QVERIFY(planned);
    QCOMPARE(findings(planned->warnings), said ? QStringList{u"scale-set-not-upgraded"_s} : QStringList());
}

void TestAttachIdentity::planningFails_data()
{
    QTest::addColumn<QString>("resource");
    QTest::addColumn<QString>("identity");
    QTest::addColumn<QString>("finding");

    const QString vm = contoso::inGroup(u"Microsoft.Compute/virtualMachines/vm-gone"_s);
    QTest::addRow("no such machine") << vm << idle << u"azure-resource-missing"_s;
    QTest::addRow("no such identity")
        << contoso::machine << contoso::identityId(u"id-gone"_s) << u"azure-resource-missing"_s;
    QTest::addRow("a machine as identity")
        << contoso::machine << contoso::machine << u"identity-not-user-assigned"_s;
    QTest::addRow("a type that nobody knows")
        << contoso::inGroup(u"Contoso.Things/things/t"_s) << idle << u"resource-identity-unknown"_s;
}

void TestAttachIdentity::planningFails()
{
    QFETCH(QString, resource);
    QFETCH(QString, identity);
    SimulatedAzure azure(contoso::world());
    QTEST(why(plan(azure, wish(resource, identity))), "finding");
}

void TestAttachIdentity::anIdentityOfAnotherRegionIsRefused()
{
    SimulatedAzure azure(contoso::world());
    QString scope = u"Regional"_s;
    azure.instead = [&scope](const ServerRequest &request) -> std::optional<ServerResponse> {
        if (request.path != idle)
            return std::nullopt;
        const QJsonObject properties{{u"isolationScope"_s, scope}};
        return answer(200,
                      {{u"id"_s, idle}, {u"location"_s, u"northeurope"_s}, {u"properties"_s, properties}});
    };
    const auto refused = plan(azure, wish(contoso::machine, idle));
    QCOMPARE(why(refused), u"identity-region-isolated"_s);
    QCOMPARE(refused.problem().evidence["what"_L1].toString(), u"westeurope"_s);
    scope = u"None"_s;
    QVERIFY(plan(azure, wish(contoso::machine, idle)));
}

void TestAttachIdentity::anIdentityThatMayNotBeReadCanBeAttached()
{
    SimulatedAzure azure(contoso::world());
    azure.instead = [](const ServerRequest &request) -> std::optional<ServerResponse> {
        if (request.path != idle)
            return std::nullopt;
        return refusal(403, u"AuthorizationFailed"_s);
    };
    const auto planned = plan(azure, wish(contoso::machine, idle));
    QVERIFY(planned);
    QVERIFY(attach(azure, *planned));
}

void TestAttachIdentity::attachingFails_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("finding");
    QTest::addColumn<QString>("permission");

    const QString client = u"The client 'jane' with object id 'x' "_s;
    QTest::addRow("no right to change it")
        << 403 << u"AuthorizationFailed"_s
        << client
            + u"does not have authorization to perform action 'Microsoft.Compute/virtualMachines/write' over "
              "scope '/subscriptions/s/vm' or the scope is invalid."_s
        << u"identity-assign-denied"_s << u"Microsoft.Compute/virtualMachines/write"_s;
    QTest::addRow("no right to use the identity")
        << 403 << u"LinkedAuthorizationFailed"_s
        << client
            + u"has permission to perform action 'Microsoft.Compute/virtualMachines/write' on scope '/vm'; "
              "however, it does not have permission to perform action(s) "
              "'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action' on the linked scope(s) '/id' "
              "(respectively) or the linked scope(s) are invalid."_s
        << u"identity-assign-denied"_s << u"Microsoft.ManagedIdentity/userAssignedIdentities/assign/action"_s;
    QTest::addRow("locked")
        << 409 << u"ScopeLocked"_s
        << u"The scope '/subscriptions/s/vm' cannot perform write operation because following "
           "scope(s) are locked: '/subscriptions/s'."_s
        << u"resource-locked"_s << QString();
    QTest::addRow("gone meanwhile") << 404 << u"ResourceNotFound"_s << u"It was not found."_s
                                    << u"azure-resource-missing"_s << QString();
    QTest::addRow("another conflict") << 409 << u"OperationNotAllowed"_s << u"It is being deleted."_s
                                      << u"azure-request-refused"_s << QString();
    QTest::addRow("throttled") << 429 << u"TooManyRequests"_s << u"Later."_s << u"azure-throttled"_s
                               << QString();
    QTest::addRow("server error") << 500 << u"InternalServerError"_s << u"Oh."_s << u"azure-request-refused"_s
                                  << QString();
}

void TestAttachIdentity::attachingFails()
{
    QFETCH(int, status);
    QFETCH(QString, code);
    QFETCH(QString, message);
    QFETCH(QString, permission);
    SimulatedAzure azure(contoso::world());
    const auto planned = plan(azure, wish(contoso::machine, idle));
    QVERIFY(planned);
    azure.instead = [=](const ServerRequest &request) -> std::optional<ServerResponse> {
        if (request.method != "PATCH")
            return std::nullopt;
        return refusal(status, code, message);
    };
    azure.requests.clear();
    const auto done = attach(azure, *planned);
    QTEST(why(done), "finding");
    const QJsonObject evidence = done.problem().evidence;
    QCOMPARE(evidence["serviceCode"_L1].toString(), code);
    if (!permission.isEmpty())
        QCOMPARE(evidence["permission"_L1].toString(), permission);
    // A change is sent once.
    QCOMPARE(azure.requests.filter(u"PATCH"_s).size(), 1);
    QCOMPARE(azure.requests.size(), 2);
}

void TestAttachIdentity::aRightToUseTheIdentityIsNamed()
{
    sandbox::World world = contoso::world();
    const QString jane = contoso::objectId(u"jane"_s);
    using Level = sandbox::AzureRole::Level;
    world.azureRoles = {{.objectId = jane, .scope = contoso::machine, .level = Level::Contributor},
                        {.objectId = jane, .scope = idle, .level = Level::Reader}};
    SimulatedAzure azure(world);
    const auto planned = plan(azure, wish(contoso::machine, idle));
    QCOMPARE(why(planned), QString());
    const auto done = attach(azure, *planned);
    QCOMPARE(why(done), u"identity-assign-denied"_s);
    const QJsonObject evidence = done.problem().evidence;
    QCOMPARE(evidence["permission"_L1].toString(),
             u"Microsoft.ManagedIdentity/userAssignedIdentities/assign/action"_s);
    QCOMPARE(evidence["resource"_L1].toString(), idle);
    QCOMPARE(evidence["resourceId"_L1].toString(), idle);
    QCOMPARE(attachedTo(azure.world), ids({u"id-deploy"_s}));
}

void TestAttachIdentity::aPlanOfYesterdayIsRefused()
{
    SimulatedAzure azure(contoso::world());
    const auto planned = plan(azure, wish(contoso::machine, idle));
    QVERIFY(planned);
    azure.world.machine.userAssigned.append(contoso::objectId(u"id-deploy-test"_s));
    azure.requests.clear();
    QCOMPARE(why(attach(azure, *planned)), u"attach-plan-outdated"_s);
    QCOMPARE(azure.requests, QStringList{u"GET management.azure.com"_s + contoso::machine});
}

void TestAttachIdentity::anIdentityThatWasDroppedIsSeen()
{
    SimulatedAzure azure(contoso::world());
    const auto planned = plan(azure, wish(contoso::machine, idle));
    QVERIFY(planned);
    // A policy takes the one away as soon as the other is there.
    azure.instead = [&azure](const ServerRequest &request) -> std::optional<ServerResponse> {
        if (request.path.contains("/operations/"_L1))
            azure.world.machine.userAssigned.removeAll(contoso::objectId(u"id-deploy"_s));
        return std::nullopt;
    };
    const auto done = attach(azure, *planned);
    QCOMPARE(why(done), u"identity-dropped"_s);
    QCOMPARE(done.problem().evidence["resourceId"_L1].toString(), contoso::identityId(u"id-deploy"_s));
    QCOMPARE(done.problem().evidence["command"_L1].toString(),
             attachCommand(planned->resource, *ResourceId::parse(contoso::identityId(u"id-deploy"_s))));

    SimulatedAzure other(contoso::world());
    other.instead = [&other](const ServerRequest &request) -> std::optional<ServerResponse> {
        if (request.path.contains("/operations/"_L1))
            other.world.machine.userAssigned.removeAll(contoso::objectId(u"id-idle"_s));
        return std::nullopt;
    };
    const auto again = plan(other, wish(contoso::machine, idle));
    QVERIFY(again);
    QCOMPARE(why(attach(other, *again)), u"identity-not-attached"_s);
}

void TestAttachIdentity::anOperationThatFailsIsToldInItsWords()
{
    SimulatedAzure azure(contoso::world());
    const auto planned = plan(azure, wish(scaleSet, idle));
    QVERIFY(planned);
    azure.instead = [](const ServerRequest &request) -> std::optional<ServerResponse> {
        if (!request.path.contains("/operations/"_L1))
            return std::nullopt;
        const QJsonObject error{{u"code"_s, u"FailedIdentityOperation"_s}, {u"message"_s, u"Gone."_s}};
        return answer(200, {{u"status"_s, u"Failed"_s}, {u"error"_s, error}});
    };
    const auto done = attach(azure, *planned);
    QCOMPARE(why(done), u"azure-operation-failed"_s);
    QCOMPARE(done.problem().evidence["serviceCode"_L1].toString(), u"FailedIdentityOperation"_s);
    QCOMPARE(done.problem().evidence["serviceMessage"_L1].toString(), u"Gone."_s);
}

void TestAttachIdentity::anOperationWithoutEndIsLeftAlone()
{
    SimulatedAzure azure(contoso::world());
    const auto planned = plan(azure, wish(scaleSet, idle));
    QVERIFY(planned);
    azure.instead = [](const ServerRequest &request) -> std::optional<ServerResponse> {
        if (!request.path.contains("/operations/"_L1))
            return std::nullopt;
        ServerResponse response = answer(200, {{u"status"_s, u"InProgress"_s}});
        response.addHeader("Retry-After", "60");
        return response;
    };
    const auto done = attach(azure, *planned);
    QCOMPARE(why(done), u"azure-operation-slow"_s);
    QCOMPARE(done.problem().evidence["seconds"_L1].toInt(), 600);
    QVERIFY(azure.requests.filter(u"/operations/"_s).size() <= 21);
}

void TestAttachIdentity::aStopEndsTheWait()
{
    SimulatedAzure azure(contoso::world());
    const auto planned = plan(azure, wish(scaleSet, idle));
    QVERIFY(planned);
    std::stop_source stop;
    azure.instead = [&stop](const ServerRequest &request) -> std::optional<ServerResponse> {
        if (request.path.contains("/operations/"_L1))
            stop.request_stop();
        return std::nullopt;
    };
    QCOMPARE(why(attach(azure, *planned, stop.get_token())), u"run-stopped"_s);
    QCOMPARE(azure.requests.filter(u"/operations/"_s).size(), 1);
}

QTEST_GUILESS_MAIN(TestAttachIdentity)
#include "tst_attachidentity.moc"
