#pragma once

#include "core/hcl/syntaxtoken.h"

#include <QByteArrayView>

namespace signet {

struct LexedText {
    SyntaxTokens tokens;
    // Indexes of tokens that have no place in the language; the first hundred.
    std::vector<std::size_t> misplaced;
};

// Cuts a text into tokens as HashiCorp's scanner does (hclsyntax/scan_tokens.rl), in one pass. Every text has
// tokens; what cannot be cut is Invalid up to the end.
LexedText lexHcl(QByteArrayView text);

// Whether a character may begin or continue an identifier: Unicode's ID_Start and ID_Continue as of
// version 9.0, which HashiCorp's scanner was made with. The dash, which may continue one, is not among them.
bool isIdentifierStart(char32_t character);
bool isIdentifierPart(char32_t character);

} // namespace signet
