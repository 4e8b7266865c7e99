#include "core/session/terraformsession.h"

#include "core/findings/sandboxcommand.h"
#include "core/host/removefile.h"
#include "core/report/explanationdocument.h"
#include "core/result/organization.h"
#include "core/result/shellword.h"
#include "core/terraform/configurationfiles.h"

using namespace Qt::StringLiterals;

namespace signet {

TerraformSession::TerraformSession(SessionContext sessionContext, QObject *parent)
    : QObject(parent)
    , m_sessionContext(std::move(sessionContext))
    , m_edit(ConfigurationEdit())
{
}

void TerraformSession::setDirectory(const QString &directory, Place place)
{
    m_directory = directory;
    m_place = place;
    m_question.alias.clear();
    m_question.version.reset();
    m_written.clear();
    m_writtenChanges.clear();
    reload();
}

const Host &TerraformSession::disk() const
{
    return m_place == Place::OnMachine ? m_sessionContext.host : m_sessionContext.disk;
}

QString TerraformSession::localPath(const QString &file) const
{
    return file.isEmpty() || disk().isImage() ? QString() : m_directory + u'/' + file;
}

void TerraformSession::setFromEnvironment(FromEnvironment fromEnvironment)
{
    m_fromEnvironment = fromEnvironment;
    reload();
}

void TerraformSession::open(const QString &path)
{
    // Separators at the end are of no matter, but for the root.
    QString directory = path;
    while (directory.size() > 1 && directory.endsWith(u'/'))
        directory.chop(1);
    const bool isFile = m_sessionContext.disk.stat(directory).kind == FileFacts::Kind::File;
    const qsizetype slash = directory.lastIndexOf(u'/');
    if (isFile)
        directory = slash > 0 ? directory.left(slash) : slash == 0 ? u"/"_s : u"."_s;
    setDirectory(directory);
}

void TerraformSession::setQuestion(const Question &question)
{
    setIntended(question.namedClientId(), question.organizationUrl());
}

void TerraformSession::setAlias(const QString &alias)
{
    m_question.alias = alias;
    reload();
}

QStringList TerraformSession::aliases() const
{
    QStringList names;
    if (m_explanation) {
        for (const ProviderConfiguration &provider : m_explanation->configuration.providers)
            names.append(provider.alias);
    }
    return names;
}

void TerraformSession::setIntended(const std::optional<ClientId> &clientId, const QString &organizationUrl)
{
    m_question.intended = clientId;
    m_organizationUrl = organizationUrl;
    reload();
}

Result<Done> TerraformSession::setProviderVersion(const QString &version)
{
    std::optional<ProviderVersion> chosen;
    if (!version.trimmed().isEmpty()) {
        const auto parsed = ProviderVersion::parse(version.trimmed());
        if (!parsed)
            return parsed.problem();
        chosen = *parsed;
    }
    m_question.version = chosen;
    reload();
    return Done();
}

std::optional<ExplanationDocument> TerraformSession::document() const
{
    if (!m_explanation)
        return std::nullopt;
    return describe(*m_explanation, m_edit, m_sessionContext.sandbox);
}

ProviderSettings TerraformSession::settings() const
{
    ProviderSettings settings;
    settings.organizationUrl = m_organizationUrl;
    settings.clientId = m_question.intended;
    settings.alias = m_question.alias;
    if (!m_explanation)
        return settings;
    settings.method = m_explanation->intended();
    const auto &arguments = m_explanation->input.arguments;
    if (settings.organizationUrl.isEmpty())
        settings.organizationUrl = arguments.value(u"org_service_url"_s).toText().value_or(QString());
    if (!settings.clientId) {
        const auto written = ClientId::parse(arguments.value(u"client_id"_s).toText().value_or(QString()));
        if (written)
            settings.clientId = *written;
    }
    return settings;
}

QString TerraformSession::explainCommand() const
{
    QString command = u"signet terraform explain --dir "_s + shellWord(m_directory);
    if (!m_question.alias.isEmpty())
        command += u" --alias "_s + shellWord(m_question.alias);
    if (m_question.version)
        command += u" --provider-version "_s + m_question.version->toString();
    return inSandbox(command, m_sessionContext.sandbox);
}

QString TerraformSession::writeCommand() const
{
    QString command = u"signet terraform write --dir "_s + shellWord(m_directory);
    if (!m_question.alias.isEmpty())
        command += u" --alias "_s + shellWord(m_question.alias);
    if (!m_organizationUrl.isEmpty())
        command += u" --org "_s + shellWord(m_organizationUrl);
    if (m_question.intended)
        command += u" --client-id "_s + m_question.intended->toString();
    if (m_fromEnvironment == FromEnvironment::Yes)
        command += u" --from-environment"_s;
    return inSandbox(command, m_sessionContext.sandbox);
}

void TerraformSession::compareVersion()
{
    m_versionInUse = m_explanation->input.version;
    if (!m_question.version)
        return;
    ExplanationQuestion unasked = m_question;
    unasked.version.reset();
    const auto inUse = explainConfiguration(m_sessionContext.host, m_explanation->configuration, unasked);
    if (!inUse)
        return;
    m_versionInUse = inUse->input.version;
    m_versionChanges =
        compareVersions(inUse->input, m_sessionContext.host, m_versionInUse, m_explanation->input.version);
}

void TerraformSession::reload()
{
    m_explanation.reset();
    m_problem.reset();
    m_edit = ConfigurationEdit();
    m_versionInUse = {};
    m_versionChanges.clear();
    if (!m_directory.isEmpty()) {
        auto explanation = explainConfiguration(m_sessionContext.host, disk(), m_directory, m_question);
        if (explanation) {
            m_explanation = std::move(*explanation);
            compareVersion();
            ConfigurationWish wish;
            wish.settings = settings();
            wish.fromEnvironment = m_fromEnvironment;
            m_edit = planConfigurationEdit(*m_explanation, m_sessionContext.host, wish);
        } else {
            m_problem = explanation.problem();
        }
    }
    Q_EMIT changed();
}

Result<QList<WrittenFile>> TerraformSession::write()
{
    if (!m_edit)
        return m_edit.problem();
    const QList<FileChange> changes = m_edit->changes;
    auto written = writeConfigurationEdit(disk(), *m_edit);
    if (written) {
        m_written = *written;
        m_writtenChanges = changes;
    }
    reload();
    return written;
}

Result<Done> TerraformSession::undoWrite()
{
    for (const FileChange &change : std::as_const(m_writtenChanges)) {
        const auto now = disk().readFile(change.path, largestConfigurationFile);
        if (!now || *now != change.after)
            return Problem(finding::fileChangedMeanwhile, {{u"path"_s, change.path}});
    }
    QStringList gone;
    for (const FileChange &change : std::as_const(m_writtenChanges)) {
        if (change.isNew) {
            gone.append(change.path);
            continue;
        }
        const auto restored = disk().updateFile(change.path, change.before, change.after);
        if (!restored)
            return restored;
    }
    for (const WrittenFile &file : std::as_const(m_written)) {
        if (!file.backup.isEmpty())
            gone.append(file.backup);
    }
    m_written.clear();
    m_writtenChanges.clear();
    if (!disk().isImage()) {
        for (const QString &path : std::as_const(gone)) {
            if (const auto removed = removeFile(path); !removed) {
                reload();
                return removed;
            }
        }
    }
    reload();
    return Done();
}

bool TerraformSession::canDeleteBackups() const
{
    return !disk().isImage() && secretBackups(m_written).has_value();
}

Result<Done> TerraformSession::deleteBackups()
{
    const auto backups = secretBackups(m_written);
    if (!backups || !canDeleteBackups())
        return Done();
    for (const QString &path : backups->paths) {
        if (const auto removed = removeFile(path); !removed)
            return removed;
    }
    for (WrittenFile &file : m_written) {
        if (!file.secretRemoved)
            continue;
        file.backup.clear();
        file.secretRemoved = false;
    }
    Q_EMIT changed();
    return Done();
}

bool TerraformSession::asksForOrganization() const
{
    return m_explanation && !m_edit && m_edit.problem().findingId == finding::organizationMissing;
}

Result<Done> TerraformSession::setOrganization(const QString &text)
{
    const auto parsed = parseOrganization(text);
    if (!parsed)
        return parsed.problem();
    setIntended(m_question.intended, parsed->url());
    return Done();
}

QString TerraformSession::planCommand() const
{
    const auto shown = document();
    const QString init = shown && !shown->initCommand.isEmpty() ? shown->initCommand : u"terraform init"_s;
    const QString plan = u"terraform plan"_s;
    // PowerShell 5, which Windows comes with, has no operator for this.
    return commandShell() == CommandShell::PowerShell ? init + u"; if ($?) { "_s + plan + u" }"_s
                                                      : init + u" && "_s + plan;
}

} // namespace signet
