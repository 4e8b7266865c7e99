#include "ui/startpage.h"

#include "ui/theme.h"
#include "ui/widgets/choicecard.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/relationdrawing.h"
#include "ui/widgets/texts.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

StartPage::StartPage(Offer offer, QWidget *parent)
    : Page({u"start"_s, tr("Start")}, parent)
    , m_cards(new QHBoxLayout)
{
    auto *top = new QVBoxLayout;
    top->setSpacing(theme::gap::hair);
    top->addWidget(titleLabel(tr("What would you like to do?"), this));
    top->addWidget(mutedLabel(
        tr("Terraform works in Azure DevOps as the identity of this machine. There is no secret to "
           "keep."),
        this));

    m_cards->setSpacing(theme::gap::wide);

    auto *drawing = new RelationDrawing(this);

    auto *content = new QWidget(this);
    content->setMaximumWidth(900);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::gap::wide);
    column->addLayout(top);
    column->addSpacing(theme::gap::tight);
    column->addLayout(m_cards);
    if (offer == Offer::Simulation) {
        auto *tryIt = new QPushButton(icon(u"sandbox"_s), tr("&Try it on a simulated Azure"), content);
        tryIt->setAutoDefault(false);
        connect(tryIt, &QPushButton::clicked, this, &StartPage::simulationWanted);
        auto *line = new QHBoxLayout;
        line->setSpacing(theme::gap::normal);
        line->addWidget(tryIt);
        auto *why = new QLabel(
            tr("New here? You need no account and no network, and you cannot break anything."), content);
        setMuted(why);
        line->addWidget(why);
        line->addStretch(1);
        column->addLayout(line);
    }
    column->addSpacing(theme::gap::section);
    column->addWidget(headingLabel(tr("How it works"), content));
    column->addWidget(drawing);
    column->addStretch(1);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme::gap::page, theme::gap::section, theme::gap::page, theme::gap::section);
    layout->addWidget(content, 1);
    layout->addStretch(0);
}

void StartPage::offerPages(const QList<Page *> &pages)
{
    for (Page *page : pages) {
        const std::optional<Card> card = page->card();
        if (!card)
            continue;
        auto *choice = new ChoiceCard(page->iconName(), card->title, card->text, this);
        connect(choice, &ChoiceCard::clicked, this, [this, page] { Q_EMIT pageWanted(page); });
        m_cards->addWidget(choice, 1);
    }
}

} // namespace signet
