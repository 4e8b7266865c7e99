// A request that is bound to one certificate, against a server over TLS.

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
    TlsServer()
        : VectorServer({WireAnswer{wire(200, "OK", {}, "hello")}})
    {
        useTls(authority().serverConfiguration());
    }
};

} // namespace

class TestPinnedCertificate final : public QObject {
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

QTEST_GUILESS_MAIN(TestPinnedCertificate)
#include "tst_pinnedcertificate.moc"
