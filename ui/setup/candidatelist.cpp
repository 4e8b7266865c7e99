#include "ui/setup/candidatelist.h"

#include "core/report/principaldocument.h"
#include "core/report/reportdocument.h"
#include "ui/theme.h"

#include <QHeaderView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qsizetype mostLines = 8; // before it scrolls

} // namespace

CandidateList::CandidateList(QWidget *parent)
    : QTreeWidget(parent)
{
    setAccessibleName(tr("Identities found"));
    setHeaderLabels({tr("Name"), tr("Kind"), tr("Object id"), tr("Attached to")});
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setSelectionMode(QAbstractItemView::SingleSelection);
    header()->setStretchLastSection(true);
    setVisible(false);
    // Not by the focus alone, which makes the first one the current one.
    const auto choose = [this](QTreeWidgetItem *item) { Q_EMIT chosen(indexOfTopLevelItem(item)); };
    connect(this, &QTreeWidget::itemClicked, this, choose);
    connect(this, &QTreeWidget::itemActivated, this, choose);
    setToolTip(tr("Enter chooses the identity of the row."));
    header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header()->setHighlightSections(false);
}

void CandidateList::show(const std::optional<PrincipalsFound> &found)
{
    QStringList ids;
    if (found && found->candidates.size() > 1) {
        for (const Principal &principal : found->candidates)
            ids.append(principal.objectId);
    }
    if (ids == m_shown)
        return;
    m_shown = ids;
    const QSignalBlocker quiet(this);
    clear();
    setVisible(!ids.isEmpty());
    if (ids.isEmpty())
        return;
    for (const Principal &principal : found->candidates) {
        const PrincipalDocument document = describe(principal);
        auto *item = new QTreeWidgetItem(
            this, {document.name, document.kind, shortened(principal.objectId), document.attachedTo});
        item->setSizeHint(0, QSize(0, fontMetrics().height() + theme::gap::tight));
        item->setToolTip(2, principal.objectId);
        item->setToolTip(3, principal.attachedTo.join(u'\n'));
    }
    for (int column = 0; column < 3; ++column)
        resizeColumnToContents(column);
    for (int column = 0; column < 3; ++column)
        setColumnWidth(column, columnWidth(column) + theme::gap::wide);
    const int lines = int(std::min(ids.size(), mostLines));
    setFixedHeight(header()->sizeHint().height() + lines * sizeHintForRow(0) + 2 * frameWidth() + 2);
}

} // namespace signet
