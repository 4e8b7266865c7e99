#include "core/result/nativepath.h"

#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

class TestNativePath : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pathsOfWindowsAreShownWithBackslashes_data();
    void pathsOfWindowsAreShownWithBackslashes();
    void unixPathsAreNeverChanged();
    void typedSeparatorsBecomeSlashes();
    void onlyLongPathsAreExtended_data();
    void onlyLongPathsAreExtended();
    void deviceNamesAreFound_data();
    void deviceNamesAreFound();
};

void TestNativePath::pathsOfWindowsAreShownWithBackslashes_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("shown");
    QTest::newRow("drive") << u"C:/infra/main.tf"_s << u"C:\\infra\\main.tf"_s;
    QTest::newRow("drive, mixed") << u"C:\\infra/main.tf"_s << u"C:\\infra\\main.tf"_s;
    QTest::newRow("share") << u"//server/share/main.tf"_s << u"\\\\server\\share\\main.tf"_s;
    QTest::newRow("share, mixed") << u"\\\\server\\share/main.tf"_s << u"\\\\server\\share\\main.tf"_s;
    QTest::newRow("relative, typed with backslashes")
        << u"infra\\prod/main.tf"_s << u"infra\\prod\\main.tf"_s;
    QTest::newRow("inside of a configuration") << u"modules/net/main.tf"_s << u"modules/net/main.tf"_s;
    QTest::newRow("of a Linux machine") << u"/etc/os-release"_s << u"/etc/os-release"_s;
    QTest::newRow("address") << u"https://dev.azure.com/contoso"_s << u"https://dev.azure.com/contoso"_s;
    QTest::newRow("Japanese") << u"C:/基盤/設定.tf"_s << u"C:\\基盤\\設定.tf"_s;
}

void TestNativePath::pathsOfWindowsAreShownWithBackslashes()
{
    QFETCH(const QString, path);
    QFETCH(const QString, shown);
    QCOMPARE(nativePath(path, PathStyle::Windows), shown);
    QCOMPARE(nativePaths({path}, PathStyle::Windows), QStringList(shown));
}

void TestNativePath::unixPathsAreNeverChanged()
{
    const QString odd = u"/home/a\\b/C:/c"_s;
    QCOMPARE(nativePath(odd, PathStyle::Unix), odd);
    QCOMPARE(innerPath(odd, PathStyle::Unix), odd);
}

void TestNativePath::typedSeparatorsBecomeSlashes()
{
    QCOMPARE(innerPath(u"C:\\infra\\main.tf"_s, PathStyle::Windows), u"C:/infra/main.tf"_s);
    QCOMPARE(innerPath(u"\\\\server\\share"_s, PathStyle::Windows), u"//server/share"_s);
}

void TestNativePath::onlyLongPathsAreExtended_data()
{
    const QString deep = QString(200, u'd') + u'/' + QString(100, u'e');
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("extended");
    QTest::newRow("short") << u"C:/infra/NUL.tf"_s << u"C:\\infra\\NUL.tf"_s;
    QTest::newRow("drive") << u"C:/"_s + deep << u"\\\\?\\C:\\"_s + QString(deep).replace(u'/', u'\\');
    QTest::newRow("share") << u"//server/share/"_s + deep
                           << u"\\\\?\\UNC\\server\\share\\"_s + QString(deep).replace(u'/', u'\\');
    QTest::newRow("extended already")
        << u"\\\\?\\C:\\"_s + QString(300, u'd') << u"\\\\?\\C:\\"_s + QString(300, u'd');
}

void TestNativePath::onlyLongPathsAreExtended()
{
    QFETCH(const QString, path);
    QFETCH(const QString, extended);
    QCOMPARE(extendedPath(path), extended);
}

void TestNativePath::deviceNamesAreFound_data()
{
    QTest::addColumn<bool>("isDevice");
    for (const char *name :
         {"NUL", "NUL.tf", "nul.tf", "con", "Aux.tf.json", "COM1.tf", "lpt9", "NUL .tf", "CONIN$"})
        QTest::newRow(name) << true;
    for (const char *name :
         {"providers.tf", "null.tf", "console.tf", "COM10.tf", "COM.tf", "my.nul", "", "LPTX.tf"})
        QTest::newRow(name) << false;
}

void TestNativePath::deviceNamesAreFound()
{
    QFETCH(const bool, isDevice);
    QCOMPARE(isDeviceName(QString::fromLatin1(QTest::currentDataTag())), isDevice);
}

QTEST_GUILESS_MAIN(TestNativePath)
#include "tst_nativepath.moc"
