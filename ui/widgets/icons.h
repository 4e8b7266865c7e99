#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

namespace signet {

// An icon of the program's own set (resources/icons), drawn in the text color of whatever shows it:
// the palette's text, its disabled text, or the highlighted text on a selection.
QIcon icon(const QString &name);

// The same in one color, for signs that mean something; on a selection in the highlighted text.
QIcon icon(const QString &name, const QColor &colour);

// As a picture; size in device-independent pixels.
QPixmap iconPixmap(const QString &name, int size, const QColor &colour, double devicePixelRatio);

} // namespace signet
