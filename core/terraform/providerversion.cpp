#include "core/terraform/providerversion.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Tags of the provider's repository.
constexpr std::array releases{
    Release{0, 1, 0},  Release{0, 1, 1},  Release{0, 1, 2},  Release{0, 1, 3},  Release{0, 1, 4},
    Release{0, 1, 5},  Release{0, 1, 6},  Release{0, 1, 7},  Release{0, 1, 8},  Release{0, 2, 0},
    Release{0, 2, 1},  Release{0, 2, 2},  Release{0, 3, 0},  Release{0, 4, 0},  Release{0, 5, 0},
    Release{0, 6, 0},  Release{0, 7, 0},  Release{0, 8, 0},  Release{0, 9, 0},  Release{0, 9, 1},
    Release{0, 10, 0}, Release{0, 11, 0}, Release{1, 0, 0},  Release{1, 0, 1},  Release{1, 1, 0},
    Release{1, 1, 1},  Release{1, 2, 0},  Release{1, 3, 0},  Release{1, 4, 0},  Release{1, 5, 0},
    Release{1, 6, 0},  Release{1, 7, 0},  Release{1, 8, 0},  Release{1, 8, 1},  Release{1, 9, 0},
    Release{1, 10, 0}, Release{1, 11, 0}, Release{1, 11, 1}, Release{1, 11, 2}, Release{1, 12, 0},
    Release{1, 12, 1}, Release{1, 12, 2}, Release{1, 13, 0}, Release{1, 14, 0}, Release{1, 15, 0},
    Release{1, 15, 1}, Release{1, 16, 0},
};
static_assert(std::ranges::is_sorted(releases));

bool isNumber(const QString &text)
{
    return std::ranges::all_of(text, [](QChar c) { return c >= u'0' && c <= u'9'; });
}

// Numbers compare as numbers and come before words.
std::strong_ordering compareIdentifiers(const QString &a, const QString &b)
{
    const bool aIsNumber = isNumber(a);
    const bool bIsNumber = isNumber(b);
    if (aIsNumber != bIsNumber)
        return aIsNumber ? std::strong_ordering::less : std::strong_ordering::greater;
    if (aIsNumber && a.size() != b.size())
        return a.size() <=> b.size();
    return a.compare(b) <=> 0;
}

std::strong_ordering comparePrereleases(const QString &a, const QString &b)
{
    if (a.isEmpty() || b.isEmpty())
        return a.isEmpty() <=> b.isEmpty();
    const QStringList as = a.split(u'.');
    const QStringList bs = b.split(u'.');
    for (qsizetype i = 0; i < std::min(as.size(), bs.size()); ++i) {
        const auto order = compareIdentifiers(as[i], bs[i]);
        if (order != 0)
            return order;
    }
    return as.size() <=> bs.size();
}

} // namespace

ProviderVersion::ProviderVersion(const Release &release, const QString &prerelease)
    : m_release(release)
    , m_prerelease(prerelease)
    , m_isNull(false)
{
}

Result<ProviderVersion> ProviderVersion::parse(const QString &text)
{
    static const QRegularExpression form(u"\\Av?(\\d{1,9})(?:\\.(\\d{1,9}))?(?:\\.(\\d{1,9}))?"
                                         "(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?"
                                         "(?:\\+[0-9A-Za-z.-]+)?\\z"_s);
    const auto match = form.match(text.trimmed());
    if (!match.hasMatch())
        return Problem(finding::versionConstraintInvalid, {{u"value"_s, text.left(80)}});
    const Release release{match.capturedView(1).toInt(), match.capturedView(2).toInt(),
                          match.capturedView(3).toInt()};
    return ProviderVersion(release, match.captured(4));
}

QList<ProviderVersion> ProviderVersion::knownReleases()
{
    QList<ProviderVersion> all;
    for (const Release &release : releases)
        all.append(ProviderVersion(release));
    return all;
}

ProviderVersion ProviderVersion::newestKnown()
{
    return {releases.back()};
}

QString ProviderVersion::toString() const
{
    if (m_isNull)
        return {};
    const QString text = u"%1.%2.%3"_s.arg(m_release.major).arg(m_release.minor).arg(m_release.patch);
    return m_prerelease.isEmpty() ? text : text + u'-' + m_prerelease;
}

std::strong_ordering operator<=>(const ProviderVersion &a, const ProviderVersion &b)
{
    if (a.m_isNull || b.m_isNull)
        return b.m_isNull <=> a.m_isNull;
    const auto order = a.m_release <=> b.m_release;
    return order != 0 ? order : comparePrereleases(a.m_prerelease, b.m_prerelease);
}

} // namespace signet
