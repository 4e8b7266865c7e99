#include "core/net/certificatename.h"

#include <QHostAddress>
#include <QSslCertificate>
#include <QStringList>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QStringList labelsOf(const QString &name)
{
    QString lower = name.toLower();
    if (lower.endsWith(u'.'))
        lower.chop(1);
    return lower.split(u'.');
}

bool matches(const QString &pattern, const QStringList &host)
{
    const QStringList wanted = labelsOf(pattern);
    if (wanted.size() != host.size() || wanted.contains(QString()))
        return false;
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        const bool isWildcard = i == 0 && wanted.size() > 1 && wanted[i] == "*"_L1;
        if (!isWildcard && wanted[i] != host[i])
            return false;
    }
    return true;
}

} // namespace

bool namesHost(const QSslCertificate &certificate, const QString &host)
{
    const auto names = certificate.subjectAlternativeNames();
    if (const QHostAddress address(host); !address.isNull()) {
        const QStringList entries = names.values(QSsl::IpAddressEntry);
        return std::ranges::any_of(
            entries, [&address](const QString &entry) { return QHostAddress(entry) == address; });
    }
    const QStringList labels = labelsOf(QString::fromLatin1(QUrl::toAce(host)));
    const QStringList entries = names.values(QSsl::DnsEntry);
    return std::ranges::any_of(entries, [&labels](const QString &entry) { return matches(entry, labels); });
}

} // namespace signet
