#pragma once

#include "core/hcl/hclexpression.h"
#include "core/hcl/hclfile.h"
#include "core/hcl/syntaxtoken.h"

#include <QByteArrayView>
#include <QString>

#include <optional>

namespace signet {

// Blocks, brackets, template sequences and conditionals inside one another. Far more than anyone writes, and
// few enough for the smallest stack that a thread is given.
constexpr int deepestNesting = 500;

struct SyntaxFault {
    qsizetype offset = 0;
    QString reason;
    bool isLimit = false; // see SourceFault
};

// Reads a whole text into the body, and tells what keeps it from being HCL: the first fault of its syntax,
// and every argument that comes twice.
QList<SyntaxFault> parseHclBody(QByteArrayView text, const SyntaxTokens &tokens, HclBody *body);

// Reads the expression of an attribute. Kind::Invalid when there is a fault in it, and when its tree is
// deeper than a thousand levels: 1 + 1 + 1 ... is one level for each sign.
HclExpression parseHclAttribute(QByteArrayView text, const SyntaxTokens &tokens, SourceRange expression);

// Reads a text that is one expression, in which line ends mean nothing; the fault when it is none.
std::optional<SyntaxFault> parseWholeHclExpression(QByteArrayView text, const SyntaxTokens &tokens,
                                                   HclExpression *expression);

} // namespace signet
