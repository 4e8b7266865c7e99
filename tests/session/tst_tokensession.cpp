#include "core/sandbox/sandboxserver.h"
#include "core/session/identitysession.h"
#include "core/session/tokensession.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

using Column = TokenSession::Column;
constexpr qint64 noon = 1'790'000'000;

QByteArray tokenOf(const QJsonObject &claims)
{
    const auto part = [](const QJsonObject &json) {
        return QJsonDocument(json)
            .toJson(QJsonDocument::Compact)
            .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    };
    return part({{u"typ"_s, u"JWT"_s}, {u"alg"_s, u"RS256"_s}}) + '.' + part(claims) + ".c2lnbmF0dXJl";
}

QJsonObject machineClaims()
{
    return {{u"aud"_s, u"499b84ac-1321-427f-aa17-267ca6975798"_s},
            {u"tid"_s, u"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a"_s},
            {u"oid"_s, u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s},
            {u"appid"_s, u"5eed5eed-4455-4667-9889-aabbccddeeff"_s},
            {u"idtyp"_s, u"app"_s},
            {u"uti"_s, u"first"_s},
            {u"xms_mirid"_s,
             u"/subscriptions/0b1f6471-1bf0-4dda-aec3-cb9272f09590/resourcegroups/rg-build/providers/"
             "Microsoft.Compute/virtualMachines/vm-build"_s},
            {u"iat"_s, noon - 7200},
            {u"nbf"_s, noon - 7200},
            {u"exp"_s, noon + 79200}};
}

QJsonObject with(QJsonObject claims, const QString &name, const QJsonValue &value)
{
    claims.insert(name, value);
    return claims;
}

// Sessions on a scenario, over a real loopback socket.
class Setting {
public:
    explicit Setting(const QString &name)
        : server(*sandbox::Scenario::named(name))
    {
        if (!server.listen())
            qFatal("cannot listen on loopback");
        const auto image = HostImage::fromJson(server.scenario().hostImage);
        if (!image)
            qFatal("the machine of the scenario cannot be read");
        sessionContext =
            std::make_unique<SessionContext>(SessionContext{Host::from(*image), {}, Host::real()});
        sessionContext->net.simulatedAzure = server.url();
    }

    sandbox::SandboxServer server;
    std::unique_ptr<SessionContext> sessionContext;
};

// Sessions on a machine whose clock is at noon, without a network.
SessionContext atNoon()
{
    HostImage image;
    image.clock = noon;
    const Host host = Host::from(image);
    return SessionContext{host, {}, Host::real()};
}

const TokenDocument::Mark *markOf(const TokenDocument &document, TokenDocument::Mark::Kind kind)
{
    for (const TokenDocument::Mark &mark : document.marks) {
        if (mark.kind == kind)
            return &mark;
    }
    return nullptr;
}

} // namespace

class TestTokenSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tokenOfTheMachineIsExplained()
    {
        Setting setting(u"healthy"_s);
        TokenSession session(*setting.sessionContext);
        session.ask(Column::First);
        QVERIFY(session.asking() == Column::First);
        QVERIFY2(session.waiting().startsWith(u"asking the instance metadata service, "_s),
                 qPrintable(session.waiting()));
        QTRY_VERIFY(!session.asking());
        QVERIFY(session.waiting().isEmpty());
        const auto document = session.document(Column::First);
        QVERIFY(document);
        QVERIFY(document->state == TokenDocument::State::Good);
        QVERIFY2(document->sentence.startsWith(
                     u"The system-assigned identity of vm-build, for Azure DevOps, valid for another "_s),
                 qPrintable(document->sentence));
        QStringList titles;
        for (const TokenDocument::Group &group : document->groups)
            titles.append(group.title);
        QCOMPARE(titles, QStringList({u"Identity"_s, u"Resource"_s, u"Issuer"_s, u"Validity"_s}));
    }

    void tokenItselfIsNotKept()
    {
        Setting setting(u"healthy"_s);
        TokenSession session(*setting.sessionContext);
        session.ask(Column::First);
        QTRY_VERIFY(!session.asking());
        QCOMPARE(setting.server.issuedTokens().size(), 1);
        const QString token = QString::fromLatin1(setting.server.issuedTokens().front());
        const auto document = session.document(Column::First);
        QString everything = document->sentence + document->facts.join(u' ') + document->age.join(u' ');
        for (const TokenDocument::Group &group : document->groups) {
            for (const ClaimLine &line : group.lines)
                everything += line.claim + line.value + line.sentence;
        }
        for (const QString &part : token.split(u'.'))
            QVERIFY(!everything.contains(part));
    }

    void textThatIsReadIsOverwritten()
    {
        TokenSession session(atNoon());
        QByteArray text = tokenOf(machineClaims());
        text.detach();
        const char *bytes = text.constData();
        const QByteArrayView before(bytes, 8);
        QVERIFY(before == "eyJhbGci");
        session.read(Column::First, std::move(text));
        QVERIFY(session.document(Column::First));
        QVERIFY(!text.contains("eyJ"));
    }

    void whateverIsPastedIsRead_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<TokenRead::Origin>("origin");
        const QByteArray token = tokenOf(machineClaims());
        QTest::addRow("token") << token << TokenRead::Origin::GivenAsToken;
        QTest::addRow("header") << QByteArray("Authorization: Bearer " + token)
                                << TokenRead::Origin::GivenInHeader;
        QTest::addRow("reply") << QByteArray("{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\"}")
                               << TokenRead::Origin::GivenInReply;
    }

    void whateverIsPastedIsRead()
    {
        QFETCH(QByteArray, text);
        QFETCH(TokenRead::Origin, origin);
        TokenSession session(atNoon());
        session.read(Column::First, std::move(text));
        QVERIFY(!session.problem(Column::First));
        QCOMPARE(session.token(Column::First)->origin, origin);
    }

    void textWithoutATokenIsAProblemAndLeavesTheOneBefore_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("finding");
        QTest::addRow("nothing") << QByteArray() << u"token-not-given"_s;
        QTest::addRow("no claims") << QByteArray("eyJhbGciOiJub25lIn0.!!!.x") << u"token-not-decodable"_s;
    }

    void textWithoutATokenIsAProblemAndLeavesTheOneBefore()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, finding);
        TokenSession session(atNoon());
        session.read(Column::First, tokenOf(machineClaims()));
        session.read(Column::First, std::move(text));
        QVERIFY(session.problem(Column::First));
        QCOMPARE(session.problem(Column::First)->findingId.toString(), finding);
        QVERIFY(session.document(Column::First));
    }

    void fileOnTheDiskIsRead()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"reply.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"access_token\":\"" + tokenOf(machineClaims()) + "\"}");
        file.close();
        TokenSession session(atNoon());
        session.readFile(Column::Second, file.fileName());
        QVERIFY(session.document(Column::Second));
        session.readFile(Column::Second, folder.filePath(u"nothing.json"_s));
        QCOMPARE(session.problem(Column::Second)->findingId.toString(), u"file-not-readable"_s);
        QVERIFY(session.document(Column::Second));
    }

    void tokensInTheWrongPlaceAreKnown()
    {
        QVERIFY(TokenSession::looksLikeToken(QString::fromLatin1("Bearer " + tokenOf(machineClaims()))));
        QVERIFY(!TokenSession::looksLikeToken(u"5eed5eed-4455-4667-9889-aabbccddeeff"_s));
        QVERIFY(!TokenSession::looksLikeToken(u"https://eyjafjalla.example/"_s));
    }

    void stateFollowsTheClaims_data()
    {
        using State = TokenDocument::State;
        QTest::addColumn<QJsonObject>("claims");
        QTest::addColumn<State>("state");
        QTest::addColumn<QString>("words");
        const QJsonObject good = machineClaims();
        QTest::addRow("good") << good << State::Good << u"valid for another 22 hours"_s;
        QTest::addRow("expired") << with(good, u"exp"_s, noon - 600) << State::Useless
                                 << u"expired 10 minutes ago"_s;
        QTest::addRow("not yet") << with(good, u"nbf"_s, noon + 3600) << State::Useless
                                 << u"not valid before 2026-09-21 15:13:20 UTC"_s;
        QTest::addRow("another service") << with(good, u"aud"_s, u"https://management.azure.com/"_s)
                                         << State::Doubtful << u"for Azure Resource Manager"_s;
        QTest::addRow("no expiry") << with(good, u"exp"_s, QJsonValue::Undefined) << State::Doubtful
                                   << u"with no expiry time"_s;
    }

    void stateFollowsTheClaims()
    {
        QFETCH(QJsonObject, claims);
        QFETCH(TokenDocument::State, state);
        QFETCH(QString, words);
        TokenSession session(atNoon());
        session.read(Column::First, tokenOf(claims));
        const auto document = session.document(Column::First);
        QVERIFY(document);
        QVERIFY2(document->sentence.contains(words), qPrintable(document->sentence));
        QVERIFY(document->state == state);
    }

    void bothClocksAreOnTheBar()
    {
        using Kind = TokenDocument::Mark::Kind;
        Setting setting(u"clock-skew"_s);
        TokenSession session(*setting.sessionContext);
        session.ask(Column::First);
        QTRY_VERIFY(!session.asking());
        const auto document = session.document(Column::First);
        QVERIFY(document);
        QVERIFY(markOf(*document, Kind::Here));
        QVERIFY(markOf(*document, Kind::Server));
        QVERIFY(markOf(*document, Kind::Here)->at != markOf(*document, Kind::Server)->at);
        QVERIFY(document->state != TokenDocument::State::Good);
        QVERIFY2(document->timeline.contains(u"now, the server"_s), qPrintable(document->timeline));
        QVERIFY(std::is_sorted(document->marks.begin(), document->marks.end(),
                               [](const auto &a, const auto &b) { return a.at < b.at; }));
    }

    void timeOfAPastedReplyIsNoClock()
    {
        using Kind = TokenDocument::Mark::Kind;
        TokenSession session(atNoon());
        QByteArray reply =
            "HTTP/1.1 200 OK\r\nDate: Mon, 21 Sep 2026 12:00:00 GMT\r\n\r\n{\"access_token\":\""
            + tokenOf(machineClaims()) + "\"}";
        session.read(Column::First, std::move(reply));
        const auto document = session.document(Column::First);
        QVERIFY(document);
        QVERIFY(markOf(*document, Kind::Answered));
        QVERIFY(!markOf(*document, Kind::Server));
        QVERIFY(document->state == TokenDocument::State::Good);
        QVERIFY(!document->age.join(u' ').contains(u"clock"_s));
    }

    void cachedTokenSaysWhatCanBeStale()
    {
        TokenSession session(atNoon());
        session.read(Column::First, tokenOf(machineClaims()));
        const QString age = session.document(Column::First)->age.join(u' ');
        QVERIFY2(age.contains(u"These can be out of date"_s), qPrintable(age));
        QVERIFY2(age.contains(u"These are always current"_s), qPrintable(age));
    }

    void comparisonMarksWhatDiffers_data()
    {
        QTest::addColumn<QJsonObject>("other");
        QTest::addColumn<QStringList>("telling");
        QTest::addColumn<QString>("words");
        const QJsonObject first = machineClaims();
        QTest::addRow("equal") << first << QStringList() << u"Every claim is the same"_s;
        QTest::addRow("another of the same") << with(with(first, u"uti"_s, u"second"_s), u"iat"_s, noon - 100)
                                             << QStringList() << u"except for times and token ids"_s;
        QTest::addRow("another service") << with(first, u"aud"_s, u"https://graph.microsoft.com/"_s)
                                         << QStringList{u"aud"_s} << u"different services"_s;
        QTest::addRow("another identity") << with(first, u"oid"_s, u"b5e9d8c7-6f50-4e4d-9c3b-2a1918071625"_s)
                                          << QStringList{u"oid"_s} << u"two different identities"_s;
        QTest::addRow("one claim more") << with(first, u"roles"_s, QJsonArray{u"Reader"_s})
                                        << QStringList{u"roles"_s} << u"differ in the marked claims"_s;
    }

    void comparisonMarksWhatDiffers()
    {
        QFETCH(QJsonObject, other);
        QFETCH(QStringList, telling);
        QFETCH(QString, words);
        TokenSession session(atNoon());
        session.read(Column::First, tokenOf(machineClaims()));
        QVERIFY(!session.comparison());
        session.read(Column::Second, tokenOf(other));
        const auto comparison = session.comparison();
        QVERIFY(comparison);
        QStringList found;
        for (const TokenComparison::Pair &pair : comparison->pairs) {
            if (pair.difference != TokenComparison::Difference::None && !pair.isOfEachToken)
                found.append(pair.claim);
        }
        QCOMPARE(found, telling);
        QCOMPARE(comparison->telling, telling.size());
        QVERIFY2(comparison->sentence.contains(words), qPrintable(comparison->sentence));
    }

    void longValuesThatDifferOnlyAtTheirEndDiffer()
    {
        const QString text(300, u'a');
        TokenSession session(atNoon());
        session.read(Column::First, tokenOf(with(machineClaims(), u"name"_s, text + u'b')));
        session.read(Column::Second, tokenOf(with(machineClaims(), u"name"_s, text + u'c')));
        QCOMPARE(session.comparison()->telling, 1);
    }

    void claimsOfBothVersionsStandInOneRow()
    {
        QJsonObject second = machineClaims();
        const QJsonValue client = second.take(u"appid"_s);
        second.insert(u"azp"_s, client);
        TokenSession session(atNoon());
        session.read(Column::First, tokenOf(machineClaims()));
        session.read(Column::Second, tokenOf(second));
        QCOMPARE(session.comparison()->telling, 0);
    }

    void refusalIsAFinding()
    {
        Setting setting(u"identity-not-assigned"_s);
        TokenSession session(*setting.sessionContext);
        session.ask(Column::First);
        QTRY_VERIFY(!session.asking());
        QVERIFY(!session.token(Column::First));
        QVERIFY(session.problem(Column::First));
        QCOMPARE(session.problem(Column::First)->findingId.toString(), u"identity-not-assigned"_s);
    }

    void stopLeavesTheColumnEmpty()
    {
        Setting setting(u"not-on-azure"_s);
        TokenSession session(*setting.sessionContext);
        session.ask(Column::First);
        QVERIFY(session.asking());
        session.stop();
        QTRY_VERIFY(!session.asking());
        QVERIFY(!session.token(Column::First));
        QVERIFY(!session.problem(Column::First));
    }

    void whatIsPastedMeanwhileIsNotOverwritten()
    {
        Setting setting(u"healthy"_s);
        TokenSession session(*setting.sessionContext);
        session.ask(Column::First);
        session.read(Column::First, tokenOf(machineClaims()));
        QVERIFY(!session.asking());
        QTest::qWait(0);
        QCOMPARE(session.token(Column::First)->origin, TokenRead::Origin::GivenAsToken);
    }

    void sessionThatGoesAwayIsNotCalled()
    {
        Setting setting(u"healthy"_s);
        auto session = std::make_unique<TokenSession>(*setting.sessionContext);
        session->ask(Column::First);
        session.reset();
        QTest::qWait(0);
    }

    void idThatIsNoneChangesNothing()
    {
        TokenSession session(atNoon());
        const QString id = u"5eed5eed-4455-4667-9889-aabbccddeeff"_s;
        QVERIFY(session.setIdentity(TokenSession::Selector::ClientId, u' ' + id));
        const auto wrong = session.setIdentity(TokenSession::Selector::ObjectId, u"vm-build"_s);
        QVERIFY(!wrong);
        QCOMPARE(wrong.problem().findingId.toString(), u"input-not-a-guid"_s);
        QVERIFY(session.selector() == TokenSession::Selector::ClientId);
        session.setResource(u"https://graph.microsoft.com/"_s);
        QCOMPARE(session.equivalentCommand(),
                 u"signet token --client-id %1 --resource https://graph.microsoft.com/"_s.arg(id));
        session.setResource({});
        QVERIFY(session.setIdentity(TokenSession::Selector::None, {}));
        QCOMPARE(session.equivalentCommand(), u"signet token"_s);
    }

    void machineSaysWhereItIs_data()
    {
        using State = IdentityDocument::State;
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<State>("state");
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("finding");
        QTest::addRow("healthy") << u"healthy"_s << State::Known
                                 << u"Its identity is the system-assigned identity of vm-build"_s
                                 << QString();
        QTest::addRow("nothing special") << u"not-on-azure"_s << State::None
                                         << u"normal for a machine outside Azure"_s << u"not-on-azure"_s;
        QTest::addRow("without identity")
            << u"identity-not-assigned"_s << State::None << u"No managed identity is available here"_s
            << u"identity-not-assigned"_s;
    }

    void machineSaysWhereItIs()
    {
        QFETCH(QString, scenario);
        QFETCH(IdentityDocument::State, state);
        QFETCH(QString, words);
        QFETCH(QString, finding);
        Setting setting(scenario);
        IdentitySession session(*setting.sessionContext);
        session.look();
        // What needs no answer is there at once.
        QVERIFY(session.document()->state == IdentityDocument::State::Asking);
        QVERIFY(!session.document()->machine.isEmpty());
        QVERIFY(!session.waiting().isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(!session.isAsking(), 20'000);
        const auto document = session.document();
        QVERIFY2(document->sentence.contains(words), qPrintable(document->sentence));
        QVERIFY(document->state == state);
        QCOMPARE(session.seen()->problem ? session.seen()->problem->findingId.toString() : QString(),
                 finding);
        QVERIFY(!session.seen()->answer->token);
    }

    void endpointsThatAreNotAskedSayWhy()
    {
        // A virtual machine of Azure with variables that were taken over from a service.
        HostImage image;
        FileImage tag;
        tag.text = "7783-7084-3265-9085-8269-3286-77\n";
        image.files.insert(u"/sys/class/dmi/id/chassis_asset_tag"_s, tag);
        image.env.insert(u"IDENTITY_ENDPOINT"_s, u"http://10.0.0.4/msi/token"_s);
        image.env.insert(u"IDENTITY_HEADER"_s, u"0123456789"_s);
        IdentitySession session(SessionContext{Host::from(image), {}, Host::real()});
        session.look();
        QTRY_VERIFY(!session.isAsking());
        const auto document = session.document();
        QCOMPARE(document->endpoints.size(), 2);
        QVERIFY(document->endpoints[0].state == IdentityDocument::Endpoint::State::NotAsked);
        QCOMPARE(document->endpoints[1].name, u"Instance metadata service"_s);
        QVERIFY(document->endpoints[1].words.contains(u"another"_s));
        QVERIFY(!document->contradictions.isEmpty());
    }

    void lookingCanBeStopped()
    {
        Setting setting(u"not-on-azure"_s);
        IdentitySession session(*setting.sessionContext);
        session.look();
        session.stop();
        QTRY_VERIFY(!session.isAsking());
        QVERIFY(session.document()->state == IdentityDocument::State::Unknown);
        QVERIFY(!session.seen()->problem);
    }
};

QTEST_GUILESS_MAIN(TestTokenSession)
#include "tst_tokensession.moc"
