#include "core/host/hiddenline.h"

#include <QTest>

using namespace signet;

Q_DECLARE_METATYPE(HiddenLine::State)

class TestHiddenLine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void holdsWhatWasTyped_data();
    void holdsWhatWasTyped();
    void stopsAtControlC();
};

void TestHiddenLine::holdsWhatWasTyped_data()
{
    QTest::addColumn<QByteArray>("keys");
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("text") << QByteArray("abc\r") << QByteArray("abc");
    QTest::newRow("line feed") << QByteArray("abc\n") << QByteArray("abc");
    QTest::newRow("end of input") << QByteArray("abc\x04") << QByteArray("abc");
    QTest::newRow("arrows") << QByteArray("a\x1b[D\x1b[Cb\x1b[A\x1b[Bc\r") << QByteArray("abc");
    QTest::newRow("arrows of the other mode") << QByteArray("a\x1bOD\x1bOC"
                                                            "b\r")
                                              << QByteArray("ab");
    QTest::newRow("Delete, F5, Ctrl and an arrow") << QByteArray("a\x1b[3~\x1b[15~\x1b[1;5D"
                                                                 "b\r")
                                                   << QByteArray("ab");
    QTest::newRow("Alt and a letter") << QByteArray("a\x1bxb\r") << QByteArray("ab");
    QTest::newRow("Escape and Enter") << QByteArray("ab\x1b\r") << QByteArray("ab");
    QTest::newRow("pasted with marks") << QByteArray("\x1b[200~abc\x1b[201~\r") << QByteArray("abc");
    QTest::newRow("backspace") << QByteArray("abx\x7f"
                                             "cy\b\r")
                               << QByteArray("abc");
    QTest::newRow("backspace at the start") << QByteArray("\x7f\x7f"
                                                          "a\r")
                                            << QByteArray("a");
    QTest::newRow("backspace after a wide character") << QByteArray("a\xe6\x97\xa5\x7f"
                                                                    "b\r")
                                                      << QByteArray("ab");
    QTest::newRow("letter with the code of an arrow's prefix")
        << QByteArray("a\xc3\xa0\r") << QByteArray("a\xc3\xa0");
    QTest::newRow("too long") << QByteArray("0123456789abcdef\r") << QByteArray("01234567");
}

void TestHiddenLine::holdsWhatWasTyped()
{
    QFETCH(const QByteArray, keys);
    QFETCH(const QByteArray, line);
    HiddenLine typed(8);
    for (qsizetype i = 0; i < keys.size() - 1; ++i)
        QCOMPARE(typed.add(keys[i]), HiddenLine::State::Typing);
    QCOMPARE(typed.add(keys.back()), HiddenLine::State::Entered);
    QCOMPARE(typed.take(), line);
}

void TestHiddenLine::stopsAtControlC()
{
    HiddenLine typed(8);
    QCOMPARE(typed.add('a'), HiddenLine::State::Typing);
    QCOMPARE(typed.add('\x1b'), HiddenLine::State::Typing);
    QCOMPARE(typed.add('['), HiddenLine::State::Typing);
    QCOMPARE(typed.add('\x03'), HiddenLine::State::Stopped);
}

QTEST_GUILESS_MAIN(TestHiddenLine)
#include "tst_hiddenline.moc"
