#pragma once

#include "core/host/host.h"

#include <QString>
#include <QStringList>

namespace signet {

// How a person wants the windows. Empty: the default.
struct Preferences {
    QString theme; // "light", "dark", "high-contrast"; empty: that of the system
    QString language; // "en", "de"; empty: that of the system
    QString caFile; // also trust these certificate authorities (PEM)

    friend bool operator==(const Preferences &, const Preferences &) = default;
};

// settings.json in configurationFolder(); it holds no secret. A file that cannot be read counts as none,
// because no result depends on it.
class PreferencesStore {
public:
    explicit PreferencesStore(const Host &host);

    // Empty where the environment names no home, and then nothing is kept.
    const QString &path() const { return m_path; }
    Preferences load() const;
    // Fails as Host::writeFile() does.
    Result<Done> save(const Preferences &preferences) const;

    // What Signet keeps about a person in files, of those that are there.
    QStringList keptFiles() const;
    // Deletes them; returns those that are gone. Receipts stay: they are what changes can be undone with.
    // Sign-ins in the keychain are removed by signing out.
    Result<QStringList> forget() const;

private:
    Host m_host;
    QString m_folder;
    QString m_path;
};

} // namespace signet
