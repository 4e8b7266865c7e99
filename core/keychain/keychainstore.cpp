#include "core/keychain/keychainstore.h"

#include "core/keychain/keychainstate.h"
#include "core/result/reason.h"

#include <qt6keychain/keychain.h>

#include <QCoroSignal>

#include <memory>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

const QString &serviceName()
{
    static const QString name = u"signet"_s;
    return name;
}

// Windows has no services: its Credential Manager knows a name alone, which other programs use, too.
QString keyFor(const Host &host, const QString &name)
{
    return host.platform() == Platform::Windows ? serviceName() + u'/' + name : name;
}

// What a job said at its end; the job itself is gone by then.
struct Ended {
    bool inTime = false;
    QKeychain::Error error = QKeychain::NoError;
    QString text;
    QByteArray data; // of a read
};

// A job that does not end in time is left alone: it deletes itself whenever its answer comes, and
// deleting it before crashes in QtKeychain. The job is on the heap for the same reason.
QCoro::Task<Ended> finish(QKeychain::Job *job, std::chrono::milliseconds limit)
{
    const auto ended = std::make_shared<Ended>();
    QObject::connect(job, &QKeychain::Job::finished, job, [ended](QKeychain::Job *finished) {
        ended->inTime = true;
        ended->error = finished->error();
        ended->text = finished->errorString();
        if (const auto *reading = qobject_cast<QKeychain::ReadPasswordJob *>(finished))
            ended->data = reading->binaryData();
    });
    job->setAutoDelete(true);
    job->setInsecureFallback(false);
    job->start();
    if (!ended->inTime)
        co_await qCoro(job, &QKeychain::Job::finished, std::max(limit, std::chrono::milliseconds(1)));
    co_return *ended;
}

// Nothing where it went well.
std::optional<Problem> problemOf(const Ended &ended, std::chrono::milliseconds limit)
{
    if (!ended.inTime)
        return Problem(
            finding::keychainNotAnswering,
            {{u"seconds"_s, double(limit.count()) / 1000},
             {u"reason"_s,
              reasonText(QT_TRANSLATE_NOOP("Reason", "it might be asking a question on the screen"))}});
    switch (ended.error) {
    case QKeychain::NoError:
        return std::nullopt;
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return Problem(finding::keychainLocked, {{u"reason"_s, ended.text}});
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return Problem(finding::keychainMissing, {{u"reason"_s, ended.text}});
    default:
        return keychainProblem(ended.text);
    }
}

// What looking at the keychain leaves of the limit; its problem where no job should be started.
QCoro::Task<Result<std::chrono::milliseconds>> timeLeftForJob(Host host, std::chrono::milliseconds limit)
{
    const auto began = host.monotonic();
    auto checking = checkKeychain(host, limit);
    const auto usable = co_await checking;
    if (!usable)
        co_return usable.problem();
    co_return limit - std::chrono::duration_cast<std::chrono::milliseconds>(host.monotonic() - began);
}

} // namespace

KeychainStore::KeychainStore(const Host &host, std::chrono::milliseconds limit)
    : m_host(host)
    , m_limit(limit)
{
}

QCoro::Task<Result<std::optional<Secret>>> KeychainStore::read(QString name)
{
    const std::chrono::milliseconds limit = m_limit;
    auto checking = timeLeftForJob(m_host, limit);
    const auto left = co_await checking;
    if (!left)
        co_return left.problem();
    auto *job = new QKeychain::ReadPasswordJob(serviceName());
    job->setKey(keyFor(m_host, name));
    auto finishing = finish(job, *left);
    Ended ended = co_await finishing;
    std::optional<Secret> bytes;
    if (ended.inTime && ended.error == QKeychain::EntryNotFound)
        co_return bytes;
    if (const auto problem = problemOf(ended, limit))
        co_return *problem;
    bytes = Secret::document(std::move(ended.data));
    co_return bytes;
}

QCoro::Task<Result<Done>> KeychainStore::write(QString name, Secret bytes)
{
    const std::chrono::milliseconds limit = m_limit;
    auto checking = timeLeftForJob(m_host, limit);
    const auto left = co_await checking;
    if (!left)
        co_return left.problem();
    auto *job = new QKeychain::WritePasswordJob(serviceName());
    job->setKey(keyFor(m_host, name));
    job->setBinaryData(bytes.reveal());
    auto finishing = finish(job, *left);
    const Ended ended = co_await finishing;
    if (const auto problem = problemOf(ended, limit))
        co_return *problem;
    co_return Done();
}

QCoro::Task<Result<Done>> KeychainStore::remove(QString name)
{
    const std::chrono::milliseconds limit = m_limit;
    auto checking = timeLeftForJob(m_host, limit);
    const auto left = co_await checking;
    if (!left)
        co_return left.problem();
    auto *job = new QKeychain::DeletePasswordJob(serviceName());
    job->setKey(keyFor(m_host, name));
    auto finishing = finish(job, *left);
    const Ended ended = co_await finishing;
    if (ended.inTime && ended.error == QKeychain::EntryNotFound)
        co_return Done();
    if (const auto problem = problemOf(ended, limit))
        co_return *problem;
    co_return Done();
}

} // namespace signet
