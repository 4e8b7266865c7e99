#include "core/identity/endpointkind.h"

using namespace Qt::StringLiterals;

namespace signet {

QLatin1StringView toString(IdentitySource source)
{
    switch (source) {
    case IdentitySource::None:
        return "none"_L1;
    case IdentitySource::Imds:
        return "imds"_L1;
    case IdentitySource::AppService:
        return "app-service"_L1;
    case IdentitySource::Arc:
        return "arc"_L1;
    case IdentitySource::ServiceFabric:
        return "service-fabric"_L1;
    case IdentitySource::MachineLearning:
        return "machine-learning"_L1;
    case IdentitySource::CloudShell:
        return "cloud-shell"_L1;
    }
    Q_UNREACHABLE();
}

QLatin1StringView toString(EndpointKind kind)
{
    switch (kind) {
    case EndpointKind::Imds:
        return "imds"_L1;
    case EndpointKind::ServiceFabric:
        return "service-fabric"_L1;
    case EndpointKind::Automation:
        return "automation"_L1;
    case EndpointKind::AppService:
        return "app-service"_L1;
    case EndpointKind::AppService2017:
        return "app-service-2017"_L1;
    case EndpointKind::MachineLearning:
        return "machine-learning"_L1;
    case EndpointKind::CloudShell:
        return "cloud-shell"_L1;
    case EndpointKind::Arc:
        return "arc"_L1;
    }
    Q_UNREACHABLE();
}

IdentitySource sourceOf(EndpointKind kind)
{
    switch (kind) {
    case EndpointKind::Imds:
        return IdentitySource::Imds;
    case EndpointKind::ServiceFabric:
        return IdentitySource::ServiceFabric;
    case EndpointKind::Automation:
    case EndpointKind::AppService:
    case EndpointKind::AppService2017:
        return IdentitySource::AppService;
    case EndpointKind::MachineLearning:
        return IdentitySource::MachineLearning;
    case EndpointKind::CloudShell:
        return IdentitySource::CloudShell;
    case EndpointKind::Arc:
        return IdentitySource::Arc;
    }
    Q_UNREACHABLE();
}

QString nameOf(EndpointKind kind)
{
    switch (kind) {
    case EndpointKind::Imds:
        return u"the instance metadata service"_s;
    case EndpointKind::ServiceFabric:
        return u"the identity endpoint of Service Fabric"_s;
    case EndpointKind::Automation:
        return u"the identity endpoint of Azure Automation"_s;
    case EndpointKind::AppService:
        return u"the identity endpoint of App Service"_s;
    case EndpointKind::AppService2017:
        return u"the older identity endpoint of App Service"_s;
    case EndpointKind::MachineLearning:
        return u"the identity endpoint of Azure Machine Learning"_s;
    case EndpointKind::CloudShell:
        return u"the token endpoint of Cloud Shell"_s;
    case EndpointKind::Arc:
        return u"the Azure Arc agent"_s;
    }
    Q_UNREACHABLE();
}

} // namespace signet
