#pragma once

#include "core/sandbox/server/httpserver.h"
#include "core/sandbox/world/world.h"

#include <QJsonObject>

#include <functional>

namespace signet::sandbox {

// The instance metadata service of an Azure machine (169.254.169.254, plain http):
//
//   /metadata/versions, /metadata/instance[/...], /metadata/attested/document,
//   /metadata/identity/info, /metadata/identity/oauth2/token
//
// Only GET; `Metadata: true` required; X-Forwarded-For refused; every JSON value a string. Shapes and
// texts: Microsoft's IMDS documentation and captured replies, texts that nobody captured are marked
// where they stand.
class InstanceMetadata {
public:
    // `issued` is told every token that is handed out.
    explicit InstanceMetadata(World *world, std::function<void(const QByteArray &)> issued);

    ServerResponse answer(const ServerRequest &request);

private:
    ServerResponse token(const ServerRequest &request);
    ServerResponse instance(const QStringList &parts, const ServerRequest &request) const;
    QJsonObject instanceDocument() const;
    bool throttled();
    ServerResponse tooManyRequests() const;

    World *m_world;
    std::function<void(const QByteArray &)> m_issued;
    // Token bucket of MetadataService::Throttle; counts in the world's seconds.
    double m_tokens = 0;
    qint64 m_filledAt = 0;
    bool m_filled = false;
};

} // namespace signet::sandbox
