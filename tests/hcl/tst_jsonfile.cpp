#include "core/hcl/jsonfile.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <random>

using namespace Qt::StringLiterals;
using namespace signet;

Q_DECLARE_METATYPE(QList<signet::MemberEdit>)

namespace {

MemberEdit set(const char *name, const char *value)
{
    return {QString::fromUtf8(name), QByteArray(value)};
}

MemberEdit removed(const char *name)
{
    return {QString::fromUtf8(name), {}};
}

QByteArray edited(const QByteArray &text, const QList<MemberEdit> &edits)
{
    const JsonFile file = JsonFile::parse(text);
    const auto result = editMembers(file, file.root(), edits);
    if (!result)
        return "refused: " + result.problem().evidence.value("reason"_L1).toString().toUtf8();
    return applied(text, *result);
}

QJsonValue asQt(const JsonNode &node)
{
    switch (node.kind) {
    case JsonNode::Kind::Null:
        return QJsonValue::Null;
    case JsonNode::Kind::Bool:
        return node.boolean;
    case JsonNode::Kind::Number:
        return node.text.toDouble();
    case JsonNode::Kind::String:
        return node.text;
    case JsonNode::Kind::Array: {
        QJsonArray array;
        for (const JsonNode &element : node.elements)
            array.append(asQt(element));
        return array;
    }
    case JsonNode::Kind::Object: {
        QJsonObject object;
        for (const JsonNode::Member &member : node.members)
            object.insert(member.name, asQt(member.value));
        return object;
    }
    }
    return {};
}

class JsonWriter {
public:
    explicit JsonWriter(quint32 seed)
        : m_random(seed)
    {
    }
    int below(int limit) { return int(m_random() % quint32(limit)); }
    QByteArray value(int depth = 0)
    {
        static const QList<QByteArray> plain{
            "null",    "true", "false", "0", "-1.5e3", "12", "\"\"", "\"text\"", "\"a\\n\\u00e9\\\"\"",
            "\"中文\""};
        const int kind = depth > 3 ? 0 : below(3);
        if (kind == 0)
            return plain.at(below(int(plain.size())));
        QByteArray text(1, kind == 1 ? '[' : '{');
        const int count = below(5);
        for (int i = 0; i < count; ++i) {
            text += space()
                + (kind == 1 ? QByteArray() : "\"m" + QByteArray::number(i) + "\"" + space() + ":" + space());
            text += value(depth + 1) + space() + (i + 1 < count ? "," : "");
        }
        return text + space() + (kind == 1 ? ']' : '}');
    }

private:
    QByteArray space() { return QList<QByteArray>{"", " ", "\n  ", "\r\n", "\t"}.at(below(5)); }
    std::mt19937 m_random;
};

} // namespace

class JsonFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void valuesAreRead();
    void faultsAreToldWithTheirPlace_data();
    void faultsAreToldWithTheirPlace();
    void aByteOrderMarkIsPassedOver();
    void aNameMayComeTwice();
    void deepNestingIsAFault();
    void moreValuesThanAnybodyWritesAreAFault();
    void whatQtReadsIsReadTheSame();
    void membersComeAndGo_data();
    void membersComeAndGo();
    void editsAtRandomGiveWhatWasAsked();
    void editsAreRefusedWhereTheyAreNotClear();
    void textsAreQuoted();
};

void JsonFileTest::valuesAreRead()
{
    const QByteArray text =
        "{ \"a\" : [1, -2.5e+3, true, null], \"b\\u00e9\": {\"c\": \"d\\ud83d\\udd11\\/\"} }";
    const JsonFile file = JsonFile::parse(text);
    QVERIFY(file.isValid());
    const JsonNode &root = file.root();
    QCOMPARE(root.range, (SourceRange{0, text.size()}));
    QCOMPARE(root.members.size(), std::size_t(2));
    QCOMPARE(root.members[0].name, u"a"_s);
    QCOMPARE(text.sliced(root.members[0].nameRange.begin, root.members[0].nameRange.size()),
             QByteArray("\"a\""));
    const JsonNode &list = root.members[0].value;
    QCOMPARE(list.elements.size(), std::size_t(4));
    QCOMPARE(list.elements[1].text, u"-2.5e+3"_s);
    QCOMPARE(text.sliced(list.elements[1].range.begin, list.elements[1].range.size()), QByteArray("-2.5e+3"));
    QVERIFY(list.elements[2].boolean);
    QCOMPARE(list.elements[3].kind, JsonNode::Kind::Null);
    QCOMPARE(root.member(u"bé")->member(u"c")->text, u"d\U0001F511/"_s);
    QVERIFY(!root.member(u"x"));
    QCOMPARE(file.positionOf(4), (SourcePosition{1, 5, 4}));
}

void JsonFileTest::faultsAreToldWithTheirPlace_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("fault");
    const auto row = [](const char *name, const QByteArray &text, const QString &fault) {
        QTest::newRow(name) << text << fault;
    };
    row("nothing", "", u"1:1 a value is expected, but the text ends here"_s);
    row("only blanks", " \n ", u"2:2 a value is expected, but the text ends here"_s);
    row("two values", "1 2", u"1:3 the text must end after its value"_s);
    row("last comma", "{\n  \"a\": 1,\n}", u"3:1 the name of a member, in double quotes, is expected here"_s);
    row("last comma in a list", "[1,]", u"1:4 a value is expected here"_s);
    row("no comma", "{\"a\": 1 \"b\": 2}", u"1:9 a comma or a closing brace is expected here"_s);
    row("no colon", "{\"a\" 1}", u"1:6 a colon is expected here"_s);
    row("name without quotes", "{a: 1}", u"1:2 the name of a member, in double quotes, is expected here"_s);
    row("single quotes", "['a']", u"1:2 a string needs double quotes"_s);
    row("a comment", "{ // c\n}", u"1:3 the name of a member, in double quotes, is expected here"_s);
    row("a word", "[yes]", u"1:2 a value is expected here"_s);
    row("half a word", "[tru]", u"1:2 a value is expected here; text needs double quotes"_s);
    row("leading zero", "[01]", u"1:3 a number cannot have a leading zero"_s);
    row("a plus", "[+1]", u"1:2 a value is expected here"_s);
    row("only a minus", "[-]", u"1:3 a digit is expected here"_s);
    row("no digit behind the dot", "[1.]", u"1:4 a digit is expected here"_s);
    row("no exponent", "[1e]", u"1:4 a digit is expected here"_s);
    row("unknown escape", "[\"\\x\"]", u"1:4 this escape does not exist; write a backslash twice"_s);
    row("short escape", "[\"\\u12\"]", u"1:7 \\u needs four hexadecimal digits"_s);
    row("line end in a string", "[\"a\nb\"]",
        u"1:4 a string must end on its line; write \\n and \\t for line breaks and tabs inside it"_s);
    row("no end", "[\"a", u"1:4 the string is not closed"_s);
    row("not closed", "{\"a\": [1", u"1:9 a comma or a closing bracket is expected here"_s);
    row("not UTF-8", "[\"\xe9\"]", u"1:3 the text is not UTF-8 here"_s);
    row("too long a form", "[\"\xc0\x80\"]", u"1:3 the text is not UTF-8 here"_s);
    row("half a pair in UTF-8", "[\"\xed\xa0\x80\"]", u"1:3 the text is not UTF-8 here"_s);
    row("NaN", "[NaN]", u"1:2 a value is expected here"_s);
    row("NUL", QByteArray("[1]\0", 4), u"1:4 the text must end after its value"_s);
    row("wide letters in front", "[\"中👨‍👩‍👧\" 1]",
        u"1:7 a comma or a closing bracket is expected here"_s);
}

void JsonFileTest::faultsAreToldWithTheirPlace()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, fault);
    const JsonFile file = JsonFile::parse(text);
    QVERIFY(!file.isValid());
    QCOMPARE(
        u"%1:%2 %3"_s.arg(file.fault()->place.line).arg(file.fault()->place.column).arg(file.fault()->reason),
        fault);
    QCOMPARE(file.root().kind, JsonNode::Kind::Null);
    QCOMPARE(file.text(), text);
}

void JsonFileTest::aByteOrderMarkIsPassedOver()
{
    const JsonFile file = JsonFile::parse("\xef\xbb\xbf{\"a\": x}");
    QCOMPARE(file.fault()->place, (SourcePosition{1, 7, 9}));
    QVERIFY(JsonFile::parse("\xef\xbb\xbf{\"a\": 1}").isValid());
}

void JsonFileTest::aNameMayComeTwice()
{
    const JsonFile file = JsonFile::parse("{\"a\": 1, \"a\": 2}");
    QVERIFY(file.isValid());
    QCOMPARE(file.root().members.size(), std::size_t(2));
    QCOMPARE(file.root().member(u"a")->text, u"2"_s);
}

void JsonFileTest::deepNestingIsAFault()
{
    QVERIFY(JsonFile::parse(QByteArray("[").repeated(500) + QByteArray("]").repeated(500)).isValid());
    for (const QByteArray open : {"[", "{\"a\":"}) {
        const JsonFile file = JsonFile::parse(open.repeated(100000));
        QCOMPARE(file.fault()->reason, u"this is nested more than 500 levels deep"_s);
    }
}

void JsonFileTest::moreValuesThanAnybodyWritesAreAFault()
{
    // The list is one of them.
    QVERIFY(JsonFile::parse('[' + QByteArray("1,").repeated(999'998) + "1]").isValid());
    QCOMPARE(JsonFile::parse('[' + QByteArray("1,").repeated(999'999) + "1]").fault()->reason,
             u"the file has more than a million values"_s);
}

void JsonFileTest::whatQtReadsIsReadTheSame()
{
    JsonWriter writer(5);
    for (int i = 0; i < 3000; ++i) {
        QByteArray text = writer.value();
        if (!text.startsWith('[') && !text.startsWith('{'))
            text = '[' + text + ']';
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(text, &error);
        QCOMPARE(error.error, QJsonParseError::NoError);
        const JsonFile file = JsonFile::parse(text);
        QVERIFY2(file.isValid(), text.constData());
        QCOMPARE(asQt(file.root()),
                 document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object()));
        // With one byte changed, both may say no; what we take, Qt takes.
        text[writer.below(int(text.size()))] = "{}[]:,\"\\ 1tx"[writer.below(12)];
        const JsonFile changed = JsonFile::parse(text);
        if (changed.isValid()
            && (changed.root().kind == JsonNode::Kind::Array
                || changed.root().kind == JsonNode::Kind::Object)) {
            QJsonDocument::fromJson(text, &error);
            QVERIFY2(error.error == QJsonParseError::NoError, text.constData());
        }
    }
}

void JsonFileTest::membersComeAndGo_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QList<MemberEdit>>("edits");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char *name, const QByteArray &before, const QList<MemberEdit> &edits,
                        const QByteArray &after) { QTest::newRow(name) << before << edits << after; };
    row("replaced", "{\n  \"a\": 1,\n  \"b\": 2\n}\n", {set("a", "\"x\"")},
        "{\n  \"a\": \"x\",\n  \"b\": 2\n}\n");
    row("added", "{\n  \"a\": 1\n}\n", {set("b", "2"), set("c", "3")},
        "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}\n");
    row("added on one line", "{\"a\": 1}", {set("b", "2")}, "{\"a\": 1, \"b\": 2}");
    row("added on one line, tight", "{\"a\":1,\"b\":2}", {set("c", "3")}, "{\"a\":1,\"b\":2,\"c\":3}");
    row("added on one line, blanks inside", "{ \"a\" : 1 }", {set("b", "2")}, "{ \"a\" : 1, \"b\" : 2 }");
    row("added to nothing", "{}\n", {set("a", "1"), set("b", "[2]")}, "{\n  \"a\": 1,\n  \"b\": [2]\n}\n");
    row("added with tabs", "{\n\t\"a\": 1\n}", {set("b", "{\n\"c\": 1\n}")},
        "{\n\t\"a\": 1,\n\t\"b\": {\n\t\"c\": 1\n\t}\n}");
    row("added with CR LF", "{\r\n  \"a\": 1\r\n}\r\n", {set("b", "2")},
        "{\r\n  \"a\": 1,\r\n  \"b\": 2\r\n}\r\n");
    row("first gone", "{\n  \"a\": 1,\n  \"b\": 2\n}", {removed("a")}, "{\n  \"b\": 2\n}");
    row("middle gone", "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}", {removed("b")},
        "{\n  \"a\": 1,\n  \"c\": 3\n}");
    row("last gone", "{\n  \"a\": 1,\n  \"b\": 2\n}", {removed("b")}, "{\n  \"a\": 1\n}");
    row("last two gone", "{\"a\": 1, \"b\": 2, \"c\": 3}", {removed("c"), removed("b")}, "{\"a\": 1}");
    row("all gone", "{\n  \"a\": 1,\n  \"b\": 2\n}", {removed("a"), removed("b")}, "{}");
    row("all gone, another comes", "{\n  \"a\": 1\n}", {removed("a"), set("b", "2")}, "{\n  \"b\": 2\n}");
    row("last gone, another comes", "{\n  \"a\": 1,\n  \"b\": 2\n}", {removed("b"), set("c", "3")},
        "{\n  \"a\": 1,\n  \"c\": 3\n}");
    row("nothing to do", "{\"a\": 1}", {removed("b"), set("a", "1")}, "{\"a\": 1}");
    row("names are quoted", "{\"a\": 1}", {set("b\"c", "2")}, "{\"a\": 1, \"b\\\"c\": 2}");
}

void JsonFileTest::membersComeAndGo()
{
    QFETCH(QByteArray, before);
    QFETCH(QList<MemberEdit>, edits);
    QFETCH(QByteArray, after);
    QCOMPARE(edited(before, edits), after);
    QVERIFY(JsonFile::parse(after).isValid());
}

void JsonFileTest::editsAtRandomGiveWhatWasAsked()
{
    JsonWriter writer(11);
    for (int i = 0; i < 3000; ++i) {
        const QByteArray text = writer.value();
        const JsonFile file = JsonFile::parse(text);
        if (file.root().kind != JsonNode::Kind::Object)
            continue;
        QJsonObject expected = asQt(file.root()).toObject();
        QList<MemberEdit> edits;
        for (int name = 0; name < 7; ++name) {
            const QByteArray key = "m" + QByteArray::number(name);
            if (writer.below(3) == 0) {
                edits.append(set(key.constData(), "{\"x\": [1]}"));
                expected.insert(QString::fromUtf8(key), QJsonObject{{u"x"_s, QJsonArray{1}}});
            } else if (writer.below(3) == 0) {
                edits.append(removed(key.constData()));
                expected.remove(QString::fromUtf8(key));
            }
        }
        const QByteArray after = edited(text, edits);
        const JsonFile result = JsonFile::parse(after);
        QVERIFY2(result.isValid(), (text + "\nbecame\n" + after).constData());
        QCOMPARE(asQt(result.root()).toObject(), expected);
    }
}

void JsonFileTest::editsAreRefusedWhereTheyAreNotClear()
{
    QCOMPARE(edited("{\"a\": }", {set("a", "1")}),
             QByteArray("refused: line 1, column 7: a value is expected here"));
    QCOMPARE(edited("[1]", {set("a", "1")}), QByteArray("refused: the value is not an object"));
    QCOMPARE(edited("{\n\"a\": 1, \"a\": 2}", {set("a", "1")}),
             QByteArray("refused: line 1: the object contains a member twice"));
}

void JsonFileTest::textsAreQuoted()
{
    const QString text = u"a\"b\\c\n\r\t\u0001é中\U0001F511/${x}"_s;
    QCOMPARE(jsonQuoted(text), QByteArray("\"a\\\"b\\\\c\\n\\r\\t\\u0001é中\U0001F511/${x}\""));
    QCOMPARE(JsonFile::parse(jsonQuoted(text)).root().text, text);
    QCOMPARE(jsonQuoted({}), QByteArray("\"\""));
}

QTEST_GUILESS_MAIN(JsonFileTest)
#include "tst_jsonfile.moc"
