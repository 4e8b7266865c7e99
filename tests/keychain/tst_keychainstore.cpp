#include "core/findings/catalogue.h"
#include "core/keychain/keychainstate.h"
#include "core/keychain/sessionstore.h"
#include "tests/support/await.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

// Every situation of a keychain, for real: gnome-keyring, or a service that behaves badly, in a D-Bus session
// and a home of its own. The steps are taken by another program, because the session bus is the process's.

namespace {

using Lines = QList<QJsonObject>;

// A home that nothing was ever in, so that no keyring of whoever runs the tests is touched.
class Home {
public:
    Home()
    {
        QDir(m_directory.path()).mkdir(u"run"_s);
        QFile::setPermissions(m_directory.filePath(u"run"_s),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    QProcessEnvironment environment() const
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        const QStringList names = environment.keys();
        for (const QString &name : names) {
            if (name.startsWith("XDG_"_L1) || name.startsWith("DBUS_"_L1) || name.startsWith("GNOME_"_L1)
                || name.startsWith("KDE_"_L1))
                environment.remove(name);
        }
        environment.remove(u"DISPLAY"_s);
        environment.remove(u"WAYLAND_DISPLAY"_s);
        environment.insert(u"HOME"_s, m_directory.path());
        environment.insert(u"XDG_DATA_HOME"_s, m_directory.filePath(u"share"_s));
        environment.insert(u"XDG_RUNTIME_DIR"_s, m_directory.filePath(u"run"_s));
        return environment;
    }
    QString filePath(const QString &name) const { return m_directory.filePath(name); }

private:
    QTemporaryDir m_directory;
};

struct Run {
    Lines lines;
    QByteArray talk;
    int exitCode = -1;

    QStringList outcomes() const
    {
        QStringList all;
        for (const QJsonObject &line : lines)
            all.append(line["outcome"_L1].toString());
        return all;
    }
};

Run run(const Home &home, const QString &program, const QStringList &arguments,
        const QStringList &variables = {})
{
    QProcess process;
    QProcessEnvironment environment = home.environment();
    for (const QString &variable : variables)
        environment.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
    environment.insert(u"STEPS"_s, QStringLiteral(KEYCHAIN_STEPS));
    environment.insert(u"SERVICE"_s, QStringLiteral(SECRET_SERVICE));
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    if (!process.waitForStarted() || !process.waitForFinished(60'000))
        qFatal("%s did not end", qPrintable(program));
    Run result;
    result.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
    result.talk = process.readAllStandardError();
    const QList<QByteArray> lines = process.readAllStandardOutput().split('\n');
    for (const QByteArray &line : lines) {
        const QJsonObject json = QJsonDocument::fromJson(line).object();
        if (json.isEmpty())
            continue;
        result.lines.append(json);
        qInfo("%-7s %-22s %5d ms", qPrintable(json["step"_L1].toString()),
              qPrintable(json["outcome"_L1].toString()), json["milliseconds"_L1].toInt());
    }
    if (result.exitCode != 0)
        qInfo("%s", result.talk.constData());
    return result;
}

// A shell script in a D-Bus session of its own; "$STEPS" takes steps.
Run inSession(const Home &home, const QString &script, const QStringList &variables = {},
              const QStringList &options = {})
{
    return run(home, u"dbus-run-session"_s, options + QStringList{u"--"_s, u"bash"_s, u"-euc"_s, script},
               variables);
}

// A bus that knows no service but itself.
QString emptyBus(const Home &home)
{
    QFile file(home.filePath(u"bus.conf"_s));
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write %s", qPrintable(file.fileName()));
    file.write(
        QByteArray("<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" "
                   "\"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n")
        + "<busconfig><type>session</type><listen>unix:tmpdir=" + home.filePath(u"run"_s).toUtf8()
        + "</listen><auth>EXTERNAL</auth>"
          "<policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>"
          "<allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>\n");
    return file.fileName();
}

const QString unlockKeyring =
    u"printf testpass | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null\n"_s;
// By a new daemon: the old one has no password to be unlocked with and nobody to ask.
const QString unlockAgain = QString(unlockKeyring).replace(u"--unlock"_s, u"--replace --unlock"_s);
const QString lockKeyring =
    u"dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets "
    "org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null\n"_s;
const QString badService = u"coproc { exec \"$SERVICE\" $MANNER; }\nread -r -u ${COPROC[0]} ready\n"
                           "trap 'kill $COPROC_PID' EXIT\n"_s;

bool has(const QString &program)
{
    return !QStandardPaths::findExecutable(program).isEmpty();
}

} // namespace

// QSKIP leaves the function that it stands in.
#define NEED_BUS()                                                                                           \
    if (!has(u"dbus-run-session"_s))                                                                         \
    QSKIP("dbus-run-session (package dbus) is not here")
#define NEED_KEYRING()                                                                                       \
    NEED_BUS();                                                                                              \
    if (!has(u"gnome-keyring-daemon"_s))                                                                     \
    QSKIP("gnome-keyring-daemon (package gnome-keyring) is not here")

class TestKeychainStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenIsReadUntilItIsRemoved()
    {
        NEED_KEYRING();
        const Home home;
        // Bytes that are no text, and a name with a slash.
        const Run steps = inSession(home,
                                    unlockKeyring
                                        + u"\"$STEPS\" 20000 read sign-in/a write sign-in/a 00ff7bc3bc read "
                                          "sign-in/a read sign-in/b write sign-in/a 7b7d read sign-in/a "
                                          "remove sign-in/a read sign-in/a remove sign-in/a"_s);
        QCOMPARE(steps.exitCode, 0);
        QCOMPARE(steps.outcomes(),
                 QStringList({u"nothing"_s, u"done"_s, u"value"_s, u"nothing"_s, u"done"_s, u"value"_s,
                              u"done"_s, u"nothing"_s, u"done"_s}));
        QCOMPARE(steps.lines.at(2)["value"_L1].toString(), u"00ff7bc3bc"_s);
        QCOMPARE(steps.lines.at(5)["value"_L1].toString(), u"7b7d"_s);
    }

    void othersSeeItUnderTheNameOfTheProgram()
    {
        NEED_KEYRING();
        if (!has(u"secret-tool"_s))
            QSKIP("secret-tool (package libsecret-tools) is not here");
        const Home home;
        const Run steps = inSession(
            home,
            unlockKeyring
                + u"\"$STEPS\" 20000 write sign-in/a 7365637265742d776f7264\n"
                  "secret-tool search --all server signet user sign-in/a 2>&1 | grep -c secret-word >&2 || "
                  "true\n"
                  "secret-tool search --all server signet user sign-in/a 2>&1 | grep attribute.server >&2"_s);
        QCOMPARE(steps.exitCode, 0);
        QVERIFY2(steps.talk.contains("attribute.server = signet"), steps.talk.constData());
    }

    void nothingIsWrittenOutsideOfTheKeyring()
    {
        NEED_KEYRING();
        const Home home;
        const Run steps = inSession(home,
                                    unlockKeyring
                                        + u"\"$STEPS\" 20000 write sign-in/a 706c616e7465642d736563726574\n"
                                          "! grep -rl planted-secret \"$HOME\"\n"
                                          "! grep -rl cGxhbnRlZC1zZWNyZXQ \"$HOME\""_s);
        QCOMPARE(steps.exitCode, 0);
        QCOMPARE(steps.outcomes(), QStringList{u"done"_s});
    }

    void lockedIsToldFromMissing_data()
    {
        QTest::addColumn<QStringList>("variables");
        QTest::addRow("no display") << QStringList();
        // A prompt could come up here, and nobody would answer it.
        QTest::addRow("a display") << QStringList{u"DISPLAY=:987"_s};
    }

    void lockedIsToldFromMissing()
    {
        NEED_KEYRING();
        QFETCH(QStringList, variables);
        const Home home;
        const Run steps =
            inSession(home,
                      unlockKeyring + u"\"$STEPS\" 20000 write sign-in/a 61\n"_s + lockKeyring
                          + u"\"$STEPS\" 20000 read sign-in/a read sign-in/b write sign-in/a 62 "
                            "remove sign-in/a\n"_s
                          + unlockAgain + u"\"$STEPS\" 20000 read sign-in/a"_s,
                      variables);
        QCOMPARE(steps.exitCode, 0);
        const QString locked = u"keychain-locked"_s;
        QCOMPARE(steps.outcomes(), QStringList({u"done"_s, locked, locked, locked, locked, u"value"_s}));
        QCOMPARE(steps.lines.last()["value"_L1].toString(), u"61"_s);
    }

    void aKeyringThatWasNeverUnlockedIsNotSetUp()
    {
        NEED_KEYRING();
        const Home home;
        const Run steps =
            inSession(home, u"\"$STEPS\" 20000 read sign-in/a write sign-in/a 61 remove sign-in/a"_s);
        QCOMPARE(steps.exitCode, 0);
        const QString notSetUp = u"keychain-not-set-up"_s;
        QCOMPARE(steps.outcomes(), QStringList({notSetUp, notSetUp, notSetUp}));
    }

    void noServiceIsMissing_data()
    {
        QTest::addColumn<QStringList>("variables");
        QTest::addRow("no desktop") << QStringList();
        QTest::addRow("GNOME") << QStringList{u"XDG_CURRENT_DESKTOP=GNOME"_s};
        // Here the library looks for the wallet, and then for the other service.
        QTest::addRow("KDE") << QStringList{u"XDG_CURRENT_DESKTOP=KDE"_s, u"KDE_SESSION_VERSION=5"_s};
    }

    void noServiceIsMissing()
    {
        NEED_BUS();
        QFETCH(QStringList, variables);
        const Home home;
        const Run steps =
            inSession(home, u"\"$STEPS\" 20000 read sign-in/a write sign-in/a 61 remove sign-in/a"_s,
                      variables, {u"--config-file"_s, emptyBus(home)});
        QCOMPARE(steps.exitCode, 0);
        const QString missing = u"keychain-missing"_s;
        QCOMPARE(steps.outcomes(), QStringList({missing, missing, missing}));
    }

    void noBusIsMissing()
    {
        const Home home;
        const Run steps = run(home, QStringLiteral(KEYCHAIN_STEPS),
                              {u"20000"_s, u"read"_s, u"a"_s, u"write"_s, u"a"_s, u"61"_s});
        QCOMPARE(steps.exitCode, 0);
        QCOMPARE(steps.outcomes(), QStringList({u"keychain-missing"_s, u"keychain-missing"_s}));
    }

    void aServiceThatDoesNotAnswerIsLeftAfterTheLimit_data()
    {
        QTest::addColumn<QString>("manner");
        QTest::addRow("never a word") << u"mute"_s;
        // What a prompt is that nobody answers: the library waits.
        QTest::addRow("says it is open, and then nothing") << u"unlocked"_s;
    }

    // The service would keep the library waiting for 25 or 50 seconds; the end of the test comes before.
    void aServiceThatDoesNotAnswerIsLeftAfterTheLimit()
    {
        NEED_BUS();
        QFETCH(QString, manner);
        const Home home;
        const Run steps = inSession(
            home,
            badService + u"timeout 15 \"$STEPS\" 300 read sign-in/a write sign-in/a 61 remove sign-in/a"_s,
            {u"MANNER="_s + manner}, {u"--config-file"_s, emptyBus(home)});
        QCOMPARE(steps.exitCode, 0);
        const QString silent = u"keychain-not-answering"_s;
        QCOMPARE(steps.outcomes(), QStringList({silent, silent, silent}));
        // A window would have gone on drawing.
        for (const QJsonObject &line : steps.lines)
            QVERIFY(line["ticks"_L1].toInt() >= 2);
    }

    // Deleting the job of the library before its answer comes would crash here.
    void aLateAnswerFindsNobodyAndDoesNoHarm()
    {
        NEED_BUS();
        const Home home;
        const Run steps =
            inSession(home, badService + u"timeout 30 \"$STEPS\" 200 read sign-in/a pause 1500"_s,
                      {u"MANNER=late 700"_s}, {u"--config-file"_s, emptyBus(home)});
        QCOMPARE(steps.exitCode, 0);
        QCOMPARE(steps.outcomes(), QStringList({u"keychain-not-answering"_s, u"done"_s}));
    }

    void wordsOfTheLibraryLeadToFindings_data()
    {
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("finding");
        QTest::addRow("locked") << u"Cannot create an item in a locked collection"_s << u"keychain-locked"_s;
        QTest::addRow("never set up")
            << u"Object does not exist at path \"/org/freedesktop/secrets/collection/login\""_s
            << u"keychain-not-set-up"_s;
        QTest::addRow("no service")
            << u"The name org.freedesktop.secrets was not provided by any .service files"_s
            << u"keychain-missing"_s;
        QTest::addRow("no bus") << u"Cannot autolaunch D-Bus without X11 $DISPLAY"_s << u"keychain-missing"_s;
        QTest::addRow("timeout") << u"Timeout was reached"_s << u"keychain-not-answering"_s;
        QTest::addRow("anything else") << u"the moon is full"_s << u"keychain-failed"_s;
        QTest::addRow("nothing") << QString() << u"keychain-failed"_s;
    }

    void wordsOfTheLibraryLeadToFindings()
    {
        QFETCH(QString, reason);
        QFETCH(QString, finding);
        const Problem problem = keychainProblem(reason);
        QCOMPARE(problem.findingId.toString(), finding);
        QCOMPARE(problem.evidence["reason"_L1].toString(), reason);
        QVERIFY(findFinding(problem.findingId));
    }

    void memoryKeepsWhileItLives()
    {
        SessionStore store;
        QVERIFY(store.lasts() == SignInStore::Lasts::Session);
        QVERIFY(!*await(store.read(u"a"_s)));
        QVERIFY(await(store.write(u"a"_s, Secret(QByteArray("x")))));
        const auto kept = await(store.read(u"a"_s));
        QVERIFY(kept && *kept);
        QCOMPARE((*kept)->reveal(), QByteArray("x"));
        QVERIFY(await(store.remove(u"a"_s)));
        QVERIFY(await(store.remove(u"a"_s)));
        QVERIFY(!*await(store.read(u"a"_s)));
    }
};

QTEST_GUILESS_MAIN(TestKeychainStore)
#include "tst_keychainstore.moc"
