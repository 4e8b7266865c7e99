#include "core/host/systemauthorities.h"

#include <QList>
#include <QRegularExpression>
#include <QSet>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 certificateLimit = 64 * 1024;

// Each with its first and its last line. A certificate marked as trusted for some purposes is another kind of
// block, and not among them.
QList<QByteArray> certificatesIn(const QByteArray &pem)
{
    static const QByteArray begin = "-----BEGIN CERTIFICATE-----";
    static const QByteArray end = "-----END CERTIFICATE-----";
    QList<QByteArray> found;
    for (qsizetype at = pem.indexOf(begin); at >= 0; at = pem.indexOf(begin, at + 1)) {
        const qsizetype last = pem.indexOf(end, at);
        if (last < 0)
            break;
        found.append(pem.mid(at, last + end.size() - at));
    }
    return found;
}

// The same certificate can be broken into lines in several ways.
QByteArray withoutSpace(QByteArray certificate)
{
    certificate.replace('\r', "").replace('\n', "").replace(' ', "");
    return certificate;
}

} // namespace

QByteArray authoritiesBeyondSystem(const Host &host, const QByteArray &pem)
{
    const QString folder = u"/etc/ssl/certs"_s;
    static const QRegularExpression hash(u"\\A[0-9a-f]{8}\\.[0-9]+\\z"_s);
    QSet<QByteArray> known;
    const auto entries = host.entries(folder);
    const QStringList names = entries ? *entries : QStringList();
    for (const QString &name : names) {
        if (!hash.match(name).hasMatch())
            continue;
        const auto file = host.readFile(folder + u'/' + name, certificateLimit);
        if (!file)
            continue;
        for (const QByteArray &certificate : certificatesIn(*file))
            known.insert(withoutSpace(certificate));
    }
    if (known.isEmpty())
        return pem;
    QByteArray beyond;
    for (const QByteArray &certificate : certificatesIn(pem)) {
        if (!known.contains(withoutSpace(certificate)))
            beyond += certificate + '\n';
    }
    return beyond;
}

} // namespace signet
