#include "core/result/enumwords.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

enum class Direction { Up, Down };
constexpr EnumWords directionWords{Direction::Down,
                                   std::array{
                                       EnumWord{Direction::Up, "up"_L1},
                                       EnumWord{Direction::Down, "down"_L1},
                                   }};

} // namespace

class EnumWordsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wordsAreFoundInBothDirections()
    {
        QCOMPARE(directionWords[Direction::Up], "up"_L1);
        QCOMPARE(directionWords[Direction::Down], "down"_L1);
        QVERIFY(directionWords.find(u"down") == Direction::Down);
        QVERIFY(!directionWords.find(u"sideways"));
        QVERIFY(!directionWords.find(u"UP"));
    }
};

QTEST_APPLESS_MAIN(EnumWordsTest)
#include "tst_enumwords.moc"
