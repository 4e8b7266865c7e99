#include "ui/widgets/linkbutton.h"

#include "ui/theme.h"

#include <QStyleOptionButton>
#include <QStylePainter>

namespace signet {

namespace {

constexpr int gap = 6; // between icon and text

} // namespace

LinkButton::LinkButton(const QIcon &icon, const QString &text, QWidget *parent)
    : QPushButton(icon, text, parent)
{
    setFlat(true);
    setAutoDefault(false);
    setToolTip(text);
    setAccessibleName(text);
}

void LinkButton::setElideMode(Qt::TextElideMode mode)
{
    m_mode = mode;
    update();
}

QSize LinkButton::sizeHint() const
{
    // Links stand below each other like lines of a text, and begin where it does.
    const int text = fontMetrics().horizontalAdvance(this->text()) + 1;
    return {iconSize().width() + gap + text + theme::gap::hair, fontMetrics().height() + theme::gap::hair};
}

QSize LinkButton::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 16, sizeHint().height()};
}

void LinkButton::paintEvent(QPaintEvent *)
{
    QStylePainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    painter.drawControl(QStyle::CE_PushButtonBevel, option);
    const QRect iconRect(QPoint(0, (height() - iconSize().height()) / 2), iconSize());
    icon().paint(&painter, iconRect, Qt::AlignCenter, isEnabled() ? QIcon::Normal : QIcon::Disabled);
    const QRect room = rect().adjusted(iconSize().width() + gap, 0, 0, 0);
    painter.setPen(
        palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::ButtonText));
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     fontMetrics().elidedText(text(), m_mode, room.width()));
    if (hasFocus())
        painter.drawPrimitive(QStyle::PE_FrameFocusRect, option);
}

} // namespace signet
