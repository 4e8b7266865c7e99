#include "core/session/terraformsession.h"

#include "core/diagnosis/checkid.h"
#include "core/findings/sandboxcommand.h"
#include "core/host/aside.h"
#include "core/host/removefile.h"
#include "core/report/explanationdocument.h"
#include "core/result/nativepath.h"
#include "core/result/organization.h"
#include "core/result/shellword.h"
#include "core/terraform/configurationfiles.h"

#include <QPointer>

using namespace Qt::StringLiterals;

namespace signet {

struct TerraformSession::Wanted {
    Host machine;
    Host disk;
    QString directory;
    ExplanationQuestion question;
    QString organizationUrl;
    FromEnvironment fromEnvironment = FromEnvironment::No;
    std::optional<EndpointAnswer> endpoint;
    QString seenClientId;
    QString sandbox;
};

namespace {

ProviderSettings settingsOf(const ExplanationQuestion &question, const QString &organizationUrl,
                            const Explanation *explanation)
{
    ProviderSettings settings;
    settings.organizationUrl = organizationUrl;
    settings.clientId = question.intended;
    settings.alias = question.alias;
    if (!explanation)
        return settings;
    settings.method = explanation->intended();
    const auto &arguments = explanation->input.arguments;
    if (settings.organizationUrl.isEmpty())
        settings.organizationUrl = arguments.value(u"org_service_url"_s).toText().value_or(QString());
    if (!settings.clientId) {
        const auto written = ClientId::parse(arguments.value(u"client_id"_s).toText().value_or(QString()));
        if (written)
            settings.clientId = *written;
    }
    return settings;
}

} // namespace

TerraformSession::TerraformSession(SessionContext sessionContext, QObject *parent)
    : QObject(parent)
    , m_sessionContext(std::move(sessionContext))
    , m_edit(ConfigurationEdit())
{
}

TerraformSession::~TerraformSession()
{
    ++m_run;
    m_stop.request_stop();
}

void TerraformSession::forget()
{
    m_explanation.reset();
    m_document.reset();
    m_problem.reset();
    m_edit = ConfigurationEdit();
    m_versionInUse = {};
    m_versionChanges.clear();
}

void TerraformSession::setDirectory(const QString &directory, Place place)
{
    forget();
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
    QString directory = innerPath(path);
    while (directory.size() > 1 && directory.endsWith(u'/'))
        directory.chop(1);
    const bool isFile = m_sessionContext.disk.stat(directory).kind == FileFacts::Kind::File;
    const qsizetype slash = directory.lastIndexOf(u'/');
    if (isFile)
        directory = slash > 0 ? directory.left(slash) : slash == 0 ? u"/"_s : u"."_s;
    // "C:" alone is the current folder of that drive.
    if (directory.endsWith(u':') && innerPath(path).startsWith(directory + u'/'))
        directory += u'/';
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
    if (m_question.intended == clientId && m_organizationUrl == organizationUrl)
        return;
    m_question.intended = clientId;
    m_organizationUrl = organizationUrl;
    reload();
}

void TerraformSession::setSeen(const Report &report)
{
    std::optional<EndpointAnswer> answer;
    QString clientId;
    const CheckResult *token = report.check(check::identityToken);
    if (report.machine && report.terraform && report.verdict == Verdict::Ready
        && report.machine->objectId == report.terraform->objectId) {
        answer = EndpointAnswer::Token;
        clientId = report.machine->kind == "user-assigned"_L1 ? report.machine->clientId : QString();
    } else if (!report.machine && token && token->status == Status::Failed && token->problem
               && !token->problem->evidence.contains("status"_L1)) {
        answer = EndpointAnswer::NoAnswer;
    }
    if (answer == m_endpoint && clientId == m_seenClientId)
        return;
    m_endpoint = answer;
    m_seenClientId = clientId;
    if (!m_directory.isEmpty())
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

ProviderSettings TerraformSession::settings() const
{
    return settingsOf(m_question, m_organizationUrl, m_explanation ? &*m_explanation : nullptr);
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

TerraformSession::Seen TerraformSession::look(const Wanted &wanted)
{
    Seen seen;
    auto explanation = explainConfiguration(wanted.machine, wanted.disk, wanted.directory, wanted.question);
    if (!explanation) {
        seen.problem = explanation.problem();
        return seen;
    }
    seen.explanation = std::move(*explanation);
    // What the endpoint returned counts for the identity that was asked for, its silence for each of them.
    const Decision &decision = seen.explanation->decision;
    const bool isSame = decision.clientId.compare(wanted.seenClientId, Qt::CaseInsensitive) == 0;
    if (wanted.endpoint && (*wanted.endpoint == EndpointAnswer::NoAnswer || isSame)) {
        ExplanationQuestion question = wanted.question;
        question.machine.identityEndpoint = wanted.endpoint;
        if (auto again = explainConfiguration(wanted.machine, seen.explanation->configuration, question))
            seen.explanation = std::move(*again);
    }
    seen.versionInUse = seen.explanation->input.version;
    if (wanted.question.version) {
        ExplanationQuestion unasked = seen.explanation->question;
        unasked.version.reset();
        const auto inUse = explainConfiguration(wanted.machine, seen.explanation->configuration, unasked);
        if (inUse) {
            seen.versionInUse = inUse->input.version;
            seen.versionChanges = compareVersions(inUse->input, wanted.machine, seen.versionInUse,
                                                  seen.explanation->input.version);
        }
    }
    ConfigurationWish wish;
    wish.settings = settingsOf(wanted.question, wanted.organizationUrl, &*seen.explanation);
    wish.fromEnvironment = wanted.fromEnvironment;
    seen.edit = planConfigurationEdit(*seen.explanation, wanted.machine, wish);
    seen.document = describe(*seen.explanation, seen.edit, wanted.sandbox);
    return seen;
}

void TerraformSession::reload()
{
    const int run = ++m_run;
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_filesRead = 0;
    m_filesKnown = 0;
    if (m_directory.isEmpty()) {
        forget();
        m_reading = false;
        Q_EMIT changed();
        return;
    }
    m_reading = true;
    Wanted wanted{.machine = m_sessionContext.host,
                  .disk = disk(),
                  .directory = m_directory,
                  .question = m_question,
                  .organizationUrl = m_organizationUrl,
                  .fromEnvironment = m_fromEnvironment,
                  .endpoint = m_endpoint,
                  .seenClientId = m_seenClientId,
                  .sandbox = m_sessionContext.sandbox};
    const auto progress = std::make_shared<ReadingProgress>();
    wanted.question.reading.stop = m_stop.get_token();
    wanted.question.reading.progress = progress;
    Q_EMIT changed();
    if (m_run != run)
        return;
    std::function<Seen()> work = [wanted] { return look(wanted); };
    std::function<void()> tick = [self = QPointer<TerraformSession>(this), run, progress] {
        if (!self || self->m_run != run)
            return;
        self->m_filesRead = progress->read;
        self->m_filesKnown = progress->known;
        Q_EMIT self->progressed();
    };
    auto reading = aside(std::move(work), m_stop.get_token(), std::move(tick));
    QCoro::connect(std::move(reading), this, [this, run](std::optional<Seen> &&seen) {
        if (m_run != run)
            return;
        m_reading = false;
        forget();
        if (seen) {
            m_explanation = std::move(seen->explanation);
            m_document = std::move(seen->document);
            m_problem = std::move(seen->problem);
            m_edit = std::move(seen->edit);
            m_versionInUse = seen->versionInUse;
            m_versionChanges = std::move(seen->versionChanges);
        } else {
            m_problem = Problem(finding::runStopped);
        }
        Q_EMIT changed();
    });
}

void TerraformSession::stop()
{
    m_stop.request_stop();
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
    const auto &shown = document();
    const QString init = shown && !shown->initCommand.isEmpty() ? shown->initCommand : u"terraform init"_s;
    const QString plan = u"terraform plan"_s;
    // PowerShell 5, which Windows comes with, has no operator for this.
    return commandShell() == CommandShell::PowerShell ? init + u"; if ($?) { "_s + plan + u" }"_s
                                                      : init + u" && "_s + plan;
}

} // namespace signet
