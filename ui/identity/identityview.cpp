#include "ui/identity/identityview.h"

#include "core/session/identitysession.h"
#include "ui/theme.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/message.h"
#include "ui/widgets/texts.h"
#include "ui/words.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

IdentityView::IdentityView(IdentitySession *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_badge(new StatusBadge(24, this))
    , m_sentence(headingLabel({}, this))
    , m_waiting(mutedLabel({}, this))
    , m_look(new QPushButton(icon(u"again"_s), tr("Check &again"), this))
    , m_stop(new QPushButton(icon(u"stop"_s), tr("&Stop"), this))
    , m_problem(new Message(this))
    , m_scroll(new QScrollArea(this))
{
    for (QLabel *label : {m_sentence, m_waiting})
        label->setMaximumWidth(QWIDGETSIZE_MAX);
    auto *content = new QWidget;
    m_parts = new QVBoxLayout;
    m_parts->setSpacing(theme::gap::wide);
    auto *inside = new QVBoxLayout(content);
    inside->setContentsMargins(2, 2, theme::gap::tight, theme::gap::tight);
    inside->addLayout(m_parts);
    inside->addStretch(1);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setAccessibleName(tr("Results for this machine"));
    m_scroll->setWidget(content);

    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_sentence);
    words->addWidget(m_waiting);
    auto *head = new QHBoxLayout;
    head->setSpacing(theme::gap::normal);
    head->addWidget(m_badge, 0, Qt::AlignTop);
    head->addLayout(words, 1);
    head->addWidget(m_stop, 0, Qt::AlignTop);
    head->addWidget(m_look, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::normal);
    layout->addLayout(head);
    layout->addWidget(m_problem);
    layout->addWidget(m_scroll, 1);

    m_clock.setInterval(100);
    connect(&m_clock, &QTimer::timeout, this, &IdentityView::refreshTime);
    connect(m_look, &QPushButton::clicked, m_session, &IdentitySession::look);
    connect(m_stop, &QPushButton::clicked, m_session, &IdentitySession::stop);
    connect(m_session, &IdentitySession::changed, this, &IdentityView::refresh);
    refresh();
}

void IdentityView::takeFocus()
{
    (m_session->isAsking() ? m_stop : m_look)->setFocus();
}

void IdentityView::refresh()
{
    const bool hadFocus = m_look->hasFocus() || m_stop->hasFocus();
    m_stop->setVisible(m_session->isAsking());
    m_look->setVisible(!m_session->isAsking());
    if (hadFocus)
        takeFocus();
    m_waiting->setVisible(m_session->isAsking());
    if (m_session->isAsking())
        m_clock.start();
    else
        m_clock.stop();
    refreshTime();

    while (QLayoutItem *item = m_parts->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    m_problem->clear();
    const auto document = m_session->document();
    m_badge->setVisible(document.has_value());
    m_scroll->setVisible(document.has_value());
    if (!document) {
        m_sentence->setText(tr("This machine has not been checked yet."));
        return;
    }
    const Badge badge = badgeOf(document->state);
    m_badge->setBadge(badge.icon, badge.tone, badge.word);
    m_sentence->setText(document->sentence);
    if (const auto &problem = m_session->seen()->problem) {
        const FindingText text = describe(*problem, m_session->sandbox());
        QString advice;
        if (!text.fix.isEmpty())
            advice = (text.fix.first().text + u' ' + text.fix.first().command).trimmed();
        m_problem->show(badge.tone == theme::Tone::Quiet ? theme::Tone::Info : theme::Tone::Warning,
                        text.title, text.cause + (advice.isEmpty() ? QString() : u'\n' + advice));
    }

    QWidget *parent = m_scroll->widget();
    for (const QString &one : document->contradictions) {
        auto *message = new Message(parent);
        message->show(theme::Tone::Warning, tr("Contradictory information about this machine"),
                      one.left(1).toUpper() + one.mid(1) + u'.');
        m_parts->addWidget(message);
    }
    m_parts->addWidget(endpointsBox(*document));
    if (!document->identity.isEmpty()) {
        QString title = document->identityKind;
        title[0] = title[0].toUpper();
        m_parts->addWidget(rowsBox(title, document->identity));
    }
    m_parts->addWidget(rowsBox(tr("This machine"), document->machine));
    if (!document->differences.isEmpty()) {
        auto *box = new QWidget(parent);
        auto *layout = new QVBoxLayout(box);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(theme::gap::hair);
        layout->addWidget(headingLabel(tr("How the Terraform provider differs"), box));
        for (const QString &one : document->differences)
            layout->addWidget(proseLabel(one.left(1).toUpper() + one.mid(1) + u'.', box));
        m_parts->addWidget(box);
    }
}

void IdentityView::refreshTime()
{
    const QString words = m_session->waiting();
    m_waiting->setText(words.left(1).toUpper() + words.mid(1));
}

QWidget *IdentityView::rowsBox(const QString &title, const QList<DocumentRow> &rows)
{
    auto *box = new QWidget(m_scroll->widget());
    box->setAccessibleName(title);
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(theme::gap::wide);
    grid->setVerticalSpacing(theme::gap::hair);
    grid->setColumnMinimumWidth(0, fontMetrics().averageCharWidth() * 22);
    grid->setColumnStretch(3, 1);
    grid->addWidget(headingLabel(title, box), 0, 0, 1, 4);
    int row = 1;
    for (const DocumentRow &one : rows) {
        auto *label = new QLabel(one.label.left(1).toUpper() + one.label.mid(1), box);
        setMuted(label);
        grid->addWidget(label, row, 0, Qt::AlignTop);
        if (one.isId) {
            auto *value = new ElidedLabel(one.value, Qt::ElideMiddle, box);
            value->setFont(theme::codeFont(font()));
            value->setMaximumWidth(fontMetrics().averageCharWidth() * 96);
            auto *copy = new CopyButton(tr("Copy: %1").arg(one.label), box);
            copy->setContent(one.value);
            copy->setFixedSize(copy->sizeHint());
            grid->addWidget(value, row, 1);
            grid->addWidget(copy, row, 2);
        } else {
            grid->addWidget(proseLabel(one.value, box), row, 1, 1, 3);
        }
        ++row;
    }
    return box;
}

QWidget *IdentityView::endpointsBox(const IdentityDocument &document)
{
    auto *box = new QWidget(m_scroll->widget());
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(theme::gap::wide);
    grid->setVerticalSpacing(theme::gap::hair);
    grid->setColumnStretch(3, 1);
    grid->addWidget(headingLabel(tr("Identity endpoints"), box), 0, 0, 1, 4);
    int row = 1;
    for (const IdentityDocument::Endpoint &one : document.endpoints) {
        const Badge badge = badgeOf(one.state);
        auto *mark = new StatusBadge(16, box);
        mark->setBadge(badge.icon, badge.tone, badge.word);
        auto *address = new QLabel(one.address, box);
        address->setTextFormat(Qt::PlainText);
        address->setFont(theme::codeFont(font()));
        setMuted(address);
        auto *name = new QLabel(one.name, box);
        name->setTextFormat(Qt::PlainText);
        auto *words = proseLabel(one.words.left(1).toUpper() + one.words.mid(1), box);
        grid->addWidget(mark, row, 0, Qt::AlignTop);
        grid->addWidget(name, row, 1, Qt::AlignTop);
        grid->addWidget(address, row, 2, Qt::AlignTop);
        grid->addWidget(words, row, 3, Qt::AlignTop);
        ++row;
    }
    if (!document.others.isEmpty()) {
        QLabel *others = mutedLabel(document.others, box);
        others->setMaximumWidth(QWIDGETSIZE_MAX);
        grid->addWidget(others, row, 0, 1, 4);
    }
    return box;
}

} // namespace signet
