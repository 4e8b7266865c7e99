#pragma once

#include <QByteArray>
#include <QString>

namespace signet {

// Texts from outside never control a terminal, a question, or the order in which a line is read. Characters
// that do, or that nobody sees, are shown as \u{202E}: control characters, bidirectional marks, zero-width
// and tag characters, line and paragraph separators, lone surrogates, and more than a few marks on one
// letter. Names in right-to-left scripts stay as they are, and so do joiners and variation selectors where a
// script or an emoji needs them.

// One line; line ends and tabs become spaces. What a pipeline would take for one of its commands (##vso[...],
// ##[...], ::error::) is shown with its first character as \u{0023}.
QString printable(const QString &text);
// Several lines: line ends (LF, CR LF) and tabs stay.
QString printableLines(const QString &text);
// JSON text in which the same characters are written as \u202e, which reads back as the same value.
QByteArray printableJson(const QByteArray &json);

// Whether a character is invisible or changes how others are shown, wherever it stands.
bool isHidden(char32_t character);

} // namespace signet
