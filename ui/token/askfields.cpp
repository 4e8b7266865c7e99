#include "ui/token/askfields.h"

#include "ui/theme.h"
#include "ui/widgets/message.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

AskFields::AskFields(TokenSession *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_service(new QComboBox(this))
    , m_resource(new QLineEdit(this))
    , m_selector(new QComboBox(this))
    , m_id(new QLineEdit(this))
    , m_message(new Message(this))
{
    for (const TokenSession::Service &service : TokenSession::services())
        m_service->addItem(service.name, service.resource);
    m_service->addItem(tr("another service"), QString());
    m_service->setAccessibleName(tr("Service that the token is for"));
    m_resource->setAccessibleName(tr("GUID or URI of the service"));
    m_resource->setPlaceholderText(tr("GUID or URI"));
    m_resource->setMinimumWidth(fontMetrics().averageCharWidth() * 24);
    m_selector->addItem(tr("the default identity"), int(TokenSession::Selector::None));
    m_selector->addItem(tr("this client id"), int(TokenSession::Selector::ClientId));
    m_selector->addItem(tr("this object id"), int(TokenSession::Selector::ObjectId));
    m_selector->addItem(tr("this resource id"), int(TokenSession::Selector::ResourceId));
    m_selector->setAccessibleName(tr("Identity to ask for"));
    m_id->setAccessibleName(tr("Id of the identity"));
    m_id->setMinimumWidth(fontMetrics().averageCharWidth() * 40);
    auto *service = new QLabel(tr("&For"), this);
    service->setBuddy(m_service);
    auto *identity = new QLabel(tr("a&s"), this);
    identity->setBuddy(m_selector);

    auto *line = new QHBoxLayout;
    line->setSpacing(theme::gap::tight);
    line->addWidget(service);
    line->addWidget(m_service);
    line->addWidget(m_resource, 1);
    line->addSpacing(theme::gap::tight);
    line->addWidget(identity);
    line->addWidget(m_selector);
    line->addWidget(m_id, 1);
    line->addStretch(0);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::tight);
    layout->addLayout(line);
    layout->addWidget(m_message);

    connect(m_service, &QComboBox::activated, this, [this] {
        const bool isListed = !m_service->currentData().toString().isEmpty();
        m_resource->setVisible(!isListed);
        if (isListed) {
            commit();
        } else {
            m_resource->clear();
            m_resource->setFocus();
        }
    });
    connect(m_resource, &QLineEdit::editingFinished, this, &AskFields::commit);
    connect(m_selector, &QComboBox::activated, this, [this] {
        const bool isNone = m_selector->currentIndex() == 0;
        m_id->setVisible(!isNone);
        if (isNone)
            commit();
        else
            m_id->setFocus();
    });
    connect(m_id, &QLineEdit::editingFinished, this, &AskFields::commit);
    watch(m_id);
    watch(m_resource);
    connect(m_session, &TokenSession::changed, this, &AskFields::refresh);
    refresh();
}

void AskFields::watch(QLineEdit *edit)
{
    connect(edit, &QLineEdit::textChanged, this, [this, edit](const QString &text) {
        if (!TokenSession::looksLikeToken(text))
            return;
        QByteArray token = text.toUtf8();
        edit->clear();
        Q_EMIT tokenGiven(std::move(token));
    });
}

void AskFields::commit()
{
    const QString listed = m_service->currentData().toString();
    const QString resource = listed.isEmpty() ? m_resource->text().trimmed() : listed;
    const auto selector = TokenSession::Selector(m_selector->currentData().toInt());
    const bool isUnfinished = selector != TokenSession::Selector::None && m_id->text().trimmed().isEmpty();
    m_message->clear();
    if (!resource.isEmpty() && resource != m_session->resource())
        m_session->setResource(resource);
    if (isUnfinished || (selector == m_session->selector() && m_id->text() == m_session->identity().text()))
        return;
    const auto done = m_session->setIdentity(selector, m_id->text());
    if (!done)
        m_message->show(done.problem(), m_session->sandbox());
}

void AskFields::refresh()
{
    if (!m_resource->hasFocus()) {
        const int listed = m_service->findData(m_session->resource());
        m_service->setCurrentIndex(listed >= 0 ? listed : m_service->count() - 1);
        m_resource->setVisible(listed < 0);
        m_resource->setText(listed < 0 ? m_session->resource() : QString());
    }
    // What is being typed is not overwritten.
    if (m_id->hasFocus())
        return;
    m_selector->setCurrentIndex(m_selector->findData(int(m_session->selector())));
    m_id->setText(m_session->identity().text());
    m_id->setVisible(m_session->selector() != TokenSession::Selector::None);
}

} // namespace signet
