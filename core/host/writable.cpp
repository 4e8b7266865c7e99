#include "core/host/writable.h"

#include "core/result/findingid.h"

namespace signet {

Result<Done> canBeWritten(const Host &host, const QStringList &paths)
{
    QList<FileReplacement> files;
    for (const QString &path : paths) {
        FileReplacement file{path, {}};
        file.now = FileReplacement::Now::Anything;
        file.backup = FileReplacement::Backup::None;
        files.append(file);
    }
    // The last question before anything is written, when all else has been looked at, is answered with no.
    bool wasAsked = false;
    const auto written = host.replaceFiles(files, [&wasAsked]() -> Result<Done> {
        wasAsked = true;
        return Problem(finding::runStopped);
    });
    return written || wasAsked ? Result<Done>(Done()) : written.problem();
}

} // namespace signet
