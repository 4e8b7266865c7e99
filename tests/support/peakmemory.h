#pragma once

#include <QByteArray>
#include <QFile>
#include <QList>
#include <QString>

// What this process holds in memory, in kilobytes, from /proc: Linux only. "VmRSS" is what it holds now,
// "VmHWM" the most since forgetPeak(). -1 where the system does not tell.
inline qint64 residentMemory(const QByteArray &name)
{
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith(name + ':'))
            return line.mid(name.size() + 1).simplified().split(' ').first().toLongLong();
    }
    return -1;
}

inline bool forgetPeak()
{
    QFile file(QStringLiteral("/proc/self/clear_refs"));
    return file.open(QIODevice::WriteOnly) && file.write("5") == 1;
}
