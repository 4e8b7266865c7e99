#pragma once

#include "core/hcl/hclexpression.h"

#include <QByteArrayView>
#include <QString>

#include <optional>
#include <vector>

namespace signet {

// An escape that a quoted string must not hold.
struct BadEscape {
    qsizetype offset = 0; // in the text it was looked for in
    QString reason;
};

std::optional<BadEscape> findBadEscape(QByteArrayView quoted);

// The characters that one stretch of a string stands for; a quoted one must hold no bad escape.
QString resolvedQuotedText(QByteArrayView text);
QString resolvedHeredocText(QByteArrayView text);

// A piece of a template before it is put together.
struct TemplatePiece {
    enum class Kind { Text, Value, DirectiveBegin, DirectiveMiddle, DirectiveEnd };

    Kind kind = Kind::Text;
    SourceRange range;
    QString text; // Text
    HclExpression value; // Value
};

// "~" removes the spaces of the adjacent stretch, and only of that one.
void trimEnd(QString *text);
void trimBegin(QString *text);

// What <<- does: the least indentation is cut from every line.
void cutIndentation(std::vector<TemplatePiece> *pieces);

// Joins adjacent texts, composes them (Unicode NFC) as HCL does when it reads, and turns everything between
// the begin and the end of a directive into one Directive.
std::vector<HclExpression> templateParts(std::vector<TemplatePiece> pieces);

} // namespace signet
