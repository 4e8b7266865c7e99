#pragma once

#include "core/hcl/editedtext.h"
#include "core/hcl/hclfile.h"

#include <QByteArray>
#include <QList>

namespace signet {

// The layout of a line around its "=", for a new one without a neighboring line to follow.
struct AssignLook {
    QByteArray before = QByteArrayLiteral(" ");
    QByteArray after = QByteArrayLiteral(" ");
};

// Carries out edits that were made without regard to columns. Groups of lines that stood in canonical columns
// and that the edits touch are put in columns again; a new line in any other group takes after its
// neighbours. `place` lies outside of strings, such as the argument that is edited.
QList<TextEdit> alignedEdits(const HclFile &file, SourceRange place, const QList<TextEdit> &edits,
                             const AssignLook &look);

// Whether the file is HCL with these edits. Checked last, so that a faulty edit of ours never breaks a file
// that others rely on.
bool isValidWith(const HclFile &file, const QList<TextEdit> &edits);

// The blanks that the line of the offset begins with.
QByteArray indentationAt(const QByteArray &text, qsizetype offset);
// By how much this file indents.
QByteArray indentationUnit(const HclFile &file);

// An expression in canonical layout, to be put behind "name =": lines after the first are indented by `base`
// and one `unit` a level, line ends outside of heredocs are `lineEnd`.
QByteArray laidOutValue(const QByteArray &expression, const QByteArray &base, const QByteArray &unit,
                        const QByteArray &lineEnd);
// Whole lines, the same way; ends as the text does.
QByteArray indented(const QByteArray &text, const QByteArray &base, const QByteArray &unit,
                    const QByteArray &lineEnd);

// Ends with a heredoc's marker, so nothing can follow on its line.
bool endsWithHeredoc(const QByteArray &expression);
bool hasSeveralLines(const QByteArray &expression);

} // namespace signet
