#include "core/host/host.h"
#include "tests/support/await.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <chrono>

#include <windows.h>

using namespace signet;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

// What only Windows has, or has in another way.

namespace {

const wchar_t *wide(const QString &text)
{
    return reinterpret_cast<const wchar_t *>(text.utf16());
}

// Another program that has the file open and shares it with nobody.
class OpenElsewhere {
public:
    OpenElsewhere(const QString &path, DWORD share)
        : m_handle(::CreateFileW(wide(QDir::toNativeSeparators(path)), GENERIC_READ | GENERIC_WRITE, share,
                                 nullptr, OPEN_EXISTING, 0, nullptr))
    {
    }
    ~OpenElsewhere() { ::CloseHandle(m_handle); }
    Q_DISABLE_COPY_MOVE(OpenElsewhere)

    bool isOpen() const { return m_handle != INVALID_HANDLE_VALUE; }

private:
    HANDLE m_handle;
};

} // namespace

class TestWindowsFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSharingViolationIsNamed();
    void aFileThatAnotherProgramWritesIsNotReplaced();
    void aReadOnlyFileIsNotReplaced();
    void aDeviceIsNotAFile();
    void longPathsAreWrittenAndRead();
    void namesDifferInMoreThanCase();
    void aShortcutIsAFile();
    void aJunctionIsALink();
    void aReplacedFileIsNamedWithSlashes();

private:
    Host m_host = Host::real();
    QTemporaryDir m_directory;
};

void TestWindowsFiles::aSharingViolationIsNamed()
{
    const QString path = m_directory.filePath(u"共有.tf"_s);
    QVERIFY(m_host.writeFile(path, "old"));
    const OpenElsewhere other(path, 0);
    QVERIFY(other.isOpen());
    const auto read = m_host.readFile(path, 100);
    QVERIFY(!read);
    QCOMPARE(read.problem().evidence["errno"_L1].toString(), u"EBUSY"_s);
    const QString reason = read.problem().evidence["reason"_L1].toString();
    QVERIFY2(!reason.isEmpty() && !reason.endsWith(u'.'), qPrintable(reason));
}

void TestWindowsFiles::aFileThatAnotherProgramWritesIsNotReplaced()
{
    const QString path = m_directory.filePath(u"busy.tf"_s);
    QVERIFY(m_host.writeFile(path, "old"));
    {
        const OpenElsewhere other(path, FILE_SHARE_READ | FILE_SHARE_WRITE);
        QVERIFY(other.isOpen());
        const auto replaced = m_host.updateFile(path, "new", "old");
        QVERIFY(!replaced);
        QCOMPARE(replaced.problem().findingId.toString(), u"file-not-writable"_s);
    }
    QCOMPARE(*m_host.readFile(path, 100), QByteArray("old"));
    QCOMPARE(m_host.entries(m_directory.path())->filter(u"busy"_s), QStringList(u"busy.tf"_s));
    QVERIFY(m_host.updateFile(path, "new", "old"));
}

void TestWindowsFiles::aReadOnlyFileIsNotReplaced()
{
    const QString path = m_directory.filePath(u"readonly.tf"_s);
    QVERIFY(m_host.writeFile(path, "old"));
    QVERIFY(::SetFileAttributesW(wide(QDir::toNativeSeparators(path)), FILE_ATTRIBUTE_READONLY));
    const auto replaced = m_host.updateFile(path, "new", "old");
    QVERIFY(!replaced);
    QCOMPARE(replaced.problem().evidence["reason"_L1].toString(), u"it is read-only"_s);
    QCOMPARE(*m_host.readFile(path, 100), QByteArray("old"));
    QVERIFY(::SetFileAttributesW(wide(QDir::toNativeSeparators(path)), FILE_ATTRIBUTE_NORMAL));
}

void TestWindowsFiles::aDeviceIsNotAFile()
{
    const auto read = m_host.readFile(u"NUL"_s, 100);
    QVERIFY(!read);
    QCOMPARE(read.problem().evidence["errno"_L1].toString(), u"ENXIO"_s);
}

void TestWindowsFiles::longPathsAreWrittenAndRead()
{
    const QString folder = m_directory.filePath(QString(150, u'd') + u'/' + QString(150, u'e'));
    QVERIFY(m_host.makeDirectory(folder));
    const QString path = folder + u"/main.tf"_s;
    QVERIFY(path.size() > 300);
    const auto written = m_host.writeFile(path, "old");
    QVERIFY2(written, written ? "" : qPrintable(written.problem().evidence["reason"_L1].toString()));
    QVERIFY(m_host.updateFile(path, "new", "old"));
    QCOMPARE(*m_host.readFile(path, 100), QByteArray("new"));
    QCOMPARE(*m_host.entries(folder), QStringList(u"main.tf"_s));
}

void TestWindowsFiles::namesDifferInMoreThanCase()
{
    const QString path = m_directory.filePath(u"case.tf"_s);
    QVERIFY(m_host.writeFile(path, "old"));
    const auto twice =
        m_host.replaceFiles({{path, "a", "old"}, {m_directory.filePath(u"CASE.TF"_s), "b", "old"}});
    QVERIFY(!twice);
    QCOMPARE(twice.problem().evidence["reason"_L1].toString(), u"the same file is listed twice"_s);
    QCOMPARE(m_host.environment().value(u"path"_s), m_host.environment().value(u"PATH"_s));
}

void TestWindowsFiles::aShortcutIsAFile()
{
    const QString target = m_directory.filePath(u"target.tf"_s);
    const QString shortcut = m_directory.filePath(u"shortcut.lnk"_s);
    QVERIFY(m_host.writeFile(target, "old"));
    QVERIFY(QFile::link(target, shortcut));
    QCOMPARE(m_host.stat(shortcut).kind, FileFacts::Kind::File);
}

void TestWindowsFiles::aJunctionIsALink()
{
    const QString target = m_directory.filePath(u"folder"_s);
    const QString junction = m_directory.filePath(u"junction"_s);
    QVERIFY(QDir().mkpath(target));
    const auto made = await(m_host.run(
        u"cmd"_s,
        {u"/c"_s, u"mklink"_s, u"/J"_s, QDir::toNativeSeparators(junction), QDir::toNativeSeparators(target)},
        20s, {}));
    if (made.exitCode != 0 || !QFileInfo::exists(junction))
        QSKIP("this system's mklink makes no junctions");
    QCOMPARE(m_host.stat(junction).kind, FileFacts::Kind::Symlink);
}

void TestWindowsFiles::aReplacedFileIsNamedWithSlashes()
{
    const QString path = m_directory.filePath(u"slashes.tf"_s);
    QVERIFY(m_host.writeFile(path, "old"));
    const auto replaced = m_host.replaceFiles({{path, "new", "old"}});
    QVERIFY(replaced);
    QCOMPARE(replaced->first().target.toLower(), path.toLower());
    QCOMPARE(replaced->first().backup.toLower(), path.toLower() + u".signet-backup"_s);
}

QTEST_GUILESS_MAIN(TestWindowsFiles)
#include "tst_windowsfiles.moc"
