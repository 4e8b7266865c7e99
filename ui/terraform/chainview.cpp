#include "ui/terraform/chainview.h"

#include "ui/terraform/obstaclebox.h"
#include "ui/terraform/placelink.h"
#include "ui/widgets/texts.h"
#include "ui/words.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int badgeSize = 16;

bool isQuiet(ChainState state)
{
    return state == ChainState::NotBuilt || state == ChainState::NotReached;
}

} // namespace

ChainRow::ChainRow(const ExplanationDocument::Credential &credential, const ExplanationDocument &document,
                   Position position, const PathOf &pathOf, QWidget *parent)
    : QFrame(parent)
    , m_state(credential.state)
    , m_tone(badgeOf(credential, document).tone)
    , m_position(position)
{
    const Badge badge = badgeOf(credential, document);
    const bool chosen = m_state == ChainState::Selected;
    auto *mark = new StatusBadge(badgeSize, this);
    mark->setBadge(badge.icon, badge.tone, badge.word);
    m_badge = mark;

    auto *name = new QLabel(credential.name, this);
    name->setTextFormat(Qt::PlainText);
    name->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    auto *state = new ProseLabel(credential.stateWords, this);
    state->setMaximumWidth(QWIDGETSIZE_MAX);
    auto *title = new QHBoxLayout;
    title->setSpacing(theme::gap::tight);
    title->addWidget(name, 0, Qt::AlignTop);
    title->addWidget(state, 1);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addLayout(title);
    if (isQuiet(m_state)) {
        // One line, so that the one that decides is in sight.
        state->setText(credential.why.isEmpty() ? credential.stateWords
                                                : tr("%1 · %2").arg(credential.stateWords, credential.why));
        setMuted(name);
        setMuted(state);
    } else {
        name->setFont(theme::strongFont(name->font()));
        if (chosen)
            state->setFont(theme::strongFont(state->font()));
        else
            setMuted(state);
        QLabel *why = chosen ? proseLabel(credential.why, this) : mutedLabel(credential.why, this);
        why->setMaximumWidth(QWIDGETSIZE_MAX);
        words->addWidget(why);
    }
    for (const ExplanationDocument::Origin &origin : credential.from)
        words->addWidget(placeLink(origin.words, pathOf(origin.at.file), this), 0, Qt::AlignLeft);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme::gap::tight, chosen ? theme::gap::tight : theme::gap::hair,
                               theme::gap::tight, chosen ? theme::gap::tight : theme::gap::hair);
    layout->setSpacing(theme::gap::tight);
    layout->addWidget(mark, 0, Qt::AlignTop);
    layout->addLayout(words, 1);
    setAccessibleName(u"%1: %2"_s.arg(credential.name, credential.stateWords));
    setAccessibleDescription(credential.why);
}

void ChainRow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_state == ChainState::Selected) {
        const theme::Pair pair = theme::pair(palette(), m_tone);
        painter.setPen(QPen(pair.ink, 2));
        painter.setBrush(pair.paper);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), theme::cornerRadius,
                                theme::cornerRadius);
    }
    // The line that joins the links; it has a gap where the sign is.
    const double x = m_badge->geometry().center().x() + 0.5;
    painter.setPen(QPen(m_state == ChainState::Selected ? theme::pair(palette(), m_tone).ink
                                                        : theme::hairline(palette()),
                        1.5));
    const bool fromAbove = m_position == Position::Middle || m_position == Position::Last;
    const bool below = m_position == Position::Middle || m_position == Position::First;
    if (fromAbove)
        painter.drawLine(QPointF(x, 0), QPointF(x, m_badge->y() - 2));
    if (below)
        painter.drawLine(QPointF(x, m_badge->geometry().bottom() + 3), QPointF(x, height()));
}

ChainView::ChainView(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    setAccessibleName(tr("How the provider decides"));
}

void ChainView::setDocument(const ExplanationDocument &document, const ChainRow::PathOf &pathOf)
{
    while (QLayoutItem *item = m_layout->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    const int count = int(document.chain.size());
    for (int i = 0; i < count; ++i) {
        using Position = ChainRow::Position;
        const Position position = count == 1 ? Position::Only
            : i == 0                         ? Position::First
            : i == count - 1                 ? Position::Last
                                             : Position::Middle;
        m_layout->addWidget(new ChainRow(document.chain[i], document, position, pathOf, this));
        for (const ExplanationDocument::Obstacle &obstacle : document.obstacles) {
            if (obstacle.credential != i)
                continue;
            auto *line = new QHBoxLayout;
            line->setContentsMargins(theme::gap::tight + badgeSize + theme::gap::tight, theme::gap::hair, 0,
                                     theme::gap::tight);
            auto *box = new ObstacleBox(obstacle, pathOf(obstacle.at.file), this);
            line->addWidget(box);
            auto *holder = new QWidget(this);
            holder->setLayout(line);
            m_layout->addWidget(holder);
        }
    }
}

} // namespace signet
