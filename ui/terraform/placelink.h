#pragma once

#include <QString>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace signet {

// Opens the file in the program that the person's desktop has for it.
void openInEditor(const QString &path);

// Names a place. With a path it is a link that opens the file in an editor; without, quiet text.
QWidget *placeLink(const QString &words, const QString &path, QWidget *parent);

} // namespace signet
