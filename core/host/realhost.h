#pragma once

#include "core/host/host.h"

namespace signet {

// The machine this process runs on. Environment, user and groups are read once, at construction.
class RealHost final : public Host::Backend {
public:
    RealHost();

    bool isImage() const override { return false; }
    std::chrono::sys_seconds now() const override;
    FileFacts stat(const QString &path) const override;
    Result<QByteArray> readFile(const QString &path, qint64 limit, Links links) const override;
    Result<QStringList> entries(const QString &directory) const override;
    Result<QList<Replaced>> replaceFiles(const QList<FileReplacement> &files,
                                         const StillTrue &isStill) override;
    Result<Done> makeDirectory(const QString &path) override;
    Result<std::shared_ptr<QIODevice>> openForAppend(const QString &path) override;
    QCoro::Task<Result<QByteArray>> readStandardInput(InputEnd end, qint64 limit,
                                                      std::stop_token stop) override;
    QCoro::Task<bool> wait(std::chrono::milliseconds duration, std::stop_token stop) override;
    QCoro::Task<CommandOutcome> run(QString program, QStringList arguments, std::chrono::milliseconds limit,
                                    std::stop_token stop) override;
};

} // namespace signet
