#include "core/host/systemerror.h"

#include <cerrno>

using namespace Qt::StringLiterals;

namespace signet {

QString errorName(int number)
{
    switch (number) {
    case ENOENT:
        return u"ENOENT"_s;
    case EACCES:
        return u"EACCES"_s;
    case EPERM:
        return u"EPERM"_s;
    case EISDIR:
        return u"EISDIR"_s;
    case ELOOP:
        return u"ELOOP"_s;
    case ENOTDIR:
        return u"ENOTDIR"_s;
    case ENXIO:
        return u"ENXIO"_s;
    case EILSEQ:
        return u"EILSEQ"_s;
    case EWOULDBLOCK:
        return u"EWOULDBLOCK"_s;
    default:
        return u"EIO"_s;
    }
}

} // namespace signet
