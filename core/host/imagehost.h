#pragma once

#include "core/host/host.h"

namespace signet {

// A machine given as data. Files that are written are kept in the image; nothing real is touched.
class ImageHost final : public Host::Backend {
public:
    explicit ImageHost(HostImage image);

    bool isImage() const override { return true; }
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

private:
    // Where the links of the image lead. Fails with file-not-readable, evidence errno ELOOP.
    Result<QString> targetOf(const QString &path) const;
    QString errorAt(const QString &path) const; // of an entry that is an error; else empty

    HostImage m_image;
    std::chrono::milliseconds m_waited{0};
};

} // namespace signet
