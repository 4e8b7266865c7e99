#include "core/result/redaction.h"
#include "core/token/claims.h"
#include "core/token/epochtime.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

constexpr std::chrono::sys_seconds now{std::chrono::seconds(1790000000)};
const QString machineId =
    u"/subscriptions/5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/rg/providers/Microsoft.Compute/virtualMachines/vm"_s;
const QString userAssignedId =
    u"/subscriptions/5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d/resourceGroups/rg/providers/microsoft.managedidentity/userassignedidentities/id"_s;

QByteArray part(const QJsonObject &json)
{
    return QJsonDocument(json)
        .toJson(QJsonDocument::Compact)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QJsonObject managedIdentity()
{
    return {{u"aud"_s, u"499b84ac-1321-427f-aa17-267ca6975798"_s},
            {u"iss"_s, u"https://sts.windows.net/8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a/"_s},
            {u"tid"_s, u"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a"_s},
            {u"oid"_s, u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s},
            {u"sub"_s, u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s},
            {u"appid"_s, u"3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617"_s},
            {u"appidacr"_s, u"2"_s},
            {u"ver"_s, u"1.0"_s},
            {u"iat"_s, 1789999700},
            {u"nbf"_s, 1789999700},
            {u"exp"_s, 1790086400},
            {u"xms_mirid"_s, machineId}};
}

QByteArray tokenText(const QJsonObject &payload, const QByteArray &signature = "c2lnbmF0dXJl")
{
    return part({{u"alg"_s, u"RS256"_s}, {u"kid"_s, u"k1"_s}}) + '.' + part(payload) + '.' + signature;
}

Result<Claims> decoded(QByteArray text)
{
    return decodeClaims(Secret(std::move(text)));
}

QJsonObject with(QJsonObject json, const QString &name, const QJsonValue &value)
{
    json[name] = value;
    return json;
}

} // namespace

class TestClaims final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyClaimIsRead()
    {
        const auto claims = decoded(tokenText(managedIdentity()));
        QVERIFY(claims);
        QCOMPARE(claims->audience, QStringList{u"499b84ac-1321-427f-aa17-267ca6975798"_s});
        QCOMPARE(claims->tenantId, u"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a"_s);
        QCOMPARE(claims->objectId, claims->subject);
        QCOMPARE(claims->appId, u"3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617"_s);
        QCOMPARE(claims->expires, std::optional<qint64>(1790086400));
        QCOMPARE(claims->alg, u"RS256"_s);
        QVERIFY(claims->isSigned);
        QCOMPARE(machineResourceId(*claims), machineId);
    }

    void whatIsNoTokenIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("reason");
        const QByteArray good = tokenText(managedIdentity());
        QTest::addRow("opaque") << QByteArray("opaque") << u"opaque"_s;
        QTest::addRow("two parts") << good.left(good.lastIndexOf('.')) << u"2 parts"_s;
        QTest::addRow("five parts") << QByteArray(good + ".x.y") << u"5 parts"_s;
        QTest::addRow("blank") << QByteArray(good + ' ') << u"spaces"_s;
        QTest::addRow("line feed") << QByteArray(good + '\n') << u"spaces"_s;
        QTest::addRow("null byte") << QByteArray("a\0b", 3) << u"spaces"_s;
        QTest::addRow("payload is no JSON") << QByteArray("e30.bm90IGpzb24.x") << u"claims"_s;
        QTest::addRow("payload is a list") << QByteArray("e30.W10.x") << u"claims"_s;
        QTest::addRow("header is no JSON") << QByteArray("bm90.e30.x") << u"header"_s;
        QTest::addRow("padding") << QByteArray(part({}) + "." + "e30=" + ".x") << u"claims"_s;
        QTest::addRow("standard alphabet") << QByteArray("e30.e+0/.x") << u"claims"_s;
        QTest::addRow("empty") << QByteArray() << u"opaque"_s;
    }

    void whatIsNoTokenIsRefused()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, reason);
        const auto claims = decoded(text);
        QVERIFY(!claims);
        QCOMPARE(claims.problem().findingId.toString(), u"token-not-decodable"_s);
        const QString said = claims.problem().evidence["reason"_L1].toString();
        QVERIFY2(said.contains(reason), qPrintable(said));
    }

    void claimsOfTheWrongTypeCountAsAbsent()
    {
        QJsonObject odd = managedIdentity();
        odd[u"tid"_s] = 5;
        odd[u"oid"_s] = QJsonArray{u"x"_s};
        odd[u"exp"_s] = u"1790086400"_s;
        odd[u"nbf"_s] = 1789999700.5;
        odd[u"iat"_s] = QJsonObject();
        const auto claims = decoded(tokenText(odd));
        QVERIFY(claims);
        QCOMPARE(claims->tenantId, u"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a"_s); // out of the issuer
        QVERIFY(claims->objectId.isEmpty());
        QCOMPARE(claims->expires, std::optional<qint64>(1790086400));
        QCOMPARE(claims->notBefore, std::optional<qint64>(1789999700));
        QVERIFY(!claims->issuedAt);
    }

    void typeOfIdentity_data()
    {
        QTest::addColumn<QJsonObject>("payload");
        QTest::addColumn<QString>("type");
        const QJsonObject base = managedIdentity();
        QJsonObject bare = base;
        bare.remove(u"xms_mirid"_s);
        QTest::addRow("machine") << base << u"system-assigned"_s;
        QTest::addRow("user-assigned, odd case")
            << with(base, u"xms_mirid"_s, userAssignedId) << u"user-assigned"_s;
        QTest::addRow("app slot") << with(
            base, u"xms_mirid"_s,
            u"/subscriptions/5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/rg/providers/Microsoft.Web/sites/a/slots/s"_s)
                                  << u"system-assigned"_s;
        QTest::addRow("not told") << bare << u"unknown"_s;
        QTest::addRow("no resource id") << with(base, u"xms_mirid"_s, u"surprise"_s) << u"unknown"_s;
        QTest::addRow("delegated") << with(bare, u"scp"_s, u"user_impersonation"_s) << u"person"_s;
        QTest::addRow("sign-in name") << with(bare, u"upn"_s, u"pat@contoso.example"_s) << u"person"_s;
        QTest::addRow("says user") << with(bare, u"idtyp"_s, u"user"_s) << u"person"_s;
        QTest::addRow("secret") << with(bare, u"appidacr"_s, u"1"_s) << u"application"_s;
    }

    void typeOfIdentity()
    {
        QFETCH(QJsonObject, payload);
        QFETCH(QString, type);
        QCOMPARE(QString(toString(identityTypeOf(*decoded(tokenText(payload))))), type);
    }

    void audiences_data()
    {
        QTest::addColumn<QString>("audience");
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isDevOps");
        QTest::addRow("guid") << u"499b84ac-1321-427f-aa17-267ca6975798"_s << u"Azure DevOps"_s << true;
        QTest::addRow("guid, upper case")
            << u"499B84AC-1321-427F-AA17-267CA6975798"_s << u"Azure DevOps"_s << true;
        QTest::addRow("uri") << u"https://app.vssps.visualstudio.com/"_s << u"Azure DevOps"_s << true;
        QTest::addRow("uri without slash")
            << u"https://app.vssps.visualstudio.com"_s << u"Azure DevOps"_s << true;
        QTest::addRow("spn") << u"spn:499b84ac-1321-427f-aa17-267ca6975798"_s << u"Azure DevOps"_s << true;
        QTest::addRow("arm") << u"https://management.core.windows.net/"_s << u"Azure Resource Manager"_s
                             << false;
        QTest::addRow("graph") << u"00000003-0000-0000-c000-000000000000"_s << u"Microsoft Graph"_s << false;
        QTest::addRow("look-alike") << u"https://app.vssps.visualstudio.com.evil.example/"_s << QString()
                                    << false;
        QTest::addRow("empty") << QString() << QString() << false;
    }

    void audiences()
    {
        QFETCH(QString, audience);
        QFETCH(QString, name);
        QFETCH(bool, isDevOps);
        QCOMPARE(audienceName(audience), name);
        QCOMPARE(audienceIsAzureDevOps(audience), isDevOps);
    }

    void sameServiceMatchesByGuidAndUri()
    {
        QVERIFY(audienceMatches(u"https://app.vssps.visualstudio.com/"_s,
                                u"499b84ac-1321-427f-aa17-267ca6975798"_s));
        QVERIFY(
            audienceMatches(u"https://management.azure.com"_s, u"https://management.core.windows.net/"_s));
        QVERIFY(audienceMatches(u"api://mine"_s, u"API://mine/"_s));
        QVERIFY(
            !audienceMatches(u"https://graph.microsoft.com"_s, u"499b84ac-1321-427f-aa17-267ca6975798"_s));
        QVERIFY(!audienceMatches(QString(), u"499b84ac-1321-427f-aa17-267ca6975798"_s));
    }

    void everyClaimHasASentence()
    {
        QJsonObject payload = managedIdentity();
        payload[u"xms_new"_s] = u"abc"_s;
        payload[u"list"_s] = QJsonArray{1, 2};
        payload[u"long"_s] = QString(5000, u'x');
        const auto claims = decoded(tokenText(payload));
        const auto lines = explainClaims(*claims, now);
        QStringList told;
        for (const ClaimLine &line : lines) {
            told << line.claim;
            QVERIFY2(!line.sentence.isEmpty(), qPrintable(line.claim));
            QVERIFY(line.value.size() <= 120);
            QVERIFY((
                QStringList{u"who"_s, u"for whom"_s, u"from where"_s, u"until when"_s}.contains(line.group)));
        }
        for (const QString &name : payload.keys())
            QVERIFY2(told.count(name) == 1, qPrintable(name));
        QVERIFY(told.contains(u"header.alg"_s));
    }

    void sentencesSayWhatMatters_data()
    {
        QTest::addColumn<QJsonObject>("payload");
        QTest::addColumn<QString>("claim");
        QTest::addColumn<QString>("words");
        const QJsonObject base = managedIdentity();
        QTest::addRow("right audience") << base << u"aud"_s << u"for Azure DevOps."_s;
        QTest::addRow("wrong audience") << with(base, u"aud"_s, u"https://graph.microsoft.com"_s) << u"aud"_s
                                        << u"Microsoft Graph, not for Azure DevOps"_s;
        QTest::addRow("still valid") << base << u"exp"_s << u"another 24 hours"_s;
        QTest::addRow("expired") << with(base, u"exp"_s, 1789999990) << u"exp"_s
                                 << u"Expired 10 seconds ago"_s;
        QTest::addRow("unreadable time") << with(base, u"exp"_s, true) << u"exp"_s << u"cannot read it"_s;
        QTest::addRow("future") << with(base, u"nbf"_s, 1790001800) << u"nbf"_s << u"another 30 minutes"_s;
        QTest::addRow("secret") << with(base, u"appidacr"_s, u"1"_s) << u"appidacr"_s << u"with a secret"_s;
        QTest::addRow("person") << with(base, u"sub"_s, u"pairwise"_s) << u"sub"_s << u"a person"_s;
        QTest::addRow("unknown") << with(base, u"xms_new"_s, u"abc"_s) << u"xms_new"_s
                                 << u"a string of 3 characters"_s;
    }

    void sentencesSayWhatMatters()
    {
        QFETCH(QJsonObject, payload);
        QFETCH(QString, claim);
        QFETCH(QString, words);
        const auto claims = decoded(tokenText(payload));
        QString sentence;
        for (const ClaimLine &line : explainClaims(*claims, now)) {
            if (line.claim == claim)
                sentence = line.sentence;
        }
        QVERIFY2(sentence.contains(words), qPrintable(sentence));
    }

    void explanationNeverHoldsAToken()
    {
        // An assertion inside a claim is a token, too.
        const QByteArray token = tokenText(managedIdentity());
        const auto claims =
            decoded(tokenText(with(managedIdentity(), u"assertion"_s, QString::fromLatin1(token))));
        for (const ClaimLine &line : explainClaims(*claims, now))
            QVERIFY(findSecrets((line.value + line.sentence).toUtf8()).isEmpty());
    }

    void timesOfAllForms_data()
    {
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<qint64>("seconds"); // -1: nothing
        constexpr qint64 time = 1790086400; // 2026-09-22 14:13:20 UTC
        QTest::addRow("number") << QJsonValue(time) << time;
        QTest::addRow("float") << QJsonValue(1790086400.9) << time;
        QTest::addRow("text") << QJsonValue(u"1790086400"_s) << time;
        QTest::addRow("text with blanks") << QJsonValue(u" 1790086400 "_s) << time;
        QTest::addRow("float as text") << QJsonValue(u"1790086400.0"_s) << time;
        QTest::addRow("RFC 3339") << QJsonValue(u"2026-09-22T14:13:20Z"_s) << time;
        QTest::addRow("RFC 3339, offset") << QJsonValue(u"2026-09-22T16:13:20.1234567+02:00"_s) << time;
        QTest::addRow("RFC 1123") << QJsonValue(u"Tue, 22 Sep 2026 14:13:20 GMT"_s) << time;
        QTest::addRow("blank between") << QJsonValue(u"2026-09-22 14:13:20"_s) << time;
        QTest::addRow("App Service on Linux") << QJsonValue(u"09/22/2026 14:13:20 +00:00"_s) << time;
        QTest::addRow("App Service on Windows") << QJsonValue(u"9/22/2026 2:13:20 PM +00:00"_s) << time;
        QTest::addRow("month first") << QJsonValue(u"01/02/2026 12:00:00 AM +00:00"_s) << qint64(1767312000);
        QTest::addRow("noon") << QJsonValue(u"01/02/2026 12:00:00 PM"_s) << qint64(1767355200);
        QTest::addRow("hour 13 PM") << QJsonValue(u"01/02/2026 13:00:00 PM"_s) << qint64(-1);
        QTest::addRow("month 13") << QJsonValue(u"13/02/2026 10:00:00"_s) << qint64(-1);
        QTest::addRow("words") << QJsonValue(u"tomorrow"_s) << qint64(-1);
        QTest::addRow("empty") << QJsonValue(u""_s) << qint64(-1);
        QTest::addRow("bool") << QJsonValue(true) << qint64(-1);
        QTest::addRow("null") << QJsonValue() << qint64(-1);
        QTest::addRow("object") << QJsonValue(QJsonObject{{u"t"_s, 1}}) << qint64(-1);
        QTest::addRow("huge") << QJsonValue(1e300) << qint64(-1);
        QTest::addRow("huge as text") << QJsonValue(u"99999999999999999999"_s) << qint64(-1);
    }

    void timesOfAllForms()
    {
        QFETCH(QJsonValue, value);
        QFETCH(qint64, seconds);
        QCOMPARE(epochSeconds(value).value_or(-1), seconds);
    }
};

QTEST_GUILESS_MAIN(TestClaims)

#include "tst_claims.moc"
