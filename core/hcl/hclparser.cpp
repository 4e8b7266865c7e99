#include "core/hcl/hclparser.h"

#include "core/hcl/hcltemplate.h"
#include "core/result/reason.h"

#include <QHash>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using Kind = HclExpression::Kind;

constexpr qsizetype mostFaults = 100;

// Levels and tokens of a tree that parseHclAttribute() gives. An element of a list takes a hundred times the
// memory of its text.
constexpr int tallestTree = 1000;
constexpr std::ptrdiff_t mostTokensOfTree = 400'000;

// How tightly an operator binds, from 1; 0 for what is none.
int bindingOf(SyntaxKind kind)
{
    switch (kind) {
    case SyntaxKind::Or:
        return 1;
    case SyntaxKind::And:
        return 2;
    case SyntaxKind::Equal:
    case SyntaxKind::NotEqual:
        return 3;
    case SyntaxKind::Less:
    case SyntaxKind::LessOrEqual:
    case SyntaxKind::Greater:
    case SyntaxKind::GreaterOrEqual:
        return 4;
    case SyntaxKind::Plus:
    case SyntaxKind::Minus:
        return 5;
    case SyntaxKind::Star:
    case SyntaxKind::Slash:
    case SyntaxKind::Percent:
        return 6;
    default:
        return 0;
    }
}

// The scanner takes digits, dots and exponents in any order; this is what Go's big.ParseFloat makes of them.
bool isNumber(QByteArrayView text)
{
    const qsizetype exponentSign =
        std::find_if(text.begin(), text.end(), [](char c) { return c == 'e' || c == 'E'; }) - text.begin();
    const QByteArrayView mantissa = text.first(exponentSign);
    const qsizetype dot = mantissa.indexOf('.');
    if (dot >= 0 && mantissa.indexOf('.', dot + 1) >= 0)
        return false;
    if (exponentSign == text.size())
        return true;
    QByteArrayView exponent = text.sliced(exponentSign + 1);
    const bool isNegative = exponent.startsWith('-');
    if (isNegative || exponent.startsWith('+'))
        exponent = exponent.sliced(1);
    if (!std::all_of(exponent.begin(), exponent.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return false;
    while (exponent.size() > 1 && exponent.startsWith('0'))
        exponent = exponent.sliced(1);
    if (exponent.size() > 18)
        return false;
    if (std::all_of(mantissa.begin(), mantissa.end(), [](char c) { return c == '0' || c == '.'; }))
        return true;
    // The binary exponent has 32 bits.
    const auto digits = std::count_if(mantissa.begin(), mantissa.end(), [](char c) { return c != '.'; });
    const qint64 value = exponent.toByteArray().toLongLong() * (isNegative ? -1 : 1);
    const qint64 fraction = dot >= 0 ? mantissa.size() - dot - 1 : 0;
    const double bits = double(value - fraction) + std::log2(10.0) * double(digits);
    return std::abs(bits) < 2147483647.0;
}

// Names come over and over; each is decoded once as long as no other name pushes it out.
class NameCache {
public:
    QString name(QByteArrayView bytes)
    {
        std::size_t hash = std::size_t(bytes.size());
        for (const char c : bytes)
            hash = hash * 31 + uchar(c);
        Entry &entry = m_entries[hash % m_entries.size()];
        if (entry.bytes != bytes || entry.name.isNull()) {
            entry.bytes = bytes;
            entry.name = QString::fromUtf8(bytes);
        }
        return entry.name;
    }

private:
    struct Entry {
        QByteArrayView bytes;
        QString name;
    };
    std::array<Entry, 512> m_entries;
};

// Recursive descent over the tokens. Each read function returns how many levels the tree below it has, 0 when
// there is a fault; it fills *out, or only looks where that is null. Trees are filled in place: nothing as
// large as an expression is on the stack.
class Parser {
public:
    Parser(QByteArrayView text, const SyntaxTokens &tokens, std::size_t first, bool newlinesCount)
        : m_text(text)
        , m_tokens(tokens)
        , m_newlinesCount(newlinesCount)
        , m_next(skipped(first))
        , m_last(first)
    {
    }

    void readBody(HclBody *body, bool isRoot);
    int readExpression(HclExpression *out);
    bool isAtEnd() const { return kind() == SyntaxKind::EndOfText; }
    int fault(std::size_t token, const char *reason)
    {
        return faultAt(m_tokens[token].begin(), reasonText(reason));
    }
    int faultHere(const char *reason) { return fault(m_next, reason); }
    const QList<SyntaxFault> &faults() const { return m_faults; }

private:
    // Newline also for a line comment.
    SyntaxKind kind() const
    {
        const SyntaxKind kind = m_tokens[m_next].kind();
        return kind == SyntaxKind::CommentLine ? SyntaxKind::Newline : kind;
    }
    bool isWord(QLatin1StringView word) const
    {
        return kind() == SyntaxKind::Identifier && textOf(m_next) == QByteArrayView(word);
    }
    std::size_t take()
    {
        m_last = m_next;
        m_next = skipped(m_next + 1);
        return m_last;
    }
    // The index of the first token that counts.
    std::size_t skipped(std::size_t index) const
    {
        for (; index + 1 < m_tokens.size(); ++index) {
            switch (m_tokens[index].kind()) {
            case SyntaxKind::Space:
            case SyntaxKind::Comment:
            case SyntaxKind::ByteOrderMark:
                continue;
            case SyntaxKind::Newline:
            case SyntaxKind::CommentLine:
                if (m_newlinesCount)
                    return index;
                continue;
            default:
                return index;
            }
        }
        return m_tokens.size() - 1;
    }
    // Checks again what was skipped since the last word. Returns the previous state.
    bool setNewlinesCount(bool count)
    {
        const bool before = m_newlinesCount;
        if (before != count) {
            m_newlinesCount = count;
            m_next = skipped(m_last + 1);
        }
        return before;
    }
    QByteArrayView textOf(std::size_t token) const { return textOf(rangeOf(m_tokens, token)); }
    QByteArrayView textOf(SourceRange range) const { return m_text.sliced(range.begin, range.size()); }
    qsizetype beginOf(std::size_t token) const { return m_tokens[token].begin(); }
    qsizetype lastEnd() const { return rangeOf(m_tokens, m_last).end; }

    int faultAt(qsizetype offset, const QString &reason, bool isLimit = false);
    bool enter();
    void leave() { --m_depth; }

    void readItem(HclBody *body, bool isRoot);
    bool readAttribute(HclBody *body, std::size_t name, bool endsWithLine);
    bool readBlock(HclBody *body, std::size_t type);
    bool readLabels(HclBlock *block);
    bool readLabel(HclBlock *block);
    bool readBlockContent(HclBlock *block, std::size_t openBrace);
    void recover(std::size_t itemBegin, bool isRoot);
    void findRepeatedNames(const HclBody &body);

    int readBinary(int weakest, HclExpression *out);
    int readOperand(HclExpression *out);
    int readSteps(HclExpression *out, int height);
    bool readDot(HclExpression *out, bool *addsLevel);
    bool readAttributeSplat();
    int readBrackets(HclExpression *out, bool *isSplat);
    int readTerm(HclExpression *out);
    int readParentheses(HclExpression *out);
    int readIdentifier(HclExpression *out);
    int readNumber(HclExpression *out);
    int readSign(HclExpression *out);
    int readCall(std::size_t name, HclExpression *out);
    int readArguments(std::size_t name, HclExpression *out);
    int readTuple(HclExpression *out);
    int readTupleParts(HclExpression *out);
    int readObject(HclExpression *out);
    int readObjectItems(HclExpression *out);
    int readObjectItem(HclExpression *out);
    int readFor(SyntaxKind close, HclExpression *out);
    bool readForIntroduction(QStringList *names);
    int readTemplate(HclExpression *out);
    bool readText(std::vector<TemplatePiece> *pieces, bool trims);
    int readInterpolation(std::vector<TemplatePiece> *pieces, std::size_t firstPart, bool isQuoted);
    int readDirective(std::vector<TemplatePiece> *pieces, QByteArray *open);
    int readDirectiveContent(std::size_t first, QByteArray *open, TemplatePiece::Kind *kind);

    static HclExpression *newPart(HclExpression *out) { return out ? &out->parts.emplace_back() : nullptr; }
    void begin(HclExpression *out, Kind kind, std::size_t first) const;
    void end(HclExpression *out) const;
    static void wrap(HclExpression *out, Kind kind);
    void setBinaryText(HclExpression *out, std::size_t sign) const;
    void addName(HclExpression *out, std::size_t name) const;
    static void trimLastText(std::vector<TemplatePiece> *pieces);

    QByteArrayView m_text;
    const SyntaxTokens &m_tokens;
    bool m_newlinesCount;
    std::size_t m_next; // the next token that counts
    std::size_t m_last; // the last one taken
    int m_depth = 0;
    std::size_t m_endsNowhere = std::numeric_limits<std::size_t>::max(); // an item from here does so
    bool m_trimsNext = false;
    QList<SyntaxFault> m_faults;
    bool m_hasSyntaxFault = false;
    NameCache m_names;
};

// The first syntax fault is reported; later ones can be consequences of it.
int Parser::faultAt(qsizetype offset, const QString &reason, bool isLimit)
{
    if (!m_hasSyntaxFault)
        m_faults.append({offset, reason, isLimit});
    m_hasSyntaxFault = true;
    return 0;
}

bool Parser::enter()
{
    if (m_depth == deepestNesting) {
        faultAt(beginOf(m_next), reasonText(reasons::nestedTooDeeply), true);
        return false;
    }
    ++m_depth;
    return true;
}

void Parser::readBody(HclBody *body, bool isRoot)
{
    for (;;) {
        switch (kind()) {
        case SyntaxKind::Newline:
            take();
            continue;
        case SyntaxKind::CloseBrace:
            if (!isRoot)
                break;
            [[fallthrough]];
        default:
            readItem(body, isRoot);
            continue;
        case SyntaxKind::EndOfText:
            break;
        }
        break;
    }
    findRepeatedNames(*body);
}

void Parser::readItem(HclBody *body, bool isRoot)
{
    const std::size_t first = take();
    bool isRead = false;
    if (m_tokens[first].kind() != SyntaxKind::Identifier) {
        fault(first,
              m_tokens[first].kind() == SyntaxKind::OpenQuote
                  ? QT_TRANSLATE_NOOP("Reason", "the name of an argument has no quotes")
                  : QT_TRANSLATE_NOOP("Reason", "an argument or a block is expected here"));
    } else if (kind() == SyntaxKind::Assign) {
        isRead = readAttribute(body, first, true);
    } else if (kind() == SyntaxKind::OpenQuote || kind() == SyntaxKind::OpenBrace
               || kind() == SyntaxKind::Identifier) {
        isRead = readBlock(body, first);
    } else {
        fault(
            first,
            QT_TRANSLATE_NOOP(
                "Reason", "an argument or a block is expected here; an argument has a \"=\" after its name"));
    }
    if (!isRead)
        recover(first, isRoot);
}

// Goes on behind the line that the item ends on, by counting brackets. Where an item inside of this one was
// found to end nowhere, this one, which has more open by then, ends nowhere either: blocks that are never
// closed are not counted through once for each.
void Parser::recover(std::size_t itemBegin, bool isRoot)
{
    m_newlinesCount = true;
    int open = 0;
    std::size_t at = itemBegin;
    const std::size_t endOfText = m_tokens.size() - 1;
    for (; at < endOfText; ++at) {
        if (at == m_endsNowhere) {
            at = endOfText;
            break;
        }
        const SyntaxKind kind = m_tokens[at].kind();
        switch (kind) {
        case SyntaxKind::OpenBrace:
        case SyntaxKind::OpenBracket:
        case SyntaxKind::OpenParenthesis:
        case SyntaxKind::OpenQuote:
        case SyntaxKind::OpenHeredoc:
        case SyntaxKind::OpenInterpolation:
        case SyntaxKind::OpenDirective:
            ++open;
            continue;
        case SyntaxKind::CloseBrace:
        case SyntaxKind::CloseBracket:
        case SyntaxKind::CloseParenthesis:
        case SyntaxKind::CloseQuote:
        case SyntaxKind::CloseHeredoc:
        case SyntaxKind::CloseSequence:
            if (open == 0 && kind == SyntaxKind::CloseBrace && !isRoot && at > itemBegin)
                break;
            open = std::max(open - 1, 0);
            continue;
        case SyntaxKind::Newline:
        case SyntaxKind::CommentLine:
            if (open == 0)
                break;
            continue;
        default:
            continue;
        }
        break;
    }
    if (at == endOfText) {
        // A brace that an item begins with ends what is around it, not the item.
        const bool beginsWithBrace = m_tokens[itemBegin].kind() == SyntaxKind::CloseBrace;
        m_endsNowhere = std::min(m_endsNowhere, itemBegin + (beginsWithBrace ? 1 : 0));
    }
    m_last = std::max(at, m_last + 1) - 1;
    m_next = skipped(m_last + 1);
}

bool Parser::readAttribute(HclBody *body, std::size_t name, bool endsWithLine)
{
    take(); // "="
    const std::size_t first = m_next;
    const int depth = m_depth;
    if (readExpression(nullptr) == 0) {
        m_depth = depth;
        return false;
    }
    HclAttribute &attribute = body->attributes.emplace_back();
    attribute.name = m_names.name(textOf(name));
    attribute.nameRange = rangeOf(m_tokens, name);
    attribute.expressionRange = {beginOf(first), lastEnd()};
    attribute.range = {attribute.nameRange.begin, lastEnd()};
    if (!endsWithLine)
        return true;
    if (kind() == SyntaxKind::Newline)
        take();
    else if (kind() == SyntaxKind::Comma)
        return faultHere(QT_TRANSLATE_NOOP("Reason", "each argument needs its own line, without commas"));
    else if (!isAtEnd())
        return faultHere(QT_TRANSLATE_NOOP("Reason", "the line must end after an argument"));
    return true;
}

bool Parser::readLabel(HclBlock *block)
{
    take();
    QString label;
    for (;;) {
        switch (kind()) {
        case SyntaxKind::CloseQuote:
            take();
            block->labels.append(label);
            return true;
        case SyntaxKind::QuotedText: {
            const std::size_t token = take();
            if (const auto bad = findBadEscape(textOf(token)))
                return faultAt(beginOf(token) + bad->offset, bad->reason);
            label += resolvedQuotedText(textOf(token));
            break;
        }
        case SyntaxKind::OpenInterpolation:
        case SyntaxKind::OpenDirective:
            return faultHere(
                QT_TRANSLATE_NOOP("Reason", "a block's label cannot contain a template sequence"));
        case SyntaxKind::EndOfText:
            return faultHere(QT_TRANSLATE_NOOP("Reason", "the string is not closed"));
        default:
            return fault(m_next, QT_TRANSLATE_NOOP("Reason", "this is not allowed in a block's label"));
        }
    }
}

bool Parser::readLabels(HclBlock *block)
{
    for (;;) {
        switch (kind()) {
        case SyntaxKind::OpenBrace:
            return true;
        case SyntaxKind::OpenQuote:
            if (!readLabel(block))
                return false;
            break;
        case SyntaxKind::Identifier:
            block->labels.append(m_names.name(textOf(take())));
            break;
        case SyntaxKind::Assign:
            return faultHere(QT_TRANSLATE_NOOP("Reason", "a block has no \"=\"; an argument has one name"));
        case SyntaxKind::Newline:
            return faultHere(
                QT_TRANSLATE_NOOP("Reason", "the opening brace of a block must be on its first line"));
        default:
            return faultHere(
                QT_TRANSLATE_NOOP("Reason", "a block's label or its opening brace is expected here"));
        }
    }
}

bool Parser::readBlock(HclBody *body, std::size_t type)
{
    if (!enter())
        return false;
    HclBlock &block = body->blocks.emplace_back();
    block.type = m_names.name(textOf(type));
    block.range = rangeOf(m_tokens, type);
    block.headerRange = block.range;
    const int depth = m_depth;
    bool isRead = readLabels(&block);
    if (isRead) {
        const std::size_t openBrace = take();
        block.headerRange.end = lastEnd();
        block.body.range = {lastEnd(), lastEnd()};
        isRead = readBlockContent(&block, openBrace);
        block.range.end = lastEnd();
    }
    m_depth = depth;
    leave();
    if (!isRead)
        return false;
    if (kind() == SyntaxKind::Newline)
        take();
    else if (!isAtEnd())
        return faultHere(QT_TRANSLATE_NOOP("Reason", "the line must end after a block"));
    return true;
}

bool Parser::readBlockContent(HclBlock *block, std::size_t openBrace)
{
    HclBody &body = block->body;
    switch (kind()) {
    case SyntaxKind::Newline:
    case SyntaxKind::EndOfText:
    case SyntaxKind::CloseBrace:
        readBody(&body, false);
        break;
    case SyntaxKind::Identifier: {
        const std::size_t name = take();
        if (kind() == SyntaxKind::OpenQuote || kind() == SyntaxKind::OpenBrace
            || kind() == SyntaxKind::Identifier)
            return fault(name,
                         QT_TRANSLATE_NOOP("Reason", "a block on one line cannot contain another block"));
        if (kind() != SyntaxKind::Assign)
            return fault(
                name,
                QT_TRANSLATE_NOOP(
                    "Reason",
                    "an argument or a block is expected here; an argument has a \"=\" after its name"));
        if (!readAttribute(&body, name, false))
            return false;
        if (kind() == SyntaxKind::Comma)
            return faultHere(
                QT_TRANSLATE_NOOP("Reason", "a block on one line can contain at most one argument"));
        if (kind() == SyntaxKind::Newline)
            return faultHere(QT_TRANSLATE_NOOP(
                "Reason", "a block with an argument on its first line must end on that line"));
        if (!isAtEnd() && kind() != SyntaxKind::CloseBrace)
            return faultHere(QT_TRANSLATE_NOOP("Reason", "the closing brace of the block is expected here"));
        break;
    }
    default:
        return faultHere(QT_TRANSLATE_NOOP("Reason", "an argument or a block is expected here"));
    }
    body.range.end = beginOf(m_next);
    if (isAtEnd())
        return fault(openBrace, QT_TRANSLATE_NOOP("Reason", "the block has no closing brace"));
    take();
    return true;
}

void Parser::findRepeatedNames(const HclBody &body)
{
    const auto nameOf = [&](std::size_t index) { return textOf(body.attributes[index].nameRange); };
    const auto tell = [&](std::size_t index) {
        if (m_faults.size() < mostFaults)
            m_faults.append({body.attributes[index].nameRange.begin,
                             reasonText(QT_TRANSLATE_NOOP("Reason", "the argument is already set above"))});
    };
    const std::size_t count = body.attributes.size();
    if (count <= 8) {
        for (std::size_t i = 1; i < count; ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                if (nameOf(i) == nameOf(j)) {
                    tell(i);
                    break;
                }
            }
        }
        return;
    }
    // Open addressing; a slot holds an index, plus one.
    std::size_t size = 32;
    while (size < 2 * count)
        size *= 2;
    std::vector<quint32> slots(size);
    for (std::size_t i = 0; i < count; ++i) {
        const QByteArrayView name = nameOf(i);
        std::size_t slot = qHashBits(name.data(), std::size_t(name.size()), 1) & (size - 1);
        while (slots[slot] != 0 && nameOf(slots[slot] - 1) != name)
            slot = (slot + 1) & (size - 1);
        if (slots[slot] == 0)
            slots[slot] = quint32(i + 1);
        else
            tell(i);
    }
}

void Parser::begin(HclExpression *out, Kind kind, std::size_t first) const
{
    if (!out)
        return;
    out->kind = kind;
    out->range = rangeOf(m_tokens, first);
}

void Parser::end(HclExpression *out) const
{
    if (out)
        out->range.end = lastEnd();
}

// What was read becomes the first part of something larger.
void Parser::wrap(HclExpression *out, Kind kind)
{
    if (!out)
        return;
    HclExpression inner = std::move(*out);
    *out = HclExpression();
    out->kind = kind;
    out->range = inner.range;
    out->parts.push_back(std::move(inner));
}

void Parser::setBinaryText(HclExpression *out, std::size_t sign) const
{
    if (out)
        out->text = QString::fromLatin1(textOf(sign));
}

int Parser::readExpression(HclExpression *out)
{
    if (!enter())
        return 0;
    int height = readBinary(1, out);
    if (height != 0 && kind() == SyntaxKind::Question) {
        take();
        wrap(out, Kind::Conditional);
        const int second = readExpression(newPart(out));
        if (second == 0)
            return 0;
        if (kind() != SyntaxKind::Colon)
            return faultHere(
                QT_TRANSLATE_NOOP("Reason", "a condition needs a \":\" and a value for when it is false"));
        take();
        const int third = readExpression(newPart(out));
        if (third == 0)
            return 0;
        height = std::max({height, second, third}) + 1;
        end(out);
    }
    leave();
    return height;
}

int Parser::readBinary(int weakest, HclExpression *out)
{
    int height = readOperand(out);
    while (height != 0) {
        const int binding = bindingOf(kind());
        if (binding < weakest)
            break;
        // A subtree that would be too deep is only checked, because a tree is also destroyed level by level.
        if (height > tallestTree)
            out = nullptr;
        const std::size_t sign = take();
        wrap(out, Kind::Binary);
        setBinaryText(out, sign);
        const int right = readBinary(binding + 1, newPart(out));
        if (right == 0)
            return 0;
        height = std::max(height, right) + 1;
        end(out);
    }
    return height;
}

int Parser::readOperand(HclExpression *out)
{
    const int height = readTerm(out);
    if (height == 0 || (kind() != SyntaxKind::Dot && kind() != SyntaxKind::OpenBracket))
        return height;
    return readSteps(out, height);
}

int Parser::readSteps(HclExpression *out, int height)
{
    // What follows a splat is done with each of its elements: it is read, and is part of the splat.
    HclExpression *splat = nullptr;
    for (;;) {
        if (height > tallestTree)
            out = nullptr;
        if (kind() == SyntaxKind::Dot) {
            bool addsLevel = false;
            if (!readDot(out, &addsLevel))
                return 0;
            height += addsLevel ? 1 : 0;
            end(out);
        } else if (kind() == SyntaxKind::OpenBracket) {
            bool isSplat = false;
            const int key = readBrackets(out, &isSplat);
            if (key == 0)
                return 0;
            height = std::max(height, key) + 1;
            end(out);
            if (isSplat && out) {
                splat = out;
                out = nullptr;
            }
        } else {
            break;
        }
    }
    end(splat);
    return height;
}

void Parser::addName(HclExpression *out, std::size_t name) const
{
    if (!out)
        return;
    if (out->kind == Kind::Traversal) {
        out->path.append(QString::fromUtf8(textOf(name)));
        return;
    }
    wrap(out, Kind::Index);
    HclExpression &key = out->parts.emplace_back();
    key.kind = Kind::Template;
    key.range = rangeOf(m_tokens, name);
    HclExpression &text = key.parts.emplace_back();
    text.kind = Kind::Text;
    text.range = key.range;
    text.text = QString::fromUtf8(textOf(name));
}

bool Parser::readDot(HclExpression *out, bool *addsLevel)
{
    take();
    switch (kind()) {
    case SyntaxKind::Identifier:
        *addsLevel = !out || out->kind != Kind::Traversal;
        addName(out, take());
        return true;
    case SyntaxKind::Number: {
        const std::size_t number = m_next;
        if (textOf(number).contains('.'))
            return faultHere(
                QT_TRANSLATE_NOOP("Reason", "write two indexes in a row in brackets, such as [0][1]"));
        *addsLevel = true;
        wrap(out, Kind::Index);
        return readNumber(newPart(out)) != 0;
    }
    case SyntaxKind::Star:
        take();
        *addsLevel = true;
        wrap(out, Kind::Splat);
        return readAttributeSplat();
    default:
        return faultHere(QT_TRANSLATE_NOOP("Reason", "a name is expected after the dot"));
    }
}

// The names and numbers that belong to a.*.b.0.c
bool Parser::readAttributeSplat()
{
    while (kind() == SyntaxKind::Dot) {
        take();
        if (kind() == SyntaxKind::Number) {
            if (textOf(m_next).contains('.'))
                return faultHere(
                    QT_TRANSLATE_NOOP("Reason", "write two indexes in a row in brackets, such as [0][1]"));
            if (readNumber(nullptr) == 0)
                return false;
        } else if (kind() == SyntaxKind::Identifier) {
            take();
        } else if (kind() == SyntaxKind::Star) {
            return faultHere(QT_TRANSLATE_NOOP("Reason", "write [*] for a splat inside a splat"));
        } else {
            return faultHere(QT_TRANSLATE_NOOP("Reason", "a name is expected after the dot"));
        }
    }
    return true;
}

int Parser::readBrackets(HclExpression *out, bool *isSplat)
{
    take();
    if (kind() == SyntaxKind::Star) {
        take();
        if (kind() != SyntaxKind::CloseBracket)
            return faultHere(QT_TRANSLATE_NOOP("Reason", "the closing bracket is expected after the star"));
        take();
        wrap(out, Kind::Splat);
        *isSplat = true;
        return 1;
    }
    const bool newlinesCount = setNewlinesCount(false);
    wrap(out, Kind::Index);
    const int height = readExpression(newPart(out));
    if (height == 0)
        return 0;
    if (kind() != SyntaxKind::CloseBracket)
        return faultHere(QT_TRANSLATE_NOOP("Reason", "the closing bracket of the index is expected here"));
    take();
    setNewlinesCount(newlinesCount);
    return height;
}

int Parser::readTerm(HclExpression *out)
{
    switch (kind()) {
    case SyntaxKind::OpenParenthesis:
        return readParentheses(out);
    case SyntaxKind::Number:
        return readNumber(out);
    case SyntaxKind::Identifier:
        return readIdentifier(out);
    case SyntaxKind::OpenQuote:
    case SyntaxKind::OpenHeredoc:
        return readTemplate(out);
    case SyntaxKind::Minus:
    case SyntaxKind::Not:
        return readSign(out);
    case SyntaxKind::OpenBracket:
        return readTuple(out);
    case SyntaxKind::OpenBrace:
        return readObject(out);
    case SyntaxKind::EndOfText:
        return faultHere(QT_TRANSLATE_NOOP("Reason", "a value is expected, but the text ends here"));
    default:
        return faultHere(QT_TRANSLATE_NOOP("Reason", "a value is expected here"));
    }
}

int Parser::readParentheses(HclExpression *out)
{
    begin(out, Kind::Parentheses, take());
    const bool newlinesCount = setNewlinesCount(false);
    const int height = readExpression(newPart(out));
    if (height == 0)
        return 0;
    if (kind() != SyntaxKind::CloseParenthesis)
        return faultHere(QT_TRANSLATE_NOOP("Reason", "the closing parenthesis is expected here"));
    take();
    setNewlinesCount(newlinesCount);
    end(out);
    return height + 1;
}

int Parser::readNumber(HclExpression *out)
{
    if (!isNumber(textOf(m_next)))
        return faultHere(QT_TRANSLATE_NOOP("Reason", "this is not a number"));
    const std::size_t number = take();
    begin(out, Kind::Number, number);
    if (out)
        out->text = QString::fromLatin1(textOf(number));
    return 1;
}

int Parser::readIdentifier(HclExpression *out)
{
    const std::size_t name = take();
    if (kind() == SyntaxKind::OpenParenthesis || kind() == SyntaxKind::DoubleColon)
        return readCall(name, out);
    if (!out)
        return 1;
    const QByteArrayView word = textOf(name);
    if (word == "true" || word == "false") {
        begin(out, Kind::Bool, name);
        out->boolean = word == "true";
    } else if (word == "null") {
        begin(out, Kind::Null, name);
    } else {
        begin(out, Kind::Traversal, name);
        addName(out, name);
    }
    return 1;
}

int Parser::readSign(HclExpression *out)
{
    if (!enter())
        return 0;
    const std::size_t sign = take();
    begin(out, Kind::Unary, sign);
    setBinaryText(out, sign);
    const int height = readOperand(newPart(out));
    end(out);
    leave();
    return height == 0 ? 0 : height + 1;
}

int Parser::readCall(std::size_t name, HclExpression *out)
{
    begin(out, Kind::Call, name);
    if (out)
        out->text = QString::fromUtf8(textOf(name));
    while (kind() == SyntaxKind::DoubleColon) {
        take();
        if (kind() != SyntaxKind::Identifier)
            return faultHere(QT_TRANSLATE_NOOP("Reason", "the name of a function is expected after \"::\""));
        const std::size_t next = take();
        if (out)
            out->text += "::"_L1 + QString::fromUtf8(textOf(next));
    }
    if (kind() != SyntaxKind::OpenParenthesis)
        return faultHere(QT_TRANSLATE_NOOP(
            "Reason", "the opening parenthesis of the function's arguments is expected here"));
    take();
    const bool newlinesCount = setNewlinesCount(false);
    const int height = readArguments(name, out);
    if (height == 0)
        return 0;
    take();
    setNewlinesCount(newlinesCount);
    end(out);
    return height;
}

// Up to the closing parenthesis, that not included.
int Parser::readArguments(std::size_t name, HclExpression *out)
{
    int height = 1;
    while (kind() != SyntaxKind::CloseParenthesis) {
        const int argument = readExpression(newPart(out));
        if (argument == 0)
            return 0;
        height = std::max(height, argument + 1);
        switch (kind()) {
        case SyntaxKind::CloseParenthesis:
            break;
        case SyntaxKind::Ellipsis:
            take();
            if (out)
                out->expands = true;
            if (kind() != SyntaxKind::CloseParenthesis)
                return fault(m_last,
                             QT_TRANSLATE_NOOP("Reason", "only the closing parenthesis can follow \"...\""));
            break;
        case SyntaxKind::Comma:
            take();
            break;
        case SyntaxKind::EndOfText:
            return fault(name,
                         QT_TRANSLATE_NOOP("Reason", "the function's arguments have no closing parenthesis"));
        default:
            return faultHere(
                QT_TRANSLATE_NOOP("Reason", "a comma is expected between the function's arguments"));
        }
    }
    return height;
}

int Parser::readTuple(HclExpression *out)
{
    begin(out, Kind::Tuple, take());
    const bool newlinesCount = setNewlinesCount(false);
    const int height = isWord("for"_L1) ? readFor(SyntaxKind::CloseBracket, out) : readTupleParts(out);
    if (height == 0)
        return 0;
    take();
    setNewlinesCount(newlinesCount);
    end(out);
    return height;
}

int Parser::readTupleParts(HclExpression *out)
{
    const std::size_t open = m_last;
    int height = 1;
    while (kind() != SyntaxKind::CloseBracket) {
        const int part = readExpression(newPart(out));
        if (part == 0)
            return 0;
        height = std::max(height, part + 1);
        if (kind() == SyntaxKind::Comma)
            take();
        else if (isAtEnd())
            return fault(open, QT_TRANSLATE_NOOP("Reason", "the list has no closing bracket"));
        else if (kind() != SyntaxKind::CloseBracket)
            return faultHere(
                QT_TRANSLATE_NOOP("Reason", "a comma is expected between the elements of the list"));
    }
    return height;
}

int Parser::readObject(HclExpression *out)
{
    begin(out, Kind::Object, take());
    const bool newlinesCount = setNewlinesCount(false);
    const bool isFor = isWord("for"_L1);
    if (!isFor)
        setNewlinesCount(true);
    const int height = isFor ? readFor(SyntaxKind::CloseBrace, out) : readObjectItems(out);
    if (height == 0)
        return 0;
    take();
    setNewlinesCount(newlinesCount);
    end(out);
    return height;
}

int Parser::readObjectItems(HclExpression *out)
{
    const std::size_t open = m_last;
    int height = 1;
    while (kind() != SyntaxKind::CloseBrace) {
        if (kind() == SyntaxKind::Newline) {
            take();
            continue;
        }
        const int item = readObjectItem(out);
        if (item == 0)
            return 0;
        height = std::max(height, item + 1);
        if (kind() == SyntaxKind::Comma || kind() == SyntaxKind::Newline)
            take();
        else if (isAtEnd())
            return fault(open, QT_TRANSLATE_NOOP("Reason", "the object has no closing brace"));
        else if (kind() != SyntaxKind::CloseBrace)
            return faultHere(QT_TRANSLATE_NOOP(
                "Reason", "a comma or a new line is expected between the items of the object"));
    }
    return height;
}

int Parser::readObjectItem(HclExpression *out)
{
    const std::size_t open = m_last;
    if (out)
        out->items.emplace_back();
    HclExpression *key = out ? &out->items.back().first : nullptr;
    const int keyHeight = readExpression(key);
    if (keyHeight == 0)
        return 0;
    // A word is a name here, whatever it means elsewhere.
    if (key && (key->kind == Kind::Bool || key->kind == Kind::Null)) {
        key->kind = Kind::Traversal;
        key->boolean = false;
        key->path = QStringList{QString::fromUtf8(textOf(key->range))};
    }
    switch (kind()) {
    case SyntaxKind::Assign:
    case SyntaxKind::Colon:
        break;
    case SyntaxKind::Newline:
    case SyntaxKind::Comma:
        return faultHere(QT_TRANSLATE_NOOP("Reason", "a \"=\" and a value are expected after the key"));
    case SyntaxKind::EndOfText:
        return fault(open, QT_TRANSLATE_NOOP("Reason", "the object has no closing brace"));
    default:
        return faultHere(QT_TRANSLATE_NOOP(
            "Reason", "a \"=\" is expected after the key; a key that is not a plain name needs quotes"));
    }
    take();
    const int valueHeight = readExpression(out ? &out->items.back().second : nullptr);
    return valueHeight == 0 ? 0 : std::max(keyHeight, valueHeight);
}

// for k, v in
bool Parser::readForIntroduction(QStringList *names)
{
    const auto takeName = [this, names] {
        const std::size_t name = take();
        if (names)
            names->append(QString::fromUtf8(textOf(name)));
    };
    take();
    if (kind() != SyntaxKind::Identifier)
        return faultHere(QT_TRANSLATE_NOOP("Reason", "the name of a variable is expected after \"for\""));
    takeName();
    if (kind() == SyntaxKind::Comma) {
        take();
        if (kind() != SyntaxKind::Identifier)
            return faultHere(
                QT_TRANSLATE_NOOP("Reason", "the name of a second variable is expected after the comma"));
        takeName();
    }
    if (!isWord("in"_L1))
        return faultHere(QT_TRANSLATE_NOOP("Reason", "\"in\" is expected after the variables of \"for\""));
    take();
    return true;
}

int Parser::readFor(SyntaxKind close, HclExpression *out)
{
    if (out)
        out->kind = Kind::For;
    if (!readForIntroduction(out ? &out->path : nullptr))
        return 0;
    int height = 1;
    const auto readPart = [this, out, &height] {
        const int part = readExpression(newPart(out));
        height = std::max(height, part + 1);
        return part != 0;
    };
    if (!readPart())
        return 0;
    if (kind() != SyntaxKind::Colon)
        return faultHere(QT_TRANSLATE_NOOP("Reason", "a colon is expected after the collection of \"for\""));
    take();
    const std::size_t result = m_next;
    if (!readPart())
        return 0;
    const bool hasKey = kind() == SyntaxKind::FatArrow;
    if (hasKey) {
        take();
        if (!readPart())
            return 0;
    }
    const std::size_t ellipsis = m_next;
    const bool groups = kind() == SyntaxKind::Ellipsis;
    if (groups)
        take();
    if (isWord("if"_L1)) {
        take();
        if (!readPart())
            return 0;
    }
    if (kind() != close)
        return faultHere(QT_TRANSLATE_NOOP("Reason", "the end of the \"for\" expression is expected here"));
    if (close == SyntaxKind::CloseBracket && hasKey)
        return fault(result,
                     QT_TRANSLATE_NOOP("Reason", "a list has no keys; \"for\" with \"=>\" needs braces"));
    if (close == SyntaxKind::CloseBracket && groups)
        return fault(
            ellipsis,
            QT_TRANSLATE_NOOP("Reason", "a list cannot be grouped; \"for\" with \"...\" needs braces"));
    if (close == SyntaxKind::CloseBrace && !hasKey)
        return fault(result,
                     QT_TRANSLATE_NOOP("Reason", "an object needs a key and \"=>\" before the value"));
    if (out) {
        out->boolean = hasKey;
        out->expands = groups;
    }
    return height;
}

// A sequence that opens with "~" removes the spaces before it.
void Parser::trimLastText(std::vector<TemplatePiece> *pieces)
{
    if (pieces && !pieces->empty() && pieces->back().kind == TemplatePiece::Kind::Text)
        trimEnd(&pieces->back().text);
}

int Parser::readTemplate(HclExpression *out)
{
    const std::size_t open = take();
    begin(out, Kind::Template, open);
    const bool isHeredoc = m_tokens[open].kind() == SyntaxKind::OpenHeredoc;
    const SyntaxKind close = isHeredoc ? SyntaxKind::CloseHeredoc : SyntaxKind::CloseQuote;
    const std::size_t firstPart = m_next;

    std::vector<TemplatePiece> read;
    std::vector<TemplatePiece> *pieces = out ? &read : nullptr;
    QByteArray openDirectives; // 'i' in an if, 'e' in its else, 'f' in a for
    int height = 1;
    bool trims = false;
    while (kind() != close) {
        int part = 0;
        m_trimsNext = false;
        switch (kind()) {
        case SyntaxKind::QuotedText:
        case SyntaxKind::HeredocText:
            part = readText(pieces, trims) ? 1 : 0;
            break;
        case SyntaxKind::OpenInterpolation:
            part = readInterpolation(pieces, firstPart, !isHeredoc);
            break;
        case SyntaxKind::OpenDirective:
            part = readDirective(pieces, &openDirectives);
            break;
        default:
            return faultHere(QT_TRANSLATE_NOOP("Reason", "the string is not closed"));
        }
        if (part == 0)
            return 0;
        trims = m_trimsNext;
        height = std::max(height, part + 1);
    }
    if (!openDirectives.isEmpty()) {
        return faultHere(openDirectives.endsWith('f')
                             ? QT_TRANSLATE_NOOP("Reason", "the \"for\" in this string has no \"endfor\"")
                             : QT_TRANSLATE_NOOP("Reason", "the \"if\" in this string has no \"endif\""));
    }
    take();
    end(out);
    if (out) {
        out->isHeredoc = isHeredoc;
        if (textOf(open).startsWith("<<-"))
            cutIndentation(&read);
        out->parts = templateParts(std::move(read));
    }
    return height;
}

bool Parser::readText(std::vector<TemplatePiece> *pieces, bool trims)
{
    const std::size_t token = take();
    const bool isQuoted = m_tokens[token].kind() == SyntaxKind::QuotedText;
    if (isQuoted) {
        if (const auto bad = findBadEscape(textOf(token)))
            return faultAt(beginOf(token) + bad->offset, bad->reason);
    }
    if (!pieces)
        return true;
    TemplatePiece &piece = pieces->emplace_back();
    piece.range = rangeOf(m_tokens, token);
    piece.text = isQuoted ? resolvedQuotedText(textOf(token)) : resolvedHeredocText(textOf(token));
    if (trims)
        trimBegin(&piece.text);
    return true;
}

int Parser::readInterpolation(std::vector<TemplatePiece> *pieces, std::size_t firstPart, bool isQuoted)
{
    const std::size_t open = take();
    if (textOf(open).endsWith('~'))
        trimLastText(pieces);
    if (pieces) {
        pieces->emplace_back().kind = TemplatePiece::Kind::Value;
        pieces->back().range = rangeOf(m_tokens, open);
    }
    const bool newlinesCount = setNewlinesCount(false);
    const int height = readExpression(pieces ? &pieces->back().value : nullptr);
    if (height == 0)
        return 0;
    switch (kind()) {
    case SyntaxKind::CloseSequence:
        break;
    case SyntaxKind::EndOfText:
        return fault(firstPart,
                     QT_TRANSLATE_NOOP("Reason", "a template sequence in this string has no closing brace"));
    case SyntaxKind::OpenQuote:
    case SyntaxKind::CloseQuote:
        if (isQuoted)
            return fault(
                firstPart,
                QT_TRANSLATE_NOOP("Reason", "a template sequence in this string has no closing brace"));
        [[fallthrough]];
    default:
        return faultHere(QT_TRANSLATE_NOOP(
            "Reason",
            "the template sequence must end here; write \"$${\" for text that only looks like one"));
    }
    m_trimsNext = textOf(m_next).startsWith('~');
    take();
    setNewlinesCount(newlinesCount);
    if (pieces)
        pieces->back().range.end = lastEnd();
    return height;
}

int Parser::readDirective(std::vector<TemplatePiece> *pieces, QByteArray *open)
{
    const std::size_t first = take();
    if (textOf(first).endsWith('~'))
        trimLastText(pieces);
    const bool newlinesCount = setNewlinesCount(false);
    TemplatePiece::Kind pieceKind = TemplatePiece::Kind::DirectiveBegin;
    const int height = readDirectiveContent(first, open, &pieceKind);
    if (height == 0)
        return 0;
    if (kind() != SyntaxKind::CloseSequence)
        return faultHere(QT_TRANSLATE_NOOP("Reason", "the template sequence must end here"));
    m_trimsNext = textOf(m_next).startsWith('~');
    take();
    setNewlinesCount(newlinesCount);
    if (pieces) {
        TemplatePiece &piece = pieces->emplace_back();
        piece.kind = pieceKind;
        piece.range = {beginOf(first), lastEnd()};
    }
    return height;
}

int Parser::readDirectiveContent(std::size_t first, QByteArray *open, TemplatePiece::Kind *pieceKind)
{
    if (isWord("if"_L1)) {
        take();
        open->append('i');
        return readExpression(nullptr) == 0 ? 0 : 1;
    }
    if (isWord("for"_L1)) {
        if (!readForIntroduction(nullptr))
            return 0;
        open->append('f');
        return readExpression(nullptr) == 0 ? 0 : 1;
    }
    if (isWord("else"_L1)) {
        *pieceKind = TemplatePiece::Kind::DirectiveMiddle;
        if (!open->endsWith('i'))
            return fault(first, QT_TRANSLATE_NOOP("Reason", "there is no \"if\" for this \"else\""));
        open->back() = 'e';
    } else if (isWord("endif"_L1)) {
        *pieceKind = TemplatePiece::Kind::DirectiveEnd;
        if (!open->endsWith('i') && !open->endsWith('e'))
            return fault(first, QT_TRANSLATE_NOOP("Reason", "there is no \"if\" for this \"endif\""));
        open->chop(1);
    } else if (isWord("endfor"_L1)) {
        *pieceKind = TemplatePiece::Kind::DirectiveEnd;
        if (!open->endsWith('f'))
            return fault(first, QT_TRANSLATE_NOOP("Reason", "there is no \"for\" for this \"endfor\""));
        open->chop(1);
    } else {
        return faultHere(QT_TRANSLATE_NOOP(
            "Reason", "\"if\", \"else\", \"endif\", \"for\" or \"endfor\" is expected after \"%{\""));
    }
    take();
    return 1;
}

} // namespace

QList<SyntaxFault> parseHclBody(QByteArrayView text, const SyntaxTokens &tokens, HclBody *body)
{
    Parser parser(text, tokens, 0, true);
    body->range = {tokens.front().kind() == SyntaxKind::ByteOrderMark ? 3 : 0, text.size()};
    parser.readBody(body, true);
    return parser.faults();
}

HclExpression parseHclAttribute(QByteArrayView text, const SyntaxTokens &tokens, SourceRange expression)
{
    const auto first = std::lower_bound(tokens.begin(), tokens.end(), expression.begin,
                                        [](SyntaxToken token, qsizetype at) { return token.begin() < at; });
    if (tokens.end() - first > mostTokensOfTree && (first + mostTokensOfTree)->begin() < expression.end)
        return {};
    Parser parser(text, tokens, std::size_t(first - tokens.begin()), true);
    HclExpression read;
    const int height = parser.readExpression(&read);
    return height > 0 && height <= tallestTree ? std::move(read) : HclExpression();
}

std::optional<SyntaxFault> parseWholeHclExpression(QByteArrayView text, const SyntaxTokens &tokens,
                                                   HclExpression *expression)
{
    if (std::ptrdiff_t(tokens.size()) > mostTokensOfTree)
        return SyntaxFault{
            0, reasonText(QT_TRANSLATE_NOOP("Reason", "the expression has more than 400,000 words"))};
    Parser parser(text, tokens, 0, false);
    HclExpression read;
    const int height = parser.readExpression(&read);
    if (height > 0 && !parser.isAtEnd())
        parser.faultHere(QT_TRANSLATE_NOOP("Reason", "the expression ends before this"));
    if (!parser.faults().isEmpty())
        return parser.faults().constFirst();
    if (height > tallestTree)
        return SyntaxFault{0, reasonText(QT_TRANSLATE_NOOP("Reason", "the expression is nested too deeply"))};
    *expression = std::move(read);
    return {};
}

} // namespace signet
