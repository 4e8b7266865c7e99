#include "core/hcl/hclfile.h"

#include "core/hcl/hclfiletree.h"
#include "core/hcl/hcllexer.h"
#include "core/hcl/hclparser.h"
#include "core/hcl/stableorder.h"
#include "core/result/reason.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// A person writes no file of that many words, and the tree of one would take a gigabyte.
constexpr std::size_t mostTokens = 4'000'000;

QString reasonOf(SyntaxKind kind, QByteArrayView token)
{
    switch (kind) {
    case SyntaxKind::Bitwise:
        if (token == "&")
            return reasonText(
                QT_TRANSLATE_NOOP("Reason", "there is no operator \"&\"; \"and\" is written \"&&\""));
        if (token == "|")
            return reasonText(
                QT_TRANSLATE_NOOP("Reason", "there is no operator \"|\"; \"or\" is written \"||\""));
        if (token == "~")
            return reasonText(
                QT_TRANSLATE_NOOP("Reason", "there is no operator \"~\"; \"not\" is written \"!\""));
        return reasonText(QT_TRANSLATE_NOOP("Reason", "there is no operator \"^\""));
    case SyntaxKind::Semicolon:
        return reasonText(QT_TRANSLATE_NOOP(
            "Reason", "a \";\" does not separate arguments; each argument needs its own line"));
    case SyntaxKind::Backtick:
        return reasonText(QT_TRANSLATE_NOOP("Reason", "a string needs double quotes, not backticks"));
    case SyntaxKind::Apostrophe:
        return reasonText(QT_TRANSLATE_NOOP("Reason", "a string needs double quotes, not single quotes"));
    case SyntaxKind::QuotedNewline:
        return reasonText(QT_TRANSLATE_NOOP(
            "Reason", "a quoted string must end on its line; write \\n for a line break inside it"));
    case SyntaxKind::BadUtf8:
        return reasonText(QT_TRANSLATE_NOOP("Reason", "the text is not UTF-8 here"));
    default:
        return token == "\xe2\x80\x9c" || token == "\xe2\x80\x9d"
            ? reasonText(QT_TRANSLATE_NOOP("Reason", "a string needs straight double quotes, not curly ones"))
            : reasonText(QT_TRANSLATE_NOOP("Reason", "this character is not allowed here"));
    }
}

// Writes the text again, token by token, following the tree. Edits rely on the fact that the bounds of
// everything in the tree are bounds of tokens.
class Printer {
public:
    explicit Printer(const HclFile::Tree &tree)
        : m_tree(tree)
    {
        m_printed.reserve(tree.text.size());
    }

    QByteArray print()
    {
        printBody(m_tree.body);
        printTo(m_tree.text.size());
        return std::move(m_printed);
    }

private:
    void printBody(const HclBody &body)
    {
        auto attribute = body.attributes.begin();
        auto block = body.blocks.begin();
        while (attribute != body.attributes.end() || block != body.blocks.end()) {
            if (block == body.blocks.end()
                || (attribute != body.attributes.end() && attribute->range.begin < block->range.begin)) {
                printTo(attribute->nameRange.begin);
                printTo(attribute->nameRange.end);
                printTo(attribute->expressionRange.begin);
                printTo(attribute->expressionRange.end);
                ++attribute;
            } else {
                printTo(block->headerRange.begin);
                printTo(block->headerRange.end);
                printBody(block->body);
                printTo(block->range.end);
                ++block;
            }
        }
    }

    void printTo(qsizetype offset)
    {
        const SyntaxTokens &tokens = m_tree.tokens;
        const char *text = m_tree.text.constData();
        while (tokens[m_next].begin() < offset) {
            const SourceRange range = rangeOf(tokens, m_next);
            m_printed.append(text + range.begin, range.size());
            ++m_next;
        }
        Q_ASSERT(tokens[m_next].begin() == std::max(offset, m_printed.size()));
    }

    const HclFile::Tree &m_tree;
    QByteArray m_printed;
    std::size_t m_next = 0;
};

} // namespace

const HclAttribute *HclBody::attribute(QStringView name) const
{
    const auto found = std::find_if(attributes.begin(), attributes.end(),
                                    [&](const HclAttribute &attribute) { return attribute.name == name; });
    return found == attributes.end() ? nullptr : &*found;
}

QList<const HclBlock *> HclBody::blocksOfType(QStringView type, const QStringList &labels) const
{
    QList<const HclBlock *> found;
    for (const HclBlock &block : blocks) {
        if (block.type == type && block.labels.size() >= labels.size()
            && std::equal(labels.begin(), labels.end(), block.labels.begin()))
            found.append(&block);
    }
    return found;
}

HclFile::HclFile(std::shared_ptr<const Tree> tree)
    : m_tree(std::move(tree))
{
}

HclFile HclFile::parse(const QByteArray &text)
{
    auto tree = std::make_shared<Tree>();
    tree->text = text;
    tree->lines = LineIndex(text);
    LexedText lexed = lexHcl(text);
    tree->tokens = std::move(lexed.tokens);

    QList<SyntaxFault> faults;
    for (const std::size_t token : lexed.misplaced) {
        const SourceRange range = rangeOf(tree->tokens, token);
        faults.append(
            {range.begin,
             reasonOf(tree->tokens[token].kind(), QByteArrayView(text).sliced(range.begin, range.size())),
             false});
    }
    const QList<SyntaxFault> parserFaults = tree->tokens.size() > mostTokens
        ? QList<SyntaxFault>{{tree->tokens[mostTokens].begin(),
                              reasonText(
                                  QT_TRANSLATE_NOOP("Reason", "the file has more than 4 million words")),
                              true}}
        : parseHclBody(text, tree->tokens, &tree->body);
    // Where a character has no place, the parser has nothing to add.
    const qsizetype misplaced = faults.size();
    for (const SyntaxFault &fault : parserFaults) {
        const bool isTold = std::any_of(faults.cbegin(), faults.cbegin() + misplaced,
                                        [&](const SyntaxFault &told) { return told.offset == fault.offset; });
        if (!isTold)
            faults.append(fault);
    }
    faults = orderedBy(faults, [](const SyntaxFault &fault) { return fault.offset; });
    for (const SyntaxFault &fault : std::as_const(faults))
        tree->faults.append({tree->lines.position(text, fault.offset), fault.reason, fault.isLimit});
    return HclFile(std::move(tree));
}

const QList<SourceFault> &HclFile::faults() const
{
    return m_tree->faults;
}

const QByteArray &HclFile::text() const
{
    return m_tree->text;
}

QByteArray HclFile::print() const
{
    return Printer(*m_tree).print();
}

const HclBody &HclFile::body() const
{
    return m_tree->body;
}

HclExpression HclFile::expression(const HclAttribute &attribute) const
{
    return parseHclAttribute(m_tree->text, m_tree->tokens, attribute.expressionRange);
}

SourcePosition HclFile::positionOf(qsizetype offset) const
{
    return m_tree->lines.position(m_tree->text, offset);
}

int HclFile::lineOf(qsizetype offset) const
{
    return m_tree->lines.line(m_tree->text, offset);
}

} // namespace signet
