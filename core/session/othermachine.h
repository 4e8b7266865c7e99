#pragma once

#include "core/diagnosis/question.h"
#include "core/diagnosis/report.h"
#include "core/host/host.h"

#include <QObject>
#include <QSet>
#include <QTimer>

namespace signet {

// Terraform often runs where nobody sits: on an agent, in a pipeline. There the checks are run by the command
// line, and the report is read here.

// One way to run them there.
struct RemoteRun {
    QString title; // "Linux or macOS"
    QString command; // a line for a shell, or the steps of a pipeline
};
// The name of the file that these commands write.
QString remoteReportName();
QList<RemoteRun> remoteRuns(const Question &question);

// Whether the text is meant to hold a report in JSON.
bool looksLikeReport(const QByteArray &text);
// The report in a text that was copied from a terminal or a log, with whatever is around it. Fails with
// report-not-valid.
Result<Report> reportIn(const QByteArray &text);

// Waits for reports in a folder that the other machine, or a download, writes to. What is there at the start
// is taken for old.
class ReportWatch : public QObject {
    Q_OBJECT

public:
    explicit ReportWatch(const Host &disk, QObject *parent = nullptr);

    // Empty: none is watched.
    const QString &folder() const { return m_folder; }
    // Fails as Host::entries() does, and then nothing is watched.
    Result<Done> watch(const QString &folder);
    void stop();

public Q_SLOTS:
    // Looks at once; otherwise every two seconds.
    void look();

Q_SIGNALS:
    void found(const QString &path);
    // The folder is gone.
    void ended();

private:
    QSet<QString> reportsIn(const QStringList &names) const;

    Host m_disk;
    QString m_folder;
    QSet<QString> m_seen; // with the size before the name, so that one which is written again counts as new
    QTimer m_timer;
};

} // namespace signet
