#include "ui/widgets/foldsection.h"

#include "ui/theme.h"
#include "ui/widgets/icons.h"

#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

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
    m_button->setMinimumWidth(48);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::tight);
    layout->addWidget(m_button, 0, Qt::AlignLeft);
    layout->addWidget(m_content);
    connect(m_button, &QToolButton::clicked, this, [this] {
        setOpen(!m_open);
        // As soon as the content has its place.
        if (m_open)
            QMetaObject::invokeMethod(this, &FoldSection::scrollToContent, Qt::QueuedConnection);
    });
    setTitle(title);
    setOpen(false);
}

void FoldSection::setTitle(const QString &title)
{
    m_title = title;
    m_button->setAccessibleName(title);
    m_button->setAccessibleDescription(m_open ? tr("unfolded") : tr("folded"));
    fitTitle();
}

void FoldSection::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitTitle();
}

// A long title is cut with "…" rather than making the whole page wider, and is whole in the tooltip.
void FoldSection::fitTitle()
{
    m_button->setText({});
    const int beside = m_button->sizeHint().width() + 2 * theme::gap::tight;
    const QString shown =
        m_button->fontMetrics().elidedText(m_title, Qt::ElideRight, std::max(width() - beside, 64));
    m_button->setText(shown);
    m_button->setToolTip(shown == m_title ? QString() : m_title);
}

void FoldSection::scrollToContent()
{
    for (QWidget *above = parentWidget(); above; above = above->parentWidget()) {
        if (auto *area = qobject_cast<QScrollArea *>(above)) {
            area->ensureWidgetVisible(this, 0, theme::gap::normal);
            // Of content that is higher than the page, the beginning.
            if (height() > area->viewport()->height())
                area->verticalScrollBar()->setValue(mapTo(area->widget(), QPoint()).y());
            return;
        }
    }
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
