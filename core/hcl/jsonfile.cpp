#include "core/hcl/jsonfile.h"

#include "core/hcl/lineindex.h"
#include "core/hcl/stableorder.h"
#include "core/result/reason.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int deepestNesting = 500;
// A value takes some 150 bytes of memory, however short its text is.
constexpr int mostValues = 1'000'000;

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

int hexValue(char c)
{
    if (isDigit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

} // namespace

struct JsonFile::Tree {
    QByteArray text;
    LineIndex lines;
    JsonNode root;
    std::optional<SourceFault> fault;
};

namespace {

// Recursive descent; every function is false when there is a fault, which m_fault and m_at then tell.
class JsonReader {
public:
    explicit JsonReader(QByteArrayView text)
        : m_text(text)
        , m_at(text.startsWith("\xef\xbb\xbf") ? 3 : 0)
    {
    }

    bool readAll(JsonNode *root);
    qsizetype at() const { return m_at; }
    QString reason() const { return reasonText(m_reason); }
    bool isLimit() const { return m_isLimit; }

private:
    char peek() const { return m_at < m_text.size() ? m_text.at(m_at) : '\0'; }
    bool isAtEnd() const { return m_at >= m_text.size(); }
    bool fault(const char *reason)
    {
        m_reason = reason;
        return false;
    }
    bool limit(const char *reason)
    {
        m_isLimit = true;
        return fault(reason);
    }
    void skipSpaces()
    {
        while (!isAtEnd() && isSpace(peek()))
            ++m_at;
    }
    bool take(char c)
    {
        if (isAtEnd() || peek() != c)
            return false;
        ++m_at;
        return true;
    }

    bool readValue(JsonNode *node);
    bool readWord(QByteArrayView word, JsonNode *node, JsonNode::Kind kind);
    bool readNumber(JsonNode *node);
    bool readDigits();
    bool readString(QString *text);
    bool readEscape(QString *text);
    bool readHex(char16_t *unit);
    bool readUtf8();
    bool readArray(JsonNode *node);
    bool readObject(JsonNode *node);
    bool readMember(JsonNode *node);

    QByteArrayView m_text;
    qsizetype m_at;
    int m_depth = 0;
    int m_values = 0;
    const char *m_reason = "";
    bool m_isLimit = false;
};

bool JsonReader::readAll(JsonNode *root)
{
    skipSpaces();
    if (!readValue(root))
        return false;
    skipSpaces();
    return isAtEnd() || fault(QT_TRANSLATE_NOOP("Reason", "the text must end after its value"));
}

bool JsonReader::readValue(JsonNode *node)
{
    if (++m_values > mostValues)
        return limit(QT_TRANSLATE_NOOP("Reason", "the file has more than a million values"));
    node->range.begin = m_at;
    bool isRead = false;
    switch (peek()) {
    case '{':
        isRead = readObject(node);
        break;
    case '[':
        isRead = readArray(node);
        break;
    case '"':
        node->kind = JsonNode::Kind::String;
        isRead = readString(&node->text);
        break;
    case 't':
        node->boolean = true;
        isRead = readWord("true", node, JsonNode::Kind::Bool);
        break;
    case 'f':
        isRead = readWord("false", node, JsonNode::Kind::Bool);
        break;
    case 'n':
        isRead = readWord("null", node, JsonNode::Kind::Null);
        break;
    case '\'':
        return fault(QT_TRANSLATE_NOOP("Reason", "a string needs double quotes"));
    default:
        if (isAtEnd())
            return fault(QT_TRANSLATE_NOOP("Reason", "a value is expected, but the text ends here"));
        if (peek() != '-' && !isDigit(peek()))
            return fault(QT_TRANSLATE_NOOP("Reason", "a value is expected here"));
        isRead = readNumber(node);
    }
    node->range.end = m_at;
    return isRead;
}

bool JsonReader::readWord(QByteArrayView word, JsonNode *node, JsonNode::Kind kind)
{
    node->kind = kind;
    if (!m_text.sliced(m_at).startsWith(word))
        return fault(QT_TRANSLATE_NOOP("Reason", "a value is expected here; text needs double quotes"));
    m_at += word.size();
    return true;
}

bool JsonReader::readDigits()
{
    if (!isDigit(peek()))
        return fault(QT_TRANSLATE_NOOP("Reason", "a digit is expected here"));
    while (isDigit(peek()))
        ++m_at;
    return true;
}

bool JsonReader::readNumber(JsonNode *node)
{
    const qsizetype begin = m_at;
    node->kind = JsonNode::Kind::Number;
    take('-');
    if (take('0')) {
        if (isDigit(peek()))
            return fault(QT_TRANSLATE_NOOP("Reason", "a number cannot have a leading zero"));
    } else if (!readDigits()) {
        return false;
    }
    if (take('.') && !readDigits())
        return false;
    if (take('e') || take('E')) {
        if (!take('+'))
            take('-');
        if (!readDigits())
            return false;
    }
    node->text = QString::fromLatin1(m_text.sliced(begin, m_at - begin));
    return true;
}

bool JsonReader::readUtf8()
{
    const auto byteAt = [this](qsizetype ahead) {
        return m_at + ahead < m_text.size() ? uchar(m_text.at(m_at + ahead)) : uchar(0);
    };
    const uchar first = byteAt(0);
    const int size = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    bool isGood = size > 0;
    for (int i = 1; i < size; ++i)
        isGood = isGood && (byteAt(i) & 0xc0) == 0x80;
    // Too long for its value, a half of a surrogate pair, or beyond the last character.
    isGood = isGood && !(first == 0xe0 && byteAt(1) < 0xa0) && !(first == 0xed && byteAt(1) > 0x9f)
        && !(first == 0xf0 && byteAt(1) < 0x90) && !(first == 0xf4 && byteAt(1) > 0x8f);
    if (!isGood)
        return fault(QT_TRANSLATE_NOOP("Reason", "the text is not UTF-8 here"));
    m_at += size;
    return true;
}

bool JsonReader::readHex(char16_t *unit)
{
    char16_t value = 0;
    for (int i = 0; i < 4; ++i) {
        const int digit = hexValue(peek());
        if (digit < 0)
            return fault(QT_TRANSLATE_NOOP("Reason", "\\u needs four hexadecimal digits"));
        value = char16_t(value * 16 + digit);
        ++m_at;
    }
    *unit = value;
    return true;
}

bool JsonReader::readEscape(QString *text)
{
    ++m_at;
    const char selector = peek();
    static constexpr QByteArrayView selectors = "\"\\/bfnrt";
    static constexpr QByteArrayView meanings = "\"\\/\b\f\n\r\t";
    if (const qsizetype index = selectors.indexOf(selector); index >= 0 && !isAtEnd()) {
        text->append(QLatin1Char(meanings.at(index)));
        ++m_at;
        return true;
    }
    if (selector != 'u')
        return fault(QT_TRANSLATE_NOOP("Reason", "this escape does not exist; write a backslash twice"));
    ++m_at;
    char16_t unit = 0;
    if (!readHex(&unit))
        return false;
    text->append(QChar(unit)); // half of a pair is let through, as the standard lets it
    return true;
}

bool JsonReader::readString(QString *text)
{
    ++m_at;
    *text = QLatin1StringView("");
    qsizetype plain = m_at;
    const auto flush = [&] {
        // Qt's decoder would drop a byte-order mark.
        QByteArrayView bytes = m_text.sliced(plain, m_at - plain);
        while (bytes.startsWith("\xef\xbb\xbf")) {
            text->append(QChar(QChar::ByteOrderMark));
            bytes = bytes.sliced(3);
        }
        text->append(QString::fromUtf8(bytes));
    };
    for (;;) {
        if (isAtEnd())
            return fault(QT_TRANSLATE_NOOP("Reason", "the string is not closed"));
        const char c = peek();
        if (c == '"') {
            flush();
            ++m_at;
            return true;
        }
        if (c == '\\') {
            flush();
            if (!readEscape(text))
                return false;
            plain = m_at;
        } else if (uchar(c) < 0x20) {
            return fault(QT_TRANSLATE_NOOP(
                "Reason",
                "a string must end on its line; write \\n and \\t for line breaks and tabs inside it"));
        } else if (uchar(c) < 0x80) {
            ++m_at;
        } else if (!readUtf8()) {
            return false;
        }
    }
}

bool JsonReader::readArray(JsonNode *node)
{
    node->kind = JsonNode::Kind::Array;
    if (++m_depth > deepestNesting)
        return limit(reasons::nestedTooDeeply);
    ++m_at;
    skipSpaces();
    if (!take(']')) {
        for (;;) {
            skipSpaces();
            if (!readValue(&node->elements.emplace_back()))
                return false;
            skipSpaces();
            if (take(']'))
                break;
            if (!take(','))
                return fault(QT_TRANSLATE_NOOP("Reason", "a comma or a closing bracket is expected here"));
        }
    }
    --m_depth;
    return true;
}

bool JsonReader::readMember(JsonNode *node)
{
    if (peek() != '"')
        return fault(QT_TRANSLATE_NOOP("Reason", "the name of a member, in double quotes, is expected here"));
    JsonNode::Member &member = node->members.emplace_back();
    member.nameRange.begin = m_at;
    if (!readString(&member.name))
        return false;
    member.nameRange.end = m_at;
    skipSpaces();
    if (!take(':'))
        return fault(QT_TRANSLATE_NOOP("Reason", "a colon is expected here"));
    skipSpaces();
    return readValue(&member.value);
}

bool JsonReader::readObject(JsonNode *node)
{
    node->kind = JsonNode::Kind::Object;
    if (++m_depth > deepestNesting)
        return limit(reasons::nestedTooDeeply);
    ++m_at;
    skipSpaces();
    if (!take('}')) {
        for (;;) {
            skipSpaces();
            if (!readMember(node))
                return false;
            skipSpaces();
            if (take('}'))
                break;
            if (!take(','))
                return fault(QT_TRANSLATE_NOOP("Reason", "a comma or a closing brace is expected here"));
        }
    }
    --m_depth;
    return true;
}

qsizetype beforeSpaces(QByteArrayView text, qsizetype at)
{
    while (at > 0 && isSpace(text.at(at - 1)))
        --at;
    return at;
}

QByteArray indentationOfLine(const QByteArray &text, qsizetype offset)
{
    const qsizetype begin = offset > 0 ? text.lastIndexOf('\n', offset - 1) + 1 : 0;
    qsizetype end = begin;
    while (end < text.size() && (text.at(end) == ' ' || text.at(end) == '\t'))
        ++end;
    return text.sliced(begin, end - begin);
}

// By how much the first member that has a line of its own is indented.
QByteArray indentationStep(const QByteArray &text, const JsonNode &root)
{
    if (!root.members.empty()) {
        const qsizetype first = root.members.front().nameRange.begin;
        const QByteArray inner = indentationOfLine(text, first);
        const QByteArray outer = indentationOfLine(text, root.range.begin);
        if (inner.size() > outer.size() && inner.startsWith(outer))
            return inner.sliced(outer.size());
    }
    return QByteArrayLiteral("  ");
}

// A value of several lines: all but the first are moved in, and end as the text's lines do.
QByteArray indentedValue(const QByteArray &value, const QByteArray &indentation, const QByteArray &lineEnd)
{
    QByteArray lines = value.trimmed();
    lines.replace("\r\n", "\n");
    return lines.replace("\n", lineEnd + indentation);
}

// Edits one object.
class MemberEditor {
public:
    MemberEditor(const JsonFile &file, const JsonNode &object)
        : m_text(file.text())
        , m_object(object)
        , m_step(indentationStep(file.text(), file.root()))
        , m_lineEnd(lineEndOf(file.text()))
    {
    }

    QList<TextEdit> edit(const QList<MemberEdit> &edits);

private:
    QByteArray newMembers(const QList<MemberEdit> &added, const QByteArray &separator,
                          const QByteArray &indentation) const;
    void add(const QList<MemberEdit> &added, const QList<bool> &goes);
    void remove(const QList<bool> &goes);

    const QByteArray &m_text;
    const JsonNode &m_object;
    QByteArray m_step;
    QByteArray m_lineEnd;
    QList<TextEdit> m_edits;
};

QByteArray MemberEditor::newMembers(const QList<MemberEdit> &added, const QByteArray &separator,
                                    const QByteArray &indentation) const
{
    // Around the colon it looks as it does in the last member there is.
    QByteArray colon = ": ";
    if (!m_object.members.empty()) {
        const JsonNode::Member &last = m_object.members.back();
        const QByteArray gap = m_text.sliced(last.nameRange.end, last.value.range.begin - last.nameRange.end);
        if (!gap.contains('\n'))
            colon = gap;
    }
    QByteArray members;
    for (const MemberEdit &member : added) {
        if (!members.isEmpty())
            members += ',' + separator;
        members += jsonQuoted(member.name) + colon + indentedValue(*member.value, indentation, m_lineEnd);
    }
    return members;
}

void MemberEditor::remove(const QList<bool> &goes)
{
    const auto &members = m_object.members;
    const qsizetype count = goes.size();
    // Those that stay at the front keep their commas up to the last one that stays at all.
    qsizetype lastKept = count - 1;
    while (lastKept >= 0 && goes.at(lastKept))
        --lastKept;
    for (qsizetype i = 0; i < lastKept; ++i) {
        if (!goes.at(i))
            continue;
        // With its comma and everything up to the next one, which moves into its place.
        m_edits.append(
            {{members[std::size_t(i)].nameRange.begin, members[std::size_t(i) + 1].nameRange.begin},
             QByteArray()});
    }
    if (lastKept == count - 1)
        return;
    if (lastKept < 0)
        m_edits.append({{m_object.range.begin + 1, m_object.range.end - 1}, QByteArray()});
    else
        m_edits.append(
            {{members[std::size_t(lastKept)].value.range.end, members.back().value.range.end}, QByteArray()});
}

void MemberEditor::add(const QList<MemberEdit> &added, const QList<bool> &goes)
{
    const auto &members = m_object.members;
    const QByteArray outer = indentationOfLine(m_text, m_object.range.begin);
    const bool isEmpty = !goes.contains(false);
    if (isEmpty) {
        const bool hasLines = m_text.contains('\n') || members.empty();
        const QByteArray separator = hasLines ? m_lineEnd + outer + m_step : QByteArrayLiteral(" ");
        const QByteArray inside = hasLines
            ? separator + newMembers(added, separator, outer + m_step) + m_lineEnd + outer
            : newMembers(added, separator, outer);
        m_edits.append({{m_object.range.begin + 1, m_object.range.end - 1}, inside});
        return;
    }
    // Between two members, or after the brace: what is there also precedes the new one.
    const JsonNode::Member &last = members.back();
    const qsizetype before = beforeSpaces(m_text, last.nameRange.begin);
    QByteArray separator = m_text.sliced(before, last.nameRange.begin - before);
    if (members.size() == 1 && !separator.contains('\n'))
        separator = QByteArrayLiteral(" ");
    const QByteArray indentation =
        separator.contains('\n') ? indentationOfLine(m_text, last.nameRange.begin) : outer;
    if (const qsizetype newline = separator.lastIndexOf('\n'); newline >= 0)
        separator = m_lineEnd + separator.sliced(newline + 1);
    qsizetype lastKept = goes.size() - 1;
    while (goes.at(lastKept))
        --lastKept;
    const qsizetype at = members[std::size_t(lastKept)].value.range.end;
    const QByteArray text = ',' + separator + newMembers(added, separator, indentation);
    // Where the last ones go, the new ones come to their place.
    if (lastKept < goes.size() - 1)
        m_edits.last().replacement = text;
    else
        m_edits.append({{at, at}, text});
}

QList<TextEdit> MemberEditor::edit(const QList<MemberEdit> &edits)
{
    const auto &members = m_object.members;
    QList<bool> goes(qsizetype(members.size()), false);
    QList<MemberEdit> added;
    for (const MemberEdit &edit : edits) {
        const auto found = std::find_if(members.begin(), members.end(), [&](const JsonNode::Member &member) {
            return member.name == edit.name;
        });
        if (found == members.end()) {
            if (edit.value)
                added.append(edit);
            continue;
        }
        if (!edit.value) {
            goes[found - members.begin()] = true;
            continue;
        }
        const QByteArray indentation = indentationOfLine(m_text, found->nameRange.begin);
        const QByteArray value = indentedValue(*edit.value, indentation, m_lineEnd);
        const SourceRange range = found->value.range;
        if (m_text.sliced(range.begin, range.size()) != value)
            m_edits.append({range, value});
    }
    const bool empties = !goes.isEmpty() && !goes.contains(false);
    if (empties && !added.isEmpty()) {
        m_edits.clear();
        add(added, goes);
        return m_edits;
    }
    if (goes.contains(true))
        remove(goes);
    if (!added.isEmpty())
        add(added, goes);
    return orderedBy(m_edits, [](const TextEdit &edit) { return edit.range.begin; });
}

} // namespace

const JsonNode *JsonNode::member(QStringView name) const
{
    const auto found =
        std::find_if(members.rbegin(), members.rend(), [&](const Member &each) { return each.name == name; });
    return found == members.rend() ? nullptr : &found->value;
}

JsonFile::JsonFile(std::shared_ptr<const Tree> tree)
    : m_tree(std::move(tree))
{
}

JsonFile JsonFile::parse(const QByteArray &text)
{
    auto tree = std::make_shared<Tree>();
    tree->text = text;
    tree->lines = LineIndex(text);
    JsonReader reader(text);
    if (!reader.readAll(&tree->root)) {
        tree->root = {};
        tree->fault = SourceFault{tree->lines.position(text, reader.at()), reader.reason(), reader.isLimit()};
    }
    return JsonFile(std::move(tree));
}

const std::optional<SourceFault> &JsonFile::fault() const
{
    return m_tree->fault;
}

const QByteArray &JsonFile::text() const
{
    return m_tree->text;
}

const JsonNode &JsonFile::root() const
{
    return m_tree->root;
}

SourcePosition JsonFile::positionOf(qsizetype offset) const
{
    return m_tree->lines.position(m_tree->text, offset);
}

int JsonFile::lineOf(qsizetype offset) const
{
    return m_tree->lines.line(m_tree->text, offset);
}

Result<QList<TextEdit>> editMembers(const JsonFile &file, const JsonNode &object,
                                    const QList<MemberEdit> &members)
{
    const auto notPossible = [](const QString &reason) {
        return Problem(finding::editNotPossible, {{u"reason"_s, reason}});
    };
    if (const auto &fault = file.fault())
        return notPossible(
            reasonText(reasons::syntaxFault, fault->place.line, fault->place.column, fault->reason));
    if (object.kind != JsonNode::Kind::Object)
        return notPossible(reasonText(QT_TRANSLATE_NOOP("Reason", "the value is not an object")));
    for (const MemberEdit &edit : members) {
        Q_ASSERT(!edit.value || JsonFile::parse(*edit.value).isValid());
        const auto count =
            std::count_if(object.members.begin(), object.members.end(),
                          [&](const JsonNode::Member &member) { return member.name == edit.name; });
        if (count > 1) {
            return notPossible(reasonText(reasons::memberTwice, file.lineOf(object.range.begin)));
        }
    }
    return MemberEditor(file, object).edit(members);
}

QByteArray jsonQuoted(const QString &text)
{
    QString quoted = u"\""_s;
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\')
            quoted += u'\\' + QString(c);
        else if (c == u'\n')
            quoted += "\\n"_L1;
        else if (c == u'\r')
            quoted += "\\r"_L1;
        else if (c == u'\t')
            quoted += "\\t"_L1;
        else if (c.unicode() < 0x20)
            quoted += "\\u"_L1 + QString::number(c.unicode(), 16).rightJustified(4, u'0');
        else
            quoted += c;
    }
    return (quoted + u'"').toUtf8();
}

} // namespace signet
