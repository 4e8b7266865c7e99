#include "ui/diagnosis/waterfallview.h"

#include "core/report/reportdocument.h"
#include "ui/theme.h"

#include <QHelpEvent>
#include <QJsonObject>
#include <QPainter>
#include <QToolTip>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int barHeight = 10;

} // namespace

QString WaterfallView::Row::words() const
{
    return u"%1 %2%3\n%4 · %5"_s.arg(method, host, path, outcome, durationText(total));
}

WaterfallView::WaterfallView(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Requests"));
}

void WaterfallView::setExchanges(const QJsonArray &exchanges, const QString &check)
{
    m_rows.clear();
    m_end = 1;
    QStringList said;
    for (const QJsonValue value : exchanges) {
        const QJsonObject exchange = value.toObject();
        const QUrl url(exchange["url"_L1].toString());
        Row row;
        row.method = exchange["method"_L1].toString();
        row.host = url.host();
        row.path = url.path();
        const int status = exchange["status"_L1].toInt();
        row.outcome =
            status > 0 ? QString::number(status) : transportWords(exchange["transport"_L1].toString());
        row.answered = status > 0;
        row.own = check.isEmpty() || exchange["check"_L1].toString() == check;
        row.started = exchange["startedMs"_L1].toDouble();
        row.connect = std::max(exchange["connectMs"_L1].toDouble(0), 0.0);
        row.waited = std::max(exchange["firstByteMs"_L1].toDouble(0), row.connect);
        row.total = exchange["totalMs"_L1].toDouble();
        m_end = std::max(m_end, row.started + row.total);
        said.append(row.words());
        m_rows.append(row);
    }
    setAccessibleDescription(said.join(u'\n'));
    updateGeometry();
    update();
}

int WaterfallView::rowHeight() const
{
    return std::max(fontMetrics().height(), barHeight) + theme::gap::hair;
}

QSize WaterfallView::sizeHint() const
{
    const int axis = m_rows.isEmpty() ? 0 : fontMetrics().height() + theme::gap::hair;
    return {480, int(m_rows.size()) * rowHeight() + axis};
}

QSize WaterfallView::minimumSizeHint() const
{
    return {240, sizeHint().height()};
}

void WaterfallView::paintEvent(QPaintEvent *)
{
    if (m_rows.isEmpty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int outcomeWidth = fontMetrics().horizontalAdvance(u"timed-out"_s);
    const int methodWidth = fontMetrics().horizontalAdvance(u"HEAD"_s) + theme::gap::tight;
    const int textWidth = std::min(width() / 2, fontMetrics().averageCharWidth() * 46);
    const int barLeft = textWidth + theme::gap::tight + outcomeWidth + theme::gap::tight;
    const double perMs = std::max(width() - barLeft - 1, 20) / m_end;
    const QColor ink = palette().color(QPalette::WindowText);
    const QColor quiet = theme::muted(palette());
    const theme::Pair info = theme::pair(palette(), theme::Tone::Info);

    for (int i = 0; i < m_rows.size(); ++i) {
        const Row &row = m_rows[i];
        const int top = i * rowHeight();
        painter.setPen(row.own ? ink : quiet);
        painter.drawText(QRect(0, top, methodWidth, rowHeight()), Qt::AlignLeft | Qt::AlignVCenter,
                         row.method);
        const QString address =
            fontMetrics().elidedText(row.host + row.path, Qt::ElideMiddle, textWidth - methodWidth);
        painter.drawText(QRect(methodWidth, top, textWidth - methodWidth + 1, rowHeight()),
                         Qt::AlignLeft | Qt::AlignVCenter, address);
        painter.setPen(row.answered ? (row.own ? ink : quiet)
                                    : theme::pair(palette(), theme::Tone::Blocker).ink);
        painter.drawText(QRect(textWidth + theme::gap::tight, top, outcomeWidth, rowHeight()),
                         Qt::AlignLeft | Qt::AlignVCenter, row.outcome);

        // Connecting is hollow, waiting is light, receiving is full.
        const double y = top + (rowHeight() - barHeight) / 2.0;
        const double x = barLeft + row.started * perMs;
        const double wide = std::max(row.total * perMs, 3.0);
        const double connect = row.connect * perMs;
        const double waited = row.waited * perMs;
        painter.setPen(Qt::NoPen);
        painter.setBrush(row.own ? theme::accentInk(palette()) : theme::border(palette()));
        painter.drawRoundedRect(QRectF(x, y, wide, barHeight), 2, 2);
        if (connect > 1) {
            painter.setPen(QPen(row.own ? theme::accentInk(palette()) : theme::border(palette()), 1));
            painter.setBrush(palette().color(QPalette::Base));
            painter.drawRect(QRectF(x + 0.5, y + 0.5, connect - 1, barHeight - 1));
        }
        if (waited - connect > 1 && wide - waited > 1) {
            painter.setPen(Qt::NoPen);
            QColor light = info.paper;
            painter.setBrush(light);
            painter.drawRect(QRectF(x + connect, y + 1, waited - connect, barHeight - 2));
        }
    }

    const int axis = int(m_rows.size()) * rowHeight();
    painter.setPen(quiet);
    painter.drawText(QRect(barLeft, axis, width() - barLeft, fontMetrics().height()), Qt::AlignLeft, u"0"_s);
    painter.drawText(QRect(barLeft, axis, width() - barLeft, fontMetrics().height()), Qt::AlignRight,
                     durationText(m_end));
}

bool WaterfallView::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int row = help->pos().y() / rowHeight();
        if (row >= 0 && row < m_rows.size())
            QToolTip::showText(help->globalPos(), m_rows[row].words(), this);
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

} // namespace signet
