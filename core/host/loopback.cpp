#include "core/host/loopback.h"

#include <QHostAddress>

using namespace Qt::StringLiterals;

namespace signet {

bool isLoopback(const QUrl &url)
{
    const QString host = url.host();
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

} // namespace signet
