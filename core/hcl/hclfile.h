#pragma once

#include "core/hcl/hclexpression.h"
#include "core/hcl/sourcetext.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace signet {

// name = expression
struct HclAttribute {
    QString name;
    SourceRange range; // from the name to the end of the expression
    SourceRange nameRange;
    SourceRange expressionRange;
};

struct HclBlock;

// The content between the braces of a block, or of a whole file. Attributes and blocks are in the order of
// the text; a name can occur twice, which is an error in HCL (reported by HclFile::faults()).
struct HclBody {
    std::vector<HclAttribute> attributes;
    std::vector<HclBlock> blocks;
    SourceRange range; // of a block's body: between the braces, both excluded

    // The first one of that name; null when there is none.
    const HclAttribute *attribute(QStringView name) const;
    // All blocks of that type, with these labels first.
    QList<const HclBlock *> blocksOfType(QStringView type, const QStringList &labels = {}) const;
};

// type "label" label { body }
struct HclBlock {
    QString type;
    QStringList labels; // quoted or bare, with escapes resolved
    SourceRange range; // from the type to the closing brace
    SourceRange headerRange; // from the type to the opening brace, that included
    HclBody body;
};

// A file in HCL's native syntax (https://github.com/hashicorp/hcl, hclsyntax/spec.md), kept byte for byte:
// print() walks the tree and its tokens and gives the text back as it was, comments, blank lines, line ends
// and byte-order mark included. A handle: copies are cheap and mean the same tree; ranges and pointers into
// the tree stay good as long as one copy lives.
class HclFile {
public:
    // Never fails: a text that is not HCL has faults, still prints back unchanged, and must not be edited.
    // Time and memory grow linearly with the text; nesting deeper than 500 levels is a fault.
    static HclFile parse(const QByteArray &text);

    bool isValid() const { return faults().isEmpty(); }
    const QList<SourceFault> &faults() const; // in the order of the text; the first is the one to tell
    const QByteArray &text() const;
    QByteArray print() const;
    // Whole where isValid(), else as far as it could be read.
    const HclBody &body() const;

    HclExpression expression(const HclAttribute &attribute) const;
    SourcePosition positionOf(qsizetype offset) const;
    int lineOf(qsizetype offset) const; // from 1

    struct Tree;
    // For the code of edits: the tokens under the tree.
    const Tree &tree() const { return *m_tree; }

private:
    explicit HclFile(std::shared_ptr<const Tree> tree);
    std::shared_ptr<const Tree> m_tree;
};

} // namespace signet
