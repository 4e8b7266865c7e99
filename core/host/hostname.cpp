#include "core/host/hostname.h"

#include <QSysInfo>

using namespace Qt::StringLiterals;

namespace signet {

QString hostName(const Host &host)
{
    const QString name = host.isImage()
        ? host.environment().value(host.environment().firstSet({u"HOSTNAME"_s, u"COMPUTERNAME"_s}))
        : QSysInfo::machineHostName();
    return name.section(u'.', 0, 0);
}

} // namespace signet
