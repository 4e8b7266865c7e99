#include "core/session/terraformsession.h"

#include "core/findings/sandboxcommand.h"
#include "core/result/shellword.h"

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
    auto written = writeConfigurationEdit(disk(), *m_edit);
    reload();
    return written;
}

} // namespace signet
