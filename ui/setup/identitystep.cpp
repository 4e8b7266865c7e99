#include "ui/setup/identitystep.h"

#include "core/report/principaldocument.h"
#include "ui/setup/attachmentview.h"
#include "ui/setup/candidatelist.h"
#include "ui/setup/stepobstacle.h"
#include "ui/theme.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/identitystrip.h"
#include "ui/widgets/message.h"
#include "ui/widgets/texts.h"
#include "ui/words.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QString nameOf(const DraftPrincipal &principal)
{
    return principal.name.isEmpty() ? shortened(principal.objectId.toString()) : principal.name;
}

// Who it is, in one sentence, with the id that Azure DevOps takes.
QString chosenWords(const DraftPrincipal &principal)
{
    const QString kind = principalKindWords(principal.kind);
    return kind.isEmpty()
        ? IdentityStep::tr("%1, object id %2.").arg(nameOf(principal), principal.objectId.toString())
        : IdentityStep::tr("%1, %2, object id %3.")
              .arg(nameOf(principal), kind, principal.objectId.toString());
}

} // namespace

IdentityStep::IdentityStep(SetupSession *session, QWidget *parent)
    : StepPanel(session, SetupStep::Identity, parent)
    , m_heading(headingLabel(tr("Which identity should Terraform use?"), this))
    , m_found(proseLabel({}, this))
    , m_card(new IdentityCard(u"machine"_s, this))
    , m_byItself(new QRadioButton(tr("The machine's de&fault identity"), this))
    , m_another(new QRadioButton(tr("A user-assigned identity of this mac&hine"), this))
    , m_search(new QWidget(this))
    , m_text(new QLineEdit(m_search))
    , m_look(new QPushButton(tr("Sea&rch"), m_search))
    , m_stop(new QPushButton(icon(u"stop"_s), tr("S&top"), m_search))
    , m_inputMessage(new Message(this))
    , m_candidates(new CandidateList(this))
    , m_chosen(proseLabel({}, this))
    , m_note(new Message(this))
    , m_message(new Message(this))
    , m_details(m_message->addButton(tr("Show details")))
    , m_attach(m_message->addButton(tr("Attach an identity…")))
    , m_attachment(new AttachmentView(session->principals(), this))
{
    m_byItself->setAccessibleName(tr("The machine's default identity"));
    m_another->setAccessibleName(tr("A user-assigned identity of this machine"));
    m_text->setAccessibleName(tr("Identity to search for"));
    m_text->setAccessibleDescription(
        tr("Its name, object id, client id or resource id, or the name of a machine that has it"));
    m_text->setPlaceholderText(tr("name, object id, client id, or resource id"));
    m_text->setClearButtonEnabled(true);
    for (QPushButton *button : {m_look, m_stop, m_details, m_attach})
        button->setAutoDefault(false);
    m_look->setAccessibleName(tr("Search for the identity"));
    m_card->setMaximumWidth(fontMetrics().averageCharWidth() * 56);
    auto *label = new QLabel(tr("I&dentity"), m_search);
    label->setBuddy(m_text);

    auto *field = new QHBoxLayout;
    field->setSpacing(theme::gap::tight);
    field->addWidget(m_text, 1);
    field->addWidget(m_look);
    field->addWidget(m_stop);
    auto *search = new QVBoxLayout(m_search);
    search->setContentsMargins(0, 0, 0, 0);
    search->setSpacing(theme::gap::hair);
    search->addWidget(label);
    search->addLayout(field);
    m_search->setMaximumWidth(theme::proseWidth(this) + theme::gap::page);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::normal);
    layout->addWidget(m_heading);
    layout->addWidget(m_found);
    layout->addWidget(m_card);
    layout->addWidget(m_byItself);
    layout->addWidget(m_another);
    layout->addWidget(m_search);
    layout->addWidget(m_inputMessage);
    layout->addWidget(m_candidates);
    layout->addWidget(m_chosen);
    layout->addWidget(m_note);
    layout->addWidget(m_message);
    layout->addWidget(m_attachment);
    layout->addStretch(1);

    const auto clientId = session->diagnosis()->question().clientId;
    m_byItself->setChecked(!clientId);
    m_another->setChecked(clientId.has_value());
    m_text->setText(clientId ? clientId->value.toString() : QString());
    m_asked = m_text->text();

    connect(m_details, &QPushButton::clicked, this, [this] { Q_EMIT detailsWanted(m_detailsCheck); });
    connect(m_attach, &QPushButton::clicked, session, &SetupSession::planAttachment);
    connect(m_look, &QPushButton::clicked, this, &IdentityStep::look);
    connect(m_stop, &QPushButton::clicked, session->principals(), &PrincipalSession::stop);
    connect(m_candidates, &CandidateList::chosen, session->principals(), &PrincipalSession::choose);
    connect(m_byItself, &QRadioButton::clicked, this, [this] {
        m_inputMessage->clear();
        m_asked.clear();
        this->session()->principals()->reset();
        if (this->session()->diagnosis()->question().clientId) {
            const auto taken = this->session()->setClientId({});
            Q_ASSERT(taken);
        }
    });
    connect(m_another, &QRadioButton::clicked, this, [this] {
        m_search->setVisible(true);
        m_text->setFocus();
        Q_EMIT actionChanged();
    });
    connect(m_text, &QLineEdit::textChanged, this, [this] {
        m_inputMessage->clear();
        m_look->setEnabled(isNew());
        Q_EMIT actionChanged();
    });
    connect(m_text, &QLineEdit::returnPressed, this, [this] {
        if (isNew())
            look();
    });
}

QWidget *IdentityStep::firstFocus() const
{
    return !isHere() && !session()->principal() ? m_text : nullptr;
}

bool IdentityStep::isNew() const
{
    const QString text = m_text->text().trimmed();
    return m_search->isVisibleTo(this) && !text.isEmpty() && text != m_asked;
}

void IdentityStep::look()
{
    const auto done = session()->lookFor(m_text->text());
    if (!done) {
        m_inputMessage->show(done.problem(), session()->sandbox());
        m_text->setFocus();
        return;
    }
    m_asked = m_text->text().trimmed();
    Q_EMIT actionChanged();
}

void IdentityStep::showMachine(const ReportDocument &document)
{
    const ReportDocument::Card &card = document.cards[0];
    m_card->setCard(card);
    using State = ReportDocument::Card::State;
    switch (card.state) {
    case State::Known:
        m_found->setText(session()->diagnosis()->question().clientId
                             ? tr("This machine has the identity with that client id.")
                             : tr("This machine returns one identity without a client id, so it is probably "
                                  "the right one."));
        break;
    case State::Asking:
        m_found->setText(tr("Asking this machine's identity endpoint. It responds at once or not at all."));
        break;
    case State::AtFault:
        m_found->setText(tr("The identity that was found has a problem. See the details."));
        break;
    case State::Unknown:
    case State::None:
        if (session()->hasSeveralHere()) {
            m_found->setText(session()->principals()->canAsk()
                                 ? tr("This machine has several identities. Choose one; the provider block "
                                      "names it by its client id.")
                                 : tr("This machine has several identities. Enter the client id of one, or "
                                      "sign in to list them."));
            break;
        }
        m_found->setText(tr("A managed identity belongs to the machine that runs Terraform. No identity was "
                            "found on this machine."));
        break;
    }
}

void IdentityStep::showSearch()
{
    using Activity = PrincipalSession::Activity;
    const PrincipalSession *principals = session()->principals();
    const bool searching = principals->activity() == Activity::Searching;
    m_look->setVisible(!searching);
    m_look->setEnabled(isNew());
    m_stop->setVisible(searching);
    m_candidates->show(principals->found());
    const auto &chosen = principals->chosen();
    m_chosen->setVisible(!isHere() && chosen);
    if (chosen)
        m_chosen->setText(chosenWords(chosen->principal));

    if (!chosen || chosen->notes.isEmpty()) {
        m_note->clear();
    } else {
        // A corrected mistake first; it is about what was typed.
        const FindingText words = describe(chosen->notes.first());
        m_note->show(theme::Tone::Warning, words.title, words.cause);
    }
}

void IdentityStep::refresh(const Report &, const ReportDocument &document)
{
    const bool here = isHere();
    const PrincipalSession *principals = session()->principals();
    m_card->setVisible(here);
    m_byItself->setVisible(here);
    m_another->setVisible(here);
    // The default identity cannot be the answer where the endpoint refuses to choose.
    if (here && (session()->diagnosis()->question().clientId || session()->hasSeveralHere())
        && !m_another->isChecked()) {
        const QSignalBlocker quiet(m_another);
        m_another->setChecked(true);
    }
    m_search->setVisible(!here || m_another->isChecked());
    if (here)
        showMachine(document);
    else
        m_found->setText(principals->canAsk()
                             ? tr("Signet searches Microsoft Entra and Azure Resource Manager. You can also "
                                  "enter the name of a machine to find its identities.")
                             : tr("Sign in to search Microsoft Entra and Azure."));
    showSearch();

    m_detailsCheck.clear();
    const bool attaches = principals->attachPlan() || principals->attachProblem()
        || principals->activity() == PrincipalSession::Activity::Attaching;
    const bool blocked = session()->view(SetupStep::Identity).state == SetupSession::State::Blocked;
    if (session()->principalProblem()) {
        m_message->show(*session()->principalProblem(), session()->sandbox());
    } else if (attaches) {
        m_message->clear();
    } else if (here && session()->hasSeveralHere() && principals->hasSeveral()) {
        m_message->clear();
    } else if (here) {
        m_detailsCheck = showObstacle(m_message, document, {u"machine"_s, u"token"_s}, blocked);
    } else if (principals->hasSeveral()) {
        m_message->show(
            theme::Tone::Info,
            tr("%n identit(y/ies) (matches/match)", nullptr, int(principals->found()->candidates.size())),
            tr("Choose one in the list, or enter a longer name."));
    } else if (principals->problem()) {
        m_message->show(*principals->problem(), session()->sandbox());
    } else {
        m_message->clear();
    }
    m_details->setVisible(!m_detailsCheck.isEmpty());
    // Without a choice the system-assigned identity would be attached, which is not what was asked for.
    const bool lacksChoice = isHere() && m_another->isChecked() && !principals->chosen();
    m_attach->setVisible(session()->attachTarget() && principals->canAsk() && !lacksChoice);
    m_attachment->refresh();
    Q_EMIT actionChanged();
}

QString IdentityStep::actionText() const
{
    return isNew() && !session()->principals()->attachPlan()
        ? (session()->principals()->canAsk() || isHere() ? tr("Search") : tr("Sign in to search"))
        : StepPanel::actionText();
}

bool IdentityStep::canAct() const
{
    const bool idle = session()->principals()->activity() == PrincipalSession::Activity::Idle;
    return isNew() ? idle : StepPanel::canAct();
}

void IdentityStep::act()
{
    if (isNew() && !session()->principals()->attachPlan() && (session()->principals()->canAsk() || isHere()))
        look();
    else
        StepPanel::act();
}

} // namespace signet
