#include "ui/widgets/identitystrip.h"

#include "tests/ui/handmade.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/identityline.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QTest>

using namespace signet;
using namespace signet::test;
using namespace Qt::StringLiterals;

class TestIdentityStrip : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void linkSaysItsWord_data();
    void linkSaysItsWord();
    void linksDifferWithoutColour();
    void cardSaysItsState_data();
    void cardSaysItsState();
    void wholeObjectIdIsCopied();
    void lineSaysTheSame();
};

void TestIdentityStrip::linkSaysItsWord_data()
{
    QTest::addColumn<ReportDocument::Link>("link");
    QTest::addColumn<QString>("word");
    QTest::newRow("equal") << ReportDocument::Link::Equal << u"same"_s;
    QTest::newRow("different") << ReportDocument::Link::Different << u"different"_s;
    QTest::newRow("unknown") << ReportDocument::Link::Unknown << u"unknown"_s;
}

void TestIdentityStrip::linkSaysItsWord()
{
    QFETCH(ReportDocument::Link, link);
    QFETCH(QString, word);
    ReportDocument document = describe(healthyReport());
    document.links[0] = link;
    IdentityStrip strip;
    strip.setDocument(document);
    QCOMPARE(strip.link(0)->word(), word);
    QCOMPARE(strip.link(0)->accessibleName(), word);
}

void TestIdentityStrip::linksDifferWithoutColour()
{
    // Drawn in shades of grey, the three are still three pictures.
    const auto grey = [](ReportDocument::Link link) {
        IdentityLink widget;
        widget.setLink(link);
        widget.resize(100, 60);
        QImage image = widget.grab().toImage().convertToFormat(QImage::Format_Grayscale8);
        for (int y = 0; y < image.height(); ++y) {
            uchar *line = image.scanLine(y);
            for (int x = 0; x < image.width(); ++x)
                line[x] = line[x] > 160 ? 255 : 0;
        }
        return image;
    };
    const QImage equal = grey(ReportDocument::Link::Equal);
    const QImage different = grey(ReportDocument::Link::Different);
    const QImage unknown = grey(ReportDocument::Link::Unknown);
    QVERIFY(equal != different);
    QVERIFY(equal != unknown);
    QVERIFY(different != unknown);
}

void TestIdentityStrip::cardSaysItsState_data()
{
    QTest::addColumn<ReportDocument::Card::State>("state");
    QTest::addColumn<QString>("word");
    using State = ReportDocument::Card::State;
    QTest::newRow("known") << State::Known << u"known"_s;
    QTest::newRow("asking") << State::Asking << u"asking"_s;
    QTest::newRow("unknown") << State::Unknown << u"unknown"_s;
    QTest::newRow("no identity") << State::None << u"no identity"_s;
}

void TestIdentityStrip::cardSaysItsState()
{
    QFETCH(ReportDocument::Card::State, state);
    QFETCH(QString, word);
    ReportDocument::Card card;
    card.heading = u"This machine"_s;
    card.name = u"vm-build"_s;
    card.state = state;
    IdentityCard widget(u"machine"_s);
    widget.setCard(card);
    QCOMPARE(widget.accessibleName(), u"This machine: vm-build, "_s + word);
}

void TestIdentityStrip::wholeObjectIdIsCopied()
{
    IdentityStrip strip;
    strip.setDocument(describe(healthyReport()));
    auto *copy = strip.findChild<CopyButton *>();
    QVERIFY(copy);
    copy->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), healthyReport().machine->objectId);
    QCOMPARE(copy->accessibleName(), u"Copied"_s);
}

void TestIdentityStrip::lineSaysTheSame()
{
    IdentityLine line;
    line.setDocument(describe(notMemberReport()));
    const QString said = line.accessibleName();
    QVERIFY2(said.contains(u"This machine: vm-build"_s) && said.contains(u"different"_s)
                 && said.contains(u"Azure DevOps · contoso: not a member"_s),
             qPrintable(said));
}

QTEST_MAIN(TestIdentityStrip)
#include "tst_ui_identitystrip.moc"
