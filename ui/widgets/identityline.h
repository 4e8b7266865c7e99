#pragma once

#include "core/report/reportdocument.h"

#include <QWidget>

namespace signet {

// The identity strip in one line, for the status bar.
class IdentityLine : public QWidget {
    Q_OBJECT

public:
    explicit IdentityLine(QWidget *parent = nullptr);
    void setDocument(const ReportDocument &document);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    ReportDocument m_document;
};

} // namespace signet
