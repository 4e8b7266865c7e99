#include "core/result/outgoing.h"
#include "core/result/printable.h"
#include "tests/support/hostilenames.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace signet;
using namespace signet::test;
using namespace Qt::StringLiterals;

// Text from outside controls neither a terminal nor the order in which a line is read.
class TestPrintable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hostileNameIsShown();
    void ordinaryNameStays();
    void hiddenCharacterIsShownByItsCode_data();
    void hiddenCharacterIsShownByItsCode();
    void linesStayWhereTheyAreMeant();
    void colorsStayAndNothingElse();
    void jsonReadsBackTheSame();
};

namespace {

// Decided by a list of its own, not by the function under test.
bool isHarmless(char32_t c)
{
    if (c < 0x20 || (c >= 0x7f && c <= 0x9f))
        return false;
    for (const auto &[first, last] : QList<std::pair<char32_t, char32_t>>{{0xad, 0xad},
                                                                          {0x34f, 0x34f},
                                                                          {0x61c, 0x61c},
                                                                          {0x180e, 0x180e},
                                                                          {0x200b, 0x200f},
                                                                          {0x2028, 0x202e},
                                                                          {0x2060, 0x206f},
                                                                          {0x2800, 0x2800},
                                                                          {0x3164, 0x3164},
                                                                          {0xd800, 0xdfff},
                                                                          {0xfe00, 0xfe0f},
                                                                          {0xfeff, 0xfeff},
                                                                          {0xfff9, 0xffff},
                                                                          {0x1bca0, 0x1bca3},
                                                                          {0x1d173, 0x1d17a},
                                                                          {0xe0000, 0xe0fff}}) {
        if (c >= first && c <= last)
            return false;
    }
    return true;
}

bool allHarmless(const QString &text)
{
    const QList<uint> characters = text.toUcs4();
    return std::all_of(characters.cbegin(), characters.cend(), isHarmless);
}

} // namespace

void TestPrintable::hostileNameIsShown()
{
    const QList<HostileName> names = hostileNames();
    for (const HostileName &name : names) {
        const QString line = outgoingLine(name.text);
        QVERIFY2(allHarmless(line), name.kind);
        QCOMPARE(printable(line), line);
        QVERIFY2(!line.contains(QString(10, QChar(0x0301))), name.kind);
        const bool isSpace = name.text.contains(u'\n') || name.text.contains(u'\t');
        QVERIFY2(isSpace || line.contains("\\u{"_L1), name.kind);
        const QByteArray json = outgoingJson(QJsonObject{{name.text, QJsonArray{name.text}}});
        QVERIFY2(allHarmless(QString::fromUtf8(json).remove(u'\n')), name.kind);
        const QString lines = QString::fromUtf8(outgoingText(name.text));
        QVERIFY2(
            allHarmless(QString(lines).remove(u'\n').remove("\r"_L1).remove(u'\t').remove("\x1b[31m"_L1)),
            name.kind);
    }
    qInfo("%lld hostile names", qint64(names.size()));
    QVERIFY(names.size() >= 60);
}

void TestPrintable::ordinaryNameStays()
{
    for (const QString &name : ordinaryNames()) {
        QCOMPARE(outgoingLine(name), name);
        QCOMPARE(outgoingText(name), name.toUtf8());
        QVERIFY(outgoingJson(QJsonObject{{u"name"_s, name}})
                    .contains(QString(name).replace(u'\\', "\\\\"_L1).toUtf8()));
    }
}

void TestPrintable::hiddenCharacterIsShownByItsCode_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    QTest::newRow("escape") << u"\x1b[2J"_s << u"\\u{001B}[2J"_s;
    QTest::newRow("logging command") << u"x ##vso[task.setvariable variable=a]b"_s
                                     << u"x \\u{0023}#vso[task.setvariable variable=a]b"_s;
    QTest::newRow("formatting command") << u"##[error]x"_s << u"\\u{0023}#[error]x"_s;
    QTest::newRow("workflow command") << u"a ::add-mask::b"_s << u"a \\u{003A}:add-mask::b"_s;
    QTest::newRow("workflow command with properties")
        << u"::error file=a::b"_s << u"\\u{003A}:error file=a::b"_s;
    QTest::newRow("loopback of IPv6")
        << u"http://[::1]:80 fe80::1::2 std::move"_s << u"http://[::1]:80 fe80::1::2 std::move"_s;
    QTest::newRow("override") << u"a\u202eb"_s << u"a\\u{202E}b"_s;
    QTest::newRow("tag") << u"a\U000E0041"_s << u"a\\u{E0041}"_s;
    QTest::newRow("lone surrogate") << QString(QChar(0xdc00)) << u"\\u{DC00}"_s;
    QTest::newRow("line end") << u"a\nb\tc"_s << u"a b c"_s;
    QTest::newRow("CR LF") << u"a\r\nb"_s << u"a\\u{000D} b"_s;
    QTest::newRow("second variation selector") << u"❤\ufe0f\ufe0f"_s << u"❤\ufe0f\\u{FE0F}"_s;
    QTest::newRow("joiner between letters") << u"a\u200db"_s << u"a\\u{200D}b"_s;
    QTest::newRow("joiner at the end of an emoji") << u"👩\u200d"_s << u"👩\\u{200D}"_s;
    QTest::newRow("seventh mark") << u"a"_s + QString(7, QChar(0x0301))
                                  << u"a"_s + QString(6, QChar(0x0301)) + u"\\u{0301}"_s;
}

void TestPrintable::hiddenCharacterIsShownByItsCode()
{
    QFETCH(QString, text);
    QFETCH(QString, shown);
    QCOMPARE(printable(text), shown);
}

void TestPrintable::linesStayWhereTheyAreMeant()
{
    QCOMPARE(printableLines(u"a\r\n\tb\rc\n"_s), u"a\r\n\tb\\u{000D}c\n"_s);
}

void TestPrintable::colorsStayAndNothingElse()
{
    QCOMPARE(outgoingText(u"\x1b[1;31mred\x1b[0m \x1b[2J \x1b]0;x\x07"_s),
             QByteArray("\x1b[1;31mred\x1b[0m \\u{001B}[2J \\u{001B}]0;x\\u{0007}"));
}

void TestPrintable::jsonReadsBackTheSame()
{
    for (const HostileName &name : hostileNames()) {
        // QJsonDocument writes a lone surrogate as a question mark, and its reader drops \ufeff.
        if (!name.text.isValidUtf16() || name.text.contains(QChar(0xfeff)))
            continue;
        const QByteArray json = outgoingJson(QJsonObject{{u"name"_s, name.text}});
        QCOMPARE(QJsonDocument::fromJson(json).object()["name"_L1].toString(), name.text);
    }
}

QTEST_APPLESS_MAIN(TestPrintable)
#include "tst_printable.moc"
