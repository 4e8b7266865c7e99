#include "core/machine/endpointkind.h"
#include "core/signin/managedidentitysignin.h"
#include "tests/support/await.h"

#include <QTcpServer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

// The identity of the machine in the administrator's place; that it signs in stands beside the other ways.
class TestManagedIdentitySignIn : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theEndpointThatTheMachineHasIsAskedAndNamed_data()
    {
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("key");
        QTest::addRow("App Service") << u"IDENTITY_ENDPOINT"_s << u"IDENTITY_HEADER"_s;
        QTest::addRow("App Service before 2019") << u"MSI_ENDPOINT"_s << u"MSI_SECRET"_s;
    }

    void theEndpointThatTheMachineHasIsAskedAndNamed()
    {
        QFETCH(QString, variable);
        QFETCH(QString, key);
        // Takes whoever comes, and says nothing.
        QTcpServer endpoint;
        QVERIFY(endpoint.listen(QHostAddress::LocalHost));
        int visits = 0;
        connect(&endpoint, &QTcpServer::newConnection, &endpoint, [&] {
            ++visits;
            delete endpoint.nextPendingConnection();
        });
        const QString address = u"http://127.0.0.1:%1/msi/token"_s.arg(endpoint.serverPort());
        HostImage image;
        image.env.insert(variable, address);
        image.env.insert(key, u"a-key"_s);
        const Http http(Host::from(image), NetSettings());
        const auto failed = await(proven(std::make_shared<ManagedIdentitySignIn>(http), std::stop_token()));
        QVERIFY(!failed);
        QVERIFY(visits > 0);
        QCOMPARE(failed.problem().findingId.toString(), u"managed-identity-not-answering"_s);
        QCOMPARE(failed.problem().evidence["endpoint"_L1].toString(), address);
    }

    void anEndpointWithoutAnAddressIsNamedByItsKind()
    {
        HostImage image;
        image.env.insert(u"IDENTITY_ENDPOINT"_s, u"file:///etc/passwd"_s);
        image.env.insert(u"IDENTITY_HEADER"_s, u"a-key"_s);
        const Http http(Host::from(image), NetSettings());
        const auto failed = await(proven(std::make_shared<ManagedIdentitySignIn>(http), std::stop_token()));
        QVERIFY(!failed);
        QCOMPARE(failed.problem().evidence["endpoint"_L1].toString(), nameOf(EndpointKind::AppService));
    }

    void whichIdentityItIsIsKept()
    {
        const IdentitySelector selector(*ClientId::parse(u"5f0e6d3c-1b2a-4c3d-8e4f-9a0b1c2d3e4f"_s));
        const Http http(Host::from(HostImage()), NetSettings());
        QVERIFY(ManagedIdentitySignIn(http, selector).stored().identity == selector);
        QVERIFY(ManagedIdentitySignIn(http).stored().identity.isNone());
    }
};

QTEST_GUILESS_MAIN(TestManagedIdentitySignIn)
#include "tst_managedidentitysignin.moc"
