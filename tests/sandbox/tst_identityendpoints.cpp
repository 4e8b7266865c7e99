// The identity endpoints of the simulated Azure, asked by the program's own client over sockets.

#include "core/identity/identityendpoint.h"
#include "core/sandbox/sandboxserver.h"
#include "core/sandbox/scenarios/scenario.h"
#include "core/sandbox/server/certificateauthority.h"
#include "tests/support/await.h"
#include "tests/support/words.h"

#include <QSslCertificate>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

using Kind = sandbox::LocalEndpoint::Kind;

const QString clientId = u"c0ffee11-2233-4455-8677-8899aabbccdd"_s;
const QString keyPath = u"/var/opt/azcmagent/tokens/k.key"_s;

sandbox::Scenario scenarioWith(Kind kind)
{
    sandbox::Scenario scenario = *sandbox::Scenario::named(u"healthy"_s);
    scenario.world.localEndpoint = {.kind = kind, .secret = u"the-secret"_s, .keyPath = keyPath};
    scenario.world.machine.userAssigned = {u"0badc0de-1122-4334-9556-778899001122"_s};
    return scenario;
}

QJsonObject variablesFor(Kind kind)
{
    switch (kind) {
    case Kind::AppService:
    case Kind::ContainerApp:
        return {{u"IDENTITY_ENDPOINT"_s, u"http://localhost:4141/msi/token"_s},
                {u"IDENTITY_HEADER"_s, u"the-secret"_s}};
    case Kind::AppService2017:
        return {{u"MSI_ENDPOINT"_s, u"http://localhost:4141/MSI/token/"_s},
                {u"MSI_SECRET"_s, u"the-secret"_s},
                {u"WEBSITE_SITE_NAME"_s, u"app"_s}};
    case Kind::MachineLearning:
        return {{u"MSI_ENDPOINT"_s, u"http://127.0.0.1:46808/MSI/auth"_s},
                {u"MSI_SECRET"_s, u"the-secret"_s}};
    case Kind::Automation:
        return {{u"IDENTITY_ENDPOINT"_s, u"http://127.0.0.1:65530/oauth2/token"_s},
                {u"IDENTITY_HEADER"_s, u"the-secret"_s},
                {u"AUTOMATION_ASSET_SANDBOX_ID"_s, u"1"_s}};
    case Kind::CloudShell:
        return {{u"MSI_ENDPOINT"_s, u"http://localhost:50342/oauth2/token"_s}};
    case Kind::Arc:
        return {{u"IDENTITY_ENDPOINT"_s, u"http://localhost:40342/metadata/identity/oauth2/token"_s},
                {u"IMDS_ENDPOINT"_s, u"http://localhost:40342"_s}};
    case Kind::ServiceFabric:
        return {{u"IDENTITY_ENDPOINT"_s, u"https://localhost:2377/metadata/identity/oauth2/token"_s},
                {u"IDENTITY_HEADER"_s, u"the-secret"_s}};
    case Kind::VirtualMachineExtension:
    case Kind::None:
        break;
    }
    return {};
}

TokenAnswer ask(sandbox::SandboxServer &server, QJsonObject variables, const QString &selected = {})
{
    NetSettings settings;
    settings.simulatedAzure = server.url();
    settings.simulatedAzureTls = server.tlsUrl();
    const Host host =
        Host::from(*HostImage::fromJson({{u"clock"_s, 1790000000},
                                         {u"env"_s, variables},
                                         {u"files"_s, QJsonObject{{keyPath, u"the-secret"_s}}}}));
    const IdentitySelector selector =
        selected.isEmpty() ? IdentitySelector() : IdentitySelector(*ClientId::parse(selected));
    return await(askForToken(Http(host, settings), TokenQuestion(selector), {}));
}

} // namespace

class TestIdentityEndpoints final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyEndpointGivesItsToken_data()
    {
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("selected"); // kind when id-terraform is asked for; empty: a token of it
        QTest::addRow("app service") << Kind::AppService << u"app-service"_s << QString();
        QTest::addRow("container app") << Kind::ContainerApp << u"app-service"_s << QString();
        QTest::addRow("app service 2017") << Kind::AppService2017 << u"app-service"_s << QString();
        QTest::addRow("automation") << Kind::Automation << u"app-service"_s << QString();
        QTest::addRow("machine learning") << Kind::MachineLearning << u"machine-learning"_s << QString();
        QTest::addRow("arc") << Kind::Arc << u"arc"_s << u"selector_ignored"_s;
        QTest::addRow("cloud shell") << Kind::CloudShell << u"cloud-shell"_s << u"selector_unsupported"_s;
    }

    void everyEndpointGivesItsToken()
    {
        QFETCH(Kind, kind);
        QFETCH(QString, source);
        QFETCH(QString, selected);
        sandbox::SandboxServer server(scenarioWith(kind));
        QVERIFY(server.listen());
        const TokenAnswer answer = ask(server, variablesFor(kind));
        QCOMPARE(word(answer.fault), kind == Kind::CloudShell ? u"user_token"_s : QString());
        QVERIFY(answer.hasToken());
        QCOMPARE(word(sourceOf(*answer.endpoint)), source);

        const TokenAnswer other = ask(server, variablesFor(kind), clientId);
        QCOMPARE(word(other.fault), selected);
        QCOMPARE(other.hasToken(), selected.isEmpty());
        if (other.hasToken())
            QCOMPARE(other.token->claims->appId, clientId);
    }

    void serviceFabricIsThereByItsCertificateOnly()
    {
        sandbox::SandboxServer server(scenarioWith(Kind::ServiceFabric));
        QVERIFY(server.listen() && server.listenTls());
        QJsonObject variables = variablesFor(Kind::ServiceFabric);
        variables[u"IDENTITY_SERVER_THUMBPRINT"_s] = QString::fromLatin1(server.tlsThumbprint());
        const TokenAnswer answer = ask(server, variables);
        QVERIFY2(answer.hasToken(), qPrintable(word(answer.fault)));
        QCOMPARE(server.requests().size(), 1);

        variables[u"IDENTITY_SERVER_THUMBPRINT"_s] = QString(40, u'0');
        QCOMPARE(word(ask(server, variables).fault), u"sf_thumbprint_mismatch"_s);
        QCOMPARE(server.requests().size(), 1);
    }

    void arcThatKnowsUserAssignedIdentitiesEchoes()
    {
        sandbox::Scenario scenario = scenarioWith(Kind::Arc);
        scenario.world.localEndpoint.knowsUserAssigned = true;
        sandbox::SandboxServer server(scenario);
        QVERIFY(server.listen());
        const TokenAnswer answer = ask(server, variablesFor(Kind::Arc), clientId);
        QVERIFY2(answer.hasToken(), qPrintable(word(answer.fault)));
        QCOMPARE(server.requests().size(), 2);
        QCOMPARE(server.requests().at(0).status, 401);
    }

    void aWrongSecretIsRefused_data()
    {
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<QString>("variable");
        QTest::addRow("app service") << Kind::AppService << u"IDENTITY_HEADER"_s;
        QTest::addRow("app service 2017") << Kind::AppService2017 << u"MSI_SECRET"_s;
        QTest::addRow("machine learning") << Kind::MachineLearning << u"MSI_SECRET"_s;
        QTest::addRow("automation") << Kind::Automation << u"IDENTITY_HEADER"_s;
    }

    void aWrongSecretIsRefused()
    {
        QFETCH(Kind, kind);
        QFETCH(QString, variable);
        sandbox::SandboxServer server(scenarioWith(kind));
        QVERIFY(server.listen());
        QJsonObject variables = variablesFor(kind);
        variables[variable] = u"another"_s;
        QCOMPARE(word(ask(server, variables).fault), u"secret_rejected"_s);
    }

    void theSimulatorStillTellsAboutItself()
    {
        sandbox::SandboxServer server(scenarioWith(Kind::Arc));
        QVERIFY(server.listen());
        Request request("GET", server.url().resolved(QUrl(u"/.signet/scenario"_s)), Way::IdentityEndpoint);
        const Reply reply = await(Http(Host::from({}), NetSettings()).send(request, {}));
        QCOMPARE(reply.status, 200);
    }
};

QTEST_GUILESS_MAIN(TestIdentityEndpoints)
#include "tst_identityendpoints.moc"
