#include "core/findings/pasted/place.h"

#include "core/findings/catalogue.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QStringList secondSignsOf(FindingId finding)
{
    QStringList words;
    for (const char *sign : findingOf(finding).secondSign.words)
        words.append(QString::fromUtf8(sign));
    return words;
}

} // namespace

const QList<Place> &places()
{
    using namespace finding;
    static const QList<Place> all{
        {appserviceEnvMissing,
         QT_TRANSLATE_NOOP("PastedText", "App Service"),
         {u"app service"_s, u"function app"_s, u"website_site_name"_s},
         {identityNotAssigned, imdsUnreachable, notOnAzure}},
        {containerBridgeNoImds,
         QT_TRANSLATE_NOOP("PastedText", "a container"),
         {u"docker"_s, u"container"_s},
         {imdsUnreachable, notOnAzure}},
        {containerAppEnvMismatch,
         QT_TRANSLATE_NOOP("PastedText", "Container Apps"),
         {u"container app"_s, u"container apps"_s, u"containerapp"_s},
         {containerBridgeNoImds}},
        {arcEnvNotLoaded,
         QT_TRANSLATE_NOOP("PastedText", "Azure Arc"),
         {u"azcmagent"_s, u"himds"_s, u"azure arc"_s, u"arc-enabled"_s, u"on-premises"_s},
         {imdsUnreachable, notOnAzure}},
        {aksWorkloadIdentityNotMsi,
         QT_TRANSLATE_NOOP("PastedText", "Kubernetes"),
         {u"a pod"_s, u"kubernetes"_s, u"aks cluster"_s, u"serviceaccount"_s},
         {identityNotAssigned}},
        {hostedAgentNoIdentity,
         QT_TRANSLATE_NOOP("PastedText", "a hosted agent"),
         secondSignsOf(hostedAgentNoIdentity),
         {identityNotAssigned}},
    };
    return all;
}

const Place &placeOf(FindingId means)
{
    const auto found = std::ranges::find(places(), means, &Place::means);
    Q_ASSERT(found != places().end());
    return *found;
}

} // namespace signet
