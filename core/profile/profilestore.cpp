#include "core/profile/profilestore.h"

#include "core/host/folders.h"
#include "core/result/reason.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 profilesLimit = 1024 * 1024; // bytes
// Each try that fails is another program's success, so this many would have to change profiles at once.
constexpr int mostTries = 100;
constexpr auto pauseBetweenTries = std::chrono::milliseconds(10);

} // namespace

ProfileStore::ProfileStore(const Host &host)
    : m_host(host)
{
    const QString folder = configurationFolder(host);
    if (!folder.isEmpty())
        m_path = folder + u"profiles.json"_s;
}

Result<Profiles> ProfileStore::load()
{
    m_read.reset();
    if (m_path.isEmpty() || m_host.stat(m_path).kind == FileFacts::Kind::Missing)
        return Profiles();
    const auto bytes = m_host.readFile(m_path, profilesLimit);
    if (!bytes)
        return bytes.problem();
    m_read = *bytes;
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
             {u"reason"_s, reasonText(QT_TRANSLATE_NOOP("Reason", "the home directory is unknown"))}});
    const QByteArray bytes = QJsonDocument(profiles.toJson()).toJson(QJsonDocument::Indented);
    const qsizetype split = std::max(m_path.lastIndexOf(u'/'), m_path.lastIndexOf(u'\\'));
    const auto made = m_host.makeDirectory(m_path.first(split));
    if (!made)
        return made.problem();
    const auto written = m_host.updateFile(m_path, bytes, m_read);
    if (!written)
        return written.problem();
    m_read = bytes;
    return Done();
}

QCoro::Task<Result<Profiles>> changeProfiles(Host host, ProfilesChange change, std::stop_token stop)
{
    for (int tries = 1;; ++tries) {
        ProfileStore store(host);
        auto profiles = store.load();
        if (!profiles)
            co_return profiles.problem();
        if (const auto changed = change(&*profiles); !changed)
            co_return changed.problem();
        const auto saved = store.save(*profiles);
        if (saved)
            co_return std::move(*profiles);
        const bool isRace =
            saved.problem().findingId == finding::fileChangedMeanwhile || isBusy(saved.problem());
        if (!isRace || tries == mostTries)
            co_return saved.problem();
        const bool wholePause = co_await host.wait(pauseBetweenTries, stop);
        if (!wholePause)
            co_return Problem(finding::runStopped);
    }
}

} // namespace signet
