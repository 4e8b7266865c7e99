#pragma once

#include "core/diagnosis/question.h"
#include "core/report/explanationdocument.h"
#include "core/session/surroundings.h"
#include "core/terraform/configurationedit.h"
#include "core/terraform/environmentoutput.h"
#include "core/terraform/explanation.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace signet {

// A configuration that a window or a command works on: choose a directory, see whom Terraform would be, see
// the edit that makes it the managed identity, write it. Whatever is set, everything is read and decided
// anew.
class TerraformSession : public QObject {
    Q_OBJECT

public:
    explicit TerraformSession(Surroundings surroundings, QObject *parent = nullptr);

    // Empty: none was chosen.
    QString directory() const { return m_directory; }
    // A directory of the person's disk, or of the simulated machine.
    enum class Place { OnDisk, OnMachine };
    // What was asked about another one's blocks and version is forgotten.
    void setDirectory(const QString &directory, Place place = Place::OnDisk);
    Place place() const { return m_place; }
    // A directory, or a file in one, as a person gives it: on the disk.
    void open(const QString &path);
    // Where a file of the configuration is for the person's own programs, an editor; empty where they cannot
    // reach it, because it is on a simulated machine.
    QString localPath(const QString &file) const;

    // The block that is meant: empty for the one without an alias.
    QString alias() const { return m_question.alias; }
    void setAlias(const QString &alias);
    // All blocks there are, the default one as "".
    QStringList aliases() const;

    // Whom Terraform is meant to be, and where. Both may be unknown: then the configuration says.
    void setIntended(const std::optional<ClientId> &clientId, const QString &organizationUrl);
    // The same from what a diagnosis is asked. A client id that only a variable holds is what the provider
    // would take by itself, and so no intention.
    void setQuestion(const Question &question);
    // Which version of the provider is judged; none: the one in use. Fails with version-constraint-invalid,
    // and then nothing changes.
    Result<Done> setProviderVersion(const QString &version);
    // The one that is judged when none is asked for; null before a directory is read.
    ProviderVersion versionInUse() const { return m_versionInUse; }
    // The one that was asked for; null when it is the one in use.
    ProviderVersion versionAsked() const { return m_question.version.value_or(ProviderVersion()); }
    // What the version that was asked for does differently from the one in use, the most important first.
    const QList<DecisionChange> &versionChanges() const { return m_versionChanges; }
    // Whether the edit leaves the settings to the environment: an empty block, and variables beside it.
    FromEnvironment fromEnvironment() const { return m_fromEnvironment; }
    void setFromEnvironment(FromEnvironment fromEnvironment);

    // Nothing before a directory is chosen, and where it could not be read.
    const std::optional<Explanation> &explanation() const { return m_explanation; }
    std::optional<ExplanationDocument> document() const;
    // Why there is no explanation; nothing when there is one, or no directory.
    const std::optional<Problem> &problem() const { return m_problem; }
    // The edit that would be written; a problem where none can be.
    const Result<ConfigurationEdit> &edit() const { return m_edit; }
    bool canWrite() const { return m_edit && !m_edit->changes.isEmpty(); }

    // What a new provider block, or the environment, would say.
    ProviderSettings settings() const;
    // The same by the command line.
    QString explainCommand() const;
    QString writeCommand() const;

public Q_SLOTS:
    // Reads the directory again.
    void reload();

public:
    // Writes the edit as it was shown; fails with file-changed-meanwhile when the files are others by now.
    // Afterwards everything has been read again.
    Result<QList<WrittenFile>> write();

Q_SIGNALS:
    void changed();

private:
    const Host &disk() const;
    void compareVersion();

    Surroundings m_surroundings;
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
};

} // namespace signet
