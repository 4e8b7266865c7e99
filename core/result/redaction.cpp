#include "core/result/redaction.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Capture "keep" stays, capture "cut" is the secret.
const QList<QRegularExpression> &patterns()
{
    static const QList<QRegularExpression> list{
        // A JSON web token: header and payload are base64url of JSON that begins with {" or { ".
        QRegularExpression(
            u"(?<keep>)(?<cut>\\bey[JA][A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*)?)"_s),
        // What follows Bearer or Basic, unless it is a word or a parameter of a challenge.
        QRegularExpression(
            u"(?<keep>\\b(?:Bearer|Basic)\\s+)(?<cut>(?=[^\\s\"']*\\d)[A-Za-z0-9+/._~-]{16,}+=*+)(?![\\w=])"_s,
            QRegularExpression::CaseInsensitiveOption),
        QRegularExpression(
            u"(?<keep>\\b(?:access_token|refresh_token|id_token|client_secret|client_assertion|"
            u"device_code|code_verifier|password|secret|sig)(?:=|\\\\?\"\\s*:\\s*\\\\?\"))(?<cut>[^&\\s\"\\\\]{4,})"_s,
            QRegularExpression::CaseInsensitiveOption),
        // Personal access tokens: 84 characters with AZDO at position 76, or 52 in base32.
        QRegularExpression(u"(?<keep>)(?<cut>\\b[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}\\b)"_s),
        QRegularExpression(u"(?<keep>)(?<cut>\\b[a-z2-7]{52}\\b)"_s),
    };
    return list;
}

} // namespace

QString redacted(const QString &text)
{
    QString result = text;
    for (const QRegularExpression &pattern : patterns())
        result.replace(pattern, u"\\1[secret]"_s);
    return result;
}

QList<QByteArray> findSecrets(const QByteArray &text)
{
    QList<QByteArray> found;
    const QString all = QString::fromUtf8(text);
    for (const QRegularExpression &pattern : patterns()) {
        auto matches = pattern.globalMatch(all);
        while (matches.hasNext()) {
            const QByteArray cut = matches.next().captured(u"cut"_s).toUtf8();
            if (cut != "[secret]")
                found.append(cut);
        }
    }
    return found;
}

} // namespace signet
