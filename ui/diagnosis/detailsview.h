#pragma once

#include "core/report/reportdocument.h"
#include "core/result/findingid.h"

#include <QJsonArray>
#include <QScrollArea>
#include <QString>

QT_BEGIN_NAMESPACE
class QVBoxLayout;
QT_END_NAMESPACE

namespace signet {

class CommandBox;
class FoldSection;
class WaterfallView;

// Everything about one check: its finding, what to do about it, the evidence, the requests and the facts.
// Without a check: about the whole run.
class DetailsView : public QScrollArea {
    Q_OBJECT

public:
    explicit DetailsView(QWidget *parent = nullptr);

    // An empty id: an overview of the run.
    void showCheck(const Report &report, const ReportDocument &document, const QString &checkId);

    QString title() const { return m_title; }

Q_SIGNALS:
    // A link to another check was followed.
    void checkChosen(const QString &checkId);
    // What can be done about the finding that is shown, where it is not done here.
    void actionWanted(signet::FindingAction action, const QJsonObject &evidence);

private:
    void addCause(const Report &report, const ReportDocument &document, const ReportDocument::Cause &cause);
    void addActions(const Report &report, const ReportDocument::Cause &cause);
    void addCheck(const Report &report, const ReportDocument &document,
                  const ReportDocument::CheckLine &line);
    void addOverview(const ReportDocument &document);
    void addOthers(const ReportDocument &document, FindingId except);
    void addHeading(const QString &text);
    void addLinkToCheck(const ReportDocument::CheckLine &line);

    QWidget *m_page = nullptr;
    QVBoxLayout *m_layout = nullptr;
    QString m_title;
    QByteArray m_told; // what the page shows; it is rebuilt only when that changes
    bool m_requestsOpen = false;
    bool m_factsOpen = false;
};

} // namespace signet
