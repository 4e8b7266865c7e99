#pragma once

#include "core/report/reportdocument.h"

#include <QAbstractItemModel>

namespace signet {

// The checks of a report in two levels: stages, and in each its checks in the order of the check list.
// While a run fills a report in, rows stay where they are and only change.
class ResultsModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Column { TitleColumn, WordColumn, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole, // QString: id of check or stage
        StageRole, // bool: whether the row is a stage
        StatusRole, // Status as int; of a stage the worst
        PhaseRole, // Phase as int; of a stage the least advanced
        WordRole, // QString: "passed", "asking"
        DetailRole, // QString: what was seen, or why it was not asked
        FindingRole, // QString: id of the finding, empty when there is none
    };

    explicit ResultsModel(QObject *parent = nullptr);

    const ReportDocument &document() const { return m_document; }
    void setDocument(const ReportDocument &document);

    // Invalid when there is no such check.
    QModelIndex indexOf(const QString &checkId) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVariant stageData(const ReportDocument::Stage &stage, int column, int role) const;
    QVariant checkData(const ReportDocument::CheckLine &check, int column, int role) const;

    ReportDocument m_document;
};

} // namespace signet
