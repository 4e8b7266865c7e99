#include "ui/widgets/choicecard.h"

#include "ui/theme.h"
#include "ui/widgets/icons.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace signet {

namespace {

constexpr int glyphSize = 32;
constexpr int margin = theme::gap::wide;

} // namespace

ChoiceCard::ChoiceCard(const QString &iconName, const QString &title, const QString &text, QWidget *parent)
    : QAbstractButton(parent)
    , m_icon(iconName)
    , m_text(text)
{
    setText(title);
    setAccessibleName(title);
    setAccessibleDescription(text);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

QRect ChoiceCard::textRect(int width) const
{
    const int left = margin + glyphSize + margin;
    const QFontMetrics heading(theme::headingFont(font()));
    const int top = margin + heading.height() + theme::gap::hair;
    const int room = std::max(width - left - margin, 80);
    const int height =
        fontMetrics().boundingRect(QRect(0, 0, room, 10'000), Qt::TextWordWrap, m_text).height();
    return {left, top, room, height};
}

QSize ChoiceCard::sizeHint() const
{
    const int width = fontMetrics().averageCharWidth() * 50;
    return {width, heightForWidth(width)};
}

QSize ChoiceCard::minimumSizeHint() const
{
    const int width =
        QFontMetrics(theme::headingFont(font())).horizontalAdvance(text()) + glyphSize + 3 * margin;
    return {width, heightForWidth(width)};
}

int ChoiceCard::heightForWidth(int width) const
{
    return textRect(width).bottom() + 1 + margin;
}

void ChoiceCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool focus = hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange);
    const bool lit = underMouse() || focus;
    const QColor ring = theme::accentInk(palette());
    QColor fill = palette().color(QPalette::Base);
    if (isDown())
        fill = palette().color(QPalette::Mid);
    painter.setPen(QPen(lit ? ring : theme::border(palette()), focus ? 2 : 1));
    painter.setBrush(fill);
    const double inset = focus ? 1 : 0.5;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), theme::cornerRadius,
                            theme::cornerRadius);

    painter.drawPixmap(QPoint(margin, margin), iconPixmap(m_icon, glyphSize, ring, devicePixelRatioF()));
    const QRect body = textRect(width());
    painter.setFont(theme::headingFont(font()));
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(QRect(body.left(), margin, body.width(), painter.fontMetrics().height()),
                     Qt::AlignLeft | Qt::AlignVCenter, text());
    painter.setFont(font());
    painter.setPen(theme::muted(palette()));
    painter.drawText(body, Qt::TextWordWrap, m_text);
}

void ChoiceCard::enterEvent(QEnterEvent *event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void ChoiceCard::leaveEvent(QEvent *event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

void ChoiceCard::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

} // namespace signet
