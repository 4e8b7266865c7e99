#include "ui/railbutton.h"

#include "ui/theme.h"
#include "ui/widgets/icons.h"

#include <QPainter>

#include <algorithm>

namespace signet {

namespace {

constexpr int glyphSize = 20;

} // namespace

RailButton::RailButton(const QString &iconName, const QString &text, QWidget *parent)
    : QAbstractButton(parent)
    , m_icon(iconName)
{
    setText(text);
    setAccessibleName(text);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize RailButton::sizeHint() const
{
    const QFontMetrics metrics(theme::strongFont(font()));
    return {theme::gap::normal + glyphSize + theme::gap::tight + metrics.horizontalAdvance(text())
                + theme::gap::section,
            std::max(metrics.height(), glyphSize) + theme::gap::wide};
}

void RailButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (isChecked() || underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isChecked() ? palette().color(QPalette::Base) : palette().color(QPalette::Midlight));
        painter.drawRoundedRect(rect(), theme::cornerRadius, theme::cornerRadius);
    }
    const QColor ink = isChecked() ? theme::accentInk(palette()) : palette().color(QPalette::WindowText);
    if (isChecked()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        painter.drawRoundedRect(QRectF(0, theme::gap::tight, 3, height() - 2 * theme::gap::tight), 1.5, 1.5);
    }
    painter.drawPixmap(QPoint(theme::gap::normal, (height() - glyphSize) / 2),
                       iconPixmap(m_icon, glyphSize, ink, devicePixelRatioF()));
    painter.setFont(isChecked() ? theme::strongFont(font()) : font());
    painter.setPen(ink);
    const int left = theme::gap::normal + glyphSize + theme::gap::tight;
    painter.drawText(QRect(left, 0, width() - left, height()), Qt::AlignLeft | Qt::AlignVCenter, text());
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
        painter.setPen(QPen(theme::accentInk(palette()), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), theme::cornerRadius,
                                theme::cornerRadius);
    }
}

void RailButton::enterEvent(QEnterEvent *event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void RailButton::leaveEvent(QEvent *event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

} // namespace signet
