#pragma once

#include "core/hcl/syntaxtoken.h"

#include <QByteArray>
#include <QByteArrayView>

#include <functional>
#include <vector>

namespace signet {

// The canonical layout that terraform fmt gives a text (HashiCorp's hclwrite/format.go): it changes nothing
// but the blanks in front of words.

struct LayoutWord {
    SyntaxKind kind = SyntaxKind::EndOfText;
    qsizetype begin = 0;
    qsizetype end = 0;
    qsizetype before = 0; // blanks in front of it, one column each
    bool isTabbed = false; // among them is one that is no space
};

// A line in three cells, of words [lead, assign), [assign, comment), [comment, end); the last two may be
// empty. The second begins at a "=" whose value ends on the line, the third is a comment behind something
// else. A heredoc is on one line with what it is the value of.
struct LayoutLine {
    std::size_t lead = 0;
    std::size_t assign = 0;
    std::size_t comment = 0;
    std::size_t end = 0;

    bool hasAssign() const { return assign < comment; }
    bool hasComment() const { return comment < end; }
};

class Layout {
public:
    // The text must be lexed from a place outside of strings.
    Layout(QByteArrayView text, const SyntaxTokens &tokens);

    std::vector<LayoutWord> words; // the last one is EndOfText, which belongs to no line
    std::vector<LayoutLine> lines;

    QByteArrayView textOf(const LayoutWord &word) const
    {
        return m_text.sliced(word.begin, word.end - word.begin);
    }
    // Columns of the words with the blanks in front of them.
    qsizetype columns(std::size_t first, std::size_t end) const;

    // Lines that follow one another and have that cell, [first, end).
    using Chain = std::function<void(std::size_t first, std::size_t end)>;
    void eachAssignChain(const Chain &visit) const;
    void eachCommentChain(const Chain &visit) const;
    // The blanks that put the cell of the line into its chain's column.
    qsizetype assignWidth(std::size_t line, qsizetype chainColumns) const;
    qsizetype commentWidth(std::size_t line, qsizetype chainColumns) const;
    qsizetype assignColumns(std::size_t first, std::size_t end) const;
    qsizetype commentColumns(std::size_t first, std::size_t end) const;

    void setIndentation();
    void setSpaces();
    void setCells();
    void setAll();
    QByteArray print() const;

private:
    QByteArrayView m_text;
};

// The text in canonical layout, as `terraform fmt` writes it. The program never lays out a whole file, only
// what it edits; tests compare the whole with HashiCorp's own formatter.
QByteArray canonicalLayout(QByteArrayView text);

} // namespace signet
