#pragma once

#include "core/report/explanationdocument.h"

#include <QAbstractTableModel>

namespace signet {

// The settings that the provider reads: argument, value, and place.
class ValuesModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { ArgumentColumn, ValueColumn, PlaceColumn, ColumnCount };
    enum Role { FileRole = Qt::UserRole, LineRole }; // of the place; an empty file where it is not in one

    explicit ValuesModel(QObject *parent = nullptr);
    void setValues(const QList<ExplanationDocument::Value> &values);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<ExplanationDocument::Value> m_values;
};

} // namespace signet
