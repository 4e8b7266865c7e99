#pragma once

#include <QString>
#include <QStringList>

namespace signet {

// The word that was most likely meant: the one that shares the longest beginning, of at least three letters.
// Empty when none does.
QString nearestWord(const QString &text, const QStringList &words);

} // namespace signet
