#include "core/host/host.h"

#include "core/host/imagehost.h"
#include "core/host/realhost.h"

namespace signet {

Host::Host(std::shared_ptr<Backend> backend)
    : m_backend(std::move(backend))
{
}

Host Host::real()
{
    return Host(std::make_shared<RealHost>());
}

Host Host::from(HostImage image)
{
    return Host(std::make_shared<ImageHost>(std::move(image)));
}

Platform Host::platform() const
{
    return m_backend->platform;
}

const Environment &Host::environment() const
{
    return m_backend->environment;
}

QString Host::userName() const
{
    return m_backend->userName;
}

QStringList Host::userGroups() const
{
    return m_backend->userGroups;
}

bool Host::isImage() const
{
    return m_backend->isImage();
}

std::chrono::sys_seconds Host::now() const
{
    return m_backend->now();
}

std::chrono::nanoseconds Host::monotonic() const
{
    return std::chrono::steady_clock::now().time_since_epoch();
}

QCoro::Task<bool> Host::wait(std::chrono::milliseconds duration, std::stop_token stop) const
{
    return m_backend->wait(duration, std::move(stop));
}

FileFacts Host::stat(const QString &path) const
{
    return m_backend->stat(path);
}

Result<QByteArray> Host::readFile(const QString &path, qint64 limit, Links links) const
{
    return m_backend->readFile(path, limit, links);
}

Result<QStringList> Host::entries(const QString &directory) const
{
    return m_backend->entries(directory);
}

Result<Done> Host::writeFile(const QString &path, const QByteArray &content) const
{
    FileReplacement file{path, content};
    file.now = FileReplacement::Now::Anything;
    file.backup = FileReplacement::Backup::None;
    const auto written = replaceFiles({file});
    return written ? Result<Done>(Done()) : written.problem();
}

Result<Done> Host::updateFile(const QString &path, const QByteArray &content,
                              const std::optional<QByteArray> &expected) const
{
    FileReplacement file{path, content, expected.value_or(QByteArray())};
    file.now = expected ? FileReplacement::Now::Expected : FileReplacement::Now::Missing;
    file.backup = FileReplacement::Backup::None;
    const auto written = replaceFiles({file});
    return written ? Result<Done>(Done()) : written.problem();
}

Result<Done> Host::makeDirectory(const QString &path) const
{
    return m_backend->makeDirectory(path);
}

Result<QList<Replaced>> Host::replaceFiles(const QList<FileReplacement> &files,
                                           const StillTrue &isStill) const
{
    return m_backend->replaceFiles(files, isStill);
}

Result<std::shared_ptr<QIODevice>> Host::openForAppend(const QString &path) const
{
    return m_backend->openForAppend(path);
}

QCoro::Task<Result<QByteArray>> Host::readStandardInput(InputEnd end, qint64 limit,
                                                        std::stop_token stop) const
{
    return m_backend->readStandardInput(end, limit, std::move(stop));
}

QCoro::Task<CommandOutcome> Host::run(QString program, QStringList arguments, std::chrono::milliseconds limit,
                                      std::stop_token stop) const
{
    return m_backend->run(std::move(program), std::move(arguments), limit, std::move(stop));
}

} // namespace signet
