#pragma once

#include <QJsonArray>
#include <QList>
#include <QString>

namespace signet {

// The requests of a report in the order in which they began: when each began, connected, was answered, and
// ended, in milliseconds since the start.
struct Waterfall {
    struct Row {
        QString check; // that asked; may be empty
        QString method;
        QString url;
        int status = 0; // 0: no response
        QString result; // the status, or what became of the request: "connection reset"
        double startedMs = 0;
        double connectMs = -1; // on a new connection, else -1
        double firstByteMs = -1; // since it began; -1 without a response
        double totalMs = 0;
        // On the chain that the run waited for: the last one to end, the last one to end before that one
        // began, and so on. By time alone, so it is what could have made the run longer.
        bool isCritical = false;
        qint64 requestBytes = 0;
        qint64 responseBytes = 0;
        QString activityId;

        double endMs() const { return startedMs + totalMs; }
    };
    QList<Row> rows;
    double lengthMs = 0; // until the last one ended
};

Waterfall waterfallOf(const QJsonArray &exchanges);

// A row as characters: "···░░░██", blank before it began, connecting, waiting, receiving.
QString waterfallBar(const Waterfall &waterfall, const Waterfall::Row &row, int width);

} // namespace signet
