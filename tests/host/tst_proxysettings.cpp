#include "core/host/proxysettings.h"

#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

// Row by row as golang.org/x/net/http/httpproxy decides, because that is what Terraform does.

class TestProxySettings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void proxyIsThatOfGo_data();
    void proxyIsThatOfGo();
    void valueThatGoCannotUseIsRefused_data();
    void valueThatGoCannotUseIsRefused();
};

using Variables = QMap<QString, QString>;

void TestProxySettings::proxyIsThatOfGo_data()
{
    QTest::addColumn<Variables>("variables");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("variable"); // that decides; empty: no proxy
    QTest::addColumn<QString>("proxy");

    const QString imds = u"http://169.254.169.254/metadata/identity/oauth2/token"_s;
    const QString devOps = u"https://dev.azure.com/contoso"_s;
    const QString p = u"http://proxy.example:3128"_s;
    const auto row = [](const char *name, const Variables &variables, const QString &url,
                        const QString &variable, const QString &proxy) {
        QTest::newRow(name) << variables << url << variable << proxy;
    };

    row("nothing set", {}, imds, {}, {});
    row("HTTP_PROXY takes the metadata address", {{u"HTTP_PROXY"_s, p}}, imds, u"HTTP_PROXY"_s, p);
    row("http_proxy too", {{u"http_proxy"_s, p}}, imds, u"http_proxy"_s, p);
    row("upper case first", {{u"HTTP_PROXY"_s, p}, {u"http_proxy"_s, u"http://other:1"_s}}, imds,
        u"HTTP_PROXY"_s, p);
    row("empty counts as unset", {{u"HTTP_PROXY"_s, {}}, {u"http_proxy"_s, p}}, imds, u"http_proxy"_s, p);
    row("HTTPS_PROXY does not take http", {{u"HTTPS_PROXY"_s, p}}, imds, {}, {});
    row("HTTPS_PROXY takes https", {{u"HTTPS_PROXY"_s, p}}, devOps, u"HTTPS_PROXY"_s, p);
    row("HTTP_PROXY does not take https", {{u"HTTP_PROXY"_s, p}}, devOps, {}, {});
    row("without scheme", {{u"HTTP_PROXY"_s, u"proxy.example:3128"_s}}, imds, u"HTTP_PROXY"_s, p);
    row("ALL_PROXY is not read", {{u"ALL_PROXY"_s, p}}, imds, {}, {});
    row("loopback never", {{u"HTTP_PROXY"_s, p}}, u"http://localhost:4141/MSI/token"_s, {}, {});
    row("127.x never", {{u"HTTP_PROXY"_s, p}}, u"http://127.0.0.9:40342/"_s, {}, {});

    const auto except = [&](const char *name, const QString &noProxy, const QString &url, bool excluded) {
        const bool https = url.startsWith("https"_L1);
        const QString variable = https ? u"HTTPS_PROXY"_s : u"HTTP_PROXY"_s;
        row(name, {{u"HTTP_PROXY"_s, p}, {u"HTTPS_PROXY"_s, p}, {u"NO_PROXY"_s, noProxy}}, url,
            excluded ? QString() : variable, excluded ? QString() : p);
    };
    except("address itself", u"169.254.169.254"_s, imds, true);
    except("in a list with blanks", u"localhost, 169.254.169.254 ,example.com"_s, imds, true);
    except("network", u"169.254.0.0/16"_s, imds, true);
    except("other network", u"10.0.0.0/8"_s, imds, false);
    except("star", u"*"_s, imds, true);
    except("address with its port", u"169.254.169.254:80"_s, imds, true);
    except("address with another port", u"169.254.169.254:8080"_s, imds, false);
    except("only localhost", u"localhost,127.0.0.1"_s, imds, false);
    // For Go this is a domain, and the address ends as the hosts in it do.
    except("end of an address", u"169.254"_s, imds, true);
    except("begin of an address", u"169.254.169"_s, imds, false);
    except("short network", u"169.254/16"_s, imds, false);
    except("IPv6 with a port", u"[fd00::1]:443"_s, u"https://[fd00::1]/"_s, true);
    except("IPv6 with another port", u"[fd00::1]:80"_s, u"https://[fd00::1]/"_s, false);
    except("a port that is no number", u"169.254.169.254:http"_s, imds, false);
    except("a port alone", u":80"_s, imds, false);
    except("an empty port", u"169.254.169.254:"_s, imds, true);
    except("domain", u"azure.com"_s, devOps, true);
    except("domain with a dot", u".azure.com"_s, devOps, true);
    except("domain with a star", u"*.azure.com"_s, devOps, true);
    except("host itself", u"DEV.azure.com"_s, devOps, true);
    except("dot excludes only what is below", u".dev.azure.com"_s, devOps, false);
    except("end of a name", u"zure.com"_s, devOps, false);
    except("host with port 443", u"dev.azure.com:443"_s, devOps, true);
    row("no_proxy in lower case", {{u"HTTP_PROXY"_s, p}, {u"no_proxy"_s, u"169.254.169.254"_s}}, imds, {},
        {});
}

void TestProxySettings::valueThatGoCannotUseIsRefused_data()
{
    QTest::addColumn<Variables>("variables");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("variable"); // whose value fails the request; empty: none

    const QString imds = u"http://169.254.169.254/metadata/identity/oauth2/token"_s;
    const QString loopback = u"http://127.0.0.1:41741/msi/token"_s;
    const QString devOps = u"https://dev.azure.com/contoso"_s;
    const QString p = u"http://proxy.example:3128"_s;
    const QString garbage = u"::garbage::"_s;
    const auto row = [](const char *name, const Variables &variables, const QString &url,
                        const QString &variable) { QTest::newRow(name) << variables << url << variable; };
    row("a proxy", {{u"HTTP_PROXY"_s, p}}, imds, {});
    row("garbage", {{u"HTTP_PROXY"_s, garbage}}, imds, u"HTTP_PROXY"_s);
    row("garbage for https", {{u"HTTPS_PROXY"_s, garbage}}, devOps, u"HTTPS_PROXY"_s);
    row("garbage in lower case", {{u"https_proxy"_s, garbage}}, devOps, u"https_proxy"_s);
    row("garbage behind a scheme", {{u"HTTP_PROXY"_s, u"http://proxy:port"_s}}, imds, u"HTTP_PROXY"_s);
    row("garbage and NO_PROXY", {{u"HTTP_PROXY"_s, garbage}, {u"NO_PROXY"_s, u"169.254.169.254"_s}}, imds,
        {});
    row("garbage and loopback", {{u"HTTP_PROXY"_s, garbage}}, loopback, {});
    row("blank in front", {{u"HTTP_PROXY"_s, u" "_s + p}}, imds, {});
    row("blank behind", {{u"HTTP_PROXY"_s, p + u' '}}, imds, u"HTTP_PROXY"_s);
    row("line end", {{u"HTTP_PROXY"_s, p + u'\n'}}, imds, {});
    const QString cgi = u"REQUEST_METHOD"_s;
    row("CGI", {{u"HTTP_PROXY"_s, p}, {cgi, u"GET"_s}}, imds, u"HTTP_PROXY"_s);
    row("CGI in lower case", {{u"http_proxy"_s, p}, {cgi, u"GET"_s}}, imds, u"http_proxy"_s);
    row("CGI and NO_PROXY", {{u"HTTP_PROXY"_s, p}, {cgi, u"GET"_s}, {u"NO_PROXY"_s, u"*"_s}}, imds,
        u"HTTP_PROXY"_s);
    row("CGI and loopback", {{u"HTTP_PROXY"_s, p}, {cgi, u"GET"_s}}, loopback, u"HTTP_PROXY"_s);
    row("CGI and https", {{u"HTTPS_PROXY"_s, p}, {cgi, u"GET"_s}}, devOps, {});
    row("CGI without a proxy", {{cgi, u"GET"_s}}, imds, {});
}

void TestProxySettings::valueThatGoCannotUseIsRefused()
{
    QFETCH(Variables, variables);
    QFETCH(QString, url);
    QFETCH(QString, variable);
    const ProxySettings settings(Environment(variables, Platform::Linux));
    const auto refusal = settings.refusalFor(QUrl(url));
    QCOMPARE(refusal ? refusal->variable : QString(), variable);
    if (refusal)
        QVERIFY(!settings.proxyFor(QUrl(url)).isValid());
}

void TestProxySettings::proxyIsThatOfGo()
{
    QFETCH(Variables, variables);
    QFETCH(QString, url);
    QFETCH(QString, variable);
    QFETCH(QString, proxy);
    const ProxySettings settings(Environment(variables, Platform::Linux));
    QCOMPARE(settings.variableFor(QUrl(url)), variable);
    QCOMPARE(settings.proxyFor(QUrl(url)).toString(), proxy);
}

QTEST_APPLESS_MAIN(TestProxySettings)
#include "tst_proxysettings.moc"
