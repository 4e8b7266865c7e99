#include "core/profile/preferences.h"

#include "core/host/folders.h"
#include "core/host/removefile.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 preferencesLimit = 64 * 1024; // bytes
constexpr std::array keptNames{"window.json"_L1, "settings.json"_L1, "profiles.json"_L1};

} // namespace

PreferencesStore::PreferencesStore(const Host &host)
    : m_host(host)
    , m_folder(configurationFolder(host))
{
    if (!m_folder.isEmpty())
        m_path = m_folder + u"settings.json"_s;
}

Preferences PreferencesStore::load() const
{
    if (m_path.isEmpty())
        return {};
    const auto content = m_host.readFile(m_path, preferencesLimit);
    if (!content)
        return {};
    const QJsonObject fields = QJsonDocument::fromJson(*content).object();
    return {.theme = fields["theme"_L1].toString(),
            .language = fields["language"_L1].toString(),
            .caFile = fields["caFile"_L1].toString()};
}

Result<Done> PreferencesStore::save(const Preferences &preferences) const
{
    if (m_path.isEmpty())
        return Done();
    if (const auto made = m_host.makeDirectory(m_folder.chopped(1)); !made)
        return made.problem();
    const QJsonObject fields{{u"theme"_s, preferences.theme},
                             {u"language"_s, preferences.language},
                             {u"caFile"_s, preferences.caFile}};
    return m_host.writeFile(m_path, QJsonDocument(fields).toJson());
}

QStringList PreferencesStore::keptFiles() const
{
    QStringList files;
    for (const auto &name : keptNames) {
        const QString path = m_folder + name;
        if (!m_folder.isEmpty() && m_host.stat(path).kind != FileFacts::Kind::Missing)
            files.append(path);
    }
    return files;
}

Result<QStringList> PreferencesStore::forget() const
{
    QStringList gone;
    const QStringList files = keptFiles();
    if (m_host.isImage())
        return gone;
    for (const QString &path : files) {
        if (const auto removed = removeFile(path); !removed)
            return removed.problem();
        gone.append(path);
    }
    return gone;
}

} // namespace signet
