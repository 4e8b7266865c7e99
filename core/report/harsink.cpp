#include "core/report/harsink.h"

#include "core/report/reportdocument.h"
#include "core/report/waterfall.h"

#include <QDateTime>
#include <QJsonArray>
#include <QUrl>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QString timeOf(const Report &report, double afterMs)
{
    return QDateTime::fromMSecsSinceEpoch(report.startedAt * 1000 + qRound64(afterMs))
        .toUTC()
        .toString(Qt::ISODateWithMs);
}

QJsonArray queryOf(const QString &url)
{
    QJsonArray query;
    const auto items = QUrlQuery(QUrl(url)).queryItems(QUrl::FullyDecoded);
    for (const auto &[name, value] : items)
        query.append(QJsonObject{{u"name"_s, name}, {u"value"_s, value}});
    return query;
}

QJsonObject entryOf(const Report &report, const Waterfall::Row &row)
{
    const double connect = row.connectMs;
    const double wait =
        row.firstByteMs < 0 ? row.totalMs - qMax(0.0, connect) : row.firstByteMs - qMax(0.0, connect);
    const double receive = row.firstByteMs < 0 ? 0 : row.totalMs - row.firstByteMs;
    const QJsonObject request{{u"method"_s, row.method},
                              {u"url"_s, row.url},
                              {u"httpVersion"_s, u"HTTP/1.1"_s},
                              {u"cookies"_s, QJsonArray()},
                              {u"headers"_s, QJsonArray()},
                              {u"queryString"_s, queryOf(row.url)},
                              {u"headersSize"_s, -1},
                              {u"bodySize"_s, row.requestBytes}};
    const QJsonObject response{
        {u"status"_s, row.status},
        {u"statusText"_s, QString()},
        {u"httpVersion"_s, u"HTTP/1.1"_s},
        {u"cookies"_s, QJsonArray()},
        {u"headers"_s, QJsonArray()},
        {u"content"_s, QJsonObject{{u"size"_s, row.responseBytes}, {u"mimeType"_s, QString()}}},
        {u"redirectURL"_s, QString()},
        {u"headersSize"_s, -1},
        {u"bodySize"_s, row.responseBytes}};
    QStringList comment;
    for (const QString &part : {row.check, row.status > 0 ? QString() : row.result, row.activityId}) {
        if (!part.isEmpty())
            comment.append(part);
    }
    // Name lookup, TCP and TLS are one time in the record.
    const QJsonObject timings{{u"blocked"_s, -1},
                              {u"dns"_s, -1},
                              {u"connect"_s, connect},
                              {u"ssl"_s, -1},
                              {u"send"_s, 0},
                              {u"wait"_s, qMax(0.0, wait)},
                              {u"receive"_s, qMax(0.0, receive)}};
    return {{u"pageref"_s, u"diagnose"_s},
            {u"startedDateTime"_s, timeOf(report, row.startedMs)},
            {u"time"_s, qMax(0.0, connect) + qMax(0.0, wait) + qMax(0.0, receive)},
            {u"request"_s, request},
            {u"response"_s, response},
            {u"cache"_s, QJsonObject()},
            {u"timings"_s, timings},
            {u"comment"_s, comment.join(u"; "_s)}};
}

} // namespace

QJsonObject reportToHar(const Report &report)
{
    const Waterfall waterfall = waterfallOf(report.exchanges);
    QJsonArray entries;
    for (const Waterfall::Row &row : waterfall.rows)
        entries.append(entryOf(report, row));
    const QJsonObject page{{u"startedDateTime"_s, timeOf(report, 0)},
                           {u"id"_s, u"diagnose"_s},
                           {u"title"_s, describe(report).sentence},
                           {u"pageTimings"_s, QJsonObject{{u"onLoad"_s, report.durationMs}}}};
    const QJsonObject log{
        {u"version"_s, u"1.2"_s},
        {u"creator"_s, QJsonObject{{u"name"_s, u"Signet"_s}, {u"version"_s, toolVersionOf(report)}}},
        {u"pages"_s, QJsonArray{page}},
        {u"entries"_s, entries}};
    return {{u"log"_s, log}};
}

} // namespace signet
