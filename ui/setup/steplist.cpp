#include "ui/setup/steplist.h"

#include "ui/theme.h"
#include "ui/widgets/icons.h"
#include "ui/words.h"

#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int badgeSize = 20;
constexpr int badgeLeft = theme::gap::normal;
constexpr int textLeft = badgeLeft + badgeSize + theme::gap::tight;

Badge badgeOf(SetupSession::State state, bool current)
{
    switch (state) {
    case SetupSession::State::Done:
        return {u"passed"_s, theme::Tone::Ok, StepList::tr("done")};
    case SetupSession::State::Partly:
        return {u"about"_s, theme::Tone::Info, StepList::tr("partly done")};
    case SetupSession::State::Blocked:
        return {u"failed"_s, theme::Tone::Blocker, StepList::tr("blocked")};
    case SetupSession::State::NotNeeded:
        return {u"skipped"_s, theme::Tone::Quiet, StepList::tr("not needed")};
    case SetupSession::State::Open:
        return current ? Badge{u"current"_s, theme::Tone::Info, StepList::tr("current")}
                       : Badge{u"waiting"_s, theme::Tone::Quiet, StepList::tr("to come")};
    }
    Q_UNREACHABLE();
}

} // namespace

StepButton::StepButton(const QString &title, QWidget *parent)
    : QAbstractButton(parent)
{
    setText(title);
    setCheckable(false);
    setFocusPolicy(Qt::StrongFocus);
    // In a low window the answers give way; they stay in the tooltips.
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
    describeState();
}

void StepButton::setState(SetupSession::State state, const QString &answer)
{
    m_state = state;
    m_answer = answer;
    describeState();
}

void StepButton::setCurrent(bool current)
{
    m_current = current;
    describeState();
}

void StepButton::describeState()
{
    const Badge badge = badgeOf(m_state, m_current);
    setAccessibleName(m_current && m_state != SetupSession::State::Open
                          ? tr("%1, current step, %2").arg(text(), badge.word)
                          : m_current ? tr("%1, current step").arg(text())
                                      : tr("%1, %2").arg(text(), badge.word));
    setAccessibleDescription(m_answer);
    setToolTip(m_answer);
    update();
}

int StepButton::titleWidth() const
{
    return QFontMetrics(theme::strongFont(font())).horizontalAdvance(text());
}

// The title is never cut. Answers are mostly longer; with a width of their own, the list would move while
// they come in.
QSize StepButton::minimumSizeHint() const
{
    return {textLeft + titleWidth() + theme::gap::tight,
            QFontMetrics(theme::strongFont(font())).height() + theme::gap::tight};
}

int StepButton::fullHeight() const
{
    return QFontMetrics(theme::strongFont(font())).height() + fontMetrics().height() + 2 * theme::gap::tight;
}

QSize StepButton::sizeHint() const
{
    const QSize least = minimumSizeHint();
    return {least.width() + titleWidth() * 3 / 10, fullHeight()};
}

void StepButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Badge badge = badgeOf(m_state, m_current);
    if (m_current || underMouse()) {
        painter.setPen(m_current ? QPen(theme::hairline(palette()), 1) : QPen(Qt::NoPen));
        painter.setBrush(m_current ? palette().color(QPalette::Base) : palette().color(QPalette::Midlight));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme::cornerRadius,
                                theme::cornerRadius);
    }
    if (m_current) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme::accentInk(palette()));
        painter.drawRoundedRect(QRectF(0, theme::gap::tight, 3, height() - 2 * theme::gap::tight), 1.5, 1.5);
    }
    const QFontMetrics strong(theme::strongFont(font()));
    const bool isLow = height() < fullHeight();
    const int top = isLow ? (height() - strong.height()) / 2 : theme::gap::tight;
    painter.drawPixmap(
        QPoint(badgeLeft, top + (strong.height() - badgeSize) / 2),
        iconPixmap(badge.icon, badgeSize, theme::pair(palette(), badge.tone).ink, devicePixelRatioF()));
    const int room = width() - textLeft - theme::gap::tight;
    painter.setFont(m_current ? theme::strongFont(font()) : font());
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(QRect(textLeft, top, room, strong.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, room));
    if (isLow)
        return paintFocus(&painter);
    painter.setFont(font());
    painter.setPen(m_state == SetupSession::State::Blocked ? theme::pair(palette(), theme::Tone::Blocker).ink
                                                           : theme::muted(palette()));
    painter.drawText(
        QRect(textLeft, theme::gap::tight + strong.height(), room, fontMetrics().height()),
        Qt::AlignLeft | Qt::AlignVCenter,
        fontMetrics().elidedText(m_answer.isEmpty() ? badge.word : m_answer, Qt::ElideRight, room));
    paintFocus(&painter);
}

void StepButton::paintFocus(QPainter *painter) const
{
    if (!hasFocus() || !window()->testAttribute(Qt::WA_KeyboardFocusChange))
        return;
    painter->setPen(QPen(theme::accentInk(palette()), 2));
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), theme::cornerRadius, theme::cornerRadius);
}

void StepButton::enterEvent(QEnterEvent *event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void StepButton::leaveEvent(QEvent *event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

StepList::StepList(QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Steps"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::hair);
    for (std::size_t i = 0; i < setupSteps.size(); ++i) {
        m_buttons[i] = new StepButton(SetupSession::title(setupSteps[i]), this);
        connect(m_buttons[i], &QAbstractButton::clicked, this, [this, i] { Q_EMIT chosen(setupSteps[i]); });
        layout->addWidget(m_buttons[i]);
    }
    layout->addStretch(1);
}

void StepList::setSteps(const std::array<SetupSession::StepView, setupSteps.size()> &steps)
{
    for (std::size_t i = 0; i < steps.size(); ++i)
        m_buttons[i]->setState(steps[i].state, steps[i].answer);
}

void StepList::setCurrent(SetupStep step)
{
    for (std::size_t i = 0; i < setupSteps.size(); ++i)
        m_buttons[i]->setCurrent(setupSteps[i] == step);
}

} // namespace signet
