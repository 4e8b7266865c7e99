#include "core/rights/rightsdata.h"

#include <QJsonDocument>
#include <QResource>

using namespace Qt::StringLiterals;

namespace signet {

QJsonObject rightsData(QLatin1StringView file)
{
    const QResource resource(u":/rights/"_s + file);
    return QJsonDocument::fromJson(resource.uncompressedData()).object();
}

} // namespace signet
