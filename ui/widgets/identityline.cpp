#include "ui/widgets/identityline.h"

#include "ui/theme.h"
#include "ui/widgets/icons.h"
#include "ui/words.h"

#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int badgeSize = 16;
constexpr std::array places{"machine", "organization", "terraform"};

} // namespace

IdentityLine::IdentityLine(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void IdentityLine::setDocument(const ReportDocument &document)
{
    m_document = document;
    QStringList said;
    for (std::size_t i = 0; i < document.cards.size(); ++i) {
        said.append(u"%1: %2"_s.arg(document.cards[i].heading, document.cards[i].name));
        if (i < document.links.size())
            said.append(badgeOf(document.links[i]).word);
    }
    setAccessibleName(said.join(u", "_s));
    setToolTip(said.join(u'\n'));
    updateGeometry();
    update();
}

QSize IdentityLine::sizeHint() const
{
    int width = 0;
    for (const ReportDocument::Card &card : m_document.cards)
        width +=
            badgeSize + theme::gap::hair + fontMetrics().horizontalAdvance(card.name) + theme::gap::normal;
    return {width + 2 * (badgeSize + theme::gap::normal),
            std::max(badgeSize, fontMetrics().height()) + theme::gap::tight};
}

QSize IdentityLine::minimumSizeHint() const
{
    return {240, sizeHint().height()};
}

void IdentityLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const int top = (height() - badgeSize) / 2;
    const int fixed =
        3 * (badgeSize + theme::gap::hair + theme::gap::normal) + 2 * (badgeSize + theme::gap::normal);
    const int room = std::max((width() - fixed) / 3, 24);
    int x = 0;
    for (std::size_t i = 0; i < m_document.cards.size(); ++i) {
        const ReportDocument::Card &card = m_document.cards[i];
        painter.drawPixmap(x, top,
                           iconPixmap(QString::fromLatin1(places[i]), badgeSize, theme::muted(palette()),
                                      devicePixelRatioF()));
        x += badgeSize + theme::gap::hair;
        const QString text = fontMetrics().elidedText(card.name, Qt::ElideMiddle, room);
        painter.setPen(card.state == ReportDocument::Card::State::Known
                           ? palette().color(QPalette::WindowText)
                           : theme::muted(palette()));
        painter.drawText(QRect(x, 0, room + 1, height()), Qt::AlignLeft | Qt::AlignVCenter, text);
        x += fontMetrics().horizontalAdvance(text) + theme::gap::normal;
        if (i >= m_document.links.size())
            break;
        const Badge badge = badgeOf(m_document.links[i]);
        painter.drawPixmap(
            x, top,
            iconPixmap(badge.icon, badgeSize, theme::pair(palette(), badge.tone).ink, devicePixelRatioF()));
        x += badgeSize + theme::gap::normal;
    }
}

} // namespace signet
