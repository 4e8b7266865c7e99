#pragma once

#include <QByteArray>
#include <QString>

namespace signet {

// The change from one text to another as patch and git apply read it: three lines of context, "/dev/null" for
// a file that is new. Empty when nothing changes. Line ends are part of the lines; a missing last one is
// marked.
QByteArray unifiedDiff(const QString &name, const QByteArray &before, const QByteArray &after, bool isNew);

// The same change with other lines in place of the real ones: these must be as many.
struct ShownTexts {
    QByteArray before;
    QByteArray after;
};
QByteArray unifiedDiff(const QString &name, const QByteArray &before, const QByteArray &after, bool isNew,
                       const ShownTexts &shown);

} // namespace signet
