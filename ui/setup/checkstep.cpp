#include "ui/setup/checkstep.h"

#include "core/session/setupsession.h"
#include "ui/setup/checklines.h"
#include "ui/theme.h"
#include "ui/widgets/identitystrip.h"
#include "ui/widgets/message.h"
#include "ui/widgets/texts.h"
#include "ui/words.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace signet {

CheckStep::CheckStep(SetupSession *session, QWidget *parent)
    : StepPanel(parent)
    , m_session(session)
    , m_strip(new IdentityStrip(this))
    , m_message(new Message(this))
    , m_lines(new CheckLines(this))
    , m_story(new QPushButton(tr("Show &every check"), this))
{
    m_story->setAutoDefault(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::normal);
    layout->addWidget(headingLabel(tr("Does it work?"), this));
    layout->addWidget(m_strip);
    layout->addWidget(m_message);
    layout->addSpacing(theme::gap::tight);
    layout->addWidget(m_lines);
    layout->addWidget(m_story, 0, Qt::AlignLeft);
    layout->addStretch(1);
    connect(m_story, &QPushButton::clicked, this, [this] { Q_EMIT storyWanted(m_storyCheck); });
}

void CheckStep::refresh(const Report &, const ReportDocument &document)
{
    m_strip->setDocument(document);
    m_lines->setStages(document, {});
    m_storyCheck.clear();
    if (!document.causes.isEmpty() && !document.causes.first().checks.isEmpty())
        m_storyCheck = document.causes.first().checks.first();

    if (document.stages.isEmpty()) {
        m_message->show(theme::Tone::Info, tr("Nothing was checked yet"));
    } else {
        QString more = document.totals;
        if (!document.remark.isEmpty())
            more += u'\n' + document.remark;
        m_message->show(signOf(document).tone, document.sentence, more);
    }
    Q_EMIT deedChanged();
}

QString CheckStep::deed() const
{
    return m_session->steps()[3].state == SetupSession::State::Done ? tr("&Make the provider block")
                                                                    : tr("&Check again");
}

void CheckStep::act()
{
    if (m_session->steps()[3].state == SetupSession::State::Done)
        Q_EMIT settled();
    else
        m_session->check();
}

} // namespace signet
