#pragma once

#include "core/diagnosis/question.h"
#include "core/diagnosis/report.h"
#include "core/diagnosis/runner.h"
#include "core/report/reportdocument.h"
#include "core/session/sessioncontext.h"

#include <QObject>
#include <QTimer>

#include <optional>
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

    // The last report of a run that was ready, to compare with; nothing before there was one.
    const std::optional<Report> &lastGood() const { return m_lastGood; }
    void setLastGood(const std::optional<Report> &report) { m_lastGood = report; }

    // It is one that was opened, and not of a run of this session.
    bool isOpened() const { return m_isOpened; }

    bool isRunning() const { return m_running; }

    // Whether it checks again and again, at a pace that the services allow, until it is stopped.
    bool isWatching() const { return m_watching; }
    // How the watch stands, or how the last one ended: since when, how often, when next. Empty: there was
    // none since the last run.
    QString watchWords() const;
    // What changed while it watched, with the time, the latest first.
    const QStringList &watchedChanges() const { return m_watchedChanges; }
    const SessionContext &sessionContext() const { return m_sessionContext; }

public Q_SLOTS:
    void start();
    // The first round is a run like any other; of the others only the results are shown.
    void startWatching();
    void stop();

Q_SIGNALS:
    void questionChanged();
    void runningChanged(bool running);
    // After a check began, is late, or ended, once more with the verdict, and once more with what only
    // decorates the report.
    void reportChanged(const signet::Report &report);
    void finished(const signet::Report &report);
    // A watch began, had a round, or ended.
    void watchChanged();

private:
    void show(const Report &report);
    // Shows what is under way; several answers that come at once are shown together.
    void showSoon(const Report &report);
    void setRunning(bool running);
    void endWatch();
    QString clockTime(qint64 secondsFromNow = 0) const;

    SessionContext m_sessionContext;
    Question m_question;
    Report m_report;
    std::optional<Report> m_lastGood;
    ReportDocument m_document;
    std::optional<Report> m_pending; // to be shown when the timer says so
    QTimer m_showing;
    bool m_isFirst = true; // nothing of this run is shown yet
    bool m_isOpened = false; // the report is one that setReport() was given
    bool m_running = false;
    bool m_watching = false;
    int m_rounds = 0; // of the watch
    QString m_watchedSince; // empty: nothing was watched
    QString m_nextRound;
    QStringList m_watchedChanges;
    int m_run = 0; // number of the current run; results of older runs are ignored
    std::stop_source m_stop;
};

} // namespace signet
