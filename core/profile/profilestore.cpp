#include "core/profile/profilestore.h"

#include "core/host/folders.h"
#include "core/result/reason.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 fileLimit = 1024 * 1024; // bytes

} // namespace

ProfileStore::ProfileStore(const Host &host)
    : m_host(host)
{
    const QString folder = configurationFolder(host);
    if (!folder.isEmpty())
        m_path = folder + u"profiles.json"_s;
}

Result<std::optional<QByteArray>> ProfileStore::content() const
{
    std::optional<QByteArray> nothing;
    if (m_path.isEmpty() || m_host.stat(m_path).kind == FileFacts::Kind::Missing)
        return nothing;
    const auto bytes = m_host.readFile(m_path, fileLimit);
    if (!bytes)
        return bytes.problem();
    return std::optional<QByteArray>(*bytes);
}

Result<Profiles> ProfileStore::load()
{
    const auto bytes = content();
    if (!bytes)
        return bytes.problem();
    m_read = *bytes;
    if (!m_read)
        return Profiles();
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(*m_read, &error);
    if (!document.isObject())
        return Problem(finding::profilesFileInvalid,
                       {{u"path"_s, m_path},
                        {u"reason"_s,
                         error.error == QJsonParseError::NoError
                             ? reasonText(QT_TRANSLATE_NOOP("Reason", "it is not a JSON object"))
                             : error.errorString()}});
    auto profiles = Profiles::fromJson(document.object());
    if (!profiles) {
        Problem problem = profiles.problem();
        problem.evidence.insert(u"path"_s, m_path);
        return problem;
    }
    return profiles;
}

Result<Done> ProfileStore::save(const Profiles &profiles)
{
    if (m_path.isEmpty())
        return Problem(
            finding::fileNotWritable,
            {{u"path"_s, u"profiles.json"_s},
             {u"reason"_s, reasonText(QT_TRANSLATE_NOOP("Reason", "no home directory is known"))}});
    const auto now = content();
    if (!now)
        return now.problem();
    if (*now != m_read)
        return Problem(finding::fileChangedMeanwhile, {{u"path"_s, m_path}});
    const QByteArray bytes = QJsonDocument(profiles.toJson()).toJson(QJsonDocument::Indented);
    if (bytes == m_read)
        return Done();
    const qsizetype split = std::max(m_path.lastIndexOf(u'/'), m_path.lastIndexOf(u'\\'));
    const auto made = m_host.makeDirectory(m_path.first(split));
    if (!made)
        return made.problem();
    const auto written = m_host.writeFile(m_path, bytes, m_read ? Overwrite::Yes : Overwrite::No);
    if (!written)
        return written.problem();
    m_read = bytes;
    return Done();
}

} // namespace signet
