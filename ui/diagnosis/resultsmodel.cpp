#include "ui/diagnosis/resultsmodel.h"

#include "ui/theme.h"
#include "ui/widgets/icons.h"
#include "ui/words.h"

#include <QFont>
#include <QGuiApplication>
#include <QPalette>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

bool sameRows(const ReportDocument &a, const ReportDocument &b)
{
    const auto sameStage = [](const ReportDocument::Stage &one, const ReportDocument::Stage &other) {
        const auto sameCheck = [](const ReportDocument::CheckLine &x, const ReportDocument::CheckLine &y) {
            return x.id == y.id;
        };
        return one.id == other.id
            && std::equal(one.checks.begin(), one.checks.end(), other.checks.begin(), other.checks.end(),
                          sameCheck);
    };
    return std::equal(a.stages.begin(), a.stages.end(), b.stages.begin(), b.stages.end(), sameStage);
}

Phase phaseOf(const ReportDocument::Stage &stage)
{
    const auto is = [&stage](Phase phase) {
        return std::any_of(stage.checks.begin(), stage.checks.end(),
                           [phase](const ReportDocument::CheckLine &check) { return check.phase == phase; });
    };
    if (is(Phase::Asking))
        return Phase::Asking;
    return is(Phase::Waiting) ? Phase::Waiting : Phase::Done;
}

Badge badgeOf(const ReportDocument::Stage &stage)
{
    ReportDocument::CheckLine line;
    line.phase = phaseOf(stage);
    // What was found out is told before the stage is through.
    if (stage.worst() == Status::Failed)
        line.phase = Phase::Done;
    line.status = stage.worst();
    return signet::badgeOf(line);
}

QIcon badgeIcon(const Badge &badge)
{
    return icon(badge.icon, theme::pair(QGuiApplication::palette(), badge.tone).ink);
}

} // namespace

ResultsModel::ResultsModel(QObject *parent)
    : QAbstractItemModel(parent)
{
}

void ResultsModel::setDocument(const ReportDocument &document)
{
    if (!sameRows(m_document, document)) {
        beginResetModel();
        m_document = document;
        endResetModel();
        return;
    }
    m_document = document;
    for (int stage = 0; stage < rowCount(); ++stage) {
        const QModelIndex parent = index(stage, 0);
        Q_EMIT dataChanged(parent, index(stage, ColumnCount - 1));
        const int checks = rowCount(parent);
        if (checks > 0)
            Q_EMIT dataChanged(index(0, 0, parent), index(checks - 1, ColumnCount - 1, parent));
    }
}

QModelIndex ResultsModel::indexOf(const QString &checkId) const
{
    for (int stage = 0; stage < m_document.stages.size(); ++stage) {
        const auto &checks = m_document.stages[stage].checks;
        for (int row = 0; row < checks.size(); ++row) {
            if (checks[row].id == checkId)
                return index(row, 0, index(stage, 0));
        }
    }
    return {};
}

// The internal id is 0 for a stage, and for a check the number of its stage plus one.
QModelIndex ResultsModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row() + 1) : quintptr(0));
}

QModelIndex ResultsModel::parent(const QModelIndex &child) const
{
    if (!child.isValid() || child.internalId() == 0)
        return {};
    return createIndex(int(child.internalId()) - 1, 0, quintptr(0));
}

int ResultsModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_document.stages.size());
    if (parent.internalId() != 0 || parent.column() != 0)
        return 0;
    return int(m_document.stages[parent.row()].checks.size());
}

int ResultsModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant ResultsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (index.internalId() == 0)
        return stageData(m_document.stages[index.row()], index.column(), role);
    return checkData(m_document.stages[int(index.internalId()) - 1].checks[index.row()], index.column(),
                     role);
}

QVariant ResultsModel::stageData(const ReportDocument::Stage &stage, int column, int role) const
{
    const Badge badge = badgeOf(stage);
    switch (role) {
    case Qt::DisplayRole: {
        if (column == TitleColumn)
            return stage.title;
        const int good = stage.count(Status::Passed) + stage.count(Status::Warning);
        return tr("%1 of %2").arg(good).arg(stage.checks.size());
    }
    case Qt::DecorationRole:
        return column == TitleColumn ? QVariant(badgeIcon(badge)) : QVariant();
    case Qt::FontRole:
        if (column == TitleColumn) {
            QFont font;
            font.setWeight(QFont::DemiBold);
            return font;
        }
        return {};
    case Qt::ForegroundRole:
        return column == WordColumn ? QVariant(theme::muted(QGuiApplication::palette())) : QVariant();
    case Qt::TextAlignmentRole:
        return column == WordColumn ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case Qt::AccessibleTextRole:
        if (column == TitleColumn)
            return u"%1: %2"_s.arg(stage.title, badge.word);
        return tr("%1 of %2 passed")
            .arg(stage.count(Status::Passed) + stage.count(Status::Warning))
            .arg(stage.checks.size());
    case IdRole:
        return stage.id;
    case StageRole:
        return true;
    case StatusRole:
        return int(stage.worst());
    case PhaseRole:
        return int(phaseOf(stage));
    case WordRole:
        return badge.word;
    default:
        return {};
    }
}

QVariant ResultsModel::checkData(const ReportDocument::CheckLine &check, int column, int role) const
{
    const Badge badge = signet::badgeOf(check);
    switch (role) {
    case Qt::DisplayRole:
        return column == TitleColumn ? check.title : badge.word;
    case Qt::DecorationRole:
        return column == TitleColumn ? QVariant(badgeIcon(badge)) : QVariant();
    case Qt::ToolTipRole:
        return check.detail.isEmpty() ? check.title : u"%1\n%2"_s.arg(check.title, check.detail);
    case Qt::ForegroundRole:
        if (column == WordColumn)
            return theme::pair(QGuiApplication::palette(), badge.tone).ink;
        if (check.phase == Phase::Waiting || (check.phase == Phase::Done && check.status == Status::Skipped))
            return theme::muted(QGuiApplication::palette());
        return {};
    case Qt::TextAlignmentRole:
        return column == WordColumn ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case Qt::AccessibleTextRole:
        return column == TitleColumn ? u"%1: %2"_s.arg(check.title, badge.word) : badge.word;
    case Qt::AccessibleDescriptionRole:
    case DetailRole:
        return check.detail;
    case IdRole:
        return check.id;
    case StageRole:
        return false;
    case StatusRole:
        return int(check.status);
    case PhaseRole:
        return int(check.phase);
    case WordRole:
        return badge.word;
    case FindingRole:
        return check.findingId.toString();
    default:
        return {};
    }
}

QVariant ResultsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == TitleColumn ? tr("Check") : tr("Result");
}

} // namespace signet
