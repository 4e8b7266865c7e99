#pragma once

#include "core/result/result.h"

#include <QList>
#include <QString>

#include <compare>

namespace signet {

// The number of a release, for rules that begin or end with one.
struct Release {
    int major = 0;
    int minor = 0;
    int patch = 0;

    friend constexpr auto operator<=>(const Release &, const Release &) = default;
};

// A version of the provider. The default one is null: not known.
class ProviderVersion {
public:
    ProviderVersion() = default;
    ProviderVersion(const Release &release, const QString &prerelease = {});

    // "1.16.0", "1.11.0-beta1"; missing numbers are zero ("1.16"), a leading v and build metadata ("+x") are
    // left out. Fails with version-constraint-invalid, evidence {value}.
    static Result<ProviderVersion> parse(const QString &text);

    // Releases there are, oldest first, and the newest of them: those whose rules Signet knows.
    static QList<ProviderVersion> knownReleases();
    static ProviderVersion newestKnown();

    bool isNull() const { return m_isNull; }
    const Release &release() const { return m_release; }
    const QString &prerelease() const { return m_prerelease; }
    QString toString() const; // empty when null

    // Order of Semantic Versioning: a prerelease comes before its release.
    friend std::strong_ordering operator<=>(const ProviderVersion &a, const ProviderVersion &b);
    friend bool operator==(const ProviderVersion &a, const ProviderVersion &b) { return (a <=> b) == 0; }

private:
    Release m_release;
    QString m_prerelease;
    bool m_isNull = true;
};

} // namespace signet
