#pragma once

#include "core/report/reportdocument.h"
#include "ui/theme.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QGridLayout;
QT_END_NAMESPACE

namespace signet {

// Some checks of a report, one line each: sign, question, what was seen.
class CheckLines : public QWidget {
    Q_OBJECT

public:
    explicit CheckLines(QWidget *parent = nullptr);

    // The checks of these stages; none: one line for each stage of the report.
    void setStages(const ReportDocument &document, const QStringList &stages);

private:
    void setLine(int row, const QString &icon, theme::Tone tone, const QString &word, const QString &title,
                 const QString &detail);

    QGridLayout *m_grid;
    QList<QWidget *> m_widgets;
    QStringList m_shown; // what the lines say, to leave them alone when nothing changed
};

} // namespace signet
