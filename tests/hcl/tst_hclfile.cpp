#include "core/hcl/hclfile.h"
#include "core/hcl/hclfiletree.h"
#include "core/hcl/lineindex.h"

#include "tests/hcl/hclrandom.h"
#include "tests/support/sanitizer.h"

#include <QElapsedTimer>
#include <QTest>
#include <QThread>

#include <memory>

using namespace Qt::StringLiterals;
using namespace signet;

class HclFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFilePrintsAsItWas_data();
    void everyFilePrintsAsItWas();
    void faultsAreToldWithTheirPlace_data();
    void faultsAreToldWithTheirPlace();
    void whatIsWrittenAtRandomIsReadAndPrinted();
    void everyCutAndEveryByteIsPrintedAsItWas();
    void tokensCoverTheText();
    void theTreeTellsArgumentsAndBlocks();
    void moreWordsThanAnybodyWritesAreAFault();
    void labelsAreResolved();
    void blocksAreFoundByTypeAndLabels();
    void aFaultyFileIsReadAsFarAsPossible();
    void aRepeatedArgumentIsAFaultInEveryBody();
    void positionsCountWhatIsSeen_data();
    void positionsCountWhatIsSeen();
    void deepNestingIsAFault_data();
    void deepNestingIsAFault();
    void theDeepestNestingFitsASmallStack();
    void longChainsAreRead_data();
    void longChainsAreRead();
    void longTextsAreRead_data();
    void longTextsAreRead();
    void aFaultInALongLineHasItsColumn();
};

void HclFileTest::everyFilePrintsAsItWas_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isValid");
    const auto valid = corpus();
    const auto faulty = corpus(true);
    QVERIFY2(valid.size() >= 300, "the corpus is missing");
    for (const auto &[name, text] : valid)
        QTest::newRow(name.constData()) << text << true;
    for (const auto &[name, text] : faulty)
        QTest::newRow(name.constData()) << text << false;
}

void HclFileTest::everyFilePrintsAsItWas()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isValid);
    const HclFile file = HclFile::parse(text);
    QCOMPARE(file.print(), text);
    if (file.isValid() != isValid && !file.isValid())
        QFAIL(qPrintable(file.faults().constFirst().reason));
    QCOMPARE(file.isValid(), isValid);
}

void HclFileTest::faultsAreToldWithTheirPlace_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    QFile list(QStringLiteral(SIGNET_TEST_DATA "/hcl/faults/expected.txt"));
    QVERIFY(list.open(QIODevice::ReadOnly));
    QHash<QByteArray, QString> expected;
    while (!list.atEnd()) {
        const QByteArray line = list.readLine().trimmed();
        const qsizetype space = line.indexOf(' ');
        expected.insert(line.first(space), QString::fromUtf8(line.sliced(space + 1)));
    }
    const auto files = corpus(true);
    QCOMPARE(files.size(), expected.size());
    for (const auto &[name, text] : files)
        QTest::newRow(name.constData()) << text << expected.value(name.sliced(name.indexOf('/') + 1));
}

void HclFileTest::faultsAreToldWithTheirPlace()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    const HclFile file = HclFile::parse(text);
    QVERIFY(!file.isValid());
    const SourceFault &fault = file.faults().constFirst();
    QCOMPARE(u"%1:%2 %3"_s.arg(fault.place.line).arg(fault.place.column).arg(fault.reason), expected);
    QCOMPARE(LineIndex(text).position(text, fault.place.offset), fault.place);
    QVERIFY(fault.reason.at(0).isLower() || !fault.reason.at(0).isLetter());
    QVERIFY(!fault.reason.endsWith(u'.') || fault.reason.endsWith("..."_L1));
}

void HclFileTest::whatIsWrittenAtRandomIsReadAndPrinted()
{
    const quint32 seed = randomSeed();
    HclWriter writer(seed);
    for (int i = 0; i < (underSanitizer ? 1000 : 5000); ++i) {
        const QByteArray text = writer.file();
        const HclFile file = HclFile::parse(text);
        if (!file.isValid() || file.print() != text) {
            const QString reason = file.isValid() ? u"prints otherwise"_s : file.faults().constFirst().reason;
            QFAIL(qPrintable(u"file %1: %2\n%3"_s.arg(i).arg(reason, QString::fromUtf8(text))));
        }
        for (const HclBody *body : bodiesOf(file)) {
            for (const HclAttribute &attribute : body->attributes)
                QVERIFY2(file.expression(attribute).kind != HclExpression::Kind::Invalid, text.constData());
        }
    }
}

void HclFileTest::everyCutAndEveryByteIsPrintedAsItWas()
{
    HclWriter writer(7);
    for (int i = 0; i < 12; ++i) {
        const QByteArray text = writer.file();
        for (qsizetype at = 0; at < text.size(); ++at) {
            const QByteArray cut = text.first(at);
            QCOMPARE(HclFile::parse(cut).print(), cut);
            QByteArray changed = text;
            changed[at] = char(writer.below(256));
            QCOMPARE(HclFile::parse(changed).print(), changed);
        }
    }
}

void HclFileTest::tokensCoverTheText()
{
    QCOMPARE(sizeof(SyntaxToken), std::size_t(8));
    for (const auto &[name, text] : corpus() + corpus(true)) {
        const HclFile file = HclFile::parse(text);
        const SyntaxTokens &tokens = file.tree().tokens;
        QCOMPARE(tokens.front().begin(), 0);
        QCOMPARE(tokens.back().begin(), text.size());
        QCOMPARE(tokens.back().kind(), SyntaxKind::EndOfText);
        for (std::size_t i = 1; i < tokens.size(); ++i)
            QVERIFY2(tokens[i - 1].begin() < tokens[i].begin(), name.constData());
    }
}

void HclFileTest::theTreeTellsArgumentsAndBlocks()
{
    const QByteArray text = "a = 1 # c\nb \"c\" d {\n  e = [\n    1,\n  ]\n}\nf = <<E\nx\nE\n";
    const HclFile file = HclFile::parse(text);
    QVERIFY(file.isValid());
    const auto textOf = [&](SourceRange range) { return text.sliced(range.begin, range.size()); };
    const HclBody &body = file.body();
    QCOMPARE(body.attributes.size(), std::size_t(2));
    QCOMPARE(body.attributes[0].name, u"a"_s);
    QCOMPARE(textOf(body.attributes[0].range), QByteArray("a = 1"));
    QCOMPARE(textOf(body.attributes[0].nameRange), QByteArray("a"));
    QCOMPARE(textOf(body.attributes[0].expressionRange), QByteArray("1"));
    QCOMPARE(textOf(body.attributes[1].expressionRange), QByteArray("<<E\nx\nE"));
    QCOMPARE(body.blocks.size(), std::size_t(1));
    const HclBlock &block = body.blocks[0];
    QCOMPARE(block.type, u"b"_s);
    QCOMPARE(block.labels, (QStringList{u"c"_s, u"d"_s}));
    QCOMPARE(textOf(block.headerRange), QByteArray("b \"c\" d {"));
    QCOMPARE(textOf(block.range), QByteArray("b \"c\" d {\n  e = [\n    1,\n  ]\n}"));
    QCOMPARE(textOf(block.body.range), QByteArray("\n  e = [\n    1,\n  ]\n"));
    QCOMPARE(block.body.attribute(u"e")->name, u"e"_s);
    QVERIFY(!block.body.attribute(u"f"));
    QCOMPARE(body.range, (SourceRange{0, text.size()}));
}

void HclFileTest::moreWordsThanAnybodyWritesAreAFault()
{
    const QByteArray text = QByteArray("\n").repeated(4'000'000);
    const HclFile file = HclFile::parse(text);
    QCOMPARE(file.faults().size(), 1);
    QCOMPARE(file.faults().first().reason, u"the file has more than 4 million words"_s);
    QCOMPARE(file.print(), text);
    QVERIFY(HclFile::parse(text.chopped(1)).isValid());
}

void HclFileTest::labelsAreResolved()
{
    const HclFile file = HclFile::parse("a \"b\\\"c\\u00e9$${x}\" \"\" größe {}\n");
    QVERIFY(file.isValid());
    QCOMPARE(file.body().blocks[0].labels, (QStringList{u"b\"cé${x}"_s, u""_s, u"größe"_s}));
}

void HclFileTest::blocksAreFoundByTypeAndLabels()
{
    const HclFile file =
        HclFile::parse("provider \"a\" {}\nprovider \"b\" {}\nprovider \"a\" {}\nlocals {}\n");
    QCOMPARE(file.body().blocksOfType(u"provider").size(), 3);
    QCOMPARE(file.body().blocksOfType(u"provider", {u"a"_s}).size(), 2);
    QCOMPARE(file.body().blocksOfType(u"provider", {u"a"_s, u"c"_s}).size(), 0);
    QCOMPARE(file.body().blocksOfType(u"terraform").size(), 0);
}

void HclFileTest::aFaultyFileIsReadAsFarAsPossible()
{
    const HclFile file =
        HclFile::parse("a = 1\nb = [1, }\n]\nc = 2\np {\n  d = \n  e = 3\n}\nq {\n  f = 4\n");
    QVERIFY(!file.isValid());
    QCOMPARE(file.faults().constFirst().place.line, 2);
    QVERIFY(file.body().attribute(u"a"));
    QVERIFY(file.body().attribute(u"c"));
    QCOMPARE(file.body().blocks.size(), std::size_t(2));
    QVERIFY(file.body().blocks[0].body.attribute(u"e"));
    QVERIFY(file.body().blocks[1].body.attribute(u"f"));
}

void HclFileTest::aRepeatedArgumentIsAFaultInEveryBody()
{
    // Few names are compared one by one, many are looked up.
    for (const int count : {2, 8, 9, 100}) {
        QByteArray text = "p {\n";
        for (int i = 0; i < count; ++i)
            text += "  a" + QByteArray::number(i) + " = 1\n";
        QVERIFY(HclFile::parse(text + "}\n").isValid());
        const HclFile file = HclFile::parse(text + "  a1 = 2\n}\n");
        QCOMPARE(file.faults().size(), 1);
        QCOMPARE(file.faults().constFirst().place.line, count + 2);
    }
}

void HclFileTest::positionsCountWhatIsSeen_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("offset");
    QTest::addColumn<SourcePosition>("position");
    QTest::newRow("begin") << QByteArray("a = 1") << 0 << SourcePosition{1, 1, 0};
    QTest::newRow("second line") << QByteArray("a = 1\nb = 2") << 8 << SourcePosition{2, 3, 8};
    QTest::newRow("CR LF") << QByteArray("a = 1\r\nb = 2") << 9 << SourcePosition{2, 3, 9};
    QTest::newRow("behind everything") << QByteArray("a = 1\n") << 6 << SourcePosition{2, 1, 6};
    QTest::newRow("beyond the end") << QByteArray("a") << 50 << SourcePosition{1, 2, 1};
    QTest::newRow("byte-order mark") << QByteArray("\xef\xbb\xbf"
                                                   "a = 1")
                                     << 7 << SourcePosition{1, 5, 7};
    QTest::newRow("byte-order mark in the middle") << QByteArray("a\n\xef\xbb\xbf"
                                                                 "b")
                                                   << 5 << SourcePosition{2, 2, 5};
    const QByteArray lines = QByteArray("ab\n").repeated(1000);
    QTest::newRow("far down") << lines << 2999 << SourcePosition{1000, 3, 2999};
    QTest::newRow("at a kibibyte") << lines << 1024 << SourcePosition{342, 2, 1024};
    QTest::newRow("before it") << lines << 1023 << SourcePosition{342, 1, 1023};
    QTest::newRow("two bytes a letter") << QByteArray("\xc3\xa9\xc3\xa9 x") << 5 << SourcePosition{1, 4, 5};
    QTest::newRow("combining") << QByteArray("e\xcc\x81 x") << 4 << SourcePosition{1, 3, 4};
    QTest::newRow("a family is one") << u"\U0001f468\u200d\U0001f469\u200d\U0001f467 x"_s.toUtf8() << 19
                                     << SourcePosition{1, 3, 19};
}

void HclFileTest::positionsCountWhatIsSeen()
{
    QFETCH(QByteArray, text);
    QFETCH(int, offset);
    QFETCH(SourcePosition, position);
    QCOMPARE(LineIndex(text).position(text, offset), position);
    QCOMPARE(HclFile::parse(text).positionOf(offset), position);
    QCOMPARE(HclFile::parse(text).lineOf(offset), position.line);
}

void HclFileTest::deepNestingIsAFault_data()
{
    QTest::addColumn<QByteArray>("open");
    QTest::addColumn<QByteArray>("middle");
    QTest::addColumn<QByteArray>("close");
    QTest::newRow("lists") << QByteArray("[") << QByteArray("1") << QByteArray("]");
    QTest::newRow("parentheses") << QByteArray("(") << QByteArray("1") << QByteArray(")");
    QTest::newRow("objects") << QByteArray("{ a = ") << QByteArray("1") << QByteArray(" }");
    QTest::newRow("calls") << QByteArray("f(") << QByteArray("1") << QByteArray(")");
    QTest::newRow("templates") << QByteArray("\"${") << QByteArray("1") << QByteArray("}\"");
    QTest::newRow("indexes") << QByteArray("a[") << QByteArray("1") << QByteArray("]");
    QTest::newRow("signs") << QByteArray("!") << QByteArray("a") << QByteArray("");
    QTest::newRow("conditions") << QByteArray("a ? b : ") << QByteArray("c") << QByteArray("");
    QTest::newRow("conditions in the middle") << QByteArray("a ? ") << QByteArray("b") << QByteArray(" : c");
    QTest::newRow("for") << QByteArray("[for x in y : ") << QByteArray("x") << QByteArray("]");
    QTest::newRow("for collections") << QByteArray("[for x in ") << QByteArray("x") << QByteArray(" : x]");
    QTest::newRow("directives") << QByteArray("\"%{ if ") << QByteArray("x") << QByteArray(" }%{ endif }\"");
}

void HclFileTest::deepNestingIsAFault()
{
    QFETCH(QByteArray, open);
    QFETCH(QByteArray, middle);
    QFETCH(QByteArray, close);
    const auto nested = [&](int levels) {
        return "a = " + open.repeated(levels) + middle + close.repeated(levels) + '\n';
    };
    const HclFile deepest = HclFile::parse(nested(499));
    QVERIFY(deepest.isValid());
    QVERIFY(deepest.expression(deepest.body().attributes.front()).kind != HclExpression::Kind::Invalid);
    for (const int levels : {500, 5000, 100000}) {
        const QByteArray text = nested(levels);
        const HclFile file = HclFile::parse(text);
        QVERIFY(!file.isValid());
        QCOMPARE(file.faults().constFirst().reason, u"this is nested more than 500 levels deep"_s);
        QCOMPARE(file.print(), text);
        QCOMPARE(parseHclExpression(text.sliced(4)).kind, HclExpression::Kind::Invalid);
    }
    const QByteArray unclosed = "a = " + open.repeated(100000);
    QCOMPARE(HclFile::parse(unclosed).print(), unclosed);
}

void HclFileTest::theDeepestNestingFitsASmallStack()
{
    // 512 KiB, as a thread of macOS has it, which is the smallest of all. Sanitizers need several times as
    // much.
    constexpr uint stackSize = underSanitizer ? 8 * 1024 * 1024 : 512 * 1024;
    bool isDone = false;
    const std::unique_ptr<QThread> thread(QThread::create([&isDone] {
        const QByteArray blocks = QByteArray("a {\n").repeated(250);
        const QByteArray text = blocks + "x = " + QByteArray("[f(").repeated(120) + "1"
            + QByteArray(")]").repeated(120) + "\n" + QByteArray("}\n").repeated(250);
        const HclFile file = HclFile::parse(text);
        const HclBody *body = &file.body();
        while (!body->blocks.empty())
            body = &body->blocks.front().body;
        isDone = file.isValid() && file.print() == text
            && file.expression(body->attributes.front()).kind == HclExpression::Kind::Tuple;
        const QByteArray list = "x = " + QByteArray("[").repeated(499) + QByteArray("]").repeated(499) + "\n";
        const HclFile lists = HclFile::parse(list);
        isDone =
            isDone && lists.expression(lists.body().attributes.front()).kind == HclExpression::Kind::Tuple;
    }));
    thread->setStackSize(stackSize);
    thread->start();
    QVERIFY(thread->wait());
    QVERIFY(isDone);
}

void HclFileTest::longChainsAreRead_data()
{
    QTest::addColumn<QByteArray>("link");
    QTest::newRow("sums") << QByteArray(" + 1");
    QTest::newRow("indexes") << QByteArray("[0]");
    QTest::newRow("names") << QByteArray(".b");
    QTest::newRow("splats") << QByteArray("[*]");
    QTest::newRow("old splats") << QByteArray(".*[0]");
}

// They are as long as one likes in HCL, but their tree grows a level with each link: a tree that is too tall
// is not built, and everything else about the file stays good.
void HclFileTest::longChainsAreRead()
{
    QFETCH(QByteArray, link);
    const HclFile shorter = HclFile::parse("a = x" + link.repeated(400) + "\n");
    QVERIFY(shorter.expression(shorter.body().attributes.front()).kind != HclExpression::Kind::Invalid);
    const QByteArray text = "a = x" + link.repeated(200000) + "\nb = 1\n";
    const HclFile file = HclFile::parse(text);
    QVERIFY(file.isValid());
    QCOMPARE(file.print(), text);
    const HclExpression expression = file.expression(file.body().attributes.front());
    QVERIFY(expression.kind == HclExpression::Kind::Invalid
            || expression.kind == HclExpression::Kind::Traversal
            || expression.kind == HclExpression::Kind::Splat);
    QCOMPARE(file.expression(file.body().attributes.back()).kind, HclExpression::Kind::Number);
}

void HclFileTest::longTextsAreRead_data()
{
    QTest::addColumn<QByteArray>("piece");
    QTest::newRow("arguments") << QByteArray("a%1 = \"x\"\n");
    QTest::newRow("blocks") << QByteArray("a \"b\" {\n  c = 1\n}\n");
    QTest::newRow("comments that do not end") << QByteArray("/* a ");
    QTest::newRow("quotes") << QByteArray("\"");
    QTest::newRow("heredocs that do not end") << QByteArray("a = <<E%1\n");
    QTest::newRow("heredoc markers without a line end") << QByteArray("<<abc");
    QTest::newRow("braces") << QByteArray("a = {\n");
    QTest::newRow("closing braces") << QByteArray("}\n");
    QTest::newRow("open blocks") << QByteArray("a {\n");
    QTest::newRow("interpolations") << QByteArray("a = \"${");
    QTest::newRow("dots") << QByteArray("1.");
    QTest::newRow("numbers") << QByteArray("1e");
    QTest::newRow("faults") << QByteArray("a = \n");
    QTest::newRow("faults in lists") << QByteArray("a = [\n1 2\n]\n");
    QTest::newRow("the same argument") << QByteArray("a = 1\n");
    QTest::newRow("bad bytes") << QByteArray("\xff");
    QTest::newRow("one line") << QByteArray("a%1 ");
    QTest::newRow("signs in a heredoc") << QByteArray("$");
}

// A reader that went over everything again for each piece would not end before ctest ends the program.
void HclFileTest::longTextsAreRead()
{
    QFETCH(QByteArray, piece);
    constexpr qsizetype size = underSanitizer ? 100'000 : 1'000'000;
    QByteArray text = QByteArrayView(QTest::currentDataTag()) == "signs in a heredoc" ? "a = <<E\n" : "";
    for (int i = 0; text.size() < size; ++i)
        text += QByteArray(piece).replace("%1", QByteArray::number(i));
    QElapsedTimer timer;
    timer.start();
    const HclFile file = HclFile::parse(text);
    QCOMPARE(file.print(), text);
    qInfo("%lld ms", timer.elapsed());
}

void HclFileTest::aFaultInALongLineHasItsColumn()
{
    const HclFile file =
        HclFile::parse("a = \"" + QByteArray(3000, 'x') + "\" oops " + QByteArray(3000, 'y') + "\n");
    const SourceFault &fault = file.faults().constFirst();
    QCOMPARE(fault.place.column, 3008);
}

QTEST_GUILESS_MAIN(HclFileTest)
#include "tst_hclfile.moc"
