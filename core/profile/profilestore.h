#pragma once

#include "core/profile/profile.h"

#include <QCoroTask>

#include <functional>
#include <stop_token>

namespace signet {

// The file that profiles are kept in; it holds no secret:
//   Linux    $XDG_CONFIG_HOME/signet/profiles.json, else ~/.config/signet/profiles.json
//   macOS    ~/Library/Application Support/signet/profiles.json
//   Windows  %APPDATA%\signet\profiles.json
// What was read is remembered, so that saving never writes over what another program has written since.
class ProfileStore {
public:
    explicit ProfileStore(const Host &host);

    // Empty where the environment names no home.
    const QString &path() const { return m_path; }

    // Without a file, there are no profiles. Fails with profiles-file-invalid, evidence {path, reason}, or
    // file-not-readable.
    Result<Profiles> load();
    // Fails with file-changed-meanwhile when the file is not what load() has read; with file-not-writable,
    // directory-not-writable. What is in the file then stays.
    Result<Done> save(const Profiles &profiles);

private:
    Host m_host;
    QString m_path;
    std::optional<QByteArray> m_read;
};

using ProfilesChange = std::function<Result<Done>(Profiles *)>;

// Changes what is in the file now and saves it, and does so again as long as other programs are faster: none
// loses its change. Returns what was saved. Fails as load(), the change, and save() do; run-stopped.
QCoro::Task<Result<Profiles>> changeProfiles(Host host, ProfilesChange change, std::stop_token stop = {});

} // namespace signet
