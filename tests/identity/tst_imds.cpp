#include "core/identity/identityendpoint.h"
#include "core/identity/imds.h"
#include "core/net/networktransport.h"
#include "tests/identity/vectorserver.h"
#include "tests/support/await.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QUrlQuery>

using namespace Qt::StringLiterals;
using namespace signet;
using namespace std::chrono_literals;

namespace {

constexpr qint64 second = 1790000000;
constexpr std::chrono::sys_seconds now{std::chrono::seconds(second)};
const QString tenant = u"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a"_s;
const QString machineId =
    u"/subscriptions/5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/rg/providers/Microsoft.Compute/virtualMachines/vm"_s;

QByteArray part(const QJsonObject &json)
{
    return QJsonDocument(json)
        .toJson(QJsonDocument::Compact)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

// Claims of a good token; a null value in the changes takes a claim out.
QString token(const QJsonObject &changes = {})
{
    QJsonObject payload{{u"aud"_s, u"499b84ac-1321-427f-aa17-267ca6975798"_s},
                        {u"iss"_s, u"https://sts.windows.net/%1/"_s.arg(tenant)},
                        {u"tid"_s, tenant},
                        {u"oid"_s, u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s},
                        {u"sub"_s, u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s},
                        {u"appid"_s, u"3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617"_s},
                        {u"appidacr"_s, u"2"_s},
                        {u"iat"_s, second - 300},
                        {u"nbf"_s, second - 300},
                        {u"exp"_s, second + 86400},
                        {u"xms_mirid"_s, machineId}};
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        if (it.value().isNull())
            payload.remove(it.key());
        else
            payload[it.key()] = it.value();
    }
    return QString::fromLatin1(part({{u"alg"_s, u"RS256"_s}}) + '.' + part(payload) + ".c2ln");
}

QByteArray tokenBody(const QJsonObject &claims = {}, const QJsonObject &fields = {})
{
    QJsonObject body{{u"access_token"_s, token(claims)},
                     {u"expires_in"_s, u"86400"_s},
                     {u"expires_on"_s, QString::number(second + 86400)},
                     {u"token_type"_s, u"Bearer"_s}};
    for (auto it = fields.begin(); it != fields.end(); ++it) {
        if (it.value().isUndefined())
            body.remove(it.key());
        else
            body[it.key()] = it.value();
    }
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

using Headers = QList<std::pair<QByteArray, QByteArray>>;
const Headers genuine{{"Content-Type", "application/json; charset=utf-8"},
                      {"Server", "IMDS/150.870.65.1854"}};
const Headers html{{"Content-Type", "text/html"}};

Reply reply(int status, const QByteArray &body, const Headers &headers = genuine)
{
    Reply answer;
    answer.delivery = Delivery::Answered;
    answer.status = status;
    answer.headers = headers;
    answer.body = body;
    return answer;
}

TokenAnswer judge(const Reply &answer, const TokenQuestion &question = TokenQuestion(),
                  const Machine &machine = {})
{
    return judgeTokenReply(question, answer, machine, {}, now);
}

QByteArray refusal(const QString &code, const QString &description)
{
    return QJsonDocument(QJsonObject{{u"error"_s, code}, {u"error_description"_s, description}}).toJson();
}

Host hostWith(const QJsonObject &env)
{
    return Host::from(*HostImage::fromJson({{u"clock"_s, second}, {u"env"_s, env}}));
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

IdentitySelector byClientId(const QString &id)
{
    return IdentitySelector(*ClientId::parse(id));
}

} // namespace

class TestImds final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // ---- Requests

    void tokenRequestIsWhatImdsWants()
    {
        const Request request = imdsTokenRequest(TokenQuestion());
        QCOMPARE(request.method, "GET");
        QCOMPARE(request.url.toString(QUrl::FullyEncoded),
                 u"http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&"
                 "resource=499b84ac-1321-427f-aa17-267ca6975798"_s);
        QVERIFY(request.way == Way::IdentityEndpoint);
        QCOMPARE(request.headers, (Headers{{"Metadata", "true"}}));
        QVERIFY(!request.credential);
    }

    void everyRequestIsLimited()
    {
        for (const Request &request :
             {imdsTokenRequest(TokenQuestion()), imdsVersionsRequest(), imdsInstanceRequest(),
              imdsIdentityInfoRequest(), imdsPlatformMetadataRequest()}) {
            QCOMPARE(request.limits.connect, std::chrono::milliseconds(2s));
            QCOMPARE(request.limits.answer, std::chrono::milliseconds(10s));
            QCOMPARE(request.limits.body, qint64(1024 * 1024));
            QCOMPARE(request.headers, (Headers{{"Metadata", "true"}}));
        }
    }

    void selectorIsSpelledForImds_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("value");
        QTest::addColumn<IdentitySelector>("selector");
        const QString guid = u"c0ffee11-2233-4455-8677-8899aabbccdd"_s;
        QTest::addRow("client id") << u"client_id"_s << guid << byClientId(guid);
        QTest::addRow("object id") << u"object_id"_s << guid << IdentitySelector(*ObjectId::parse(guid));
        QTest::addRow("resource id") << u"msi_res_id"_s << machineId
                                     << IdentitySelector(*ResourceId::parse(machineId));
    }

    void selectorIsSpelledForImds()
    {
        QFETCH(QString, query);
        QFETCH(QString, value);
        QFETCH(IdentitySelector, selector);
        const QUrlQuery sent(imdsTokenRequest(TokenQuestion(selector)).url);
        QCOMPARE(sent.queryItemValue(query, QUrl::FullyDecoded), value);
        QCOMPARE(sent.queryItems().size(), 3);
    }

    void resourceIsSentInItsOldForm_data()
    {
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("sent");
        QTest::addRow("scope") << u"499b84ac-1321-427f-aa17-267ca6975798/.default"_s
                               << u"499b84ac-1321-427f-aa17-267ca6975798"_s;
        QTest::addRow("double slash") << u"https://management.core.windows.net//.default"_s
                                      << u"https://management.core.windows.net/"_s;
        QTest::addRow("separators") << u"api://a&b+c%20d#e"_s << u"api://a&b+c%20d#e"_s;
    }

    void resourceIsSentInItsOldForm()
    {
        QFETCH(QString, given);
        QFETCH(QString, sent);
        const Request request = imdsTokenRequest(TokenQuestion({}, given));
        const QUrl url = QUrl::fromEncoded(request.url.toEncoded());
        QCOMPARE(QUrlQuery(url).queryItemValue(u"resource"_s, QUrl::FullyDecoded), sent);
        QVERIFY(url.fragment().isEmpty());
    }

    // ---- What is sent, and how often

    void repetition_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("retryAfter");
        QTest::addColumn<int>("requests");
        QTest::addColumn<int>("waitedMs");
        QTest::addRow("not there") << 404 << QByteArray() << 2 << 1000;
        QTest::addRow("updating") << 410 << QByteArray() << 2 << 1000;
        QTest::addRow("throttled") << 429 << QByteArray() << 2 << 1000;
        QTest::addRow("throttled, told when") << 429 << QByteArray("3") << 2 << 3000;
        QTest::addRow("throttled for long") << 429 << QByteArray("60") << 1 << 0;
        QTest::addRow("failed") << 500 << QByteArray() << 2 << 1000;
        QTest::addRow("unavailable") << 503 << QByteArray() << 2 << 1000;
        QTest::addRow("bad request") << 400 << QByteArray() << 1 << 0;
        QTest::addRow("forbidden") << 403 << QByteArray() << 1 << 0;
        QTest::addRow("proxy") << 502 << QByteArray() << 1 << 0;
        QTest::addRow("proxy waited") << 504 << QByteArray() << 1 << 0;
    }

    void repetition()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, retryAfter);
        QFETCH(int, requests);
        QFETCH(int, waitedMs);
        Headers headers = genuine;
        if (!retryAfter.isEmpty())
            headers.append({QByteArray("Retry-After"), retryAfter});
        const auto script = std::make_shared<Script>(QList<Reply>{reply(status, "{}", headers)});
        const TokenAnswer answer = await(askForToken(Http(hostWith({}), script), TokenQuestion(), {}));
        QCOMPARE(script->requests.size(), requests);
        QCOMPARE(answer.retriesUsed, requests - 1);
        QCOMPARE(answer.waited, std::chrono::milliseconds(waitedMs));
    }

    void secondAnswerCounts()
    {
        const auto script = std::make_shared<Script>(QList<Reply>{reply(410, ""), reply(200, tokenBody())});
        const TokenAnswer answer = await(askForToken(Http(hostWith({}), script), TokenQuestion(), {}));
        QCOMPARE(QString(toString(answer.outcome)), QString(toString(TokenAnswer::Outcome::Token)));
        QCOMPARE(answer.retriesUsed, 1);
        QVERIFY(answer.hasToken());
    }

    void stoppedMeansNothingIsSent()
    {
        std::stop_source source;
        source.request_stop();
        const auto script = std::make_shared<Script>(QList<Reply>{reply(200, tokenBody())});
        const TokenAnswer answer =
            await(askForToken(Http(hostWith({}), script), TokenQuestion(), source.get_token()));
        QCOMPARE(QString(toString(answer.delivery)), QString(toString(Delivery::Stopped)));
        QCOMPARE(QString(toString(answer.outcome)), QString(toString(TokenAnswer::Outcome::Error)));
        QCOMPARE(QString(toString(answer.fault)), QString(toString(IdentityFault::None)));
        QVERIFY(script->requests.isEmpty());
    }

    void stopEndsASilentRequest()
    {
        WireAnswer silent;
        silent.manner = WireAnswer::Manner::Silence;
        VectorServer server({silent});
        NetSettings settings;
        settings.simulatedAzure = server.address();
        std::stop_source source;
        auto task = askForToken(Http(hostWith({}), settings), TokenQuestion(), source.get_token());
        QVERIFY(QTest::qWaitFor([&server] { return !server.requests().isEmpty(); }));
        source.request_stop();
        QCOMPARE(QString(toString(await(std::move(task), 1s).delivery)),
                 QString(toString(Delivery::Stopped)));
    }

    void workloadIdentityIsNotAskedOf_data()
    {
        QTest::addColumn<QString>("selected");
        QTest::addColumn<int>("requests");
        QTest::addRow("no selector") << QString() << 0;
        QTest::addRow("its own client id") << u"C0FFEE11-2233-4455-8677-8899AABBCCDD"_s << 0;
        QTest::addRow("an identity of the node") << u"3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617"_s << 1;
    }

    void workloadIdentityIsNotAskedOf()
    {
        QFETCH(QString, selected);
        QFETCH(int, requests);
        const Host host = hostWith({{u"AZURE_CLIENT_ID"_s, u"c0ffee11-2233-4455-8677-8899aabbccdd"_s},
                                    {u"AZURE_TENANT_ID"_s, tenant},
                                    {u"AZURE_FEDERATED_TOKEN_FILE"_s, u"/var/run/secrets/token"_s}});
        const auto script = std::make_shared<Script>(QList<Reply>{reply(200, tokenBody())});
        TokenQuestion question(selected.isEmpty() ? IdentitySelector() : byClientId(selected));
        const TokenAnswer answer = await(askForToken(Http(host, script), question, {}));
        QCOMPARE(script->requests.size(), requests);
        if (requests == 0) {
            QCOMPARE(QString(toString(answer.fault)),
                     QString(toString(IdentityFault::WorkloadIdentityNotMi)));
            QCOMPARE(QString(toString(answer.delivery)), QString(toString(Delivery::NotSent)));
            QCOMPARE(answer.facts["tokenFile"_L1].toString(), u"/var/run/secrets/token"_s);
        }
    }

    // ---- As the provider asks

    void providersRequestGoesWhereItsOwnGoes_data()
    {
        QTest::addColumn<QJsonObject>("environment");
        QTest::addRow("nothing") << QJsonObject();
        QTest::addRow("authority host on loopback")
            << QJsonObject{{u"AZURE_POD_IDENTITY_AUTHORITY_HOST"_s, u"http://127.0.0.1:9"_s}};
        QTest::addRow("authority host elsewhere")
            << QJsonObject{{u"AZURE_POD_IDENTITY_AUTHORITY_HOST"_s, u"http://10.1.2.3"_s}};
        QTest::addRow("workload identity")
            << QJsonObject{{u"AZURE_CLIENT_ID"_s, u"c0ffee11-2233-4455-8677-8899aabbccdd"_s},
                           {u"AZURE_TENANT_ID"_s, tenant},
                           {u"AZURE_FEDERATED_TOKEN_FILE"_s, u"/var/run/secrets/token"_s}};
    }

    void providersRequestGoesWhereItsOwnGoes()
    {
        QFETCH(QJsonObject, environment);
        const auto script = std::make_shared<Script>(QList<Reply>{reply(200, tokenBody())});
        TokenQuestion question;
        question.manner = TokenQuestion::Manner::Provider;
        const TokenAnswer answer = await(askForToken(Http(hostWith(environment), script), question, {}));
        QCOMPARE(script->requests.size(), 1);
        QCOMPARE(script->requests.first().url.toString(QUrl::RemoveQuery),
                 u"http://169.254.169.254/metadata/identity/oauth2/token"_s);
        QVERIFY(answer.hasToken());
        QVERIFY(!answer.facts.contains("override"_L1));
    }

    void providersPatienceIsThatOfAzidentity_data()
    {
        QTest::addColumn<QList<int>>("statuses"); // before the token
        QTest::addColumn<QByteArray>("retryAfter");
        QTest::addColumn<int>("requests");
        QTest::addColumn<std::chrono::milliseconds>("waited");
        const QByteArray none;
        for (const int status : {404, 410, 429, 500, 501, 502, 503, 504, 511})
            QTest::addRow("%d once", status) << QList<int>{status} << none << 2 << 2000ms;
        QTest::addRow("five times") << QList<int>{404, 404, 404, 404, 404} << none << 6 << 112'000ms;
        QTest::addRow("for ever") << QList<int>(9, 500) << none << 6 << 112'000ms;
        QTest::addRow("Retry-After") << QList<int>{429} << QByteArray("20") << 2 << 20'000ms;
        QTest::addRow("Retry-After of a minute") << QList<int>{503} << QByteArray("60") << 2 << 60'000ms;
        QTest::addRow("Retry-After beyond a minute") << QList<int>{503} << QByteArray("61") << 1 << 0ms;
        for (const int status : {400, 401, 403, 408})
            QTest::addRow("%d", status) << QList<int>{status} << none << 1 << 0ms;
    }

    void providersPatienceIsThatOfAzidentity()
    {
        QFETCH(QList<int>, statuses);
        QFETCH(QByteArray, retryAfter);
        QFETCH(int, requests);
        QFETCH(std::chrono::milliseconds, waited);
        QList<Reply> replies;
        for (const int status : statuses) {
            replies.append(reply(status, {}));
            if (!retryAfter.isEmpty())
                replies.last().headers.append({QByteArray("Retry-After"), retryAfter});
        }
        replies.append(reply(200, tokenBody()));
        const auto script = std::make_shared<Script>(replies);
        TokenQuestion question;
        question.manner = TokenQuestion::Manner::Provider;
        const TokenAnswer answer = await(askForToken(Http(hostWith({}), script), question, {}));
        QCOMPARE(script->requests.size(), requests);
        QCOMPARE(answer.waited, waited);
        QCOMPARE(answer.hasToken(), requests == replies.size());
        QCOMPARE(script->requests.first().limits.answer, 60'000ms);
    }

    void providersTokenMayBeOver()
    {
        TokenQuestion question;
        const Reply over = reply(
            200, tokenBody({{u"exp"_s, second - 60}}, {{u"expires_on"_s, QString::number(second - 60)}}));
        QVERIFY(!judge(over, question).hasToken());
        question.manner = TokenQuestion::Manner::Provider;
        const TokenAnswer answer = judge(over, question);
        QVERIFY(answer.hasToken());
        QCOMPARE(QString(toString(answer.fault)), QString(toString(IdentityFault::TokenExpired)));
    }

    void whatTheProviderCannotReadIsSaid_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("isReadable");
        const auto fields = [](const QString &name, const QJsonValue &value) {
            return tokenBody({}, {{name, value}});
        };
        const QString on = u"expires_on"_s;
        const QString in = u"expires_in"_s;
        QTest::addRow("as ever") << tokenBody() << true;
        QTest::addRow("byte order mark") << "\xEF\xBB\xBF" + tokenBody() << false;
        QTest::addRow("blank lines around") << "\r\n " + tokenBody() + "\n" << true;
        QTest::addRow("expires_on absent") << fields(on, QJsonValue::Undefined) << true;
        QTest::addRow("expires_on null") << fields(on, QJsonValue()) << true;
        QTest::addRow("expires_on empty") << fields(on, QString()) << true;
        QTest::addRow("expires_on a number") << fields(on, second + 86400) << true;
        QTest::addRow("expires_on a fraction") << fields(on, double(second) + 86400.5) << true;
        QTest::addRow("expires_on true") << fields(on, true) << true;
        QTest::addRow("expires_on a list") << fields(on, QJsonArray{1}) << true;
        QTest::addRow("expires_on words") << fields(on, u"tomorrow"_s) << false;
        QTest::addRow("expires_on a fraction as text") << fields(on, u"1790086400.5"_s) << false;
        QTest::addRow("expires_on with a blank") << fields(on, u" 1790086400"_s) << false;
        QTest::addRow("expires_on ISO") << fields(on, u"2026-09-23T13:33:20Z"_s) << true;
        QTest::addRow("expires_on ISO with an offset") << fields(on, u"2026-09-23T13:33:20+02:00"_s) << true;
        QTest::addRow("expires_on ISO with a blank") << fields(on, u"2026-09-23 13:33:20"_s) << true;
        QTest::addRow("expires_on American") << fields(on, u"09/23/2026 13:33:20"_s) << true;
        QTest::addRow("expires_on App Service on Linux")
            << fields(on, u"09/23/2026 13:33:20 +00:00"_s) << false;
        QTest::addRow("expires_on App Service on Windows")
            << fields(on, u"9/23/2026 1:33:20 PM +00:00"_s) << false;
        QTest::addRow("expires_in absent") << fields(in, QJsonValue::Undefined) << true;
        QTest::addRow("expires_in a number") << fields(in, 3600) << true;
        QTest::addRow("expires_in empty") << fields(in, QString()) << false;
        QTest::addRow("expires_in null") << fields(in, QJsonValue()) << false;
        QTest::addRow("expires_in a fraction") << fields(in, 3600.5) << false;
        QTest::addRow("expires_in words") << fields(in, u"soon"_s) << false;
        QTest::addRow("refresh_in negative") << fields(u"refresh_in"_s, -1) << true;
        QTest::addRow("refresh_in a list") << fields(u"refresh_in"_s, QJsonArray()) << false;
        QTest::addRow("ext_expires_in empty") << fields(u"ext_expires_in"_s, QString()) << false;
        QTest::addRow("token_type null") << fields(u"token_type"_s, QJsonValue()) << true;
        QTest::addRow("refresh_token a number") << fields(u"refresh_token"_s, 1) << false;
        QTest::addRow("an unknown field") << fields(u"mood"_s, QJsonArray{1, 2}) << true;
    }

    void whatTheProviderCannotReadIsSaid()
    {
        QFETCH(QByteArray, body);
        QFETCH(bool, isReadable);
        const TokenAnswer answer = judge(reply(200, body));
        QVERIFY(answer.hasToken()); // Signet reads all of these
        QCOMPARE(answer.facts["providerCannotRead"_L1].toString().isEmpty(), isReadable);
    }

    void issuerTellsTheCloud_data()
    {
        QTest::addColumn<QString>("issuer");
        QTest::addColumn<QString>("cloud");
        QTest::addRow("public 1.0") << u"https://sts.windows.net/%1/"_s << QString();
        QTest::addRow("public 2.0") << u"https://login.microsoftonline.com/%1/v2.0"_s << QString();
        QTest::addRow("government") << u"https://login.microsoftonline.us/%1/v2.0"_s
                                    << u"AzureUSGovernmentCloud"_s;
        QTest::addRow("China 1.0") << u"https://sts.chinacloudapi.cn/%1/"_s << u"AzureChinaCloud"_s;
        QTest::addRow("China 2.0") << u"https://login.partner.microsoftonline.cn/%1/v2.0"_s
                                   << u"AzureChinaCloud"_s;
        QTest::addRow("deceptive") << u"https://login.microsoftonline.us.example/%1/v2.0"_s << QString();
        QTest::addRow("none") << QString() << QString();
    }

    void issuerTellsTheCloud()
    {
        QFETCH(QString, issuer);
        QFETCH(QString, cloud);
        const QString iss = issuer.contains(u'%') ? issuer.arg(tenant) : issuer;
        const TokenAnswer answer = judge(reply(200, tokenBody({{u"iss"_s, iss}})));
        QCOMPARE(answer.facts["issuerCloud"_L1].toString(), cloud);
    }

    void overriddenAddressMustBeOfThisMachine_data()
    {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("asked");
        QTest::addRow("loopback") << u"http://127.0.0.1:2579"_s << QString()
                                  << u"http://127.0.0.1:2579/metadata/identity/oauth2/token"_s;
        QTest::addRow("slash at the end") << u"http://localhost:2579/"_s << QString()
                                          << u"http://localhost:2579/metadata/identity/oauth2/token"_s;
        QTest::addRow("metadata address") << u"http://169.254.169.254/"_s << QString()
                                          << u"http://169.254.169.254/metadata/identity/oauth2/token"_s;
        QTest::addRow("another machine") << u"http://10.1.2.3"_s << u"endpoint_not_loopback"_s << QString();
        QTest::addRow("deceptive name")
            << u"http://127.0.0.1.evil.example"_s << u"endpoint_not_loopback"_s << QString();
        QTest::addRow("user info") << u"http://127.0.0.1@evil.example"_s << u"endpoint_env_invalid"_s
                                   << QString();
        QTest::addRow("no scheme") << u"127.0.0.1:2579"_s << u"endpoint_env_invalid"_s << QString();
        QTest::addRow("file") << u"file:///etc/passwd"_s << u"endpoint_env_invalid"_s << QString();
    }

    void overriddenAddressMustBeOfThisMachine()
    {
        QFETCH(QString, value);
        QFETCH(QString, kind);
        QFETCH(QString, asked);
        const auto script = std::make_shared<Script>(QList<Reply>{reply(200, tokenBody(), {})});
        const Host host = hostWith({{u"AZURE_POD_IDENTITY_AUTHORITY_HOST"_s, value}});
        const TokenAnswer answer = await(askForToken(Http(host, script), TokenQuestion(), {}));
        QCOMPARE(QString(toString(answer.fault)), kind);
        QCOMPARE(answer.facts["override"_L1].toString(), u"AZURE_POD_IDENTITY_AUTHORITY_HOST"_s);
        QCOMPARE(script->requests.size(), asked.isEmpty() ? 0 : 1);
        if (!asked.isEmpty())
            QCOMPARE(script->requests.front().url.toString(QUrl::RemoveQuery), asked);
    }

    // ---- What replies mean

    void refusals_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Headers>("headers");
        QTest::addColumn<QString>("kind");
        const auto row = [](const char *name, int status, const QByteArray &body, const Headers &headers,
                            const QString &kind) {
            QTest::addRow("%s", name) << status << body << headers << kind;
        };
        const QByteArray page = "<html><body>Error</body></html>";
        row("lower case", 400, refusal(u"invalid_request"_s, u"identity not found"_s), genuine,
            u"no_identity"_s);
        row("other words", 400,
            refusal(u"invalid_request"_s, u"No managed identity was found on this machine"_s), genuine,
            u"no_identity"_s);
        row("not assigned", 400,
            refusal(u"invalid_request"_s, u"The requested identity isn't assigned to this resource."_s),
            genuine, u"no_identity"_s);
        row("several", 400, refusal(u"invalid_request"_s, u"Multiple identities are assigned"_s), genuine,
            u"identity_ambiguous"_s);
        row("disabled application", 400,
            refusal(u"unauthorized_client"_s, u"AADSTS7000112: Application is disabled."_s), genuine,
            u"identity_broken"_s);
        row("no code of Entra", 400, refusal(u"unauthorized_client"_s, u"x"_s), genuine,
            u"identity_broken"_s);
        row("resource, no code", 400, refusal(u"invalid_resource"_s, u"x"_s), genuine,
            u"resource_not_found"_s);
        row("unknown code of Entra", 400, refusal(u"invalid_request"_s, u"AADSTS99999999: what"_s), genuine,
            u"bad_request_unclassified"_s);
        row("broken identity with 500", 500, refusal(u"unknown"_s, u"AADSTS700016: gone"_s), genuine,
            u"identity_broken"_s);
        row("nested error", 400, R"({"error":{"code":"x","message":"Identity not found"}})", genuine,
            u"no_identity"_s);
        row("not found as 404", 404, refusal(u"invalid_request"_s, u"Identity not found"_s), genuine,
            u"no_identity"_s);
        row("throttled as 400", 400,
            refusal(u"invalid_request"_s, u"Temporarily throttled, too many requests"_s), genuine,
            u"throttled"_s);
        row("byte order mark", 400, "\xEF\xBB\xBF" + refusal(u"invalid_request"_s, u"Identity not found"_s),
            genuine, u"no_identity"_s);
        row("page", 400, page, html, u"not_imds"_s);
        row("page with 404", 404, page, html, u"not_imds"_s);
        row("go server", 404, "404 page not found", {{"Content-Type", "text/plain"}}, u"not_imds"_s);
        row("empty 404", 404, "", {}, u"imds_updating"_s);
        row("page with 500", 500, page, html, u"not_imds"_s);
        row("genuine page with 500", 500, page, genuine, u"transient_server"_s);
        row("empty 503", 503, "", genuine, u"transient_server"_s);
        row("empty 504", 504, "", {}, u"proxy_in_path"_s);
        row("genuine 504", 504, refusal(u"x"_s, u"y"_s), genuine, u"transient_server"_s);
        row("proxy by name", 503, page, {{"Server", "squid/5.7"}}, u"proxy_in_path"_s);
        row("proxy by page", 403, "<html>Blocked by Zscaler</html>", html, u"proxy_in_path"_s);
        row("identity told through a proxy", 400, refusal(u"invalid_request"_s, u"Identity not found"_s),
            {{"Via", "1.1 p"}}, u"no_identity"_s);
        row("proxy sign-in", 407, "", {{"Proxy-Authenticate", "Basic"}}, u"proxy_in_path"_s);
        row("network sign-in", 511, page, html, u"captive_portal"_s);
        row("amazon 404", 404, "<?xml version=\"1.0\"?><html><title>404 - Not Found</title></html>",
            {{"Server", "EC2ws"}}, u"not_imds"_s);
        row("google", 403, "Missing required header \"Metadata-Flavor\": \"Google\"",
            {{"Server", "Metadata Server for VM"}}, u"not_imds"_s);
        row("moved", 301, "", {{"Location", "https://login.example/"}}, u"redirect_refused"_s);
        row("see other", 303, page, html, u"redirect_refused"_s);
        row("docker in german", 403,
            "connecting to 169.254.169.254:80: dial tcp 169.254.169.254:80: connectex: Der Netzwerkname "
            "wurde gel\xC3\xB6scht.",
            {}, u"docker_desktop_proxy"_s);
        row("docker with 500", 500, "connecting to 169.254.169.254:80: dial tcp: i/o timeout", {},
            u"docker_desktop_proxy"_s);
        row("forbidden, told", 403, refusal(u"forbidden"_s, u"no"_s), genuine, u"bad_request_unclassified"_s);
        row("too slow", 408, "", genuine, u"transient_server"_s);
        row("teapot", 418, "short and stout", {}, u"not_imds"_s);
    }

    void refusals()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(Headers, headers);
        QFETCH(QString, kind);
        const TokenAnswer answer = judge(reply(status, body, headers));
        QCOMPARE(QString(toString(answer.fault)), kind);
        QCOMPARE(QString(toString(answer.outcome)), QString(toString(TokenAnswer::Outcome::Error)));
    }

    void tokens_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("outcome");
        QTest::addColumn<QString>("kind");
        const auto row = [](const char *name, const QByteArray &body, const QString &outcome,
                            const QString &kind) { QTest::addRow("%s", name) << body << outcome << kind; };
        const QString good = u"token"_s;
        const QString doubtful = u"token_with_warning"_s;
        const QString bad = u"error"_s;
        row("good", tokenBody(), good, {});
        row("audience as URI without slash", tokenBody({{u"aud"_s, u"https://app.vssps.visualstudio.com"_s}}),
            good, {});
        row("audience in upper case", tokenBody({{u"aud"_s, u"499B84AC-1321-427F-AA17-267CA6975798"_s}}),
            good, {});
        row("audience missing", tokenBody({{u"aud"_s, QJsonValue()}}), doubtful, {});
        row("audience list without ours",
            tokenBody({{u"aud"_s, QJsonArray{u"https://graph.microsoft.com"_s}}}), bad, u"wrong_audience"_s);
        row("tenant out of the issuer", tokenBody({{u"tid"_s, QJsonValue()}}), good, {});
        row("no tenant at all", tokenBody({{u"tid"_s, QJsonValue()}, {u"iss"_s, u"x"_s}}), doubtful, {});
        row("slightly in the future", tokenBody({{u"nbf"_s, second + 300}, {u"iat"_s, second + 300}}), good,
            {});
        row("in the future", tokenBody({{u"nbf"_s, second + 301}, {u"iat"_s, second + 301}}), doubtful,
            u"clock_skew"_s);
        row("issued in the future", tokenBody({{u"nbf"_s, QJsonValue()}, {u"iat"_s, second + 3600}}),
            doubtful, u"clock_skew"_s);
        row("claim expires as text", tokenBody({{u"exp"_s, QString::number(second + 86400)}}), good, {});
        row("claim expires a little earlier", tokenBody({{u"exp"_s, second + 86200}}), good, {});
        row("claim expires much earlier", tokenBody({{u"exp"_s, second + 3600}}), doubtful, u"bad_expiry"_s);
        row("claim expired", tokenBody({{u"exp"_s, second - 1}}), bad, u"token_expired"_s);
        row("milliseconds", tokenBody({}, {{u"expires_on"_s, u"1790086400000"_s}}), doubtful,
            u"bad_expiry"_s);
        row("duration in the wrong field", tokenBody({}, {{u"expires_on"_s, u"86400"_s}}), doubtful,
            u"bad_expiry"_s);
        row("american date", tokenBody({}, {{u"expires_on"_s, u"09/22/2026 02:13:20 PM +00:00"_s}}), good,
            {});
        row("expires on: empty", tokenBody({}, {{u"expires_on"_s, u""_s}}), good, {});
        row("nothing about expiry, opaque",
            tokenBody({},
                      {{u"access_token"_s, u"opaque"_s}, {u"expires_on"_s, u""_s}, {u"expires_in"_s, u""_s}}),
            bad, u"missing_expiry"_s);
        row("opaque", tokenBody({}, {{u"access_token"_s, u"opaque"_s}}), doubtful, u"jwt_malformed"_s);
        row("token is a number", tokenBody({}, {{u"access_token"_s, 5}}), bad, u"missing_access_token"_s);
        row("token with a line feed", tokenBody({}, {{u"access_token"_s, QString(token() + u"\r\nX: y"_s)}}),
            bad, u"jwt_malformed"_s);
        row("token type missing", tokenBody({}, {{u"token_type"_s, QJsonValue::Undefined}}), good, {});
        row("token type PoP", tokenBody({}, {{u"token_type"_s, u"PoP"_s}}), bad,
            u"bad_request_unclassified"_s);
        row("person", tokenBody({{u"xms_mirid"_s, QJsonValue()}, {u"scp"_s, u"user_impersonation"_s}}),
            doubtful, u"user_token"_s);
        row("secret", tokenBody({{u"xms_mirid"_s, QJsonValue()}, {u"appidacr"_s, u"1"_s}}), doubtful,
            u"wrong_identity"_s);
        row("secret, and a resource id", tokenBody({{u"appidacr"_s, u"1"_s}}), doubtful, u"wrong_identity"_s);
        row("version 2",
            tokenBody({{u"ver"_s, u"2.0"_s},
                       {u"appid"_s, QJsonValue()},
                       {u"azp"_s, u"3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617"_s}}),
            doubtful, {});
        row("subject is not the object", tokenBody({{u"sub"_s, u"pairwise"_s}}), doubtful, {});
        row("key given twice", tokenBody().replace("{", "{\"token_type\":\"x\","), good, {});
        row("cut off", tokenBody().chopped(1), bad, u"malformed_json"_s);
        row("more behind", tokenBody() + "x", bad, u"malformed_json"_s);
        row("blanks", "  \r\n", bad, u"empty_body"_s);
        row("error with 200", refusal(u"invalid_request"_s, u"Identity not found"_s), bad,
            u"missing_access_token"_s);
    }

    void tokens()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, outcome);
        QFETCH(QString, kind);
        const TokenAnswer answer = judge(reply(200, body));
        QCOMPARE(QString(toString(answer.outcome)), outcome);
        QCOMPARE(QString(toString(answer.fault)), kind);
        QCOMPARE(answer.hasToken(), outcome != "error"_L1);
    }

    void freshTokenThatIsExpiredTellsTheClock()
    {
        const QJsonObject claims{{u"exp"_s, second - 100}};
        const QJsonObject fields{{u"expires_on"_s, QString::number(second - 100)},
                                 {u"expires_in"_s, u"7200"_s}};
        const TokenAnswer answer = judge(reply(200, tokenBody(claims, fields)));
        QCOMPARE(QString(toString(answer.fault)), u"token_expired"_s);
        QCOMPARE(answer.facts["skewSeconds"_L1].toInt(), -7300);
    }

    void earlierExpiryCounts()
    {
        QCOMPARE(judge(reply(200, tokenBody({{u"exp"_s, second + 3600}}))).token->expiresOn, second + 3600);
        QCOMPARE(judge(reply(200, tokenBody({{u"exp"_s, second + 99999}}))).token->expiresOn, second + 86400);
    }

    void selectedIdentityMustAnswer_data()
    {
        QTest::addColumn<IdentitySelector>("selector");
        QTest::addColumn<QString>("kind");
        const QString appId = u"3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617"_s;
        QTest::addRow("client id, upper case") << byClientId(appId.toUpper()) << QString();
        QTest::addRow("other client id") << byClientId(tenant) << u"wrong_identity"_s;
        QTest::addRow("object id") << IdentitySelector(
            *ObjectId::parse(u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s))
                                   << QString();
        QTest::addRow("other object id") << IdentitySelector(*ObjectId::parse(appId)) << u"wrong_identity"_s;
        QTest::addRow("resource id, other case")
            << IdentitySelector(*ResourceId::parse(machineId.toUpper())) << QString();
        QTest::addRow("other resource id")
            << IdentitySelector(*ResourceId::parse(machineId + u'2')) << u"wrong_identity"_s;
    }

    void selectedIdentityMustAnswer()
    {
        QFETCH(IdentitySelector, selector);
        QFETCH(QString, kind);
        QCOMPARE(QString(toString(judge(reply(200, tokenBody()), TokenQuestion(selector)).fault)), kind);
    }

    void tenantMustBeTheOrganizations()
    {
        TokenQuestion question;
        question.organizationTenant = *TenantId::parse(tenant.toUpper());
        QCOMPARE(QString(toString(judge(reply(200, tokenBody()), question).outcome)),
                 QString(toString(TokenAnswer::Outcome::Token)));
        question.organizationTenant = *TenantId::parse(u"1f0e9d8c-7b6a-4950-8843-2a1b0c9d8e7f"_s);
        QCOMPARE(QString(toString(judge(reply(200, tokenBody()), question).fault)),
                 QString(toString(IdentityFault::WrongTenant)));
    }

    void silenceOnForeignFirmwareIsNotInAzure_data()
    {
        QTest::addColumn<Delivery>("delivery");
        QTest::addColumn<QString>("here");
        QTest::addColumn<bool>("canRetry");
        QTest::addRow("timeout") << Delivery::ConnectTimeout << u"imds_timeout"_s << true;
        QTest::addRow("refused") << Delivery::ConnectionRefused << u"imds_refused"_s << false;
        QTest::addRow("no route") << Delivery::NetworkUnreachable << u"imds_unreachable"_s << false;
        QTest::addRow("no neighbour") << Delivery::HostUnreachable << u"imds_unreachable"_s << false;
        QTest::addRow("firewall") << Delivery::AccessDenied << u"blocked_by_firewall"_s << false;
    }

    void silenceOnForeignFirmwareIsNotInAzure()
    {
        QFETCH(Delivery, delivery);
        QFETCH(QString, here);
        QFETCH(bool, canRetry);
        Reply silence;
        silence.delivery = delivery;
        Machine machine;
        const TokenAnswer unknown = judge(silence, TokenQuestion(), machine);
        QCOMPARE(QString(toString(unknown.fault)), here);
        QCOMPARE(unknown.canRetry, canRetry);
        machine.azureVm = true;
        QCOMPARE(QString(toString(judge(silence, TokenQuestion(), machine).fault)), here);
        machine.azureVm = false;
        machine.firmware = u"Dell Inc., and the asset tag is not Azure's"_s;
        const TokenAnswer elsewhere = judge(silence, TokenQuestion(), machine);
        QCOMPARE(QString(toString(elsewhere.fault)), QString(toString(IdentityFault::NotInAzure)));
        QCOMPARE(elsewhere.facts["reason"_L1].toString(), machine.firmware);
        QCOMPARE(elsewhere.facts["azureVm"_L1], QJsonValue(false));
    }

    void protocolAgentMakesTheGuessSurer()
    {
        Machine machine;
        QCOMPARE(judge(reply(403, "", {}), TokenQuestion(), machine).facts["confidence"_L1].toString(),
                 u"low"_s);
        machine.guestProxyAgent = u"/var/lib/azure-proxy-agent"_s;
        QCOMPARE(judge(reply(403, "", {}), TokenQuestion(), machine).facts["confidence"_L1].toString(),
                 u"medium"_s);
    }

    void retryAfterMayBeADate()
    {
        Headers headers = genuine;
        headers.append({QByteArray("Retry-After"),
                        QByteArray("Mon, 21 Sep 2026 14:14:20 GMT")}); // a minute after the clock
        const TokenAnswer answer = judge(reply(429, "{}", headers));
        QCOMPARE(answer.facts["retryAfter"_L1].toInt(), 60);
        QVERIFY(answer.longestWait >= 60s);
    }

    void genuineErrorIsNotTakenForAnotherCloud()
    {
        Machine machine;
        machine.otherCloud = u"aws"_s;
        QCOMPARE(QString(toString(judge(reply(400, refusal(u"invalid_request"_s, u"Identity not found"_s)),
                                        TokenQuestion(), machine)
                                      .fault)),
                 QString(toString(IdentityFault::NoIdentity)));
    }

    // ---- The other paths

    void newestVersionIsFound()
    {
        const TokenAnswer answer = judgeMetadataReply(
            MetadataPath::Versions, reply(200, R"({"apiVersions":["2017-03-01","2025-04-07","2021-02-01"]})"),
            {}, {}, now);
        QCOMPARE(QString(toString(answer.outcome)), QString(toString(TokenAnswer::Outcome::NotThisSource)));
        QCOMPARE(answer.facts["newest"_L1].toString(), u"2025-04-07"_s);
    }

    void instanceIsRead()
    {
        const auto instance =
            parseInstance(R"({"compute":{"name":"vm","azEnvironment":"AZURECHINACLOUD","zone":"",
            "vmScaleSetName":"ss","tagsList":[{"name":"a;b","value":"c"}]}})");
        QVERIFY(instance);
        QCOMPARE(instance->cloud, u"AzureChinaCloud"_s);
        QCOMPARE(instance->devOpsServicesAvailable, std::optional(false));
        QVERIFY(instance->zone.isNull());
        QCOMPARE(instance->scaleSetName, u"ss"_s);
        QCOMPARE(instance->tags[u"a;b"_s], u"c"_s);
        QVERIFY(!parseInstance("[]"));
        QVERIFY(!parseInstance("{\"compute\":5}"));
        QCOMPARE(parseInstance(R"({"compute":{"azEnvironment":"AzureMoonCloud"}})")->devOpsServicesAvailable,
                 std::nullopt);
    }

    void tenantOfTheMachineIsRead()
    {
        const QByteArray body = "{\"tenantId\":\"" + tenant.toLatin1() + "\"}";
        const auto script = std::make_shared<Script>(QList<Reply>{reply(200, body)});
        const TenantAnswer answer = await(askForTenant(Http(hostWith({}), script), {}, {}));
        QVERIFY(answer.tenant);
        QCOMPARE(answer.tenant->toString(), tenant);
        const auto nothing = std::make_shared<Script>(QList<Reply>{reply(200, "{\"tenantId\":\"\"}")});
        QVERIFY(!await(askForTenant(Http(hostWith({}), nothing), {}, {})).tenant);
    }

    void instanceComesWithItsFacts()
    {
        const auto script =
            std::make_shared<Script>(QList<Reply>{reply(200, R"({"compute":{"name":"vm"}})")});
        const InstanceAnswer answer = await(askForInstance(Http(hostWith({}), script), {}, {}));
        QVERIFY(answer.instance);
        QCOMPARE(answer.instance->name, u"vm"_s);
        const auto page = std::make_shared<Script>(QList<Reply>{reply(200, "<html></html>", html)});
        const InstanceAnswer strange = await(askForInstance(Http(hostWith({}), page), {}, {}));
        QVERIFY(!strange.instance);
        QCOMPARE(QString(toString(strange.answer.fault)), QString(toString(IdentityFault::CaptivePortal)));
    }

    void kindsKeepTheirWords()
    {
        for (int i = 0; i <= int(IdentityFault::AppRegistrationNotPublic); ++i)
            QVERIFY(identityFaultFromString(QString(toString(IdentityFault(i)))) == IdentityFault(i));
        QVERIFY(!identityFaultFromString(u"nonsense"_s));
        QCOMPARE(QString(toString(IdentityFault::SfThumbprintMismatch)), u"sf_thumbprint_mismatch"_s);
    }
};

QTEST_GUILESS_MAIN(TestImds)

#include "tst_imds.moc"
