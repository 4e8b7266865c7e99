#include "core/hcl/hclexpression.h"
#include "core/hcl/hclfile.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

using Kind = HclExpression::Kind;

// The tree in one line, such as add(1, name(var.x)).
QString written(const HclExpression &expression)
{
    QStringList parts;
    for (const HclExpression &part : expression.parts)
        parts.append(written(part));
    for (const auto &[key, value] : expression.items)
        parts.append(written(key) + '='_L1 + written(value));
    const QString inside = u'(' + parts.join(u", "_s) + u')';
    switch (expression.kind) {
    case Kind::Invalid:
        return u"invalid"_s;
    case Kind::Null:
        return u"null"_s;
    case Kind::Bool:
        return expression.boolean ? u"true"_s : u"false"_s;
    case Kind::Number:
        return expression.text;
    case Kind::Template:
        return (expression.isHeredoc ? u"heredoc"_s : u"template"_s) + inside;
    case Kind::Text:
        return u'\'' + expression.text + u'\'';
    case Kind::Directive:
        return u"directive"_s;
    case Kind::Tuple:
        return u"tuple"_s + inside;
    case Kind::Object:
        return u"object"_s + inside;
    case Kind::Traversal:
        return expression.path.join(u'.');
    case Kind::Index:
        return u"index"_s + inside;
    case Kind::Call:
        return u"call "_s + expression.text + inside;
    case Kind::Parentheses:
        return u"parentheses"_s + inside;
    case Kind::Unary:
    case Kind::Binary:
        return expression.text + inside;
    case Kind::Conditional:
        return u"conditional"_s + inside;
    case Kind::For:
        return u"for "_s + expression.path.join(u' ') + (expression.expands ? u"..."_s : QString()) + inside;
    case Kind::Splat:
        return u"splat"_s + inside;
    }
    return {};
}

} // namespace

class HclExpressionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindHasItsTree_data();
    void everyKindHasItsTree();
    void stringsAreResolved_data();
    void stringsAreResolved();
    void noExpressionIsInvalid_data();
    void noExpressionIsInvalid();
    void itemsAreFoundByNameAndByString();
    void rangesAreThoseOfTheFile();
    void lineEndsMeanNothingInAnExpressionByItself();
    void listOfMoreWordsThanAnybodyWritesIsInvalid();
};

void HclExpressionTest::everyKindHasItsTree_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("tree");
    const auto row = [](const QByteArray &text, const QString &tree) {
        QTest::newRow(text.simplified().constData()) << text << tree;
    };
    row("1.50", u"1.50"_s);
    row("true", u"true"_s);
    row("false", u"false"_s);
    row("null", u"null"_s);
    row("truely", u"truely"_s);
    row("var.region", u"var.region"_s);
    row("a . b", u"a.b"_s);
    row("a[0]", u"index(a, 0)"_s);
    row("a[\"b\"]", u"index(a, template('b'))"_s);
    row("a.0", u"index(a, 0)"_s);
    row("a.0.b", u"index(index(a, 0), template('b'))"_s);
    row("a[0].b.c", u"index(index(index(a, 0), template('b')), template('c'))"_s);
    row("f().b", u"index(call f(), template('b'))"_s);
    row("a[b.c]", u"index(a, b.c)"_s);
    row("a[*].b[0].c", u"splat(a)"_s);
    row("a.b.*.c.0", u"splat(a.b)"_s);
    row("a.*.b[0]", u"index(splat(a), 0)"_s);
    row("f(1, x...)", u"call f(1, x)"_s);
    row("f(1, 2,)", u"call f(1, 2)"_s);
    row("core::text::upper(\"x\")", u"call core::text::upper(template('x'))"_s);
    row("[]", u"tuple()"_s);
    row("[1, [2],]", u"tuple(1, tuple(2))"_s);
    row("{}", u"object()"_s);
    row("{ a = 1, \"b\" : 2\n(c) = 3\nnull = 4 }",
        u"object(a=1, template('b')=2, parentheses(c)=3, null=4)"_s);
    row("(1)", u"parentheses(1)"_s);
    row("-1", u"-(1)"_s);
    row("!a.b", u"!(a.b)"_s);
    row("1 + 2 * 3", u"+(1, *(2, 3))"_s);
    row("1 - 2 - 3", u"-(-(1, 2), 3)"_s);
    row("a || b && c == d", u"||(a, &&(b, ==(c, d)))"_s);
    row("a < b == c >= d", u"==(<(a, b), >=(c, d))"_s);
    row("-a + b", u"+(-(a), b)"_s);
    row("a-b", u"a-b"_s);
    row("a ? b : c ? d : e", u"conditional(a, b, conditional(c, d, e))"_s);
    row("[for x in y : x]", u"for x(y, x)"_s);
    row("{ for k, v in y : k => v... if v }", u"for k v...(y, k, v, v)"_s);
    row("\"a${b}c\"", u"template('a', b, 'c')"_s);
    row("\"${a}\"", u"template(a)"_s);
    row("\"\"", u"template()"_s);
    row("\"%{ if a }b${c}%{ else }d%{ endif }e\"", u"template(directive, 'e')"_s);
    row("\"a%{ for x in y }%{ if x }b%{ endif }%{ endfor }\"", u"template('a', directive)"_s);
    row("\"${\"a${b}\"}\"", u"template(template('a', b))"_s);
    row("<<E\na ${b}\nE\n", u"heredoc('a ', b, '\n')"_s);
}

void HclExpressionTest::everyKindHasItsTree()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, tree);
    QCOMPARE(written(parseHclExpression(text)), tree);
}

void HclExpressionTest::stringsAreResolved_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("value");
    const auto row = [](const char *name, const QByteArray &text, const QString &value) {
        QTest::newRow(name) << text << value;
    };
    row("plain", "\"a b\"", u"a b"_s);
    row("empty", "\"\"", u""_s);
    row("escapes", "\"\\n\\r\\t\\\"\\\\\"", u"\n\r\t\"\\"_s);
    row("numbered escapes", "\"\\u00e9\\U0001F511\"", u"\u00e9\U0001F511"_s);
    row("template escapes", "\"$${a} %%{b} $$${c} $$$${d}\"", u"${a} %{b} $${c} $$${d}"_s);
    row("lone signs", "\"$ % $$ %% $5 US$\"", u"$ % $$ %% $5 US$"_s);
    row("composed when read", "\"e\\u0301 e\u0301\"", u"\u00e9 \u00e9"_s);
    row("composed across an escape", "\"e\\u0301\"", u"\u00e9"_s);
    row("byte-order mark inside", "\"\xef\xbb\xbf\"", u"\ufeff"_s);
    row("heredoc", "<<E\na\n  b\nE\n", u"a\n  b\n"_s);
    row("heredoc, nothing in it", "<<E\nE\n", u""_s);
    row("heredoc, no escapes", "<<E\n\\n\\u12 \"\nE\n", u"\\n\\u12 \"\n"_s);
    row("heredoc, template escapes", "<<E\n$${a} %%{b} $5 $\nE\n", u"${a} %{b} $5 $\n"_s);
    row("heredoc, CR LF", "<<E\r\na\r\nb\r\nE\r\n", u"a\r\nb\r\n"_s);
    row("heredoc, indented marker", "<<E\n  a\n    E\n", u"  a\n"_s);
    row("flush heredoc", "<<-E\n    a\n      b\n    c\n  E\n", u"a\n  b\nc\n"_s);
    row("flush heredoc, empty lines have no say", "<<-E\n    a\n\n  \n    b\n  E\n", u"a\n\n  \nb\n"_s);
    row("flush heredoc, tabs are one each", "<<-E\n\t\ta\n  \tb\n  E\n", u"a\n\tb\n"_s);
    row("flush heredoc, nothing to cut", "<<-E\n  a\nb\n  E\n", u"  a\nb\n"_s);
    row("flush heredoc, wide blanks", "<<-E\n\u3000\u3000a\n\u3000b\nE\n", u"\u3000a\nb\n"_s);
}

void HclExpressionTest::stringsAreResolved()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, value);
    const HclExpression expression = parseHclExpression(text);
    QVERIFY(expression.literalString().has_value());
    QCOMPARE(*expression.literalString(), value);
}

void HclExpressionTest::noExpressionIsInvalid_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const QByteArray text : {"", " ", "1 2", "a = 1", "'a'", "[1", "{ a }", "\"\\b\"", "\"a\nb\"", "1 +",
                                  "(", "a..b", "<<E\na\n", "1.2.3", "a; b", "\"${a\"", "\xff"})
        QTest::newRow(text.trimmed().isEmpty() ? "nothing" : text.simplified().constData()) << text;
}

void HclExpressionTest::noExpressionIsInvalid()
{
    QFETCH(QByteArray, text);
    QCOMPARE(parseHclExpression(text).kind, Kind::Invalid);
}

void HclExpressionTest::itemsAreFoundByNameAndByString()
{
    const HclExpression object =
        parseHclExpression("{ a = 1, \"b c\" = 2, (d) = 3, true = 4, \"${e}\" = 5, f.g = 6 }");
    QCOMPARE(object.items.size(), std::size_t(6));
    QCOMPARE(written(*object.item(u"a")), u"1"_s);
    QCOMPARE(written(*object.item(u"b c")), u"2"_s);
    QCOMPARE(written(*object.item(u"true")), u"4"_s);
    QVERIFY(!object.item(u"d"));
    QVERIFY(!object.item(u"e"));
    QVERIFY(!object.item(u"f"));
    QVERIFY(!object.item(u""));
    QVERIFY(!parseHclExpression("[1]").item(u"a"));
    QVERIFY(!parseHclExpression("\"${a}\"").literalString());
    QVERIFY(!parseHclExpression("a").literalString());
}

void HclExpressionTest::rangesAreThoseOfTheFile()
{
    const QByteArray text = "x = 1\ny = merge({ a = \"b${c}\" }, d[0].e) # f\n";
    const HclFile file = HclFile::parse(text);
    const HclExpression call = file.expression(file.body().attributes[1]);
    const auto textOf = [&](const HclExpression &expression) {
        return text.sliced(expression.range.begin, expression.range.size());
    };
    QCOMPARE(textOf(call), QByteArray("merge({ a = \"b${c}\" }, d[0].e)"));
    QCOMPARE(textOf(call.parts[0]), QByteArray("{ a = \"b${c}\" }"));
    QCOMPARE(textOf(call.parts[0].items[0].first), QByteArray("a"));
    QCOMPARE(textOf(call.parts[0].items[0].second), QByteArray("\"b${c}\""));
    QCOMPARE(textOf(call.parts[0].items[0].second.parts[1]), QByteArray("c"));
    QCOMPARE(textOf(call.parts[1]), QByteArray("d[0].e"));
    QCOMPARE(textOf(call.parts[1].parts[0]), QByteArray("d[0]"));
}

void HclExpressionTest::lineEndsMeanNothingInAnExpressionByItself()
{
    QCOMPARE(written(parseHclExpression("\n1\n+\n2\n")), u"+(1, 2)"_s);
    QCOMPARE(written(parseHclExpression("# c\n1")), u"1"_s);
}

// A tree takes a hundred times the memory of its text.
void HclExpressionTest::listOfMoreWordsThanAnybodyWritesIsInvalid()
{
    for (const auto &[elements, kind] :
         {std::pair(199'000, Kind::Tuple), std::pair(200'001, Kind::Invalid)}) {
        const QByteArray list = '[' + QByteArray("1,").repeated(elements) + ']';
        const HclFile file = HclFile::parse("a = " + list + "\nb = 1\n");
        QVERIFY(file.isValid());
        QCOMPARE(file.expression(*file.body().attribute(u"a")).kind, kind);
        QCOMPARE(file.expression(*file.body().attribute(u"b")).kind, Kind::Number);
        QCOMPARE(parseHclExpression(list).kind, kind);
    }
}

QTEST_GUILESS_MAIN(HclExpressionTest)
#include "tst_hclexpression.moc"
