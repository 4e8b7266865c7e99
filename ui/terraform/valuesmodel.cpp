#include "ui/terraform/valuesmodel.h"

#include "ui/theme.h"

#include <QGuiApplication>

namespace signet {

ValuesModel::ValuesModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void ValuesModel::setValues(const QList<ExplanationDocument::Value> &values)
{
    beginResetModel();
    m_values = values;
    endResetModel();
}

int ValuesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_values.size());
}

int ValuesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant ValuesModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const ExplanationDocument::Value &value = m_values[index.row()];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        switch (index.column()) {
        case ArgumentColumn:
            return value.argument;
        case ValueColumn:
            return value.text;
        default:
            return value.place;
        }
    case Qt::FontRole:
        return index.column() == PlaceColumn ? QVariant() : theme::codeFont(QGuiApplication::font());
    case Qt::ForegroundRole:
        // A place that can be gone to looks as links do.
        if (index.column() == PlaceColumn && !value.at.file.isEmpty())
            return theme::accentInk(QGuiApplication::palette());
        return {};
    case FileRole:
        return value.at.file;
    case LineRole:
        return value.at.line;
    default:
        return {};
    }
}

QVariant ValuesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case ArgumentColumn:
        return tr("Argument");
    case ValueColumn:
        return tr("Value");
    case PlaceColumn:
        return tr("Place");
    default:
        return {};
    }
}

} // namespace signet
