#include "ui/token/comparisonmodel.h"

#include "ui/theme.h"
#include "ui/widgets/icons.h"

#include <QGuiApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using Difference = TokenComparison::Difference;

// Whether the difference matters.
bool isTelling(const TokenComparison::Pair &pair)
{
    return pair.difference != Difference::None && !pair.isOfEachToken;
}

QString wordsOf(const TokenComparison::Pair &pair)
{
    const QString words = differenceWords(pair.difference);
    return pair.difference != Difference::None && pair.isOfEachToken
        ? ComparisonModel::tr("%1 (expected)").arg(words)
        : words;
}

} // namespace

ComparisonModel::ComparisonModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void ComparisonModel::setPairs(const QList<TokenComparison::Pair> &pairs)
{
    m_all = pairs;
    choose();
}

void ComparisonModel::setOnlyDifferences(bool only)
{
    m_onlyDifferences = only;
    choose();
}

void ComparisonModel::choose()
{
    beginResetModel();
    m_pairs.clear();
    std::copy_if(m_all.begin(), m_all.end(), std::back_inserter(m_pairs), [this](const auto &pair) {
        return !m_onlyDifferences || pair.difference != Difference::None;
    });
    endResetModel();
}

int ComparisonModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_pairs.size());
}

int ComparisonModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ComparisonModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const TokenComparison::Pair &pair = m_pairs[index.row()];
    const QPalette palette = QGuiApplication::palette();
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case ClaimColumn:
            return pair.claim;
        case FirstColumn:
            return pair.first;
        case SecondColumn:
            return pair.second;
        default:
            return wordsOf(pair);
        }
    case Qt::ToolTipRole:
        return index.column() == FirstColumn && !pair.first.isEmpty()  ? pair.first
            : index.column() == SecondColumn && !pair.second.isEmpty() ? pair.second
                                                                       : pair.sentence;
    case Qt::AccessibleDescriptionRole:
        return wordsOf(pair);
    case Qt::DecorationRole:
        if (index.column() != DifferenceColumn)
            return {};
        return isTelling(pair)
            ? QVariant(iconPixmap(u"different"_s, 16, theme::pair(palette, theme::Tone::Warning).ink, 1))
            : QVariant();
    case Qt::FontRole: {
        QFont font = index.column() == DifferenceColumn ? QGuiApplication::font()
                                                        : theme::codeFont(QGuiApplication::font());
        return isTelling(pair) ? theme::strongFont(font) : font;
    }
    case Qt::ForegroundRole:
        if (isTelling(pair))
            return theme::pair(palette, theme::Tone::Warning).ink;
        return pair.difference == Difference::None ? QVariant() : QVariant(theme::muted(palette));
    case Qt::BackgroundRole:
        return isTelling(pair) ? QVariant(theme::pair(palette, theme::Tone::Warning).paper) : QVariant();
    default:
        return {};
    }
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case ClaimColumn:
        return tr("Claim");
    case FirstColumn:
        return tr("First");
    case SecondColumn:
        return tr("Second");
    case DifferenceColumn:
        return tr("Difference");
    default:
        return {};
    }
}

} // namespace signet
