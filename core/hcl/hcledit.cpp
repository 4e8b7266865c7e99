#include "core/hcl/hcledit.h"

#include "core/hcl/hclalignment.h"
#include "core/hcl/hclfiletree.h"
#include "core/result/reason.h"

#include <QHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

Problem notPossible(const QString &reason)
{
    return {finding::editNotPossible, {{u"reason"_s, reason}}};
}

std::optional<Problem> faultOf(const HclFile &file)
{
    if (file.isValid())
        return {};
    const SourceFault &fault = file.faults().constFirst();
    return notPossible(reasonText(reasons::syntaxFault, fault.place.line, fault.place.column, fault.reason));
}

[[maybe_unused]] bool isValue(const QByteArray &expression)
{
    const HclFile file = HclFile::parse("x = " + expression.trimmed() + '\n');
    return file.isValid() && file.body().attributes.size() == 1 && file.body().blocks.empty()
        && file.body().attributes.front().expressionRange.size() == expression.trimmed().size();
}

bool isBlank(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
}

// The block whose body that is; null for a whole file.
const HclBlock *blockOf(const HclBody &root, SourceRange body)
{
    const HclBody *at = &root;
    while (at->range != body) {
        const auto next = std::upper_bound(
            at->blocks.begin(), at->blocks.end(), body.begin,
            [](qsizetype offset, const HclBlock &block) { return offset < block.range.begin; });
        if (next == at->blocks.begin())
            return nullptr;
        const HclBlock &block = *std::prev(next);
        if (block.body.range == body)
            return &block;
        at = &block.body;
    }
    return nullptr;
}

// Edits the arguments of one body.
class BodyEditor {
public:
    BodyEditor(const HclFile &file, const HclBody &body)
        : m_file(file)
        , m_text(file.text())
        , m_tokens(file.tree().tokens)
        , m_body(body)
        , m_block(blockOf(file.body(), body.range))
        , m_lineEnd(lineEndOf(file.text()))
    {
    }

    QList<TextEdit> edit(const QList<ArgumentEdit> &arguments);
    TextEdit append(const QByteArray &block);

private:
    struct Line {
        SourceRange range; // with the end of the line
        bool isWhole = true; // false: a comment that began on an earlier line ends on it
    };

    std::size_t tokenAt(qsizetype offset) const;
    SyntaxKind kindAt(std::size_t token) const { return m_tokens[token].kind(); }
    Line lineOf(const HclAttribute &attribute) const;
    qsizetype newlineSize(qsizetype end) const; // of the line end in front of that offset
    qsizetype lineBegin(qsizetype offset) const;
    qsizetype lineEnd(qsizetype offset) const; // behind its newline
    bool isOnOneLine() const;
    qsizetype contentEnd() const;

    QByteArray innerIndentation() const;
    QByteArray value(const QByteArray &expression, const QByteArray &base) const;
    QByteArray newLine(const ArgumentEdit &argument, const QByteArray &base) const;
    QByteArray withoutLastLineEnd(const QByteArray &lines, const QList<ArgumentEdit> &arguments) const;

    void set(const HclAttribute &attribute, const QByteArray &expression);
    void removeLines(QList<Line> lines, bool keepsLast);
    void addLines(const QList<ArgumentEdit> &arguments);
    void addBehind(const HclAttribute &last, const QList<ArgumentEdit> &arguments);
    void addToEmpty(const QList<ArgumentEdit> &arguments);
    void addAtEnd(const QList<ArgumentEdit> &arguments);
    void openUp(const QList<ArgumentEdit> &added, const ArgumentEdit *kept);
    bool needsOpening(const QList<ArgumentEdit> &added, const QList<ArgumentEdit> &set) const;

    const HclFile &m_file;
    const QByteArray &m_text;
    const SyntaxTokens &m_tokens;
    const HclBody &m_body;
    const HclBlock *m_block;
    QByteArray m_lineEnd;
    QList<TextEdit> m_edits;
    bool m_setsHeredoc = false; // an argument's new value is one
    bool m_lastGoes = false; // the last argument of the body is removed
};

std::size_t BodyEditor::tokenAt(qsizetype offset) const
{
    const auto found = std::lower_bound(m_tokens.begin(), m_tokens.end(), offset,
                                        [](SyntaxToken token, qsizetype at) { return token.begin() < at; });
    return std::size_t(found - m_tokens.begin());
}

BodyEditor::Line BodyEditor::lineOf(const HclAttribute &attribute) const
{
    Line line;
    std::size_t first = tokenAt(attribute.range.begin);
    while (first > 0) {
        const SyntaxKind before = kindAt(first - 1);
        const SourceRange range = rangeOf(m_tokens, first - 1);
        const bool isComment = before == SyntaxKind::Comment;
        if (isComment && QByteArrayView(m_text).sliced(range.begin, range.size()).contains('\n')) {
            line.isWhole = false;
            break;
        }
        if (before != SyntaxKind::Space && !isComment)
            break;
        --first;
    }
    line.range.begin = m_tokens[first].begin();
    std::size_t end = tokenAt(attribute.range.end);
    while (end + 1 < m_tokens.size() && !endsLine(kindAt(end)))
        ++end;
    line.range.end = rangeOf(m_tokens, end).end;
    if (!line.isWhole)
        line.range.end -= newlineSize(line.range.end);
    return line;
}

qsizetype BodyEditor::newlineSize(qsizetype end) const
{
    if (end == 0 || m_text.at(end - 1) != '\n')
        return 0;
    return end > 1 && m_text.at(end - 2) == '\r' ? 2 : 1;
}

qsizetype BodyEditor::lineBegin(qsizetype offset) const
{
    const qsizetype newline = offset > 0 ? m_text.lastIndexOf('\n', offset - 1) : -1;
    return std::max(newline + 1, m_file.body().range.begin);
}

qsizetype BodyEditor::lineEnd(qsizetype offset) const
{
    const qsizetype newline = m_text.indexOf('\n', offset);
    return newline < 0 ? m_text.size() : newline + 1;
}

// Nothing ends a line between the braces: the only argument there may, stands on the line of both.
bool BodyEditor::isOnOneLine() const
{
    if (!m_block)
        return false;
    for (std::size_t i = tokenAt(m_body.range.begin); m_tokens[i].begin() < m_body.range.end; ++i) {
        if (endsLine(kindAt(i)))
            return false;
        if (kindAt(i) != SyntaxKind::Space && kindAt(i) != SyntaxKind::Comment)
            return true; // an argument: had it lines of its own, a line would have ended in front of it
    }
    return true;
}

// Where the last thing in the body ends, comments included, with its line.
qsizetype BodyEditor::contentEnd() const
{
    qsizetype end = m_body.range.begin;
    for (std::size_t i = tokenAt(m_body.range.end); i > 0 && m_tokens[i - 1].begin() >= m_body.range.begin;
         --i) {
        const SyntaxKind kind = kindAt(i - 1);
        if (kind != SyntaxKind::Space && kind != SyntaxKind::Newline) {
            end = rangeOf(m_tokens, i - 1).end;
            if (kind != SyntaxKind::CommentLine)
                end = std::min(lineEnd(end), m_body.range.end);
            return end;
        }
    }
    return m_block ? std::min(lineEnd(end), m_body.range.end) : end;
}

QByteArray BodyEditor::innerIndentation() const
{
    if (!m_body.attributes.empty() && !isOnOneLine())
        return indentationAt(m_text, m_body.attributes.back().range.begin);
    if (!m_body.blocks.empty())
        return indentationAt(m_text, m_body.blocks.front().range.begin);
    if (!m_block)
        return {};
    return indentationAt(m_text, m_block->range.begin) + indentationUnit(m_file);
}

QByteArray BodyEditor::value(const QByteArray &expression, const QByteArray &base) const
{
    return laidOutValue(expression, base, indentationUnit(m_file), m_lineEnd);
}

QByteArray BodyEditor::newLine(const ArgumentEdit &argument, const QByteArray &base) const
{
    return base + argument.name.toUtf8() + " = " + value(*argument.expression, base);
}

// A heredoc does not end without one.
QByteArray BodyEditor::withoutLastLineEnd(const QByteArray &lines, const QList<ArgumentEdit> &arguments) const
{
    return endsWithHeredoc(*arguments.constLast().expression) ? lines : lines.chopped(m_lineEnd.size());
}

void BodyEditor::set(const HclAttribute &attribute, const QByteArray &expression)
{
    const QByteArray old = m_text.sliced(attribute.expressionRange.begin, attribute.expressionRange.size());
    if (old == expression.trimmed())
        return;
    const QByteArray base = indentationAt(m_text, attribute.range.begin);
    const QByteArray replacement = value(expression, base);
    m_edits.append({attribute.expressionRange, replacement});
    m_setsHeredoc = m_setsHeredoc || endsWithHeredoc(replacement);
    // A comment cannot stand behind a heredoc's marker: it gets a line.
    const Line line = lineOf(attribute);
    const QByteArrayView rest =
        QByteArrayView(m_text).sliced(attribute.range.end, line.range.end - attribute.range.end);
    if (endsWithHeredoc(replacement) && !isBlank(rest)) {
        qsizetype blanks = 0;
        while (rest.at(blanks) == ' ' || rest.at(blanks) == '\t')
            ++blanks;
        m_edits.append({{attribute.range.end, attribute.range.end + blanks}, m_lineEnd + base});
    } else if (endsWithHeredoc(replacement) && newlineSize(line.range.end) == 0 && line.isWhole) {
        m_edits.last().replacement += m_lineEnd;
    }
}

// Lines go, and with them a blank line where two would meet, or one would stand at an end of the body.
void BodyEditor::removeLines(QList<Line> lines, bool keepsLast)
{
    QList<Line> runs;
    for (const Line &line : std::as_const(lines)) {
        if (!runs.isEmpty() && runs.constLast().range.end == line.range.begin && line.isWhole)
            runs.last().range.end = line.range.end;
        else
            runs.append(line);
    }
    bool isFirst = false; // nothing stands in front of the run
    qsizetype removedTo = 0;
    for (qsizetype i = 0; i < runs.size(); ++i) {
        SourceRange range = runs[i].range;
        const qsizetype bodyBegin = m_block ? lineEnd(m_body.range.begin) : m_body.range.begin;
        const bool isLast = i + 1 == runs.size();
        if (!runs[i].isWhole) {
            // What is left of the line is a comment.
            while (range.begin > 0 && m_text.at(range.begin - 1) == ' ')
                --range.begin;
        } else if (!(isLast && keepsLast)) {
            const qsizetype before = range.begin > bodyBegin ? lineBegin(range.begin - 1) : bodyBegin;
            const bool isBlankBefore = range.begin > bodyBegin && before >= removedTo
                && isBlank(QByteArrayView(m_text).sliced(before, range.begin - before));
            isFirst = range.begin <= bodyBegin || (isFirst && removedTo == range.begin);
            const qsizetype after = std::min(lineEnd(range.end), m_body.range.end);
            const QByteArrayView next = QByteArrayView(m_text).sliced(range.end, after - range.end);
            const bool isBlankAfter = next.endsWith('\n') && isBlank(next);
            const bool endsBody =
                range.end >= m_body.range.end || (m_block && after == m_body.range.end && isBlank(next));
            if (isBlankAfter && (isFirst || isBlankBefore))
                range.end = after;
            else if (endsBody && isBlankBefore)
                range.begin = before;
            const std::size_t first = tokenAt(range.begin);
            const bool isBehindHeredoc = first > 1 && kindAt(first - 2) == SyntaxKind::CloseHeredoc;
            if (range.end == m_text.size() && newlineSize(range.end) == 0 && !isBehindHeredoc
                && !m_setsHeredoc)
                range.begin = std::max(range.begin - newlineSize(range.begin), removedTo);
        }
        removedTo = range.end;
        m_edits.append({range, QByteArray()});
    }
}

void BodyEditor::addLines(const QList<ArgumentEdit> &arguments)
{
    if (arguments.isEmpty())
        return;
    if (!m_body.attributes.empty())
        addBehind(m_body.attributes.back(), arguments);
    else if (m_block)
        addToEmpty(arguments);
    else
        addAtEnd(arguments);
}

void BodyEditor::addBehind(const HclAttribute &last, const QList<ArgumentEdit> &arguments)
{
    Line line = lineOf(last);
    if (!line.isWhole)
        line.range.end = lineEnd(line.range.end);
    const QByteArray base = indentationAt(m_text, last.range.begin);
    QByteArray lines;
    for (const ArgumentEdit &argument : arguments)
        lines += newLine(argument, base) + m_lineEnd;
    if (newlineSize(line.range.end) == 0) // the last line of the text has no end, and shall have none
        lines =
            (m_lastGoes && line.isWhole ? QByteArray() : m_lineEnd) + withoutLastLineEnd(lines, arguments);
    m_edits.append({{line.range.end, line.range.end}, lines});
}

// A block on several lines without arguments: they come before the blocks in it, behind its comments else.
void BodyEditor::addToEmpty(const QList<ArgumentEdit> &arguments)
{
    const bool hasBlocks = !m_body.blocks.empty();
    const qsizetype at = hasBlocks ? lineEnd(m_body.range.begin) : contentEnd();
    const QByteArray base = innerIndentation();
    QByteArray lines;
    for (const ArgumentEdit &argument : arguments)
        lines += newLine(argument, base) + m_lineEnd;
    if (hasBlocks && !isBlank(QByteArrayView(m_text).sliced(at, lineEnd(at) - at)))
        lines += m_lineEnd;
    if (newlineSize(at) > 0) {
        m_edits.append({{at, at}, lines});
        return;
    }
    // A comment in front of the closing brace
    qsizetype begin = at;
    while (m_text.at(begin - 1) == ' ' || m_text.at(begin - 1) == '\t')
        --begin;
    m_edits.append({{begin, at}, m_lineEnd + lines + indentationAt(m_text, m_block->range.begin)});
}

// A text that has no arguments yet.
void BodyEditor::addAtEnd(const QList<ArgumentEdit> &arguments)
{
    const qsizetype at = m_text.size();
    QByteArray lines;
    for (const ArgumentEdit &argument : arguments)
        lines += newLine(argument, {}) + m_lineEnd;
    const qsizetype begin = lineBegin(at);
    const bool startsLine = begin == at;
    if (!m_body.blocks.empty()) {
        const bool isBlankBefore = startsLine && begin > m_body.range.begin
            && isBlank(QByteArrayView(m_text).sliced(lineBegin(begin - 1), begin - lineBegin(begin - 1)));
        if (!isBlankBefore)
            lines.prepend(m_lineEnd);
    }
    const bool isBlankLine = isBlank(QByteArrayView(m_text).sliced(begin));
    if (!startsLine && !isBlankLine)
        lines = m_lineEnd + withoutLastLineEnd(lines, arguments);
    m_edits.append({{isBlankLine ? begin : at, at}, lines});
}

bool BodyEditor::needsOpening(const QList<ArgumentEdit> &added, const QList<ArgumentEdit> &set) const
{
    return !added.isEmpty() || std::any_of(set.begin(), set.end(), [](const ArgumentEdit &argument) {
        return argument.expression && hasSeveralLines(*argument.expression);
    });
}

// type { a = 1 } becomes a block on several lines.
void BodyEditor::openUp(const QList<ArgumentEdit> &added, const ArgumentEdit *kept)
{
    const QByteArray outer = indentationAt(m_text, m_block->range.begin);
    const QByteArray base = outer + indentationUnit(m_file);
    qsizetype begin = m_body.range.begin;
    qsizetype end = m_body.range.end;
    while (begin < end && (m_text.at(begin) == ' ' || m_text.at(begin) == '\t'))
        ++begin;
    while (end > begin && (m_text.at(end - 1) == ' ' || m_text.at(end - 1) == '\t'))
        --end;
    QByteArray lines;
    for (const ArgumentEdit &argument : added)
        lines += newLine(argument, base) + m_lineEnd;

    if (m_body.attributes.empty()) {
        m_edits.append({{m_body.range.begin, begin}, begin < end ? QByteArrayLiteral(" ") : QByteArray()});
        m_edits.append({{end, m_body.range.end}, m_lineEnd + lines + outer});
        return;
    }
    const HclAttribute &attribute = m_body.attributes.front();
    if (!kept) {
        // Comments beside an argument that goes, stay.
        const QByteArray before = m_text.sliced(begin, attribute.range.begin - begin).trimmed();
        const QByteArray after = m_text.sliced(attribute.range.end, end - attribute.range.end).trimmed();
        const QByteArray comments = before + (before.isEmpty() || after.isEmpty() ? "" : " ") + after;
        m_edits.append(
            {m_body.range, (comments.isEmpty() ? QByteArray() : ' ' + comments) + m_lineEnd + lines + outer});
        return;
    }
    m_edits.append({{m_body.range.begin, begin}, m_lineEnd + base});
    const QByteArray old = m_text.sliced(attribute.expressionRange.begin, attribute.expressionRange.size());
    const QByteArray expression = kept->expression.value_or(old);
    const QByteArray replacement = value(expression, base);
    if (replacement != old)
        m_edits.append({attribute.expressionRange, replacement});
    qsizetype behind = attribute.range.end;
    if (endsWithHeredoc(replacement) && behind < end) {
        while (m_text.at(behind) == ' ' || m_text.at(behind) == '\t')
            ++behind;
        m_edits.append({{attribute.range.end, behind}, m_lineEnd + base});
    }
    m_edits.append({{std::max(end, behind), m_body.range.end}, m_lineEnd + lines + outer});
}

QList<TextEdit> BodyEditor::edit(const QList<ArgumentEdit> &arguments)
{
    QList<ArgumentEdit> added;
    QList<ArgumentEdit> changed;
    QHash<QString, const ArgumentEdit *> removed;
    for (const ArgumentEdit &argument : arguments) {
        const HclAttribute *attribute = m_body.attribute(argument.name);
        if (!attribute && argument.expression)
            added.append(argument);
        else if (attribute && argument.expression)
            changed.append(argument);
        else if (attribute)
            removed.insert(argument.name, &argument);
    }

    AssignLook look;
    if (!m_body.attributes.empty()) {
        const HclAttribute &last = m_body.attributes.back();
        const QByteArray between =
            m_text.sliced(last.nameRange.end, last.expressionRange.begin - last.nameRange.end);
        const qsizetype sign = between.indexOf('=');
        if (sign == 0)
            look.before.clear();
        if (isBlank(QByteArrayView(between).sliced(sign + 1)))
            look.after = between.sliced(sign + 1);
    }

    if (isOnOneLine()) {
        const ArgumentEdit unchanged;
        if (needsOpening(added, changed)) {
            openUp(added,
                   !removed.isEmpty()       ? nullptr
                       : !changed.isEmpty() ? &changed.constFirst()
                                            : &unchanged);
        } else if (!removed.isEmpty()) {
            const HclAttribute &attribute = m_body.attributes.front();
            const QByteArrayView before =
                QByteArrayView(m_text).sliced(m_body.range.begin, attribute.range.begin - m_body.range.begin);
            const QByteArrayView after =
                QByteArrayView(m_text).sliced(attribute.range.end, m_body.range.end - attribute.range.end);
            if (isBlank(before) && isBlank(after))
                m_edits.append({m_body.range, QByteArray()});
            else if (isBlank(after))
                m_edits.append(
                    {{attribute.range.begin, m_body.range.end - (after.isEmpty() ? 0 : 1)}, QByteArray()});
            else
                m_edits.append({{attribute.range.begin,
                                 m_body.range.end - after.trimmed().size() - (after.endsWith(' ') ? 1 : 0)},
                                QByteArray()});
        } else if (!changed.isEmpty()) {
            set(m_body.attributes.front(), *changed.constFirst().expression);
        }
    } else {
        for (const ArgumentEdit &argument : std::as_const(changed))
            set(*m_body.attribute(argument.name), *argument.expression);
        QList<Line> lines;
        for (const HclAttribute &attribute : m_body.attributes) {
            if (removed.contains(attribute.name)) {
                lines.append(lineOf(attribute));
                m_lastGoes = &attribute == &m_body.attributes.back();
            }
        }
        removeLines(lines, m_lastGoes && !added.isEmpty());
        addLines(added);
    }
    if (m_edits.isEmpty())
        return {};
    return alignedEdits(m_file, m_edits.constFirst().range, m_edits, look);
}

TextEdit BodyEditor::append(const QByteArray &block)
{
    QByteArray given = block;
    while (given.endsWith('\n'))
        given.chop(1);
    const QByteArray unit = indentationUnit(m_file);
    if (isOnOneLine()) {
        // What stands on the line gets one of its own first.
        const QByteArray outer = indentationAt(m_text, m_block->range.begin);
        const QByteArray base = outer + unit;
        const QByteArray inside = m_text.sliced(m_body.range.begin, m_body.range.size()).trimmed();
        QByteArray text = m_lineEnd;
        if (!inside.isEmpty() && m_body.attributes.empty())
            text = ' ' + inside + m_lineEnd;
        else if (!inside.isEmpty())
            text += base + inside + m_lineEnd + m_lineEnd;
        return {m_body.range, text + indented(given + '\n', base, unit, m_lineEnd) + outer};
    }

    const QByteArray base = m_block ? innerIndentation() : QByteArray();
    // In front of the line of the closing brace; in a file, at its end.
    qsizetype at = m_text.size();
    if (m_block) {
        const qsizetype begin = lineBegin(m_body.range.end);
        at = begin > m_body.range.begin
                && isBlank(QByteArrayView(m_text).sliced(begin, m_body.range.end - begin))
            ? begin
            : m_body.range.end;
    }
    QByteArray text = indented(given + '\n', base, unit, m_lineEnd);
    const qsizetype begin = lineBegin(at);
    const bool startsLine = begin == at;
    const bool isEmpty = isBlank(QByteArrayView(m_text).sliced(m_body.range.begin, at - m_body.range.begin));
    if (startsLine) {
        const qsizetype before = at > m_body.range.begin ? lineBegin(at - 1) : at;
        if (!isEmpty && !isBlank(QByteArrayView(m_text).sliced(before, at - before)))
            text.prepend(m_lineEnd);
    } else if (m_block) {
        // A comment in front of the closing brace.
        text = m_lineEnd + m_lineEnd + text + indentationAt(m_text, m_block->range.begin);
    } else if (isBlank(QByteArrayView(m_text).sliced(begin))) {
        text.prepend(m_lineEnd);
    } else {
        text = m_lineEnd + m_lineEnd + text.chopped(m_lineEnd.size());
    }
    return {{at, at}, text};
}

} // namespace

Result<QList<TextEdit>> editArguments(const HclFile &file, const HclBody &body,
                                      const QList<ArgumentEdit> &arguments)
{
    if (const auto fault = faultOf(file))
        return *fault;
    for (const ArgumentEdit &argument : arguments)
        Q_ASSERT(!argument.expression || isValue(*argument.expression));
    const QList<TextEdit> edits = BodyEditor(file, body).edit(arguments);
    if (!isValidWith(file, edits))
        return notPossible(reasonText(QT_TRANSLATE_NOOP(
            "Reason", "the arguments are written in a way that this edit does not fit in")));
    return edits;
}

Result<TextEdit> appendBlock(const HclFile &file, const HclBody &body, const QByteArray &block)
{
    if (const auto fault = faultOf(file))
        return *fault;
    const TextEdit edit = BodyEditor(file, body).append(block);
    if (!isValidWith(file, {edit}))
        return notPossible(reasonText(QT_TRANSLATE_NOOP("Reason", "the block does not fit in here")));
    return edit;
}

} // namespace signet
