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
    : QWidget(parent)
{
    auto *setup = new ChoiceCard(u"setup"_s, tr("Set up an identity"),
                                 tr("From the machine to the provider block, in seven decisions. Nothing is "
                                    "changed without being shown first."),
                                 this);
    auto *diagnosis =
        new ChoiceCard(u"diagnose"_s, tr("Find out why it fails"),
                       tr("Runs every check, names the one cause, and says what to do about it."), this);
    auto *terraform = new ChoiceCard(
        u"terraform"_s, tr("Read a configuration"),
        tr("Whom Terraform would be with it, why, and the edit that makes it the identity."), this);
    connect(terraform, &ChoiceCard::clicked, this, &StartPage::terraformWanted);
    connect(setup, &ChoiceCard::clicked, this, &StartPage::setupWanted);
    connect(diagnosis, &ChoiceCard::clicked, this, &StartPage::diagnosisWanted);

    auto *top = new QVBoxLayout;
    top->setSpacing(theme::gap::hair);
    top->addWidget(titleLabel(tr("What would you like to do?"), this));
    top->addWidget(
        mutedLabel(tr("Terraform works in Azure DevOps as the identity of this machine, with no secret to "
                      "keep."),
                   this));

    auto *choices = new QHBoxLayout;
    choices->setSpacing(theme::gap::wide);
    choices->addWidget(setup, 1);
    choices->addWidget(diagnosis, 1);
    choices->addWidget(terraform, 1);

    auto *drawing = new RelationDrawing(this);

    auto *content = new QWidget(this);
    content->setMaximumWidth(900);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::gap::wide);
    column->addLayout(top);
    column->addSpacing(theme::gap::tight);
    column->addLayout(choices);
    if (offer == Offer::Simulation) {
        auto *tryIt = new QPushButton(icon(u"sandbox"_s), tr("&Try it on a simulated Azure"), content);
        tryIt->setAutoDefault(false);
        connect(tryIt, &QPushButton::clicked, this, &StartPage::simulationWanted);
        auto *line = new QHBoxLayout;
        line->setSpacing(theme::gap::normal);
        line->addWidget(tryIt);
        auto *why = new QLabel(tr("New here? No account, no network, nothing to break."), content);
        setMuted(why);
        line->addWidget(why);
        line->addStretch(1);
        column->addLayout(line);
    }
    column->addSpacing(theme::gap::section);
    column->addWidget(headingLabel(tr("How it hangs together"), content));
    column->addWidget(drawing);
    column->addStretch(1);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme::gap::page, theme::gap::section, theme::gap::page, theme::gap::section);
    layout->addWidget(content, 1);
    layout->addStretch(0);
}

} // namespace signet
