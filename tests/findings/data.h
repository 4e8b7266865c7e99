#pragma once

#include <QFile>
#include <QJsonDocument>
#include <QString>

// A file of tests/findings/data; an unreadable one is an empty document, which every test notices.
inline QJsonDocument readData(const QString &name)
{
    QFile file(QStringLiteral(SIGNET_FINDINGS_DATA "/") + name);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.readAll());
}
