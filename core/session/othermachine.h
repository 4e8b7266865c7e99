#pragma once

#include "core/diagnosis/question.h"
#include "core/diagnosis/report.h"
#include "core/host/host.h"

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QTimer>

#include <stop_token>

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
// is taken for old. The files are read beside the event loop.
class ReportWatch : public QObject {
    Q_OBJECT

public:
    explicit ReportWatch(const Host &disk, QObject *parent = nullptr);
    ~ReportWatch() override;

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
    // How a file was when it was looked at. One that is written again has the same name, and often the same
    // size: only what it holds tells.
    struct Mark {
        qint64 size = 0;
        QByteArray digest; // empty: not read yet
    };
    using Marks = QHash<QString, Mark>; // by name
    struct Looked {
        bool isGone = false;
        Marks marks; // of what is old
        QString found; // path of a report that is new; empty: none
    };
    static Looked looked(const Host &disk, const QString &folder, Marks marks, const std::stop_token &stop);

    Host m_disk;
    QString m_folder;
    Marks m_marks;
    QTimer m_timer;
    bool m_isLooking = false;
    bool m_looksAgain = false; // somebody asked meanwhile
    int m_run = 0; // results for the folder before are ignored
    std::stop_source m_stop;
};

} // namespace signet
