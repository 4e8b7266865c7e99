#include "core/net/exchange.h"

#include "core/result/redaction.h"

#include <QSet>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

double milliseconds(std::chrono::microseconds time)
{
    return double(time.count()) / 1000.0;
}

} // namespace

QString redactedUrl(const QUrl &url)
{
    static const QSet<QString> harmless{u"api-version"_s,    u"resource"_s,    u"client_id"_s,
                                        u"object_id"_s,      u"msi_res_id"_s,  u"accountName"_s,
                                        u"$top"_s,           u"stateFilter"_s, u"continuationToken"_s,
                                        u"connectOptions"_s, u"format"_s};
    QUrl clean = url;
    clean.setUserInfo(QString());
    clean.setFragment(QString());
    if (url.hasQuery()) {
        QUrlQuery kept;
        const auto items = QUrlQuery(url).queryItems(QUrl::FullyDecoded);
        for (const auto &[name, value] : items)
            kept.addQueryItem(name, harmless.contains(name) ? value : u"[cut]"_s);
        clean.setQuery(kept);
    }
    return redacted(clean.toString());
}

QJsonObject Exchange::toJson() const
{
    const auto orNull = [](std::chrono::microseconds time) {
        return time.count() < 0 ? QJsonValue() : QJsonValue(milliseconds(time));
    };
    QJsonObject json{
        {u"check"_s, purpose.isEmpty() ? QJsonValue() : QJsonValue(purpose)},
        {u"method"_s, method},
        {u"url"_s, url},
        {u"transport"_s, toString(delivery)},
        {u"status"_s, status == 0 ? QJsonValue() : QJsonValue(status)},
        {u"startedMs"_s, milliseconds(started)},
        {u"connectMs"_s, orNull(connect)},
        {u"firstByteMs"_s, orNull(firstByte)},
        {u"totalMs"_s, milliseconds(total)},
        {u"requestBytes"_s, requestBytes},
        {u"responseBytes"_s, responseBytes},
        {u"activityId"_s, activityId.isEmpty() ? QJsonValue() : QJsonValue(activityId)},
    };
    if (retryAfter.count() > 0)
        json.insert(u"retryAfterSeconds"_s, qint64(retryAfter.count()));
    return json;
}

} // namespace signet
