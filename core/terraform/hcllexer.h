#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace signet {

// Just enough of HCL's grammar to find blocks and plain string values in it. Comments are left out;
// a quoted string or a heredoc is one token, whatever templates it holds.
struct HclToken {
    enum class Kind {
        Identifier, // also numbers
        String, // quoted; value holds the text where isLiteral
        Heredoc,
        Newline,
        Punctuation, // one character in text
    };
    Kind kind = Kind::Punctuation;
    QString text; // String: the value with its escapes resolved
    int line = 1;
    bool isLiteral = true; // String: no template inside
};

struct HclTokens {
    QList<HclToken> tokens;
    // Why reading stopped before the end ("string without end" ...) and where; empty when it did not.
    QString fault;
    int faultLine = 0;
};

enum class Grammar {
    Hcl,
    Json, // of *.tf.json: the same signs, no comments, no templates, JSON's escapes
};

// Reads UTF-8 with any line ends; a byte-order mark is skipped.
HclTokens readHclTokens(const QByteArray &text, Grammar grammar);

} // namespace signet
