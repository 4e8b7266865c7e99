#pragma once

#include "app/cli/console.h"
#include "core/diagnosis/report.h"
#include "core/report/pipelinenotes.h"
#include "core/report/reportformat.h"
#include "core/report/sharing.h"

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace signet {

// What is taken out of a report before it is written anywhere.
struct SharingOptions {
    bool anonymize = false;
    std::string salt;
    std::vector<std::string> redact;
};
void addSharingOptions(CLI::App *command, SharingOptions &options);
Sharing sharingOf(const SharingOptions &options);

// What a command that ends with a report is asked to do with it, beside standard output.
struct ReportOutputOptions {
    std::vector<std::string> reports; // FORMAT:FILE
    std::string failOn; // not-ready, unclear, warning, never; empty: unclear
    bool strict = false; // the same as --fail-on warning
    bool noAnnotations = false;
    SharingOptions sharing;
};
void addReportOutputOptions(CLI::App *command, ReportOutputOptions &options);

// The files and the pipeline that a report goes to.
class ReportOutput {
public:
    // Before anything is asked. Fails with the problem of a file that cannot be written.
    static Result<ReportOutput> prepare(const Console &console, const CommonOptions &common,
                                        const ReportOutputOptions &options);

    // The report as it may leave the program: as --anonymize and --redact want it.
    Report shared(const Report &report) const;
    // Writes all of it, standard output last. Returns the exit code: that of the report, or failure.
    int write(const Console &console, const Report &report) const;
    // The same without standard output, for a report that went there in another way.
    int writeFiles(const Console &console, const Report &report) const;

private:
    struct File {
        const ReportFormat *format = nullptr;
        QString path;
    };
    int writeShared(const Console &console, const Report &report) const;
    int exitCodeOf(const Report &report) const;
    void annotate(const Console &console, const Report &report) const;

    Sharing m_sharing;
    const ReportFormat *m_format = nullptr; // of standard output
    QList<File> m_files;
    std::string m_failOn;
    std::optional<PipelineSystem> m_pipeline;
    QString m_summaryFile; // that the system shows with the job; empty: none
};

} // namespace signet
