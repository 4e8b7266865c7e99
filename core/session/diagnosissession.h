#pragma once

#include "core/diagnosis/question.h"
#include "core/diagnosis/report.h"
#include "core/diagnosis/runner.h"
#include "core/report/reportdocument.h"
#include "core/session/sessioncontext.h"

#include <QObject>

#include <stop_token>

namespace signet {

// Diagnoses the machine of the sessionContext, also with the rights of an administrator if a sign-in is kept;
// over connections that are there, or new ones.
QCoro::Task<Report> diagnoseIn(SessionContext sessionContext, Question question, std::stop_token stop,
                               ReportChanged changed, Decoration decoration = Decoration::LeftOut,
                               std::optional<Http> http = {});

// A diagnosis that a window or a command drives: set the question, start, watch, stop. A second start
// ends the first; a session that is deleted ends its run.
class DiagnosisSession : public QObject {
    Q_OBJECT

public:
    explicit DiagnosisSession(SessionContext sessionContext, QObject *parent = nullptr);
    ~DiagnosisSession() override;

    const Question &question() const { return m_question; }
    void setQuestion(const Question &question);
    enum class Field { Organization, ClientId };
    struct Refusal {
        Field field;
        Problem problem;
    };
    // Takes what a person typed, each empty for none. Where one cannot be read, nothing changes.
    std::optional<Refusal> setSubject(const QString &organization, const QString &clientId);
    // Of the configuration to judge, on the disk of the person.
    void setTerraformFolder(const QString &folder);

    // Where a file that a finding names is for the person's own programs, an editor: its path is that of the
    // configuration or a whole one. Empty where they cannot reach it, because it is on a simulated machine,
    // and for a report that was opened: its files are those of the machine that it is from.
    QString localPath(const QString &file) const;

    // Of the current or the last run; without checks before the first.
    const Report &report() const { return m_report; }
    // The report in words. Built once for each change of it.
    const ReportDocument &document() const { return m_document; }
    // Shows a saved report in place of a run.
    void setReport(const Report &report);

    // It is one that was opened, and not of a run of this session.
    bool isOpened() const { return m_isOpened; }

    bool isRunning() const { return m_running; }
    const SessionContext &sessionContext() const { return m_sessionContext; }

public Q_SLOTS:
    void start();
    void stop();

Q_SIGNALS:
    void questionChanged();
    void runningChanged(bool running);
    // Whenever a check begins, is late, or ends, once more with the verdict, and once more with what only
    // decorates the report.
    void reportChanged(const signet::Report &report);
    void finished(const signet::Report &report);

private:
    void show(const Report &report);

    SessionContext m_sessionContext;
    Question m_question;
    Report m_report;
    ReportDocument m_document;
    bool m_isOpened = false; // the report is one that setReport() was given
    bool m_running = false;
    int m_run = 0; // number of the current run; results of older runs are ignored
    std::stop_source m_stop;
};

} // namespace signet
