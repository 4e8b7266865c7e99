#include "ui/widgets/texts.h"

#include "ui/widgets/icons.h"

#include <QEvent>
#include <QFrame>
#include <QPushButton>
#include <QStyle>

#include <algorithm>

namespace signet {

ProseLabel::ProseLabel(const QString &text, QWidget *parent)
    : QLabel(text, parent)
{
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setMaximumWidth(theme::proseWidth(this));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

int ProseLabel::heightForWidth(int width) const
{
    return QLabel::heightForWidth(std::min(width, maximumWidth()));
}

QSize ProseLabel::minimumSizeHint() const
{
    // A word that is longer than the line is cut rather than making the whole page wider.
    return {fontMetrics().averageCharWidth() * 16, fontMetrics().height()};
}

QLabel *titleLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setFont(theme::titleFont(label->font()));
    return label;
}

QLabel *headingLabel(const QString &text, QWidget *parent)
{
    auto *label = new ProseLabel(text, parent);
    label->setFont(theme::headingFont(label->font()));
    return label;
}

QLabel *proseLabel(const QString &text, QWidget *parent)
{
    auto *label = new ProseLabel(text, parent);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setFocusPolicy(Qt::NoFocus);
    return label;
}

QLabel *mutedLabel(const QString &text, QWidget *parent)
{
    QLabel *label = proseLabel(text, parent);
    setMuted(label);
    return label;
}

QLabel *strongLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setFont(theme::strongFont(label->font()));
    return label;
}

QLabel *explanationLabel(const QString &text, QWidget *parent)
{
    QLabel *label = mutedLabel(text, parent);
    const QStyle *style = label->style();
    const int indent = style->pixelMetric(QStyle::PM_ExclusiveIndicatorWidth)
        + style->pixelMetric(QStyle::PM_RadioButtonLabelSpacing);
    label->setContentsMargins(indent, 0, 0, 0);
    return label;
}

void setMuted(QWidget *widget)
{
    // Placeholder text is the palette's own second-rank text; as a role it follows a change of palette.
    widget->setForegroundRole(QPalette::PlaceholderText);
}

StatusBadge::StatusBadge(int size, QWidget *parent)
    : QLabel(parent)
    , m_size(size)
{
    setFixedSize(size, size);
}

void StatusBadge::setBadge(const QString &iconName, theme::Tone tone, const QString &word)
{
    m_icon = iconName;
    m_tone = tone;
    setAccessibleName(word);
    setToolTip(word);
    draw();
}

void StatusBadge::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        draw();
}

void StatusBadge::draw()
{
    if (m_icon.isEmpty())
        return;
    setPixmap(iconPixmap(m_icon, m_size, theme::pair(palette(), m_tone).ink, devicePixelRatioF()));
}

void makePrimary(QPushButton *button)
{
    QPalette palette = button->palette();
    const theme::Pair accent = theme::accent(palette);
    for (const QPalette::ColorGroup group : {QPalette::Active, QPalette::Inactive}) {
        palette.setColor(group, QPalette::Button, accent.paper);
        palette.setColor(group, QPalette::ButtonText, accent.ink);
    }
    button->setPalette(palette);
    button->setDefault(true);
    QFont font = button->font();
    font.setWeight(QFont::DemiBold);
    button->setFont(font);
}

QWidget *horizontalLine(QWidget *parent)
{
    auto *line = new QFrame(parent);
    line->setFixedHeight(1);
    line->setAutoFillBackground(true);
    line->setBackgroundRole(QPalette::Mid);
    return line;
}

} // namespace signet
