#pragma once

#include "core/hcl/sourcetext.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace signet {

// An expression of HCL as a tree of values.
struct HclExpression {
    enum class Kind {
        Invalid, // could not be read; or more than a thousand levels, such as 1 + 1 + 1 ... gives, or more
                 // than 400,000 words
        Null,
        Bool, // boolean
        Number, // text, as written
        Template, // parts: a quoted string or a heredoc; literal parts are Text
        Text, // text, escapes resolved; only inside a Template
        Directive, // %{ if } or %{ for } inside a Template: what it gives is not worked out
        Tuple, // parts
        Object, // items
        Traversal, // path: "var", "region"; "local", "tags", "owner"; steps that are not plain end in an
                   // Index
        Index, // parts: what is indexed, and the key; f(x).b has the Template "b" for a key, a.0 the Number 0
        Call, // text: the function's name ("core::upper" too); parts: its arguments; expands: the last one is
              // a list of arguments
        Parentheses, // parts: one
        Unary, // text: the sign; parts: one
        Binary, // text: the sign; parts: two
        Conditional, // parts: condition, value if true, value if false
        For, // path: its variables, one or two; parts: the collection, in braces the key (boolean), the
             // value, and the condition if there is one; expands: values of the same key are grouped
        Splat, // a[*].b or a.*.b; parts: what it is taken from; what is done with each element is left out
    };

    struct Item;

    Kind kind = Kind::Invalid;
    SourceRange range;
    QString text;
    bool boolean = false;
    bool isHeredoc = false; // Template
    bool expands = false; // Call, For: with "..."
    QStringList path; // Traversal
    std::vector<HclExpression> parts;
    std::vector<Item> items; // Object

    // The text of a Template that holds no template sequence; nothing for every other expression.
    std::optional<QString> literalString() const;
    // An object's value under a key that is written as a name or as a literal string; null when there is
    // none.
    const HclExpression *item(QStringView key) const;
};

// An item of an object: its key and its value. A bare key is a Traversal.
struct HclExpression::Item {
    HclExpression first;
    HclExpression second;
};

// Reads one expression by itself, such as the value of a TF_VAR_ variable. Kind::Invalid when it is none.
HclExpression parseHclExpression(const QByteArray &text);

} // namespace signet
