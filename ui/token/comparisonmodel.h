#pragma once

#include "core/report/tokendocument.h"

#include <QAbstractTableModel>

namespace signet {

// Two tokens side by side, a row for each claim of either. What differs bears a sign and a word, and what
// tells something is in the strong font.
class ComparisonModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { ClaimColumn, FirstColumn, SecondColumn, DifferenceColumn, ColumnCount };

    explicit ComparisonModel(QObject *parent = nullptr);

    void setPairs(const QList<TokenComparison::Pair> &pairs);
    // Leaves out what is the same.
    void setOnlyDifferences(bool only);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void choose();

    QList<TokenComparison::Pair> m_all;
    QList<TokenComparison::Pair> m_pairs; // that are shown
    bool m_onlyDifferences = false;
};

} // namespace signet
