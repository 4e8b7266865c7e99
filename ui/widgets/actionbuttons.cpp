#include "ui/widgets/actionbuttons.h"

#include "ui/theme.h"
#include "ui/widgets/icons.h"

#include <QGridLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct Looks {
    QString icon;
    QString text;
    QString description;
};

Looks looksOf(FindingAction action)
{
    switch (action) {
    case FindingAction::ChooseIdentity:
        return {u"person"_s, ActionButtons::tr("Choose the identity…"),
                ActionButtons::tr("Opens the step of the guided setup that chooses the identity")};
    case FindingAction::AttachIdentity:
        return {u"machine"_s, ActionButtons::tr("Attach an identity…"),
                ActionButtons::tr("Shows how to attach an identity, without changing anything")};
    case FindingAction::EditConfiguration:
        return {u"terraform"_s, ActionButtons::tr("Edit the configuration…"),
                ActionButtons::tr("Shows the edit of the Terraform configuration before it is written")};
    case FindingAction::CorrectOrganization:
        return {u"organization"_s, ActionButtons::tr("Correct the organization"),
                ActionButtons::tr("Goes to the field with the name of the organization")};
    case FindingAction::PlanMembership:
        return {u"setup"_s, ActionButtons::tr("Plan the changes…"),
                ActionButtons::tr("Shows what would change in the organization without changing anything")};
    case FindingAction::SignIn:
        return {u"person"_s, ActionButtons::tr("Sign in with another account…"),
                ActionButtons::tr("Opens the step of the guided setup that signs in")};
    case FindingAction::ShowLine:
        return {u"open"_s, ActionButtons::tr("Show the line"),
                ActionButtons::tr("Opens the file in the editor")};
    case FindingAction::CheckAgain:
        return {u"again"_s, ActionButtons::tr("Check again"), ActionButtons::tr("Runs all checks again")};
    case FindingAction::AskAdministrator:
        return {u"copy"_s, ActionButtons::tr("Ask an administrator…"),
                ActionButtons::tr("Shows a message to copy, with the steps and the reason")};
    }
    Q_UNREACHABLE();
}

} // namespace

ActionButtons::ActionButtons(const QList<FindingAction> &actions, QWidget *parent)
    : QWidget(parent)
{
    // Two in a row, so that the narrowest details still show whole words.
    constexpr int columns = 2;
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(theme::gap::tight);
    grid->setColumnStretch(columns, 1);
    for (qsizetype i = 0; i < actions.size(); ++i) {
        const FindingAction action = actions[i];
        const Looks looks = looksOf(action);
        auto *button = new QPushButton(icon(looks.icon), looks.text, this);
        button->setAutoDefault(false);
        button->setAccessibleDescription(looks.description);
        button->setToolTip(looks.description);
        connect(button, &QPushButton::clicked, this, [this, action] { Q_EMIT wanted(action); });
        grid->addWidget(button, int(i) / columns, int(i) % columns, Qt::AlignLeft);
    }
}

QString ActionButtons::words(FindingAction action)
{
    return looksOf(action).text;
}

} // namespace signet
