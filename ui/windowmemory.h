#pragma once

#include "core/host/host.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace signet {

// What windows remember from one session to the next: size and layout. No decision depends on it, so a file
// that cannot be read, or that another program wrote, counts as none.
//   window.json in configurationFolder()
class WindowMemory {
public:
    // Reads the file. Without a host nothing is remembered.
    WindowMemory() = default;
    explicit WindowMemory(const Host &host);

    QByteArray bytes(const QString &key) const;
    QStringList list(const QString &key) const;
    void setBytes(const QString &key, const QByteArray &value);
    void setList(const QString &key, const QStringList &value);
    // Fails as Host::writeFile() does; without a host it does nothing.
    Result<Done> save() const;

private:
    std::optional<Host> m_host;
    QString m_folder;
    QJsonObject m_values;
};

} // namespace signet
