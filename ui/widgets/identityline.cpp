#include "ui/widgets/identityline.h"

#include "ui/theme.h"
#include "ui/widgets/icons.h"
#include "ui/words.h"

#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int signSize = 16;
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
            said.append(signOf(document.links[i]).word);
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
            signSize + theme::gap::hair + fontMetrics().horizontalAdvance(card.name) + theme::gap::normal;
    return {width + 2 * (signSize + theme::gap::normal),
            std::max(signSize, fontMetrics().height()) + theme::gap::tight};
}

QSize IdentityLine::minimumSizeHint() const
{
    return {240, sizeHint().height()};
}

void IdentityLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const int top = (height() - signSize) / 2;
    const int fixed =
        3 * (signSize + theme::gap::hair + theme::gap::normal) + 2 * (signSize + theme::gap::normal);
    const int room = std::max((width() - fixed) / 3, 24);
    int x = 0;
    for (std::size_t i = 0; i < m_document.cards.size(); ++i) {
        const ReportDocument::Card &card = m_document.cards[i];
        painter.drawPixmap(x, top,
                           iconPixmap(QString::fromLatin1(places[i]), signSize, theme::muted(palette()),
                                      devicePixelRatioF()));
        x += signSize + theme::gap::hair;
        const QString text = fontMetrics().elidedText(card.name, Qt::ElideMiddle, room);
        painter.setPen(card.state == ReportDocument::Card::State::Known
                           ? palette().color(QPalette::WindowText)
                           : theme::muted(palette()));
        painter.drawText(QRect(x, 0, room + 1, height()), Qt::AlignLeft | Qt::AlignVCenter, text);
        x += fontMetrics().horizontalAdvance(text) + theme::gap::normal;
        if (i >= m_document.links.size())
            break;
        const Sign sign = signOf(m_document.links[i]);
        painter.drawPixmap(
            x, top,
            iconPixmap(sign.icon, signSize, theme::pair(palette(), sign.tone).ink, devicePixelRatioF()));
        x += signSize + theme::gap::normal;
    }
}

} // namespace signet
