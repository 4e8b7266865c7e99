#pragma once

#include "core/diagnosis/question.h"
#include "core/report/explanationdocument.h"
#include "core/session/sessioncontext.h"
#include "core/terraform/configurationedit.h"
#include "core/terraform/environmentoutput.h"
#include "core/terraform/explanation.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace signet {

// A configuration that a window or a command works on: choose a directory, see which identity Terraform would
// use and the edit that makes it the managed identity, and write that edit. Every setter reads and decides
// everything again.
class TerraformSession : public QObject {
    Q_OBJECT

public:
    explicit TerraformSession(SessionContext sessionContext, QObject *parent = nullptr);

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

    // Empty before a directory is chosen, and if it could not be read.
    const std::optional<Explanation> &explanation() const { return m_explanation; }
    std::optional<ExplanationDocument> document() const;
    // Why there is no explanation; empty if there is one, or no directory.
    const std::optional<Problem> &problem() const { return m_problem; }
    // The edit to write, or the problem that prevents it.
    const Result<ConfigurationEdit> &edit() const { return m_edit; }
    bool canWrite() const { return m_edit && !m_edit->changes.isEmpty(); }

    // The settings for a new provider block or for the environment.
    ProviderSettings settings() const;
    // The same by the command line.
    QString explainCommand() const;
    QString writeCommand() const;

public Q_SLOTS:
    // Reads the directory again.
    void reload();

public:
    // Writes the edit as it was shown; fails with file-changed-meanwhile if the files have changed since.
    // Afterwards everything has been read again.
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

private:
    const Host &disk() const;
    void compareVersion();

    SessionContext m_sessionContext;
    QString m_directory;
    Place m_place = Place::OnDisk;
    ExplanationQuestion m_question;
    QString m_organizationUrl;
    FromEnvironment m_fromEnvironment = FromEnvironment::No;
    ProviderVersion m_versionInUse;
    QList<DecisionChange> m_versionChanges;
    std::optional<Explanation> m_explanation;
    std::optional<Problem> m_problem;
    Result<ConfigurationEdit> m_edit;
    QList<WrittenFile> m_written;
    QList<FileChange> m_writtenChanges; // what each of them held before and after
};

} // namespace signet
