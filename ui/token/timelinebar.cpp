#include "ui/token/timelinebar.h"

#include "ui/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int barHeight = 12;
constexpr double beyond = 0.12; // of the width, at either end, for what is outside

theme::Tone toneOf(TokenDocument::State state)
{
    switch (state) {
    case TokenDocument::State::Good:
        return theme::Tone::Ok;
    case TokenDocument::State::Doubtful:
        return theme::Tone::Warning;
    case TokenDocument::State::Useless:
        return theme::Tone::Blocker;
    case TokenDocument::State::Opaque:
        return theme::Tone::Quiet;
    }
    Q_UNREACHABLE();
}

using Kind = TokenDocument::Mark::Kind;

bool isEnd(const TokenDocument::Mark &mark)
{
    return mark.kind == Kind::Issued || mark.kind == Kind::Expires;
}

} // namespace

TimelineBar::TimelineBar(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void TimelineBar::setDocument(const TokenDocument &document)
{
    m_state = document.state;
    m_marks = document.marks;
    for (const TokenDocument::Mark &mark : document.marks) {
        if (mark.kind == Kind::Issued)
            m_begin = mark.at;
        else if (mark.kind == Kind::Expires)
            m_end = mark.at;
    }
    setAccessibleName(document.timeline);
    setToolTip(document.timeline);
    setVisible(!m_marks.isEmpty());
    updateGeometry();
    update();
}

double TimelineBar::place(qint64 at) const
{
    const double part = double(at - m_begin) / double(m_end - m_begin);
    if (part < 0)
        return -beyond * 0.7;
    return part > 1 ? 1 + beyond * 0.7 : part;
}

QSize TimelineBar::sizeHint() const
{
    // Names and times of the ends above, those of the clocks below, each in two lines.
    return {fontMetrics().averageCharWidth() * 72,
            barHeight + 4 * fontMetrics().height() + 4 * theme::gap::hair};
}

QSize TimelineBar::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 40, sizeHint().height()};
}

void TimelineBar::paintEvent(QPaintEvent *)
{
    if (m_marks.isEmpty() || m_end <= m_begin)
        return;
    const theme::Pair tone = theme::pair(palette(), toneOf(m_state));
    const int line = fontMetrics().height();
    const int top = 2 * line + 2 * theme::gap::hair;
    const bool isLeft =
        std::any_of(m_marks.begin(), m_marks.end(), [this](const auto &mark) { return mark.at < m_begin; });
    const bool isRight =
        std::any_of(m_marks.begin(), m_marks.end(), [this](const auto &mark) { return mark.at > m_end; });
    const double left = isLeft ? width() * beyond : 0;
    const double length = width() - left - (isRight ? width() * beyond : 0);
    const auto x = [&](qint64 at) { return left + length * place(at); };

    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF bar(left + 0.5, top + 0.5, length - 1, barHeight - 1);
    QPainterPath shape;
    shape.addRoundedRect(bar, barHeight / 2.0, barHeight / 2.0);
    painter.setPen(QPen(theme::border(palette()), 1));
    painter.setBrush(palette().base());
    painter.drawPath(shape);

    // The server's clock counts where it is known.
    const TokenDocument::Mark *now = nullptr;
    for (const TokenDocument::Mark &mark : m_marks) {
        if (mark.kind == Kind::Server || (mark.kind == Kind::Here && now == nullptr))
            now = &mark;
    }
    if (now != nullptr) {
        painter.save();
        painter.setClipPath(shape);
        painter.setPen(Qt::NoPen);
        painter.setBrush(tone.ink);
        painter.drawRect(QRectF(bar.left(), bar.top(), x(now->at) - bar.left(), bar.height()));
        painter.restore();
    }

    const QFont body = font();
    const QFont strong = theme::strongFont(body);
    const QColor ink = palette().color(QPalette::WindowText);
    const QColor muted = theme::muted(palette());
    // Two lines of text about a point, inside the widget; gives the room it took.
    const auto label = [&](const TokenDocument::Mark &mark, int y, double from) {
        const QString second = mark.distance.isEmpty() ? mark.time : mark.time + u" · "_s + mark.distance;
        const double wide = std::max(QFontMetricsF(strong).horizontalAdvance(mark.name),
                                     QFontMetricsF(body).horizontalAdvance(second))
            + 2;
        const double at = x(mark.at);
        const double begin = std::max(from, std::clamp(at - wide / 2, 0.0, std::max(0.0, width() - wide)));
        painter.setFont(strong);
        painter.setPen(ink);
        painter.drawText(QRectF(begin, y, wide, line), Qt::AlignLeft | Qt::AlignVCenter, mark.name);
        painter.setFont(body);
        painter.setPen(muted);
        painter.drawText(QRectF(begin, y + line, wide, line), Qt::AlignLeft | Qt::AlignVCenter, second);
        return begin + wide + theme::gap::wide;
    };

    double above = 0;
    double below = 0;
    for (const TokenDocument::Mark &mark : m_marks) {
        const double at = x(mark.at);
        if (isEnd(mark)) {
            above = label(mark, 0, above);
            continue;
        }
        painter.setPen(QPen(ink, 2, mark.kind == Kind::Here ? Qt::SolidLine : Qt::DotLine));
        painter.drawLine(QPointF(std::clamp(at, 1.0, width() - 1.0), top - 3),
                         QPointF(std::clamp(at, 1.0, width() - 1.0), top + barHeight + 3));
        below = label(mark, top + barHeight + 2 * theme::gap::hair, below);
    }
}

} // namespace signet
