#include "core/report/waterfall.h"

#include "core/report/reportdocument.h"

#include <QJsonObject>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Two requests of one coroutine follow each other at once; clocks count in microseconds.
constexpr double sameMomentMs = 0.5;

void markCriticalPath(QList<Waterfall::Row> *rows)
{
    // The last one to end first; of two that ended together, the one that began first.
    std::vector<Waterfall::Row *> byEnd;
    byEnd.reserve(std::size_t(rows->size()));
    for (Waterfall::Row &row : *rows)
        byEnd.push_back(&row);
    std::ranges::sort(byEnd, [](const Waterfall::Row *a, const Waterfall::Row *b) {
        return a->endMs() != b->endMs() ? a->endMs() > b->endMs() : a < b;
    });
    const Waterfall::Row *next = nullptr;
    for (Waterfall::Row *row : byEnd) {
        if (next && row->endMs() > next->startedMs + sameMomentMs)
            continue;
        row->isCritical = true;
        next = row;
    }
}

} // namespace

Waterfall waterfallOf(const QJsonArray &exchanges)
{
    Waterfall waterfall;
    for (const QJsonValue item : exchanges) {
        const QJsonObject exchange = item.toObject();
        Waterfall::Row row;
        row.check = exchange["check"_L1].toString();
        row.method = exchange["method"_L1].toString();
        row.url = exchange["url"_L1].toString();
        row.status = exchange["status"_L1].toInt();
        row.result = row.status > 0 ? QString::number(row.status)
                                    : transportWords(exchange["transport"_L1].toString());
        row.startedMs = qMax(0.0, exchange["startedMs"_L1].toDouble());
        row.connectMs = exchange["connectMs"_L1].toDouble(-1);
        row.firstByteMs = exchange["firstByteMs"_L1].toDouble(-1);
        row.totalMs = qMax(0.0, exchange["totalMs"_L1].toDouble());
        row.requestBytes = exchange["requestBytes"_L1].toInteger();
        row.responseBytes = exchange["responseBytes"_L1].toInteger();
        row.activityId = exchange["activityId"_L1].toString();
        waterfall.lengthMs = qMax(waterfall.lengthMs, row.endMs());
        waterfall.rows.append(row);
    }
    markCriticalPath(&waterfall.rows);
    return waterfall;
}

QString waterfallBar(const Waterfall &waterfall, const Waterfall::Row &row, int width)
{
    const auto column = [&](double ms) {
        return waterfall.lengthMs > 0 ? qBound(0, int(ms / waterfall.lengthMs * width), width) : 0;
    };
    const int begin = qMin(column(row.startedMs), width - 1);
    const int connected = qMax(begin, column(row.startedMs + qMax(0.0, row.connectMs)));
    const int answered = qMax(connected, column(row.startedMs + qMax(0.0, row.firstByteMs)));
    const int end = qMax(begin + 1, column(row.endMs()));
    QString bar(width, u' ');
    for (int i = begin; i < end; ++i)
        bar[i] = i < connected ? u'·' : i < answered ? u'░' : u'█';
    return bar;
}

} // namespace signet
