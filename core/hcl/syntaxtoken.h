#pragma once

#include "core/hcl/sourcetext.h"

#include <QtGlobal>

#include <algorithm>
#include <vector>

namespace signet {

// What a stretch of HCL is. The names are those of the language's specification.
enum class SyntaxKind : quint8 {
    EndOfText,
    // Between the words
    ByteOrderMark,
    Space, // blanks and tabs
    Newline,
    Comment, // has no line end in it that counts: a block comment, or a line comment at the end of the text
    CommentLine, // a line comment together with the end of its line, which it stands for
    // Words
    Identifier,
    Number,
    OpenQuote,
    CloseQuote,
    QuotedText, // with its escapes
    OpenHeredoc, // "<<EOT" and the end of that line
    CloseHeredoc, // the closing marker with the blanks around it, without the end of its line
    HeredocText,
    OpenInterpolation, // "${" or "${~"
    OpenDirective, // "%{" or "%{~"
    CloseSequence, // the "}" or "~}" that ends either
    // Signs
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    OpenParenthesis,
    CloseParenthesis,
    Dot,
    Comma,
    Ellipsis,
    Colon,
    DoubleColon,
    Question,
    Assign,
    FatArrow,
    Star,
    Slash,
    Percent,
    Plus,
    Minus,
    Not,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
    // What has no place in the language
    Bitwise, // & | ^ ~
    Semicolon,
    Backtick,
    Apostrophe,
    QuotedNewline, // a line end inside a quoted string
    BadUtf8,
    Invalid,
};

// A token is where it begins and what it is; it ends where the next one begins. A list of them covers its
// text without gaps and ends with EndOfText. Eight bytes each: a text has one for every three of its bytes or
// so.
class SyntaxToken {
public:
    SyntaxToken(qsizetype begin, SyntaxKind kind)
        : m_packed(quint64(begin) << 8 | quint64(kind))
    {
    }
    qsizetype begin() const { return qsizetype(m_packed >> 8); }
    SyntaxKind kind() const { return SyntaxKind(m_packed & 0xff); }

private:
    quint64 m_packed;
};

using SyntaxTokens = std::vector<SyntaxToken>;

inline SourceRange rangeOf(const SyntaxTokens &tokens, std::size_t index)
{
    return {tokens[index].begin(), tokens[std::min(index + 1, tokens.size() - 1)].begin()};
}

// Ends a line of the language: a line comment does, because it includes the end of its line.
inline bool endsLine(SyntaxKind kind)
{
    return kind == SyntaxKind::Newline || kind == SyntaxKind::CommentLine;
}

} // namespace signet
