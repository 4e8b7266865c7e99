#pragma once

#include <QJsonArray>
#include <QWidget>

namespace signet {

// The requests of a run on one time axis: when each began, how long it took to connect, to wait and to
// end. One row for each, in the order of their start.
class WaterfallView : public QWidget {
    Q_OBJECT

public:
    explicit WaterfallView(QWidget *parent = nullptr);

    // As in a report. Rows that the check asked for stand out; empty: all do.
    void setExchanges(const QJsonArray &exchanges, const QString &check);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Row {
        QString method;
        QString host;
        QString path;
        QString outcome; // "200", "timed-out"
        bool answered = false;
        bool own = true;
        double started = 0; // ms
        double connect = 0;
        double waited = 0;
        double total = 0;
        QString words() const;
    };
    int rowHeight() const;

    QList<Row> m_rows;
    double m_end = 1; // ms
};

} // namespace signet
