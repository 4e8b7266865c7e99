#include "ui/widgets/linkbutton.h"

#include "ui/theme.h"

#include <QStyleOptionButton>
#include <QStylePainter>

#include <algorithm>

namespace signet {

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
    // Links stand below each other like lines of a text.
    return {QPushButton::sizeHint().width(), fontMetrics().height() + theme::gap::hair};
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
    const int room = width() - iconSize().width() - 2 * theme::gap::normal;
    option.text = fontMetrics().elidedText(text(), m_mode, std::max(room, 0));
    painter.drawControl(QStyle::CE_PushButton, option);
}

} // namespace signet
