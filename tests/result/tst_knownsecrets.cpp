#include "core/result/knownsecrets.h"
#include "core/result/outgoing.h"
#include "core/result/redaction.h"
#include "core/result/secret.h"
#include "tests/support/secretshapes.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QThread>

#include <thread>
#include <vector>

using namespace signet;
using namespace signet::test;
using namespace Qt::StringLiterals;

// Secrets are known by their value.
class TestKnownSecrets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void heldSecretIsCutInEveryDisguise();
    void recognizableSecretIsCutWithoutBeingHeld();
    void namedSecretIsCutWithoutBeingHeld();
    void harmlessTextStays();
    void secretIsCutAfterItsLastCopy();
    void documentIsHiddenButItsNamesAreNot();
    void commonWordsAreNotRemembered_data();
    void commonWordsAreNotRemembered();
    void idInTheBase64OfADescriptorStays();
    void paddingOfATokenStays();
    void namesOfSecrets_data();
    void namesOfSecrets();
    void membersOfJsonAreCutByName();
    void severalThreadsAtOnce();
    void longTextsTakeLinearTime();
};

void TestKnownSecrets::heldSecretIsCutInEveryDisguise()
{
    int count = 0;
    int leaks = 0;
    for (quint32 seed = 1; seed <= 2; ++seed) {
        const QList<SecretShape> shapes = secretShapes(seed);
        for (const SecretShape &shape : shapes) {
            const Secret held{QByteArray(shape.plain)};
            for (const Disguise &disguise : disguises()) {
                const QByteArray form = disguise.apply(shape.plain);
                if (form.isEmpty())
                    continue;
                const QByteArray text = "The service says: {" + form + "} and no more.";
                const QString shown = QString::fromUtf8(text);
                const QList<std::pair<const char *, QByteArray>> outs{
                    {"evidence", redacted(shown).toUtf8()},
                    {"line", outgoingLine(shown).toUtf8()},
                    {"text", outgoingText(u"\x1b[1mFacts\x1b[0m\n"_s + shown + u"\n"_s)},
                    {"JSON", outgoingJson(QJsonObject{{u"said"_s, shown}, {shown, QJsonArray{shown}}})},
                };
                for (const auto &[way, out] : outs) {
                    ++count;
                    if (!gives(out, shape.plain))
                        continue;
                    ++leaks;
                    qWarning("%s, %s, %s: %s", shape.kind.constData(), disguise.name.constData(), way,
                             out.constData());
                }
                // The check itself has to notice it.
                QVERIFY2(gives(text, shape.plain), shape.kind + ", " + disguise.name + ": " + text);
            }
        }
    }
    qInfo("%d forms of held secrets, %d leaks", count, leaks);
    QVERIFY(count >= 1000);
    QCOMPARE(leaks, 0);
}

void TestKnownSecrets::recognizableSecretIsCutWithoutBeingHeld()
{
    const QList<const char *> places{"%s",
                                     "token %s end",
                                     "Authorization: Bearer %s",
                                     "{\"said\": \"%s\"}",
                                     "x=%s&y=1",
                                     "https://example.com/?t=%s",
                                     "'%s'",
                                     "line\n%s\nline",
                                     "# %s",
                                     "<td>%s</td>"};
    int count = 0;
    for (quint32 seed = 101; seed <= 104; ++seed) {
        const QList<SecretShape> shapes = secretShapes(seed);
        for (const SecretShape &shape : shapes) {
            for (const char *place : places) {
                if (!shape.isRecognizable)
                    continue;
                ++count;
                const QByteArray text = QByteArray(place).replace("%s", shape.plain);
                const QByteArray clean = redacted(QString::fromUtf8(text)).toUtf8();
                QVERIFY2(!clean.contains(shape.plain) && clean.contains("[secret]"), clean);
                QVERIFY(!findSecrets(text).isEmpty());
                QVERIFY(findSecrets(clean).isEmpty());
            }
        }
    }
    qInfo("%d secrets recognized by their shape", count);
}

void TestKnownSecrets::namedSecretIsCutWithoutBeingHeld()
{
    const QList<const char *> names{"client_secret",     "personal_access_token",
                                    "oidc_token",        "password",
                                    "db_password",       "clientSecret",
                                    "ARM_CLIENT_SECRET", "api_key",
                                    "connection_string", "AZDO_PERSONAL_ACCESS_TOKEN"};
    const QList<const char *> forms{"NAME = \"VALUE\"",
                                    "NAME   =   \"VALUE\"",
                                    "NAME=\"VALUE\"",
                                    "\"NAME\": \"VALUE\"",
                                    "\\\"NAME\\\":\\\"VALUE\\\"",
                                    "NAME=VALUE",
                                    "a=1&NAME=VALUE&b=2",
                                    "NAME: 'VALUE'",
                                    "--NAME=VALUE",
                                    "export NAME=VALUE",
                                    "  NAME => \"VALUE\",",
                                    "Server=db;NAME=VALUE;Timeout=3",
                                    "NAME: VALUE",
                                    "NAME = VALUE"};
    int count = 0;
    for (quint32 seed = 201; seed <= 201; ++seed) {
        const QList<SecretShape> shapes = secretShapes(seed);
        for (const SecretShape &shape : shapes) {
            if (shape.plain.contains('\\'))
                continue; // ends a quoted value in some of the forms
            for (const char *name : names) {
                for (const char *form : forms) {
                    ++count;
                    const QByteArray text =
                        QByteArray(form).replace("NAME", name).replace("VALUE", shape.plain);
                    const QByteArray clean = redacted(QString::fromUtf8(text)).toUtf8();
                    QVERIFY2(!gives(clean, shape.plain), text + " becomes " + clean);
                }
            }
        }
    }
    qInfo("%d secrets recognized by their name", count);
    QVERIFY(count >= 1000);
}

void TestKnownSecrets::harmlessTextStays()
{
    QList<Secret> held;
    for (const SecretShape &shape : secretShapes(300))
        held.append(Secret(QByteArray(shape.plain)));
    const QStringList texts = harmlessTexts();
    for (const QString &text : texts) {
        QCOMPARE(redacted(text), text);
        QCOMPARE(outgoingLine(text), text);
        QCOMPARE(outgoingText(text), text.toUtf8());
        const QByteArray json = outgoingJson(QJsonObject{{u"text"_s, text}});
        QCOMPARE(QJsonDocument::fromJson(json).object()["text"_L1].toString(), text);
        QVERIFY(findSecrets(text.toUtf8()).isEmpty());
    }
    qInfo("%lld harmless texts unchanged", qint64(texts.size()));
    QVERIFY(texts.size() >= 300);
}

void TestKnownSecrets::secretIsCutAfterItsLastCopy()
{
    const QByteArray plain = "kept9only8while7the6request5runs4";
    {
        const Secret secret{QByteArray(plain)};
    }
    QCOMPARE(outgoingLine(QString::fromLatin1("it said " + plain)), u"it said [secret]"_s);
}

void TestKnownSecrets::documentIsHiddenButItsNamesAreNot()
{
    const QByteArray text = R"({"account":"jane.doe@contoso.example","secret":"a1b2c3d4e5f6g7h8i9"})";
    const Secret document = Secret::document(QByteArray(text));
    QCOMPARE(document.reveal(), text);
    QCOMPARE(outgoingLine(u"jane.doe@contoso.example"_s), u"jane.doe@contoso.example"_s);
}

void TestKnownSecrets::commonWordsAreNotRemembered_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("short") << QByteArray("abc123");
    QTest::newRow("word") << QByteArray("changeme");
    QTest::newRow("words") << QByteArray("password-here");
    QTest::newRow("number") << QByteArray("20261201");
}

void TestKnownSecrets::commonWordsAreNotRemembered()
{
    QFETCH(QByteArray, value);
    const Secret secret{QByteArray(value)};
    const QString text = u"Say "_s + QString::fromLatin1(value) + u" once"_s;
    QCOMPARE(outgoingLine(text), text);
}

void TestKnownSecrets::idInTheBase64OfADescriptorStays()
{
    const QByteArray id = "5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d";
    const auto encoded = [](const QByteArray &text) {
        return text.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    };
    // In one of the three alignments the id of the payload has the same characters as in the descriptor.
    for (int before = 0; before < 3; ++before) {
        const QByteArray payload = encoded("{\"" + QByteArray(before, 'o') + "\":\"" + id + "\"}");
        const Secret token{QByteArray("eyJhbGciOiJSUzI1NiJ9." + payload + ".c2lnbmF0dXJl")};
        const QString descriptor = QString::fromLatin1("aadsp." + encoded(id));
        QCOMPARE(outgoingLine(descriptor), descriptor);
    }
}

void TestKnownSecrets::paddingOfATokenStays()
{
    // A ruler in a log has the characters of the padding, and one written in JSON those of its escapes.
    const Secret token(QByteArray("k8Qz" + QByteArray(40, 'f') + "w3Rt7Yp2Lm5Vb9Nx" + QByteArray(40, '-')));
    for (const QString &ruler : {QString(60, u'-'), QString(60, u'='), u"\\f"_s.repeated(60)})
        QCOMPARE(outgoingLine(ruler), ruler);
    QCOMPARE(outgoingLine(u"it said w3Rt7Yp2Lm5Vb9Nx"_s), u"it said [secret]"_s);
}

void TestKnownSecrets::namesOfSecrets_data()
{
    QTest::addColumn<bool>("isSecret");
    for (const char *name : {"client_secret",
                             "clientSecret",
                             "personal_access_token",
                             "oidc_token",
                             "password",
                             "db_password",
                             "dbPassword",
                             "admin_passwords",
                             "PWD",
                             "api_key",
                             "apiKey",
                             "access_key",
                             "private_key",
                             "connection_string",
                             "AZDO_PERSONAL_ACCESS_TOKEN",
                             "pat",
                             "devops_pat",
                             "token",
                             "sas",
                             "sig",
                             "secret_value",
                             "storage_account_key",
                             "SharedAccessKey",
                             "credentials"})
        QTest::newRow(name) << true;
    for (const char *name :
         {"client_secret_path", "client_id", "tenant_id", "token_url", "secret_name", "path", "pattern",
          "key", "partition_key", "keyboard", "tokens_path", "compass", "name", "storageKey", "credential",
          "use_msi", "design", "password_policy", "key_vault_id"})
        QTest::newRow(name) << false;
}

void TestKnownSecrets::namesOfSecrets()
{
    QFETCH(bool, isSecret);
    QCOMPARE(isSecretName(QString::fromLatin1(QTest::currentDataTag())), isSecret);
}

void TestKnownSecrets::membersOfJsonAreCutByName()
{
    const QJsonObject json{{u"client_secret"_s, u"Xy7opaque9value1"_s},
                           {u"method"_s, u"pat"_s},
                           {u"token"_s, QJsonObject{{u"kind"_s, u"user-assigned"_s}}},
                           {u"token_type"_s, u"Bearer"_s}};
    const QJsonObject clean = redacted(json);
    QCOMPARE(clean["client_secret"_L1].toString(), u"[secret]"_s);
    QCOMPARE(clean["method"_L1], json["method"_L1]);
    QCOMPARE(clean["token"_L1], json["token"_L1]);
    QCOMPARE(clean["token_type"_L1], json["token_type"_L1]);
}

void TestKnownSecrets::severalThreadsAtOnce()
{
    std::vector<std::thread> threads;
    std::atomic<int> leaks = 0;
    for (quint32 number = 0; number < 4; ++number) {
        threads.emplace_back([number, &leaks] {
            for (quint32 seed = 0; seed < 3; ++seed) {
                for (const SecretShape &shape : secretShapes(1000 + 100 * number + seed)) {
                    const Secret secret{QByteArray(shape.plain)};
                    leaks += int(redacted(QString::fromLatin1(shape.plain))
                                     .contains(QString::fromLatin1(shape.plain)));
                }
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(leaks.load(), 0);
}

void TestKnownSecrets::longTextsTakeLinearTime()
{
    // Texts that make a careless pattern try every pair of places.
    const QList<QString> texts{QString(200'000, u'a'),    u"a-"_s.repeated(100'000),
                               u"://"_s.repeated(70'000), u"password "_s.repeated(20'000),
                               u"ey"_s.repeated(100'000), u"-----BEGIN PRIVATE KEY-----"_s.repeated(5'000),
                               u"%41"_s.repeated(70'000)};
    const auto measured = [](const QString &text) {
        QElapsedTimer timer;
        timer.start();
        (void)redacted(text);
        return std::max<qint64>(timer.nsecsElapsed(), 1);
    };
    for (const QString &text : texts) {
        (void)measured(text);
        const qint64 quarter = measured(text.left(text.size() / 4));
        const qint64 whole = measured(text);
        // Four times the text; a quadratic pattern takes sixteen times as long.
        QVERIFY2(whole < 12 * quarter || whole < 50'000'000,
                 qPrintable(u"%1...: %2 ns, a quarter %3 ns"_s.arg(text.left(20)).arg(whole).arg(quarter)));
    }
}

QTEST_APPLESS_MAIN(TestKnownSecrets)
#include "tst_knownsecrets.moc"
