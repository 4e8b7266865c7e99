#pragma once

#include "core/diagnosis/question.h"
#include "core/diagnosis/report.h"
#include "core/report/explanationdocument.h"
#include "core/session/sessioncontext.h"
#include "core/terraform/configurationedit.h"
#include "core/terraform/environmentoutput.h"
#include "core/terraform/explanation.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <optional>
#include <stop_token>

namespace signet {

// A configuration that a window or a command works on: choose a directory, see which identity Terraform would
// use and the edit that makes it the managed identity, and write that edit. Every setter reads and decides
// everything again.
class TerraformSession : public QObject {
    Q_OBJECT

public:
    explicit TerraformSession(SessionContext sessionContext, QObject *parent = nullptr);
    ~TerraformSession() override;

    // Empty: none was chosen.
    QString directory() const { return m_directory; }
    // A directory of the person's disk, or of the simulated machine.
    enum class Place { OnDisk, OnMachine };
    // Clears what was set for the blocks and the version of the previous one.
    void setDirectory(const QString &directory, Place place = Place::OnDisk);
    Place place() const { return m_place; }
    // A directory, or a file in one, as a person gives it: on the disk.
    void open(const QString &path);
    // Where a file of the configuration is for the person's own programs, an editor; empty where they cannot
    // reach it, because it is on a simulated machine.
    QString localPath(const QString &file) const;

    // The selected block; empty for the one without an alias.
    // The value of --sandbox, for the commands of a problem; empty without.
    const QString &sandbox() const { return m_sessionContext.sandbox; }
    QString alias() const { return m_question.alias; }
    void setAlias(const QString &alias);
    // All blocks there are, the default one as "".
    QStringList aliases() const;

    // The intended identity and organization. Both can be unknown; then the configuration decides.
    void setIntended(const std::optional<ClientId> &clientId, const QString &organizationUrl);
    // The same from the question of a diagnosis. The provider reads a client id in a variable by itself, so
    // such an id is not an intention.
    void setQuestion(const Question &question);
    // What a finished diagnosis has seen of the machine that Terraform runs on. Without it, the answer of the
    // identity endpoint is assumed.
    void setSeen(const Report &report);
    // The provider version to evaluate; none: the one in use. Fails with version-constraint-invalid,
    // and then nothing changes.
    Result<Done> setProviderVersion(const QString &version);
    // The version evaluated by default; null before a directory is read.
    ProviderVersion versionInUse() const { return m_versionInUse; }
    // The version that was set; null if it is the one in use.
    ProviderVersion versionAsked() const { return m_question.version.value_or(ProviderVersion()); }
    // How the version that was set differs from the one in use, the most important difference first.
    const QList<DecisionChange> &versionChanges() const { return m_versionChanges; }
    // Whether the edit leaves the settings to the environment: an empty block plus variables.
    FromEnvironment fromEnvironment() const { return m_fromEnvironment; }
    void setFromEnvironment(FromEnvironment fromEnvironment);

    // Files are read and judged on another thread; changed() follows. Until then everything below is that of
    // the time before, or empty for another directory.
    bool isReading() const { return m_reading; }
    // How many files were read, of those that are known so far; 0 before the first is known.
    qsizetype filesRead() const { return m_filesRead; }
    qsizetype filesKnown() const { return m_filesKnown; }
    // Ends the reading, which leaves nothing to show.
    void stop();

    // Empty before a directory is chosen, and if it could not be read.
    const std::optional<Explanation> &explanation() const { return m_explanation; }
    const std::optional<ExplanationDocument> &document() const { return m_document; }
    // Why there is no explanation; empty if there is one, or no directory.
    const std::optional<Problem> &problem() const { return m_problem; }
    // The edit to write, or the problem that prevents it.
    const Result<ConfigurationEdit> &edit() const { return m_edit; }
    bool canWrite() const { return !m_reading && m_edit && !m_edit->changes.isEmpty(); }

    // The settings for a new provider block or for the environment.
    ProviderSettings settings() const;
    // The same by the command line.
    QString explainCommand() const;
    QString writeCommand() const;

public Q_SLOTS:
    // Reads the directory again; until that is done, what was read before stays.
    void reload();

public:
    // Writes the edit as it was shown; fails with file-changed-meanwhile if the files have changed since.
    // Afterwards everything is read again.
    Result<QList<WrittenFile>> write();
    // Of the last write() in this directory, until it is undone.
    const QList<WrittenFile> &written() const { return m_written; }
    // Gives each of these files the content it had before, and deletes the backups and the files that were
    // new. Fails with file-changed-meanwhile if any of them has changed since, and then none is touched.
    Result<Done> undoWrite();
    // Deletes the backups that keep a removed secret. Not on a simulated machine, where nothing is deleted.
    bool canDeleteBackups() const;
    Result<Done> deleteBackups();
    // There is no edit because no organization is known; setOrganization() takes what a person types.
    bool asksForOrganization() const;
    Result<Done> setOrganization(const QString &text);
    // What comes after writing, in the directory: "terraform init && terraform plan".
    QString planCommand() const;

Q_SIGNALS:
    void changed();
    // More files have been read.
    void progressed();

private:
    // What one reading comes to.
    struct Seen {
        std::optional<Explanation> explanation;
        std::optional<Problem> problem;
        std::optional<ExplanationDocument> document;
        Result<ConfigurationEdit> edit{ConfigurationEdit()};
        ProviderVersion versionInUse;
        QList<DecisionChange> versionChanges;
    };
    // All that a reading needs: it may outlive the session.
    struct Wanted;
    static Seen look(const Wanted &wanted);
    const Host &disk() const;
    void forget();

    SessionContext m_sessionContext;
    QString m_directory;
    Place m_place = Place::OnDisk;
    ExplanationQuestion m_question;
    QString m_organizationUrl;
    FromEnvironment m_fromEnvironment = FromEnvironment::No;
    // Of this machine, as a diagnosis has seen it.
    std::optional<EndpointAnswer> m_endpoint;
    QString m_seenClientId;
    ProviderVersion m_versionInUse;
    QList<DecisionChange> m_versionChanges;
    std::optional<Explanation> m_explanation;
    std::optional<ExplanationDocument> m_document;
    std::optional<Problem> m_problem;
    Result<ConfigurationEdit> m_edit;
    bool m_reading = false;
    qsizetype m_filesRead = 0;
    qsizetype m_filesKnown = 0;
    int m_run = 0; // number of the current reading; results of older ones are ignored
    std::stop_source m_stop;
    QList<WrittenFile> m_written;
    QList<FileChange> m_writtenChanges; // what each of them held before and after
};

} // namespace signet
