#include "ui/setup/handoffview.h"

#include "core/report/requestdocument.h"
#include "core/session/setupsession.h"
#include "ui/theme.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/message.h"
#include "ui/widgets/texts.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

HandOffView::HandOffView(SetupSession *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_toggle(new QPushButton(icon(u"person"_s), tr("Ask an administrator…"), this))
    , m_body(new QWidget(this))
    , m_about(proseLabel({}, m_body))
    , m_mail(new CommandBox(tr("request to the administrator"), CommandBox::Wrap::No, m_body))
    , m_save(new QPushButton(icon(u"save"_s), tr("Save the re&quest…"), m_body))
    , m_answer(new QPushButton(icon(u"open"_s), tr("Open the ans&wer…"), m_body))
    , m_message(new Message(m_body))
{
    for (QPushButton *button : {m_toggle, m_save, m_answer})
        button->setAutoDefault(false);
    m_toggle->setCheckable(true);
    m_toggle->setAccessibleDescription(tr("Shows a request to send to an administrator"));
    m_save->setAccessibleName(tr("Save the request"));
    m_answer->setAccessibleName(tr("Open the answer"));
    m_answer->setAccessibleDescription(tr("The receipt that the administrator sent back"));
    m_mail->setMaximumLines(14);
    m_body->hide();

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme::gap::tight);
    buttons->addWidget(m_save);
    buttons->addWidget(m_answer);
    buttons->addStretch(1);
    auto *body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(theme::gap::tight);
    body->addWidget(m_about);
    body->addWidget(m_mail);
    body->addLayout(buttons);
    body->addWidget(m_message);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::tight);
    auto *line = new QHBoxLayout;
    line->setSpacing(theme::gap::normal);
    line->addWidget(m_toggle);
    auto *who = new QLabel(tr("Not an administrator of the organization?"), this);
    setMuted(who);
    line->addWidget(who);
    line->addStretch(1);
    layout->addLayout(line);
    layout->addWidget(m_body);

    connect(m_toggle, &QPushButton::toggled, this, [this](bool open) {
        m_body->setVisible(open);
        refresh();
    });
    connect(m_save, &QPushButton::clicked, this, &HandOffView::askWhereToSave);
    connect(m_answer, &QPushButton::clicked, this, &HandOffView::askForAnswer);
}

void HandOffView::refresh()
{
    if (m_body->isHidden())
        return;
    auto request = m_session->request();
    m_mail->setVisible(request.has_value());
    m_save->setVisible(request.has_value());
    if (!request) {
        m_about->setText(tr("Choose the identity and the organization first. The request names both."));
        m_shown.clear();
        return;
    }
    const qint64 now = std::exchange(request->createdAt, 0);
    const QByteArray content = request->toJson();
    if (content == m_shown)
        return;
    m_shown = content;
    request->createdAt = now;
    m_about->setText(
        tr("Send this message, or the saved file, to an administrator of %1. It holds no secret. The "
           "administrator reviews the changes, applies them, and sends a receipt back.")
            .arg(request->draft.organization.toString()));
    m_mail->setText(requestMail(*request, m_session->sandbox()));
}

void HandOffView::askWhereToSave()
{
    const auto request = m_session->request();
    if (!request)
        return;
    const QString name = u"signet-request-%1.json"_s.arg(request->draft.organization.toString());
    const QString path =
        QFileDialog::getSaveFileName(this, tr("Save the request"), name, tr("Signet requests (*.json)"));
    if (!path.isEmpty())
        saveRequest(path);
}

void HandOffView::saveRequest(const QString &path)
{
    const auto saved = m_session->saveRequest(path);
    if (saved)
        m_message->show(theme::Tone::Ok, tr("The request was saved"), path);
    else
        m_message->show(saved.problem(), m_session->sandbox());
}

void HandOffView::askForAnswer()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Receipt from the administrator"), {},
                                                      tr("Signet receipts (*.json)"));
    if (!path.isEmpty())
        openAnswer(path);
}

void HandOffView::openAnswer(const QString &path)
{
    const auto answer = m_session->openAnswer(path);
    if (!answer) {
        m_message->show(answer.problem(), m_session->sandbox());
        return;
    }
    QStringList lines;
    if (!answer->missing.isEmpty())
        lines.append(tr("Missing: %1.").arg(answer->missing.join(u", "_s)));
    lines.append(tr("To check it on the machine with the identity: %1").arg(answer->next));
    m_message->show(answer->missing.isEmpty() ? theme::Tone::Ok : theme::Tone::Warning, answer->sentence,
                    lines.join(u'\n'));
}

} // namespace signet
