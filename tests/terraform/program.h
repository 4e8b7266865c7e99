#pragma once

#include <QDir>
#include <QProcess>
#include <QStandardPaths>
#include <QString>
#include <QStringList>

namespace signet {

// Standard output of a program that was given this standard input; null when it failed, and then what
// it said goes to the log.
inline QByteArray outputOf(const QString &program, const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::SeparateChannels);
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(100'000) || process.exitStatus() != QProcess::NormalExit
        || process.exitCode() != 0) {
        qWarning("%s: %s", qPrintable(program), process.readAllStandardError().constData());
        return {};
    }
    const QByteArray output = process.readAllStandardOutput();
    return output.isNull() ? QByteArray("") : output;
}

inline bool isInstalled(const QString &program)
{
    return !QStandardPaths::findExecutable(program).isEmpty();
}

// The directory with the npm packages that tests compare with.
inline QString nodeModules()
{
    return qEnvironmentVariable("SIGNET_NODE_MODULES",
                                QStringLiteral(SIGNET_SOURCE_DIR "/tests/tools/node_modules"));
}

inline bool hasNodePackage(const QString &name)
{
    return isInstalled(QStringLiteral("node")) && QDir(nodeModules() + u'/' + name).exists();
}

} // namespace signet
