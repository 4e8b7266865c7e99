#include "ui/widgets/message.h"

#include "core/result/problem.h"
#include "ui/widgets/texts.h"
#include "ui/words.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace signet {

Message::Message(QWidget *parent)
    : QFrame(parent)
    , m_layout(new QHBoxLayout(this))
    , m_words(new QVBoxLayout)
    , m_top(new QHBoxLayout)
    , m_badge(new StatusBadge(20, this))
    , m_title(proseLabel({}, this))
    , m_text(proseLabel({}, this))
{
    m_title->setFont(theme::strongFont(m_title->font()));
    for (QLabel *label : {m_title, m_text})
        label->setMaximumWidth(QWIDGETSIZE_MAX);
    m_words->setSpacing(theme::gap::hair);
    m_top->setSpacing(theme::gap::tight);
    m_top->addWidget(m_title, 1);
    m_words->addLayout(m_top);
    m_words->addWidget(m_text);
    m_layout->setContentsMargins(theme::gap::normal, theme::gap::tight, theme::gap::normal,
                                 theme::gap::tight);
    m_layout->setSpacing(theme::gap::normal);
    m_layout->addWidget(m_badge, 0, Qt::AlignTop);
    m_layout->addLayout(m_words, 1);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setVisible(false);
}

void Message::show(theme::Tone tone, const QString &title, const QString &text)
{
    m_tone = tone;
    m_badge->setBadge(badgeOf(tone), tone, wordOf(tone));
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    const QString spoken = text.isEmpty() ? title : title + QLatin1Char('\n') + text;
    const bool isNew = accessibleName() != spoken || isHidden();
    setAccessibleName(spoken);
    setVisible(true);
    update();
    if (isNew) {
        QAccessibleEvent alert(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

void Message::show(const Problem &problem, const QString &sandbox)
{
    const FindingText words = describe(problem, sandbox);
    QString advice;
    if (!words.fix.isEmpty()) {
        advice = words.fix.first().text;
        if (!words.fix.first().command.isEmpty())
            advice += QLatin1Char(' ') + words.fix.first().command;
    }
    show(theme::Tone::Blocker, words.title, advice);
}

void Message::clear()
{
    setVisible(false);
    m_title->clear();
    m_text->clear();
    setAccessibleName({});
}

QString Message::title() const
{
    return m_title->text();
}

QPushButton *Message::addButton(const QString &text)
{
    auto *button = new QPushButton(text, this);
    m_layout->addWidget(button, 0, Qt::AlignVCenter);
    return button;
}

void Message::addCorner(QWidget *control)
{
    m_top->addWidget(control, 0, Qt::AlignTop);
}

void Message::addContent(QWidget *content, Qt::Alignment alignment)
{
    m_words->addWidget(content, 0, alignment);
}

void Message::paintEvent(QPaintEvent *)
{
    const theme::Pair pair = theme::pair(palette(), m_tone);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(pair.ink, 1));
    painter.setBrush(pair.paper);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme::cornerRadius,
                            theme::cornerRadius);
}

} // namespace signet
