#include "core/result/organization.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

class OrganizationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFormGivesTheName_data();
    void everyFormGivesTheName();
    void otherTextsAreRefusedWithTheirReason_data();
    void otherTextsAreRefusedWithTheirReason();
    void anAddressBehindTheNameIsAProject_data();
    void anAddressBehindTheNameIsAProject();
    void plainHttpIsAccepted();
    void unusualCharactersAreNoReasonToRefuse_data();
    void unusualCharactersAreNoReasonToRefuse();
    void theAddressIsCanonical();
    void namesCompareWithoutCase();
    void aPasswordInTheAddressIsNotRepeated();
    void aTokenInPlaceOfANameIsNotRepeated();
    void aNameAloneIsChecked();
};

void OrganizationTest::everyFormGivesTheName_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("legacy");

    QTest::newRow("name") << u"contoso"_s << u"contoso"_s << false;
    QTest::newRow("name, slash behind") << u"contoso/"_s << u"contoso"_s << false;
    QTest::newRow("name in capitals") << u"Contoso"_s << u"Contoso"_s << false;
    QTest::newRow("name of fifty") << QString(50, u'a') << QString(50, u'a') << false;
    QTest::newRow("blanks around") << u"  contoso\n"_s << u"contoso"_s << false;
    QTest::newRow("no-break blanks") << u"\u00a0contoso\u200b"_s << u"contoso"_s << false;
    QTest::newRow("byte-order mark") << u"\ufeffhttps://dev.azure.com/contoso"_s << u"contoso"_s << false;
    QTest::newRow("quotes") << u"\"contoso\""_s << u"contoso"_s << false;
    QTest::newRow("typographic quotes")
        << u"\u201chttps://dev.azure.com/contoso\u201d"_s << u"contoso"_s << false;
    QTest::newRow("angle brackets") << u"<https://dev.azure.com/contoso>"_s << u"contoso"_s << false;
    QTest::newRow("new") << u"https://dev.azure.com/contoso"_s << u"contoso"_s << false;
    QTest::newRow("new, slashes") << u"https://dev.azure.com/contoso///"_s << u"contoso"_s << false;
    QTest::newRow("new, doubled slash") << u"https://dev.azure.com//contoso"_s << u"contoso"_s << false;
    QTest::newRow("new, no scheme") << u"dev.azure.com/contoso"_s << u"contoso"_s << false;
    QTest::newRow("new, two slashes") << u"//dev.azure.com/contoso"_s << u"contoso"_s << false;
    QTest::newRow("new, capitals") << u"HTTPS://DEV.Azure.COM/Contoso"_s << u"Contoso"_s << false;
    QTest::newRow("new, http") << u"http://dev.azure.com/contoso"_s << u"contoso"_s << false;
    QTest::newRow("new, port") << u"https://dev.azure.com:443/contoso"_s << u"contoso"_s << false;
    QTest::newRow("new, port, no scheme") << u"dev.azure.com:443/contoso"_s << u"contoso"_s << false;
    QTest::newRow("new, dot behind host") << u"https://dev.azure.com./contoso"_s << u"contoso"_s << false;
    QTest::newRow("new, query") << u"https://dev.azure.com/contoso?view=a/b"_s << u"contoso"_s << false;
    QTest::newRow("new, fragment") << u"https://dev.azure.com/contoso#x"_s << u"contoso"_s << false;
    QTest::newRow("new, encoded") << u"https://dev.azure.com/con%74oso"_s << u"contoso"_s << false;
    QTest::newRow("new, settings page")
        << u"https://dev.azure.com/contoso/_settings/users"_s << u"contoso"_s << false;
    QTest::newRow("user, path") << u"https://alice@dev.azure.com/contoso/p/_git/r"_s << u"contoso"_s << false;
    QTest::newRow("user, no path") << u"https://contoso@dev.azure.com"_s << u"contoso"_s << false;
    QTest::newRow("user, slash") << u"contoso@dev.azure.com/"_s << u"contoso"_s << false;
    QTest::newRow("vssps") << u"https://vssps.dev.azure.com/contoso/_apis/graph/users"_s << u"contoso"_s
                           << false;
    QTest::newRow("vsaex") << u"https://vsaex.dev.azure.com/contoso"_s << u"contoso"_s << false;
    QTest::newRow("vsrm") << u"https://vsrm.dev.azure.com/contoso"_s << u"contoso"_s << false;
    QTest::newRow("feeds") << u"https://feeds.dev.azure.com/contoso"_s << u"contoso"_s << false;
    QTest::newRow("pkgs") << u"https://pkgs.dev.azure.com/contoso/_packaging/f/nuget/v3/index.json"_s
                          << u"contoso"_s << false;
    QTest::newRow("legacy") << u"https://contoso.visualstudio.com"_s << u"contoso"_s << true;
    QTest::newRow("legacy, no scheme") << u"contoso.visualstudio.com/"_s << u"contoso"_s << true;
    QTest::newRow("legacy, collection")
        << u"https://contoso.visualstudio.com/DefaultCollection/"_s << u"contoso"_s << true;
    QTest::newRow("legacy, capitals") << u"https://Contoso.VisualStudio.com"_s << u"Contoso"_s << true;
    QTest::newRow("legacy vssps") << u"https://contoso.vssps.visualstudio.com"_s << u"contoso"_s << true;
    QTest::newRow("legacy vsaex") << u"https://contoso.vsaex.visualstudio.com/_apis"_s << u"contoso"_s
                                  << true;
    QTest::newRow("legacy vsrm") << u"https://contoso.vsrm.visualstudio.com"_s << u"contoso"_s << true;
    QTest::newRow("legacy pkgs") << u"https://contoso.pkgs.visualstudio.com"_s << u"contoso"_s << true;
    QTest::newRow("ssh") << u"git@ssh.dev.azure.com:v3/contoso/project/repo"_s << u"contoso"_s << false;
    QTest::newRow("ssh address") << u"ssh://git@ssh.dev.azure.com/v3/contoso/project/repo"_s << u"contoso"_s
                                 << false;
    QTest::newRow("ssh address, port")
        << u"ssh://git@ssh.dev.azure.com:22/v3/contoso/project/repo"_s << u"contoso"_s << false;
    QTest::newRow("legacy ssh") << u"contoso@vs-ssh.visualstudio.com:v3/contoso/project/repo"_s
                                << u"contoso"_s << true;
}

void OrganizationTest::everyFormGivesTheName()
{
    QFETCH(QString, text);
    const auto input = parseOrganization(text);
    if (!input)
        QFAIL(qPrintable(input.problem().evidence.value("reason"_L1).toString()));
    QTEST(input->name.toString(), "name");
    QTEST(input->legacyHost, "legacy");
    QCOMPARE(input->url(), u"https://dev.azure.com/"_s + input->name.toString());
}

void OrganizationTest::otherTextsAreRefusedWithTheirReason_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("reason");

    QTest::newRow("nothing") << QString() << u"it is empty"_s;
    QTest::newRow("blanks") << u" \t "_s << u"it is empty"_s;
    QTest::newRow("quotes alone") << u"\"\""_s << u"it is empty"_s;
    QTest::newRow("fifty-one") << QString(51, u'a') << u"it has more than 50 characters"_s;
    QTest::newRow("endless") << u"https://dev.azure.com/contoso/"_s + QString(3000, u'a')
                             << u"it is too long"_s;
    QTest::newRow("line feed inside") << u"con\ntoso"_s << u"it contains a control character"_s;
    QTest::newRow("backslashes") << u"https:\\\\dev.azure.com\\contoso"_s << u"it contains a backslash"_s;
    QTest::newRow("ftp") << u"ftp://dev.azure.com/contoso"_s << u"its scheme is not supported"_s;
    QTest::newRow("ssh, other host") << u"ssh://git@github.com/contoso"_s << u"its scheme is not supported"_s;
    QTest::newRow("other port") << u"https://dev.azure.com:8080/contoso"_s << u"its port is not supported"_s;
    QTest::newRow("port of http") << u"https://dev.azure.com:80/contoso"_s << u"its port is not supported"_s;
    QTest::newRow("host only") << u"https://dev.azure.com/"_s << u"it does not name an organization"_s;
    QTest::newRow("interface of the host")
        << u"https://dev.azure.com/_apis/resourceAreas"_s << u"it does not name an organization"_s;
    QTest::newRow("portal") << u"https://portal.azure.com/contoso"_s << u"its host is unknown"_s;
    QTest::newRow("server of one's own")
        << u"https://tfs.contoso.example/tfs/DefaultCollection"_s << u"its host is unknown"_s;
    QTest::newRow("name and project") << u"contoso/project"_s << u"its host is unknown"_s;
    QTest::newRow("host that only looks so")
        << u"https://dev.azure.com.evil.example/contoso"_s << u"its host is unknown"_s;
    QTest::newRow("host behind a user")
        << u"https://dev.azure.com@evil.example/contoso"_s << u"its host is unknown"_s;
    QTest::newRow("host that ends so") << u"https://evildev.azure.com/contoso"_s << u"its host is unknown"_s;
    QTest::newRow("deep label") << u"https://a.contoso.visualstudio.com"_s << u"its host is unknown"_s;
    QTest::newRow("profile host") << u"https://app.vssps.visualstudio.com"_s
                                  << u"its host does not serve organizations"_s;
    QTest::newRow("marketplace") << u"https://marketplace.visualstudio.com/items"_s
                                 << u"its host does not serve organizations"_s;
    QTest::newRow("own pages") << u"https://aex.dev.azure.com/me"_s
                               << u"its host does not serve organizations"_s;
    QTest::newRow("label of the new host") << u"https://contoso.dev.azure.com"_s
                                           << u"the organization must be in the path, not in the host name"_s;
    QTest::newRow("bad encoding") << u"https://dev.azure.com/con%zztoso"_s
                                  << u"its percent encoding is malformed"_s;
    QTest::newRow("encoding of no text")
        << u"https://dev.azure.com/con%fftoso"_s << u"its percent encoding is malformed"_s;
    QTest::newRow("encoded slash") << u"https://dev.azure.com/con%2ftoso"_s
                                   << u"it contains a character that is not allowed"_s;
    QTest::newRow("encoded dots") << u"https://dev.azure.com/%2e%2e"_s
                                  << u"it contains a character that is not allowed"_s;
    QTest::newRow("dots") << u"https://dev.azure.com/../contoso"_s
                          << u"it contains a character that is not allowed"_s;
    QTest::newRow("placeholder") << u"https://dev.azure.com/{org}"_s
                                 << u"it contains a character that is not allowed"_s;
    QTest::newRow("blank inside") << u"con toso"_s << u"it contains a character that is not allowed"_s;
    QTest::newRow("umlaut") << u"k\u00f6ln"_s << u"it contains characters other than ASCII"_s;
    QTest::newRow("umlaut in the path")
        << u"https://dev.azure.com/k\u00f6ln"_s << u"it contains characters other than ASCII"_s;
    QTest::newRow("encoded umlaut") << u"https://dev.azure.com/k%C3%B6ln"_s
                                    << u"it contains characters other than ASCII"_s;
    QTest::newRow("umlaut in the label")
        << u"https://k\u00f6ln.visualstudio.com"_s << u"it contains characters other than ASCII"_s;
    QTest::newRow("Cyrillic host") << u"https://dev.\u0430zure.com/contoso"_s
                                   << u"it contains characters other than ASCII"_s;
    QTest::newRow("punycode host") << u"https://dev.xn--zure-7nd.com/contoso"_s << u"its host is unknown"_s;
    QTest::newRow("ssh without organization")
        << u"git@ssh.dev.azure.com:v3/"_s << u"its port is not supported"_s;
}

void OrganizationTest::otherTextsAreRefusedWithTheirReason()
{
    QFETCH(QString, text);
    const auto input = parseOrganization(text);
    QVERIFY2(!input, input ? qPrintable(input->name.toString()) : "");
    QCOMPARE(input.problem().findingId.toString(), u"organization-invalid"_s);
    QTEST(input.problem().evidence.value("reason"_L1).toString(), "reason");
    QVERIFY(input.problem().evidence.contains("value"_L1));
}

void OrganizationTest::anAddressBehindTheNameIsAProject_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("project");

    QTest::newRow("none") << u"https://dev.azure.com/contoso"_s << QString();
    QTest::newRow("project") << u"https://dev.azure.com/contoso/Fabrikam/_git/web"_s << u"Fabrikam"_s;
    QTest::newRow("project, encoded")
        << u"https://dev.azure.com/contoso/Fabrikam%20Fiber"_s << u"Fabrikam Fiber"_s;
    QTest::newRow("project with a blank")
        << u"https://dev.azure.com/contoso/Fabrikam Fiber"_s << u"Fabrikam Fiber"_s;
    QTest::newRow("page") << u"https://dev.azure.com/contoso/_settings"_s << QString();
    QTest::newRow("query") << u"https://dev.azure.com/contoso?project=Fabrikam"_s << QString();
    QTest::newRow("legacy") << u"https://contoso.visualstudio.com/Fabrikam"_s << u"Fabrikam"_s;
    QTest::newRow("legacy, collection")
        << u"https://contoso.visualstudio.com/DefaultCollection/Fabrikam"_s << u"Fabrikam"_s;
    QTest::newRow("legacy, collection alone")
        << u"https://contoso.visualstudio.com/defaultcollection"_s << QString();
    QTest::newRow("ssh") << u"git@ssh.dev.azure.com:v3/contoso/Fabrikam/web"_s << u"Fabrikam"_s;
}

void OrganizationTest::anAddressBehindTheNameIsAProject()
{
    QFETCH(QString, text);
    const auto input = parseOrganization(text);
    QVERIFY(bool(input));
    QTEST(input->project, "project");
    QCOMPARE(input->namesProject(), !input->project.isEmpty());
}

void OrganizationTest::plainHttpIsAccepted()
{
    QVERIFY(parseOrganization(u"http://dev.azure.com/contoso"_s));
    QVERIFY(parseOrganization(u"http://contoso.visualstudio.com"_s));
}

void OrganizationTest::unusualCharactersAreNoReasonToRefuse_data()
{
    QTest::addColumn<QString>("text");

    QTest::newRow("letters") << u"contoso"_s;
    QTest::newRow("digits and hyphen") << u"4-contoso-2"_s;
    QTest::newRow("one letter") << u"c"_s;
    QTest::newRow("underscore") << u"con_toso"_s;
    QTest::newRow("hyphen first") << u"-contoso"_s;
    QTest::newRow("hyphen last") << u"contoso-"_s;
    QTest::newRow("dot") << u"https://dev.azure.com/con.toso"_s;
}

void OrganizationTest::unusualCharactersAreNoReasonToRefuse()
{
    QFETCH(QString, text);
    QVERIFY(parseOrganization(text));
}

void OrganizationTest::theAddressIsCanonical()
{
    const auto input = parseOrganization(u"https://contoso.vsaex.visualstudio.com/_apis?x=1"_s);
    QVERIFY(bool(input));
    QCOMPARE(input->url(), u"https://dev.azure.com/contoso"_s);
}

void OrganizationTest::namesCompareWithoutCase()
{
    QVERIFY(*OrganizationName::parse(u"Contoso"_s) == *OrganizationName::parse(u"contoso"_s));
    QVERIFY(!(*OrganizationName::parse(u"contoso"_s) == *OrganizationName::parse(u"contoso2"_s)));
}

void OrganizationTest::aPasswordInTheAddressIsNotRepeated()
{
    const auto input = parseOrganization(u"https://alice:hunter2@dev.example.com/contoso"_s);
    QVERIFY(!input);
    const QString shown = input.problem().evidence.value("value"_L1).toString();
    QVERIFY2(!shown.contains("hunter2"_L1), qPrintable(shown));
    QVERIFY2(shown.contains("dev.example.com/contoso"_L1), qPrintable(shown));

    const auto good = parseOrganization(u"https://alice:hunter2@dev.azure.com/contoso/_git/web"_s);
    QVERIFY(bool(good));
    QCOMPARE(good->name.toString(), u"contoso"_s);
    QCOMPARE(good->text, u"https://dev.azure.com/contoso"_s);
    QCOMPARE(parseOrganization(u" https://dev.azure.com/contoso/ "_s)->text,
             u"https://dev.azure.com/contoso/"_s);
}

void OrganizationTest::aTokenInPlaceOfANameIsNotRepeated()
{
    const QString token = QString(52, u'a');
    const auto input = parseOrganization(token);
    QVERIFY(!input);
    QCOMPARE(input.problem().evidence.value("reason"_L1).toString(), u"it has more than 50 characters"_s);
    QVERIFY(!input.problem().evidence.value("value"_L1).toString().contains(token));
}

void OrganizationTest::aNameAloneIsChecked()
{
    QVERIFY(bool(OrganizationName::parse(u"contoso"_s)));
    QVERIFY(!OrganizationName::parse(u"https://dev.azure.com/contoso"_s));
    QVERIFY(!OrganizationName::parse(QString()));
}

QTEST_GUILESS_MAIN(OrganizationTest)
#include "tst_organization.moc"
