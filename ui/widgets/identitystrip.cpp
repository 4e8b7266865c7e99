#include "ui/widgets/identitystrip.h"

#include "core/result/nativepath.h"
#include "ui/theme.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/texts.h"
#include "ui/words.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Where there is little room, the id matters more than the word before it.
QString idText(const QString &id, const QFontMetrics &metrics, int room)
{
    if (id.isEmpty())
        return {};
    const QString text = IdentityCard::tr("object %1").arg(shortened(id));
    return metrics.horizontalAdvance(text) < room ? text : shortened(id);
}

} // namespace

IdentityCard::IdentityCard(const QString &iconName, QWidget *parent)
    : QFrame(parent)
    , m_top(new QHBoxLayout)
    , m_place(new StatusBadge(16, this))
    , m_heading(new ElidedLabel({}, Qt::ElideMiddle, this))
    , m_badge(new StatusBadge(16, this))
    , m_name(new ElidedLabel({}, Qt::ElideMiddle, this))
    , m_lines(new ElidedLabel({}, Qt::ElideRight, this))
    , m_objectId(new ElidedLabel({}, Qt::ElideRight, this))
    , m_copy(new CopyButton(tr("Copy the object id"), this))
{
    m_place->setBadge(iconName, theme::Tone::Quiet, {});
    m_heading->setForegroundRole(QPalette::PlaceholderText);
    m_name->setFont(theme::headingFont(m_name->font()));
    m_lines->setForegroundRole(QPalette::PlaceholderText);
    m_objectId->setFont(theme::codeFont(m_objectId->font()));

    m_top->setSpacing(theme::gap::tight);
    m_top->addWidget(m_place);
    m_top->addWidget(m_heading, 1);
    auto *who = new QHBoxLayout;
    who->setSpacing(theme::gap::tight);
    who->addWidget(m_badge);
    who->addWidget(m_name, 1);
    auto *id = new QHBoxLayout;
    id->setSpacing(theme::gap::hair);
    id->addWidget(m_objectId);
    id->addWidget(m_copy);
    id->addStretch(0);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::gap::tight + 2, theme::gap::tight, theme::gap::tight,
                               theme::gap::tight);
    layout->setSpacing(theme::gap::hair);
    layout->addLayout(m_top);
    layout->addLayout(who);
    layout->addWidget(m_lines);
    layout->addLayout(id);
    layout->addStretch(1);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMinimumWidth(fontMetrics().averageCharWidth() * 15);

    // The line with the id keeps its height when there is none, so that cards do not jump.
    QSizePolicy keep = m_copy->sizePolicy();
    keep.setRetainSizeWhenHidden(true);
    m_copy->setSizePolicy(keep);
}

int IdentityCard::roomForId() const
{
    const QMargins margins = layout()->contentsMargins();
    return width() - margins.left() - margins.right() - m_copy->sizeHint().width() - theme::gap::hair;
}

void IdentityCard::setCard(const ReportDocument::Card &card)
{
    m_state = card.state;
    const Badge badge = badgeOf(card.state);
    m_heading->setText(card.heading);
    m_badge->setBadge(badge.icon, badge.tone, badge.word);
    m_name->setText(card.name);
    m_lines->setText(card.lines.join(u" · "_s));
    m_objectId->setText(idText(card.objectId, m_objectId->fontMetrics(), roomForId()));
    m_objectId->setToolTip(card.objectId);
    m_objectId->setAccessibleName(card.objectId.isEmpty() ? QString()
                                                          : tr("object id %1").arg(card.objectId));
    m_copy->setName(tr("Copy the object id: %1").arg(card.heading));
    m_copy->setVisible(!card.objectId.isEmpty() && !m_isLow);
    m_copy->setContent(card.objectId);
    setAccessibleName(u"%1: %2, %3"_s.arg(card.heading, card.name, badge.word));
    setAccessibleDescription(card.lines.join(u", "_s));
    update();
}

void IdentityCard::setLow(bool low)
{
    if (low == m_isLow)
        return;
    m_isLow = low;
    QSizePolicy keep = m_copy->sizePolicy();
    keep.setRetainSizeWhenHidden(!low);
    m_copy->setSizePolicy(keep);
    m_objectId->setVisible(!low);
    m_copy->setVisible(!m_copy->content().isEmpty() && !low);
}

QToolButton *IdentityCard::addButton()
{
    auto *button = new QToolButton(this);
    button->setAutoRaise(true);
    button->setIconSize(QSize(16, 16));
    button->setFocusPolicy(Qt::StrongFocus);
    // As high as the heading, so that the cards stay equal.
    button->setFixedHeight(fontMetrics().height());
    m_top->addWidget(button);
    setTabOrder(m_copy, button);
    return button;
}

void IdentityCard::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    // Where there is little room, the words matter more than the picture.
    m_place->setVisible(width() >= fontMetrics().averageCharWidth() * 22);
    m_objectId->setText(idText(m_copy->content(), m_objectId->fontMetrics(), roomForId()));
    m_objectId->setAccessibleName(m_copy->content().isEmpty() ? QString()
                                                              : tr("object id %1").arg(m_copy->content()));
}

void IdentityCard::paintEvent(QPaintEvent *)
{
    using State = ReportDocument::Card::State;
    const Badge badge = badgeOf(m_state);
    QPen pen(m_state == State::Known ? theme::border(palette()) : theme::pair(palette(), badge.tone).ink, 1);
    if (m_state != State::Known)
        pen.setDashPattern({4, 3});
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(pen);
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme::cornerRadius,
                            theme::cornerRadius);
}

IdentityLink::IdentityLink(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
    setLink(ReportDocument::Link::Unknown);
}

void IdentityLink::setLink(ReportDocument::Link link)
{
    m_link = link;
    setAccessibleName(word());
    setToolTip(word());
    update();
}

QString IdentityLink::word() const
{
    return badgeOf(m_link).word;
}

QSize IdentityLink::sizeHint() const
{
    int widest = 0;
    for (const auto link :
         {ReportDocument::Link::Equal, ReportDocument::Link::Different, ReportDocument::Link::Unknown})
        widest = std::max(widest, fontMetrics().horizontalAdvance(badgeOf(link).word));
    return {widest + theme::gap::tight, 24 + theme::gap::hair + fontMetrics().height()};
}

QSize IdentityLink::minimumSizeHint() const
{
    int widest = 24;
    for (const auto link :
         {ReportDocument::Link::Equal, ReportDocument::Link::Different, ReportDocument::Link::Unknown}) {
        for (const QString &word : badgeOf(link).word.split(u' '))
            widest = std::max(widest, fontMetrics().horizontalAdvance(word));
    }
    return {widest + theme::gap::tight, sizeHint().height() + fontMetrics().height()};
}

void IdentityLink::paintEvent(QPaintEvent *)
{
    const Badge badge = badgeOf(m_link);
    const QColor ink = theme::pair(palette(), badge.tone).ink;
    constexpr int size = 24;
    const int middle = height() / 2 - fontMetrics().height() / 2;

    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(ink, 2, m_link == ReportDocument::Link::Equal ? Qt::SolidLine : Qt::DashLine);
    pen.setCapStyle(Qt::FlatCap);
    painter.setPen(pen);
    const double left = (width() - size) / 2.0;
    painter.drawLine(QPointF(0, middle), QPointF(left - 3, middle));
    painter.drawLine(QPointF(left + size + 3, middle), QPointF(width(), middle));
    painter.drawPixmap(QPointF(left, middle - size / 2.0),
                       iconPixmap(badge.icon, size, ink, devicePixelRatioF()));
    painter.setPen(ink);
    painter.drawText(QRect(0, middle + size / 2 + 2, width(), 2 * fontMetrics().height()),
                     Qt::AlignHCenter | Qt::TextWordWrap, badge.word);
}

IdentityStrip::IdentityStrip(QWidget *parent)
    : QWidget(parent)
    , m_cards{new IdentityCard(u"machine"_s, this), new IdentityCard(u"organization"_s, this),
              new IdentityCard(u"terraform"_s, this)}
    , m_links{new IdentityLink(this), new IdentityLink(this)}
{
    setAccessibleName(tr("The three identities"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        layout->addWidget(m_cards[i], 1);
        if (i < m_links.size())
            layout->addWidget(m_links[i]);
    }
}

void IdentityStrip::setLow(bool low)
{
    for (IdentityCard *card : m_cards)
        card->setLow(low);
}

void IdentityStrip::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // Where there is little room it goes to the cards, and the words of the links stand in two lines.
    const bool narrow = width() < fontMetrics().averageCharWidth() * 90;
    for (IdentityLink *link : m_links)
        link->setMaximumWidth(narrow ? link->minimumSizeHint().width() : link->sizeHint().width());
}

void IdentityStrip::offerFolder(const QString &folder)
{
    if (!m_folder) {
        m_folder = m_cards[2]->addButton();
        m_folder->setIcon(icon(u"folder"_s));
        connect(m_folder, &QToolButton::clicked, this, &IdentityStrip::folderWanted);
    }
    m_folder->setText(tr("Choose…"));
    m_folder->setToolButtonStyle(folder.isEmpty() ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    m_folder->setToolTip(folder.isEmpty()
                             ? tr("Choose a Terraform folder to check")
                             : tr("%1 (click to choose another folder)").arg(nativePath(folder)));
    m_folder->setAccessibleName(tr("Choose the folder of the Terraform configuration"));
    m_folder->setAccessibleDescription(folder);
}

void IdentityStrip::setDocument(const ReportDocument &document)
{
    for (std::size_t i = 0; i < m_cards.size(); ++i)
        m_cards[i]->setCard(document.cards[i]);
    for (std::size_t i = 0; i < m_links.size(); ++i)
        m_links[i]->setLink(document.links[i]);
}

} // namespace signet
