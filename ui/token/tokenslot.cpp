#include "ui/token/tokenslot.h"

#include "ui/theme.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/message.h"
#include "ui/widgets/texts.h"
#include "ui/words.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

TokenSlot::TokenSlot(TokenSession *session, TokenSession::Column column, Role role, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_column(column)
    , m_ask(new QPushButton(this))
    , m_paste(new QPushButton(this))
    , m_open(new QPushButton(this))
    , m_forget(new QPushButton(this))
    , m_wait(new QWidget(this))
    , m_waiting(mutedLabel({}, m_wait))
    , m_stop(new QPushButton(icon(u"stop"_s), tr("Stop"), m_wait))
    , m_message(new Message(this))
    , m_badge(new StatusBadge(24, this))
    , m_sentence(headingLabel({}, this))
    , m_facts(mutedLabel({}, this))
{
    const bool isMain = role == Role::Main;
    m_ask->setText(isMain ? tr("&Ask this machine") : tr("Ask"));
    m_paste->setText(isMain ? tr("&Paste a token") : tr("Paste"));
    m_open->setText(isMain ? tr("&Open a file…") : tr("Open…"));
    m_forget->setText(isMain ? tr("Clea&r") : tr("Clear"));
    m_paste->setToolTip(tr("Reads a token, a header that contains one, or a reply in JSON from the "
                           "clipboard. The token is not shown."));
    if (isMain) {
        makePrimary(m_ask);
    } else {
        const QString which = column == TokenSession::Column::First ? tr("first token") : tr("second token");
        for (QPushButton *button : {m_ask, m_paste, m_open, m_forget})
            button->setAccessibleName(u"%1, %2"_s.arg(button->text(), which));
        m_sentence->setFont(theme::strongFont(font()));
    }
    m_sentence->setMaximumWidth(QWIDGETSIZE_MAX);
    m_facts->setMaximumWidth(QWIDGETSIZE_MAX);
    m_facts->setVisible(false);
    m_waiting->setMaximumWidth(QWIDGETSIZE_MAX);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme::gap::tight);
    for (QPushButton *button : {m_ask, m_paste, m_open, m_forget}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    auto *wait = new QHBoxLayout(m_wait);
    wait->setContentsMargins(0, 0, 0, 0);
    wait->setSpacing(theme::gap::tight);
    wait->addWidget(m_waiting, 1);
    wait->addWidget(m_stop);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_sentence);
    words->addWidget(m_facts);
    auto *head = new QHBoxLayout;
    head->setSpacing(theme::gap::normal);
    head->addWidget(m_badge, 0, Qt::AlignTop);
    head->addLayout(words, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::normal);
    layout->addLayout(buttons);
    layout->addWidget(m_wait);
    layout->addWidget(m_message);
    layout->addLayout(head);

    connect(m_ask, &QPushButton::clicked, this, &TokenSlot::ask);
    connect(m_paste, &QPushButton::clicked, this, &TokenSlot::paste);
    connect(m_open, &QPushButton::clicked, this, &TokenSlot::openFile);
    connect(m_forget, &QPushButton::clicked, this, [this] {
        m_session->drop(m_column);
        m_ask->setFocus();
    });
    connect(m_stop, &QPushButton::clicked, m_session, &TokenSession::stop);
    connect(m_session, &TokenSession::changed, this, &TokenSlot::refresh);
    connect(&m_clock, &QTimer::timeout, this, &TokenSlot::refreshTime);
    refresh();
}

void TokenSlot::takeFocus()
{
    m_ask->setFocus();
}

void TokenSlot::ask()
{
    Q_EMIT aboutToAsk();
    m_session->ask(m_column);
}

void TokenSlot::paste()
{
    m_session->read(m_column, QGuiApplication::clipboard()->text().toUtf8());
}

void TokenSlot::openFile()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a token, a header or a reply"));
    if (!path.isEmpty())
        m_session->readFile(m_column, path);
}

void TokenSlot::refresh()
{
    const bool isAsking = m_session->asking() == m_column;
    const bool hadFocus = m_ask->hasFocus() || m_stop->hasFocus();
    m_wait->setVisible(isAsking);
    m_ask->setEnabled(!isAsking);
    m_forget->setVisible(m_session->token(m_column).has_value());
    if (hadFocus)
        (isAsking ? m_stop : m_ask)->setFocus();
    const auto &problem = m_session->problem(m_column);
    if (!problem)
        m_message->clear();
    else if (m_session->token(m_column)) {
        const FindingText words = describe(*problem);
        m_message->show(theme::Tone::Warning, words.title, words.cause);
    } else {
        m_message->show(*problem, m_session->sandbox());
    }
    refreshTime();
    if (isAsking)
        m_clock.start(100);
    else if (m_session->token(m_column))
        m_clock.start(1000);
    else
        m_clock.stop();
}

void TokenSlot::refreshTime()
{
    const QString waiting = m_session->waiting();
    m_waiting->setText(waiting.left(1).toUpper() + waiting.mid(1));
    const auto document = m_session->document(m_column);
    m_badge->setVisible(document.has_value());
    m_sentence->setVisible(document.has_value());
    m_facts->setVisible(document.has_value());
    if (!document)
        return;
    const Badge badge = badgeOf(document->state);
    m_badge->setBadge(badge.icon, badge.tone, badge.word);
    m_sentence->setText(document->sentence);
    m_facts->setText(document->facts.join(u' '));
}

} // namespace signet
