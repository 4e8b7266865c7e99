#include "core/hcl/hcledit.h"
#include "core/hcl/hclfile.h"
#include "core/hcl/hcllayout.h"

#include "tests/hcl/hclrandom.h"
#include "tests/terraform/program.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

// Stands for a value that only evaluation would give.
const QString unknown = QStringLiteral("\x01unknown");

// hcl2json leaves the two template escapes in its strings as they are written.
QString withoutEscapes(QString text)
{
    return text.replace("$${"_L1, "${"_L1).replace("%%{"_L1, "%{"_L1);
}

QJsonValue valueOf(const HclExpression &expression)
{
    using Kind = HclExpression::Kind;
    switch (expression.kind) {
    case Kind::Null:
        return QJsonValue::Null;
    case Kind::Bool:
        return expression.boolean;
    case Kind::Number:
        return expression.text.toDouble();
    case Kind::Template:
        return expression.literalString() ? QJsonValue(*expression.literalString()) : QJsonValue(unknown);
    case Kind::Tuple: {
        QJsonArray array;
        for (const HclExpression &part : expression.parts)
            array.append(valueOf(part));
        return array;
    }
    case Kind::Object: {
        QJsonObject object;
        for (const auto &[key, value] : expression.items) {
            const bool isName = key.kind == Kind::Traversal && key.path.size() == 1;
            if (!isName && !key.literalString())
                return unknown;
            object.insert(isName ? key.path.constFirst() : *key.literalString(), valueOf(value));
        }
        return object;
    }
    default:
        return unknown;
    }
}

// The shape of hcl2json: {type: {label: [body, ...]}}.
QJsonObject added(QJsonObject object, QStringList path, const QJsonObject &body)
{
    const QString key = path.takeFirst();
    if (path.isEmpty()) {
        QJsonArray array = object.value(key).toArray();
        array.append(body);
        object.insert(key, array);
    } else {
        object.insert(key, added(object.value(key).toObject(), path, body));
    }
    return object;
}

QJsonObject valueOf(const HclFile &file, const HclBody &body)
{
    QJsonObject object;
    for (const HclAttribute &attribute : body.attributes)
        object.insert(attribute.name, valueOf(file.expression(attribute)));
    for (const HclBlock &block : body.blocks) {
        // JSON has room for one of the two.
        if (body.attribute(block.type))
            object.insert(block.type, unknown);
        else
            object = added(object, QStringList{block.type} + block.labels, valueOf(file, block.body));
    }
    return object;
}

bool agree(const QJsonValue &ours, const QJsonValue &theirs)
{
    if (ours == QJsonValue(unknown))
        return true;
    if (ours.isString())
        return theirs.isString() && withoutEscapes(theirs.toString()) == ours.toString();
    if (ours.isArray()) {
        const QJsonArray a = ours.toArray();
        const QJsonArray b = theirs.toArray();
        return theirs.isArray() && std::equal(a.begin(), a.end(), b.begin(), b.end(), agree);
    }
    if (ours.isObject()) {
        const QJsonObject a = ours.toObject();
        const QJsonObject b = theirs.toObject();
        const QStringList keys = a.keys();
        return theirs.isObject() && keys == b.keys()
            && std::all_of(keys.begin(), keys.end(),
                           [&](const QString &key) { return agree(a.value(key), b.value(key)); });
    }
    return ours == theirs;
}

// A valid text with one thing wrong in it, more often than not.
QByteArray damaged(const QByteArray &text, HclWriter *writer)
{
    QString changed = QString::fromUtf8(text);
    const qsizetype at = writer->below(int(changed.size()) + 1);
    switch (writer->below(3)) {
    case 0:
        changed.remove(at, 1 + writer->below(3));
        break;
    case 1:
        changed.insert(at,
                       QString::fromUtf8(writer->pick({"\"", "{", "}",  "[",  "]",     "(",      ")",  "=",
                                                       ",",  ":", "\n", " ",  "${",    "%{",     "~}", "\\",
                                                       "'",  "#", "/*", "*/", "<<E\n", "E",      ".",  "...",
                                                       "1",  "a", "?",  "-",  "\r",    "\u00a0", "é"})));
        break;
    default:
        changed = changed.first(at);
    }
    return changed.toUtf8();
}

} // namespace

// HashiCorp's parser and formatter judge what we read and what we write.
class HclJudgesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void bothAcceptTheSame();
    void bothReadTheSame();
    void faultsStandWhereTheJudgeSeesThem();
    void bothLayOutTheSame();
    void whatWasCanonicalStaysSo();
    void theJudgesAreAwake();

private:
    struct Case {
        QByteArray name;
        QByteArray text;
        QJsonObject judged;
    };
    void add(const QByteArray &name, const QByteArray &text) { m_cases.append({name, text, {}}); }

    QList<Case> m_cases;
    QList<std::pair<qsizetype, qsizetype>> m_edits; // before and after
};

void HclJudgesTest::initTestCase()
{
    if (!hasNodePackage(u"@cdktf/hcl-tools"_s) || !hasNodePackage(u"@cdktf/hcl2json"_s))
        QSKIP("node, @cdktf/hcl-tools or @cdktf/hcl2json is not here; SIGNET_NODE_MODULES names their "
              "directory");

    add("awake, accepted", "a = 1\nbcd = 2\n");
    add("awake, refused", "a = \"C:\\Users\"\n");
    for (const auto &[name, text] : corpus() + corpus(true)) {
        // What is not UTF-8 does not come through as it is.
        if (QString::fromUtf8(text).toUtf8() == text)
            add(name, text);
    }
    const quint32 seed = randomSeed();
    HclWriter writer(seed);
    for (int i = 0; i < 1200; ++i) {
        const QByteArray text = writer.file();
        const QByteArray name = "seed " + QByteArray::number(seed) + ", file " + QByteArray::number(i);
        add(name, text);
        add(name + ", damaged", damaged(text, &writer));
        const QByteArray before = canonicalLayout(i % 3 == 0 ? m_cases.at(2 + i % 400).text : text);
        if (!HclFile::parse(before).isValid())
            continue;
        add(name + ", before an edit", before);
        add(name + ", after an edit", randomlyEdited(before, &writer).after);
        m_edits.append({m_cases.size() - 2, m_cases.size() - 1});
    }

    QByteArray input;
    for (const Case &each : std::as_const(m_cases)) {
        // A JSON text that is a string alone, which is what QJsonDocument does not write.
        input += QJsonDocument(QJsonArray{QString::fromUtf8(each.text)})
                     .toJson(QJsonDocument::Compact)
                     .sliced(1)
                     .chopped(1)
            + '\n';
    }
    const QByteArray output =
        outputOf(u"node"_s, {QStringLiteral(SIGNET_SOURCE_DIR "/tests/hcl/judge.mjs"), nodeModules()}, input);
    const QList<QByteArray> lines = output.split('\n');
    QCOMPARE(lines.size(), m_cases.size() + 1);
    for (qsizetype i = 0; i < m_cases.size(); ++i)
        m_cases[i].judged = QJsonDocument::fromJson(lines.at(i)).object();
}

void HclJudgesTest::bothAcceptTheSame()
{
    int accepted = 0;
    for (const Case &each : std::as_const(m_cases)) {
        const HclFile file = HclFile::parse(each.text);
        const QString error = each.judged.value("error"_L1).toString();
        if (file.isValid() != error.isEmpty()) {
            const QString reason = file.isValid() ? error : file.faults().constFirst().reason;
            QFAIL(qPrintable(QString::fromUtf8(each.name) + ": "_L1 + reason + u'\n'
                             + QString::fromUtf8(each.text)));
        }
        accepted += file.isValid() ? 1 : 0;
    }
    qInfo("%d of %lld texts are HCL, to both", accepted, qlonglong(m_cases.size()));
    QVERIFY(accepted > 1500);
    QVERIFY(m_cases.size() - accepted > 500);
}

void HclJudgesTest::bothReadTheSame()
{
    int compared = 0;
    for (const Case &each : std::as_const(m_cases)) {
        const HclFile file = HclFile::parse(each.text);
        if (!file.isValid() || !each.judged.contains("parsed"_L1))
            continue;
        ++compared;
        const QJsonObject ours = valueOf(file, file.body());
        if (!agree(ours, each.judged.value("parsed"_L1))) {
            QFAIL(qPrintable(QString::fromUtf8(each.name) + u'\n'
                             + QString::fromUtf8(QJsonDocument(ours).toJson()) + "\njudge:\n"_L1
                             + QString::fromUtf8(QJsonDocument(each.judged).toJson())));
        }
    }
    QVERIFY(compared > 1200);
}

void HclJudgesTest::faultsStandWhereTheJudgeSeesThem()
{
    static const QRegularExpression place(u"x\\.tf:(\\d+),(\\d+)"_s);
    int compared = 0;
    for (const Case &each : std::as_const(m_cases)) {
        // There HashiCorp tells the place where it went on, not the one where it stumbled.
        if (!each.name.startsWith("faults/") || each.name.endsWith("/splat-not-closed.tf"))
            continue;
        QStringList places;
        for (auto match = place.globalMatch(each.judged.value("error"_L1).toString()); match.hasNext();) {
            const QRegularExpressionMatch found = match.next();
            places.append(found.captured(1) + u':' + found.captured(2));
        }
        const SourcePosition ours = HclFile::parse(each.text).faults().constFirst().place;
        const QString text = QString::number(ours.line) + u':' + QString::number(ours.column);
        QVERIFY2(places.contains(text),
                 (each.name + ": " + text.toUtf8() + ", judge: " + places.join(u' ').toUtf8()).constData());
        ++compared;
    }
    QVERIFY(compared > 100);
}

void HclJudgesTest::bothLayOutTheSame()
{
    for (const Case &each : std::as_const(m_cases)) {
        // The formatter's scanner is older than "::", and turns a byte-order mark alone into blanks.
        if (each.judged.contains("error"_L1) || each.text.contains("::") || each.text == "\xef\xbb\xbf")
            continue;
        const QByteArray formatted = each.judged.value("formatted"_L1).toString().toUtf8();
        if (canonicalLayout(each.text) != formatted)
            QCOMPARE(each.name + '\n' + canonicalLayout(each.text), each.name + '\n' + formatted);
    }
}

void HclJudgesTest::whatWasCanonicalStaysSo()
{
    int compared = 0;
    for (const auto &[before, after] : std::as_const(m_edits)) {
        const Case &one = m_cases.at(before);
        const Case &other = m_cases.at(after);
        if (one.judged.value("formatted"_L1).toString().toUtf8() != one.text || other.text.contains("::")
            || one.text.contains("= /*")) // as in tst_hcledit
            continue;
        ++compared;
        const QByteArray formatted = other.judged.value("formatted"_L1).toString().toUtf8();
        if (formatted != other.text)
            QCOMPARE(one.text + "became\n" + other.text, one.text + "became\n" + formatted);
    }
    QVERIFY(compared > 300);
}

void HclJudgesTest::theJudgesAreAwake()
{
    QCOMPARE(m_cases.at(0).judged.value("formatted"_L1).toString(), u"a   = 1\nbcd = 2\n"_s);
    QVERIFY(m_cases.at(1).judged.contains("error"_L1));
}

QTEST_GUILESS_MAIN(HclJudgesTest)
#include "tst_hcl_judges.moc"
