#include "ui/accountbutton.h"

#include "ui/theme.h"
#include "ui/widgets/icons.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int glyphSize = 20;

} // namespace

AccountButton::AccountButton(QWidget *parent)
    : QAbstractButton(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void AccountButton::showSignIn(const SignInSession &signIn)
{
    QString who;
    QString whole; // for the tooltip
    switch (signIn.state()) {
    case SignInSession::State::SignedOut:
        m_state = tr("Not signed in");
        break;
    case SignInSession::State::Working:
        m_state = tr("Signing in…");
        break;
    case SignInSession::State::SignedIn:
        m_state = tr("Signed in");
        who = signIn.who().isEmpty() ? tr("with a token") : signIn.who();
        whole = signIn.account().label();
        if (!signIn.account().tenantId.isEmpty())
            whole += u'\n' + tr("Tenant %1").arg(signIn.tenantName(signIn.account().tenantId));
        break;
    }
    setText(who);
    setAccessibleName(who.isEmpty() ? m_state : u"%1: %2"_s.arg(m_state, who));
    setToolTip(whole.isEmpty() ? m_state : u"%1: %2"_s.arg(m_state, whole));
    update();
}

QSize AccountButton::sizeHint() const
{
    return {theme::gap::normal + glyphSize + theme::gap::tight + fontMetrics().averageCharWidth() * 12,
            2 * fontMetrics().height() + theme::gap::tight};
}

void AccountButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(palette().color(QPalette::Midlight));
        painter.drawRoundedRect(rect(), theme::cornerRadius, theme::cornerRadius);
    }
    painter.drawPixmap(
        QPoint(theme::gap::normal, (height() - glyphSize) / 2),
        iconPixmap(u"person"_s, glyphSize, palette().color(QPalette::WindowText), devicePixelRatioF()));
    const int left = theme::gap::normal + glyphSize + theme::gap::tight;
    const int room = width() - left - theme::gap::hair;
    const int line = fontMetrics().height();
    const int top = (height() - (text().isEmpty() ? 1 : 2) * line) / 2;
    painter.setPen(theme::muted(palette()));
    painter.drawText(QRect(left, top, room, line), Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(m_state, Qt::ElideRight, room));
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(QRect(left, top + line, room, line), Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(text(), Qt::ElideRight, room));
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
        painter.setPen(QPen(theme::accentInk(palette()), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), theme::cornerRadius,
                                theme::cornerRadius);
    }
}

void AccountButton::enterEvent(QEnterEvent *event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void AccountButton::leaveEvent(QEvent *event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

} // namespace signet
