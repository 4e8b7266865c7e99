#pragma once

#include "core/hcl/hclfile.h"
#include "core/result/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace signet {

// The new value of one argument: an HCL expression, or removed.
struct ArgumentEdit {
    QString name;
    std::optional<QByteArray> expression;
};

// The smallest change of text that gives the body these arguments.
//
// An argument that is there gets its expression replaced, one that is not is added at the end of the last
// group of arguments; one that goes takes its line and its trailing comment along, and a comment above it
// stays. Spaces before "=" and before trailing comments change only in the group of lines that is touched,
// and only if that group stood as terraform fmt lays it out: what was canonical stays canonical, other
// layouts keep their look. Line ends and indentation are those of the file; an argument never shares a line
// with another one, a block of one line is opened up.
//
// An expression is put down in canonical layout, moved in as far as its line is; the text of a heredoc, its
// line ends included, stays as given. Where a blank line would be left over by an argument that goes, it goes
// too.
//
// Fails with edit-not-possible, evidence {reason}: a fault in the file, or an argument that stands twice.
// What the edits give has been read once and is valid. The expression of an edit must be valid HCL, also
// behind "name = " and in front of a line end (Q_ASSERT).
Result<QList<TextEdit>> editArguments(const HclFile &file, const HclBody &body,
                                      const QList<ArgumentEdit> &arguments);

// The same for the items of an object constructor, as they stand in required_providers:
// azuredevops = { source = "...", version = "..." }, on one line or on several, with or without commas, keys
// quoted or not, "=" or ":". The object is one that file.expression() gave, or a part of it. An empty object
// takes one item on its line, and opens up for more.
Result<QList<TextEdit>> editItems(const HclFile &file, const HclExpression &object,
                                  const QList<ArgumentEdit> &items);

// Adds a block, written with LF and canonical layout, to the end of a body: after one blank line if anything
// precedes it, with the file's indentation and line ends.
Result<TextEdit> appendBlock(const HclFile &file, const HclBody &body, const QByteArray &block);

} // namespace signet
