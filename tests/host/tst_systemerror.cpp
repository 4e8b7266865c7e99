#include "core/host/systemerror.h"

#include <QTest>

#include <cerrno>

using namespace signet;
using namespace Qt::StringLiterals;

class TestSystemError : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void errorsOfWindowsHaveTheNamesOfLinux_data();
    void errorsOfWindowsHaveTheNamesOfLinux();
    void wordsEndWithoutFullStop();
};

void TestSystemError::errorsOfWindowsHaveTheNamesOfLinux_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<QString>("name");
    QTest::newRow("file not found") << 2 << u"ENOENT"_s;
    QTest::newRow("path not found") << 3 << u"ENOENT"_s;
    QTest::newRow("access denied") << 5 << u"EACCES"_s;
    QTest::newRow("no such drive") << 15 << u"ENOENT"_s;
    QTest::newRow("write protected") << 19 << u"EROFS"_s;
    QTest::newRow("sharing violation") << 32 << u"EBUSY"_s;
    QTest::newRow("lock violation") << 33 << u"EBUSY"_s;
    QTest::newRow("no such share") << 67 << u"ENOENT"_s;
    QTest::newRow("disk full") << 112 << u"ENOSPC"_s;
    QTest::newRow("invalid name") << 123 << u"ENOENT"_s;
    QTest::newRow("too long") << 206 << u"ENAMETOOLONG"_s;
    QTest::newRow("not a folder") << 267 << u"ENOTDIR"_s;
    QTest::newRow("link to itself") << 1921 << u"ELOOP"_s;
    QTest::newRow("anything else") << 31 << u"EIO"_s;
}

void TestSystemError::errorsOfWindowsHaveTheNamesOfLinux()
{
    QFETCH(const int, number);
    QFETCH(const QString, name);
    QCOMPARE(windowsErrorName(static_cast<unsigned long>(number)), name);
}

void TestSystemError::wordsEndWithoutFullStop()
{
    QCOMPARE(withoutFullStop(u"Access is denied.\r\n"_s), u"Access is denied"_s);
    QCOMPARE(withoutFullStop(u"No such file or directory"_s), u"No such file or directory"_s);
    QVERIFY(!errorText(2).isEmpty());
    QVERIFY(!errorText(2).endsWith(u'.'));
}

QTEST_GUILESS_MAIN(TestSystemError)
#include "tst_systemerror.moc"
