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
        Sign sign;
        QString title;
        QString detail;
    };
    QList<Line> lines;
    for (const ReportDocument::Stage &stage : document.stages) {
        if (stages.isEmpty()) {
            Sign sign = signOf(stage.worst());
            for (const ReportDocument::CheckLine &check : stage.checks) {
                if (check.phase != Phase::Done && stage.worst() != Status::Failed)
                    sign = signOf(check);
            }
            const int good = stage.count(Status::Passed) + stage.count(Status::Warning);
            lines.append({sign, stage.title, tr("%1 of %2 passed").arg(good).arg(stage.checks.size())});
        } else if (stages.contains(stage.id)) {
            for (const ReportDocument::CheckLine &check : stage.checks) {
                const Sign sign = signOf(check);
                lines.append({sign, check.title, check.detail.isEmpty() ? sign.word : check.detail});
            }
        }
    }

    QStringList shown;
    for (const Line &line : std::as_const(lines))
        shown.append(line.sign.word + line.title + line.detail);
    if (shown == m_shown)
        return;
    m_shown = shown;
    qDeleteAll(m_widgets);
    m_widgets.clear();
    for (int i = 0; i < lines.size(); ++i)
        setLine(i, lines[i].sign.icon, lines[i].sign.tone, lines[i].sign.word, lines[i].title,
                lines[i].detail);
}

void CheckLines::setLine(int row, const QString &icon, theme::Tone tone, const QString &word,
                         const QString &title, const QString &detail)
{
    auto *sign = new SignLabel(16, this);
    sign->setSign(icon, tone, word);
    auto *name = new ElidedLabel(title, Qt::ElideRight, this);
    auto *seen = new ElidedLabel(detail, Qt::ElideRight, this);
    seen->setForegroundRole(QPalette::PlaceholderText);
    m_grid->addWidget(sign, row, 0);
    m_grid->addWidget(name, row, 1);
    m_grid->addWidget(seen, row, 2);
    m_widgets << sign << name << seen;
}

} // namespace signet
