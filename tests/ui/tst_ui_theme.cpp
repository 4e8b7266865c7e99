#include "ui/theme.h"

#include "ui/style.h"
#include "ui/widgets/icons.h"

#include <QApplication>
#include <QCheckBox>
#include <QDir>
#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

class TestTheme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void contrastIsThatOfTheStandard();
    void textIsReadable_data();
    void textIsReadable();
    void framesAreVisible_data();
    void framesAreVisible();
    void paletteTellsItsScheme();
    void everyIconDraws_data();
    void everyIconDraws();
    void iconsTakeTheTextColour();
    void checkBoxIsVisibleOnDark();
};

namespace {

const QList<std::pair<const char *, theme::Scheme>> schemes{{"light", theme::Scheme::Light},
                                                            {"dark", theme::Scheme::Dark},
                                                            {"high contrast", theme::Scheme::HighContrast}};

void addSchemes()
{
    QTest::addColumn<theme::Scheme>("scheme");
    for (const auto &[name, scheme] : schemes)
        QTest::newRow(name) << scheme;
}

} // namespace

void TestTheme::contrastIsThatOfTheStandard()
{
    QCOMPARE(theme::contrast(Qt::black, Qt::white), 21.0);
    QCOMPARE(theme::contrast(Qt::white, Qt::white), 1.0);
    // A pair of which the value is well known: grey #767676 on white is the lightest that passes.
    QVERIFY(theme::contrast(QColor(0x76, 0x76, 0x76), Qt::white) >= 4.5);
    QVERIFY(theme::contrast(QColor(0x77, 0x77, 0x77), Qt::white) < 4.5);
}

void TestTheme::textIsReadable_data()
{
    addSchemes();
}

void TestTheme::textIsReadable()
{
    QFETCH(theme::Scheme, scheme);
    const QPalette palette = theme::palette(scheme);
    const QColor window = palette.color(QPalette::Window);
    const QColor base = palette.color(QPalette::Base);
    const auto readable = [](const QColor &ink, const QColor &paper, const QString &what) {
        const double contrast = theme::contrast(ink, paper);
        QVERIFY2(contrast >= 4.5,
                 qPrintable(u"%1: %2 on %3 is %4:1"_s.arg(what, ink.name(), paper.name()).arg(contrast)));
    };
    for (const auto &[tone, name] : {std::pair{theme::Tone::Quiet, u"quiet"_s},
                                     {theme::Tone::Ok, u"ok"_s},
                                     {theme::Tone::Warning, u"warning"_s},
                                     {theme::Tone::Blocker, u"blocker"_s},
                                     {theme::Tone::Info, u"info"_s}}) {
        const theme::Pair pair = theme::pair(palette, tone);
        readable(pair.ink, pair.paper, name);
        readable(pair.ink, window, name + u" on the page"_s);
        readable(pair.ink, base, name + u" on a card"_s);
        readable(palette.color(QPalette::WindowText), pair.paper, name + u" message"_s);
    }
    const theme::Code code = theme::code(palette);
    for (const QColor &ink :
         {code.keyword, code.string, code.constant, code.comment, palette.color(QPalette::Text)}) {
        for (const QColor &paper : {base, code.added, code.removed})
            readable(ink, paper, u"code"_s);
    }
    readable(theme::accent(palette).ink, theme::accent(palette).paper, u"accent"_s);
    readable(theme::accentInk(palette), window, u"accent as text"_s);
    readable(theme::accentInk(palette), base, u"accent as text on a card"_s);
    readable(theme::muted(palette), window, u"muted"_s);
    readable(theme::muted(palette), base, u"muted on a card"_s);
    readable(palette.color(QPalette::WindowText), window, u"text"_s);
    readable(palette.color(QPalette::Text), base, u"text in a field"_s);
    readable(palette.color(QPalette::ButtonText), palette.color(QPalette::Button), u"button"_s);
    readable(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight), u"selection"_s);
    readable(palette.color(QPalette::Link), window, u"link"_s);
}

void TestTheme::framesAreVisible_data()
{
    addSchemes();
}

void TestTheme::framesAreVisible()
{
    QFETCH(theme::Scheme, scheme);
    const QPalette palette = theme::palette(scheme);
    // WCAG 2.1, 1.4.11: what shows where a control is needs 3:1.
    QVERIFY(theme::contrast(theme::border(palette), palette.color(QPalette::Window)) >= 3.0);
    QVERIFY(theme::contrast(theme::border(palette), palette.color(QPalette::Base)) >= 3.0);
    QVERIFY(theme::contrast(palette.color(QPalette::Disabled, QPalette::WindowText),
                            palette.color(QPalette::Window))
            >= 3.0);
}

void TestTheme::paletteTellsItsScheme()
{
    for (const auto &[name, scheme] : schemes)
        QCOMPARE(theme::schemeOf(theme::palette(scheme)), scheme);
}

void TestTheme::everyIconDraws_data()
{
    QTest::addColumn<QString>("name");
    const QStringList names = QDir(u":/icons"_s).entryList({u"*.svg"_s});
    QVERIFY(names.size() > 25);
    for (const QString &name : names)
        QTest::addRow("%s", qPrintable(name)) << name.chopped(4);
}

void TestTheme::everyIconDraws()
{
    QFETCH(QString, name);
    for (const int size : {16, 20, 24}) {
        const QImage image = iconPixmap(name, size, Qt::red, 1.0).toImage();
        int drawn = 0;
        for (int y = 0; y < size; ++y) {
            for (int x = 0; x < size; ++x)
                drawn += qAlpha(image.pixel(x, y)) > 128;
        }
        QVERIFY2(drawn > size / 2, qPrintable(u"%1 has %2 pixels at %3"_s.arg(name).arg(drawn).arg(size)));
    }
}

void TestTheme::iconsTakeTheTextColour()
{
    const QImage image = iconPixmap(u"passed"_s, 24, QColor(10, 200, 30), 1.0).toImage();
    int right = 0;
    for (int y = 0; y < 24; ++y) {
        for (int x = 0; x < 24; ++x) {
            const QColor pixel = image.pixelColor(x, y);
            right += pixel.alpha() == 255 && pixel.rgb() == QColor(10, 200, 30).rgb();
        }
    }
    QVERIFY(right > 10);
}

void TestTheme::checkBoxIsVisibleOnDark()
{
    QCheckBox box;
    box.setPalette(theme::palette(theme::Scheme::Dark));
    Style style;
    box.setStyle(&style);
    box.resize(40, 40);
    const QImage image = box.grab().toImage();
    const QColor frame = theme::border(box.palette());
    int seen = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            seen += image.pixelColor(x, y).rgb() == frame.rgb();
    }
    QVERIFY(seen > 16);
}

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    theme::apply(application, theme::Choice::Light);
    TestTheme test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_ui_theme.moc"
