#include "core/diagnosis/kindwords.h"

#include <QCoreApplication>
#include <QHash>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct ObservationText {
    Q_DECLARE_TR_FUNCTIONS(Report)
};

} // namespace

QString hostKindWords(const QString &kind)
{
    static const QHash<QString, const char *> words{
        {u"azure-vm"_s, QT_TRANSLATE_NOOP("Report", "Azure virtual machine")},
        {u"azure-vmss"_s, QT_TRANSLATE_NOOP("Report", "Azure scale set instance")},
        {u"app-service"_s, QT_TRANSLATE_NOOP("Report", "Azure App Service")},
        {u"functions"_s, QT_TRANSLATE_NOOP("Report", "Azure Functions")},
        {u"container-apps"_s, QT_TRANSLATE_NOOP("Report", "Azure Container Apps")},
        {u"container-instances"_s, QT_TRANSLATE_NOOP("Report", "Azure Container Instances")},
        {u"arc"_s, QT_TRANSLATE_NOOP("Report", "Azure Arc server")},
        {u"service-fabric"_s, QT_TRANSLATE_NOOP("Report", "Azure Service Fabric")},
        {u"machine-learning"_s, QT_TRANSLATE_NOOP("Report", "Azure Machine Learning")},
        {u"cloud-shell"_s, QT_TRANSLATE_NOOP("Report", "Azure Cloud Shell")},
        {u"automation"_s, QT_TRANSLATE_NOOP("Report", "Azure Automation")},
        {u"aks-pod"_s, QT_TRANSLATE_NOOP("Report", "Kubernetes pod")},
        {u"azure-pipelines-hosted"_s, QT_TRANSLATE_NOOP("Report", "Microsoft-hosted agent")},
        {u"github-hosted"_s, QT_TRANSLATE_NOOP("Report", "GitHub-hosted runner")},
        {u"docker-desktop"_s, QT_TRANSLATE_NOOP("Report", "container in Docker Desktop")},
        {u"container"_s, QT_TRANSLATE_NOOP("Report", "container")},
        {u"other-cloud"_s, QT_TRANSLATE_NOOP("Report", "machine in another cloud")},
        {u"workstation"_s, QT_TRANSLATE_NOOP("Report", "workstation, not in Azure")},
        {u"unknown"_s, QT_TRANSLATE_NOOP("Report", "machine of unknown type")},
    };
    const char *text = words.value(kind, nullptr);
    return text ? ObservationText::tr(text) : kind;
}

QString identityKindWords(const QString &kind)
{
    if (kind == "system-assigned"_L1)
        return ObservationText::tr("system-assigned identity");
    if (kind == "user-assigned"_L1)
        return ObservationText::tr("user-assigned identity");
    if (kind == "person"_L1)
        return ObservationText::tr("person");
    if (kind == "application"_L1)
        return ObservationText::tr("application");
    if (kind == "none"_L1)
        return ObservationText::tr("no identity");
    return ObservationText::tr("identity of unknown type");
}

QString shortened(const QString &id)
{
    if (id.size() <= 16)
        return id;
    return id.left(4) + u'…' + id.right(4);
}

} // namespace signet
