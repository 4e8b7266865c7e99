#include "core/host/filereplacement.h"

using namespace Qt::StringLiterals;

namespace signet {

QString backupName(const QString &fileName, int number)
{
    const QString first = fileName + ".signet-backup"_L1;
    return number == 0 ? first : first + u'.' + QString::number(number);
}

QString scratchName(const QString &fileName)
{
    return u'.' + fileName + ".signet-new"_L1;
}

bool isBusy(const Problem &problem)
{
    return problem.findingId == finding::fileNotWritable
        && problem.evidence["errno"_L1].toString() == "EWOULDBLOCK"_L1;
}

} // namespace signet
