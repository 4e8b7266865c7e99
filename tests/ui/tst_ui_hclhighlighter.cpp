#include "ui/widgets/hclhighlighter.h"

#include "ui/theme.h"
#include "ui/widgets/commandbox.h"

#include <QApplication>
#include <QPlainTextEdit>
#include <QTest>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

using namespace signet;
using namespace Qt::StringLiterals;

class TestHclHighlighter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wordsAreColoured_data();
    void wordsAreColoured();
    void stringOverSeveralLinesIsOne();
    void linesOfADiffAreTold();
    void bothSidesOfADiffAreRead();
    void changedLinesHaveTheirPaper_data();
    void changedLinesHaveTheirPaper();
    void plainTextStaysPlain();
};

namespace {

const QPalette light = theme::palette(theme::Scheme::Light);

// The colour of the first character of the word in that line; invalid where it has none.
QColor colourOf(const QString &text, HclHighlighter::Language language, int line, const QString &word)
{
    QTextDocument document;
    HclHighlighter highlighter(&document);
    highlighter.setText(text, language);
    document.setPlainText(text);
    highlighter.setPalette(light);
    const QTextBlock block = document.findBlockByNumber(line);
    const auto at = block.text().indexOf(word);
    if (at < 0)
        qFatal("no such word");
    for (const QTextLayout::FormatRange &range : block.layout()->formats()) {
        if (range.start <= at && at < range.start + range.length)
            return range.format.foreground().color();
    }
    return {};
}

} // namespace

void TestHclHighlighter::wordsAreColoured_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("word");
    QTest::addColumn<QColor>("colour");
    const theme::Code code = theme::code(light);
    QTest::newRow("type of a block") << u"provider \"azuredevops\" {}"_s << u"provider"_s << code.keyword;
    QTest::newRow("inner block") << u"terraform { backend \"x\" {} }"_s << u"backend"_s << code.keyword;
    QTest::newRow("label") << u"provider \"azuredevops\" {}"_s << u"azure"_s << code.string;
    QTest::newRow("argument") << u"use_msi = true"_s << u"use_msi"_s << QColor();
    QTest::newRow("constant") << u"use_msi = true"_s << u"true"_s << code.constant;
    QTest::newRow("number") << u"x = 12"_s << u"12"_s << code.constant;
    QTest::newRow("text") << u"a = \"b\""_s << u"\"b"_s << code.string;
    QTest::newRow("not one in a name") << u"a = var.truer"_s << u"truer"_s << QColor();
    QTest::newRow("comment") << u"# provider"_s << u"provider"_s << code.comment;
    QTest::newRow("comment of a line") << u"a = 1 // one"_s << u"one"_s << code.comment;
    QTest::newRow("behind letters of two bytes") << u"é = \"ü\" # x"_s << u"# x"_s << code.comment;
}

void TestHclHighlighter::wordsAreColoured()
{
    QFETCH(QString, text);
    QFETCH(QString, word);
    QFETCH(QColor, colour);
    QCOMPARE(colourOf(text, HclHighlighter::Language::Hcl, 0, word), colour);
}

void TestHclHighlighter::stringOverSeveralLinesIsOne()
{
    const theme::Code code = theme::code(light);
    const QString heredoc = u"a = <<EOT\nprovider \"x\" {\nEOT\nb = 1\n"_s;
    QCOMPARE(colourOf(heredoc, HclHighlighter::Language::Hcl, 1, u"provider"_s), code.string);
    QCOMPARE(colourOf(heredoc, HclHighlighter::Language::Hcl, 3, u"b"_s), QColor());
    const QString comment = u"/* one\ntrue */\nb = 1\n"_s;
    QCOMPARE(colourOf(comment, HclHighlighter::Language::Hcl, 1, u"true"_s), code.comment);
}

void TestHclHighlighter::linesOfADiffAreTold()
{
    QTextDocument document;
    HclHighlighter highlighter(&document);
    highlighter.setText(u"--- a\n+++ b\n@@ -1 +1 @@\n-x = 1\n+x = 2\n y = 3\n"_s,
                        HclHighlighter::Language::HclDiff);
    using Kind = HclHighlighter::LineKind;
    const QList<Kind> expected{Kind::Heading, Kind::Heading, Kind::Heading,
                               Kind::Removed, Kind::Added,   Kind::Same};
    for (int line = 0; line < expected.size(); ++line)
        QVERIFY(highlighter.kindOf(line) == expected[line]);
}

void TestHclHighlighter::bothSidesOfADiffAreRead()
{
    const theme::Code code = theme::code(light);
    // What is taken away must not swallow what is added, or what stays.
    const QString diff = u"@@ -1,2 +1,2 @@\n-a = <<EOT\n-true\n+a = true\n b = false\n"_s;
    QCOMPARE(colourOf(diff, HclHighlighter::Language::HclDiff, 2, u"true"_s), code.string);
    QCOMPARE(colourOf(diff, HclHighlighter::Language::HclDiff, 3, u"true"_s), code.constant);
    QCOMPARE(colourOf(diff, HclHighlighter::Language::HclDiff, 4, u"false"_s), code.constant);
}

void TestHclHighlighter::changedLinesHaveTheirPaper_data()
{
    QTest::addColumn<theme::Scheme>("scheme");
    QTest::newRow("light") << theme::Scheme::Light;
    QTest::newRow("dark") << theme::Scheme::Dark;
    QTest::newRow("high contrast") << theme::Scheme::HighContrast;
}

void TestHclHighlighter::changedLinesHaveTheirPaper()
{
    QFETCH(theme::Scheme, scheme);
    CommandBox box(u"change"_s, CommandBox::Wrap::No);
    box.setText(u"@@ -1 +1 @@\n-x = 1\n+x = 2\n"_s, CommandBox::Language::HclDiff);
    // Also when the colours change under it.
    const QPalette palette = theme::palette(scheme);
    box.setPalette(palette);
    const QTextDocument *document = box.findChild<QPlainTextEdit *>()->document();
    const auto paper = [document](int line) {
        return document->findBlockByNumber(line).blockFormat().background();
    };
    QCOMPARE(paper(0).style(), Qt::NoBrush);
    QCOMPARE(paper(1).color(), theme::code(palette).removed);
    QCOMPARE(paper(2).color(), theme::code(palette).added);
    QVERIFY(theme::code(palette).added != palette.color(QPalette::Base));
    QVERIFY(theme::code(palette).added != theme::code(palette).removed);
}

void TestHclHighlighter::plainTextStaysPlain()
{
    QCOMPARE(colourOf(u"export X=true # no"_s, HclHighlighter::Language::None, 0, u"true"_s), QColor());
}

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    theme::apply(application, theme::Choice::Light);
    TestHclHighlighter test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_ui_hclhighlighter.moc"
