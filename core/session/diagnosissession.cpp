#include "core/session/diagnosissession.h"

#include "core/session/administrator.h"
#include "core/session/openedfile.h"

#include <QDir>
#include <QPointer>

#include <QCoroTask>

using namespace Qt::StringLiterals;

namespace signet {

QCoro::Task<Report> diagnoseIn(SessionContext sessionContext, Question question, std::stop_token stop,
                               ReportChanged changed, Decoration decoration, std::optional<Http> http)
{
    auto looking = keptAdministrator(sessionContext);
    const SharedSignIn administrator = co_await looking;
    if (administrator)
        question.administrator = administrator->account().label();
    if (!http)
        http.emplace(sessionContext.host, sessionContext.net);
    auto running = diagnose(*http, sessionContext.disk, std::move(question), stop, std::move(changed),
                            decoration, administrator);
    auto report = co_await running;
    co_return report;
}

DiagnosisSession::DiagnosisSession(SessionContext sessionContext, QObject *parent)
    : QObject(parent)
    , m_sessionContext(std::move(sessionContext))
    , m_document(describe(m_report))
{
}

DiagnosisSession::~DiagnosisSession()
{
    // A stop can end a run at once, and its result must no longer be reported.
    ++m_run;
    m_stop.request_stop();
}

void DiagnosisSession::setQuestion(const Question &question)
{
    m_question = question;
    Q_EMIT questionChanged();
}

std::optional<DiagnosisSession::Refusal> DiagnosisSession::setSubject(const QString &organization,
                                                                      const QString &clientId)
{
    Question question = m_question;
    if (organization.trimmed().isEmpty()) {
        question.organization.reset();
        question.wrongOrganization.reset();
    } else if (const auto taken = question.takeOrganization(organization); !taken) {
        return Refusal{Field::Organization, taken.problem()};
    }
    if (const auto taken = question.takeClientId(clientId); !taken)
        return Refusal{Field::ClientId, taken.problem()};
    setQuestion(question);
    return std::nullopt;
}

void DiagnosisSession::setTerraformFolder(const QString &folder)
{
    Question question = m_question;
    question.terraformFolder = Given<QString>{folder, Origin::window(u"--terraform"_s)};
    question.configuration = Question::Configuration::OnDisk;
    setQuestion(question);
}

QString DiagnosisSession::localPath(const QString &file) const
{
    const bool isOnDisk = m_question.configuration == Question::Configuration::OnDisk;
    if (file.isEmpty() || m_isOpened || !isOnDisk || !m_question.terraformFolder
        || m_sessionContext.disk.isImage())
        return {};
    return QDir::isAbsolutePath(file) ? file : m_question.terraformFolder->value + u'/' + file;
}

void DiagnosisSession::setReport(const Report &report)
{
    m_isOpened = true;
    ++m_run;
    m_stop.request_stop();
    if (m_running) {
        m_running = false;
        Q_EMIT runningChanged(false);
    }
    show(report);
}

void DiagnosisSession::show(const Report &report)
{
    m_report = report;
    m_document = m_isOpened ? describeOpened(m_report) : describe(m_report);
    Q_EMIT reportChanged(m_report);
}

void DiagnosisSession::start()
{
    // The number first: a stop can end the older run on the spot, and then it must not be heard.
    const int run = ++m_run;
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_isOpened = false;
    if (!m_running) {
        m_running = true;
        Q_EMIT runningChanged(true);
    }

    const QPointer<DiagnosisSession> self(this);
    const auto hear = [self, run](const Report &report) {
        if (!self || self->m_run != run)
            return;
        self->show(report);
        // The run ends with the verdict; what decorates the report can follow.
        if (!self || self->m_run != run || !report.finished || !self->m_running)
            return;
        self->m_running = false;
        Q_EMIT self->runningChanged(false);
        if (self && self->m_run == run)
            Q_EMIT self->finished(report);
    };
    auto running = diagnoseIn(m_sessionContext, m_question, m_stop.get_token(), hear, Decoration::Follows);
    QCoro::connect(std::move(running), this, [](const Report &) { });
}

void DiagnosisSession::stop()
{
    m_stop.request_stop();
}

} // namespace signet
