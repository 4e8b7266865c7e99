#include "ui/setup/identitystep.h"

#include "core/session/setupsession.h"
#include "ui/setup/stepstory.h"
#include "ui/theme.h"
#include "ui/widgets/identitystrip.h"
#include "ui/widgets/message.h"
#include "ui/widgets/texts.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

IdentityStep::IdentityStep(SetupSession *session, QWidget *parent)
    : StepPanel(parent)
    , m_session(session)
    , m_card(new IdentityCard(u"machine"_s, this))
    , m_found(proseLabel({}, this))
    , m_message(new Message(this))
    , m_story(m_message->addButton(tr("Show the whole story")))
    , m_byItself(new QRadioButton(tr("The identity that answers by &itself"), this))
    , m_byClientId(new QRadioButton(tr("A &user-assigned identity, by its client id"), this))
    , m_clientId(new QLineEdit(this))
    , m_inputMessage(new Message(this))
{
    m_byItself->setAccessibleName(tr("The identity that answers by itself"));
    m_byClientId->setAccessibleName(tr("A user-assigned identity, by its client id"));
    m_clientId->setAccessibleName(tr("Client id of the user-assigned identity"));
    m_clientId->setPlaceholderText(u"00000000-0000-0000-0000-000000000000"_s);
    m_clientId->setFont(theme::codeFont(m_clientId->font()));
    m_clientId->setMaximumWidth(fontMetrics().averageCharWidth() * 52);
    auto *label = new QLabel(tr("&Client id"), this);
    label->setBuddy(m_clientId);
    m_card->setMaximumWidth(fontMetrics().averageCharWidth() * 56);

    auto *field = new QHBoxLayout;
    field->setContentsMargins(theme::gap::section, 0, 0, 0);
    field->setSpacing(theme::gap::tight);
    field->addWidget(label);
    field->addWidget(m_clientId, 1);
    field->addStretch(1);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::normal);
    layout->addWidget(headingLabel(tr("Which identity shall Terraform use?"), this));
    layout->addWidget(m_found);
    layout->addWidget(m_card);
    layout->addWidget(m_message);
    layout->addSpacing(theme::gap::tight);
    layout->addWidget(m_byItself);
    layout->addWidget(m_byClientId);
    layout->addLayout(field);
    layout->addWidget(m_inputMessage);
    layout->addStretch(1);

    const auto clientId = session->diagnosis()->question().clientId;
    m_byItself->setChecked(!clientId);
    m_byClientId->setChecked(clientId.has_value());
    m_clientId->setText(clientId ? clientId->toString() : QString());

    connect(m_story, &QPushButton::clicked, this, [this] { Q_EMIT storyWanted(m_storyCheck); });
    connect(m_byItself, &QRadioButton::toggled, this, [this](bool byItself) {
        m_inputMessage->clear();
        showFields();
        if (byItself && isNew())
            ask();
        else if (!byItself)
            m_clientId->setFocus();
        Q_EMIT deedChanged();
    });
    connect(m_clientId, &QLineEdit::textChanged, this, [this] {
        m_inputMessage->clear();
        Q_EMIT deedChanged();
    });
    connect(m_clientId, &QLineEdit::returnPressed, this, [this] {
        if (isNew())
            ask();
    });
    showFields();
}

void IdentityStep::showFields()
{
    m_clientId->setEnabled(m_byClientId->isChecked());
}

bool IdentityStep::isNew() const
{
    const auto asked = m_session->diagnosis()->question().clientId;
    if (m_byItself->isChecked())
        return asked.has_value();
    return !asked || asked->toString().compare(m_clientId->text().trimmed(), Qt::CaseInsensitive) != 0;
}

bool IdentityStep::ask()
{
    // An empty client id would mean the identity that answers by itself; here it is one not yet given.
    const QString text = m_byItself->isChecked() ? QString() : m_clientId->text().trimmed();
    if (m_byClientId->isChecked() && text.isEmpty()) {
        m_inputMessage->show(
            theme::Tone::Blocker, tr("The client id is missing"),
            tr("It is on the overview page of the user-assigned identity in the Azure portal."));
        m_clientId->setFocus();
        return false;
    }
    const auto done = m_session->setClientId(text);
    if (!done) {
        m_inputMessage->show(done.problem());
        m_clientId->setFocus();
        return false;
    }
    return true;
}

void IdentityStep::refresh(const Report &, const ReportDocument &document)
{
    const ReportDocument::Card &card = document.cards[0];
    m_card->setCard(card);
    const SetupSession::StepView view = m_session->steps()[0];
    using State = ReportDocument::Card::State;
    switch (card.state) {
    case State::Known:
        m_found->setText(
            m_session->diagnosis()->question().clientId
                ? tr("This identity answers to that client id.")
                : tr("This machine answers with one identity and needs no client id for it, so it is the "
                     "likely answer."));
        break;
    case State::Asking:
        m_found->setText(
            tr("Asking the identity endpoint of this machine. It answers at once or not at all."));
        break;
    case State::Unknown:
    case State::Nobody:
        m_found->setText(
            tr("A managed identity belongs to the machine that Terraform runs on. None is known here."));
        break;
    }
    m_storyCheck = showObstacle(m_message, document, {u"machine"_s, u"token"_s},
                                view.state == SetupSession::State::Blocked);
    m_story->setVisible(!m_storyCheck.isEmpty());
    Q_EMIT deedChanged();
}

QString IdentityStep::deed() const
{
    if (m_byClientId->isChecked() && isNew())
        return tr("&Ask for this identity");
    const SetupSession::StepView view = m_session->steps()[0];
    return view.state == SetupSession::State::Done
        ? tr("&Use %1").arg(QString(view.answer).replace(u'&', "&&"_L1))
        : tr("&Look again");
}

void IdentityStep::act()
{
    if (isNew()) {
        ask();
        return;
    }
    if (m_session->steps()[0].state == SetupSession::State::Done)
        Q_EMIT settled();
    else
        m_session->check();
}

} // namespace signet
