#include "core/terraform/decision.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

using Form = ProviderAddress::Form;

// One way to write the organization's address, and what the provider does with it.
struct Row {
    const char *what;
    QString value;
    Form form;
    QString error; // beginning of what the provider prints; empty where it works
    QString organization; // that it leads to, or was meant to lead to
    QString corrected; // as Signet would write it
    const char *source; // "run": the real provider was run with it; "Go": follows from net/url of Go
};

const QString page = u"invalid character '<' looking for beginning of value"_s;
const QString contoso = u"https://dev.azure.com/contoso"_s;

// Runs: 1.16.0 against a simulated Azure DevOps; the forms of the first block with 1.10.0 and 1.11.0, too.
QList<Row> rows()
{
    const QString name = u"contoso"_s;
    const QString control = u"parse \"https://dev.azure.com/contoso\\n/_apis\": net/url: invalid control "
                            "character in URL"_s;
    return {
        // Works.
        {"plain", contoso, Form::Organization, {}, name, contoso, "run"},
        {"capitals",
         u"https://dev.azure.com/Contoso"_s,
         Form::Organization,
         {},
         u"Contoso"_s,
         u"https://dev.azure.com/Contoso"_s,
         "run"},
        {"scheme and host in capitals",
         u"HTTPS://Dev.Azure.Com/contoso"_s,
         Form::Organization,
         {},
         name,
         contoso,
         "run"},
        {"slash behind", contoso + u'/', Form::Organization, {}, name, contoso, "run"},
        {"three slashes behind", contoso + u"///"_s, Form::Organization, {}, name, contoso, "run"},
        {"two slashes between",
         u"https://dev.azure.com//contoso"_s,
         Form::Organization,
         {},
         name,
         contoso,
         "run"},
        {"port 443", u"https://dev.azure.com:443/contoso"_s, Form::Organization, {}, name, contoso, "run"},
        {"old host", u"https://contoso.visualstudio.com"_s, Form::LegacyHost, {}, name, contoso, "run"},
        {"old host, slash",
         u"https://contoso.visualstudio.com/"_s,
         Form::LegacyHost,
         {},
         name,
         contoso,
         "run"},
        {"old host, DefaultCollection",
         u"https://contoso.visualstudio.com/DefaultCollection"_s,
         Form::LegacyHost,
         {},
         name,
         contoso,
         "run"},
        {"old host of a service",
         u"https://contoso.vssps.visualstudio.com"_s,
         Form::LegacyHost,
         {},
         name,
         contoso,
         "run"},
        {"vssps", u"https://vssps.dev.azure.com/contoso"_s, Form::Organization, {}, name, contoso, "run"},
        {"feeds", u"https://feeds.dev.azure.com/contoso"_s, Form::Organization, {}, name, contoso, "run"},
        {"user in front",
         u"https://contoso@dev.azure.com/contoso"_s,
         Form::Organization,
         {},
         name,
         contoso,
         "Go"},
        {"escaped letter", u"https://dev.azure.com/con%74oso"_s, Form::Organization, {}, name, contoso, "Go"},

        // Something behind the organization.
        {"project", contoso + u"/Payments"_s, Form::BeyondOrganization, page, name, contoso, "run"},
        {"project, slash", contoso + u"/Payments/"_s, Form::BeyondOrganization, page, name, contoso, "run"},
        {"repository", contoso + u"/Payments/_git/web"_s, Form::BeyondOrganization, page, name, contoso,
         "run"},
        {"_apis", contoso + u"/_apis"_s, Form::BeyondOrganization, page, name, contoso, "run"},
        {"settings", contoso + u"/_settings/users"_s, Form::BeyondOrganization, page, name, contoso, "run"},
        {"DefaultCollection", contoso + u"/DefaultCollection"_s, Form::BeyondOrganization, page, name,
         contoso, "run"},
        {"old host, organization again", u"https://contoso.visualstudio.com/contoso"_s,
         Form::BeyondOrganization, page, name, contoso, "run"},
        {"old host, project", u"https://contoso.visualstudio.com/Payments"_s, Form::BeyondOrganization, page,
         name, contoso, "run"},

        // Not an address for Go.
        {"no scheme", u"dev.azure.com/contoso"_s, Form::NotParsed,
         u"Options \"dev.azure.com/contoso/_apis\": unsupported protocol scheme \"\""_s, name, contoso,
         "run"},
        {"name alone", name, Form::NotParsed,
         u"Options \"contoso/_apis\": unsupported protocol scheme \"\""_s, name, contoso, "run"},
        {"two slashes, no scheme", u"//dev.azure.com/contoso"_s, Form::NotParsed,
         u"Options \"//dev.azure.com/contoso/_apis\": unsupported protocol scheme \"\""_s, name, contoso,
         "Go"},
        {"blank in front", u' ' + contoso, Form::NotParsed,
         u"parse \" https://dev.azure.com/contoso/_apis\": first path segment in URL cannot contain colon"_s,
         name, contoso, "run"},
        {"tab in front", u'\t' + contoso, Form::NotParsed,
         u"parse \"\\thttps://dev.azure.com/contoso/_apis\": net/url: invalid control character in URL"_s,
         name, contoso, "run"},
        {"line break behind", contoso + u'\n', Form::NotParsed, control, name, contoso, "run"},
        {"quotes", u'"' + contoso + u'"', Form::NotParsed,
         u"parse \"\\\"https://dev.azure.com/contoso\\\"/_apis\": first path segment in URL cannot contain "
         "colon"_s,
         name, contoso, "Go"},
        {"backslashes",
         u"https:\\\\dev.azure.com\\contoso"_s,
         Form::NotParsed,
         u"Options \"https:\\\\\\\\dev.azure.com\\\\contoso/_apis\": http: no Host in request URL"_s,
         {},
         {},
         "run"},
        {"one slash",
         u"https:/dev.azure.com/contoso"_s,
         Form::NotParsed,
         u"Options \"https:/dev.azure.com/contoso/_apis\": http: no Host in request URL"_s,
         {},
         {},
         "Go"},
        {"ssh",
         u"ssh://dev.azure.com/contoso"_s,
         Form::NotParsed,
         u"Options \"ssh://dev.azure.com/contoso/_apis\": unsupported protocol scheme \"ssh\""_s,
         {},
         {},
         "Go"},
        {"bad escape",
         u"https://dev.azure.com/con%zzoso"_s,
         Form::NotParsed,
         u"parse \"https://dev.azure.com/con%zzoso/_apis\": invalid URL escape \"%zz\""_s,
         {},
         {},
         "Go"},
        {"blank in the host",
         u"https://dev azure.com/contoso"_s,
         Form::NotParsed,
         u"parse \"https://dev azure.com/contoso/_apis\": invalid character \" \" in host name"_s,
         {},
         {},
         "Go"},
        {"port in letters",
         u"https://dev.azure.com:abc/contoso"_s,
         Form::NotParsed,
         u"parse \"https://dev.azure.com:abc/contoso/_apis\": invalid port \":abc\" after host"_s,
         {},
         {},
         "Go"},

        // An address that leads elsewhere.
        {"http", u"http://dev.azure.com/contoso"_s, Form::Unencrypted, page, name, contoso, "run"},
        {"http, old host", u"http://contoso.visualstudio.com"_s, Form::Unencrypted, page, name, contoso,
         "run"},
        {"query", contoso + u"?api-version=7.1"_s, Form::MisplacedApi, page, name, contoso, "run"},
        {"fragment", contoso + u"#top"_s, Form::MisplacedApi, page, name, contoso, "run"},
        {"host alone", u"https://dev.azure.com"_s, Form::NoOrganization, page, {}, {}, "run"},
        {"host alone, slash", u"https://dev.azure.com/"_s, Form::NoOrganization, page, {}, {}, "run"},
        {"sample", u"https://dev.azure.com/<your-org>"_s, Form::NoOrganization, page, {}, {}, "run"},
        {"blank behind", contoso + u' ', Form::NoOrganization, page, {}, {}, "run"},
        {"blank in the name", u"https://dev.azure.com/con toso"_s, Form::NoOrganization, page, {}, {}, "run"},
        {"server of one's own",
         u"https://tfs.contoso.example/tfs/DefaultCollection"_s,
         Form::ForeignHost,
         u"Options \"https://tfs.contoso.example/tfs/defaultcollection/_apis\""_s,
         {},
         {},
         "run"},
        {"typing error",
         u"https://dev.azure.con/contoso"_s,
         Form::ForeignHost,
         u"Options \"https://dev.azure.con/contoso/_apis\""_s,
         {},
         {},
         "run"},
        {"address in digits",
         u"https://10.99.1.10/contoso"_s,
         Form::ForeignHost,
         u"Options \"https://10.99.1.10/contoso/_apis\""_s,
         {},
         {},
         "run"},
        {"other port",
         u"https://dev.azure.com:8443/contoso"_s,
         Form::ForeignHost,
         u"Options \"https://dev.azure.com:8443/contoso/_apis\""_s,
         {},
         {},
         "Go"},
        {"other site",
         u"https://portal.azure.com/contoso"_s,
         Form::ForeignHost,
         u"Options \"https://portal.azure.com/contoso/_apis\""_s,
         {},
         {},
         "Go"},
    };
}

DecisionInput input(const char *version)
{
    DecisionInput input;
    input.version = *ProviderVersion::parse(QString::fromLatin1(version));
    input.arguments = {
        {u"use_msi"_s, ConfigurationValue::fromBool(true)},
        {u"client_id"_s, ConfigurationValue::string(u"3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617"_s)}};
    input.machine = {EndpointAnswer::Token, AzureCliState::SignedIn, true};
    return input;
}

Decision decideFor(const char *version, const QString &value, bool inBlock)
{
    DecisionInput asked = input(version);
    if (inBlock)
        asked.arguments.insert(u"org_service_url"_s, ConfigurationValue::string(value));
    else
        asked.environment = Environment({{u"AZDO_ORG_SERVICE_URL"_s, value}}, Platform::Linux);
    return decide(asked, Host::from(HostImage()));
}

} // namespace

class ProviderAddressTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // The table of the forms, printed: form, version, place, what the provider does, what it is taken for.
    void eachFormIsWhatTheProviderMakesOfIt()
    {
        int cells = 0;
        for (const Row &row : rows()) {
            for (const char *version : {"1.10.0", "1.11.0", "1.16.0"}) {
                for (const bool inBlock : {true, false}) {
                    const Decision decision = decideFor(version, row.value, inBlock);
                    const ProviderAddress &address = decision.address;
                    const QByteArray cell =
                        QByteArray(row.what) + ", " + version + ", " + (inBlock ? "block" : "variable");
                    qInfo("%-50s %-19s %s [%s]", cell.constData(), toString(address.form).data(),
                          row.error.isEmpty() ? "works" : "fails", row.source);
                    QVERIFY2(address.form == row.form, cell + ": " + toString(address.form).data());
                    const QString organization =
                        address.organization ? address.organization->toString() : QString();
                    QVERIFY2(organization == row.organization, cell + ": " + organization.toUtf8());
                    QVERIFY2(address.corrected() == row.corrected,
                             cell + ": " + address.corrected().toUtf8());
                    QVERIFY2(decision.error.startsWith(row.error)
                                 && decision.error.isEmpty() == row.error.isEmpty(),
                             cell + ": " + decision.error.toUtf8());
                    QCOMPARE(decision.configured(), row.error.isEmpty());
                    QCOMPARE(address.base.isEmpty(),
                             address.form != Form::Organization && address.form != Form::LegacyHost
                                 && address.form != Form::BeyondOrganization);
                    ++cells;
                }
            }
        }
        qInfo("%d forms, %d cells", int(rows().size()), cells);
        QVERIFY(rows().size() >= 40);
    }

    void emptyOrAbsentIsNoAddress()
    {
        for (const bool inBlock : {true, false}) {
            const Decision decision = decideFor("1.16.0", {}, inBlock);
            QVERIFY(decision.address.form == Form::Missing);
            QCOMPARE(decision.error, u"the url of the Azure DevOps is required"_s);
            QVERIFY(!decision.managedIdentityAsked);
        }
    }

    void blockHidesTheVariable()
    {
        DecisionInput asked = input("1.16.0");
        asked.environment =
            Environment({{u"AZDO_ORG_SERVICE_URL"_s, contoso + u"/Payments"_s}}, Platform::Linux);
        asked.arguments.insert(u"org_service_url"_s, ConfigurationValue::string(contoso));
        QVERIFY(decide(asked, Host::from(HostImage())).configured());
        // An empty text is a value; null is not.
        asked.arguments.insert(u"org_service_url"_s, ConfigurationValue::string({}));
        QVERIFY(decide(asked, Host::from(HostImage())).address.form == Form::Missing);
        asked.arguments.insert(u"org_service_url"_s, ConfigurationValue());
        QVERIFY(decide(asked, Host::from(HostImage())).address.form == Form::BeyondOrganization);
    }

    void unknownValueIsNotGuessed()
    {
        DecisionInput asked = input("1.16.0");
        asked.arguments.insert(u"org_service_url"_s, ConfigurationValue::unknown({u"var.url"_s}));
        const Decision decision = decide(asked, Host::from(HostImage()));
        QVERIFY(decision.address.form == Form::Unknown);
        QVERIFY(!decision.address.works());
    }

    void passwordIsNotShown()
    {
        const Decision decision =
            decideFor("1.16.0", u"https://alice:hunter2hunter2@dev.azure.com/contoso/x"_s, true);
        QVERIFY(!decision.address.text.contains("hunter2"_L1));
        QVERIFY(!decision.error.contains("hunter2"_L1));
        QCOMPARE(decision.address.base.toString(), u"https://dev.azure.com/contoso/x"_s);
    }
};

QTEST_GUILESS_MAIN(ProviderAddressTest)
#include "tst_provideraddress.moc"
