#include "ui/windowmemory.h"

#include "core/host/folders.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 fileLimit = 256 * 1024; // bytes
constexpr auto fileName = "window.json"_L1;

} // namespace

WindowMemory::WindowMemory(const Host &host)
    : m_host(host)
    , m_folder(configurationFolder(host))
{
    if (m_folder.isEmpty())
        return;
    if (const auto content = host.readFile(m_folder + fileName, fileLimit))
        m_values = QJsonDocument::fromJson(*content).object();
}

QByteArray WindowMemory::bytes(const QString &key) const
{
    return QByteArray::fromBase64(m_values[key].toString().toLatin1());
}

QStringList WindowMemory::list(const QString &key) const
{
    QStringList list;
    const QJsonArray values = m_values[key].toArray();
    for (const auto &value : values)
        list.append(value.toString());
    return list;
}

void WindowMemory::setBytes(const QString &key, const QByteArray &value)
{
    m_values[key] = QString::fromLatin1(value.toBase64());
}

void WindowMemory::setList(const QString &key, const QStringList &value)
{
    m_values[key] = QJsonArray::fromStringList(value);
}

Result<Done> WindowMemory::save() const
{
    if (!m_host || m_folder.isEmpty())
        return Done();
    if (const auto made = m_host->makeDirectory(m_folder.chopped(1)); !made)
        return made.problem();
    return m_host->writeFile(m_folder + fileName, QJsonDocument(m_values).toJson());
}

} // namespace signet
