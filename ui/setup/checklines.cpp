#include "ui/setup/checklines.h"

#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/texts.h"
#include "ui/words.h"

#include <QGridLayout>

using namespace Qt::StringLiterals;

namespace signet {

CheckLines::CheckLines(QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(theme::gap::tight);
    m_grid->setVerticalSpacing(theme::gap::hair);
    m_grid->setColumnStretch(2, 1);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void CheckLines::setStages(const ReportDocument &document, const QStringList &stages)
{
    struct Line {
        Badge badge;
        QString title;
        QString detail;
    };
    QList<Line> lines;
    for (const ReportDocument::Stage &stage : document.stages) {
        if (stages.isEmpty()) {
            Badge badge = badgeOf(stage.worst());
            for (const ReportDocument::CheckLine &check : stage.checks) {
                if (check.phase != Phase::Done && stage.worst() != Status::Failed)
                    badge = badgeOf(check);
            }
            const int good = stage.count(Status::Passed) + stage.count(Status::Warning);
            lines.append({badge, stage.title, tr("%1 of %2 passed").arg(good).arg(stage.checks.size())});
        } else if (stages.contains(stage.id)) {
            for (const ReportDocument::CheckLine &check : stage.checks) {
                const Badge badge = badgeOf(check);
                lines.append({badge, check.title, check.detail.isEmpty() ? badge.word : check.detail});
            }
        }
    }

    QStringList shown;
    for (const Line &line : std::as_const(lines))
        shown.append(line.badge.word + line.title + line.detail);
    if (shown == m_shown)
        return;
    m_shown = shown;
    qDeleteAll(m_widgets);
    m_widgets.clear();
    for (int i = 0; i < lines.size(); ++i)
        setLine(i, lines[i].badge.icon, lines[i].badge.tone, lines[i].badge.word, lines[i].title,
                lines[i].detail);
}

void CheckLines::setLine(int row, const QString &icon, theme::Tone tone, const QString &word,
                         const QString &title, const QString &detail)
{
    auto *badge = new StatusBadge(16, this);
    badge->setBadge(icon, tone, word);
    auto *name = new ElidedLabel(title, Qt::ElideRight, this);
    auto *seen = new ElidedLabel(detail, Qt::ElideRight, this);
    seen->setForegroundRole(QPalette::PlaceholderText);
    m_grid->addWidget(badge, row, 0);
    m_grid->addWidget(name, row, 1);
    m_grid->addWidget(seen, row, 2);
    m_widgets << badge << name << seen;
}

} // namespace signet
