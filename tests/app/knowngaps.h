#pragma once

#include <QFile>
#include <QString>
#include <QStringList>

#include <algorithm>

namespace signet::test {

// Compares what is wrong now with the file of what is known to be wrong (tests/data/verdicts), line by line.
// What is new is a complaint, and so is what is no longer so: the file has to shrink as things get right.
// SIGNET_UPDATE_GOLDEN=1 writes the file.
inline QStringList complaintsAgainst(const QString &name, QStringList wrong)
{
    wrong.sort();
    QFile file(QStringLiteral(SIGNET_TEST_DATA "/verdicts/") + name);
    if (qEnvironmentVariableIsSet("SIGNET_UPDATE_GOLDEN")) {
        if (!file.open(QIODevice::WriteOnly))
            return {QStringLiteral("cannot write ") + file.fileName()};
        for (const QString &one : std::as_const(wrong))
            file.write(one.toUtf8() + '\n');
        return {};
    }
    if (!file.open(QIODevice::ReadOnly))
        return {QStringLiteral("cannot read ") + file.fileName()};
    QStringList known = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QStringList complaints;
    for (const QString &one : std::as_const(wrong)) {
        if (!known.removeOne(one))
            complaints.append(QStringLiteral("new: ") + one);
    }
    for (const QString &one : std::as_const(known))
        complaints.append(QStringLiteral("no longer so, remove it from %1: %2").arg(name, one));
    return complaints;
}

} // namespace signet::test
