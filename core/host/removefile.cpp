#include "core/host/removefile.h"

#include "core/host/systemerror.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace signet {

Result<Done> removeFile(const QString &path)
{
    QFile file(path);
    if (!file.remove())
        return Problem(finding::fileNotWritable,
                       {{u"path"_s, path}, {u"reason"_s, withoutFullStop(file.errorString())}});
    return Done{};
}

} // namespace signet
