#include "core/diagnosis/observation.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QJsonObject answerJson(const TokenAnswer &answer)
{
    QJsonObject json{{u"outcome"_s, toString(answer.outcome)},
                     {u"transport"_s, toString(answer.transport)},
                     {u"facts"_s, answer.facts}};
    if (answer.endpoint)
        json.insert(u"source"_s, toString(sourceOf(*answer.endpoint)));
    if (answer.fault != IdentityFault::None)
        json.insert(u"kind"_s, toString(answer.fault));
    if (answer.status != 0)
        json.insert(u"status"_s, answer.status);
    if (answer.retriesUsed > 0)
        json.insert(u"retriesUsed"_s, answer.retriesUsed);
    if (!answer.activityId.isEmpty())
        json.insert(u"activityId"_s, answer.activityId);
    return json;
}

QJsonObject probeJson(const TokenSeen::Probe &probe)
{
    return {{u"works"_s, probe.works}, {u"clientId"_s, probe.clientId}, {u"objectId"_s, probe.objectId}};
}

struct ToJson {
    QJsonObject operator()(const std::monostate &) const { return {}; }

    QJsonObject operator()(const MachineSeen &seen) const
    {
        QJsonObject json{{u"hostKind"_s, toString(seen.machine.kind)},
                         {u"evidence"_s, QJsonArray::fromStringList(seen.machine.evidence)},
                         {u"saysAzure"_s, seen.machine.saysAzure},
                         {u"inContainer"_s, seen.machine.inContainer},
                         {u"user"_s, seen.userName}};
        json.insert(u"source"_s, toString(sourceOf(seen.endpoint)));
        if (!seen.machine.firmware.isEmpty())
            json.insert(u"firmware"_s, seen.machine.firmware);
        QJsonArray differences;
        for (const ProviderDifference &one : seen.differences)
            differences.append(QString(toString(one.kind)));
        json.insert(u"providerDifferences"_s, differences);
        QJsonArray contradictions;
        for (const Contradiction &one : seen.machine.contradictions)
            contradictions.append(QJsonObject{{u"kind"_s, toString(one.kind)},
                                              {u"variables"_s, QJsonArray::fromStringList(one.variables)},
                                              {u"against"_s, one.against}});
        if (!contradictions.isEmpty())
            json.insert(u"contradictions"_s, contradictions);
        return json;
    }

    QJsonObject operator()(const ProxySeen &seen) const
    {
        return {{u"variable"_s, seen.variable}, {u"proxy"_s, seen.proxy}, {u"host"_s, seen.host}};
    }

    QJsonObject operator()(const InstanceSeen &seen) const
    {
        QJsonObject json = answerJson(seen.answer);
        if (seen.instance) {
            json.insert(u"name"_s, seen.instance->name);
            json.insert(u"resourceGroup"_s, seen.instance->resourceGroup);
            json.insert(u"subscription"_s, seen.instance->subscriptionId);
            json.insert(u"location"_s, seen.instance->location);
            json.insert(u"resourceId"_s, seen.instance->resourceId);
            json.insert(u"scaleSet"_s, seen.instance->scaleSetName);
            json.insert(u"cloud"_s, seen.instance->cloud);
        }
        json.insert(u"tenantId"_s, seen.tenantId);
        return json;
    }

    QJsonObject operator()(const ConfigurationSeen &seen) const
    {
        if (!seen.explanation)
            return {{u"read"_s, false}};
        const Configuration &configuration = seen.explanation->configuration;
        QJsonArray blocks;
        for (const ProviderConfiguration &provider : configuration.providers)
            blocks.append(QJsonObject{{u"place"_s, provider.place.toString()}, {u"alias"_s, provider.alias}});
        QJsonObject json{{u"read"_s, true},
                         {u"directory"_s, configuration.directory},
                         {u"files"_s, configuration.files.size()},
                         {u"providerBlocks"_s, blocks},
                         {u"uses"_s, configuration.uses.size()},
                         {u"faults"_s, configuration.faults.size()},
                         {u"mistakes"_s, configuration.mistakes.size()}};
        if (configuration.lock)
            json.insert(u"locked"_s, configuration.lock->version);
        if (configuration.hasBackend)
            json.insert(u"backend"_s, configuration.backendType);
        return json;
    }

    QJsonObject operator()(const CredentialSeen &seen) const
    {
        return seen.explanation ? seen.explanation->toJson() : QJsonObject();
    }

    QJsonObject operator()(const TokenSeen &seen) const
    {
        QJsonObject json = answerJson(seen.answer);
        json.insert(u"askedForClientId"_s, seen.clientId);
        if (!seen.clientIdOrigin.isEmpty())
            json.insert(u"clientIdOrigin"_s, seen.clientIdOrigin);
        if (seen.withoutSelector)
            json.insert(u"withoutSelector"_s, probeJson(*seen.withoutSelector));
        if (seen.asObjectId)
            json.insert(u"asObjectId"_s, probeJson(*seen.asObjectId));
        if (seen.intended)
            json.insert(u"intended"_s, probeJson(*seen.intended));
        return json;
    }

    QJsonObject operator()(const HostsSeen &seen) const
    {
        QJsonArray hosts;
        for (const HostReachSeen &host : seen.hosts)
            hosts.append(host.toJson());
        return {{u"hosts"_s, hosts}};
    }

    template <class Seen>
    QJsonObject operator()(const Seen &seen) const
    {
        return seen.toJson();
    }
};

} // namespace

QJsonObject toJson(const Observation &observation)
{
    return std::visit(ToJson{}, observation);
}

} // namespace signet
