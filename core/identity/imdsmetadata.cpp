#include "core/identity/imds.h"

#include "core/identity/endpointreply.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

// Facts of a good answer; nothing when the document is not that of the path.
std::optional<QJsonObject> factsOf(MetadataPath path, const EndpointReply &seen)
{
    switch (path) {
    case MetadataPath::Versions: {
        if (!seen.json["apiVersions"_L1].isArray())
            return std::nullopt;
        QString newest; // dates as text: the greatest is the newest
        const QJsonArray versions = seen.json["apiVersions"_L1].toArray();
        for (const QJsonValue version : versions)
            newest = qMax(newest, version.toString());
        return QJsonObject{{u"newest"_s, textOrNull(newest)}};
    }
    case MetadataPath::Instance: {
        const auto instance = parseInstance(QJsonDocument(seen.json).toJson());
        if (!instance)
            return std::nullopt;
        return QJsonObject{
            {u"subscriptionId"_s, textOrNull(instance->subscriptionId)},
            {u"name"_s, textOrNull(instance->name)},
            {u"resourceId"_s, textOrNull(instance->resourceId)},
            {u"zone"_s, textOrNull(instance->zone)},
            {u"vmScaleSetName"_s, textOrNull(instance->scaleSetName)},
            {u"cloud"_s, textOrNull(instance->cloud)},
            {u"azureDevOpsServicesAvailable"_s,
             instance->devOpsServicesAvailable ? QJsonValue(*instance->devOpsServicesAvailable)
                                               : QJsonValue()},
        };
    }
    case MetadataPath::IdentityInfo:
        if (!seen.json["tenantId"_L1].isString())
            return std::nullopt;
        return QJsonObject{{u"tenantId"_s, textOrNull(seen.json["tenantId"_L1].toString())}};
    case MetadataPath::PlatformMetadata:
        // Only a server that names itself is IMDSv2; anything may answer 200.
        return QJsonObject{{u"imdsVersion"_s, seen.fromImds ? 2 : 1}};
    }
    Q_UNREACHABLE();
}

} // namespace

TokenAnswer judgeMetadataReply(MetadataPath path, const Reply &reply, const Machine &machine,
                               const Environment &environment, std::chrono::sys_seconds now)
{
    const EndpointReply seen(EndpointKind::Imds, reply, machine, environment, now);
    const TokenQuestion anyToken;
    if (reply.answered() && path == MetadataPath::PlatformMetadata
        && (reply.status == 404 || reply.status == 400)) {
        // Hosts that know version 1 only do not know the path.
        TokenAnswer answer = answerFor(seen);
        answer.outcome = TokenAnswer::Outcome::NotThisSource;
        answer.facts.insert(u"imdsVersion"_s, 1);
        return answer;
    }
    if (!reply.answered() || reply.status < 200 || reply.status > 299 || !seen.isObject)
        return judgeReply(anyToken, seen);

    TokenAnswer answer = answerFor(seen);
    const auto facts = factsOf(path, seen);
    if (!facts)
        return failed(answer, IdentityFault::NotImds);
    answer.outcome = TokenAnswer::Outcome::NotThisSource;
    for (auto it = facts->begin(); it != facts->end(); ++it)
        answer.facts.insert(it.key(), it.value());
    return answer;
}

} // namespace signet
