#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

// Holds the arrows and bans of core/ARCHITECTURE.md against the files themselves.

namespace {

struct SourceFile {
    QString path; // from the root of the project
    QString text;
};

// What each room may use directly, as the table of core/ARCHITECTURE.md has it: room, purpose, other rooms.
QMap<QString, QStringList> readTable()
{
    QFile page(QStringLiteral(SIGNET_SOURCE_DIR) + u"/core/ARCHITECTURE.md"_s);
    if (!page.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(page.fileName()));
    static const QRegularExpression row(u"^\\| ((?:core/)?[a-z]+) \\|.*\\| *([a-z, ]*?) *\\|$"_s,
                                        QRegularExpression::MultilineOption);
    QMap<QString, QStringList> table;
    auto rows = row.globalMatch(QString::fromUtf8(page.readAll()));
    while (rows.hasNext()) {
        const QRegularExpressionMatch match = rows.next();
        QStringList &used = table[match.captured(1)];
        for (const QString &name : match.captured(2).split(u", "_s, Qt::SkipEmptyParts))
            used.append(name == u"ui"_s ? name : u"core/"_s + name);
    }
    return table;
}

const QMap<QString, QStringList> &arrows()
{
    static const QMap<QString, QStringList> table = readTable();
    return table;
}

// What may read the machine outside of core/host: a word of code and where it may be, from the same page.
struct MachineReader {
    QString word;
    QString place; // a path, or the beginning of one
};
QList<MachineReader> machineReaders()
{
    QFile page(QStringLiteral(SIGNET_SOURCE_DIR) + u"/core/ARCHITECTURE.md"_s);
    if (!page.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(page.fileName()));
    static const QRegularExpression row(u"^\\| `([^`]+)` \\| ([a-z_/.]+) \\|"_s,
                                        QRegularExpression::MultilineOption);
    QList<MachineReader> readers;
    auto rows = row.globalMatch(QString::fromUtf8(page.readAll()));
    while (rows.hasNext()) {
        const QRegularExpressionMatch match = rows.next();
        readers.append({match.captured(1), match.captured(2)});
    }
    return readers;
}

QSet<QString> reachable(const QString &room)
{
    QSet<QString> found{room};
    QStringList open{room};
    while (!open.isEmpty()) {
        for (const QString &next : arrows().value(open.takeLast())) {
            if (!found.contains(next)) {
                found.insert(next);
                open.append(next);
            }
        }
    }
    return found;
}

QString roomOf(const QString &path)
{
    return path.startsWith("core/"_L1) ? path.section(u'/', 0, 1) : path.section(u'/', 0, 0);
}

QList<SourceFile> sources(const QStringList &folders)
{
    QList<SourceFile> files;
    const QString root = QStringLiteral(SIGNET_SOURCE_DIR);
    for (const QString &folder : folders) {
        QDirIterator it(root + u'/' + folder, {u"*.cpp"_s, u"*.h"_s}, QDir::Files,
                        QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            if (!file.open(QIODevice::ReadOnly))
                qFatal("cannot read %s", qPrintable(file.fileName()));
            files.append({it.filePath().mid(root.size() + 1), QString::fromUtf8(file.readAll())});
        }
    }
    return files;
}

// Without comments and, unless kept, without the contents of string literals.
QString code(const QString &text)
{
    static const QRegularExpression comments(u"//[^\n]*|/\\*.*?\\*/"_s,
                                             QRegularExpression::DotMatchesEverythingOption);
    QString result = text;
    return result.replace(comments, u" "_s);
}

} // namespace

class TestHouse : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyRoomIsKnown();
    void includesFollowTheArrows();
    void linkLinesFollowTheArrows();
    void exceptionsAreOnThePage();
    void bans_data();
    void bans();
};

void TestHouse::everyRoomIsKnown()
{
    const QDir core(QStringLiteral(SIGNET_SOURCE_DIR) + u"/core"_s);
    const QStringList rooms = core.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    QVERIFY(rooms.size() >= 11);
    for (const QString &room : rooms)
        QVERIFY2(arrows().contains(u"core/"_s + room),
                 qPrintable(room + u" is not in core/ARCHITECTURE.md"_s));
    for (const QString &room : {u"ui"_s, u"app"_s})
        QVERIFY2(arrows().contains(room), qPrintable(room + u" is not in core/ARCHITECTURE.md"_s));
    // A row whose folder is gone.
    for (auto it = arrows().begin(); it != arrows().end(); ++it)
        QVERIFY2(QDir(QStringLiteral(SIGNET_SOURCE_DIR) + u'/' + it.key()).exists(), qPrintable(it.key()));
}

void TestHouse::includesFollowTheArrows()
{
    static const QRegularExpression include(u"#include \"((?:core/[a-z]+|ui|app)/[^\"]+)\""_s);
    int seen = 0;
    QStringList breaches;
    for (const SourceFile &file : sources({u"core"_s, u"ui"_s, u"app"_s})) {
        const QSet<QString> allowed = reachable(roomOf(file.path));
        auto matches = include.globalMatch(file.text);
        while (matches.hasNext()) {
            ++seen;
            const QString target = matches.next().captured(1);
            if (!allowed.contains(roomOf(target)))
                breaches.append(file.path + u" includes "_s + target);
        }
    }
    QVERIFY2(breaches.isEmpty(), qPrintable(breaches.join(u"; "_s)));
    QVERIFY(seen > 100);
}

void TestHouse::linkLinesFollowTheArrows()
{
    static const QRegularExpression link(u"Core::([A-Z][a-z]+)"_s);
    for (auto it = arrows().begin(); it != arrows().end(); ++it) {
        QFile file(QStringLiteral(SIGNET_SOURCE_DIR) + u'/' + it.key() + u"/CMakeLists.txt"_s);
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
        QSet<QString> linked;
        auto matches = link.globalMatch(QString::fromUtf8(file.readAll()));
        while (matches.hasNext())
            linked.insert(u"core/"_s + matches.next().captured(1).toLower());
        // A room of core links what the table says; windows and programs may name what they get that way,
        // too.
        const QSet<QString> allowed = reachable(it.key());
        for (const QString &target : std::as_const(linked))
            QVERIFY2(allowed.contains(target), qPrintable(it.key() + u" links "_s + target));
        if (it.key().startsWith(u"core/"_s))
            QCOMPARE(linked, QSet<QString>(it.value().begin(), it.value().end()));
    }
}

void TestHouse::exceptionsAreOnThePage()
{
    // Ways to read the machine besides those that no other room may use at all (bans).
    const QStringList ways{u"QSettings"_s, u"QStandardPaths"_s,  u"std::cin"_s,   u"isatty"_s,
                           u"ioctl"_s,     u"/dev/fd"_s,         u"QSysInfo"_s,   u"QStorageInfo"_s,
                           u"QHostInfo"_s, u"std::filesystem"_s, u"gethostname"_s};
    const QList<MachineReader> readers = machineReaders();
    QVERIFY(readers.size() >= 3);
    QStringList breaches;
    QSet<QString> used;
    for (const SourceFile &file : sources({u"core"_s, u"ui"_s, u"app"_s})) {
        if (file.path.startsWith("core/host/"_L1))
            continue;
        const QString text = code(file.text);
        for (const QString &way : ways) {
            if (!text.contains(way))
                continue;
            const auto allowed = std::find_if(readers.begin(), readers.end(), [&](const MachineReader &one) {
                return one.word == way && file.path.startsWith(one.place);
            });
            if (allowed == readers.end())
                breaches.append(file.path + u" uses "_s + way);
            else
                used.insert(way);
        }
    }
    QVERIFY2(breaches.isEmpty(), qPrintable(breaches.join(u"; "_s)));
    for (const MachineReader &one : readers)
        QVERIFY2(used.contains(one.word), qPrintable(one.word + u" is on the page, but is not used"_s));
}

void TestHouse::bans_data()
{
    QTest::addColumn<QStringList>("folders");
    QTest::addColumn<QStringList>("except"); // path prefixes
    QTest::addColumn<QString>("pattern");

    const QStringList all{u"core"_s, u"ui"_s, u"app"_s};
    QTest::newRow("only core/host reads the environment")
        << all << QStringList{u"core/host/"_s}
        << u"qgetenv|qEnvironmentVariable|QProcessEnvironment|std::getenv|\\bgetenv\\(|envname"_s;
    QTest::newRow("only core/host reads and writes files")
        << all << QStringList{u"core/host/"_s}
        << u"\\bQFile\\b|QSaveFile|QTemporaryFile|std::(?:if|of|f)stream|\\bfopen\\("_s;
    QTest::newRow("only core/host reads the clock")
        << all << QStringList{u"core/host/"_s}
        << u"currentDateTime|currentSecsSinceEpoch|currentMSecsSinceEpoch|system_clock::now|steady_clock::now|QElapsedTimer"_s;
    QTest::newRow("only core/host runs other programs")
        << all << QStringList{u"core/host/"_s} << u"\\bQProcess\\b"_s;
    QTest::newRow("nobody asks Qt for the system's proxy")
        << all << QStringList{} << u"systemProxyForQuery|setUseSystemConfiguration"_s;
    QTest::newRow("only core/net sends") << all << QStringList{u"core/net/"_s, u"core/sandbox/"_s}
                                         << u"QNetworkAccessManager|QTcpSocket|QSslSocket\\b(?!::)"_s;
    QTest::newRow("no nested event loop in core and ui")
        << QStringList{u"core"_s, u"ui"_s} << QStringList{}
        << u"waitFor\\(|QEventLoop|processEvents|\\bexec\\(\\)"_s;
    QTest::newRow("no Gui or Widgets in core")
        << QStringList{u"core"_s} << QStringList{}
        << u"#include <Q(?:Widget|Application|Icon|Pixmap|Color|Painter|Gui|Image)"_s;
    QTest::newRow("only core/sandbox knows a scenario by name")
        << all << QStringList{u"core/sandbox/"_s} << u"\"healthy(?:-user-assigned)?\""_s;
    QTest::newRow("plain text of a secret is taken in few places")
        << all
        << QStringList{u"core/result/secret."_s, u"core/net/networktransport.cpp"_s,
                       u"core/token/claims.cpp"_s, u"app/cli/tokencommand.cpp"_s,
                       // The forms that a keychain keeps, and that a person pastes.
                       u"core/signin/storedsignin.cpp"_s, u"core/signin/accesstokensignin.cpp"_s,
                       u"core/keychain/keychainstore.cpp"_s}
        << u"\\breveal\\(\\)"_s;
    QTest::newRow("no coroutine macro of old compilers") << all << QStringList{} << u"fcoroutines-ts"_s;
}

void TestHouse::bans()
{
    QFETCH(QStringList, folders);
    QFETCH(QStringList, except);
    QFETCH(QString, pattern);

    const QRegularExpression banned(pattern);
    QVERIFY(banned.isValid());
    QStringList breaches;
    int read = 0;
    for (const SourceFile &file : sources(folders)) {
        ++read;
        const bool allowed = std::any_of(except.begin(), except.end(), [&file](const QString &prefix) {
            return file.path.startsWith(prefix);
        });
        const auto match = banned.match(code(file.text));
        if (!allowed && match.hasMatch())
            breaches.append(file.path + u": "_s + match.captured());
    }
    QVERIFY2(breaches.isEmpty(), qPrintable(breaches.join(u"; "_s)));
    QVERIFY(read > 20);
}

QTEST_APPLESS_MAIN(TestHouse)
#include "tst_house.moc"
