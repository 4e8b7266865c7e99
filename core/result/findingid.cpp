#include "core/result/findingid.h"

#include <QByteArray>
#include <QMutex>
#include <QSet>

namespace signet {

FindingId FindingId::fromText(QStringView text)
{
    // The texts live as long as the program, as those of the constants do. A report has a few findings and a
    // limit of its size, so this stays small.
    static QMutex guard;
    static QSet<QByteArray> kept;
    const QMutexLocker lock(&guard);
    FindingId id;
    if (!text.isEmpty())
        id.m_text = QLatin1StringView(*kept.insert(text.toLatin1()));
    return id;
}

} // namespace signet
