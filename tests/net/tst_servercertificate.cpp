// Which certificates of a server are accepted: by name as Terraform does, or the one that a request is bound
// to.

#include "core/net/certificatename.h"
#include "core/net/http.h"
#include "core/sandbox/server/certificateauthority.h"
#include "tests/identity/vectorserver.h"
#include "tests/support/await.h"
#include "tests/support/words.h"

#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

namespace {

const sandbox::CertificateAuthority &authority()
{
    static const sandbox::CertificateAuthority made;
    return made;
}

QByteArray thumbprint()
{
    return authority().serverCertificate().digest(QCryptographicHash::Sha1).toHex();
}

Request boundTo(const QByteArray &wanted, const VectorServer &server)
{
    QUrl url = server.address();
    url.setScheme(u"https"_s);
    Request request("GET", url, Way::IdentityEndpoint);
    request.pinnedThumbprint = wanted;
    request.secretHeaders.append({QByteArray("Secret"), Secret(QByteArray("value"))});
    return request;
}

class TlsServer : public VectorServer {
public:
    explicit TlsServer(const sandbox::CertificateAuthority &certificates = authority())
        : VectorServer({WireAnswer{wire(200, "OK", {}, "hello")}})
    {
        useTls(certificates.serverConfiguration());
    }
};

// An authority whose server has these names.
sandbox::CertificateAuthority named(const char *names, const char *commonName = "another server")
{
    return sandbox::CertificateAuthority(
        sandbox::CertificateAuthority::ServerCertificate{.names = names, .commonName = commonName});
}

} // namespace

class TestServerCertificate final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theOneCertificateMayAnswer()
    {
        TlsServer server;
        const Http http(Host::from({}), NetSettings());
        const Reply reply = await(http.send(boundTo(thumbprint(), server), {}));
        QCOMPARE(word(reply.delivery), word(Delivery::Answered));
        QCOMPARE(reply.body, QByteArray("hello"));
        QCOMPARE(server.requests().size(), 1);
        QCOMPARE(server.requests().front().header("Secret"), QByteArray("value"));
    }

    void anotherCertificateGetsNothing()
    {
        TlsServer server;
        const Http http(Host::from({}), NetSettings());
        const Reply reply = await(http.send(boundTo(QByteArray(40, 'f'), server), {}));
        QCOMPARE(word(reply.delivery), word(Delivery::TlsPeerRejected));
        QCOMPARE(reply.status, 0);
        QVERIFY(server.requests().isEmpty());
    }

    void noConnectionIsUsedAgain()
    {
        TlsServer server;
        const Http http(Host::from({}), NetSettings());
        QCOMPARE(word(await(http.send(boundTo(thumbprint(), server), {})).delivery),
                 word(Delivery::Answered));
        QCOMPARE(word(await(http.send(boundTo(QByteArray(40, 'f'), server), {})).delivery),
                 word(Delivery::TlsPeerRejected));
        QCOMPARE(server.requests().size(), 1);
    }

    void aTrustedCertificateIsNotEnough()
    {
        TlsServer server;
        NetSettings settings;
        settings.extraAuthorities = authority().certificatePem();
        const Http http(Host::from({}), settings);
        const Reply reply = await(http.send(boundTo(QByteArray(40, '0'), server), {}));
        QCOMPARE(word(reply.delivery), word(Delivery::TlsPeerRejected));
        QVERIFY(server.requests().isEmpty());
    }

    void theCommonNameIsNotEnough()
    {
        for (const bool isInTheList : {true, false}) {
            const sandbox::CertificateAuthority certificates =
                named(isInTheList ? "IP:127.0.0.1" : "DNS:intranet.contoso.example", "127.0.0.1");
            TlsServer server(certificates);
            NetSettings settings;
            settings.extraAuthorities = certificates.certificatePem();
            QUrl url = server.address();
            url.setScheme(u"https"_s);
            const Http http(Host::from({}), settings);
            const Reply reply = await(http.send(Request("GET", url, Way::Internet), {}));
            QCOMPARE(word(reply.delivery),
                     word(isInTheList ? Delivery::Answered : Delivery::TlsPeerRejected));
            QCOMPARE(server.requests().size(), isInTheList ? 1 : 0);
        }
    }

    void namesAreThoseOfGo_data()
    {
        QTest::addColumn<QByteArray>("names");
        QTest::addColumn<QString>("host");
        QTest::addColumn<bool>("isNamed");
        const auto row = [](const QByteArray &names, const QString &host, bool isNamed) {
            QTest::addRow("%s for %s", names.constData(), qPrintable(host)) << names << host << isNamed;
        };
        row("DNS:dev.azure.com", u"dev.azure.com"_s, true);
        row("DNS:dev.azure.com", u"DEV.azure.com"_s, true);
        row("DNS:dev.azure.com", u"dev.azure.com."_s, true);
        row("DNS:other.example,DNS:dev.azure.com", u"dev.azure.com"_s, true);
        row("DNS:*.azure.com", u"dev.azure.com"_s, true);
        row("DNS:*.azure.com", u"azure.com"_s, false);
        row("DNS:*.azure.com", u"a.dev.azure.com"_s, false);
        row("DNS:d*.azure.com", u"dev.azure.com"_s, false);
        row("DNS:dev.*.com", u"dev.azure.com"_s, false);
        row("DNS:*", u"localhost"_s, false);
        row("DNS:xn--mnchen-3ya.example", u"m\u00fcnchen.example"_s, true);
        row("IP:10.0.0.4", u"10.0.0.4"_s, true);
        row("IP:10.0.0.4", u"10.0.0.5"_s, false);
        row("DNS:10.0.0.4", u"10.0.0.4"_s, false);
        row("IP:fe80::1", u"fe80:0::1"_s, true);
        row("email:someone@contoso.example", u"contoso.example"_s, false);
    }

    void namesAreThoseOfGo()
    {
        QFETCH(QByteArray, names);
        QFETCH(QString, host);
        QFETCH(bool, isNamed);
        const sandbox::CertificateAuthority certificates = named(names.constData(), "dev.azure.com");
        QVERIFY(certificates.isValid());
        QCOMPARE(namesHost(certificates.serverCertificate(), host), isNamed);
    }

    void withoutTlsNothingIsSent()
    {
        VectorServer server({WireAnswer{VectorServer::wire(200, "OK", {}, "hello")}});
        Request request = boundTo(thumbprint(), server);
        request.url.setScheme(u"http"_s);
        const Http http(Host::from({}), NetSettings());
        QCOMPARE(word(await(http.send(request, {})).delivery), word(Delivery::NotSent));
        QVERIFY(server.requests().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestServerCertificate)
#include "tst_servercertificate.moc"
