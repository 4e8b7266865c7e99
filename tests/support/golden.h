#pragma once

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QString>
#include <QTest>

// The whole content of a file of tests/data, which a text has to equal. SIGNET_UPDATE_GOLDEN=1 writes the
// files again, for somebody to read the difference.
inline QString golden(const QString &file, const QString &text)
{
    QFile golden(QStringLiteral(SIGNET_TEST_DATA "/") + file);
    if (qEnvironmentVariableIsSet("SIGNET_UPDATE_GOLDEN")) {
        QDir().mkpath(QFileInfo(golden).absolutePath());
        if (!golden.open(QIODevice::WriteOnly) || golden.write(text.toUtf8()) < 0)
            qFatal("cannot write %s", qPrintable(golden.fileName()));
        return text;
    }
    if (!golden.open(QIODevice::ReadOnly))
        return QStringLiteral("(there is no file ") + golden.fileName() + QLatin1Char(')');
    return QString::fromUtf8(golden.readAll());
}
