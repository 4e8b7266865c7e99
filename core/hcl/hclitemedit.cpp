#include "core/hcl/hclalignment.h"
#include "core/hcl/hcledit.h"
#include "core/hcl/hclfiletree.h"
#include "core/hcl/hcllexer.h"
#include "core/hcl/hclparser.h"
#include "core/result/reason.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// An item of an object and what belongs to it. All places are in the text of the object alone.
struct Item {
    SourceRange key;
    SourceRange value;
    qsizetype comma = -1; // its place; -1 when there is none
    bool startsLine = false; // nothing but blanks and comments in front of it
    bool endsLine = false; // nothing but blanks and comments behind it and its comma
    SourceRange line; // where it starts and ends its line: that line, with its end
    bool isQuoted = false;

    qsizetype end() const { return comma >= 0 ? comma + 1 : value.end; }
};

// One object, read again after each step.
class ObjectText {
public:
    ObjectText(const QByteArray &text, const QByteArray &base, const QByteArray &unit,
               const QByteArray &lineEnd);

    void set(qsizetype index, const QByteArray &value);
    void remove(qsizetype index);
    void add(const QString &name, const QByteArray &value, bool opensUp);

    qsizetype indexOf(const QString &name) const;
    qsizetype size() const { return m_items.size(); }
    bool opensUpFor(const QList<ArgumentEdit> &added) const;
    // Not an object any more: a step went wrong, and there are no edits.
    bool isBroken() const { return m_isBroken; }
    QList<TextEdit> edits() const { return m_edited.edits(); }

private:
    void read();
    Item itemAt(const HclExpression &key, const HclExpression &value) const;
    void apply(const QList<TextEdit> &edits);
    std::size_t tokenAt(qsizetype offset) const;
    bool endsLineBetween(qsizetype begin, qsizetype end) const;
    QByteArray between(qsizetype begin, qsizetype end) const { return m_text.sliced(begin, end - begin); }
    qsizetype closeBrace() const { return m_text.size() - 1; }
    qsizetype blanksBefore(qsizetype offset) const;
    qsizetype blanksBehind(qsizetype offset) const;
    QByteArray itemIndentation() const;
    QByteArray newItem(const QString &name, const QByteArray &value, const QByteArray &indentation) const;
    void addToEmpty(const QByteArray &item, bool opensUp);
    void addBehindLine(const Item &last, const QString &name, const QByteArray &value);
    void addInLine(const Item &last, const QString &name, const QByteArray &value);

    EditedText m_edited;
    QByteArray m_text;
    SyntaxTokens m_tokens;
    HclExpression m_object;
    QList<Item> m_items;
    bool m_isBroken = false;
    QByteArray m_base; // the indentation of the line that the object begins on
    QByteArray m_unit;
    QByteArray m_lineEnd;
};

ObjectText::ObjectText(const QByteArray &text, const QByteArray &base, const QByteArray &unit,
                       const QByteArray &lineEnd)
    : m_edited(text)
    , m_base(base)
    , m_unit(unit)
    , m_lineEnd(lineEnd)
{
    read();
}

void ObjectText::apply(const QList<TextEdit> &edits)
{
    m_edited.apply(edits);
    read();
}

void ObjectText::read()
{
    m_text = m_edited.text();
    m_tokens = lexHcl(m_text).tokens;
    m_object = {};
    m_items.clear();
    m_isBroken =
        parseWholeHclExpression(m_text, m_tokens, &m_object) || m_object.kind != HclExpression::Kind::Object;
    Q_ASSERT(!m_isBroken);
    if (m_isBroken)
        return;
    for (const auto &[key, value] : m_object.items)
        m_items.append(itemAt(key, value));
}

std::size_t ObjectText::tokenAt(qsizetype offset) const
{
    const auto found = std::lower_bound(m_tokens.begin(), m_tokens.end(), offset,
                                        [](SyntaxToken token, qsizetype at) { return token.begin() < at; });
    return std::size_t(found - m_tokens.begin());
}

Item ObjectText::itemAt(const HclExpression &key, const HclExpression &value) const
{
    Item item;
    item.key = key.range;
    item.value = value.range;
    item.isQuoted = key.kind == HclExpression::Kind::Template;
    std::size_t first = tokenAt(item.key.begin);
    const auto isBeside = [this](std::size_t token) {
        const SyntaxKind kind = m_tokens[token].kind();
        return kind == SyntaxKind::Space
            || (kind == SyntaxKind::Comment
                && !m_text.sliced(m_tokens[token].begin(), rangeOf(m_tokens, token).size()).contains('\n'));
    };
    while (isBeside(first - 1))
        --first;
    item.startsLine = endsLine(m_tokens[first - 1].kind());
    item.line.begin = m_tokens[first].begin();

    std::size_t next = tokenAt(item.value.end);
    while (m_tokens[next].kind() == SyntaxKind::Space || m_tokens[next].kind() == SyntaxKind::Comment)
        ++next;
    if (m_tokens[next].kind() == SyntaxKind::Comma) {
        item.comma = m_tokens[next].begin();
        ++next;
    }
    while (isBeside(next))
        ++next;
    item.endsLine = endsLine(m_tokens[next].kind());
    item.line.end = rangeOf(m_tokens, next).end;
    return item;
}

qsizetype ObjectText::indexOf(const QString &name) const
{
    for (std::size_t i = 0; i < m_object.items.size(); ++i) {
        const HclExpression &key = m_object.items[i].first;
        const bool isName = key.kind == HclExpression::Kind::Traversal && key.path == QStringList{name};
        if (isName || key.literalString() == name)
            return qsizetype(i);
    }
    return -1;
}

bool ObjectText::endsLineBetween(qsizetype begin, qsizetype end) const
{
    for (std::size_t i = tokenAt(begin); m_tokens[i].begin() < end; ++i) {
        if (endsLine(m_tokens[i].kind()))
            return true;
    }
    return false;
}

qsizetype ObjectText::blanksBefore(qsizetype offset) const
{
    qsizetype count = 0;
    while (offset > count && (m_text.at(offset - count - 1) == ' ' || m_text.at(offset - count - 1) == '\t'))
        ++count;
    return count;
}

qsizetype ObjectText::blanksBehind(qsizetype offset) const
{
    qsizetype count = 0;
    while (m_text.at(offset + count) == ' ' || m_text.at(offset + count) == '\t')
        ++count;
    return count;
}

QByteArray ObjectText::itemIndentation() const
{
    for (const Item &item : m_items) {
        if (item.startsLine)
            return indentationAt(m_text, item.key.begin);
    }
    return m_base + m_unit;
}

void ObjectText::set(qsizetype index, const QByteArray &value)
{
    const Item item = m_items.at(index);
    if (between(item.value.begin, item.value.end) == value.trimmed())
        return;
    const QByteArray indentation = item.startsLine ? indentationAt(m_text, item.key.begin) : m_base;
    const QByteArray replacement = laidOutValue(value, indentation, m_unit, m_lineEnd);
    QList<TextEdit> edits{{item.value, replacement}};
    if (endsWithHeredoc(replacement)) {
        // Behind a heredoc's marker the line ends; that separates, and a comma must not follow.
        if (item.comma >= 0)
            edits.append({{item.comma, item.comma + 1}, QByteArray()});
        const qsizetype rest = item.value.end + blanksBehind(item.value.end);
        const qsizetype behindComma = rest == item.comma ? rest + 1 : rest;
        const qsizetype next = behindComma + blanksBehind(behindComma);
        if (!endsLine(m_tokens[tokenAt(next)].kind())
            || m_tokens[tokenAt(next)].kind() == SyntaxKind::CommentLine) {
            const QByteArray lineBegin = endsLineBetween(next, closeBrace()) ? itemIndentation() : m_base;
            if (rest == item.comma)
                edits.removeLast();
            edits.append({{item.value.end, next}, m_lineEnd + lineBegin});
        }
    }
    apply(edits);
}

void ObjectText::remove(qsizetype index)
{
    const Item item = m_items.at(index);
    const bool isLast = index + 1 == m_items.size();
    QList<TextEdit> edits;
    if (item.startsLine && item.endsLine) {
        edits.append({item.line, QByteArray()});
        // There was no comma after the last one, so none is added.
        if (isLast && index > 0 && item.comma < 0 && m_items.at(index - 1).comma >= 0) {
            const qsizetype comma = m_items.at(index - 1).comma;
            edits.prepend({{comma, comma + 1}, QByteArray()});
        }
    } else if (!isLast) {
        const Item &next = m_items.at(index + 1);
        if (item.comma >= 0 && !endsLineBetween(item.comma, next.key.begin))
            edits.append({{item.key.begin, item.end() + blanksBehind(item.end())}, QByteArray()});
        else
            edits.append({{item.key.begin - blanksBefore(item.key.begin), item.end()}, QByteArray()});
    } else if (index > 0) {
        const Item &before = m_items.at(index - 1);
        const qsizetype begin = item.comma >= 0 || before.comma < 0 ? before.end() : before.value.end;
        const QByteArray gap = between(before.end(), item.key.begin);
        // Nothing can move up to a heredoc's marker.
        const bool isBehindHeredoc = endsWithHeredoc(between(before.value.begin, before.value.end));
        if (gap.trimmed().isEmpty() && !isBehindHeredoc)
            edits.append({{begin, item.end()}, QByteArray()});
        else
            edits.append({{item.key.begin, item.end()}, QByteArray()});
    } else {
        edits.append({{item.key.begin - blanksBefore(item.key.begin), item.end()}, QByteArray()});
    }
    apply(edits);
    const QByteArray inside = between(1, closeBrace());
    if (m_items.isEmpty() && inside.trimmed().isEmpty() && !inside.isEmpty())
        apply({{{1, closeBrace()}, QByteArray()}});
}

QByteArray ObjectText::newItem(const QString &name, const QByteArray &value,
                               const QByteArray &indentation) const
{
    QByteArray key = name.toUtf8();
    const HclExpression asName = parseHclExpression(key);
    const bool isName = asName.kind == HclExpression::Kind::Traversal && asName.path.size() == 1;
    QByteArray sign = " = ";
    bool isQuoted = !isName;
    if (!m_items.isEmpty()) {
        const Item &last = m_items.constLast();
        isQuoted = isQuoted || last.isQuoted;
        const QByteArray gap = between(last.key.end, last.value.begin);
        const qsizetype at = gap.indexOf(gap.contains('=') ? '=' : ':');
        const QByteArray behind = gap.sliced(at + 1);
        sign = (at == 0 ? QByteArray() : QByteArrayLiteral(" ")) + gap.at(at)
            + (behind.trimmed().isEmpty() && !behind.contains('\n') ? behind : QByteArrayLiteral(" "));
    }
    if (isQuoted)
        key = '"' + key.replace('\\', "\\\\").replace('"', "\\\"").replace("${", "$${").replace("%{", "%%{")
            + '"';
    return key + sign + laidOutValue(value, indentation, m_unit, m_lineEnd);
}

bool ObjectText::opensUpFor(const QList<ArgumentEdit> &added) const
{
    return added.size() > 1 || (added.size() == 1 && hasSeveralLines(*added.constFirst().expression));
}

void ObjectText::add(const QString &name, const QByteArray &value, bool opensUp)
{
    if (m_items.isEmpty()) {
        const bool hasLines = endsLineBetween(1, closeBrace());
        addToEmpty(newItem(name, value, opensUp || hasLines ? m_base + m_unit : m_base), opensUp);
    } else if (m_items.constLast().endsLine) {
        addBehindLine(m_items.constLast(), name, value);
    } else {
        addInLine(m_items.constLast(), name, value);
    }
}

void ObjectText::addToEmpty(const QByteArray &item, bool opensUp)
{
    if (endsLineBetween(1, closeBrace())) {
        // After the comments there.
        std::size_t last = tokenAt(closeBrace());
        while (last > 1
               && (m_tokens[last - 1].kind() == SyntaxKind::Space
                   || m_tokens[last - 1].kind() == SyntaxKind::Newline))
            --last;
        std::size_t end = last;
        while (!endsLine(m_tokens[end - (end > last ? 1 : 0)].kind()) && end < tokenAt(closeBrace()))
            ++end;
        qsizetype at = m_tokens[last].begin();
        if (last == 1 || m_tokens[last - 1].kind() != SyntaxKind::CommentLine) {
            while (at < closeBrace() && m_text.at(at) != '\n')
                ++at;
            at = std::min(at + 1, closeBrace());
        }
        const bool startsLine = m_text.at(at - 1) == '\n';
        apply({{{at, at},
                (startsLine ? QByteArray() : m_lineEnd) + m_base + m_unit + item + m_lineEnd
                    + (startsLine ? QByteArray() : m_base)}});
        return;
    }
    const qsizetype blanks = blanksBefore(closeBrace());
    const QByteArray before = opensUp ? m_lineEnd + m_base + m_unit : QByteArrayLiteral(" ");
    const QByteArray after = opensUp ? m_lineEnd + m_base : QByteArrayLiteral(" ");
    apply({{{closeBrace() - blanks, closeBrace()}, before + item + after}});
}

void ObjectText::addBehindLine(const Item &last, const QString &name, const QByteArray &value)
{
    const QByteArray indentation =
        last.startsLine ? indentationAt(m_text, last.key.begin) : itemIndentation();
    const QByteArray item = newItem(name, value, indentation);
    const bool hasCommas =
        std::any_of(m_items.cbegin(), m_items.cend(), [](const Item &each) { return each.comma >= 0; });
    QList<TextEdit> edits;
    if (hasCommas && last.comma < 0 && !endsWithHeredoc(between(last.value.begin, last.value.end)))
        edits.append({{last.value.end, last.value.end}, QByteArrayLiteral(",")});
    const bool endsWithComma = last.comma >= 0 && !endsWithHeredoc(item);
    edits.append(
        {{last.line.end, last.line.end}, indentation + item + (endsWithComma ? "," : "") + m_lineEnd});
    apply(edits);
}

void ObjectText::addInLine(const Item &last, const QString &name, const QByteArray &value)
{
    const QByteArray indentation = last.startsLine ? indentationAt(m_text, last.key.begin) : m_base;
    const QByteArray item = newItem(name, value, indentation);
    QByteArray text = (last.comma >= 0 ? QByteArrayLiteral(" ") : QByteArrayLiteral(", ")) + item;
    qsizetype end = last.end();
    if (endsWithHeredoc(item)) {
        end += blanksBehind(end);
        text += m_lineEnd + m_base;
    } else if (last.comma >= 0) {
        text += ',';
    }
    apply({{{last.end(), end}, text}});
}

// The attribute that holds that place; null when there is none.
const HclAttribute *attributeAround(const HclBody &body, qsizetype offset)
{
    const HclBody *at = &body;
    while (at) {
        const auto attribute = std::upper_bound(
            at->attributes.begin(), at->attributes.end(), offset,
            [](qsizetype place, const HclAttribute &each) { return place < each.range.begin; });
        if (attribute != at->attributes.begin() && std::prev(attribute)->range.contains(offset))
            return &*std::prev(attribute);
        const auto block =
            std::upper_bound(at->blocks.begin(), at->blocks.end(), offset,
                             [](qsizetype place, const HclBlock &each) { return place < each.range.begin; });
        at = block != at->blocks.begin() && std::prev(block)->range.contains(offset) ? &std::prev(block)->body
                                                                                     : nullptr;
    }
    return nullptr;
}

} // namespace

Result<QList<TextEdit>> editItems(const HclFile &file, const HclExpression &object,
                                  const QList<ArgumentEdit> &items)
{
    const auto notPossible = [](const QString &reason) {
        return Problem(finding::editNotPossible, {{u"reason"_s, reason}});
    };
    if (!file.isValid()) {
        const SourceFault &fault = file.faults().constFirst();
        return notPossible(
            reasonText(reasons::syntaxFault, fault.place.line, fault.place.column, fault.reason));
    }
    const HclAttribute *attribute = attributeAround(file.body(), object.range.begin);
    if (object.kind != HclExpression::Kind::Object || !attribute)
        return notPossible(reasonText(QT_TRANSLATE_NOOP("Reason", "the value is not an object with items")));

    ObjectText text(file.text().sliced(object.range.begin, object.range.size()),
                    indentationAt(file.text(), object.range.begin), indentationUnit(file),
                    lineEndOf(file.text()));
    for (const auto &[key, value] : object.items) {
        const auto same = std::count_if(object.items.begin(), object.items.end(), [&](const auto &other) {
            const auto nameOf = [](const HclExpression &expression) {
                return expression.kind == HclExpression::Kind::Traversal
                    ? expression.path.join(u'.')
                    : expression.literalString().value_or(QString());
            };
            return !nameOf(key).isEmpty() && nameOf(other.first) == nameOf(key);
        });
        const bool isAsked = std::any_of(items.begin(), items.end(), [&](const ArgumentEdit &edit) {
            return object.item(edit.name) == &value;
        });
        if (isAsked && same > 1)
            return notPossible(reasonText(reasons::itemTwice, file.lineOf(key.range.begin)));
    }

    QList<ArgumentEdit> added;
    for (const ArgumentEdit &edit : items) {
        const qsizetype index = text.indexOf(edit.name);
        if (text.isBroken())
            break;
        if (index >= 0 && edit.expression)
            text.set(index, *edit.expression);
        else if (index >= 0)
            text.remove(index);
        else if (edit.expression)
            added.append(edit);
    }
    const bool opensUp = text.opensUpFor(added);
    for (const ArgumentEdit &edit : std::as_const(added)) {
        if (!text.isBroken())
            text.add(edit.name, *edit.expression, opensUp);
    }
    if (text.isBroken())
        return notPossible(
            reasonText(QT_TRANSLATE_NOOP("Reason", "the layout of the object does not allow this edit")));

    QList<TextEdit> edits = text.edits();
    if (edits.isEmpty())
        return edits;
    for (TextEdit &edit : edits)
        edit.range = {edit.range.begin + object.range.begin, edit.range.end + object.range.begin};
    edits = alignedEdits(file, attribute->range, edits, {});
    if (!isValidWith(file, edits))
        return notPossible(
            reasonText(QT_TRANSLATE_NOOP("Reason", "the layout of the object does not allow this edit")));
    return edits;
}

} // namespace signet
