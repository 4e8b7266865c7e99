#include "ui/widgets/foldsection.h"

#include "ui/theme.h"
#include "ui/widgets/icons.h"

#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

FoldSection::FoldSection(const QString &title, QWidget *content, QWidget *parent)
    : QWidget(parent)
    , m_button(new QToolButton(this))
    , m_content(content)
{
    m_button->setAutoRaise(true);
    m_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_button->setIconSize(QSize(16, 16));
    m_button->setFocusPolicy(Qt::StrongFocus);
    m_button->setFont(theme::strongFont(m_button->font()));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::tight);
    layout->addWidget(m_button, 0, Qt::AlignLeft);
    layout->addWidget(m_content);
    connect(m_button, &QToolButton::clicked, this, [this] { setOpen(!m_open); });
    setTitle(title);
    setOpen(false);
}

void FoldSection::setTitle(const QString &title)
{
    m_button->setText(title);
    m_button->setAccessibleName(title);
    m_button->setAccessibleDescription(m_open ? tr("unfolded") : tr("folded"));
}

void FoldSection::setOpen(bool open)
{
    if (open == m_open)
        return;
    m_open = open;
    m_button->setIcon(icon(open ? u"fold"_s : u"unfold"_s));
    m_button->setAccessibleDescription(open ? tr("unfolded") : tr("folded"));
    m_content->setVisible(open);
    Q_EMIT openChanged(open);
}

} // namespace signet
