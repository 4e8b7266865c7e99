#include "core/session/diagnosissession.h"

#include "core/session/administrator.h"
#include "core/session/openedfile.h"
#include "core/session/watch.h"

#include <QDateTime>
#include <QDir>
#include <QPointer>

#include <QCoroTask>

#include <chrono>
#include <utility>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// One answer lets several checks go on at once, and all of them are drawn in one turn.
constexpr std::chrono::milliseconds showEvery{25};

} // namespace

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
    m_showing.setSingleShot(true);
    m_showing.setInterval(showEvery);
    connect(&m_showing, &QTimer::timeout, this, [this] {
        if (const auto pending = std::exchange(m_pending, std::nullopt))
            show(*pending);
    });
}

void DiagnosisSession::setRunning(bool running)
{
    if (m_running == running)
        return;
    m_running = running;
    Q_EMIT runningChanged(running);
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
    m_watchedSince.clear();
    endWatch();
    setRunning(false);
    show(report);
}

void DiagnosisSession::showSoon(const Report &report)
{
    if (std::exchange(m_isFirst, false) || report.finished) {
        show(report);
        return;
    }
    m_pending = report;
    if (!m_showing.isActive())
        m_showing.start();
}

void DiagnosisSession::show(const Report &report)
{
    m_pending.reset();
    m_showing.stop();
    m_report = report;
    m_document = m_isOpened ? describeOpened(m_report) : describe(m_report);
    if (!m_isOpened && report.finished && !report.stopped && report.verdict == Verdict::Ready)
        m_lastGood = report;
    Q_EMIT reportChanged(m_report);
}

void DiagnosisSession::start()
{
    // The number first: a stop can end the older run on the spot, and then it must not be heard.
    const int run = ++m_run;
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_isOpened = false;
    m_isFirst = true;
    m_pending.reset();
    m_showing.stop();
    m_watchedSince.clear();
    endWatch();
    setRunning(true);

    const QPointer<DiagnosisSession> self(this);
    const auto hear = [self, run](const Report &report) {
        if (!self || self->m_run != run)
            return;
        self->showSoon(report);
        // The run ends with the verdict; what decorates the report can follow.
        if (!self || self->m_run != run || !report.finished || !self->m_running)
            return;
        self->setRunning(false);
        if (self && self->m_run == run)
            Q_EMIT self->finished(report);
    };
    auto running = diagnoseIn(m_sessionContext, m_question, m_stop.get_token(), hear, Decoration::Follows);
    QCoro::connect(std::move(running), this, [](const Report &) { });
}

void DiagnosisSession::startWatching()
{
    constexpr qsizetype mostChanges = 50;
    const int run = ++m_run;
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_isOpened = false;
    m_isFirst = true;
    m_pending.reset();
    m_showing.stop();
    m_watching = true;
    m_rounds = 0;
    m_watchedSince = clockTime();
    m_nextRound.clear();
    m_watchedChanges.clear();
    setRunning(true);
    Q_EMIT watchChanged();

    const QPointer<DiagnosisSession> self(this);
    const auto isHeard = [self, run] { return self && self->m_run == run; };
    const auto hear = [self, isHeard](const Report &report) {
        // Later rounds would take what the person reads away every half minute.
        if (isHeard() && self->m_rounds == 0)
            self->showSoon(report);
    };
    const auto taken = [self, isHeard](const WatchRound &round) {
        if (!isHeard())
            return false;
        self->m_rounds = int(round.number);
        self->m_nextRound = self->clockTime(round.pause.count());
        QStringList fresh;
        for (const ReportChange &change : round.diff.changes)
            fresh.append(self->clockTime() + u"  "_s + changeWords(change));
        self->m_watchedChanges = fresh + self->m_watchedChanges;
        if (self->m_watchedChanges.size() > mostChanges)
            self->m_watchedChanges.resize(mostChanges);
        self->show(round.report);
        if (isHeard())
            self->setRunning(false);
        if (isHeard() && (round.number == 1 || !round.diff.changes.isEmpty()))
            Q_EMIT self->finished(round.report);
        if (isHeard())
            Q_EMIT self->watchChanged();
        return isHeard();
    };
    auto watching = watch(m_sessionContext, m_question, WatchPace(), m_stop.get_token(), taken, hear);
    QCoro::connect(std::move(watching), this, [this, run](const Report &last) {
        if (m_run != run)
            return;
        if (m_rounds == 0)
            show(last);
        endWatch();
        setRunning(false);
    });
}

void DiagnosisSession::endWatch()
{
    const bool was = m_watching;
    m_watching = false;
    m_nextRound.clear();
    if (was || m_watchedSince.isEmpty())
        Q_EMIT watchChanged();
}

QString DiagnosisSession::clockTime(qint64 secondsFromNow) const
{
    const qint64 now = m_sessionContext.disk.now().time_since_epoch().count();
    return QDateTime::fromSecsSinceEpoch(now + secondsFromNow).toString(u"HH:mm:ss"_s);
}

QString DiagnosisSession::watchWords() const
{
    if (m_watchedSince.isEmpty())
        return {};
    if (!m_watching)
        return tr("Watched from %1: checked %n time(s)", nullptr, m_rounds).arg(m_watchedSince);
    if (m_rounds == 0)
        return tr("Watching since %1: the first check is running").arg(m_watchedSince);
    return tr("Watching since %1: checked %n time(s), next at %2", nullptr, m_rounds)
        .arg(m_watchedSince, m_nextRound);
}

void DiagnosisSession::stop()
{
    m_stop.request_stop();
}

} // namespace signet
