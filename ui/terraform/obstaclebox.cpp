#include "ui/terraform/obstaclebox.h"

#include "ui/terraform/placelink.h"
#include "ui/theme.h"
#include "ui/widgets/fixsteps.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/texts.h"
#include "ui/words.h"

#include <QDesktopServices>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

ObstacleBox::ObstacleBox(const ExplanationDocument::Obstacle &obstacle, const QString &path, QWidget *parent)
    : Message(parent)
    , m_findingId(obstacle.findingId)
    , m_toggle(new QToolButton(this))
{
    show(toneOf(obstacle.severity), obstacle.title, obstacle.text);
    m_toggle->setText(tr("What to do"));
    m_toggle->setAutoRaise(true);
    m_toggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_toggle->setIconSize(QSize(16, 16));
    m_toggle->setFocusPolicy(Qt::StrongFocus);
    m_toggle->setAccessibleName(tr("What to do: %1").arg(obstacle.title));
    m_toggle->setFixedHeight(fontMetrics().height() + theme::gap::hair);
    addCorner(m_toggle);
    if (!obstacle.place.isEmpty())
        addContent(placeLink(obstacle.place, path, this), Qt::AlignLeft);
    m_explanation = explanation(obstacle);
    addContent(m_explanation);
    connect(m_toggle, &QToolButton::clicked, this, [this] { setOpen(m_explanation->isHidden()); });
    setOpen(false);
}

void ObstacleBox::setOpen(bool open)
{
    m_explanation->setVisible(open);
    m_toggle->setIcon(icon(open ? u"fold"_s : u"unfold"_s));
    m_toggle->setAccessibleDescription(open ? tr("unfolded") : tr("folded"));
}

QWidget *ObstacleBox::explanation(const ExplanationDocument::Obstacle &obstacle)
{
    auto *content = new QWidget(this);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, theme::gap::hair);
    layout->setSpacing(theme::gap::tight);
    const FindingText &words = obstacle.explanation;
    if (!words.cause.isEmpty() && words.cause != obstacle.text)
        layout->addWidget(proseLabel(words.cause, content));
    if (!words.fix.isEmpty())
        layout->addWidget(new FixSteps(words.fix, content));
    if (!words.link.isEmpty()) {
        auto *read = new QPushButton(icon(u"open"_s), tr("Learn more"), content);
        read->setAutoDefault(false);
        read->setToolTip(words.link);
        read->setAccessibleDescription(words.link);
        connect(read, &QPushButton::clicked, this,
                [link = words.link] { QDesktopServices::openUrl(QUrl(link)); });
        layout->addWidget(read, 0, Qt::AlignLeft);
    }
    return content;
}

} // namespace signet
