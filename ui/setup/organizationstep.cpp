#include "ui/setup/organizationstep.h"

#include "ui/setup/checklines.h"
#include "ui/setup/stepobstacle.h"
#include "ui/theme.h"
#include "ui/widgets/message.h"
#include "ui/widgets/texts.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

OrganizationStep::OrganizationStep(SetupSession *session, QWidget *parent)
    : StepPanel(session, SetupStep::Organization, parent)
    , m_organization(new QLineEdit(this))
    , m_inputMessage(new Message(this))
    , m_lines(new CheckLines(this))
    , m_message(new Message(this))
    , m_details(m_message->addButton(tr("Show details")))
{
    m_organization->setAccessibleName(tr("Organization"));
    m_organization->setPlaceholderText(u"https://dev.azure.com/contoso"_s);
    m_organization->setText(session->diagnosis()->question().organizationText());
    m_organization->setMaximumWidth(theme::proseWidth(this));
    auto *label = new QLabel(tr("&Organization"), this);
    label->setBuddy(m_organization);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::normal);
    layout->addWidget(headingLabel(tr("Which organization does Terraform manage?"), this));
    layout->addWidget(proseLabel(tr("Enter its name or any address in it: a project, a repository, or the "
                                    "old form contoso.visualstudio.com."),
                                 this));
    auto *field = new QVBoxLayout;
    field->setSpacing(theme::gap::hair);
    field->addWidget(label);
    field->addWidget(m_organization);
    layout->addLayout(field);
    layout->addWidget(m_inputMessage);
    layout->addSpacing(theme::gap::tight);
    layout->addWidget(m_lines);
    layout->addWidget(m_message);
    layout->addStretch(1);

    connect(m_details, &QPushButton::clicked, this, [this] { Q_EMIT detailsWanted(m_detailsCheck); });
    connect(m_organization, &QLineEdit::textChanged, this, [this] {
        m_inputMessage->clear();
        Q_EMIT actionChanged();
    });
    connect(m_organization, &QLineEdit::returnPressed, this, [this] {
        if (isNew())
            ask();
    });
}

QWidget *OrganizationStep::firstFocus() const
{
    return session()->organization() ? nullptr : m_organization;
}

bool OrganizationStep::isNew() const
{
    return m_organization->text().trimmed() != session()->diagnosis()->question().organizationText();
}

void OrganizationStep::ask()
{
    const auto done = session()->setOrganization(m_organization->text());
    if (done)
        return;
    m_inputMessage->show(done.problem(), session()->sandbox());
    m_organization->setFocus();
}

void OrganizationStep::refresh(const Report &, const ReportDocument &document)
{
    const QString named = session()->diagnosis()->question().organizationText();
    // Taken over from a report or another page.
    if (named != m_shown && !m_organization->hasFocus())
        m_organization->setText(named);
    m_shown = named;
    m_lines->setVisible(!named.isEmpty());
    m_lines->setStages(document, {u"organization"_s});
    const bool blocked = session()->view(SetupStep::Organization).state == SetupSession::State::Blocked;
    m_detailsCheck =
        showObstacle(m_message, document, {u"organization"_s, u"token"_s}, !named.isEmpty() && blocked);
    m_details->setVisible(!m_detailsCheck.isEmpty());
    Q_EMIT actionChanged();
}

QString OrganizationStep::actionText() const
{
    return isNew() ? tr("Look up the organization") : StepPanel::actionText();
}

bool OrganizationStep::canAct() const
{
    return isNew() || StepPanel::canAct();
}

void OrganizationStep::act()
{
    if (isNew())
        ask();
    else
        StepPanel::act();
}

} // namespace signet
