#pragma once

#include <QString>
#include <QStringList>

namespace signet {

// The word that was most likely meant: the one that the fewest slips of the fingers lead to (up to a third of
// the letters), else the one that shares the longest beginning, of at least three letters. Capitals do not
// count. Empty when none is near.
QString nearestWord(const QString &text, const QStringList &words);

} // namespace signet
