#include "core/host/systemauthorities.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

QByteArray certificate(const QByteArray &text)
{
    return "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n";
}

Host hostWith(const QJsonObject &files)
{
    auto image = HostImage::fromJson({{u"files"_s, files}});
    if (!image)
        qFatal("the image is wrong");
    return Host::from(std::move(*image));
}

} // namespace

class TestSystemAuthorities : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatTheSystemTrustsIsLeftOut();
    void withoutTheSystemsFolderNothingIs();
};

void TestSystemAuthorities::whatTheSystemTrustsIsLeftOut()
{
    const Host host = hostWith({{u"/etc/ssl/certs/0a1b2c3d.0"_s, QString::fromLatin1(certificate("AA\nBB"))},
                                {u"/etc/ssl/certs/0a1b2c3d.1"_s, QString::fromLatin1(certificate("CC"))},
                                // OpenSSL does not find it under that name.
                                {u"/etc/ssl/certs/list.pem"_s, QString::fromLatin1(certificate("DD"))}});
    QCOMPARE(authoritiesBeyondSystem(host, certificate("AABB") + "a comment\n" + certificate("CC")),
             QByteArray());
    QCOMPARE(authoritiesBeyondSystem(host, certificate("CC") + certificate("DD") + certificate("EE")),
             certificate("DD") + certificate("EE"));
}

void TestSystemAuthorities::withoutTheSystemsFolderNothingIs()
{
    QCOMPARE(authoritiesBeyondSystem(hostWith({}), certificate("AA")), certificate("AA"));
}

QTEST_GUILESS_MAIN(TestSystemAuthorities)
#include "tst_systemauthorities.moc"
