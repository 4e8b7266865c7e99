#include "core/host/aside.h"
#include "core/host/host.h"
#include "tests/support/await.h"
#include "tests/support/words.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace signet;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

HostImage image(const QByteArray &json)
{
    const auto parsed = HostImage::fromJson(QJsonDocument::fromJson(json).object());
    if (!parsed)
        qFatal("%s", qPrintable(parsed.problem().evidence["reason"_L1].toString()));
    return *parsed;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestHost : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void imageIsTheWholeWorld();
    void imageFilesBehave();
    void imageWaitsWithoutWaiting();
    void imageRunsItsCommands();
    void invalidImageIsRefused_data();
    void invalidImageIsRefused();
    void windowsNamesIgnoreCase();
    void realFileIsRead();
    void realFailuresSayWhy_data();
    void realFailuresSayWhy();
    void onlyARegularFileIsReadWhereLinksAreRefused();
    void fileExchangedForALinkIsNeverRead();
    void whatIsNotAFileIsRefusedAtOnce_data();
    void whatIsNotAFileIsRefusedAtOnce();
    void namesThatAreNotUtf8AreListed();
    void newFileNeverReplaces();
    void sideBySideDoesEachOnce();
    void stopIsHeardWhileWorkIsDoneAside();
    void replacingKeepsModeAndLink();
    void failedWriteLeavesNothing();
    void commandIsRunAndJudged();
    void commandEndsAtItsLimit();
    void stoppedWaitEndsAtOnce();
};

void TestHost::imageIsTheWholeWorld()
{
    qputenv("SIGNET_TST_HOST", "real");
    const Host host = Host::from(image(R"({"platform":"windows","clock":1790000000,"env":{"A":"1"},
        "user":{"name":"builder","groups":["himds"]}})"));
    QVERIFY(host.isImage());
    QCOMPARE(word(host.platform()), word(Platform::Windows));
    QCOMPARE(host.now().time_since_epoch().count(), 1790000000);
    QCOMPARE(host.environment().value(u"A"_s), u"1"_s);
    QVERIFY(!host.environment().has(u"SIGNET_TST_HOST"_s));
    QCOMPARE(host.userName(), u"builder"_s);
    QCOMPARE(host.userGroups(), QStringList{u"himds"_s});
    QCOMPARE(host.stat(u"/"_s).kind, FileFacts::Kind::Missing);
    QVERIFY(Host::real().environment().has(u"SIGNET_TST_HOST"_s));
}

void TestHost::imageFilesBehave()
{
    const Host host = Host::from(image(R"({"files":{"/etc/text":"content","/big":{"size":5000,"fill":"k"},
        "/secret":{"errno":"EACCES"},"/gone":{"errno":"ENOENT"},"/link":{"symlink":"/etc/text"},
        "/loop":{"symlink":"/loop"},"/dir":{"dir":true}}})"));
    QCOMPARE(*host.readFile(u"/etc/text"_s, 100), QByteArray("content"));
    QCOMPARE(*host.readFile(u"/link"_s, 100), QByteArray("content"));
    QCOMPARE(host.stat(u"/link"_s).kind, FileFacts::Kind::Symlink);
    QCOMPARE(host.stat(u"/big"_s).size, 5000);
    QCOMPARE(host.stat(u"/etc"_s).kind, FileFacts::Kind::Directory);
    QCOMPARE(*host.entries(u"/etc"_s), QStringList{u"text"_s});
    const QList<std::pair<QString, QString>> failures{{u"/big"_s, u"EFBIG"_s},   {u"/secret"_s, u"EACCES"_s},
                                                      {u"/gone"_s, u"ENOENT"_s}, {u"/none"_s, u"ENOENT"_s},
                                                      {u"/loop"_s, u"ELOOP"_s},  {u"/dir"_s, u"EISDIR"_s}};
    for (const auto &[path, name] : failures) {
        for (const Links links : {Links::Followed, Links::Refused}) {
            const auto read = host.readFile(path, 4096, links);
            QVERIFY2(!read, qPrintable(path));
            QCOMPARE(read.problem().evidence["errno"_L1].toString(), name);
        }
    }
    QCOMPARE(*host.readFile(u"/etc/text"_s, 100, Links::Refused), QByteArray("content"));
    const auto link = host.readFile(u"/link"_s, 100, Links::Refused);
    QVERIFY(!link);
    QCOMPARE(link.problem().evidence["errno"_L1].toString(), u"ELOOP"_s);
}

void TestHost::imageWaitsWithoutWaiting()
{
    const Host host = Host::from(image(R"({"clock":1000})"));
    const auto before = host.monotonic();
    QVERIFY(await(host.wait(1h, {})));
    QVERIFY(host.monotonic() - before < 10min);
    QCOMPARE(host.now().time_since_epoch().count(), 1000 + 3600);
}

void TestHost::imageRunsItsCommands()
{
    const Host host = Host::from(
        image(R"({"commands":{"az account show":{"exitCode":1,"stderr":"Please run az login"}}})"));
    const auto known = await(host.run(u"az"_s, {u"account"_s, u"show"_s}, 1s, {}));
    QCOMPARE(known.end, CommandOutcome::End::Exited);
    QCOMPARE(known.exitCode, 1);
    QCOMPARE(known.standardError, QByteArray("Please run az login"));
    QCOMPARE(await(host.run(u"rm"_s, {u"-rf"_s}, 1s, {})).end, CommandOutcome::End::NotFound);
}

void TestHost::invalidImageIsRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("platform") << QByteArray(R"({"platform":"beos"})");
    QTest::newRow("file of no kind") << QByteArray(R"({"files":{"/a":{"what":1}}})");
    QTest::newRow("fill of two") << QByteArray(R"({"files":{"/a":{"size":3,"fill":"ab"}}})");
    QTest::newRow("negative size") << QByteArray(R"({"files":{"/a":{"size":-1}}})");
}

void TestHost::invalidImageIsRefused()
{
    QFETCH(QByteArray, json);
    const auto parsed = HostImage::fromJson(QJsonDocument::fromJson(json).object());
    QVERIFY(!parsed);
    QCOMPARE(parsed.problem().findingId.toString(), u"host-image-invalid"_s);
}

void TestHost::windowsNamesIgnoreCase()
{
    QCOMPARE(Environment({{u"Path"_s, u"x"_s}}, Platform::Windows).value(u"PATH"_s), u"x"_s);
    QVERIFY(!Environment({{u"Path"_s, u"x"_s}}, Platform::Linux).has(u"PATH"_s));
    QVERIFY(!Environment({{u"A"_s, {}}}, Platform::Linux).has(u"A"_s));
}

void TestHost::realFileIsRead()
{
    QTemporaryDir directory;
    QFile file(directory.filePath(u"a"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("12345");
    file.close();
    const Host host = Host::real();
    QCOMPARE(*host.readFile(file.fileName(), 5), QByteArray("12345"));
    QCOMPARE(host.readFile(file.fileName(), 4).problem().evidence["errno"_L1].toString(), u"EFBIG"_s);
    QCOMPARE(*host.entries(directory.path()), QStringList{u"a"_s});
    QCOMPARE(host.stat(file.fileName()).size, 5);
}

void TestHost::realFailuresSayWhy_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("name");
    QTest::newRow("missing") << u"/no/such/file"_s << u"ENOENT"_s;
    QTest::newRow("directory") << QDir::tempPath() << u"EISDIR"_s;
}

void TestHost::realFailuresSayWhy()
{
    QFETCH(QString, path);
    QFETCH(QString, name);
    const auto read = Host::real().readFile(path, 100);
    QVERIFY(!read);
    QCOMPARE(read.problem().findingId.toString(), u"file-not-readable"_s);
    QCOMPARE(read.problem().evidence["errno"_L1].toString(), name);
    QVERIFY(!read.problem().evidence["reason"_L1].toString().isEmpty());
}

void TestHost::onlyARegularFileIsReadWhereLinksAreRefused()
{
#ifdef Q_OS_UNIX
    QTemporaryDir directory;
    const auto at = [&directory](const char *name) { return directory.filePath(QLatin1StringView(name)); };
    QFile file(at("key"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("12345");
    file.close();
    QVERIFY(QFile::link(at("key"), at("link")));
    QVERIFY(QFile::link(at("none"), at("dangling")));
    QVERIFY(QFile::link(directory.path(), at("folder")));
    QCOMPARE(::mkfifo(QFile::encodeName(at("pipe")).constData(), 0600), 0);

    const Host host = Host::real();
    QCOMPARE(*host.readFile(at("key"), 5, Links::Refused), QByteArray("12345"));
    QCOMPARE(*host.readFile(at("link"), 5), QByteArray("12345"));
    // Only the last name counts.
    QCOMPARE(*host.readFile(at("folder") + u"/key"_s, 5, Links::Refused), QByteArray("12345"));
    const QList<std::pair<QString, QString>> failures{
        {at("link"), u"ELOOP"_s},        {at("dangling"), u"ELOOP"_s}, {at("folder"), u"ELOOP"_s},
        {directory.path(), u"EISDIR"_s}, {at("pipe"), u"ENXIO"_s},     {at("none"), u"ENOENT"_s},
        {u"/dev/null"_s, u"ENXIO"_s}};
    for (const auto &[path, name] : failures) {
        const auto read = host.readFile(path, 5, Links::Refused);
        QVERIFY2(!read, qPrintable(path));
        QCOMPARE(read.problem().findingId.toString(), u"file-not-readable"_s);
        QCOMPARE(read.problem().evidence["errno"_L1].toString(), name);
        QVERIFY(!read.problem().evidence["reason"_L1].toString().isEmpty());
    }
    QCOMPARE(host.readFile(at("key"), 4, Links::Refused).problem().evidence["errno"_L1].toString(),
             u"EFBIG"_s);
#else
    QSKIP("links and pipes are made as on Unix here");
#endif
}

// Somebody puts a link in the place of the file and the file back, again and again, while it is read.
void TestHost::fileExchangedForALinkIsNeverRead()
{
#ifdef Q_OS_UNIX
    QTemporaryDir directory;
    const QByteArray path = QFile::encodeName(directory.filePath(u"key"_s));
    const QByteArray other = QFile::encodeName(directory.filePath(u"other"_s));
    const QByteArray secret = QFile::encodeName(directory.filePath(u"secret"_s));
    const auto write = [](const QByteArray &name, const QByteArray &content) {
        QFile file(QFile::decodeName(name));
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
    };
    QVERIFY(write(path, "key"));
    QVERIFY(write(secret, "secret"));

    std::atomic_bool done = false;
    std::thread exchanging([&] {
        while (!done) {
            ::symlink(secret.constData(), other.constData());
            ::rename(other.constData(), path.constData());
            write(other, "key");
            ::rename(other.constData(), path.constData());
        }
    });
    const Host host = Host::real();
    int links = 0;
    int keys = 0;
    int others = 0;
    // Until both were met often enough, and for a limited time where a machine is slow.
    for (int i = 0; i < 200'000 && (links < 500 || keys < 500); ++i) {
        const auto read = host.readFile(QFile::decodeName(path), 100, Links::Refused);
        if (!read)
            ++(read.problem().evidence["errno"_L1].toString() == "ELOOP"_L1 ? links : others);
        else
            ++(*read == "key" ? keys : others);
    }
    done = true;
    exchanging.join();
    QCOMPARE(others, 0);
    QVERIFY(links > 0);
    QVERIFY(keys > 0);
#else
    QSKIP("links are made as on Unix here");
#endif
}

void TestHost::whatIsNotAFileIsRefusedAtOnce_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("reading");
    QTest::addColumn<QString>("writing");
    QTest::addColumn<QString>("appending"); // empty: it can be done
    QTest::newRow("pipe") << u"pipe"_s << u"ENXIO"_s << u"file-not-regular"_s << u"file-not-writable"_s;
    QTest::newRow("link to a pipe") << u"link"_s << u"ENXIO"_s << u"file-not-regular"_s
                                    << u"file-not-writable"_s;
    QTest::newRow("directory") << u"folder"_s << u"EISDIR"_s << u"file-not-regular"_s
                               << u"file-not-writable"_s;
    QTest::newRow("endless device") << u"/dev/zero"_s << u"ENXIO"_s << u"file-not-regular"_s << QString();
    QTest::newRow("link to itself") << u"loop"_s << u"ELOOP"_s << u"file-not-readable"_s
                                    << u"file-not-writable"_s;
    QTest::newRow("link to nothing") << u"nowhere"_s << u"ENOENT"_s << u"file-not-regular"_s << QString();
    QTest::newRow("5 GB of nothing") << u"sparse"_s << u"EFBIG"_s << QString() << QString();
}

void TestHost::whatIsNotAFileIsRefusedAtOnce()
{
#ifdef Q_OS_UNIX
    QFETCH(QString, name);
    QFETCH(QString, reading);
    QFETCH(QString, writing);
    QFETCH(QString, appending);
    QTemporaryDir directory;
    const auto at = [&directory](const QString &file) { return directory.filePath(file); };
    QCOMPARE(::mkfifo(QFile::encodeName(at(u"pipe"_s)).constData(), 0600), 0);
    QVERIFY(QFile::link(at(u"pipe"_s), at(u"link"_s)));
    QVERIFY(QFile::link(at(u"loop"_s), at(u"loop"_s)));
    QVERIFY(QFile::link(at(u"none"_s), at(u"nowhere"_s)));
    QVERIFY(QDir(directory.path()).mkdir(u"folder"_s));
    QFile sparse(at(u"sparse"_s));
    QVERIFY(sparse.open(QIODevice::WriteOnly) && sparse.resize(qint64(5) << 30));
    sparse.close();

    const Host host = Host::real();
    const QString path = name.startsWith(u'/') ? name : at(name);
    const auto read = host.readFile(path, 1024);
    QVERIFY(!read);
    QCOMPARE(read.problem().findingId.toString(), u"file-not-readable"_s);
    QCOMPARE(read.problem().evidence["errno"_L1].toString(), reading);
    const auto written = host.writeFile(path, "x");
    QCOMPARE(written ? QString() : written.problem().findingId.toString(), writing);
    const auto appended = host.openForAppend(path);
    QCOMPARE(appended ? QString() : appended.problem().findingId.toString(), appending);
#else
    QSKIP("links and pipes are made as on Unix here");
#endif
}

void TestHost::namesThatAreNotUtf8AreListed()
{
#ifdef Q_OS_LINUX
    QTemporaryDir directory;
    const QByteArray path = QFile::encodeName(directory.path()) + "/a\xff.tf";
    const int file = ::creat(path.constData(), 0600);
    QVERIFY(file >= 0);
    ::close(file);
    const Host host = Host::real();
    const auto names = host.entries(directory.path());
    QVERIFY(names);
    QCOMPARE(*names, QStringList{u"a\ufffd.tf"_s});
    const auto read = host.readFile(directory.filePath(names->first()), 100);
    QVERIFY(!read);
    QCOMPARE(read.problem().evidence["errno"_L1].toString(), u"EILSEQ"_s);
    QVERIFY(read.problem().evidence["reason"_L1].toString().contains(u"UTF-8"_s));
    ::unlink(path.constData()); // which Qt cannot
#else
    QSKIP("names are bytes on Linux only");
#endif
}

void TestHost::sideBySideDoesEachOnce()
{
    for (const std::size_t count : {0U, 1U, 31U, 64U, 5000U}) {
        std::vector<std::atomic<int>> done(count);
        forEachSideBySide(qsizetype(count), [&done](qsizetype i) { ++done[std::size_t(i)]; });
        QVERIFY(std::all_of(done.begin(), done.end(), [](const auto &times) { return times == 1; }));
    }
}

void TestHost::stopIsHeardWhileWorkIsDoneAside()
{
    std::function<int()> quick = [] { return 7; };
    QCOMPARE(await(aside(quick, {})).value_or(0), 7);

    // Work that never ends by itself, as on a dead network drive; it begins before it is stopped.
    std::stop_source source;
    const auto isOver = std::make_shared<std::atomic<bool>>(false);
    const auto ended = std::make_shared<std::atomic<bool>>(false);
    std::function<int()> endless = [isOver, ended] {
        isOver->wait(false);
        *ended = true;
        return 1;
    };
    int ticks = 0;
    const auto result = await(aside(endless, source.get_token(), [&] {
        if (++ticks == 2)
            source.request_stop();
    }));
    QVERIFY(!result);
    QVERIFY(!*ended);
    *isOver = true;
    isOver->notify_all();
    QVERIFY(waitFor([ended] { return ended->load(); }, 20s));
    QVERIFY(!await(aside(quick, source.get_token())));
}

void TestHost::newFileNeverReplaces()
{
    QTemporaryDir directory;
    const QString path = directory.filePath(u"providers.tf"_s);
    const Host host = Host::real();
    QVERIFY(host.updateFile(path, "first", std::nullopt));
    const auto second = host.updateFile(path, "second", std::nullopt);
    QVERIFY(!second);
    QCOMPARE(second.problem().findingId.toString(), u"file-changed-meanwhile"_s);
    QCOMPARE(contentOf(path), QByteArray("first"));
    QVERIFY(!host.updateFile(path, "third", "second"));
    QCOMPARE(contentOf(path), QByteArray("first"));
    QVERIFY(host.updateFile(path, "third", "first"));
    QCOMPARE(contentOf(path), QByteArray("third"));
    QCOMPARE(QDir(directory.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
#ifdef Q_OS_UNIX
    QVERIFY(QFile(path).permissions() & QFileDevice::ReadGroup);
#endif
}

void TestHost::replacingKeepsModeAndLink()
{
#ifdef Q_OS_UNIX
    QTemporaryDir directory;
    const QString target = directory.filePath(u"target"_s);
    const QString link = directory.filePath(u"link"_s);
    const Host host = Host::real();
    QVERIFY(host.writeFile(target, "old"));
    QFile(target).setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    QVERIFY(QFile::link(target, link));
    QVERIFY(host.writeFile(link, "new"));
    QCOMPARE(contentOf(target), QByteArray("new"));
    QVERIFY(QFileInfo(link).isSymLink());
    QVERIFY(!(QFile(target).permissions() & QFileDevice::ReadGroup));
#else
    QSKIP("links and modes are those of Unix here");
#endif
}

void TestHost::failedWriteLeavesNothing()
{
    const Host host = Host::real();
    const auto missing = host.writeFile(u"/no/such/dir/file"_s, "x");
    QCOMPARE(missing.problem().findingId.toString(), u"directory-missing"_s);
    QTemporaryDir directory;
    QVERIFY(!host.writeFile(directory.path(), "x"));
#ifdef Q_OS_LINUX
    // /proc takes no new file, not even from root.
    if (QFileInfo(u"/proc"_s).isDir())
        QCOMPARE(host.writeFile(u"/proc/signet"_s, "x").problem().findingId.toString(),
                 u"directory-not-writable"_s);
#endif
}

void TestHost::commandIsRunAndJudged()
{
    const Host host = Host::real();
#ifdef Q_OS_WIN
    const auto shell = await(host.run(u"cmd"_s, {u"/c"_s, u"echo out&echo err>&2&exit 3"_s}, 20s, {}));
#else
    const auto shell = await(host.run(u"sh"_s, {u"-c"_s, u"echo out; echo err >&2; exit 3"_s}, 20s, {}));
#endif
    QCOMPARE(shell.end, CommandOutcome::End::Exited);
    QCOMPARE(shell.exitCode, 3);
    QCOMPARE(shell.standardOutput.trimmed(), QByteArray("out"));
    QCOMPARE(shell.standardError.trimmed(), QByteArray("err"));
    QCOMPARE(await(host.run(u"no-such-program-anywhere"_s, {}, 20s, {})).end, CommandOutcome::End::NotFound);
}

void TestHost::commandEndsAtItsLimit()
{
#ifdef Q_OS_WIN
    const auto slow =
        await(Host::real().run(u"cmd"_s, {u"/c"_s, u"for /l %i in (1,0,2) do @rem"_s}, 50ms, {}));
#else
    const auto slow = await(Host::real().run(u"sleep"_s, {u"600"_s}, 50ms, {}));
#endif
    QCOMPARE(slow.end, CommandOutcome::End::TimedOut);
}

void TestHost::stoppedWaitEndsAtOnce()
{
    std::stop_source source;
    std::optional<bool> result;
    auto done = Host::real().wait(1h, source.get_token()).then([&result](bool whole) { result = whole; });
    QVERIFY(!result);
    source.request_stop();
    QTRY_VERIFY(result);
    QVERIFY(!*result);
}

QTEST_GUILESS_MAIN(TestHost)
#include "tst_host.moc"
