#include "core/host/host.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace signet;
using namespace Qt::StringLiterals;

// What can be tried within one process. Kills, faults, other users and full disks: replacetrials.py.

namespace {

const QByteArray oldContent("provider \"azuredevops\" {\r\n\0}\n", 29);
const QByteArray newContent("provider \"azuredevops\" {\n  # \xc3\xa4\xff\n}");

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be read");
}

void put(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
}

QStringList namesIn(const QString &directory)
{
    return QDir(directory).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                                     QDir::Name);
}

Host imageHost(const QByteArray &json)
{
    const auto parsed = HostImage::fromJson(QJsonDocument::fromJson(json).object());
    if (!parsed)
        qFatal("%s", qPrintable(parsed.problem().evidence["reason"_L1].toString()));
    return Host::from(*parsed);
}

Result<Replaced> replaceFile(const Host &host, const FileReplacement &file)
{
    const auto replaced = host.replaceFiles({file});
    if (!replaced)
        return replaced.problem();
    return replaced->first();
}

} // namespace

class TestReplaceFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void newContentTakesThePlaceOfTheOld_data();
    void newContentTakesThePlaceOfTheOld();
    void nothingIsDoneForTheSameContent();
    void linkStaysAndItsTargetIsReplaced_data();
    void linkStaysAndItsTargetIsReplaced();
    void rightsAreKept_data();
    void rightsAreKept();

    void backupsAreNumberedAndNeverOverwritten();
    void backupWithTheSameContentIsUsedAgain();
    void whatIsInTheWayOfABackupIsPassedOver();
    void namesBesideAreNotReadByTerraform_data();
    void namesBesideAreNotReadByTerraform();

    void whatCannotBeReplacedIsRefused_data();
    void whatCannotBeReplacedIsRefused();
    void incompleteLeftoverIsTakenAway();
    void leftoverOfUnknownContentBecomesABackup();

    void severalAreReplacedTogether();
    void newFilesAreMadeTogetherWithOthersOrNotAtAll();
    void whatIsThereDoesNotMatterWhereItNeedNot();
    void backupForTheOwnerIsForNobodyElse();
    void nothingIsWrittenWhenTheReasonIsGone();
    void oneThatIsRefusedKeepsAllFromIt();
    void oneFileListedTwiceIsRefused();

    void imageIsChangedInMemory();
    void imageRefusesAsADiskDoes_data();
    void imageRefusesAsADiskDoes();
    void imageReplacesAllOrNothing();

private:
    QString path(const QString &name) const { return m_directory->filePath(name); }

    std::unique_ptr<QTemporaryDir> m_directory;
    const Host m_host = Host::real();
};

void TestReplaceFile::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    QVERIFY(m_directory->isValid());
}

void TestReplaceFile::newContentTakesThePlaceOfTheOld_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("line endings, zero and no UTF-8") << u"providers.tf"_s << oldContent << newContent;
    QTest::newRow("space in the name") << u"my providers.tf"_s << oldContent << newContent;
    QTest::newRow("letters beyond ASCII")
        << u"Anbieter Größe 東京 \U0001F600.tf"_s << oldContent << newContent;
#ifdef Q_OS_UNIX
    QTest::newRow("line break in the name") << u"two\nlines.tf"_s << oldContent << newContent;
    QTest::newRow("begins like an option") << u"-rf *.tf"_s << oldContent << newContent;
#endif
    QTest::newRow("no ending") << u"x"_s << oldContent << newContent;
    QTest::newRow("from empty") << u"providers.tf"_s << QByteArray() << newContent;
    QTest::newRow("to empty") << u"providers.tf"_s << oldContent << QByteArray();
    QTest::newRow("larger than any buffer")
        << u"providers.tf"_s << QByteArray(3'000'000, 'a') << QByteArray(5'000'001, 'b');
    QTest::newRow("differs at the end only")
        << u"providers.tf"_s << QByteArray(70'000, 'a') + 'x' << QByteArray(70'000, 'a') + 'y';
}

void TestReplaceFile::newContentTakesThePlaceOfTheOld()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    put(path(name), before);
    const auto replaced = replaceFile(m_host, {path(name), after, before});
    QVERIFY2(replaced, qPrintable(replaced ? QString() : replaced.problem().findingId.toString()));
    QCOMPARE(contentOf(path(name)), after);
    QCOMPARE(replaced->path, path(name));
    QCOMPARE(replaced->target, QFileInfo(path(name)).canonicalFilePath());
    QCOMPARE(QFileInfo(replaced->backup).fileName(), name + u".signet-backup"_s);
    QCOMPARE(contentOf(replaced->backup), before);
    QCOMPARE(namesIn(m_directory->path()).size(), 2);
}

void TestReplaceFile::nothingIsDoneForTheSameContent()
{
    put(path(u"a.tf"_s), oldContent);
    const auto replaced = replaceFile(m_host, {path(u"a.tf"_s), oldContent, oldContent});
    QVERIFY(replaced);
    QCOMPARE(replaced->backup, QString());
    QCOMPARE(namesIn(m_directory->path()), QStringList{u"a.tf"_s});
    // It is compared all the same.
    QVERIFY(!replaceFile(m_host, {path(u"a.tf"_s), newContent, newContent}));
}

void TestReplaceFile::linkStaysAndItsTargetIsReplaced_data()
{
    QTest::addColumn<QStringList>("links"); // each leads to the one before it, the first to the file
    QTest::newRow("relative") << QStringList{u"../shared/target.tf"_s};
    QTest::newRow("absolute") << QStringList{u"%1/shared/target.tf"_s};
    QTest::newRow("chain") << QStringList{u"%1/shared/target.tf"_s, u"link0.tf"_s, u"../module/link1.tf"_s};
    QTest::newRow("directory on the way") << QStringList{u"../shared/../shared/target.tf"_s};
}

void TestReplaceFile::linkStaysAndItsTargetIsReplaced()
{
#ifdef Q_OS_UNIX
    QFETCH(QStringList, links);
    QDir(m_directory->path()).mkdir(u"shared"_s);
    QDir(m_directory->path()).mkdir(u"module"_s);
    const QString target = path(u"shared/target.tf"_s);
    put(target, oldContent);
    for (qsizetype i = 0; i < links.size(); ++i) {
        const QByteArray to = QFile::encodeName(links[i].replace(u"%1"_s, m_directory->path()));
        const QByteArray at = QFile::encodeName(path(u"module/link%1.tf"_s.arg(i)));
        QCOMPARE(::symlink(to.constData(), at.constData()), 0);
    }
    const QString link = path(u"module/link%1.tf"_s.arg(links.size() - 1));
    const auto replaced = replaceFile(m_host, {link, newContent, oldContent});
    QVERIFY(replaced);
    QCOMPARE(contentOf(target), newContent);
    QVERIFY(!QFileInfo(target).isSymLink());
    QCOMPARE(replaced->target, QFileInfo(target).canonicalFilePath());
    QCOMPARE(replaced->backup, replaced->target + u".signet-backup"_s);
    for (qsizetype i = 0; i < links.size(); ++i) {
        const QByteArray at = QFile::encodeName(path(u"module/link%1.tf"_s.arg(i)));
        QByteArray leadsTo(4096, '\0');
        leadsTo.truncate(::readlink(at.constData(), leadsTo.data(), size_t(leadsTo.size())));
        QCOMPARE(leadsTo, QFile::encodeName(links[i]));
    }
    QCOMPARE(namesIn(path(u"module"_s)).size(), links.size());
#else
    QSKIP("symbolic links need a right of their own on this platform");
#endif
}

void TestReplaceFile::rightsAreKept_data()
{
    QTest::addColumn<int>("mode");
    for (const int mode : {0600, 0640, 0644, 0664, 0755, 0777, 02644, 04755})
        QTest::addRow("%04o", mode) << mode;
}

void TestReplaceFile::rightsAreKept()
{
#ifdef Q_OS_UNIX
    QFETCH(int, mode);
    const QByteArray file = QFile::encodeName(path(u"a.tf"_s));
    put(path(u"a.tf"_s), oldContent);
    QCOMPARE(::chmod(file.constData(), mode_t(mode)), 0);
    // The person's mask is for new files.
    const mode_t mask = ::umask(0077);
    const auto replaced = replaceFile(m_host, {path(u"a.tf"_s), newContent, oldContent});
    ::umask(mask);
    QVERIFY(replaced);
    for (const QByteArray &name : {file, QFile::encodeName(replaced->backup)}) {
        struct stat facts = {};
        QCOMPARE(::stat(name.constData(), &facts), 0);
        QCOMPARE(int(facts.st_mode & 07777), mode);
        QCOMPARE(int(facts.st_nlink), 1);
    }
#else
    QSKIP("this platform has no modes");
#endif
}

void TestReplaceFile::backupsAreNumberedAndNeverOverwritten()
{
    const QString file = path(u"a.tf"_s);
    put(file, "0");
    for (int i = 0; i < 4; ++i) {
        const auto replaced = replaceFile(m_host, {file, QByteArray::number(i + 1), QByteArray::number(i)});
        QVERIFY(replaced);
        QCOMPARE(QFileInfo(replaced->backup).fileName(), backupName(u"a.tf"_s, i));
    }
    QCOMPARE(contentOf(file), QByteArray("4"));
    for (int i = 0; i < 4; ++i)
        QCOMPARE(contentOf(path(backupName(u"a.tf"_s, i))), QByteArray::number(i));
    QCOMPARE(namesIn(m_directory->path()).size(), 5);
}

void TestReplaceFile::backupWithTheSameContentIsUsedAgain()
{
    const QString file = path(u"a.tf"_s);
    put(file, oldContent);
    QVERIFY(replaceFile(m_host, {file, newContent, oldContent}));
    QVERIFY(replaceFile(m_host, {file, oldContent, newContent}));
    const auto again = replaceFile(m_host, {file, newContent, oldContent});
    QVERIFY(again);
    QCOMPARE(QFileInfo(again->backup).fileName(), u"a.tf.signet-backup"_s);
    QCOMPARE(namesIn(m_directory->path()).size(), 3);
#ifdef Q_OS_UNIX
    // Another mode is another file: as a backup it would not bring back what was there.
    QVERIFY(
        QFile(file).setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner));
    const auto other = replaceFile(m_host, {file, oldContent, newContent});
    QVERIFY(other);
    QCOMPARE(QFileInfo(other->backup).fileName(), u"a.tf.signet-backup.2"_s);
#endif
}

void TestReplaceFile::whatIsInTheWayOfABackupIsPassedOver()
{
    const QString file = path(u"a.tf"_s);
    put(file, oldContent);
    QDir(m_directory->path()).mkdir(u"a.tf.signet-backup"_s);
    put(path(u"elsewhere"_s), oldContent);
    QVERIFY(QFile::link(path(u"elsewhere"_s), path(u"a.tf.signet-backup.1"_s)));
    const auto replaced = replaceFile(m_host, {file, newContent, oldContent});
    QVERIFY(replaced);
    QCOMPARE(QFileInfo(replaced->backup).fileName(), u"a.tf.signet-backup.2"_s);
    QCOMPARE(contentOf(replaced->backup), oldContent);
}

void TestReplaceFile::namesBesideAreNotReadByTerraform_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"providers.tf", "a.tf.json", "a.tofu", "a.tofu.json", "terraform.tfvars", "a"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestReplaceFile::namesBesideAreNotReadByTerraform()
{
    QFETCH(QString, name);
    QVERIFY(scratchName(name).startsWith(u'.'));
    for (const QString &beside : {backupName(name, 0), backupName(name, 12), scratchName(name)}) {
        for (const QString &ending : {u".tf"_s, u".tofu"_s, u".json"_s, u".tfvars"_s, u".hcl"_s})
            QVERIFY2(!beside.endsWith(ending), qPrintable(beside));
    }
}

void TestReplaceFile::whatCannotBeReplacedIsRefused_data()
{
    QTest::addColumn<QString>("situation");
    QTest::addColumn<QString>("finding");
    QTest::newRow("somebody wrote") << u"changed"_s << u"file-changed-meanwhile"_s;
    QTest::newRow("seen before anything is written")
        << u"scratch directory, and changed"_s << u"file-changed-meanwhile"_s;
    QTest::newRow("somebody appended") << u"appended"_s << u"file-changed-meanwhile"_s;
    QTest::newRow("somebody cut") << u"cut"_s << u"file-changed-meanwhile"_s;
    QTest::newRow("renamed away") << u"away"_s << u"file-changed-meanwhile"_s;
    QTest::newRow("directory gone") << u"directory away"_s << u"file-changed-meanwhile"_s;
    QTest::newRow("became a directory") << u"directory"_s << u"file-not-regular"_s;
    QTest::newRow("directory at the scratch name") << u"scratch directory"_s << u"file-not-writable"_s;
#ifdef Q_OS_UNIX
    QTest::newRow("link that leads to nothing") << u"dangling"_s << u"file-changed-meanwhile"_s;
    QTest::newRow("link to itself") << u"loop"_s << u"file-not-readable"_s;
    QTest::newRow("pipe") << u"pipe"_s << u"file-not-regular"_s;
    QTest::newRow("link to a device") << u"device"_s << u"file-not-regular"_s;
    QTest::newRow("hard link") << u"hard link"_s << u"file-hard-linked"_s;
    QTest::newRow("link at the scratch name") << u"scratch link"_s << u"file-not-writable"_s;
    QTest::newRow("pipe at the scratch name") << u"scratch pipe"_s << u"file-not-writable"_s;
#endif
    QTest::newRow("name without room for more") << u"long name"_s << u"file-not-writable"_s;
}

void TestReplaceFile::whatCannotBeReplacedIsRefused()
{
    QFETCH(QString, situation);
    QFETCH(QString, finding);
    QDir(m_directory->path()).mkdir(u"module"_s);
    QString file = path(u"module/a.tf"_s);
    const QString scratch = path(u"module/.a.tf.signet-new"_s);
    const QString elsewhere = path(u"elsewhere"_s);
    put(elsewhere, oldContent);
    if (situation == "long name"_L1)
        file = path(u"module/"_s + QString(248, u'n'));
    put(file, oldContent);

    if (situation.startsWith(u"scratch directory"_s))
        QVERIFY(QDir().mkdir(scratch));
    if (situation.endsWith(u"changed"_s))
        put(file, QByteArray(oldContent).replace('p', 'q'));
    else if (situation == "appended"_L1)
        put(file, oldContent + '\n');
    else if (situation == "cut"_L1)
        put(file, oldContent.chopped(1));
    else if (situation == "away"_L1)
        QVERIFY(QFile::rename(file, elsewhere + u'2'));
    else if (situation == "directory away"_L1)
        QVERIFY(QDir(m_directory->path()).rename(u"module"_s, u"other"_s));
    else if (situation == "directory"_L1)
        QVERIFY(QFile::remove(file) && QDir().mkdir(file));
#ifdef Q_OS_UNIX
    else if (situation == "dangling"_L1)
        QVERIFY(QFile::remove(file) && QFile::link(path(u"nothing"_s), file));
    else if (situation == "loop"_L1)
        QVERIFY(QFile::remove(file) && QFile::link(file, file));
    else if (situation == "pipe"_L1)
        QVERIFY(QFile::remove(file) && ::mkfifo(QFile::encodeName(file).constData(), 0600) == 0);
    else if (situation == "device"_L1)
        QVERIFY(QFile::remove(file) && QFile::link(u"/dev/null"_s, file));
    else if (situation == "hard link"_L1)
        QCOMPARE(::link(QFile::encodeName(file).constData(), QFile::encodeName(elsewhere + u'2').constData()),
                 0);
    else if (situation == "scratch link"_L1)
        QVERIFY(QFile::link(elsewhere, scratch));
    else if (situation == "scratch pipe"_L1)
        QCOMPARE(::mkfifo(QFile::encodeName(scratch).constData(), 0600), 0);
#endif

    const QStringList before = namesIn(path(u"module"_s));
    const QByteArray there = QFileInfo(file).isFile() ? contentOf(file) : QByteArray();
    const auto replaced = replaceFile(m_host, {file, newContent, oldContent});
    QVERIFY(!replaced);
    QVERIFY2(replaced.problem().findingId.toString() == finding,
             QJsonDocument(replaced.problem().evidence).toJson().constData());
    QCOMPARE(replaced.problem().evidence["path"_L1].toString(), file);
    if (finding == "file-hard-linked"_L1)
        QCOMPARE(replaced.problem().evidence["links"_L1].toInt(), 2);
    if (situation.startsWith(u"scratch"_s) && finding == "file-not-writable"_L1)
        QVERIFY(replaced.problem().evidence["reason"_L1].toString().contains(scratch));
    QCOMPARE(namesIn(path(u"module"_s)), before);
    QCOMPARE(QFileInfo(file).isFile() ? contentOf(file) : QByteArray(), there);
    QCOMPARE(contentOf(elsewhere), oldContent);
}

void TestReplaceFile::incompleteLeftoverIsTakenAway()
{
#ifdef Q_OS_UNIX
    const QString file = path(u"a.tf"_s);
    put(file, oldContent);
    put(path(u".a.tf.signet-new"_s), newContent.first(5));
    QVERIFY(QFile(path(u".a.tf.signet-new"_s)).setPermissions(QFileDevice::WriteOwner));
    QVERIFY(replaceFile(m_host, {file, newContent, oldContent}));
    QCOMPARE(namesIn(m_directory->path()), (QStringList{u"a.tf"_s, u"a.tf.signet-backup"_s}));
    QCOMPARE(contentOf(file), newContent);
#else
    QSKIP("there are no modes to tell it by");
#endif
}

void TestReplaceFile::leftoverOfUnknownContentBecomesABackup()
{
    const QString file = path(u"a.tf"_s);
    put(file, oldContent);
    put(path(u"a.tf.signet-backup"_s), "the oldest");
    put(path(u".a.tf.signet-new"_s), "the only copy");
    const auto replaced = replaceFile(m_host, {file, newContent, oldContent});
    QVERIFY(replaced);
    QCOMPARE(contentOf(path(u"a.tf.signet-backup"_s)), QByteArray("the oldest"));
    QCOMPARE(contentOf(path(u"a.tf.signet-backup.1"_s)), QByteArray("the only copy"));
    QCOMPARE(QFileInfo(replaced->backup).fileName(), u"a.tf.signet-backup.2"_s);
    QCOMPARE(contentOf(replaced->backup), oldContent);
    QVERIFY(!QFile::exists(path(u".a.tf.signet-new"_s)));
    // What a backup holds already needs no second one.
    put(path(u".a.tf.signet-new"_s), "the oldest");
    QVERIFY(replaceFile(m_host, {file, oldContent, newContent}));
    QVERIFY(!QFile::exists(path(u"a.tf.signet-backup.4"_s)));
    QVERIFY(!QFile::exists(path(u".a.tf.signet-new"_s)));
}

void TestReplaceFile::severalAreReplacedTogether()
{
    for (const QString &name : {u"a.tf"_s, u"b.tf"_s, u"c.tf"_s})
        put(path(name), oldContent + name.toUtf8());
    const auto replaced = m_host.replaceFiles({{path(u"a.tf"_s), newContent, oldContent + "a.tf"},
                                               {path(u"b.tf"_s), oldContent + "b.tf", oldContent + "b.tf"},
                                               {path(u"c.tf"_s), newContent, oldContent + "c.tf"}});
    QVERIFY(replaced);
    QCOMPARE(replaced->size(), 3);
    QCOMPARE(replaced->at(2).path, path(u"c.tf"_s));
    QCOMPARE(replaced->at(1).backup, QString());
    QCOMPARE(contentOf(path(u"a.tf"_s)), newContent);
    QCOMPARE(contentOf(path(u"c.tf"_s)), newContent);
    QCOMPARE(contentOf(replaced->at(2).backup), oldContent + "c.tf");
    QCOMPARE(namesIn(m_directory->path()).size(), 5);
    QVERIFY(m_host.replaceFiles({}));
}

void TestReplaceFile::newFilesAreMadeTogetherWithOthersOrNotAtAll()
{
    put(path(u"a.tf"_s), oldContent);
    FileReplacement first{path(u"b.tf"_s), newContent};
    first.now = FileReplacement::Now::Missing;
    FileReplacement second{path(u"c.tf"_s), newContent};
    second.now = FileReplacement::Now::Missing;
    const QList<FileReplacement> files{{path(u"a.tf"_s), newContent, oldContent}, first, second};

    put(path(u"c.tf"_s), "somebody's");
    const auto refused = m_host.replaceFiles(files);
    QVERIFY(!refused);
    QCOMPARE(refused.problem().findingId.toString(), u"file-changed-meanwhile"_s);
    QCOMPARE(refused.problem().evidence["path"_L1].toString(), path(u"c.tf"_s));
    QCOMPARE(namesIn(m_directory->path()), (QStringList{u"a.tf"_s, u"c.tf"_s}));
    QCOMPARE(contentOf(path(u"a.tf"_s)), oldContent);

    QVERIFY(QFile::remove(path(u"c.tf"_s)));
    const auto replaced = m_host.replaceFiles(files);
    QVERIFY(replaced);
    QCOMPARE(namesIn(m_directory->path()),
             (QStringList{u"a.tf"_s, u"a.tf.signet-backup"_s, u"b.tf"_s, u"c.tf"_s}));
    QCOMPARE(contentOf(path(u"c.tf"_s)), newContent);
    QVERIFY(replaced->at(1).backup.isEmpty());
    QVERIFY(!m_host.replaceFiles({first, first}));
    // One that is listed twice while there is none.
    FileReplacement third{path(u"d.tf"_s), newContent};
    third.now = FileReplacement::Now::Anything;
    QVERIFY(!m_host.replaceFiles({third, third}));
    QVERIFY(!QFileInfo::exists(path(u"d.tf"_s)));
}

void TestReplaceFile::whatIsThereDoesNotMatterWhereItNeedNot()
{
    FileReplacement file{path(u"report.json"_s), newContent};
    file.now = FileReplacement::Now::Anything;
    file.backup = FileReplacement::Backup::None;
    QVERIFY(m_host.replaceFiles({file}));
    QCOMPARE(contentOf(file.path), newContent);
    put(file.path, "somebody's");
    // Left by a run that was killed; nobody misses it.
    put(path(u".report.json.signet-new"_s), "half");
    const auto replaced = m_host.replaceFiles({file});
    QVERIFY(replaced);
    QVERIFY(replaced->first().backup.isEmpty());
    QCOMPARE(contentOf(file.path), newContent);
    QCOMPARE(namesIn(m_directory->path()), QStringList{u"report.json"_s});
}

void TestReplaceFile::backupForTheOwnerIsForNobodyElse()
{
#ifdef Q_OS_UNIX
    const QString file = path(u"main.tf"_s);
    put(file, oldContent);
    QCOMPARE(::chmod(QFile::encodeName(file).constData(), 0664), 0);
    // Readable for the group, by an earlier run that knew of no secret.
    put(path(u"main.tf.signet-backup"_s), oldContent);
    QCOMPARE(::chmod(QFile::encodeName(path(u"main.tf.signet-backup"_s)).constData(), 0664), 0);
    FileReplacement wanted{file, newContent, oldContent};
    wanted.backup = FileReplacement::Backup::KeptForOwner;
    const auto replaced = replaceFile(m_host, wanted);
    QVERIFY(replaced);
    QCOMPARE(replaced->backup, file + u".signet-backup.1"_s);
    struct stat facts = {};
    QCOMPARE(::stat(QFile::encodeName(replaced->backup).constData(), &facts), 0);
    QCOMPARE(facts.st_mode & 07777, 0600U);
    QCOMPARE(contentOf(replaced->backup), oldContent);
    QCOMPARE(::stat(QFile::encodeName(file).constData(), &facts), 0);
    QCOMPARE(facts.st_mode & 07777, 0664U);
#else
    QSKIP("modes are those of Unix");
#endif
}

void TestReplaceFile::nothingIsWrittenWhenTheReasonIsGone()
{
    put(path(u"a.tf"_s), oldContent);
    const QList<FileReplacement> files{{path(u"a.tf"_s), newContent, oldContent}};
    int asked = 0;
    const auto refused = m_host.replaceFiles(files, [&asked]() -> Result<Done> {
        ++asked;
        return Problem(finding::fileChangedMeanwhile, {{u"path"_s, u"other"_s}});
    });
    QVERIFY(!refused);
    QCOMPARE(refused.problem().evidence["path"_L1].toString(), u"other"_s);
    QCOMPARE(asked, 1);
    QCOMPARE(namesIn(m_directory->path()), QStringList{u"a.tf"_s});
    QCOMPARE(contentOf(path(u"a.tf"_s)), oldContent);
    QVERIFY(m_host.replaceFiles(files, [] { return Done(); }));
}

void TestReplaceFile::oneThatIsRefusedKeepsAllFromIt()
{
    put(path(u"a.tf"_s), oldContent);
    put(path(u"b.tf"_s), oldContent);
    const auto replaced = m_host.replaceFiles(
        {{path(u"a.tf"_s), newContent, oldContent}, {path(u"b.tf"_s), newContent, "something else"}});
    QVERIFY(!replaced);
    QCOMPARE(replaced.problem().findingId.toString(), u"file-changed-meanwhile"_s);
    QCOMPARE(replaced.problem().evidence["path"_L1].toString(), path(u"b.tf"_s));
    // Written beside already when the second one finds no place.
    QDir(m_directory->path()).mkdir(u".b.tf.signet-new"_s);
    QVERIFY(!m_host.replaceFiles(
        {{path(u"a.tf"_s), newContent, oldContent}, {path(u"b.tf"_s), newContent, oldContent}}));
    QCOMPARE(contentOf(path(u"a.tf"_s)), oldContent);
    QCOMPARE(namesIn(m_directory->path()), (QStringList{u".b.tf.signet-new"_s, u"a.tf"_s, u"b.tf"_s}));
}

void TestReplaceFile::oneFileListedTwiceIsRefused()
{
    put(path(u"a.tf"_s), oldContent);
#ifdef Q_OS_WIN
    const QString other = path(u"A.TF"_s); // a link would be a shortcut
#else
    const QString other = path(u"b.tf"_s);
    QVERIFY(QFile::link(path(u"a.tf"_s), other));
#endif
    const auto replaced =
        m_host.replaceFiles({{path(u"a.tf"_s), newContent, oldContent}, {other, newContent, oldContent}});
    QVERIFY(!replaced);
    QCOMPARE(replaced.problem().evidence["reason"_L1].toString(), u"the same file is listed twice"_s);
    QCOMPARE(contentOf(path(u"a.tf"_s)), oldContent);
}

void TestReplaceFile::imageIsChangedInMemory()
{
    const Host host = imageHost(R"({"files":{"/w/a.tf":"old","/w/link.tf":{"symlink":"/w/a.tf"},
        "/w/a.tf.signet-backup":"older"}})");
    const auto replaced = replaceFile(host, {u"/w/link.tf"_s, "new", "old"});
    QVERIFY(replaced);
    QCOMPARE(replaced->target, u"/w/a.tf"_s);
    QCOMPARE(replaced->backup, u"/w/a.tf.signet-backup.1"_s);
    QCOMPARE(*host.readFile(u"/w/a.tf"_s, 100), QByteArray("new"));
    QCOMPARE(*host.readFile(u"/w/a.tf.signet-backup"_s, 100), QByteArray("older"));
    QCOMPARE(*host.readFile(u"/w/a.tf.signet-backup.1"_s, 100), QByteArray("old"));
    QCOMPARE(host.stat(u"/w/link.tf"_s).kind, FileFacts::Kind::Symlink);
    QCOMPARE(replaceFile(host, {u"/w/a.tf"_s, "new", "new"})->backup, QString());
    const Host windows = imageHost(R"({"platform":"windows","files":{"C:\\w\\a.tf":"old"}})");
    QCOMPARE(replaceFile(windows, {u"C:\\w\\a.tf"_s, "new", "old"})->backup, u"C:\\w\\a.tf.signet-backup"_s);
}

void TestReplaceFile::imageRefusesAsADiskDoes_data()
{
    QTest::addColumn<QByteArray>("files");
    QTest::addColumn<QString>("finding");
    QTest::addColumn<QString>("reason");
    QTest::newRow("changed") << QByteArray(R"({"/w/a.tf":"theirs"})") << u"file-changed-meanwhile"_s << u""_s;
    QTest::newRow("gone") << QByteArray("{}") << u"file-changed-meanwhile"_s << u""_s;
    QTest::newRow("link to nothing") << QByteArray(R"({"/w/a.tf":{"symlink":"/x"}})")
                                     << u"file-changed-meanwhile"_s << u""_s;
    QTest::newRow("link to itself") << QByteArray(R"({"/w/a.tf":{"symlink":"/w/a.tf"}})")
                                    << u"file-not-readable"_s << u"too many symbolic links"_s;
    QTest::newRow("directory") << QByteArray(R"({"/w/a.tf":{"dir":true}})") << u"file-not-regular"_s << u""_s;
    QTest::newRow("not readable") << QByteArray(R"({"/w/a.tf":{"errno":"EACCES"}})") << u"file-not-readable"_s
                                  << u"EACCES"_s;
    QTest::newRow("read-only directory") << QByteArray(R"({"/w/a.tf":"old","/w":{"errno":"EROFS"}})")
                                         << u"directory-not-writable"_s << u"EROFS"_s;
    QTest::newRow("full disk") << QByteArray(R"({"/w/a.tf":"old","/w/.a.tf.signet-new":{"errno":"ENOSPC"}})")
                               << u"file-not-writable"_s << u"ENOSPC"_s;
}

void TestReplaceFile::imageRefusesAsADiskDoes()
{
    QFETCH(QByteArray, files);
    QFETCH(QString, finding);
    QFETCH(QString, reason);
    const Host host = imageHost("{\"files\":" + files + "}");
    const auto replaced = replaceFile(host, {u"/w/a.tf"_s, "new", "old"});
    QVERIFY(!replaced);
    QCOMPARE(replaced.problem().findingId.toString(), finding);
    QCOMPARE(replaced.problem().evidence["reason"_L1].toString(), reason);
    QCOMPARE(host.stat(u"/w/a.tf.signet-backup"_s).kind, FileFacts::Kind::Missing);
}

void TestReplaceFile::imageReplacesAllOrNothing()
{
    const Host host =
        imageHost(R"({"files":{"/w/a.tf":"old","/w/b.tf":"theirs","/w/c.tf":{"symlink":"/w/a.tf"}}})");
    QVERIFY(!host.replaceFiles({{u"/w/a.tf"_s, "new", "old"}, {u"/w/b.tf"_s, "new", "old"}}));
    QVERIFY(!host.replaceFiles({{u"/w/a.tf"_s, "new", "old"}, {u"/w/c.tf"_s, "new", "old"}}));
    QCOMPARE(*host.readFile(u"/w/a.tf"_s, 100), QByteArray("old"));
    QVERIFY(host.replaceFiles({{u"/w/a.tf"_s, "new", "old"}, {u"/w/b.tf"_s, "new", "theirs"}}));
    QCOMPARE(*host.readFile(u"/w/a.tf"_s, 100), QByteArray("new"));
    QCOMPARE(*host.readFile(u"/w/b.tf"_s, 100), QByteArray("new"));
}

QTEST_GUILESS_MAIN(TestReplaceFile)
#include "tst_replacefile.moc"
