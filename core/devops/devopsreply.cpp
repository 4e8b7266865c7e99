#include "core/devops/devopsreply.h"

#include "core/result/redaction.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qsizetype longestMessage = 500;

QByteArray bodyWithoutMark(const Reply &reply)
{
    return reply.body.startsWith("\xef\xbb\xbf") ? reply.body.mid(3) : reply.body;
}

QString shortened(const QString &text)
{
    // Redacted before it is cut: half a token would no longer look like one.
    const QString clean = redacted(text.simplified());
    return clean.size() > longestMessage ? clean.left(longestMessage - 1) + u'\u2026' : clean;
}

QString firstCode(const QString &text)
{
    static const QRegularExpression code(u"\\b(?:TF\\d{5,7}|VS\\d{6,7}|AADSTS\\d{4,8})\\b"_s);
    return code.match(text).captured(0);
}

QString htmlTitle(const QByteArray &body)
{
    static const QRegularExpression title(u"<title[^>]*>(.*?)</title>"_s,
                                          QRegularExpression::CaseInsensitiveOption
                                              | QRegularExpression::DotMatchesEverythingOption);
    QString text = title.match(QString::fromUtf8(body.left(64 * 1024))).captured(1);
    text.replace("&lt;"_L1, "<"_L1).replace("&gt;"_L1, ">"_L1).replace("&quot;"_L1, "\""_L1);
    text.replace("&#39;"_L1, "'"_L1).replace("&amp;"_L1, "&"_L1);
    return text;
}

QString serviceErrorHeader(const Reply &reply)
{
    QByteArray encoded = reply.header("X-TFS-ServiceError");
    // Form encoding writes a space as a plus sign; a value that contains %20 or spaces does not use it.
    if (!encoded.contains("%20") && !encoded.contains(' '))
        encoded.replace('+', ' ');
    return QUrl::fromPercentEncoding(encoded);
}

QString withoutQuery(const QByteArray &location)
{
    const QUrl url = QUrl::fromEncoded(location);
    return redacted(url.toString(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo)).left(300);
}

bool leadsToSignIn(const QByteArray &location)
{
    const QUrl url = QUrl::fromEncoded(location);
    const QString host = url.host();
    return url.path().contains("/_signin"_L1, Qt::CaseInsensitive) || host == "login.microsoftonline.com"_L1
        || host == "login.live.com"_L1;
}

} // namespace

bool isFromAzureDevOps(const Reply &reply)
{
    for (const auto &[name, value] : reply.headers) {
        const QByteArray lower = name.toLower();
        if (lower.startsWith("x-tfs-") || lower.startsWith("x-vss-"))
            return true;
    }
    return false;
}

QJsonValue jsonBody(const Reply &reply)
{
    // Qt reads objects and arrays only; a bare null or true is put in an array for it.
    const auto wrapped = QJsonDocument::fromJson('[' + bodyWithoutMark(reply) + ']');
    return wrapped.array().size() == 1 ? wrapped.array().at(0) : QJsonValue(QJsonValue::Undefined);
}

DevOpsError readDevOpsError(const Reply &reply)
{
    DevOpsError error;
    error.status = reply.status;
    error.fromAzureDevOps = isFromAzureDevOps(reply);
    error.activityId = reply.activityId();
    error.contentType =
        QString::fromLatin1(reply.header("Content-Type").split(';').value(0).trimmed().toLower().left(80));
    const QByteArray location = reply.header("Location");
    error.location = withoutQuery(location);

    const QByteArray body = bodyWithoutMark(reply);
    error.html = body.trimmed().startsWith('<');
    const bool failed = reply.status >= 400;

    QString message;
    if (failed && !error.html) {
        const QJsonObject json = jsonBody(reply).toObject();
        error.typeKey = json.value("typeKey"_L1).toString().left(120);
        message = json.value("message"_L1).toString();
        if (message.isEmpty())
            message = json.value("value"_L1).toObject().value("Message"_L1).toString();
        if (message.isEmpty() && error.contentType == "text/plain"_L1)
            message = QString::fromUtf8(body.left(8 * longestMessage));
    }
    const QString header = serviceErrorHeader(reply);
    if (message.isEmpty())
        message = header;
    if (message.isEmpty() && error.html)
        message = htmlTitle(body);
    error.message = shortened(message);
    error.code = firstCode(message);
    if (error.code.isEmpty())
        error.code = firstCode(header);

    const bool redirect = reply.status >= 300 && reply.status < 400;
    const bool page = error.html && error.code.isEmpty()
        && (reply.status == 200 || reply.status == 401 || reply.status == 403);
    error.signInPage = reply.status == 203 || (redirect && leadsToSignIn(location)) || page;
    return error;
}

QJsonObject DevOpsError::evidence() const
{
    QJsonObject evidence;
    if (status != 0)
        evidence.insert(u"status"_s, status);
    if (!code.isEmpty())
        evidence.insert(u"serviceCode"_s, code);
    if (!message.isEmpty())
        evidence.insert(u"serviceMessage"_s, message);
    if (!activityId.isEmpty())
        evidence.insert(u"activityId"_s, activityId);
    return evidence;
}

} // namespace signet
