#include "core/sandbox/sandboxserver.h"
#include "tests/support/pseudoterminal.h"
#include "tests/support/sanitizer.h"

#include <QFile>
#include <QLocalServer>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <memory>

using namespace signet;
using namespace Qt::StringLiterals;

// Wherever the program can wait, one Ctrl+C ends it, two end it, and so does --timeout: for a person at a
// terminal, for another program, for the network, for a folder.

namespace {

const QString vmBuild = u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s;
const QString machine =
    u"/subscriptions/5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d/resourceGroups/rg-build/providers/"
    "Microsoft.Compute/virtualMachines/vm-build"_s;
const QString appId = u"04b07795-8ddb-461a-bbee-02f9e1bf7b46"_s;
// Has the form of a personal access token and is one of nobody.
const QByteArray plantedToken = "plantedplantedplantedplantedplantedplantedplantedpla";

// What a person types after which text.
struct Typed {
    QByteArray after;
    QByteArray keys;
};

struct Place {
    const char *name;
    QStringList arguments;
    QByteArray marker = {}; // on the terminal once the program waits there
    QList<Typed> before = {};
    int codeOnTimeout = 5;
    int codeOnStop = 130;
    enum class Input { Terminal, OpenPipe } input = Input::Terminal;
    enum class Output { Terminal, FullPipe } output = Output::Terminal;
    enum class Sandbox { None, Running, Silent } sandbox = Sandbox::None;
    bool silentBus = false; // its connection is the marker
    bool slowFolder = false;
};

} // namespace

class TestWaiting : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void ctrlCEndsEveryWait_data();
    void ctrlCEndsEveryWait();
    void timeoutEndsEveryWait();
    void answersAreStillTaken_data();
    void answersAreStillTaken();
    void standardInputIsReadToItsEnd();
    void simulatedAzureSaysWhoCanReachIt_data();
    void simulatedAzureSaysWhoCanReachIt();

private:
    struct Run {
        std::unique_ptr<PseudoTerminal> terminal;
        std::unique_ptr<QLocalServer> bus;
        int pipe[2] = {-1, -1};

        Run() = default;
        Run(Run &&other) noexcept
            : terminal(std::move(other.terminal))
            , bus(std::move(other.bus))
        {
            std::swap(pipe, other.pipe);
        }
        ~Run()
        {
            ::close(pipe[0]);
            ::close(pipe[1]);
        }
    };
    QList<Place> places() const;
    Run start(const Place &place, const QStringList &more = {});
    bool isThere(Run &run, const Place &place);

    QTemporaryDir m_home;
    std::unique_ptr<sandbox::SandboxServer> m_server;
    std::unique_ptr<sandbox::SandboxServer> m_silent;
    int m_buses = 0;
};

void TestWaiting::initTestCase()
{
    m_server = std::make_unique<sandbox::SandboxServer>(*sandbox::Scenario::named(u"not-in-org"_s));
    sandbox::SandboxServer::Options options;
    options.latency = std::chrono::hours(1);
    m_silent = std::make_unique<sandbox::SandboxServer>(*sandbox::Scenario::named(u"healthy"_s), options);
    QVERIFY(m_home.isValid() && m_server->listen() && m_silent->listen());

    const auto write = [this](const QString &name, const QByteArray &content, bool isProgram = false) {
        QFile file(m_home.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        if (isProgram)
            file.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
    };
    QVERIFY(QDir(m_home.path()).mkpath(u"bin"_s) && QDir(m_home.path()).mkpath(u"tf"_s)
            && QDir(m_home.path()).mkpath(u"slow-folder"_s)
            && QDir(m_home.path()).mkpath(u"config/signet"_s));
    write(u"bin/az"_s, "#!/bin/sh\necho 'The Azure CLI waits.' >/dev/tty\nexec /bin/sleep 100\n", true);
    write(u"tf/main.tf"_s,
          "provider \"azuredevops\" {\n  org_service_url = \"https://dev.azure.com/contoso\"\n}\n");
    write(u"config/signet/profiles.json"_s,
          R"({"schemaVersion":1,"current":"default","profiles":[{"name":"default","signIn":{)"
          R"("method":"access-token","account":"Jane Doe","kept":true}}]})");

    // A plan, and the receipt of another one that was applied.
    const QString url = m_server->url().toString();
    const auto plan = [&](const QString &file) {
        Place planning{"",
                       {u"setup"_s, u"plan"_s, u"--object-id"_s, vmBuild, u"--out"_s, file, u"--project"_s,
                        u"Fabrikam-Fiber=reader"_s, u"--sandbox"_s, url},
                       {}};
        Run run = start(planning);
        QCOMPARE(run.terminal->end(), 0);
    };
    plan(u"applied.json"_s);
    {
        Run run = start(
            Place{"", {u"setup"_s, u"apply"_s, u"applied.json"_s, u"--yes"_s, u"--sandbox"_s, url}, {}});
        QVERIFY2(run.terminal->end() == 0, run.terminal->shown().constData());
    }
    Run run = start(Place{"",
                          {u"setup"_s, u"plan"_s, u"--object-id"_s, vmBuild, u"--out"_s, u"plan.json"_s,
                           u"--project"_s, u"Fabrikam-Fiber=contributor"_s, u"--sandbox"_s, url},
                          {}});
    QCOMPARE(run.terminal->end(), 0);
}

QList<Place> TestWaiting::places() const
{
    using Output = Place::Output;
    using Sandbox = Place::Sandbox;
    const QString pasteOption = u"--paste"_s;
    QList<Place> all{
        {.name = "standard input of diagnose --error -",
         .arguments = {u"diagnose"_s, u"--sandbox"_s, u"healthy"_s, u"--error"_s, u"-"_s},
         .marker = "press Ctrl+D",
         .codeOnTimeout = 2},
        {.name = "standard input of explain --paste",
         .arguments = {u"explain"_s, pasteOption},
         .marker = "press Ctrl+D"},
        {.name = "half a line of explain --paste",
         .arguments = {u"explain"_s, pasteOption},
         .marker = "Error: half",
         .before = {{"press Ctrl+D", "Error: half"}}},
        {.name = "standard input of token --stdin",
         .arguments = {u"token"_s, u"--stdin"_s},
         .marker = "press Ctrl+D"},
        {.name = "question of terraform write",
         .arguments = {u"terraform"_s, u"write"_s, u"--dir"_s, u"tf"_s, u"--org"_s, u"contoso"_s},
         .marker = "[y/N]"},
        {.name = "question of setup apply",
         .arguments = {u"setup"_s, u"apply"_s, u"plan.json"_s},
         .marker = "[y/N]",
         .sandbox = Sandbox::Running},
        {.name = "question of setup undo",
         .arguments = {u"setup"_s, u"undo"_s, u"applied.receipt.json"_s},
         .marker = "[y/N]",
         .sandbox = Sandbox::Running},
        {.name = "pause of a watch",
         .arguments = {u"diagnose"_s, u"--watch"_s, u"--sandbox"_s, u"healthy"_s},
         .marker = "Checking again in",
         .codeOnTimeout = 2},
        {.name = "question of principal attach",
         .arguments = {u"principal"_s, u"attach"_s, u"id-terraform"_s, u"--to"_s, machine, u"--sandbox"_s,
                       u"healthy"_s},
         .marker = "[y/N]"},
        {.name = "prompt for an access token",
         .arguments = {u"login"_s, u"--with"_s, u"access-token"_s},
         .marker = "input is hidden"},
        {.name = "half an access token",
         .arguments = {u"login"_s, u"--with"_s, u"access-token"_s},
         .marker = "input is hidden",
         .before = {{"input is hidden", "abc"}}},
        {.name = "question whether to keep a sign-in",
         .arguments = {u"login"_s, u"--with"_s, u"access-token"_s},
         .marker = "[y/N]",
         .before = {{"input is hidden", plantedToken + '\n'}}},
        {.name = "Azure CLI",
         .arguments = {u"login"_s, u"--with"_s, u"azure-cli"_s},
         .marker = "The Azure CLI waits."},
        {.name = "browser",
         .arguments = {u"login"_s, u"--with"_s, u"browser"_s, u"--client-id"_s, appId},
         .marker = "Open this address in a browser"},
        {.name = "identity endpoint that is not there",
         .arguments = {u"token"_s, u"--sandbox"_s, u"not-on-azure"_s},
         .marker = "Asking the identity endpoint"},
        {.name = "keychain of a bus that says nothing", .arguments = {u"logout"_s}, .silentBus = true},
        {.name = "simulated Azure until it is stopped",
         .arguments = {u"sandbox"_s, u"serve"_s, u"healthy"_s},
         .marker = "Press Ctrl+C to stop",
         .codeOnTimeout = 0,
         .codeOnStop = 0},
        {.name = "pipe that nobody reads",
         .arguments = {u"sandbox"_s, u"list"_s},
         .output = Output::FullPipe},
        {.name = "pipe that nobody reads, in JSON",
         .arguments = {u"diagnose"_s, u"--sandbox"_s, u"healthy"_s, u"--output"_s, u"json"_s},
         .codeOnTimeout = 2,
         .output = Output::FullPipe},
    };
    // Loaded in front of the sanitizer's own library, the folder would keep it from starting.
    if (!underSanitizer) {
        all.append({.name = "folder that hangs",
                    .arguments = {u"terraform"_s, u"explain"_s, u"--dir"_s, u"slow-folder"_s},
                    .marker = "The folder hangs.",
                    .slowFolder = true});
        all.append(
            {.name = "folder of a diagnosis that hangs",
             .arguments = {u"diagnose"_s, u"--sandbox"_s, u"healthy"_s, u"--terraform"_s, u"slow-folder"_s},
             .marker = "The folder hangs.",
             .codeOnTimeout = 2,
             .slowFolder = true});
    }
    return all;
}

TestWaiting::Run TestWaiting::start(const Place &place, const QStringList &more)
{
    Run run;
    QProcessEnvironment environment = cleanEnvironment();
    for (const QString &name :
         {u"DBUS_SESSION_BUS_ADDRESS"_s, u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"XDG_CURRENT_DESKTOP"_s})
        environment.remove(name);
    environment.insert(u"HOME"_s, m_home.path());
    environment.insert(u"PATH"_s, m_home.filePath(u"bin"_s));
    environment.insert(u"XDG_RUNTIME_DIR"_s, m_home.filePath(u"run"_s));
    if (place.slowFolder)
        environment.insert(u"LD_PRELOAD"_s, QStringLiteral(SIGNET_SLOW_FOLDER));
    if (place.silentBus) {
        run.bus = std::make_unique<QLocalServer>();
        const QString path = m_home.filePath(u"bus%1"_s.arg(m_buses++));
        if (!run.bus->listen(path))
            qFatal("no bus");
        environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path="_s + path);
        environment.insert(u"XDG_CONFIG_HOME"_s, m_home.filePath(u"config"_s));
    }
    QStringList arguments = place.arguments + more;
    if (place.sandbox != Place::Sandbox::None)
        arguments += {u"--sandbox"_s,
                      (place.sandbox == Place::Sandbox::Running ? m_server : m_silent)->url().toString()};
    TerminalStreams streams;
    if (place.input == Place::Input::OpenPipe || place.output == Place::Output::FullPipe) {
        if (::pipe2(run.pipe, O_CLOEXEC) != 0)
            qFatal("no pipe");
        // Holds less than what is printed.
        ::fcntl(run.pipe[1], F_SETPIPE_SZ, 4096);
        if (place.input == Place::Input::OpenPipe)
            streams.input = run.pipe[0];
        else
            streams.output = run.pipe[1];
    }
    run.terminal = std::make_unique<PseudoTerminal>(arguments, environment, m_home.path(), streams);
    return run;
}

bool TestWaiting::isThere(Run &run, const Place &place)
{
    for (const Typed &typed : place.before) {
        if (!run.terminal->waitFor(typed.after))
            return false;
        run.terminal->type(typed.keys);
    }
    if (run.bus)
        return QTest::qWaitFor([&run] { return run.bus->hasPendingConnections(); }, PseudoTerminal::watchdog);
    if (place.output == Place::Output::FullPipe) {
        const int readEnd = run.pipe[0];
        return QTest::qWaitFor(
            [readEnd] {
                int filled = 0;
                return ::ioctl(readEnd, FIONREAD, &filled) == 0 && filled >= 4096;
            },
            PseudoTerminal::watchdog);
    }
    return run.terminal->waitFor(place.marker);
}

void TestWaiting::ctrlCEndsEveryWait_data()
{
    QTest::addColumn<QByteArray>("keys");
    QTest::addRow("once") << QByteArray("\x03");
    QTest::addRow("twice") << QByteArray("\x03\x03");
}

// All at once, because some take most of the second that they have.
void TestWaiting::ctrlCEndsEveryWait()
{
    QFETCH(QByteArray, keys);
    const QList<Place> all = places();
    std::vector<Run> runs;
    for (const Place &place : all)
        runs.push_back(start(place));
    for (qsizetype i = 0; i < all.size(); ++i) {
        Run &run = runs[std::size_t(i)];
        QVERIFY2(isThere(run, all[i]), all[i].name + (QByteArray(": ") + run.terminal->shown()));
        run.terminal->type(keys);
    }
    for (qsizetype i = 0; i < all.size(); ++i) {
        PseudoTerminal &terminal = *runs[std::size_t(i)].terminal;
        const auto code = terminal.end();
        const QByteArray told = all[i].name
            + (QByteArray(": ") + QByteArray::number(code.value_or(-99)) + ": " + terminal.shown());
        // The second one ends even what ends well by itself.
        QVERIFY2(code == all[i].codeOnStop || (keys.size() == 2 && code == 130), told);
        QVERIFY2(!terminal.shown().contains("Timed out"), told);
        QVERIFY2(terminal.echoes(), told);
        QVERIFY2(!terminal.shown().contains(plantedToken), told);
    }
    qInfo("%d places where the program can wait: all left", int(all.size()));
}

void TestWaiting::timeoutEndsEveryWait()
{
    QList<Place> all = places();
    all.append({.name = "pipe that stays open",
                .arguments = {u"explain"_s, u"--paste"_s},
                .input = Place::Input::OpenPipe});
    all.append({.name = "simulated Azure that says nothing",
                .arguments = {u"identity"_s},
                .sandbox = Place::Sandbox::Silent});
    std::vector<Run> runs;
    // All of them at once would take longer than that to come to their places where they are watched.
    const qsizetype atOnce = underSanitizer ? 4 : all.size();
    for (qsizetype i = 0; i < all.size(); ++i) {
        if (i % atOnce == 0) {
            const QList<Place> next = all.mid(i, atOnce);
            for (const Place &place : next)
                runs.push_back(start(place, {u"--timeout"_s, u"2"_s}));
            for (qsizetype k = 0; k < next.size(); ++k)
                QVERIFY2(isThere(runs[std::size_t(i + k)], next[k]), next[k].name);
        }
        PseudoTerminal &terminal = *runs[std::size_t(i)].terminal;
        const auto code = terminal.end();
        const QByteArray shown = terminal.shown();
        const QByteArray told =
            all[i].name + (QByteArray(": ") + QByteArray::number(code.value_or(-99)) + ": " + shown);
        QVERIFY2(code == all[i].codeOnTimeout, told);
        // Said after what it waited for.
        const qsizetype said = shown.lastIndexOf("Timed out after 2 seconds.");
        QVERIFY2(all[i].codeOnTimeout == 0 || said >= qMax(shown.indexOf(all[i].marker), qsizetype(0)), told);
        QVERIFY2(terminal.echoes(), told);
        QVERIFY2(!shown.contains(plantedToken), told);
    }
    qInfo("%d waits ended by --timeout 2", int(all.size()));
}

void TestWaiting::answersAreStillTaken_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("written");
    QTest::addRow("yes") << QByteArray("yes\n") << true;
    QTest::addRow("y") << QByteArray("y\n") << true;
    QTest::addRow("no") << QByteArray("n\n") << false;
    QTest::addRow("nothing") << QByteArray("\n") << false;
    QTest::addRow("the end") << QByteArray("\x04") << false;
}

void TestWaiting::answersAreStillTaken()
{
    QFETCH(QByteArray, answer);
    QFETCH(bool, written);
    QTemporaryDir folder;
    QFile file(folder.filePath(u"main.tf"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QByteArray before = "provider \"azuredevops\" {\n}\n";
    file.write(before);
    file.close();
    Run run = start(
        Place{"", {u"terraform"_s, u"write"_s, u"--dir"_s, folder.path(), u"--org"_s, u"contoso"_s}, {}});
    QVERIFY(run.terminal->waitFor("[y/N]"));
    run.terminal->type(answer);
    QCOMPARE(run.terminal->end(), 0);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll() != before, written);
}

// Bytes of any number, also none, and beyond the limit.
void TestWaiting::standardInputIsReadToItsEnd()
{
    const ProgramRun none = runProgram({u"explain"_s, u"--paste"_s}, {});
    QCOMPARE(none.exitCode, 1);
    QVERIFY2(none.err.contains("No error message on standard input"), none.err.constData());
    QVERIFY(none.out.isEmpty());
    QCOMPARE(runProgram({u"explain"_s, u"--paste"_s}, " \n\t\n").exitCode, 1);
    const QByteArray error = "Error: failed to new credential\n";
    const ProgramRun little = runProgram({u"explain"_s, u"--paste"_s}, error);
    QCOMPARE(little.exitCode, 0);
    const ProgramRun much = runProgram({u"explain"_s, u"--paste"_s}, QByteArray(300'000, ' ') + error);
    QCOMPARE(much.exitCode, 0);
    QCOMPARE(much.out, little.out);
    const ProgramRun tooMuch = runProgram({u"token"_s, u"--stdin"_s}, QByteArray(2 * 1024 * 1024, 'x'));
    QCOMPARE(tooMuch.exitCode, 1);
    QVERIFY2(tooMuch.err.contains("larger than 1048576 bytes"), tooMuch.err.constData());
}

void TestWaiting::simulatedAzureSaysWhoCanReachIt_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<bool>("warns");
    QTest::addRow("default") << QStringList() << false;
    QTest::addRow("loopback") << QStringList{u"--listen"_s, u"127.0.0.1:0"_s} << false;
    QTest::addRow("every address") << QStringList{u"--listen"_s, u"0.0.0.0"_s} << true;
    QTest::addRow("every address, HTTPS") << QStringList{u"--tls-listen"_s, u"0.0.0.0"_s} << true;
    QTest::addRow("one of two") << QStringList{u"--listen"_s, u"127.0.0.1"_s, u"--listen"_s, u"0.0.0.0"_s}
                                << true;
}

void TestWaiting::simulatedAzureSaysWhoCanReachIt()
{
    QFETCH(QStringList, options);
    QFETCH(bool, warns);
    Run run = start(Place{"", QStringList{u"sandbox"_s, u"serve"_s, u"healthy"_s} + options, {}});
    QVERIFY(run.terminal->waitFor("Press Ctrl+C to stop"));
    QCOMPARE(run.terminal->shown().contains("other machines can connect to 0.0.0.0"), warns);
    run.terminal->type("\x03");
    QCOMPARE(run.terminal->end(), 0);
}

QTEST_GUILESS_MAIN(TestWaiting)
#include "tst_waiting.moc"
