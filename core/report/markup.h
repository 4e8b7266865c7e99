#pragma once

#include <QString>

namespace signet {

// Text in the markup of a report's file. Each passes its text through outgoingLine() first.

// For HTML and XML, in content and in attributes.
QString markup(const QString &text);
// For Markdown: nothing in it is a heading, a link, a tag or a mark.
QString markdownText(const QString &text);
// The text as code, in a line or in a cell of a table.
QString markdownCode(const QString &text);
// The same as a block, each line behind the indent.
QString markdownCodeBlock(const QString &text, const QString &indent = {});

} // namespace signet
