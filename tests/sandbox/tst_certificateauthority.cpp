#include "core/sandbox/server/certificateauthority.h"

#include <QSslServer>
#include <QSslSocket>
#include <QTest>

#include <array>
#include <utility>

using namespace Qt::StringLiterals;
using namespace signet::sandbox;

class TestCertificateAuthority : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void clientsWithTheAuthorityTrustTheServer_data();
    void clientsWithTheAuthorityTrustTheServer();
    void clientsWithoutTheAuthorityDoNot();
    void clientsWithAnotherAuthorityDoNot();
    void faultyCertificateIsRefusedForItsFault();
    void everyAuthorityIsNew();
    void pemIsTheSameCertificate();
};

namespace {

struct Outcome {
    bool encrypted = false;
    QList<QSslError::SslError> errors;
};

Outcome connectTo(const CertificateAuthority &server, const QList<QSslCertificate> &trusted,
                  const QString &name)
{
    QSslServer listener;
    listener.setSslConfiguration(server.serverConfiguration());
    if (!listener.listen(QHostAddress(QHostAddress::LocalHost)))
        qFatal("cannot listen");
    QSslSocket client;
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setCaCertificates(trusted);
    client.setSslConfiguration(configuration);
    Outcome outcome;
    QObject::connect(&client, &QSslSocket::sslErrors, &client, [&](const QList<QSslError> &errors) {
        for (const QSslError &error : errors)
            outcome.errors.append(error.error());
    });
    bool ended = false;
    QObject::connect(&client, &QSslSocket::encrypted, &client, [&] { outcome.encrypted = true; });
    QObject::connect(&client, &QSslSocket::errorOccurred, &client, [&] { ended = true; });
    client.connectToHostEncrypted(u"127.0.0.1"_s, listener.serverPort(), name);
    if (!QTest::qWaitFor([&] { return outcome.encrypted || ended; }, 5000))
        qFatal("no handshake");
    return outcome;
}

} // namespace

void TestCertificateAuthority::clientsWithTheAuthorityTrustTheServer_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("covered");
    for (const char *name :
         {"dev.azure.com", "vssps.dev.azure.com", "vsaex.dev.azure.com", "contoso.visualstudio.com",
          "contoso.vssps.visualstudio.com", "contoso.vsaex.visualstudio.com",
          "spsprodweu1.vssps.visualstudio.com", "management.azure.com", "login.microsoftonline.com",
          "graph.microsoft.com", "localhost", "127.0.0.1", "169.254.169.254"})
        QTest::addRow("%s", name) << QString::fromLatin1(name) << true;
    for (const char *name : {"azure.com", "a.b.dev.azure.com", "example.com", "127.0.0.2"})
        QTest::addRow("not %s", name) << QString::fromLatin1(name) << false;
}

void TestCertificateAuthority::clientsWithTheAuthorityTrustTheServer()
{
    QFETCH(QString, name);
    QFETCH(bool, covered);
    static const CertificateAuthority authority;
    QVERIFY(authority.isValid());
    const Outcome outcome = connectTo(authority, {authority.certificate()}, name);
    QCOMPARE(outcome.encrypted, covered);
    QCOMPARE(outcome.errors,
             covered ? QList<QSslError::SslError>{}
                     : QList<QSslError::SslError>{QSslError::HostNameMismatch});
}

void TestCertificateAuthority::clientsWithoutTheAuthorityDoNot()
{
    const CertificateAuthority authority;
    const Outcome outcome = connectTo(authority, {}, u"dev.azure.com"_s);
    QVERIFY(!outcome.encrypted);
    QVERIFY(!outcome.errors.isEmpty());
}

void TestCertificateAuthority::clientsWithAnotherAuthorityDoNot()
{
    const CertificateAuthority authority;
    const CertificateAuthority other;
    const Outcome outcome = connectTo(authority, {other.certificate()}, u"dev.azure.com"_s);
    QVERIFY(!outcome.encrypted);
}

void TestCertificateAuthority::faultyCertificateIsRefusedForItsFault()
{
    using Faulty = CertificateAuthority::ServerCertificate;
    const std::array faults{
        std::pair(Faulty{.validUntil = "20210101000000Z"}, QSslError::CertificateExpired),
        std::pair(Faulty{.names = "DNS:intranet.contoso.example"}, QSslError::HostNameMismatch),
        std::pair(Faulty{.isSelfSigned = true}, QSslError::SelfSignedCertificate)};
    for (const auto &[faulty, error] : faults) {
        const CertificateAuthority server(faulty);
        // A client that trusts a certificate by itself trusts a self-signed one.
        const QList<QSslCertificate> trusted =
            faulty.isSelfSigned ? QList<QSslCertificate>() : QList{server.certificate()};
        const Outcome outcome = connectTo(server, trusted, u"dev.azure.com"_s);
        QVERIFY2(!outcome.encrypted, qPrintable(QString::number(error)));
        QVERIFY2(outcome.errors.contains(error), qPrintable(QString::number(error)));
    }
}

void TestCertificateAuthority::everyAuthorityIsNew()
{
    const CertificateAuthority one;
    const CertificateAuthority two;
    QVERIFY(one.certificate() != two.certificate());
    QVERIFY(one.serverKey().toDer() != two.serverKey().toDer());
}

void TestCertificateAuthority::pemIsTheSameCertificate()
{
    const CertificateAuthority authority;
    QVERIFY(authority.certificatePem().startsWith("-----BEGIN CERTIFICATE-----"));
    QVERIFY(!authority.certificatePem().contains("PRIVATE"));
    QCOMPARE(QSslCertificate(authority.certificatePem(), QSsl::Pem), authority.certificate());
    QVERIFY(authority.certificate().isSelfSigned());
    QVERIFY(!authority.serverCertificate().isSelfSigned());
    QCOMPARE(authority.serverKey().algorithm(), QSsl::Ec);
}

QTEST_GUILESS_MAIN(TestCertificateAuthority)
#include "tst_certificateauthority.moc"
