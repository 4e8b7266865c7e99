#pragma once

#include "core/hcl/hclfile.h"
#include "core/hcl/lineindex.h"
#include "core/hcl/syntaxtoken.h"

namespace signet {

struct HclFile::Tree {
    QByteArray text;
    SyntaxTokens tokens;
    LineIndex lines;
    HclBody body;
    QList<SourceFault> faults;
};

} // namespace signet
