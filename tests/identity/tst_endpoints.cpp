#include "core/identity/arcchallenge.h"
#include "core/identity/identityendpoint.h"
#include "core/identity/servicefabricendpoint.h"
#include "core/signin/clitoken.h"
#include "core/signin/devicecode.h"
#include "tests/support/await.h"
#include "tests/support/words.h"

#include <QJsonDocument>
#include <QTest>
#include <QUrlQuery>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

constexpr qint64 second = 1790000000;
const QString clientId = u"c0ffee11-2233-4455-8677-8899aabbccdd"_s;
const QString objectId = u"0badc0de-1122-4334-9556-778899001122"_s;
const QString resourceId =
    u"/subscriptions/5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id"_s;
const QString keyPath = u"/var/opt/azcmagent/tokens/k.key"_s;
const QString challenge = u"Basic realm="_s + keyPath;

using Environs = QMap<QString, QString>;

const Environs appService{{u"IDENTITY_ENDPOINT"_s, u"http://127.0.0.1:41741/msi/token/"_s},
                          {u"IDENTITY_HEADER"_s, u"header-value"_s}};
const Environs oldAppService{{u"MSI_ENDPOINT"_s, u"http://127.0.0.1:41741/MSI/token/"_s},
                             {u"MSI_SECRET"_s, u"header-value"_s},
                             {u"WEBSITE_SITE_NAME"_s, u"app"_s}};
const Environs machineLearning{{u"MSI_ENDPOINT"_s, u"http://127.0.0.1:46808/MSI/auth"_s},
                               {u"MSI_SECRET"_s, u"header-value"_s}};
const Environs cloudShell{{u"MSI_ENDPOINT"_s, u"http://localhost:50342/oauth2/token"_s}};
const Environs arc{{u"IDENTITY_ENDPOINT"_s, u"http://localhost:40342/metadata/identity/oauth2/token"_s},
                   {u"IMDS_ENDPOINT"_s, u"http://localhost:40342"_s}};
const Environs serviceFabric{
    {u"IDENTITY_ENDPOINT"_s, u"https://localhost:2377/metadata/identity/oauth2/token"_s},
    {u"IDENTITY_HEADER"_s, u"header-value"_s},
    {u"IDENTITY_SERVER_THUMBPRINT"_s, u"A1B2C3D4E5F60718293A4B5C6D7E8F9001122334"_s}};
const Environs automation{{u"IDENTITY_ENDPOINT"_s, u"http://127.0.0.1:65530/oauth2/token"_s},
                          {u"IDENTITY_HEADER"_s, u"header-value"_s},
                          {u"AUTOMATION_ASSET_SANDBOX_ID"_s, u"1"_s}};

Environs with(Environs environment, const QString &name, const QString &value)
{
    environment[name] = value;
    return environment;
}

Environs without(Environs environment, const QString &name)
{
    environment.remove(name);
    return environment;
}

Host hostWith(const Environs &environment, const QMap<QString, FileImage> &files = {},
              Platform platform = Platform::Linux)
{
    HostImage image;
    image.platform = platform;
    image.clock = second;
    image.env = environment;
    image.files = files;
    return Host::from(image);
}

FileImage text(const QByteArray &content)
{
    FileImage file;
    file.text = content;
    return file;
}

QByteArray part(const QJsonObject &json)
{
    return QJsonDocument(json)
        .toJson(QJsonDocument::Compact)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray tokenBody(const QJsonObject &fields = {}, const QJsonObject &changes = {})
{
    QJsonObject claims{{u"aud"_s, u"499b84ac-1321-427f-aa17-267ca6975798"_s},
                       {u"tid"_s, u"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a"_s},
                       {u"oid"_s, objectId},
                       {u"sub"_s, objectId},
                       {u"appid"_s, clientId},
                       {u"appidacr"_s, u"2"_s},
                       {u"iat"_s, second - 300},
                       {u"exp"_s, second + 86400},
                       {u"xms_mirid"_s, resourceId}};
    for (auto it = changes.begin(); it != changes.end(); ++it)
        claims[it.key()] = it.value();
    QJsonObject body{{u"access_token"_s,
                      QString::fromLatin1(part({{u"alg"_s, u"RS256"_s}}) + '.' + part(claims) + ".c2ln")},
                     {u"expires_on"_s, QString::number(second + 86400)},
                     {u"token_type"_s, u"Bearer"_s}};
    for (auto it = fields.begin(); it != fields.end(); ++it)
        body[it.key()] = it.value();
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

Reply reply(int status, const QByteArray &body, const QByteArray &authenticate = {})
{
    Reply answer;
    answer.delivery = Delivery::Answered;
    answer.status = status;
    answer.body = body;
    if (!authenticate.isEmpty())
        answer.headers.append({QByteArray("WWW-Authenticate"), authenticate});
    return answer;
}

// Answers in order, the last one again; remembers what was asked.
class Script final : public HttpTransport {
public:
    explicit Script(QList<Reply> replies)
        : m_replies(std::move(replies))
    {
    }
    QCoro::Task<Outcome> exchange(Request request, std::stop_token) override
    {
        requests.append(request);
        Outcome outcome;
        outcome.reply = m_replies.at(qMin(requests.size(), m_replies.size()) - 1);
        co_return outcome;
    }
    void warmUp(const QList<QUrl> &) override { }

    QList<Request> requests;

private:
    QList<Reply> m_replies;
};

IdentitySelector selectorFor(const QString &kind)
{
    if (kind == "client"_L1)
        return IdentitySelector(*ClientId::parse(clientId));
    if (kind == "object"_L1)
        return IdentitySelector(*ObjectId::parse(objectId));
    if (kind == "resource"_L1)
        return IdentitySelector(*ResourceId::parse(resourceId));
    return {};
}

TokenAnswer ask(const Host &host, const std::shared_ptr<Script> &script,
                const IdentitySelector &selector = {}, std::optional<EndpointKind> endpoint = {})
{
    TokenQuestion question(selector);
    question.endpoint = endpoint;
    return await(askForToken(Http(host, script), question, {}));
}

std::shared_ptr<Script> script(QList<Reply> replies)
{
    return std::make_shared<Script>(std::move(replies));
}

} // namespace

class TestEndpoints final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // ---- Which one

    void variablesAndFilesTellTheEndpoint_data()
    {
        QTest::addColumn<Environs>("environment");
        QTest::addColumn<QString>("file");
        QTest::addColumn<EndpointKind>("kind");
        const QString none;
        QTest::addRow("nothing") << Environs() << none << EndpointKind::Imds;
        QTest::addRow("app service") << appService << none << EndpointKind::AppService;
        QTest::addRow("app service before 2019") << oldAppService << none << EndpointKind::AppService2017;
        QTest::addRow("app service, old and new names")
            << with(with(appService, u"MSI_ENDPOINT"_s, u"http://127.0.0.1:41741/msi/token/"_s),
                    u"MSI_SECRET"_s, u"x"_s)
            << none << EndpointKind::AppService;
        QTest::addRow("container app without identity")
            << Environs{{u"CONTAINER_APP_NAME"_s, u"ca"_s}} << none << EndpointKind::AppService;
        QTest::addRow("service fabric") << serviceFabric << none << EndpointKind::ServiceFabric;
        QTest::addRow("automation") << automation << none << EndpointKind::Automation;
        QTest::addRow("automation, old names")
            << Environs{{u"MSI_ENDPOINT"_s, u"http://127.0.0.1:1/"_s},
                        {u"MSI_SECRET"_s, u"s"_s},
                        {u"AZUREPS_HOST_ENVIRONMENT"_s, u"AzureAutomation/"_s}}
            << none << EndpointKind::Automation;
        QTest::addRow("hybrid worker")
            << Environs{{u"AUTOMATION_ASSET_SANDBOX_ID"_s, u"1"_s}} << none << EndpointKind::Imds;
        QTest::addRow("machine learning") << machineLearning << none << EndpointKind::MachineLearning;
        QTest::addRow("cloud shell") << cloudShell << none << EndpointKind::CloudShell;
        QTest::addRow("arc by variables") << arc << none << EndpointKind::Arc;
        QTest::addRow("arc by file") << Environs() << u"/opt/azcmagent/bin/himds"_s << EndpointKind::Arc;
        QTest::addRow("arc by its older file")
            << Environs() << u"/var/opt/azcmagent/bin/himds"_s << EndpointKind::Arc;
        QTest::addRow("as the provider: header beats IMDS_ENDPOINT")
            << with(arc, u"IDENTITY_HEADER"_s, u"h"_s) << none << EndpointKind::AppService;
        QTest::addRow("as the provider: IDENTITY_ENDPOINT alone counts for nothing")
            << without(appService, u"IDENTITY_HEADER"_s) << none << EndpointKind::Imds;
        QTest::addRow("as the provider: MSI_ENDPOINT before arc")
            << with(arc, u"MSI_ENDPOINT"_s, u"http://localhost:1/"_s) << none << EndpointKind::CloudShell;
    }

    void variablesAndFilesTellTheEndpoint()
    {
        QFETCH(Environs, environment);
        QFETCH(QString, file);
        QFETCH(EndpointKind, kind);
        QMap<QString, FileImage> files;
        if (!file.isEmpty())
            files[file] = text("elf");
        QCOMPARE(nameOf(detectEndpoint(hostWith(environment, files))), nameOf(kind));
    }

    void theAnswerNamesTheEndpointThatWasAsked()
    {
        const auto replies = script({reply(200, tokenBody())});
        const TokenAnswer answer = ask(hostWith(appService), replies);
        QVERIFY(answer.endpoint == EndpointKind::AppService);
        QCOMPARE(word(sourceOf(*answer.endpoint)), u"app-service"_s);
        QCOMPARE(answer.address, u"http://127.0.0.1:41741/msi/token/"_s);
    }

    // ---- What is sent

    void selectorsAreSpelledAsTheEndpointWants_data()
    {
        QTest::addColumn<Environs>("environment");
        QTest::addColumn<QString>("selector");
        QTest::addColumn<QString>("name"); // empty: refused before anything is sent
        const auto rows = [](const char *endpoint, const Environs &environment, const char *client,
                             const char *object, const char *resource) {
            QTest::addRow("%s, client id", endpoint)
                << environment << u"client"_s << QString::fromLatin1(client);
            QTest::addRow("%s, object id", endpoint)
                << environment << u"object"_s << QString::fromLatin1(object);
            QTest::addRow("%s, resource id", endpoint)
                << environment << u"resource"_s << QString::fromLatin1(resource);
        };
        rows("imds", {}, "client_id", "object_id", "msi_res_id");
        rows("app service", appService, "client_id", "principal_id", "mi_res_id");
        rows("app service 2017", oldAppService, "clientid", "", "");
        rows("machine learning", machineLearning, "clientid", "", "");
        rows("cloud shell", cloudShell, "", "", "");
        rows("service fabric", serviceFabric, "", "", "");
        rows("automation", automation, "client_id", "", "");
        rows("arc", arc, "client_id", "object_id", "msi_res_id");
    }

    void selectorsAreSpelledAsTheEndpointWants()
    {
        QFETCH(Environs, environment);
        QFETCH(QString, selector);
        QFETCH(QString, name);
        const auto replies = script({reply(500, {})});
        const TokenAnswer answer = ask(hostWith(environment), replies, selectorFor(selector));
        if (name.isEmpty()) {
            QCOMPARE(word(answer.fault), u"selector_unsupported"_s);
            QCOMPARE(word(answer.delivery), word(Delivery::NotSent));
            QVERIFY(replies->requests.isEmpty());
            return;
        }
        const QUrlQuery query(replies->requests.front().url);
        QCOMPARE(query.queryItemValue(name, QUrl::FullyDecoded), selectorFor(selector).text());
        QCOMPARE(query.queryItems().size(), environment == automation ? 2 : 3);
    }

    void secretsGoIntoTheHeaderOfTheirEndpoint_data()
    {
        QTest::addColumn<Environs>("environment");
        QTest::addColumn<QByteArray>("header");
        QTest::addRow("app service") << appService << QByteArray("X-IDENTITY-HEADER");
        QTest::addRow("app service 2017") << oldAppService << QByteArray("secret");
        QTest::addRow("machine learning") << machineLearning << QByteArray("secret");
        QTest::addRow("service fabric") << serviceFabric << QByteArray("Secret");
        QTest::addRow("automation") << automation << QByteArray("X-IDENTITY-HEADER");
    }

    void secretsGoIntoTheHeaderOfTheirEndpoint()
    {
        QFETCH(Environs, environment);
        QFETCH(QByteArray, header);
        const auto replies = script({reply(400, {})});
        ask(hostWith(environment), replies);
        QCOMPARE(replies->requests.size(), 1);
        const auto &secrets = replies->requests.front().secretHeaders;
        QCOMPARE(secrets.size(), 1);
        QCOMPARE(secrets.front().first, header);
        QCOMPARE(secrets.front().second.reveal(), QByteArray("header-value"));
        QVERIFY(!replies->requests.front().url.toString().contains("header-value"_L1));
    }

    void automationWantsTheMetadataHeaderToo()
    {
        const auto replies = script({reply(400, {})});
        ask(hostWith(automation), replies);
        QVERIFY(replies->requests.front().headers.contains(
            std::pair(QByteArray("Metadata"), QByteArray("true"))));
        QVERIFY(!QUrlQuery(replies->requests.front().url).hasQueryItem(u"api-version"_s));
    }

    void serviceFabricBindsTheCertificate()
    {
        const auto replies = script({reply(400, {})});
        ask(hostWith(serviceFabric), replies);
        QCOMPARE(replies->requests.front().pinnedThumbprint,
                 QByteArray("a1b2c3d4e5f60718293a4b5c6d7e8f9001122334"));
    }

    void variablesThatCannotBeTrustedAreNotUsed_data()
    {
        QTest::addColumn<Environs>("environment");
        QTest::addColumn<EndpointKind>("endpoint");
        QTest::addColumn<QString>("kind");
        const auto app = EndpointKind::AppService;
        const QString endpoint = u"IDENTITY_ENDPOINT"_s;
        QTest::addRow("no address") << with(appService, endpoint, u"::::not a url"_s) << app
                                    << u"endpoint_env_invalid"_s;
        QTest::addRow("file") << with(appService, endpoint, u"file:///etc/passwd"_s) << app
                              << u"endpoint_env_invalid"_s;
        QTest::addRow("user info") << with(appService, endpoint, u"http://127.0.0.1@evil.example/"_s) << app
                                   << u"endpoint_env_invalid"_s;
        QTest::addRow("query") << with(appService, endpoint, u"http://127.0.0.1/?client_id=x"_s) << app
                               << u"endpoint_env_invalid"_s;
        QTest::addRow("another machine")
            << with(appService, endpoint, u"http://10.0.0.4/"_s) << app << u"endpoint_not_loopback"_s;
        QTest::addRow("deceptive name") << with(appService, endpoint, u"http://localhost.evil.example/"_s)
                                        << app << u"endpoint_not_loopback"_s;
        QTest::addRow("this network")
            << with(appService, endpoint, u"http://0.0.0.0:1/"_s) << app << u"endpoint_not_loopback"_s;
        QTest::addRow("no header") << without(appService, u"IDENTITY_HEADER"_s) << app
                                   << u"header_env_missing"_s;
        QTest::addRow("header with a line end")
            << with(appService, u"IDENTITY_HEADER"_s, u"a\r\nHost: evil"_s) << app
            << u"endpoint_env_invalid"_s;
        QTest::addRow("no secret") << without(oldAppService, u"MSI_SECRET"_s) << EndpointKind::AppService2017
                                   << u"header_env_missing"_s;
        QTest::addRow("machine learning elsewhere")
            << with(machineLearning, u"MSI_ENDPOINT"_s, u"https://example.com/"_s)
            << EndpointKind::MachineLearning << u"endpoint_not_loopback"_s;
        QTest::addRow("cloud shell elsewhere") << with(cloudShell, u"MSI_ENDPOINT"_s, u"http://1.2.3.4/"_s)
                                               << EndpointKind::CloudShell << u"endpoint_not_loopback"_s;
        QTest::addRow("arc elsewhere") << with(arc, endpoint, u"http://10.0.0.4:40342/"_s)
                                       << EndpointKind::Arc << u"endpoint_not_loopback"_s;
        QTest::addRow("arc at the metadata address") << with(arc, endpoint, u"http://169.254.169.254/"_s)
                                                     << EndpointKind::Arc << u"endpoint_not_loopback"_s;
        QTest::addRow("service fabric without tls")
            << with(serviceFabric, endpoint, u"http://localhost:2377/"_s) << EndpointKind::ServiceFabric
            << u"endpoint_env_invalid"_s;
        QTest::addRow("service fabric, short thumbprint")
            << with(serviceFabric, u"IDENTITY_SERVER_THUMBPRINT"_s, u"a1b2"_s) << EndpointKind::ServiceFabric
            << u"sf_thumbprint_invalid"_s;
        QTest::addRow("service fabric, no thumbprint")
            << without(serviceFabric, u"IDENTITY_SERVER_THUMBPRINT"_s) << EndpointKind::ServiceFabric
            << u"sf_thumbprint_invalid"_s;
        QTest::addRow("app service without variables")
            << Environs{{u"WEBSITE_SITE_NAME"_s, u"a"_s}} << app << u"no_identity"_s;
    }

    void variablesThatCannotBeTrustedAreNotUsed()
    {
        QFETCH(Environs, environment);
        QFETCH(EndpointKind, endpoint);
        QFETCH(QString, kind);
        const auto replies = script({reply(200, tokenBody())});
        const TokenAnswer answer = ask(hostWith(environment), replies, {}, endpoint);
        QCOMPARE(word(answer.fault), kind);
        QVERIFY(replies->requests.isEmpty());
        QVERIFY(!answer.hasToken());
        QVERIFY(!answer.facts["reason"_L1].toString().contains("header-value"_L1));
    }

    void thumbprintsAreReadAsPeopleWriteThem_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isGood");
        const QString plain = u"a1b2c3d4e5f60718293a4b5c6d7e8f9001122334"_s;
        QTest::addRow("lower case") << plain << true;
        QTest::addRow("upper case") << plain.toUpper() << true;
        QTest::addRow("colons") << u"A1:B2:C3:D4:E5:F6:07:18:29:3A:4B:5C:6D:7E:8F:90:01:12:23:34"_s << true;
        QTest::addRow("blanks") << u"a1 b2 c3 d4 e5 f6 07 18 29 3a 4b 5c 6d 7e 8f 90 01 12 23 34"_s << true;
        QTest::addRow("one digit short") << plain.chopped(1) << false;
        QTest::addRow("sha-256") << plain + plain.left(24) << false;
        QTest::addRow("no digits") << u"zz"_s << false;
        QTest::addRow("empty") << QString() << false;
        QTest::addRow("line end") << plain + u'\n' << false;
    }

    void thumbprintsAreReadAsPeopleWriteThem()
    {
        QFETCH(QString, text);
        QFETCH(bool, isGood);
        QCOMPARE(parseThumbprint(text),
                 isGood ? QByteArray("a1b2c3d4e5f60718293a4b5c6d7e8f9001122334") : QByteArray());
    }

    // ---- Azure Arc

    void challengesAreRead_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QString>("path"); // null: not of the form
        QTest::addRow("plain") << QByteArray("Basic realm=/a/b.key") << u"/a/b.key"_s;
        QTest::addRow("lower case") << QByteArray("basic realm=/a/b.key") << u"/a/b.key"_s;
        QTest::addRow("upper case") << QByteArray("BASIC REALM=/A/b.key") << u"/A/b.key"_s;
        QTest::addRow("quoted") << QByteArray("Basic realm=\"/a/b.key\"") << u"/a/b.key"_s;
        QTest::addRow("blanks") << QByteArray("  Basic   realm = /a/b.key ") << u"/a/b.key"_s;
        QTest::addRow("second equals sign") << QByteArray("Basic realm=/a/b=c.key") << u"/a/b=c.key"_s;
        QTest::addRow("bearer") << QByteArray("Bearer realm=/a/b.key") << QString();
        QTest::addRow("no realm") << QByteArray("Basic charset=utf-8") << QString();
        QTest::addRow("no path") << QByteArray("Basic realm=") << QString();
        QTest::addRow("empty quotes") << QByteArray("Basic realm=\"\"") << QString();
        QTest::addRow("scheme only") << QByteArray("Basic") << QString();
        QTest::addRow("empty") << QByteArray() << QString();
    }

    void challengesAreRead()
    {
        QFETCH(QByteArray, header);
        QFETCH(QString, path);
        QCOMPARE(parseArcChallenge(header).value_or(QString()), path);
    }

    void onlyKeysOfTheTokenFolderAreRead_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<Platform>("platform");
        QTest::addColumn<bool>("isKey");
        const auto row = [](const char *name, const QString &path, bool isKey,
                            Platform platform = Platform::Linux) {
            QTest::addRow("%s", name) << path << platform << isKey;
        };
        const QString folder = u"/var/opt/azcmagent/tokens/"_s;
        row("key", folder + u"1a2b-0001.key"_s, true);
        row("elsewhere", u"/etc/shadow.key"_s, false);
        row("folder itself", folder, false);
        row("no extension", folder + u"key"_s, false);
        row("nothing but the extension", folder + u".key"_s, false);
        row("other extension", folder + u"a.key.txt"_s, false);
        row("extension in capitals", folder + u"a.KEY"_s, false);
        row("folder below", folder + u"x/a.key"_s, false);
        row("up and down", folder + u"../tokens/a.key"_s, false);
        row("two slashes", folder + u"/a.key"_s, false);
        row("folder of similar name", u"/var/opt/azcmagent/tokens2/a.key"_s, false);
        row("relative", u"tokens/a.key"_s, false);
        row("nul", folder + u"a"_s + QChar(0) + u".key"_s, false);
        row("line end", folder + u"a\n.key"_s, false);
        row("mac", folder + u"a.key"_s, false, Platform::MacOs);
        const QString windows = u"C:\\ProgramData\\AzureConnectedMachineAgent\\Tokens\\"_s;
        row("windows", windows + u"a.key"_s, true, Platform::Windows);
        row("windows, other case", windows.toLower() + u"A.KEY"_s, true, Platform::Windows);
        row("windows, slash", u"C:/ProgramData/AzureConnectedMachineAgent/Tokens/a.key"_s, false,
            Platform::Windows);
        row("windows, share", u"\\\\evil.example\\share\\a.key"_s, false, Platform::Windows);
        row("windows, stream", windows + u"x:a.key"_s, false, Platform::Windows);
        row("windows, up", windows + u"..\\a.key"_s, false, Platform::Windows);
        row("windows, long form", u"\\\\?\\"_s + windows + u"a.key"_s, false, Platform::Windows);
        row("path of the other platform", windows + u"a.key"_s, false);
    }

    void onlyKeysOfTheTokenFolderAreRead()
    {
        QFETCH(QString, path);
        QFETCH(Platform, platform);
        QFETCH(bool, isKey);
        QCOMPARE(isArcKeyPath(path, platform, Environment({}, platform)), isKey);
    }

    void keysAreSentOnceAsTheyAre()
    {
        const auto replies = script(
            {reply(401, {}, challenge.toLatin1()), reply(200, tokenBody({{u"client_id"_s, clientId}}))});
        const TokenAnswer answer = ask(hostWith(arc, {{keyPath, text("the-key")}}), replies);
        QVERIFY(answer.hasToken());
        QCOMPARE(replies->requests.size(), 2);
        QVERIFY(replies->requests.at(0).secretHeaders.isEmpty());
        QCOMPARE(replies->requests.at(1).secretHeaders.size(), 1);
        QCOMPARE(replies->requests.at(1).secretHeaders.front().second.reveal(), QByteArray("Basic the-key"));
        QCOMPARE(replies->requests.at(1).repetition.times, 0);
    }

    void strangeKeysAreNotSent_data()
    {
        QTest::addColumn<FileImage>("file");
        QTest::addColumn<QString>("kind");
        FileImage link;
        link.kind = FileImage::Kind::Symlink;
        link.target = u"/etc/shadow"_s;
        FileImage large;
        large.kind = FileImage::Kind::Fill;
        large.size = 4097;
        FileImage denied;
        denied.kind = FileImage::Kind::Error;
        denied.errorName = u"EACCES"_s;
        FileImage folder;
        folder.kind = FileImage::Kind::Directory;
        QTest::addRow("link") << link << u"arc_key_path_rejected"_s;
        QTest::addRow("too large") << large << u"arc_key_too_large"_s;
        QTest::addRow("denied") << denied << u"arc_key_unreadable"_s;
        QTest::addRow("folder") << folder << u"arc_key_unreadable"_s;
        QTest::addRow("empty") << text("") << u"arc_key_unreadable"_s;
        QTest::addRow("line end") << text("key\n") << u"arc_key_unreadable"_s;
        QTest::addRow("header of its own") << text("key\r\nX: y") << u"arc_key_unreadable"_s;
        QTest::addRow("not ascii") << text("k\xc3\xa9y") << u"arc_key_unreadable"_s;
    }

    void strangeKeysAreNotSent()
    {
        QFETCH(FileImage, file);
        QFETCH(QString, kind);
        const auto replies = script({reply(401, {}, challenge.toLatin1()), reply(200, tokenBody())});
        const TokenAnswer answer = ask(hostWith(arc, {{keyPath, file}}), replies);
        QCOMPARE(word(answer.fault), kind);
        QCOMPARE(answer.facts["path"_L1].toString(), keyPath);
        QCOMPARE(replies->requests.size(), 1);
    }

    void firstAnswersOfArc_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QString>("kind");
        QTest::addRow("token at once") << 200 << QByteArray() << u"arc_challenge_missing"_s;
        QTest::addRow("401 without challenge") << 401 << QByteArray() << u"arc_challenge_missing"_s;
        QTest::addRow("another scheme") << 401 << QByteArray("Negotiate") << u"arc_challenge_malformed"_s;
        QTest::addRow("throttled") << 429 << QByteArray() << u"throttled"_s;
        QTest::addRow("redirect") << 302 << QByteArray() << u"redirect_refused"_s;
        QTest::addRow("broken") << 500 << QByteArray() << u"transient_server"_s;
    }

    void firstAnswersOfArc()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, header);
        QFETCH(QString, kind);
        const auto replies = script({reply(status, tokenBody(), header)});
        QCOMPARE(word(ask(hostWith(arc), replies).fault), kind);
    }

    void arcMustEchoTheSelector_data()
    {
        QTest::addColumn<QString>("selector");
        QTest::addColumn<QJsonObject>("fields");
        QTest::addColumn<QString>("kind");
        const QString other = u"3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617"_s;
        QTest::addRow("no selector") << QString() << QJsonObject() << QString();
        QTest::addRow("client id") << u"client"_s << QJsonObject{{u"client_id"_s, clientId.toUpper()}}
                                   << QString();
        QTest::addRow("client id missing") << u"client"_s << QJsonObject() << u"selector_ignored"_s;
        QTest::addRow("another client id")
            << u"client"_s << QJsonObject{{u"client_id"_s, other}} << u"selector_ignored"_s;
        QTest::addRow("object id") << u"object"_s << QJsonObject{{u"object_id"_s, objectId}} << QString();
        QTest::addRow("object id missing")
            << u"object"_s << QJsonObject{{u"client_id"_s, clientId}} << u"selector_ignored"_s;
        QTest::addRow("resource id") << u"resource"_s << QJsonObject{{u"msi_res_id"_s, resourceId.toUpper()}}
                                     << QString();
        QTest::addRow("resource id in the other spelling")
            << u"resource"_s << QJsonObject{{u"mi_res_id"_s, resourceId}} << QString();
        QTest::addRow("resource id missing") << u"resource"_s << QJsonObject() << u"selector_ignored"_s;
    }

    void arcMustEchoTheSelector()
    {
        QFETCH(QString, selector);
        QFETCH(QJsonObject, fields);
        QFETCH(QString, kind);
        const auto replies = script({reply(401, {}, challenge.toLatin1()), reply(200, tokenBody(fields))});
        const TokenAnswer answer = ask(hostWith(arc, {{keyPath, text("k")}}), replies, selectorFor(selector));
        QCOMPARE(word(answer.fault), kind);
        QCOMPARE(answer.hasToken(), kind.isEmpty());
    }

    void anEchoIsNoProof()
    {
        const QString other = u"3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617"_s;
        const auto replies =
            script({reply(401, {}, challenge.toLatin1()),
                    reply(200, tokenBody({{u"client_id"_s, clientId}}, {{u"appid"_s, other}}))});
        const TokenAnswer answer =
            ask(hostWith(arc, {{keyPath, text("k")}}), replies, selectorFor(u"client"_s));
        QCOMPARE(word(answer.fault), u"wrong_identity"_s);
        QVERIFY(!answer.hasToken());
    }

    // ---- What replies mean

    void refusalsOfServices_data()
    {
        QTest::addColumn<Environs>("environment");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("selector");
        QTest::addColumn<QString>("kind");
        const auto row = [](const char *name, const Environs &environment, int status, const QByteArray &body,
                            const QString &selector, const QString &kind) {
            QTest::addRow("%s", name) << environment << status << body << selector << kind;
        };
        const QByteArray noneFor =
            R"({"StatusCode":400,"Message":"No MSI found for specified ClientId/ResourceId.","CorrelationId":"c"})";
        row("2017, not assigned", oldAppService, 400, noneFor, u"client"_s, u"identity_not_assigned"_s);
        row("2017, none", oldAppService, 400, noneFor, {}, u"no_identity"_s);
        row("wrong resource", appService, 500,
            R"({"statusCode":500,"message":"An unexpected error occured while fetching the AAD Token."})", {},
            u"transient_server"_s);
        row("secret refused", appService, 403, "", {}, u"secret_rejected"_s);
        row("machine learning, secret refused", machineLearning, 401, "Unauthorized", {},
            u"secret_rejected"_s);
        row("plain refusal", appService, 400, "Bad request", {}, u"bad_request_unclassified"_s);
        row("page", appService, 404, "<html>no</html>", {}, u"not_imds"_s);
        row("success with a page", appService, 200, "<html>hello</html>", {}, u"not_imds"_s);
        row("empty", appService, 200, "", {}, u"empty_body"_s);
        row("no json", appService, 200, "hello", {}, u"malformed_json"_s);
        row("gateway", appService, 502, "", {}, u"transient_server"_s);
        row("fabric, other 404", serviceFabric, 404, R"({"error":{"code":"X","message":"y"}})", {},
            u"no_identity"_s);
        row("fabric, no secret", serviceFabric, 400,
            R"({"error":{"code":"SecretHeaderNotFound","message":"Secret is not found in the request headers."}})",
            {}, u"secret_rejected"_s);
        row("fabric, version", serviceFabric, 400,
            R"({"error":{"code":"InvalidApiVersion","message":"The api-version '' is not supported."}})", {},
            u"bad_api_version"_s);
        row("cloud shell, audience", cloudShell, 400,
            R"({"error":{"code":"AudienceNotSupported","message":"Audience x is not a supported MSI token audience."}})",
            {}, u"resource_not_found"_s);
        row("cloud shell, signed out", cloudShell, 401, R"({"error":{"code":"Unauthorized","message":"no"}})",
            {}, u"bad_request_unclassified"_s);
    }

    void refusalsOfServices()
    {
        QFETCH(Environs, environment);
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, selector);
        QFETCH(QString, kind);
        const TokenAnswer answer =
            ask(hostWith(environment), script({reply(status, body)}), selectorFor(selector));
        QCOMPARE(word(answer.fault), kind);
        QVERIFY(!answer.hasToken());
    }

    void permanentRefusalsAreNotRepeated()
    {
        const auto fabric = script({reply(404, R"({"error":{"code":"ManagedIdentityNotFound"}})")});
        QVERIFY(!ask(hostWith(serviceFabric), fabric).canRetry);
        QCOMPARE(fabric->requests.size(), 1);
        const auto busy = script({reply(429, {}), reply(200, tokenBody())});
        QVERIFY(ask(hostWith(appService), busy).hasToken());
        QCOMPARE(busy->requests.size(), 2);
    }

    void theDefaultOfMachineLearningIsHeldAgainstTheToken()
    {
        const Environs environment =
            with(machineLearning, u"DEFAULT_IDENTITY_CLIENT_ID"_s, u"3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617"_s);
        const auto replies = script({reply(200, tokenBody())});
        QCOMPARE(word(ask(hostWith(environment), replies).fault), u"wrong_identity"_s);
    }

    void leftoverVariablesOnForeignFirmwareAreNoAzure()
    {
        Reply refused;
        refused.delivery = Delivery::ConnectionRefused;
        const QMap<QString, FileImage> laptop{
            {u"/sys/class/dmi/id/chassis_asset_tag"_s, text("No Asset Tag\n")}};
        for (const Environs &environment : {appService, machineLearning, cloudShell})
            QCOMPARE(word(ask(hostWith(environment, laptop), script({refused})).fault), u"not_in_azure"_s);
        // Arc is for machines outside Azure.
        QCOMPARE(word(ask(hostWith(arc, laptop), script({refused})).fault), u"arc_agent_down"_s);
        QCOMPARE(word(ask(hostWith(appService), script({refused})).fault), u"imds_refused"_s);
    }

    // ---- Command line programs and device codes

    void cliRefusals_data()
    {
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QByteArray>("error");
        QTest::addColumn<QString>("kind");
        QTest::addRow("shell") << 127 << QByteArray("sh: 1: az: not found") << u"cli_not_found"_s;
        QTest::addRow("bash") << 1 << QByteArray("bash: az: command not found") << u"cli_not_found"_s;
        QTest::addRow("azd") << 1 << QByteArray("ERROR: not logged in, run `azd auth login` to login")
                             << u"cli_not_logged_in"_s;
        QTest::addRow("in other words")
            << 1 << QByteArray("ERROR: Please run: az login") << u"cli_not_logged_in"_s;
        QTest::addRow("policy") << 1 << QByteArray("ERROR: AADSTS53003: Access has been blocked")
                                << u"cli_interaction_required"_s;
        QTest::addRow("sign-in is over") << 1 << QByteArray("AADSTS700082: The refresh token has expired")
                                         << u"cli_interaction_required"_s;
        QTest::addRow("resource") << 1 << QByteArray("AADSTS500011: not found") << u"resource_not_found"_s;
        QTest::addRow("words only")
            << 1 << QByteArray("interaction_required\nTo re-authenticate, please run:\naz login --scope x")
            << u"cli_interaction_required"_s;
        QTest::addRow("something else")
            << 1 << QByteArray("ERROR: disk full") << u"bad_request_unclassified"_s;
    }

    void cliRefusals()
    {
        QFETCH(int, exitCode);
        QFETCH(QByteArray, error);
        QFETCH(QString, kind);
        CommandOutcome outcome;
        outcome.exitCode = exitCode;
        outcome.standardError = error;
        const TokenAnswer answer = judgeCliOutcome(CliProgram::AzureCli, TokenQuestion(), outcome,
                                                   std::chrono::sys_seconds(std::chrono::seconds(second)));
        QCOMPARE(word(answer.fault), kind);
    }

    // Whoever sends a token can repeat a piece of it in another field, which is shown.
    void factsRepeatNoPieceOfTheToken()
    {
        const QByteArray piece = "x7Qm2Vt9Lr4Bz6Kw";
        CommandOutcome outcome;
        outcome.standardOutput = "{\"accessToken\": \"h3Jp" + piece
            + "8Nc5\", \"expires_on\": 1900000000, "
              "\"tokenType\": \"Bearer\", \"tenant\": \"of "
            + piece + "\"}";
        const TokenAnswer answer = judgeCliOutcome(CliProgram::AzureCli, TokenQuestion(), outcome,
                                                   std::chrono::sys_seconds(std::chrono::seconds(second)));
        QCOMPARE(answer.facts["tenantId"_L1].toString(), u"of [secret]"_s);
    }

    void polls_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("outcome");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("action");
        const auto row = [](const char *name, int status, const QByteArray &body, const QString &outcome,
                            const QString &kind, const QString &action) {
            QTest::addRow("%s", name) << status << body << outcome << kind << action;
        };
        row("waiting", 400, R"({"error":"authorization_pending"})", u"pending"_s, {}, u"poll_again"_s);
        row("refused by name of the standard", 400, R"({"error":"access_denied"})", u"error"_s,
            u"device_declined"_s, u"stop_declined"_s);
        row("over", 400, R"({"error":"code_expired"})", u"error"_s, u"device_expired"_s, u"restart"_s);
        row("policy", 400,
            R"({"error":"invalid_grant","error_description":"AADSTS530084: Access has been blocked"})",
            u"error"_s, u"cli_interaction_required"_s, u"use_browser_flow"_s);
        row("busy", 429, "{}", u"error"_s, u"throttled"_s, u"poll_again"_s);
        row("broken", 503, "", u"error"_s, u"transient_server"_s, u"poll_again"_s);
        row("proxy", 403, "<html></html>", u"error"_s, u"proxy_in_path"_s, {});
    }

    void polls()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, outcome);
        QFETCH(QString, kind);
        QFETCH(QString, action);
        const TokenAnswer answer = judgeDeviceCodeReply(
            TokenQuestion(), reply(status, body), std::chrono::sys_seconds(std::chrono::seconds(second)));
        QCOMPARE(word(answer.outcome), outcome);
        QCOMPARE(word(answer.fault), kind);
        QCOMPARE(answer.facts["action"_L1].toString(), action);
    }
};

QTEST_GUILESS_MAIN(TestEndpoints)
#include "tst_endpoints.moc"
