#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTest>

// The built signet, run as a user runs it.
struct ProgramRun {
    int exitCode = -1;
    QByteArray out;
    QByteArray err;

    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

// Variables of the machine that runs the tests must not decide their outcome.
inline QProcessEnvironment cleanEnvironment()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QStringList names = environment.keys();
    for (const QString &name : names) {
        for (const char *prefix : {"ARM_", "AZDO_", "AZURE_", "IDENTITY_", "MSI_", "IMDS_", "SSL_CERT_FILE",
                                   "NO_COLOR", "TF_BUILD", "GITHUB_"}) {
            if (name.startsWith(QLatin1StringView(prefix)))
                environment.remove(name);
        }
        if (name.endsWith(QLatin1StringView("_proxy"), Qt::CaseInsensitive))
            environment.remove(name);
    }
    // Nor must the profiles of whoever runs them.
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), QStringLiteral("/nonexistent"));
    return environment;
}

inline ProgramRun runProgram(const QStringList &arguments, const QByteArray &input = {},
                             const QProcessEnvironment &environment = cleanEnvironment(),
                             const QString &directory = {})
{
    QProcess process;
    process.setProcessEnvironment(environment);
    if (!directory.isEmpty())
        process.setWorkingDirectory(directory);
    process.start(QStringLiteral(SIGNET_PROGRAM), arguments);
    if (!process.waitForStarted(10'000))
        qFatal("cannot start %s", SIGNET_PROGRAM);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000)) {
        process.kill();
        process.waitForFinished();
        qFatal("signet %s did not end", qPrintable(arguments.join(QLatin1Char(' '))));
    }
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2,
            process.readAllStandardOutput(), process.readAllStandardError()};
}
